"""The exhibits of a world: its cast is named whoever plays it, and gives nothing away."""

import pytest

from tests.world.played import quickly

HANDLES = ("saltmeadow", "brineacre", "graphite_owl", "paper-lynx", "tin_harbour", "coldquay")


@pytest.fixture(scope="module")
def exhibits():
    return quickly("tiny", 0).exhibits


def test_each_agency_is_named_by_what_it_has_in_its_hands(exhibits):
    named = {role: exhibits[f"agency-{role}"] for role in ("purchases", "pages", "phone")}
    assert {role: str(one) for role, one in named.items()} == {
        "purchases": "ADP", "pages": "TCB", "phone": "CFI",
    }  # fmt: skip
    assert named["purchases"].about == (
        "Aldorian Drug Police (ADP), Aldoria, bought from the suspects."
    )


def test_markets_handles_and_the_courier_are_named(exhibits):
    assert exhibits["market-lanternfen"] == "Lanternfen"
    assert exhibits["courier"].about.endswith("is a courier who was arrested in Cestania.")
    assert all(f"vendor-{handle}" in exhibits for handle in HANDLES)


def test_no_exhibit_says_that_two_handles_are_one_person(exhibits):
    for handle in HANDLES:
        told = exhibits[f"vendor-{handle}"].about
        assert not any(other in told for other in HANDLES if other != handle)
