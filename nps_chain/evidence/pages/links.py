"""Links between vendors: what two handles share, or one handle at two sites, and how far it errs.

Each link is a lead. It says what is shared, on which pages, and how often links of its kind joined
two persons where the truth is known. So a phrase that somebody copied is a weak link, however well
it looks; the same handle on another site may be a namesake; and even a key can be a group's.

What more than a few accounts show is furniture of a site, or fashion, and links nobody. What stands
on a site that is a copy of another is what was copied there, and links nobody either.

Source: see :mod:`nps_chain.evidence.pages.measured`.
"""

from collections.abc import Iterator
from itertools import combinations
from typing import Any, NamedTuple

import pandas as pd

from nps_chain.evidence.pages.accounts import Account, holders, hosts, in_order, owners, seen
from nps_chain.evidence.pages.copies import copies, mirrored
from nps_chain.evidence.pages.measured import ONE_HANDLE, TWO_HANDLES, measured, strength
from nps_chain.evidence.pages.pictures import portraits
from nps_chain.evidence.pages.sites import KEYS, PAYMENT
from nps_chain.evidence.pages.wording import sayings
from nps_chain.harmless import harmless

MOST_HOLDERS = 8
"""Accounts that may share a thing for it to link them."""

COLUMNS = (
    "one", "other", "by", "value", "strength", "error", "at_most", "site", "other_site", "files",
    "why",
)  # fmt: skip

BY = ("key", "address", "e-mail", "phone", "picture", "wording", "handle elsewhere")
"""Kinds of links, those of which the truth is hardest to fake first."""

FIRM = ("key", "address", "e-mail", "phone")
"""What is compared letter by letter; where it links a handle at two sites, the handle adds nothing.
"""

_STRENGTH = ("strong", "fair", "weak", "not measured")

_SAYS = {
    "key": "Both show one PGP key. Whoever has the private key is behind both, unless one of them"
    " copied the public key, or a group shares the key (Fan and others, 2024): ask for a signed"
    " message.",
    "address": "Both show one payment address. One purse gets the money, unless it is a third"
    " person's, such as a charity's.",
    "e-mail": "Both show one e-mail address.",
    "phone": "Both show one telephone number.",
    "picture": "Both show one picture, perhaps saved again. Pictures are taken from catalogues, and"
    " from others.",
    "wording": "Both use one turn of phrase, word for word. Phrases are copied, and some are"
    " everybody's.",
    "handle elsewhere": "One handle is seen at two sites, and nothing else is shared. Anybody may"
    " take a name that is free there. On real markets a model with many features reached over 75 %"
    " precision in matching handles (Tai and others, 2019).",
}


class _Link(NamedTuple):
    by: str
    value: str
    one: Account
    other: Account
    files: tuple[str, str]


def links(pages: Any) -> pd.DataFrame:
    """Return what links vendors' handles, the strongest kinds of links first.

    Parameters
    ----------
    pages : Pages
        The pages, see :func:`nps_chain.evidence.pages.pages`.

    Returns
    -------
    pandas.DataFrame
        One row a link: ``one`` and ``other`` (handles; the same one twice, if it is seen at two
        sites), ``by`` (key, address, e-mail, phone, picture, wording, handle elsewhere), ``value``
        (what they share), ``strength`` (strong, fair, weak, not measured), ``error`` (the share of
        such links that joined two persons on generated pages; nan if there were none), ``at_most``
        (the upper end of its 95 % interval, which the strength goes by), ``site`` and
        ``other_site`` (where each is), ``files`` (of each the first page that shows it) and
        ``why``.

    Notes
    -----
    Wording and pictures are compared between different handles only; a handle at two sites is told
    only where nothing firmer links the two. A thing that more than eight accounts share links
    nobody, nor does what stands on a copied site.

    Known failure: see :mod:`nps_chain.evidence.pages.accounts` for whose page is whose. Errors were
    measured on generated pages; matching handles of real markets, by a trained model on many
    features, reached over 75 % precision and recall on labels that were themselves guessed (Tai,
    Soska and Christin, 2019).

    Examples
    --------
    >>> import nps_chain as nps
    >>> found = nps.pages("tiny").links()
    >>> two = found[found["one"] != found["other"]].set_index("one")
    >>> two[["other", "by", "strength", "error"]]
                    other       by strength  error
    one
    saltmeadow  brineacre      key   strong  0.000
    saltmeadow  brineacre  picture     weak  0.837
    saltmeadow  brineacre  wording     weak  0.667
    """
    files = in_order(pages)
    site = hosts(pages)
    alike = copies(pages)
    stands = mirrored(alike, dict.fromkeys(site[file] for file in files))
    copied = set(alike["copier"]) - {""}
    sites = {file: stands[site[file]] for file in files if site[file] not in copied}
    own = owners(pages)
    place = {file: number for number, file in enumerate(files)}
    sources = (
        ("key", holders(pages, KEYS, sites, own)),
        ("address", holders(pages, PAYMENT, sites, own)),
        ("e-mail", holders(pages, ("e-mail",), sites, own)),
        ("phone", holders(pages, ("phone",), sites, own)),
        ("picture", portraits(pages, sites, own)),
        ("wording", sayings(pages, sites, own)),
        ("handle elsewhere", seen(pages, sites)),
    )
    found = [link for by, shown in sources for link in _of_kind(by, shown)]
    firmer = {frozenset([link.one, link.other]) for link in found if link.by in FIRM}
    found = [
        link
        for link in found
        if link.by != "handle elsewhere" or frozenset([link.one, link.other]) not in firmer
    ]
    rows = [_row(link) for link in found]
    order = {id(row): number for number, row in enumerate(rows)}
    rows.sort(
        key=lambda row: (
            _STRENGTH.index(row["strength"]),
            BY.index(row["by"]),
            row["one"] == row["other"],
            [place[file] for file in row["files"]],
            order[id(row)],
        )
    )
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    words = [name for name in COLUMNS if name not in ("error", "at_most", "files")]
    numbers = {"error": "float64", "at_most": "float64", "files": "object"}
    return frame.astype(dict.fromkeys(words, "str") | numbers)


def _of_kind(by: str, shown: dict[str, dict[Account, str]]) -> Iterator[_Link]:
    for value, accounts in shown.items():
        if len(accounts) > MOST_HOLDERS:
            continue
        for (one, file), (other, other_file) in combinations(accounts.items(), 2):
            if by in ("picture", "wording") and one.handle == other.handle:
                continue
            yield _Link(by, value, one, other, (file, other_file))


def _row(link: _Link) -> dict[str, Any]:
    same = link.one.handle == link.other.handle
    handles = ONE_HANDLE if same else TWO_HANDLES
    joining = "of one handle at two sites" if same else "between two handles"
    kind = measured(link.by, handles)
    if kind.wrong:
        told = (
            f"On generated pages {kind.wrong:,} of {kind.links:,} such links {joining} were wrong:"
            " they joined two persons."
        )
    elif kind.links:
        told = f"On generated pages none of {kind.links:,} such links {joining} was wrong."
    else:
        told = f"Generated pages have no such link {joining}: its error isn't known."
    return {
        "one": link.one.handle,
        "other": link.other.handle,
        "by": link.by,
        "value": harmless(link.value, 200),
        "strength": strength(kind),
        "error": round(kind.error, 3),
        "at_most": round(kind.at_most, 3),
        "site": link.one.site,
        "other_site": link.other.site,
        "files": link.files,
        "why": f"{_SAYS[link.by]} {told}",
    }
