from nps_chain.world.dice import Dice
from nps_chain.world.draft import Output
from nps_chain.world.people.couriers import Courier
from nps_chain.world.roles import Courier as Told
from tests.world.people.stage import COIN, Stage


def _courier(**more):
    stage = Stage()
    told = Told("A. Courier", "Cestania", 4_000_000, **more)
    courier = Courier(stage.economy, told, exchange=stage.exchange)
    payer = stage.person("a vendor")
    stage.begin()
    stage.give(payer.main, 2 * COIN)
    stage.play(1)
    return stage, courier, payer


def _pay(stage, courier, payer, purpose="wage"):
    payer.main.pay([Output(10_000_000, courier.main.new_address(), purpose)], "wage")
    stage.play(1)


def test_he_remembers_wages_and_spends_them_like_anybody():
    stage, courier, payer = _courier()
    for purpose in ("wage", "wage", "dust"):
        _pay(stage, courier, payer, purpose)
    assert [coin.value for coin in courier.wages] == [10_000_000, 10_000_000]
    stage.until(30)
    assert len(courier.payments) >= 2
    assert {draft.kind for draft in courier.payments} == {"deposit"}
    assert courier.main.balance < 20_000_000
    assert stage.books_add_up()


def test_from_the_day_of_his_arrest_nothing_moves():
    stage, courier, payer = _courier(arrested=13)
    _pay(stage, courier, payer)
    assert courier.works()
    stage.until(13)
    assert not courier.works()
    held = courier.main.balance
    before = len(courier.payments)
    stage.until(40)
    assert (courier.main.balance, len(courier.payments)) == (held, before)


def test_wages_are_about_what_was_agreed_and_round():
    _, courier, _ = _courier()
    dice = Dice(0, "a vendor")
    wages = [courier.wage(dice) for _ in range(200)]
    assert all(3_600_000 <= wage <= 4_400_000 and wage % 10_000 == 0 for wage in wages)
    assert len(set(wages)) > 50
