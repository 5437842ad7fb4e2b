from nps_chain.world.people.dusters import Duster
from tests.world.people.stage import Stage, purposes


def test_tiny_equal_sums_go_to_all_targets_of_that_minute():
    stage = Stage()
    people = stage.people(23, fixed=True)
    asked = []

    def targets():
        asked.append(stage.engine.now)
        return [person.receive_address() for person in people]

    moth = Duster(
        stage.economy, "Moth", exchange=stage.exchange, targets=targets, on_day=12, batch=10
    )
    stage.begin()
    stage.until(12)
    assert asked == [11 * 1440 + 180]
    drafts = stage.of("dust", moth)
    assert [len(draft.outputs) for draft in drafts] == [11, 11, 4]
    dust = [o for draft in drafts for o in draft.outputs if o.purpose == "dust"]
    assert {o.address for o in dust} == {person.receive_address() for person in people}
    assert len(dust) == 23
    for draft in drafts:
        assert purposes(draft)[0] == "change"
        values = {o.value for o in draft.outputs if o.purpose == "dust"}
        assert len(values) == 1
        assert 560 <= min(values) <= 900
    assert [len(person.main.coins) for person in people] == [1] * 23
    assert stage.books_add_up()


def test_it_waits_for_its_coins():
    stage = Stage()
    person = stage.person("Ann")
    moth = Duster(
        stage.economy, "Moth", exchange=stage.exchange, targets=lambda: [person.main.new_address()],
        on_day=9,
    )  # fmt: skip
    stage.begin()
    moth.exchange.withdraw = lambda customer, amount, to: moth.at(
        9 * 1440, lambda: stage.give(moth.main, amount)
    )
    stage.until(9)
    assert stage.of("dust") == []
    stage.until(10)
    assert len(stage.of("dust", moth)) == 1
