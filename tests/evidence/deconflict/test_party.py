import pandas as pd
import pytest

import nps_chain as nps
from nps_chain.errors import NpsError
from nps_chain.evidence.deconflict.party import Party
from tests.evidence.deconflict.people import (
    DATE,
    NEXT_DATE,
    address,
    addresses,
    party,
    sides,
)

TINY = nps.load("tiny")
ON_TINY = [one for one in TINY.addresses["address"] if not one.startswith("script:")]


def test_a_party_shows_its_list_to_nobody():
    mine = party("ADP", 1, 2, 3, 4, 5, 5)
    assert repr(mine) == "Party(ADP: 5 addresses, not shown)"
    assert len(mine) == 5
    assert mine.addresses == sorted(addresses(1, 2, 3, 4, 5))
    mine.addresses.clear()
    assert len(mine) == 5


def test_a_list_that_nobody_should_compare_is_refused():
    with pytest.raises(NpsError, match=r"^ADP's list has 4 addresses; at least 5 are compared"):
        party("ADP", 1, 2, 3, 4, 4)
    with pytest.raises(NpsError, match=r"^'A B' names no party"):
        Party("A B", addresses(1, 2, 3, 4, 5))
    with pytest.raises(NpsError, match=r"^Entry 6 of ADP's list, 'no', is refused\. "):
        Party("ADP", [*addresses(1, 2, 3, 4, 5), "no"])
    with pytest.raises(NpsError, match=r"^Entry 1 of ADP's list, .*, not of main\.$"):
        Party("ADP", addresses(1, 2, 3, 4, 5), network="main")


def test_a_log_tells_what_happened_with_whom():
    mine, theirs = party("ADP", 1, 2, 3, 4, 5), party("TCB", 3, 4, 5, 6, 7, 8)
    a, b = sides(mine, theirs)
    asked, asked_back = a.ask(), b.ask()
    returned = a.answer(asked_back)
    a.count(b.answer(asked))
    b.count(returned)
    b.show()
    expected = pd.DataFrame(
        {
            "number": [1, 2, 3],
            "date": [DATE] * 3,
            "other": ["TCB"] * 3,
            "what": ["began", "asked", "counted"],
            "addresses": [5, 6, 3],
            "note": [""] * 3,
        }
    )
    pd.testing.assert_frame_equal(mine.log, expected)
    assert theirs.log[["other", "what", "addresses"]].to_numpy().tolist() == [
        ["ADP", "began", 6],
        ["ADP", "asked", 5],
        ["ADP", "counted", 3],
        ["ADP", "showed", 3],
    ]


def test_there_is_one_run_a_day_whatever_one_calls_oneself():
    mine = party("ADP", 1, 2, 3, 4, 5)
    mine.begin("TCB", date=DATE).ask()
    for name in ("TCB", "tcb"):
        with pytest.raises(NpsError, match=rf"^There was a run with {name} on 2025-03-23 already"):
            mine.begin(name, date=DATE)
    with pytest.raises(NpsError, match="is past"):
        mine.begin("TCB", date="2025-03-22")
    mine.begin("CFI", date=DATE)
    mine.begin("TCB", date=NEXT_DATE)


def test_a_log_goes_on_with_another_list():
    mine = party("ADP", 1, 2, 3, 4, 5)
    mine.begin("TCB", date=DATE).ask()
    later = Party("adp", addresses(6, 7, 8, 9, 10), earlier=mine)
    with pytest.raises(NpsError, match=r"^There was a run with TCB on 2025-03-23 already"):
        later.begin("TCB", date=DATE)
    later.begin("TCB", date=NEXT_DATE).ask()
    assert mine.log["date"].tolist() == [DATE, NEXT_DATE]
    with pytest.raises(NpsError, match=r"^The log of ADP is not TCB's: give TCB's own\.$"):
        Party("TCB", addresses(6, 7, 8, 9, 10), earlier=mine)
    with pytest.raises(NpsError, match=r"^earlier is a Party, not str\.$"):
        Party("TCB", addresses(6, 7, 8, 9, 10), earlier="TCB")


