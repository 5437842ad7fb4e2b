"""A thing that was found, as a row of the table: its place in the source, and its last verdict.

What other pages tell is added here: that a number is on offer for coins, that a wrong address is
like a right one, that an address is of another network than the rest. So is how the source hides a
thing: in pieces, in a comment. A secret, such as a private key, is shown by its ends only.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import NamedTuple

from nps_chain.chain.address import check
from nps_chain.evidence.pages.forms import codes, embedded, hashes
from nps_chain.evidence.pages.forms.near import Known
from nps_chain.evidence.pages.forms.sought import SECRET, Found, Sought
from nps_chain.evidence.pages.sheet import Sheet
from nps_chain.evidence.pages.source.layer import manner
from nps_chain.harmless import harmless

AROUND = 60
"""Characters of context on each side."""

_WRITTEN = 120  # characters of what was written that are shown
_SHOWN = 110  # characters of the thing itself, in its context
_LONG = 200  # characters from which on a thing isn't hidden by being written in pieces

_MANNERS = {
    "in pieces": "In the source it stands in pieces, which no reader of the page sees.",
    "unseen character": "In the source it has a character that can't be seen.",
    "entities": "In the source its letters are written as numbers or names of characters.",
}
_PLACES = {
    "attribute": ("in an attribute", "No reader sees it: it stands in an attribute of an element."),
    "comment": ("in a comment", "No reader sees it: it stands in a comment of the source."),
    "hidden": ("hidden", "No reader sees it: the page hides it."),
}


class Row(NamedTuple):
    """A row of the table of indicators; see `nps_chain.evidence.pages.Pages`."""

    file: str
    type: str
    text: str
    valid: bool
    why: str
    start: int
    end: int
    written: str
    where: str
    trap: str
    context: str


@dataclass
class Elsewhere:
    """What all pages together tell.

    Attributes
    ----------
    offers : set of str
        Codes that are on offer for coins.
    selling : set of str
        Sites that mostly speak of such codes.
    near : dict of Known
        Right addresses and onion names, by type.
    locks : dict of bytes to str
        The address of each locking script of which one was found.
    main : bool, optional
        Whether addresses are of the main network, as the chain is, or else as most of them are.
    """

    offers: set[str] = field(default_factory=set)
    selling: set[str] = field(default_factory=set)
    near: dict[str, Known] = field(default_factory=dict)
    locks: dict[bytes, str] = field(default_factory=dict)
    main: bool | None = None

    def learn(self, found: Iterable[tuple[Sheet, Found]]) -> None:
        """Learn from all that was found."""
        of_site: defaultdict[str, set[str]] = defaultdict(set)
        right: defaultdict[str, set[str]] = defaultdict(set)
        for sheet, each in found:
            if each.type == "code":
                of_site[sheet.site].add(each.text)
            elif each.valid and each.type in ("address", "onion"):
                right[each.type].add(each.text)
        self.selling = codes.selling(of_site, self.offers)
        self.near = {kind: Known(texts) for kind, texts in right.items()}
        checked = {text: check(text) for text in sorted(right["address"])}
        self.locks = {lock: text for text, known in checked.items() if (lock := known.script)}
        main = Counter(known.network == "main" for known in checked.values())
        if self.main is None and main[True] != main[False]:
            self.main = main[True] > main[False]


def row(sheet: Sheet, sought: Sought, found: Found, known: Elsewhere) -> Row:
    """Return a thing that was found on a page, with its last verdict."""
    found = _settled(sheet, found, known)
    start, end = sought.layer.place(found.start, found.end)
    if not found.trap and found.end - found.start < _LONG:
        trap = manner(sheet.source[start:end])
        if trap:
            found = found._replace(trap=trap, why=f"{found.why} {_MANNERS[trap]}")
    if not found.trap and sought.where in _PLACES:
        trap, why = _PLACES[sought.where]
        found = found._replace(trap=trap, why=f"{found.why} {why}")
    secret = found.trap == SECRET
    written = found.text if secret else harmless(sheet.source[start:end], _WRITTEN)
    shown = found.text if secret else harmless(sought.whole[found.start : found.end], _SHOWN)
    before = sought.hushed[max(found.start - AROUND, 0) : found.start]
    behind = sought.hushed[found.end : found.end + AROUND]
    if sought.where in ("attribute", "link"):  # a line is a value, whose neighbours say nothing
        before, behind = before.rpartition("\n")[2], behind.partition("\n")[0]
    context = f"{before}{shown}{behind}"
    return Row(
        sheet.file,
        found.type,
        found.text,
        found.valid,
        found.why,
        start,
        end,
        written,
        sought.where,
        found.trap,
        harmless(context, 2 * AROUND + _SHOWN),
    )


def _settled(sheet: Sheet, found: Found, known: Elsewhere) -> Found:
    """Return a thing with what other pages tell of it."""
    if found.type == "code":
        return codes.judged(found, sheet.site in known.selling, found.text in known.offers)
    if found.type == "script":
        lock = hashes.witness_program(bytes.fromhex(found.text))
        if lock in known.locks:
            why = f"{found.why} Its address is {known.locks[lock]}, which stands on these pages."
            return found._replace(why=why)
    if found.trap in ("wrong checksum", "wrong letter"):
        like = known.near[found.type].like(found.text) if found.type in known.near else None
        if like:
            why = f"But for letter {like[1]} it is {like[0]}, which stands on these pages."
            return found._replace(trap="changed letter", why=f"{found.why} {why}")
    elif found.type == "address" and not found.trap:
        main = check(found.text).network == "main"
        if known.main is not None and known.main != main:
            why = f"{found.why} The chain, or most addresses here, are of another network."
            return found._replace(trap="other network", why=why)
    return found


def pictures(sheet: Sheet) -> Iterator[Row]:
    """Yield the files that are written into a page, but for its icon."""
    files = (
        file
        for each in sheet.anatomy.embedded
        if not each.icon
        for file in embedded.files(sheet.source, each)
    )
    for file in islice(files, embedded.MOST):
        digest, trap = "", "damaged"
        why = "It is a file in the page that isn't whole: its letters are no base 64."
        if file.data is not None:
            digest, trap = embedded.digest(file.data), ""
            kind = harmless(file.kind, 40) or "no kind told"
            why = f"It is a file in the page, {kind}, of {len(file.data):,} bytes; its SHA-256."
        written = harmless(sheet.source[file.start : file.end], _WRITTEN)
        yield Row(sheet.file, "picture", digest, not trap, why, file.start, file.end, written,
                  "image", trap, "")  # fmt: skip
