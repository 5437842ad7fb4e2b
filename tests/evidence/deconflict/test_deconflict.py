"""Both sides in one place, as a lesson has them, and with the tags of the story's agencies."""

from itertools import combinations
from pathlib import Path

import pandas as pd
import pytest
import yaml

import nps_chain as nps
from nps_chain.errors import NpsError
from nps_chain.evidence.deconflict import Party
from tests.evidence.deconflict.people import DATE, NEXT_DATE, address, addresses, party

FOLDERS = Path(__file__).parents[3] / "datasets"


def tagged(data, agency):
    file = FOLDERS / data / "folders" / agency / "tags" / f"{agency.lower()}.yaml"
    return [tag["address"] for tag in yaml.safe_load(file.read_text("utf-8"))["tags"]]


@pytest.mark.parametrize(("data", "expected"), [("tiny", [12, 11, 7]), ("classroom", [3, 3, 0])])
def test_the_agencies_of_the_story_find_what_they_share(data, expected):
    chain = nps.load(data)
    lists = {agency: tagged(data, agency) for agency in ("ADP", "TCB", "CFI")}
    parties = {agency: Party(agency, held) for agency, held in lists.items()}
    counts = []
    for one, other in combinations(lists, 2):
        overlap = nps.deconflict(parties[one], parties[other], date=DATE, chain=chain)
        counts.append(overlap.count)
        overlap.agree(one)
        overlap.agree(other)
        assert overlap.reveal() == sorted(set(lists[one]) & set(lists[other]))
    assert counts == expected


def overlap(**options):
    mine, theirs = party("ADP", 1, 2, 3, 4, 5), party("TCB", 4, 5, 6, 7, 8, 9)
    return nps.deconflict(mine, theirs, date=DATE, **options)


def test_counts_come_before_contents():
    found = overlap()
    assert repr(found) == (
        "Overlap(ADP and TCB, 2025-03-23: 2 addresses in both lists, not shown; for teaching only)"
    )
    assert [one.kind for one in found.messages] == ["masked", "masked", "returned", "returned"]
    refusal = "Before anything is shown, {} must agree: counts come before contents. Call {}."
    for agreed, missing, calls in (
        (None, "ADP and TCB", ".agree('ADP') and .agree('TCB')"),
        ("TCB", "ADP", ".agree('ADP')"),
        ("TCB", "ADP", ".agree('ADP')"),
    ):
        if agreed:
            found.agree(agreed)
        with pytest.raises(NpsError) as told:
            found.reveal()
        assert str(told.value) == refusal.format(missing, calls)
    assert len(found.messages) == 4
    found.agree("ADP")
    assert found.reveal() == found.reveal() == sorted(addresses(4, 5))
    assert [one.kind for one in found.messages[4:]] == ["positions", "positions"]
    assert repr(found).endswith("2 addresses in both lists, shown to both; for teaching only)")


@pytest.mark.parametrize("stranger", ["CFI", "", None, "adp", 5])
def test_nobody_else_can_agree(stranger):
    with pytest.raises(NpsError, match=r" is no side of this run: ADP and TCB are\.$"):
        overlap().agree(stranger)


def test_a_party_can_agree_in_person():
    mine, theirs = party("ADP", 1, 2, 3, 4, 5), party("TCB", 1, 2, 3, 4, 6)
    found = nps.deconflict(mine, theirs, date=DATE)
    found.agree(mine)
    found.agree(theirs)
    assert found.reveal() == sorted(addresses(1, 2, 3, 4))
    assert [one.log["what"].tolist() for one in (mine, theirs)] == [
        ["began", "asked", "counted", "showed"]
    ] * 2


def test_an_exhibit_stands_for_the_party_of_its_value():
    bought, pages = (nps.exhibit(f"agency-{role}") for role in ("purchases", "pages"))
    found = nps.deconflict(party(bought, 1, 2, 3, 4, 5), party(pages, 1, 7, 8, 9, 10), date=DATE)
    found.agree(bought)
    found.agree(pages)
    assert found.reveal() == addresses(1)


