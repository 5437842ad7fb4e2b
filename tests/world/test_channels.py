"""Each country has joined something else, and some of it with a reservation."""

from dataclasses import astuple

from nps_chain.evidence.letters.instruments import BUDAPEST, INSTRUMENTS, SECOND_PROTOCOL
from nps_chain.world.channels import CENTRE, MEMBERSHIPS, RESERVES, channels, memberships


def test_memberships_are_rows_with_kind_and_reservation():
    rows = [astuple(one) for one in memberships()]
    assert rows[0] == ("Aldoria", "Budapest Convention", "", "")
    assert ("Tolvany", BUDAPEST, "", "art. 29(4)") in rows
    assert ("Aldoria", SECOND_PROTOCOL, "", "art. 7") in rows
    assert ("Cestania", CENTRE, "regional centre", "") in rows
    assert [(country, name) for country, name, _, _ in rows] == [
        (country, name) for country, joined in MEMBERSHIPS.items() for name in joined
    ]


def test_what_is_reserved_was_joined_and_all_else_is_known():
    assert all(name in MEMBERSHIPS[country] for country, name in RESERVES)
    assert {name for joined in MEMBERSHIPS.values() for name in joined} - set(INSTRUMENTS) == {
        CENTRE
    }


def test_two_countries_may_share_nothing():
    assert channels("Velmark", "Ostrany") == ()
    assert channels("Velmark", "Aldoria") == ("police to police", "mutual legal assistance")
