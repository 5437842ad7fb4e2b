from nps_chain.world.draft import Output
from nps_chain.world.people.visits import Visits, pays
from tests.world.people.stage import COIN, Stage


def test_customers_come_so_often():
    stage = Stage()
    people = stage.people(3)
    came = []
    visits = Visits(
        people[0], people, every=240, middle=COIN, visit=lambda who, sum_: came.append((who, sum_))
    )
    visits.begin()
    stage.play(7 * 24)
    assert came == []
    stage.play(10 * 24)
    assert 55 <= len(came) <= 65
    assert {who for who, _ in came} == set(people)
    assert 7 * COIN // 10 < sorted(sum_ for _, sum_ in came)[30] < 13 * COIN // 10


def test_nobody_comes_where_there_are_no_customers():
    stage = Stage()
    host = stage.person("Ann")
    Visits(host, [], every=60, middle=COIN, visit=lambda who, sum_: 1 / 0).begin()
    stage.play(24 * 9)


def test_who_is_short_of_coins_orders_some_and_pays_later():
    stage = Stage()
    ann, bob = stage.people(2)
    stage.begin()
    pays(ann, bob, Output(COIN, ann.main.new_address(), "payment", 7), "payment")
    stage.play(24)
    (paid,) = stage.of("payment", bob)
    assert [o.deed for o in paid.outputs if o.purpose == "payment"] == [7]
    assert ann.main.balance == COIN
    assert [entry.what for entry in stage.exchange.history[bob.name]] == ["bought", "withdrawal"]
    assert stage.books_add_up()


def test_who_never_gets_coins_gives_up():
    stage = Stage()
    ann, bob = stage.people(2)
    bob.top_up = lambda amount: None
    pays(ann, bob, Output(COIN, ann.main.new_address(), "payment"), "payment", tries=3)
    stage.play(103)
    stage.give(bob.main, 2 * COIN)
    stage.play(48)
    assert stage.of("payment") == []
