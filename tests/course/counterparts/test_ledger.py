"""An exchange's desk takes few letters: some a day, some in all, and the same one any time."""

from nps_chain.course.counterparts.ledger import MOST_A_DAY, MOST_IN_ALL, Ledger

WAY = ("tiny", "ADP", "Merivane")


def test_a_day_has_room_for_so_many_accounts():
    ledger = Ledger()
    for number in range(MOST_A_DAY):
        assert ledger.refuses(*WAY, "2025-01-26", f"a{number}") == ""
    assert ledger.refuses(*WAY, "2025-01-26", "b") == (
        "ADP has asked Merivane for 3 accounts on 2025-01-26 already, and that is all its desk"
        " takes in a day. Which account do you need most?"
    )
    assert ledger.refuses(*WAY, "2025-01-26", "a0") == ""
    assert ledger.refuses(*WAY, "2025-01-27", "b") == ""
    for way in (("classroom", *WAY[1:]), ("tiny", "CFI", "Merivane"), ("tiny", "ADP", "Pallory")):
        assert ledger.refuses(*way, "2025-01-26", "b") == ""


def test_so_has_a_case():
    ledger = Ledger()
    for number in range(MOST_IN_ALL):
        assert ledger.refuses(*WAY, f"day {number}", f"a{number}") == ""
    assert ledger.refuses(*WAY, "another day", "b") == (
        "ADP has asked Merivane for 12 accounts in this case already. Whoever asks for all"
        " customers has no reason for any of them."
    )
    assert ledger.refuses(*WAY, "another day", "a0") == ""
