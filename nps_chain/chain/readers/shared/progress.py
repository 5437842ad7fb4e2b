"""A progress bar for long work, and none for short work.

Which it is is told by the size of the data, not by the clock: so a lesson, which reads a small
chain, prints the same on every machine, however slow.
"""

from collections.abc import Sequence

from tqdm.auto import tqdm

from nps_chain.chain.readers.shared.source import Source

LONG = 50_000_000
"""Bytes from which on reading takes long enough for a bar, on a slow machine some ten seconds."""


def progress(what: str, size: int, total: int | None = None, unit: str = "B") -> tqdm:
    """Return a bar to use in ``with``; call its ``update`` with what was done since.

    Parameters
    ----------
    what : str
        What is being done, in two words.
    size : int
        How many bytes there are to read.
    total : int, optional
        How many units there are to do, if that is known.
    unit : str
        What ``update`` is told.
    """
    hidden = size < LONG
    return tqdm(desc=what, total=total, unit=unit, unit_scale=True, leave=False, disable=hidden)


def size_of(sources: Sequence[Source]) -> int:
    """Return how many bytes these files have on disk."""
    return sum(source.path.stat().st_size for source in sources)
