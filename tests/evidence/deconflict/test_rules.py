import pandas as pd
import pytest

from nps_chain.errors import NpsError
from nps_chain.evidence.deconflict.rules import Ledger, must_be_enough, party_name


def refused(work, *given):
    with pytest.raises(NpsError) as told:
        work(*given)
    return str(told.value)


def test_a_name_is_short_and_plain():
    assert [party_name(name) for name in ("ADP", "a", "x-1_2", "A" * 40)] == [
        "ADP", "a", "x-1_2", "A" * 40,
    ]  # fmt: skip
    for name in ("", "-a", "A" * 41, "A B", "АDP", "ADP\n", "<b>", None, 5, b"ADP"):
        assert refused(party_name, name).endswith(
            "names no party: give its short name, such as 'ADP'."
        )


def test_a_list_is_not_so_short_that_its_count_tells_its_contents():
    must_be_enough(5, "ADP")
    assert refused(must_be_enough, 1, "ADP") == (
        "ADP's list has 1 address; at least 5 are compared, or the count would tell which of them"
        " both have. Ask for a single address by letter."
    )


def test_a_ledger_tells_all_that_happened_in_order():
    ledger = Ledger()
    assert list(ledger.frame.columns) == ["number", "date", "other", "what", "addresses", "note"]
    ledger.add("2025-03-23", "TCB", "began", 36)
    ledger.add("2025-03-23", "TCB", "refused", 7, "Its \u202evalue\n2 is bad.")
    pd.testing.assert_frame_equal(
        ledger.frame,
        pd.DataFrame(
            {
                "number": [1, 2],
                "date": ["2025-03-23"] * 2,
                "other": ["TCB"] * 2,
                "what": ["began", "refused"],
                "addresses": [36, 7],
                "note": ["", "Its �value 2 is bad."],
            }
        ),
    )
    changed = ledger.frame
    changed.loc[0, "what"] = "nothing"
    assert ledger.frame["what"].tolist() == ["began", "refused"]


def test_there_is_one_run_a_pair_and_day_and_days_go_on():
    ledger = Ledger()
    ledger.add("2025-03-23", "TCB", "began", 36)
    ledger.must_be_free("2025-03-23", "CFI")
    ledger.must_be_free("2025-03-24", "TCB")
    assert refused(ledger.must_be_free, "2025-03-23", "tcb") == (
        "There was a run with tcb on 2025-03-23 already. One a day is allowed, since two answers to"
        " lists that differ by one address tell about that address: wait for the next day."
    )
    ledger.add("2025-03-25", "TCB", "began", 36)
    for past in ("2025-03-22", "2025-03-24"):
        assert refused(ledger.must_be_free, past, "TCB") == (
            f"There was a run with TCB on 2025-03-25, so {past} is past: give today's date."
        )


def test_all_runs_of_a_pair_stay_within_a_tenth_of_the_chain():
    ledger = Ledger()
    ledger.must_stay_a_comparison("TCB", "asked", 100, "TCB", 1000)
    assert refused(ledger.must_stay_a_comparison, "TCB", "asked", 101, "TCB", 1000) == (
        "TCB's list has 101 addresses: more than one in 10 of the 1,000 on this chain. That"
        " searches the other's list, and doesn't compare: leave out what isn't of the case."
    )
    ledger.add("2025-03-23", "TCB", "asked", 60)
    ledger.add("2025-03-23", "CFI", "asked", 100)
    ledger.add("2025-03-23", "TCB", "began", 100)
    ledger.must_stay_a_comparison("TCB", "asked", 40, "TCB", 1000)
    assert refused(ledger.must_stay_a_comparison, "tcb", "asked", 41, "TCB", 1000) == (
        "TCB's list has 41 addresses, with 60 of earlier runs: more than one in 10 of the 1,000 on"
        " this chain. That searches the other's list, and doesn't compare: leave out what isn't of"
        " the case."
    )
