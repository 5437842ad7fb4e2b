from collections import Counter

from nps_chain.world.economy import day
from nps_chain.world.people.payroll import Employer, Payroll
from tests.world.people.stage import Stage


def _offices(staff=9, **more):
    stage = Stage()
    office = Payroll(stage.economy, "Ledgerwick", exchange=stage.exchange)
    people = stage.people(staff, fixed=True)
    firm = Employer(
        stage.economy, "Fennel Works", exchange=stage.exchange, office=office, staff=people, **more
    )
    stage.begin()
    return stage, office, firm, people


def test_all_are_paid_each_week_at_the_same_addresses_in_one_batch():
    stage, office, _, people = _offices()
    stage.until(33)
    batches = stage.of("wage", office)
    assert [draft.minute // 1440 + 1 for draft in batches] == [11, 18, 25, 32]
    everybody = Counter(person.receive_address() for person in people)
    for draft in batches:
        assert Counter(o.address for o in draft.outputs if o.purpose == "wage") == everybody
    names = [
        stage.economy.books.deeds[d.outputs[0].deed] for d in batches if d.outputs[0].deed >= 0
    ]
    assert all(deed[0].startswith("Ledgerwick, wages of Fennel Works, payday") for deed in names)
    assert stage.books_add_up()


def test_a_batch_has_the_shape_of_a_coinjoin():
    for staff in (2, 5, 8, 9, 24):
        stage, office, _, _ = _offices(staff)
        stage.until(20)
        batches = stage.of("wage", office)
        assert len(batches) == 2
        for draft in batches:
            half = (len(draft.outputs) + 1) // 2
            ((_, equal),) = Counter(o.value for o in draft.outputs).most_common(1)
            assert equal == half
            assert len({coin.address for coin in draft.inputs}) >= half


def test_the_coins_are_the_firms_and_what_one_payday_leaves_goes_into_the_next():
    stage, office, firm, people = _offices()
    stage.until(26)
    first, second, _ = stage.of("wage", office)
    bills = stage.of("payment", firm)
    assert {coin.draft for coin in first.inputs} == {bills[0]}
    assert {coin.draft for coin in second.inputs} == {bills[1], first}
    assert len(first.inputs) == len(people)
    assert day(9, 9) <= bills[0].minute < first.minute


def test_the_standard_wage_is_the_same_for_all_who_have_it_and_changes_each_week():
    stage, office, _, people = _offices(wage=10_000_000)
    stage.until(40)
    standard = {person.receive_address() for person in people[:5]}
    weeks = [
        {o.value for o in draft.outputs if o.address in standard}
        for draft in stage.of("wage", office)
    ]
    assert [len(values) for values in weeks] == [1] * len(weeks)
    values = [min(week) for week in weeks]
    assert len(set(values)) == len(values) == 5
    assert all(9_300_000 <= value <= 10_700_000 for value in values)


def test_much_profit_goes_to_the_offices_account_with_the_wages_and_is_sold():
    stage, office, _, _ = _offices(wage=200_000_000)
    stage.until(40)
    batches = stage.of("wage", office)
    profits = [[o.value for o in draft.outputs if o.purpose == "deposit"] for draft in batches]
    assert [len(profit) for profit in profits] == [1] * 5
    account = stage.exchange.history["Ledgerwick"]
    assert [entry.amount for entry in account if entry.what == "deposit"] == [p[0] for p in profits]
    assert [-entry.amount for entry in account if entry.what == "sold"] == [
        p[0] for p in profits[:4]
    ]
    assert [draft.kind for draft in stage.mined if office.main in draft.senders] == ["wage"] * 5
    assert stage.books_add_up()


def test_wages_wait_for_all_of_the_firms_coins():
    stage, office, firm, _ = _offices()
    firm._send = lambda bill: firm.at(day(13), lambda: firm.main.pay(bill, "payment"))
    stage.until(13)
    (late,) = stage.of("wage", office)
    assert late.minute > day(13)
