"""Everybody to whom one can write is in the address book, and who may ask an exchange."""

from dataclasses import astuple

import pytest

from nps_chain.world.offices import offices
from nps_chain.world.story import tell


def test_the_address_book_of_the_lessons():
    assert [astuple(one) for one in offices(tell(0))] == [
        ("Aldorian Drug Police", "ADP", "agency", "Aldoria", ""),
        ("Tolvan Cyber Bureau", "TCB", "agency", "Tolvany", ""),
        ("Cestanian Customs and its Financial Intelligence Unit", "CFI", "agency", "Cestania", ""),
        ("Merivane", "Merivane", "exchange", "Aldoria", "ADP"),
        ("Pallory", "Pallory", "exchange", "Tolvany", "TCB"),
        ("Freyport", "Freyport", "exchange", "", ""),
    ]


@pytest.mark.parametrize("seed", range(6))
def test_with_any_seed_two_exchanges_answer_an_agency_of_their_country(seed):
    book = offices(tell(seed))
    where = {one.short: one.country for one in book}
    asked = [one for one in book if one.kind == "exchange"]
    assert [bool(one.answers_to) for one in asked] == [True, True, False]
    assert all(where[one.answers_to] == one.country for one in asked[:2])
    assert asked[2].country == ""
