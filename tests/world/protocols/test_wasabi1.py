from collections import Counter

from nps_chain.trace.coinjoin import coinjoins
from nps_chain.trace.coinjoin.wasabi1 import wasabi1
from nps_chain.world.protocols.wasabi1 import Cedar
from tests.world.protocols.stage import (
    Stage,
    everybody_has_what_the_books_say,
    found,
    kind_found,
    sorted_coins,
    values,
)

BASE = 10_000_000


def _round(stage: Stage, crowd, rounds: int = 1, days: int = 2, **more) -> Cedar:
    many = (len(crowd), len(crowd))
    cedar = Cedar(stage.economy, every=1440, people=many, small=0, start=0, **more)
    cedar.begin()
    for wallet in crowd:
        cedar.enter(wallet, rounds=rounds)
    stage.play(24 * days)
    return cedar


def test_ten_people_take_out_the_base_amount_and_their_change(tmp_path):
    stage = Stage()
    crowd = stage.crowd(10, 10_123_456, step=1000)
    cedar = _round(stage, crowd)
    (draft,) = stage.of("coinjoin")
    # Each pays three hundred-thousandths of the amount for each of the ten.
    assert values(draft, "payment") == [10 * BASE * 10 * 3 // 100_000]
    share = draft.fee // 10
    assert draft.fee == 10 * share
    assert values(draft, "mix") == [BASE] * 10
    assert values(draft, "change") == [
        123_456 + 1000 * number - 3000 - share for number in range(10)
    ]
    assert Counter(out.address.wallet for out in draft.outputs) == {
        **dict.fromkeys(crowd, 2),
        cedar.fees: 1,
    }
    assert {out.address.lock for out in draft.outputs} == {"p2wpkh"}
    assert len({out.address for out in draft.outputs}) == 21
    assert (draft.version, draft.locktime, draft.sequence) == (1, 0, 0xFFFFFFFF)
    assert everybody_has_what_the_books_say(stage, cedar)
    assert found(wasabi1, stage.chain(tmp_path), draft) == [
        "10 outputs of exactly 0.10000000 BTC, near the base amount of Wasabi 1, and 11 others of"
        " 11 values; 10 inputs from 10 addresses; p2wpkh alone"
    ]


def test_two_who_bring_more_take_out_larger_amounts_as_well(tmp_path):
    stage = Stage()
    crowd = stage.crowd(10, 10_123_456)
    stage.give(crowd[0], 75_000_000)
    stage.give(crowd[1], 34_000_000)
    crowd[0].coins.clear()
    crowd[1].coins.clear()
    stage.play(1)
    _round(stage, crowd)
    (draft,) = stage.of("coinjoin")
    assert values(draft, "mix") == [BASE] * 10 + [2 * BASE] * 2
    rich = [out.value for out in draft.outputs if out.address.wallet is crowd[0]]
    assert sorted(rich)[:2] == [BASE, 2 * BASE]
    # The third level is his alone, so what would be in it is change.
    assert 44_900_000 < sorted(rich)[2] < 45_000_000
    chain = stage.chain(tmp_path)
    assert kind_found(coinjoins(chain), chain, draft) == "wasabi1"


def test_who_comes_back_pays_the_miner_alone_and_lowers_the_amount():
    stage = Stage()
    _round(stage, stage.crowd(10, 10_050_000), rounds=3, days=8)
    first, second, third = stage.of("coinjoin")
    assert [values(draft, "payment") for draft in (first, second, third)] == [[30_000], [], []]
    lowered = [set(values(draft, "mix")) for draft in (first, second, third)]
    assert [len(amounts) for amounts in lowered] == [1, 1, 1]
    assert lowered == [
        {BASE},
        {BASE - second.fee // 10},
        {BASE - second.fee // 10 - third.fee // 10},
    ]
    assert values(third, "change") == []


def test_several_coins_are_put_together_to_reach_the_amount():
    stage = Stage()
    crowd = stage.crowd(10, 4_000_000, 4_000_000, 4_000_000)
    _round(stage, crowd)
    (draft,) = stage.of("coinjoin")
    assert Counter(coin.address.wallet for coin in draft.inputs) == dict.fromkeys(crowd, 3)


def test_change_that_is_worth_it_goes_into_the_next_round():
    stage = Stage()
    crowd = stage.crowd(10, 22_000_000)
    cedar = _round(stage, crowd, days=1)
    (draft,) = stage.of("coinjoin")
    (change,) = set(values(draft, "change"))
    assert 11_990_000 < change < 12_000_000
    assert {tuple(sorted_coins(list(m.coins))) for m in cedar.members.values()} == {(change,)}
    assert {tuple(sorted_coins(wallet.coins)) for wallet in crowd} == {(BASE,)}


def test_a_round_of_fewer_than_ten_is_taken_for_nothing_or_for_some_other_kind(tmp_path):
    stage = Stage()
    _round(stage, stage.crowd(9, 10_123_456, step=1000))
    (draft,) = stage.of("coinjoin")
    chain = stage.chain(tmp_path)
    assert kind_found(wasabi1(chain), chain, draft) == ""
    assert kind_found(coinjoins(chain), chain, draft) == ""


def test_now_and_then_a_round_is_held_with_few():
    stage = Stage()
    cedar = Cedar(stage.economy, every=1440, small=1000, small_people=(7, 7), start=0)
    cedar.begin()
    for wallet in stage.crowd(12, 10_123_456):
        cedar.enter(wallet, rounds=1)
    stage.play(48)
    assert [len(draft.senders) for draft in stage.of("coinjoin")] == [7]
