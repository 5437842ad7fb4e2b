"""Two pages side by side: the lines that a reader sees on one of them only.

What two pages share proves nothing: who copies a page copies its warnings and its key. So one looks
at what differs, for that is what somebody changed. It fails on pages that are laid out otherwise,
where nearly every line is another.
"""

from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Any

import pandas as pd

from nps_chain.harmless import harmless

MOST_LINES = 2_000
"""Lines of a page that are compared."""

_LONGEST = 300  # characters of a line that is shown


def compare(pages: Any, one: str, other: str) -> pd.DataFrame:
    """Return the lines in which two pages differ, as their readers see them.

    Parameters
    ----------
    pages : Pages
        The pages, see :func:`nps_chain.evidence.pages.pages`.
    one, other : str
        The files of two of them.

    Returns
    -------
    pandas.DataFrame
        One row a line: ``here``, on the one page, and ``there``, on the other in its place; empty
        where it has none.

    Raises
    ------
    NpsError
        If there is no such page.

    Examples
    --------
    >>> import nps_chain as nps
    >>> seen = nps.pages("tiny")
    >>> one, other = seen.copies()["files"].iloc[0]
    >>> seen.compare(one, other)["here"].str[:20].tolist()
    ['Pay to n4qNGMbfr7Pv7', '66exuzm4xiawznhonmyl']
    """
    first, second = (pages.text(file).split("\n")[:MOST_LINES] for file in (one, other))
    rows: list[tuple[str, str]] = []
    for tag, a, b, c, d in SequenceMatcher(None, first, second).get_opcodes():
        if tag != "equal":
            rows += zip_longest(first[a:b], second[c:d], fillvalue="")
    shown = [(harmless(here, _LONGEST), harmless(there, _LONGEST)) for here, there in rows]
    return pd.DataFrame(shown, columns=["here", "there"]).astype("str")
