"""Forty PGP keys made once, which the story's vendors and markets are dealt.

They are fixtures: published with their secret halves, without a password, and marked as such in
their user ID, in the armor and on every page that shows them. A key names no vendor. So two handles
with one key look like strangers until somebody compares fingerprints, and with another seed the
keys go to other people.
"""

from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from nps_chain.errors import NpsError
from nps_chain.world.dice import Dice
from nps_chain.world.pages.openpgp import Key, read_secret

MARK = "FIXTURE KEY, teaching only"
"""What the armor says."""

_END = {kind: f"-----END PGP {kind} KEY BLOCK-----\n" for kind in ("PUBLIC", "PRIVATE")}


def names() -> tuple[str, ...]:
    """Return what the keys are called: ``key-01`` and so on."""
    return tuple(_keys())


def key(name: str) -> Key:
    """Return a key by name.

    Raises
    ------
    NpsError
        If there is none of that name.
    """
    if name not in _keys():
        raise NpsError(f"There is no fixture key {name!r}: choose from key-01 to {names()[-1]}.")
    return _keys()[name]


def public_block(name: str) -> str:
    """Return a key's armored public half, as it was committed."""
    return _public_blocks()[names().index(name)]


def deal(dice: Dice, people: Sequence[str]) -> dict[str, str]:
    """Return a key's name for each person, no two alike.

    Raises
    ------
    NpsError
        If there are more people than keys.
    """
    if len(people) > len(names()):
        raise NpsError(f"There are {len(names())} fixture keys, too few for {len(people)} people.")
    return dict(zip(people, dice.some(names(), len(people)), strict=True))


def _blocks(file: str, kind: str) -> list[str]:
    whole = files("nps_chain.world.pages").joinpath("keys", file).read_text("utf-8")
    blocks = whole.replace("\r\n", "\n").split(_END[kind])[:-1]
    return [f"-----BEGIN{block.partition('-----BEGIN')[2]}{_END[kind]}" for block in blocks]


@cache
def _public_blocks() -> list[str]:
    return _blocks("public.asc", "PUBLIC")


@cache
def _keys() -> dict[str, Key]:
    keys = [read_secret(block) for block in _blocks("secret.asc", "PRIVATE")]
    return {f"key-{number:02}": key for number, key in enumerate(keys, 1)}
