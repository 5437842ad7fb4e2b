"""One saved page, to be looked at: as its reader saw it, as its source says, and by its finds."""

from dataclasses import dataclass

import pandas as pd

from nps_chain.errors import NpsError
from nps_chain.evidence.pages.accounts import host_of
from nps_chain.evidence.pages.view import Mark, html_of
from nps_chain.harmless import harmless

_REFUSED_TOLD, _SHOWN = 10, 80  # refusals above a page that is shown, and their characters
_AROUND = 60  # characters of a line's source on each side of what was looked for
MOST_LINES = 100
"""Lines of a source that are shown at once."""


@dataclass(frozen=True, eq=False, repr=False)
class Page:
    """A saved page, to be looked at as text.

    Attributes
    ----------
    file, url, captured, sha256 : str
        Its file; where it was, when it was saved (UTC) and its hash, as far as that is known.
    intact : bool
        Whether its hash is still the index's.
    title : str
        What its window says.
    source : str
        Its source.
    text : str
        What a reader sees of it.
    indicators : pandas.DataFrame
        What was found on it, as in `Pages.indicators`.
    note : str
        What was odd.
    """

    file: str
    url: str
    captured: str
    sha256: str
    intact: bool
    title: str
    source: str
    text: str
    indicators: pd.DataFrame
    note: str

    @property
    def host(self) -> str:
        """The site that it was saved from, empty if its web address isn't known."""
        return host_of(self.url)

    def texts(self, type: str) -> list[str]:
        """Return what of a type stands on it, sorted and each once, refused ones included.

        Examples
        --------
        >>> import nps_chain as nps
        >>> seen = nps.pages("tiny")
        >>> shop = nps.exhibit("shop-tin_harbour", data="tiny")
        >>> page = seen[seen.find(shop)["file"].iloc[-1]]
        >>> page.host in page.texts("onion")
        True
        """
        found = self.indicators.loc[self.indicators["type"] == type, "text"]
        return sorted(set(found))

    def lines(self, text: str) -> pd.DataFrame:
        """Return the lines of the source in which a text stands, so that it can be cited.

        Parameters
        ----------
        text : str
            What is looked for, letter by letter. What stands in the source in pieces isn't found.

        Returns
        -------
        pandas.DataFrame
            ``line``, counted from 1, and ``source``: of a long line what stands around the text.

        Raises
        ------
        NpsError
            If the text is empty.

        Examples
        --------
        >>> import nps_chain as nps
        >>> seen = nps.pages("tiny")
        >>> shop = nps.exhibit("shop-tin_harbour", data="tiny")
        >>> page = seen[seen.find(shop)["file"].iloc[-1]]
        >>> len(page.lines(shop)), page.lines(shop)["source"].iloc[-1][:22]
        (2, '<!-- pay box, version ')
        """
        if not isinstance(text, str) or not text:
            raise NpsError("Give a text to look for in the source, such as 'BTC'.")
        rows: list[tuple[int, str]] = []
        for number, line in enumerate(self.source.splitlines(), start=1):
            at = line.find(text)
            if at >= 0 and len(rows) < MOST_LINES:
                rows.append((number, _around(line, at, at + len(text))))
        frame = pd.DataFrame(rows, columns=["line", "source"])
        return frame.astype({"line": "int64", "source": "str"})

    def __repr__(self) -> str:
        many, refused = len(self.indicators), int((~self.indicators["valid"]).sum())
        return f"Page({self.file}, {self.title!r}: {many} indicators, {refused} of them refused)"

    def _repr_html_(self) -> str:
        when = f"saved {self.captured}" if self.captured else "nobody says when it was saved"
        where = self.url or "nobody says where it was"
        head = [f"{self.file}: {self.title}", f"{where}; {when}", self.note]
        refused = self.indicators[~self.indicators["valid"]].drop_duplicates(["type", "text"])
        for row in refused.head(_REFUSED_TOLD).itertuples():
            shown = harmless(row.text, _SHOWN)
            head.append(
                f"Refused: the {row.type} {shown}{' ' if shown else ''}({row.trap}). {row.why}"
            )
        rows = self.indicators[list(Mark._fields)].itertuples(index=False, name=None)
        return html_of(filter(None, head), self.source, map(Mark._make, rows))


def _around(line: str, start: int, end: int) -> str:
    """Return a line, or what stands around a part of it if it is long."""
    before, behind = max(start - _AROUND, 0), min(end + _AROUND, len(line))
    cut = line[before:behind]
    shown = f"{'…' if before else ''}{cut}{'…' if behind < len(line) else ''}"
    return harmless(shown, len(shown) + 1)
