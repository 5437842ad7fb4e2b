"""Letters about accounts of the smallest data set, right unless a test makes them wrong."""

import nps_chain as nps
from nps_chain.course.counterparts.ledger import Ledger

REPORTED = "bcrt1qcer9eu3cm7kuu0gdh6a6rfjgmupagrtcv4hts5"
"""The address that a report of CFI's calls an account at Merivane."""

AT_PALLORY = "2MyfZ79vwVUrW8wtD8LuEg1uFc8CcK5qLb4"

RIGHT = {
    "kind": "disclosure",
    "by": "ADP",
    "to": "Merivane",
    "about": REPORTED,
    "channel": "provider directly",
    "offence": "Sale of controlled substances.",
    "facts": "We bought from brineacre, and followed the coins to this address.",
    "reason": "Report STR-2025-0228 of CFI: a bank saw it on a deposit page of Merivane.",
    "need": "To learn who holds the account.",
    "data": "tiny",
}


def letter(**other):
    """Return the right letter, with some other fields."""
    told = {**RIGHT, **other}
    return nps.letter(told.pop("kind"), **told)


def sent(**other):
    """Return what comes of it, where nothing was asked before."""
    return letter(**other).send(ledger=Ledger())
