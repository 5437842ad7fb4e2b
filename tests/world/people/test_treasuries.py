from nps_chain.world.people.treasuries import Treasury
from tests.world.people.stage import COIN, Stage


def _with_treasury(have: int):
    stage = Stage()
    person = stage.person("Ann")
    treasury = Treasury(person, person.main, stage.exchange, lowest=2 * COIN, highest=6 * COIN)
    stage.begin()
    if have:
        stage.give(person.main, have)
    treasury.begin()
    stage.until(9)
    return stage, person


def test_too_few_coins_are_bought_up_to_the_middle():
    stage, person = _with_treasury(COIN)
    assert [coin.value for coin in person.main.coins] == [COIN, 3 * COIN]
    assert [entry.what for entry in stage.exchange.history["Ann"]] == ["bought", "withdrawal"]
    assert stage.books_add_up()


def test_too_many_coins_are_sold_down_to_the_middle():
    stage, person = _with_treasury(10 * COIN)
    (deposit,) = stage.of("deposit", person)
    assert [coin.value for coin in person.main.coins] == [4 * COIN - deposit.fee]
    assert [(entry.what, entry.amount) for entry in stage.exchange.history["Ann"]] == [
        ("deposit", 6 * COIN),
        ("sold", -6 * COIN),
    ]
    assert stage.books_add_up()


def test_enough_coins_are_left_alone():
    stage, _ = _with_treasury(5 * COIN)
    assert "Ann" not in stage.exchange.history


def test_what_is_on_its_way_is_not_ordered_again():
    stage = Stage()
    person = stage.person("Ann")
    treasury = Treasury(person, person.main, stage.exchange, lowest=2 * COIN, highest=4 * COIN)
    stage.begin()
    stage.exchange._work = lambda: None  # pays nobody
    treasury.begin()
    stage.until(12)
    assert treasury.awaits
    assert [entry.what for entry in stage.exchange.history["Ann"]] == ["bought", "withdrawal"]
