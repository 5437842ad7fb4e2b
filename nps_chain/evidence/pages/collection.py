"""Saved pages, and everything on them that an investigator might take down.

Pages are read in two rounds, since what a thing is may be told elsewhere: the key that a signature
was made with, the offer that makes a number a vendor's code, the post that makes a word a name.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from typing import Any

import pandas as pd

from nps_chain.errors import NpsError
from nps_chain.evidence.pages.forms.near import Known
from nps_chain.evidence.pages.page import Page
from nps_chain.evidence.pages.rows import Row
from nps_chain.evidence.pages.sheet import Sheet
from nps_chain.trace.texts import count

PAGE_COLUMNS = ["file", "url", "captured", "sha256", "title", "language", "encoding", "bytes",
                "intact", "icon", "note"]  # fmt: skip
TYPES = ("address", "txid", "hash", "script", "onion", "url", "key", "fingerprint", "signature",
         "handle", "e-mail", "phone", "price", "code", "picture", "ethereum", "monero", "litecoin",
         "bitcoin cash", "cardano", "dogecoin", "dash", "tron")  # fmt: skip
"""What is looked for."""


@dataclass(frozen=True, eq=False, repr=False)
class Pages:
    """Saved pages, as :func:`nps_chain.evidence.pages.pages` read them.

    Attributes
    ----------
    folder : str
        Where they are.
    """

    folder: str
    _sheets: dict[str, Sheet]
    _rows: list[Row]
    _full: dict[str, str]

    def __len__(self) -> int:
        return len(self._sheets)

    def __iter__(self) -> Iterator[Page]:
        return (self[file] for file in self._sheets)

    def __getitem__(self, file: str) -> Page:
        sheet = self._sheet(file)
        here = self._indicators[self._indicators["file"] == sheet.file].reset_index(drop=True)
        saved = sheet.saved
        return Page(sheet.file, saved.url, saved.captured, saved.sha256, saved.intact, sheet.title,
                    sheet.source, self.text(sheet.file), here, self._note(sheet))  # fmt: skip

    @property
    def frame(self) -> pd.DataFrame:
        """One row a page, sorted by file.

        ``file``; ``url`` and ``captured`` (UTC), as the index says; ``sha256``, as the index says,
        else of the bytes; ``title``; ``language``, as the page says; ``encoding``; ``bytes``;
        ``intact``, whether the hash is the index's; ``icon``, the SHA-256 of the window's icon, if
        it is written into the page; ``note``, what was odd.
        """
        return self._frame.copy(deep=False)

    @property
    def indicators(self) -> pd.DataFrame:
        """One row a thing that was found, sorted by file and place.

        ``file``; ``type``; ``text``, as it reads; ``valid``; ``why``, a sentence; ``start`` and
        ``end``, so that ``source(file)[start:end]`` is what was written; ``written``, the same,
        shortened; ``where`` it stands: text, title, link, attribute, comment, hidden, image;
        ``trap``, what misleads in it, in a word or two; ``context``, what stands around it.
        """
        return self._indicators.copy(deep=False)

    @property
    def cited(self) -> pd.DataFrame:
        """The indicators, each with what is known of how its page was captured.

        After the columns of `indicators` follow ``url``, ``captured``, ``sha256`` and ``intact``.
        """
        facts = self._frame[["file", "url", "captured", "sha256", "intact"]]
        return self._indicators.merge(facts, on="file", how="left", validate="many_to_one")

    @property
    def refused(self) -> pd.DataFrame:
        """The indicators that aren't what they look like, each with the reason."""
        return self._indicators[~self._indicators["valid"]].reset_index(drop=True)

    def of(self, type: str) -> pd.DataFrame:
        """Return the indicators of a type, refused ones included.

        Raises
        ------
        NpsError
            If there is no such type.
        """
        if type not in TYPES:
            raise NpsError(f"There is no type {type!r:.40}: choose from {', '.join(TYPES)}.")
        return self._indicators[self._indicators["type"] == type].reset_index(drop=True)

    def find(self, text: str) -> pd.DataFrame:
        """Return where a text was found: the indicators that read so, letter by letter.

        It doesn't find what nobody takes for an indicator, such as a word.
        """
        return self._indicators[self._indicators["text"] == str(text)].reset_index(drop=True)

    def meant(self, text: str) -> str:
        """Return what a refused text was most likely copied from, empty if nothing tells.

        It is what stands elsewhere on these pages, was held for valid, and differs in one letter: a
        guess, which somebody has to compare with the source.
        """
        found = self._indicators
        types = found.loc[found["text"] == str(text), "type"].drop_duplicates()
        right = Known(found.loc[found["valid"] & found["type"].isin(types), "text"])
        like = right.like(str(text))
        return like[0] if like else ""

    def titled(self, title: str) -> pd.DataFrame:
        """Return the rows of `frame` with a title, the page that was saved first on top."""
        rows = self._frame[self._frame["title"] == str(title)]
        return rows.sort_values(["captured", "file"], ignore_index=True)

    def source(self, file: str) -> str:
        """Return the source of a page, decoded."""
        return self._sheet(file).source

    def data(self, file: str) -> bytes:
        """Return the bytes of a page, as they were saved."""
        return self._sheet(file).saved.data

    def text(self, file: str) -> str:
        """Return what a reader of a page sees, block by block, without what is hidden."""
        lines = (" ".join(line.split()) for line in self._sheet(file).anatomy.text.text.split("\n"))
        return "\n".join(line for line in lines if line)

    def compare(self, one: str, other: str) -> pd.DataFrame:
        """Return in which lines two pages differ; see `nps_chain.evidence.pages.compared`."""
        from nps_chain.evidence.pages.compared import compare

        return compare(self, one, other)

    def links(self, **options: Any) -> pd.DataFrame:
        """Return what links accounts; see :func:`nps_chain.evidence.pages.links.links`."""
        from nps_chain.evidence.pages.links import links

        return links(self, **options)

    def copies(self, **options: Any) -> pd.DataFrame:
        """Return which sites copy another; see :func:`nps_chain.evidence.pages.copies.copies`."""
        from nps_chain.evidence.pages.copies import copies

        return copies(self, **options)

    def for_sale(self, labels: Any, **options: Any) -> Any:
        """Return which pages sell; see :func:`nps_chain.evidence.pages.for_sale.for_sale`."""
        from nps_chain.evidence.pages.for_sale import for_sale

        return for_sale(self, labels, **options)

    def __repr__(self) -> str:
        intact = sum(sheet.saved.intact for sheet in self._sheets.values())
        refused = int((~self._indicators["valid"]).sum())
        return (
            f"Pages({count(len(self), 'page')}, {intact} of them with the hash of their"
            f" index; {len(self._indicators):,} indicators, {refused:,} of them refused)"
        )

    def _sheet(self, file: str) -> Sheet:
        try:
            return self._sheets[str(file)]
        except KeyError:
            near = get_close_matches(str(file)[:200], self._sheets, 1)
            hint = f"; did you mean {near[0]!r}?" if near else "."
            raise NpsError(f"There is no page {file!r:.120} in {self.folder}{hint}") from None

    def _note(self, sheet: Sheet) -> str:
        left_out = self._full.get(sheet.file, "")
        return " ".join([*sheet.notes, *([left_out] if left_out else [])])

    @cached_property
    def _frame(self) -> pd.DataFrame:
        rows = [
            (sheet.file, sheet.saved.url, sheet.saved.captured, sheet.saved.sha256, sheet.title,
             sheet.anatomy.language.partition("-")[0], sheet.encoding, len(sheet.saved.data),
             sheet.saved.intact, sheet.icon, self._note(sheet))
            for sheet in self._sheets.values()
        ]  # fmt: skip
        return _typed(pd.DataFrame(rows, columns=PAGE_COLUMNS), ["intact"], ["bytes"])

    @cached_property
    def _indicators(self) -> pd.DataFrame:
        frame = pd.DataFrame(self._rows, columns=list(Row._fields))
        return _typed(frame, ["valid"], ["start", "end"])


def _typed(frame: pd.DataFrame, truths: list[str], numbers: list[str]) -> pd.DataFrame:
    kinds = dict.fromkeys(truths, "bool") | dict.fromkeys(numbers, "int64")
    return frame.astype({name: kinds.get(name, "str") for name in frame.columns})
