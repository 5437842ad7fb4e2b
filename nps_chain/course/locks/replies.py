"""What five pages answer that show one public key, each asked to sign words of its own.

Two hold the private key. One signed with another; one sent a signature that it had seen elsewhere,
with the words that belong to it; one put such a signature below other words.
"""

from typing import NamedTuple

from nps_chain.course.locks.pairs import pair

OWNER, OTHER = "heron", "lynx"
"""Whose public key all pages show, and who signed for one of them."""


class Reply(NamedTuple):
    """A page's answer: the words that it was asked to sign, its text, and its signature."""

    page: str
    asked: str
    text: str
    signature: str


def replies() -> list[Reply]:
    """Return the answers of the five pages."""
    owner, other = pair(OWNER).private, pair(OTHER).private
    red, green, blue, white, black = (
        "Red boat, 14 March.",
        "Green door, 2 April.",
        "Blue lamp, 9 May.",
        "White cup, 30 June.",
        "Black hat, 8 July.",
    )
    return [
        Reply("north", red, red, other.sign(red)),
        Reply("east", green, green, owner.sign(green)),
        Reply("south", blue, green, owner.sign(green)),
        Reply("west", white, white, owner.sign(green)),
        Reply("island", black, black, owner.sign(black)),
    ]
