import pytest

from nps_chain.world.draft import Output
from nps_chain.world.people.innocents import FITTING, Coincidence, Saver
from nps_chain.world.roles import Innocent
from tests.world.people.stage import COIN, Stage

TOLD = Innocent("dorn", "M. Dorn", "Tolvany", "withdrew savings")


class Vendor:
    """A vendor who has something to pay in."""

    slip = object()

    def __init__(self, stage):
        self.stage, self.person = stage, stage.person("a vendor")
        self.deposits = []

    @property
    def together(self):
        return self.person.main.balance

    def pay_in(self, amount):
        address = self.stage.exchange.deposit_address(self.person)
        draft = self.person.main.pay([Output(amount, address, "deposit")], "deposit")
        if draft is None:
            return None
        self.deposits.append(next(c for c in draft.coins if c.address is address))
        return self.deposits[-1]


def _stage(*, customers=8):
    stage = Stage()
    saver = Saver(stage.economy, TOLD, exchange=stage.exchange)
    vendor = Vendor(stage)
    people = stage.people(customers)
    stage.begin()
    stage.give(vendor.person.main, 10 * COIN)
    for person in people:
        stage.give(person.main, 8 * COIN)
        stage.play(1)

    def busy(number=0):
        person = people[number % len(people)]
        to = stage.exchange.deposit_address(person)
        person.main.pay([Output(COIN // 5, to, "deposit")], "deposit")
        stage.exchange.withdraw(person, COIN // 6, person.receive_address())
        stage.engine.at(stage.engine.now + 40, lambda: busy(number + 1))

    if people:
        stage.engine.at(stage.engine.now, busy)
    return stage, saver, vendor


def _share(coin, deposit):
    """What of a coin is a deposit's, by haircut, worked out from the chain alone."""
    if coin is deposit:
        return 1
    inputs = coin.draft.inputs
    whole = sum(one.value for one in inputs)
    return (
        sum(one.value * _share(one, deposit) for one in inputs if _after(one, deposit)) / whole
        if whole
        else 0
    )


def _after(coin, deposit):
    return coin is deposit or coin.draft.minute > deposit.draft.minute


def test_savings_are_bought_in_parts_and_withdrawn_one_at_a_time():
    stage, saver, _ = _stage(customers=0)
    stage.until(16)
    assert stage.exchange.accounts["M. Dorn"] == saver.part * saver.parts
    assert saver.withdraw()
    stage.play(3)
    assert [coin.value for coin in saver.withdrawals] == [saver.part]
    deed = saver.withdrawals[0].draft.outputs[saver.withdrawals[0].n].deed
    assert stage.economy.books.deeds[deed][:2] == (
        "savings 1 of M. Dorn",
        "M. Dorn withdraws savings from Merivane",
    )
    for _ in range(saver.parts - 1):
        assert saver.withdraw()
        stage.play(3)
    assert not saver.withdraw()
    assert stage.books_add_up()


def test_the_saver_gets_about_the_share_that_the_story_tells_of():
    stage, saver, vendor = _stage()
    stage.until(15)
    it = Coincidence(vendor, saver, begins=16, ends=36)
    stage.until(30)
    assert it.withdrawal is not None
    (same,) = [coin for coin in vendor.deposits if coin is it.deposit]
    share = 1000 * _share(it.withdrawal, same)
    assert FITTING[0] - 100 <= share <= FITTING[1] + 100
    assert share == pytest.approx(it.share, abs=5)
    hours = (60 * it.withdrawal.height - same.draft.minute) / 60
    assert 0 < hours < 24


def test_if_it_never_comes_about_he_withdraws_all_the_same():
    stage, saver, vendor = _stage(customers=0)
    vendor.slip = None
    stage.until(15)
    it = Coincidence(vendor, saver, begins=16, ends=18)
    stage.until(19)
    assert vendor.deposits == []
    assert (it.withdrawal.value, it.share) == (saver.part, 0)
