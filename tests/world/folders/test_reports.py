"""Reports: one names the exchange of a deposit address, two accuse people who did nothing."""

from tests.world.folders.reading import rows


def test_each_report_is_in_the_register(folders):
    held = folders["phone"]
    told = rows(held["reports/reports.csv"])
    assert [one["date"] for one in told] == sorted(one["date"] for one in told)
    assert len({one["number"] for one in told}) == len(told)
    texts = {p for p in held if p.startswith("reports/") and p.endswith(".txt")}
    assert texts == {f"reports/{one['number']}.txt" for one in told}
    for one in told:
        text = held[f"reports/{one['number']}.txt"].decode()
        for named in (
            one["subject"],
            one["grade"],
            *one["addresses"].split(),
            *one["txids"].split(),
        ):
            assert named in text


def test_one_report_says_whose_service_a_deposit_address_belongs_to(tiny, folders, owners):
    told = rows(folders["phone"]["reports/reports.csv"])
    (one,) = [r for r in told if r["subject"] == "a stranger's account at the exchange Merivane"]
    accounts = tiny.facts.vendor("saltmeadow").accounts
    assert one["addresses"] in {text for account in accounts for text in account.addresses}
    assert owners[one["addresses"]] == "Merivane"
    text = folders["phone"][f"reports/{one['number']}.txt"].decode()
    person = tiny.facts.vendor("saltmeadow").person
    assert not [name for name in (person, "saltmeadow", "brineacre") if name in text]


def test_two_accuse_the_innocent_and_that_is_on_record(tiny, folders, story):
    wrong = {one.about: one for one in tiny.wrong if one.file.startswith("reports/")}
    assert {*wrong} <= {"M. Dorn", "Ledgerwick"}
    assert "Ledgerwick" in wrong
    short = story.agency("phone").short
    for about, one in wrong.items():
        assert one.agency == short
        assert about in tiny.folders[short][one.file].decode()
        assert one.truth not in tiny.folders[short][one.file].decode()


def test_nobody_else_has_reports(folders):
    for role in ("purchases", "pages"):
        assert not [path for path in folders[role] if path.startswith("reports/")]
