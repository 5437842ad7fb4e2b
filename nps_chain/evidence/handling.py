"""How information is graded, and who may see it: words that agencies of many countries share.

A grade has two parts, since a reliable source can be wrong and a gossip right: a letter for the
source, a figure for what it says. A handling code says what may be done with it, a colour (TLP) who
may see it. A mark is never translated, so that everybody knows it again.

Source: Europol's evaluation and handling codes (Council document 6243/18); FIRST, Traffic Light
Protocol 2.0, August 2022.
"""

from nps_chain.errors import NpsError

TLP = {
    "TLP:RED": "For the eyes of those who are named only; nobody else may be told.",
    "TLP:AMBER+STRICT": "For the organisation that got it, as far as people need to know.",
    "TLP:AMBER": "For the organisation that got it and its clients, as far as they need to know.",
    "TLP:GREEN": "For the community of those who do the same work; not in public.",
    "TLP:CLEAR": "For everybody.",
}
"""Marks of the Traffic Light Protocol, the closest circle first."""

SOURCES = {
    "A": "no doubt of the source; has been reliable in all instances",
    "B": "a source that has been reliable in most instances",
    "C": "a source that has been unreliable in most instances",
    "X": "a source whose reliability can't be judged",
}
"""What a letter says of a source."""

INFORMATION = {
    "1": "known to be true without reserve",
    "2": "known to the source, not to the officer who passes it on",
    "3": "not known to the source itself, but borne out by other information",
    "4": "not known to the source itself, and not borne out",
}
"""What a figure says of the information."""

HANDLING = {
    "H0": "for police use",
    "H1": "not to be used in court without the provider's permission",
    "H2": "not to be passed on without the provider's permission",
    "H3": "other conditions, which are told with it",
}
"""What may be done with it."""


def circle(mark: str) -> str:
    """Return a TLP mark as it is written.

    Raises
    ------
    NpsError
        If there is no such mark.

    Examples
    --------
    >>> circle("tlp:amber")
    'TLP:AMBER'
    """
    written = mark.upper().strip() if isinstance(mark, str) else ""
    if written not in TLP:
        raise NpsError(f"{mark!r:.40} is no TLP mark; there are {', '.join(TLP)}.")
    return written


def grade(text: str) -> str:
    """Return what a grade such as ``B2`` says, in words.

    Raises
    ------
    NpsError
        If it is none.

    Examples
    --------
    >>> grade("B3")[:46]
    'a source that has been reliable in most instan'
    """
    if (
        not isinstance(text, str)
        or len(text) != 2
        or text[0] not in SOURCES
        or text[1] not in INFORMATION
    ):
        raise NpsError(
            f"{text!r:.40} is no grade: a letter of A, B, C, X for the source, and a figure of"
            " 1 to 4 for what it says."
        )
    return f"{SOURCES[text[0]]}; {INFORMATION[text[1]]}"
