"""Copies of sites: a mirror is its owner's second address, a clone somebody else's trap.

Equal pages prove no common owner: whoever copies a page copies its key and its warnings, too. What
tells the two apart is what a thief must change to earn by it, the payment address or the key, and
what a thief can't do: make the owner's other pages name the copy. So a copy that shows another
address or key is a clone; one that shows the same ones, and that the first names as its own, is a
mirror; and of any other pair nothing is said but that they are alike.

It fails on a thief who changes nothing and only keeps the passwords (alike), on an owner who shows
a new address at each visit (alike, if two visits were saved; else a clone), and on one whose pages
name such a thief's site to warn of it (a mirror).

Source: J. Barr-Smith and F. Wright, "Phishing With A Darknet: Imitation of Onion Services", eCrime
2020 (clones by shared content); C. Yoon and others, "Doppelgängers on the Dark Web", WWW 2019 (901
phishing sites among 28,928 onion services).
"""

from collections.abc import Iterable
from typing import Any, NamedTuple

import pandas as pd

from nps_chain.evidence.pages.groups import joined
from nps_chain.evidence.pages.sites import CONTACTS, NEAR, Sites

COLUMNS = (
    "site", "other", "pair", "likeness", "verdict", "differs", "here", "there", "copier", "files",
    "why",
)  # fmt: skip

SHORT = 8
"""Characters of each name in the column ``pair``."""

_CHANGED = ("address", "key")
"""What a thief must change to earn by a copy."""


class _Difference(NamedTuple):
    """What stands on one page only, and on the other only."""

    what: str
    here: tuple[str, ...]
    there: tuple[str, ...]

    @property
    def swapped(self) -> bool:
        """Whether something stands in the place of something else."""
        return bool(self.here and self.there)


class _Told(NamedTuple):
    verdict: str
    reason: str
    copier: str = ""


def copies(pages: Any) -> pd.DataFrame:
    """Return which sites are copies of each other, the clones first.

    Parameters
    ----------
    pages : Pages
        The pages, see :func:`nps_chain.evidence.pages.pages`.

    Returns
    -------
    pandas.DataFrame
        One row a pair of sites with pages that are 60 % alike or more: ``site``, ``other``,
        ``pair`` (the beginnings of their names, for a narrow table: a name counts whole), their
        ``likeness`` (0 to 1, of the two pages most alike), ``verdict`` (``clone``, ``mirror``, or
        ``alike`` where neither can be told), ``differs`` (what a copier had to change and did, such
        as ``address, onion``), ``here`` and ``there`` (what stands on the one and on the other
        page), ``copier`` (the site that copied, empty if nothing tells), ``files`` (the two pages)
        and ``why``, in sentences.

    Notes
    -----
    On the generated pages of six worlds (seeds 0 to 5 of ``classroom``), 12 pairs with a clone and
    54 pairs of mirrors were all told as what they are, and no other pair of sites was 60 % alike.
    These pages were made to differ as the rule expects; real clones need not.

    Examples
    --------
    >>> import nps_chain as nps
    >>> found = nps.pages("tiny").copies()
    >>> found[["verdict", "differs", "pair"]]
      verdict         differs                 pair
    0   clone  address, onion  66exuzm4 / 4ksiddge
    1   clone  address, onion  pyqho7wb / 4ksiddge
    2  mirror                  66exuzm4 / pyqho7wb
    """
    sites = Sites(pages)
    rows = [_row(sites, pair, found) for pair, found in sites.pairs.items()]
    order = {"clone": 0, "mirror": 1, "alike": 2}
    rows.sort(key=lambda row: (order[row["verdict"]], -row["likeness"], row["site"], row["other"]))
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    words = [name for name in COLUMNS if name not in ("likeness", "files")]
    return frame.astype(dict.fromkeys(words, "str") | {"likeness": "float64", "files": "object"})


def mirrored(frame: pd.DataFrame, sites: Iterable[str]) -> dict[str, str]:
    """Return for each site the one that stands for it and its mirrors: the first saved of them."""
    mirrors = frame[frame["verdict"] == "mirror"]
    return joined(sites, zip(mirrors["site"], mirrors["other"], strict=True))


