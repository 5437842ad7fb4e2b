import pytest

from nps_chain.trace.coinjoin import coinjoins
from nps_chain.trace.coinjoin.joinmarket import joinmarket
from nps_chain.world.draft import Output
from nps_chain.world.protocols.joinmarket import ACCOUNTS, Bazaar
from tests.world.protocols.stage import (
    BTC,
    Stage,
    everybody_has_what_the_books_say,
    found,
    kind_found,
    sorted_coins,
    values,
)

AMOUNT = 25_000_000


def _bazaar(stage: Stage, makers: int, *, value: int = BTC, **more):
    bazaar = Bazaar(stage.economy, every=1440, start=0, **more)
    wallets = [stage.wallet(f"maker {number}", value + number) for number in range(makers)]
    stage.play(1)
    for wallet in wallets:
        bazaar.offer(wallet, flat=1000)
    return bazaar, wallets


def test_a_taker_pays_the_makers_and_the_miner(tmp_path):
    stage = Stage()
    bazaar, makers = _bazaar(stage, 3)
    taker = stage.wallet("taker", 40_000_000)
    stage.play(1)
    draft = bazaar.take(taker, AMOUNT, makers=3)
    stage.play(1)
    assert values(draft, "mix") == [AMOUNT] * 4
    assert values(draft, "change") == [
        40_000_000 - AMOUNT - 3 * 1000 - draft.fee,
        *(BTC + number - AMOUNT + 1000 for number in range(3)),
    ]
    assert (draft.senders[0], set(draft.senders)) == (taker, {taker, *makers})
    assert draft.fees == {taker: draft.fee, **dict.fromkeys(makers, 0)}
    # Each coin was given, and what a maker was paid is income; what he lent is none.
    assert [maker.entity.income for maker in makers] == [BTC + n + 1000 for n in range(3)]
    assert [maker.entity.fees for maker in makers] == [0, 0, 0]
    assert (taker.entity.expenses, taker.entity.fees) == (3000, draft.fee)
    assert (draft.version, draft.locktime, draft.sequence) == (2, draft.height - 1, 0xFFFFFFFE)
    assert everybody_has_what_the_books_say(stage)
    assert found(joinmarket, stage.chain(tmp_path), draft) == [
        "4 outputs of exactly 0.25000000 BTC to 4 fresh addresses, and 4 others as change; 4 inputs"
        " from 4 addresses, enough for 4 owners to put in that amount and their change; all inputs"
        " locked in one way, all changes different"
    ]


def test_a_taker_may_take_out_all_and_keep_no_change(tmp_path):
    stage = Stage()
    bazaar, _ = _bazaar(stage, 4)
    taker = stage.wallet("taker", 40_000_000)
    stage.play(1)
    draft = bazaar.take(taker, 0, makers=4)
    stage.play(1)
    amount = 40_000_000 - 4000 - draft.fee
    assert values(draft, "mix") == [amount] * 5
    assert len(values(draft, "change")) == 4
    assert sorted_coins(taker.coins) == [amount]
    chain = stage.chain(tmp_path)
    assert kind_found(coinjoins(chain), chain, draft) == "joinmarket"


def test_a_takers_part_may_go_to_somebody_else():
    stage = Stage()
    bazaar, _ = _bazaar(stage, 3)
    taker, shop = stage.wallet("taker", 40_000_000), stage.wallet("shop")
    stage.play(1)
    bazaar.take(taker, AMOUNT, makers=3, to=Output(0, shop.new_address(), "payment"))
    stage.play(1)
    (draft,) = stage.of("coinjoin")
    assert (values(draft, "payment"), values(draft, "mix")) == ([AMOUNT], [AMOUNT] * 3)
    assert sorted_coins(shop.coins) == [AMOUNT]
    assert everybody_has_what_the_books_say(stage)


def test_a_maker_never_pays_from_two_accounts_together():
    stage = Stage()
    bazaar, (maker, *_) = _bazaar(stage, 1, value=30_000_000)
    for _ in range(12):
        taker = stage.wallet(f"taker {len(stage.mined)}", 40_000_000)
        stage.play(1)
        bazaar.take(taker, 6_000_000, makers=1)
        stage.play(1)
    offer = bazaar.makers[maker]
    used = []
    for draft in stage.of("coinjoin"):
        own = [coin.address for coin in draft.inputs if coin.address.wallet is maker]
        (account,) = {offer.accounts.get(address, 0) for address in own}
        used.append(account)
        mixed, change = (
            next(
                offer.accounts[out.address]
                for out in draft.outputs
                if out.address.wallet is maker and out.purpose == purpose
            )
            for purpose in ("mix", "change")
        )
        assert (mixed, change) == ((account + 1) % ACCOUNTS, account)
    # The first account suffices for a while; then comes the second, filled by what it mixed.
    assert used == [0] * 5 + [1] * 5 + [2] * 2


@pytest.mark.parametrize(
    ("amount", "makers"),
    [(AMOUNT, 4), (BTC + 10, 3), (39_999_999, 3), (27_299, 3)],
    ids=["too few makers", "too much for makers", "nothing left for fees", "too little"],
)
def test_no_coinjoin_comes_about(amount, makers):
    stage = Stage()
    bazaar, _ = _bazaar(stage, 3)
    taker = stage.wallet("taker", 40_000_000 if amount < BTC else 2 * BTC)
    stage.play(1)
    before = list(taker.coins)
    assert bazaar.take(taker, amount, makers=makers) is None
    stage.play(1)
    assert (stage.of("coinjoin"), taker.coins) == ([], before)


def test_one_maker_hides_nothing_and_isnt_recognised(tmp_path):
    stage = Stage()
    bazaar, _ = _bazaar(stage, 2)
    taker = stage.wallet("taker", 40_000_000)
    stage.play(1)
    draft = bazaar.take(taker, AMOUNT, makers=1)
    stage.play(1)
    chain = stage.chain(tmp_path)
    assert kind_found(coinjoins(chain), chain, draft) == ""


def test_who_enters_coins_becomes_a_taker_when_his_turn_comes():
    stage = Stage()
    bazaar, _ = _bazaar(stage, 8, few=0, sweeps=1000)
    taker = stage.wallet("taker", 40_000_000)
    stage.play(1)
    bazaar.begin()
    told = []
    bazaar.enter(taker, rounds=2, done=told.append)
    stage.play(5 * 24)
    first, second = stage.of("coinjoin")
    assert (first.senders[0], second.senders[0]) == (taker, taker)
    assert [coin.draft for coin in second.inputs if coin.address.wallet is taker] == [first]
    assert told == [taker.coins]
    assert sorted_coins(taker.coins) == [values(second, "mix")[0]]


def test_an_offer_can_be_ended():
    stage = Stage()
    bazaar, makers = _bazaar(stage, 3)
    bazaar.withdraw(makers[0])
    taker = stage.wallet("taker", 40_000_000)
    stage.play(1)
    assert bazaar.take(taker, AMOUNT, makers=3) is None
