"""The clock of every technique: the chain as it was known at a height, and nothing after.

On the day of a finding nobody knew whether a coin would be spent, or an address used again. A
technique that looks at such things must be told from which day it looks. One that only looks back
may find more on a later day, but what it answered before stays.

So each technique turns its chain into the one of that day at its very start, and works on nothing
else. That makes ``f(chain, as_of=h)`` the same as ``f(chain.upto(h), as_of=h)``.
"""

from nps_chain.chain.tables import Chain
from nps_chain.errors import NpsError


def known(chain: Chain, as_of: int | None) -> Chain:
    """Return the chain as it was known when the block at a height was its last; None for all.

    Raises
    ------
    NpsError
        If there is no chain to begin with, or the height is no whole number.
    """
    if not isinstance(chain, Chain):
        raise NpsError(
            "Give a chain first, as nps.load(...) or nps.read(...) returns one, not"
            f" {type(chain).__name__}."
        )
    return chain if as_of is None else chain.upto(as_of)


def demand(as_of: int | None, rule: str, looks_at: str) -> None:
    """Refuse to go on without a height, for a rule that looks forward.

    Parameters
    ----------
    as_of : int or None
        What the user gave.
    rule : str
        The rule's name.
    looks_at : str
        What it looks at that may still change, such as ``how an output is spent``.

    Raises
    ------
    NpsError
        If no height was given.
    """
    if as_of is None:
        raise NpsError(
            f"{rule} looks forward, at {looks_at}: say from which day, as_of=HEIGHT, or"
            " as_of=chain.height for all that is known."
        )