def _row(sites: Sites, pair: tuple[str, str], found: tuple[float, str, str]) -> dict[str, Any]:
    alike, *files = found
    differences = _differences(sites, *files)
    told = _told(sites, pair, files, alike, differences)
    swapped = [each for each in differences if each.swapped]
    first = swapped[0] if swapped else _Difference("", (), ())
    return {
        "site": pair[0],
        "other": pair[1],
        "pair": " / ".join(site.removesuffix(".onion")[:SHORT] for site in pair),
        "likeness": round(alike, 3),
        "verdict": told.verdict,
        "differs": ", ".join(each.what for each in swapped),
        "here": " ".join(first.here),
        "there": " ".join(first.there),
        "copier": told.copier,
        "files": tuple(files),
        "why": f"The pages share {100 * alike:.0f} % of their text. {told.reason}",
    }


def _differences(sites: Sites, one: str, other: str) -> list[_Difference]:
    found = []
    for what in (*_CHANGED, *CONTACTS):
        here, there = sites.shows(one, what), sites.shows(other, what)
        if here != there:
            found.append(
                _Difference(what, tuple(sorted(here - there)), tuple(sorted(there - here)))
            )
    return found


def _told(
    sites: Sites,
    pair: tuple[str, str],
    files: list[str],
    alike: float,
    differences: list[_Difference],
) -> _Told:
    if alike < NEAR:
        return _Told("alike", "That is too little for a copy: sites of one maker may look so.")
    changed = [each for each in differences if each.what in _CHANGED]
    if any(sites.changes(file) for file in files):
        changed = [each for each in changed if each.what != "address"]
        if not changed:
            return _Told("alike", "The addresses are others at each visit, so they tell nothing.")
    swapped = next((each for each in changed if each.swapped), None)
    if swapped:
        reason = (
            f"The first shows the {swapped.what} {swapped.here[0]}, the second"
            f" {swapped.there[0]} in its place: whoever changed it gains by it."
        )
        return _copier(sites, pair, files, reason)
    if changed:
        more = (changed[0].here or changed[0].there)[0]
        return _Told("alike", f"Only one of them shows the {changed[0].what} {more}.")
    kept = [what for what in _CHANGED if sites.shows(files[0], what) & sites.shows(files[1], what)]
    owned = _owned(sites, *pair)
    if kept and owned:
        same = " and ".join(kept)
        return _Told("mirror", f"Both show the same {same}, which a thief would change. {owned}")
    return _Told("alike", "Nothing on them tells a mirror from a clone.")


def _copier(sites: Sites, pair: tuple[str, str], files: list[str], reason: str) -> _Told:
    """Return the verdict on a clone: which of the two is it, if anything tells."""
    votes = [(pair[at], _copied(sites, pair, files, at)) for at in (0, 1)]
    named = [(site, evidence) for site, evidence in votes if evidence]
    if len(named) != 1:
        return _Told("clone", f"{reason} Nothing here tells which of the two is the copy.")
    ((copier, evidence),) = named
    return _Told("clone", f"{reason} {copier} is the copy: {evidence}", copier)


def _copied(sites: Sites, pair: tuple[str, str], files: list[str], at: int) -> str:
    """Return why one of two sites is the copy, empty if nothing says so."""
    own, original = pair[at], pair[1 - at]
    left = sites.shows(files[1 - at], "address") & sites.unseen.get(files[at], set())
    if left - sites.shows(files[at], "address"):
        return "the other's address is still in its source, where no reader sees it."
    # Only among copies: a forum that names one of two may do so to warn of it.
    for named in sorted(sites.names.get(own, set()) & sites.kin.get(own, set())):
        back = sites.names.get(named, set())
        if own not in back and original in {*back, named}:
            return f"it names {named}, which doesn't name it."
    return ""


def _owned(sites: Sites, one: str, other: str) -> str:
    """Return why two sites are one owner's, empty if nothing says so."""
    if any({one, other} <= named for named in sites.signed_lists):
        return "A signed message names both."
    if other in sites.names.get(one, set()) and one in sites.names.get(other, set()):
        return "Each names the other."
    return ""
