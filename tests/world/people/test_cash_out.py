import pytest

from nps_chain.world.draft import Output
from nps_chain.world.people.cash_out import LEAST
from nps_chain.world.people.vendors import HABITS
from nps_chain.world.people.wholesalers import Wholesaler
from tests.world.people.stage import COIN, Stage, purposes
from tests.world.story_played import played


class Service:
    """A service that remembers what it was asked."""

    def __init__(self, stage, name):
        self.person = stage.person(name)
        self.name, self.entity, self.main = name, self.person.entity, self.person.main
        stage.economy.actors[name] = self
        self.asked = []

    def begin(self):
        pass

    def deposit_address(self, customer):
        return self._address(customer.name)

    def order(self, customer, amount, to):
        return self._address(customer.name, amount, tuple(to))

    def take(self, customer, amount, to):
        return self._address(customer.name, amount, to)

    def _address(self, *asked):
        self.asked.append(asked)
        return self.main.new_address()


def _way(habit, *services, software="core"):
    stage = Stage()
    owner = stage.person("a vendor", software)
    made = [Service(stage, name) for name in services if name != "Merivane"]
    way = HABITS[habit](owner, owner.main, "a shop", services)
    stage.begin()
    for _ in range(4):
        stage.give(owner.main, COIN // 4)
        stage.play(1)
    return stage, owner, way, made


def _deposited(stage):
    """Satoshi that came to deposit addresses of the exchange."""
    return [
        coin.value
        for draft in stage.mined
        for coin in draft.coins
        if coin is not None and coin.address.wallet is stage.exchange.deposits
    ]


def test_all_ways_of_the_story_are_there():
    assert sorted(HABITS) == [
        "broker",
        "coinjoin",
        "mixer",
        "peel",
        "remix",
        "straight",
        "tailor",
    ]


def test_straight_to_an_exchange_and_sold_there():
    stage, owner, way, _ = _way("straight", "Merivane")
    way.cash()
    stage.play(72)
    (draft,) = stage.of("deposit")
    assert purposes(draft) == ["deposit"]
    assert [draft.txid] == [one.txid for one in way.sent()]
    assert len(draft.inputs) == 4
    assert owner.main.balance == 0
    (address,) = way.deposits
    assert stage.exchange.holder[address] == "a vendor"
    history = stage.exchange.history["a vendor"]
    assert [entry.what for entry in history] == ["deposit", "sold"]
    assert sum(entry.amount for entry in history) == 0
    assert stage.economy.books.deeds[draft.outputs[0].deed][:2] == (
        "cash-out 1 of a shop",
        "a shop cashes out by Merivane",
    )
    assert stage.books_add_up()


def test_what_shall_stay_stays_and_little_is_left_alone():
    stage, owner, way, _ = _way("straight", "Merivane")
    way.cash(keep=COIN - LEAST + 1)
    stage.play(2)
    assert not way.sent()
    way.cash(keep=COIN // 2)
    stage.play(2)
    assert owner.main.balance == pytest.approx(COIN // 2, abs=2000)


def test_the_next_time_it_goes_to_the_same_address():
    stage, owner, way, _ = _way("straight", "Merivane")
    way.cash()
    stage.play(2)
    stage.give(owner.main, COIN)
    stage.play(1)
    way.cash()
    stage.play(1)
    first, second = (draft.outputs[0] for draft in stage.of("deposit"))
    assert first.address.script == second.address.script
    assert first.deed != second.deed


def test_peeling_gathers_everything_and_pays_it_all_to_one_address():
    stage, owner, way, _ = _way("peel", "Merivane", software="mobile 2")
    way.cash()
    stage.play(100)
    (gathered,) = stage.of("consolidation", owner)
    assert (len(gathered.inputs), len(gathered.outputs)) == (4, 1)
    assert {coin.address.wallet.name for coin in gathered.inputs} == {"a vendor"}
    assert gathered.outputs[0].address.wallet.name == "a vendor, peels of a shop"
    peels = stage.of("peel")
    assert 3 <= len(peels) <= 9
    before = gathered
    for draft in peels:
        assert [coin.draft.txid for coin in draft.inputs] == [before.txid]
        assert len(draft.outputs) == 2
        before = draft
    assert len(set(_scripts(peels, "change"))) == len(peels)  # each rest at a fresh address
    assert set(_scripts(peels, "peel")) == {way.deposits[0].script}
    fees = sum(draft.fee for draft in stage.mined if draft.senders[0].entity is owner.entity)
    assert sum(_deposited(stage)) == COIN - fees
    assert [d.txid for d in way.sent()] == [
        gathered.txid,
        *[d.txid for d in [*peels, *stage.of("deposit")]],
    ]


def _scripts(drafts, purpose):
    return [
        out.address.script for draft in drafts for out in draft.outputs if out.purpose == purpose
    ]


def test_dust_on_an_address_of_the_chain_starts_no_other():
    stage, owner, way, _ = _way("peel", "Merivane")
    way.cash()
    stage.play(2)
    (gathered,) = stage.of("consolidation", owner)
    dust = Output(600, gathered.outputs[0].address, "dust")
    stage.miner.main.pay([dust], "dust")
    stage.play(100)
    assert len(way.chains) == 1


def test_a_mixer_is_told_where_to_pay_and_what_comes_goes_to_the_exchange():
    stage, _, way, (mixer,) = _way("mixer", "a mixer", "Merivane")
    way.cash()
    stage.play(2)
    ((customer, amount, targets),) = mixer.asked
    assert (customer, amount) == ("a vendor", COIN)
    assert 2 <= len({target.script for target in targets}) == len(targets) <= 4
    assert {target.wallet.name for target in targets} == {"a vendor, mixed coins of a shop"}
    half = mixer.main.balance // 2 - 1000
    mixer.main.pay([Output(half, target, "payout") for target in targets[:2]], "mixer_payout")
    stage.play(24 * 4)
    assert len(_deposited(stage)) == 2
    assert sum(_deposited(stage)) == pytest.approx(COIN, abs=20_000)


def test_a_broker_gets_round_sums():
    stage, owner, way, (broker,) = _way("broker", "a broker")
    way.cash()
    stage.play(1)
    (draft,) = way.sent()
    (paid,) = [out for out in draft.outputs if out.address.wallet is broker.main]
    assert paid.value == 9 * 10**7
    assert owner.main.balance == 10**7 - draft.fee


def test_a_launderer_is_asked_to_pay_into_the_account():
    stage, _, way, (tailor,) = _way("tailor", "a tailor", "Merivane")
    way.cash()
    stage.play(1)
    ((customer, amount, target),) = tailor.asked
    assert (customer, amount) == ("a vendor", COIN)
    assert stage.exchange.holder[target] == "a vendor"
    (draft,) = way.sent()
    assert [out.address.wallet.name for out in draft.outputs] == ["a tailor"]


def test_the_wholesaler_goes_to_his_broker_again_and_again():
    stage = Stage()
    broker = Service(stage, "a broker")
    wholesaler = Wholesaler(stage.economy, "a wholesaler", broker="a broker")
    stage.begin()
    stage.until(15)
    for number in range(2):
        stage.give(wholesaler.main, 3 * COIN)
        stage.until(22 + 9 * number)
    visits = stage.of("payment", wholesaler)
    assert len(visits) >= 2
    for draft in visits:
        (paid,) = [out for out in draft.outputs if out.address.wallet is broker.main]
        # Some wallets take the fee from what they pay.
        assert paid.value % 10**6 in (0, 10**6 - draft.fee)
    assert broker.main.balance > 5 * COIN


@pytest.mark.parametrize("seed", [0, 1])
def test_coinjoins_lead_on_to_the_exchange_and_remixed_coins_to_the_shop(seed):
    world = played(seed)
    way = world.cast.shop("paper-lynx").way
    never = world.economy.named(world.story.exchange("never").name)
    paid = [d for d in way.sent() if d.kind == "deposit"]
    assert paid
    for draft in paid:
        assert {coin.draft.kind for coin in draft.inputs} == {"coinjoin"}
        assert {out.address.wallet.name for out in draft.outputs} == {never.deposits.name}
    assert world.cast.shop("coldquay").way.services[1].name == "Brightwick"
