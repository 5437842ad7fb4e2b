"""What a step is asked to do, looked at before it is done.

Steps come from a browser, from a log that somebody sent, or from a person who types. So every
argument is taken for what it might be: of another type, far too long, of another chain. What is
wrong is told in a sentence, in which nothing that was given is repeated at length.
"""

from collections.abc import Sequence
from operator import index
from typing import Any

from nps_chain.errors import NpsError
from nps_chain.show.explorer.known.facts import Facts
from nps_chain.show.explorer.scenes.scene import Thing, thing

LONGEST = 200
"""Characters of what can be looked for."""


def quoted(given: Any) -> str:
    """Return what was given, as a message has it: short, in one line, without odd characters.

    >>> quoted("t12"), quoted(["t12"])
    ("'t12'", 'this list')
    """
    if isinstance(given, str):
        return ascii(given[:40]) if len(given) <= 40 else f"{ascii(given[:40])[:-1]}…'"
    return f"this {type(given).__name__}"


def a_text(given: Any, what: str) -> str:
    """Return a text that was given."""
    if not isinstance(given, str):
        raise NpsError(f"{what} is a text, not {quoted(given)}.")
    if len(given) > LONGEST:
        raise NpsError(f"{what} has at most {LONGEST} characters, and this has {len(given):,}.")
    return given


def one_of(given: Any, choices: Sequence[str], what: str) -> str:
    """Return a text that is one of several."""
    if not isinstance(given, str) or given not in choices:
        raise NpsError(f"There is no {what} {quoted(given)}: choose from {', '.join(choices)}.")
    return given


def a_height(given: Any, lowest: int, highest: int) -> int:
    """Return a height that a clock can be set to."""
    wanted = f"the clock goes from block {lowest:,} to {highest:,}"
    try:
        if isinstance(given, bool):  # Python counts it as 0 or 1
            raise TypeError
        height = index(given)
    except TypeError:
        raise NpsError(f"{quoted(given)} is no height: {wanted}.") from None
    if not lowest <= height <= highest:
        raise NpsError(f"There is no such block: {wanted}.")
    return height


def a_thing(facts: Facts, given: Any) -> Thing:
    """Return what a name stands for, if there is such a row."""
    found = thing(given) if isinstance(given, str) else None
    if found is None:
        raise NpsError(
            f"{quoted(given)} names nothing here: a name is t, a or c and a row, as in t12."
        )
    columns = facts.chain.columns
    many = len(columns.txs.txid if found.kind == "t" else columns.addresses.address)
    if found.row >= many:
        raise NpsError(f"There is no {found.name}: its chain has {many:,} of these, from 0 on.")
    return found


def things(facts: Facts, given: Any, most: int) -> list[Thing]:
    """Return what several names stand for, each once, in their order."""
    if not isinstance(given, list | tuple):
        raise NpsError(f"Give a list of names, not {quoted(given)}.")
    if len(given) > most:
        raise NpsError(f"Give {most:,} names at most, not {len(given):,}.")
    return list(dict.fromkeys(a_thing(facts, name) for name in given))