def test_a_party_that_lost_its_log_is_known_by_the_other():
    mine = party("ADP", 1, 2, 3, 4, 5)
    for number, begins in ((0, True), (1, False)):
        stranger = party("TCB", *range(number, number + 5))
        stranger.begin("ADP", date=DATE).ask()
        if begins:
            mine.begin("TCB", date=DATE).ask()
        else:
            with pytest.raises(NpsError, match=r"^There was a run with TCB on 2025-03-23 already"):
                mine.begin("TCB", date=DATE)


def test_a_party_is_not_compared_with_itself():
    with pytest.raises(NpsError, match=r"^ADP can't be compared with itself: give the two"):
        party("ADP", 1, 2, 3, 4, 5).begin("Adp", date=DATE)


@pytest.mark.parametrize(("other", "date"), [("", DATE), (None, DATE), ("TCB", "23.3.2025")])
def test_a_run_needs_a_name_and_a_date(other, date):
    with pytest.raises(NpsError):
        party("ADP", 1, 2, 3, 4, 5).begin(other, date=date)


@pytest.mark.parametrize("secret", [b"x", 7, True])
def test_a_secret_is_a_text(secret):
    with pytest.raises(NpsError, match=r"^The secret is a text, not \w+\.$"):
        party("ADP", 1, 2, 3, 4, 5).begin("TCB", date=DATE, secret=secret)


def test_addresses_of_another_network_than_the_chains_are_refused():
    mixed = Party("ADP", [*addresses(1, 2, 3, 4), address(6, "main")])
    with pytest.raises(NpsError, match=r"^Entry \d of ADP's list, .*of main, not of regtest\.$"):
        mixed.begin("TCB", date=DATE, chain=TINY)


def test_every_address_on_the_chain_is_no_list():
    """Neither as one's own, nor from somebody who didn't hold to the rule."""
    everything = Party("TCB", ON_TINY)
    told = (
        r"TCB's list has 2,180 addresses: more than one in 10 of the 2,181 on this chain\. That"
        r" searches the other's list, and doesn't compare: leave out what isn't of the case\.$"
    )
    with pytest.raises(NpsError, match=f"^{told}"):
        everything.begin("ADP", date=DATE, chain=TINY)
    careless = everything.begin("ADP", date=DATE)
    mine = Party("ADP", ON_TINY[:50])
    run = mine.begin("TCB", date=DATE, chain=TINY)
    run.ask()
    with pytest.raises(NpsError, match=rf"^TCB's message is refused, and the run is over\. {told}"):
        run.answer(careless.ask())
    assert mine.log["what"].tolist() == ["began", "refused"]


def test_nor_are_they_piece_by_piece_however_the_days_go():
    mine = Party("ADP", ON_TINY[:20])

    def ask(day):
        date = f"2025-03-{day:02}"
        piece = Party("TCB", ON_TINY[day * 100 : day * 100 + 100])  # comes without its log
        run = mine.begin("TCB", date=date, chain=TINY)
        run.ask()
        return run.answer(piece.begin("ADP", date=date, chain=TINY).ask())

    assert [len(ask(day)) for day in (1, 2)] == [100, 100]
    with pytest.raises(NpsError, match=r"TCB's list has 100 addresses, with 200 of earlier runs: "):
        ask(3)
    assert mine.log.loc[mine.log["what"] == "asked", "addresses"].sum() == 200


def test_who_keeps_its_log_hears_it_before_it_asks():
    mine = Party("ADP", ON_TINY[:150])
    mine.begin("TCB", date=DATE, chain=TINY).ask()
    with pytest.raises(NpsError, match=r"^ADP's list has 150 addresses, with 150 of earlier runs"):
        mine.begin("TCB", date=NEXT_DATE, chain=TINY)
