"""What an agency says when another asks whether it holds anything on an address or a name.

It looks through its files and tells which of them have it, where they are from, and what may be
done with that: not what they say. More is asked for in a second letter, once both know that there
is something to talk about.
"""

import html
import os
import re
from collections.abc import Sequence

import pandas as pd

from nps_chain.evidence.folder import folder as open_folder
from nps_chain.evidence.handling import HANDLING
from nps_chain.evidence.letters.told import HITS, frame

BOUND = {
    "reports/": "H1 H2",  # what others reported of their customers
    "undercover-wallet.csv": "H1 H2",  # would uncover one's own officers
    "tags/": "H1",  # names from many sources, some of them wrong
    "notes.txt": "H1 H2",  # what an officer thinks so far
}
"""By how a file's path begins: what is not to be done with it without a question."""

SHORTEST = 4
"""Characters of what is asked: shorter texts are found everywhere."""

_FREE = "H0"
_BOUND = "H1 H2"


def hits(
    agency: str, data: str | os.PathLike[str], asked: Sequence[str], until: str
) -> pd.DataFrame:
    """Return in which files of its folder an agency finds what it is asked about.

    Parameters
    ----------
    agency : str
        Whose folder, by short name.
    data : str or path
        The data set.
    asked : sequence of str
        Addresses, txids, names; each as a whole word, capitals or not. What a file has in pieces is
        not found.
    until : str
        The day on which is answered, as ``2025-03-25``; what the agency got later is left out.

    Returns
    -------
    pandas.DataFrame
        One row a file and thing asked: ``asked``, ``file``, ``source``, ``date`` (UTC), since when
        the agency has it, and ``handling``, codes of
        :data:`~nps_chain.evidence.handling.HANDLING`. Sorted by what was asked, then by file.
    """
    held = open_folder(agency, data)
    words = {one: re.compile(rf"(?<![\w-]){re.escape(one)}(?![\w-])", re.I) for one in asked}
    rows = []
    for file in held.index.sort_values("file").itertuples(index=False):
        if str(file.date)[:10] > until:
            continue
        text = html.unescape(held.bytes(str(file.file)).decode("utf-8", "replace"))
        bound = (codes for start, codes in BOUND.items() if str(file.file).startswith(start))
        handling = next(bound, _FREE)
        for order, (one, word) in enumerate(words.items()):
            if word.search(text):
                rows.append((order, one, file.file, file.source, file.date, handling))
    rows.sort(key=lambda row: (row[0], row[2]))
    return frame([row[1:] for row in rows], HITS)


def handled(found: pd.DataFrame) -> str:
    """Return in words what the handling codes of some hits mean."""
    codes = sorted({code for cell in found["handling"] for code in str(cell).split()})
    return "; ".join(f"{code}: {HANDLING[code]}" for code in codes)