def test_the_log_tells_what_went_between_the_two():
    found = overlap()
    found.agree("ADP")
    found.agree("TCB")
    found.reveal()
    own = "which of its own addresses both have"
    both = "how many addresses both have, and not which"
    pd.testing.assert_frame_equal(
        found.log,
        pd.DataFrame(
            {
                "sender": ["ADP", "TCB"] * 3,
                "receiver": ["TCB", "ADP"] * 3,
                "kind": ["masked"] * 2 + ["returned"] * 2 + ["positions"] * 2,
                "values": [5, 6, 6, 5, 2, 2],
                "bytes": [160, 192, 192, 160, 8, 8],
                "tells": [
                    "how many addresses ADP has, and not which",
                    "how many addresses TCB has, and not which",
                    both,
                    both,
                    own,
                    own,
                ],
            }
        ),
    )


def test_a_lessons_secret_makes_the_same_messages_and_none_makes_others():
    assert overlap(secret="x").messages == overlap(secret="x").messages
    for other in ({"secret": "y"}, {}):
        assert overlap(**other).messages[0] != overlap(secret="x").messages[0]
        assert overlap(**other).count == 2


def test_mere_lists_are_compared_too_and_no_day_is_counted():
    mine, theirs = addresses(2, 4, 6, 8, 10), [one.upper() for one in addresses(0, 2, 4, 6, 12)]
    for _ in range(2):
        found = nps.deconflict(mine, theirs, date=DATE)
        found.agree("A")
        found.agree("B")
        assert found.reveal() == sorted(addresses(2, 4, 6))


def test_a_party_is_held_to_its_day():
    mine, theirs = party("ADP", 1, 2, 3, 4, 5), party("TCB", 4, 5, 6, 7, 8)
    nps.deconflict(mine, theirs, date=DATE)
    for one, other in ((mine, theirs), (theirs, mine), (party("ADP", 1, 2, 3, 4, 9), theirs)):
        with pytest.raises(
            NpsError, match=r"^There was a run with (ADP|TCB) on 2025-03-23 already"
        ):
            nps.deconflict(one, other, date=DATE)
    assert nps.deconflict(mine, theirs, date=NEXT_DATE).count == 2


def test_a_refused_run_uses_up_no_day():
    mine, theirs = party("ADP", 1, 2, 3, 4, 5), party("TCB", 4, 5, 6, 7, 8)
    nps.deconflict(party("ADP", 1, 2, 3, 4, 9), theirs, date=DATE)
    with pytest.raises(NpsError, match=r"^There was a run with ADP on 2025-03-23 already"):
        nps.deconflict(mine, theirs, date=DATE)
    assert mine.log.empty


def test_every_address_on_the_chain_is_refused():
    chain = nps.load("tiny")
    everything = [one for one in chain.addresses["address"] if not one.startswith("script:")]
    few = everything[:20]
    for mine, theirs, name in ((few, everything, "B"), (everything, few, "A")):
        with pytest.raises(
            NpsError, match=rf"^{name}'s list has 2,180 addresses: more than one in"
        ):
            nps.deconflict(mine, theirs, date=DATE, chain=chain)
    classroom = nps.load("classroom").addresses.iloc[1:]
    with pytest.raises(
        NpsError, match=r"^ADP's list has more than 20,000 addresses, the most that are"
    ):
        Party("ADP", classroom)


def test_addresses_of_another_network_than_the_chains_are_refused():
    with pytest.raises(NpsError, match=r"^Entry 5 of B's list, .*of main, not of regtest\.$"):
        nps.deconflict(
            addresses(1, 2, 3, 4, 5),
            [*addresses(1, 2, 3, 4), address(6, "main")],
            date=DATE,
            chain=nps.load("tiny"),
        )


def test_a_data_sets_name_is_no_chain():
    lists = addresses(*range(5)), addresses(*range(3, 9))
    begun = party("ADP", *range(5)).begin
    for work in (lambda: nps.deconflict(*lists, date=DATE, chain="tiny"),
                 lambda: begun("TCB", date=DATE, chain="tiny")):  # fmt: skip
        with pytest.raises(NpsError, match=r"^The chain is what nps\.load returns, not str\.$"):
            work()
