r"""A reason names its source: the rule by which a letter's reason is judged, openly.

"We have information that" is no reason: nobody can look it up, so nobody can say that it is wrong.
A reason counts here if it has `SHORTEST` characters and names a source that somebody could fetch:
the number of a report (``STR-2025-0268``), a file (``tags/adp.yaml``), a page's address, a
transaction, or the date of a message (``2025-02-03``). Whether the source really says so is not
judged: whoever signs the letter answers for that.
"""

import re

SHORTEST = 20
"""Characters of a reason: less can't say who says what."""

_SOURCES = (
    re.compile(r"\b[A-Za-z]{2,12}[-/ ]?(?:No\.? ?)?\d{2,8}[-/]\d{1,8}\b"),  # a report's number
    re.compile(r"\b[\w-]{1,60}\.(?:txt|csv|yaml|html|asc|json|pdf)\b"),  # a file
    re.compile(r"\bhttps?://[\w.-]{4,80}|\b[a-z2-7]{56}\.onion\b"),  # a page
    re.compile(r"\b[0-9a-f]{64}\b"),  # a transaction
    re.compile(r"\b20\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])\b"),  # a dated message
)


def names_source(reason: str) -> bool:
    """Return whether a reason names a source that somebody could look up.

    Examples
    --------
    >>> names_source("Report STR-2025-0268 of CFI: a bank saw this address on a deposit page.")
    True
    >>> names_source("We have reliable information that it is theirs.")
    False
    """
    return len(reason.strip()) >= SHORTEST and any(one.search(reason) for one in _SOURCES)
