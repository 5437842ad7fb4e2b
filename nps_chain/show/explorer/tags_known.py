"""Tags: names that others gave to addresses, each from the day on which it was known.

A tag is an attribution. It is told as somebody's word, with its source and how sure he was, never
as a fact; what is odd about it (a date that can't be read, an address that isn't in the chain) is
counted and told, and stops nothing.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from nps_chain.chain.schema import UNKNOWN
from nps_chain.chain.tables import Chain
from nps_chain.show.explorer.find import spelled
from nps_chain.show.explorer.harmless import harmless
from nps_chain.trace.arguments import check_columns
from nps_chain.trace.texts import count

LABEL, KIND, SOURCE, CONFIDENCE = 80, 40, 200, 40
"""Characters that are shown of each."""


class Tag(NamedTuple):
    """What somebody says of an address.

    Attributes
    ----------
    label, kind, source, confidence : str
        The name; what it is, such as ``exchange``; who says so; how sure he is. One line each,
        all but the label may be empty.
    height : int
        Height of the first block at which it was known, -1 if nobody says since when.
    """

    label: str
    kind: str
    source: str
    confidence: str
    height: int


class TagsKnown:
    """The tags of a chain's addresses.

    Parameters
    ----------
    chain : Chain
        The chain.
    frame : pandas.DataFrame
        Columns ``address`` and ``label``; and, if there, ``kind`` or ``category``, ``source``,
        ``confidence``, ``height`` (of the first block at which it was known) and ``date`` (a day
        begins at 00:00 UTC; known from the first block on whose time isn't earlier).

    Attributes
    ----------
    notes : tuple of str
        What was passed over, a sentence each.
    have_kinds : bool
        Whether any of them has a kind.

    Raises
    ------
    NpsError
        If it is no frame, or lacks a column.
    """

    def __init__(self, chain: Chain, frame: pd.DataFrame) -> None:
        check_columns(frame, "address", "label", what="Tags")
        given = frame.reset_index(drop=True)
        row = _address_rows(chain, given["address"])
        labels, kinds = given["label"], _column(given, "kind", "category")
        since, unread = _since(chain, given)
        named = np.array([bool(harmless(a, LABEL) or harmless(b, KIND)) for a, b
                          in zip(labels, kinds, strict=True)], bool)  # fmt: skip
        self._columns = (
            labels.tolist(),
            kinds.tolist(),
            _column(given, "source").tolist(),
            _column(given, "confidence").tolist(),
            since.tolist(),
        )
        self.have_kinds = any(harmless(kind, KIND) for kind in kinds)
        self._places: dict[int, list[int]] = {}
        for place in np.flatnonzero((row >= 0) & named).tolist():
            self._places.setdefault(int(row[place]), []).append(place)
        last = int(chain.columns.blocks.height[-1]) if len(chain.columns.blocks.height) else UNKNOWN
        self.notes = tuple(
            _notes(row < 0, ~named, (row >= 0) & named & (since > last), unread, last)
        )

    def of(self, address: int, as_of: int) -> tuple[Tag, ...]:
        """Return the tags of an address that were known at a height, in the order given."""
        return tuple(tag for tag in self._of(address) if tag.height <= as_of)

    def _of(self, address: int) -> Iterator[Tag]:
        for place in self._places.get(address, ()):
            label, kind, source, confidence, height = (column[place] for column in self._columns)
            shown = harmless(kind, KIND)
            yield Tag(
                harmless(label, LABEL) or shown,
                shown,
                harmless(source, SOURCE),
                harmless(confidence, CONFIDENCE),
                height,
            )


def _address_rows(chain: Chain, addresses: pd.Series) -> np.ndarray:
    """Return the row of each address, -1 where it is none of the chain's."""
    texts = [spelled(one) if isinstance(one, str) else "" for one in addresses]
    known = chain.columns.addresses.address
    wanted = pa.array([_encodable(text) for text in texts], known.type)
    found = pc.index_in(wanted, value_set=known)
    return pc.fill_null(found, UNKNOWN).to_numpy(zero_copy_only=False).astype(np.int64)


def _encodable(text: str) -> str:
    return text if text.isascii() and len(text) <= 200 else ""


def _column(frame: pd.DataFrame, *names: str) -> pd.Series:
    """Return the first of these columns that there is, or one of nothing."""
    for name in names:
        if name in frame:
            return frame[name]
    return pd.Series([None] * len(frame), dtype=object)


def _since(chain: Chain, frame: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Return the height from which on each tag was known, -1 for always; and whose can't be read.

    A tag of a day after the last block has a height after the last one.
    """
    since = np.full(len(frame), UNKNOWN, np.int64)
    unread = np.zeros(len(frame), bool)
    if "height" in frame:
        heights = pd.to_numeric(frame["height"], errors="coerce").to_numpy(float, na_value=np.nan)
        read = np.isfinite(heights)
        since[read] = np.clip(np.ceil(heights[read]), UNKNOWN, 2**31 - 1)
        unread |= ~read & frame["height"].notna().to_numpy()
    if "date" in frame:
        dates = pd.to_datetime(frame["date"], errors="coerce", utc=True, format="ISO8601")
        read = dates.notna().to_numpy()
        seconds = (dates[read] - pd.Timestamp(0, tz="UTC")) // pd.Timedelta(seconds=1)
        blocks = chain.columns.blocks
        # Miners' clocks differ, so time may step back from one block to the next.
        place = np.searchsorted(np.maximum.accumulate(blocks.time), seconds.to_numpy())
        heights = np.append(blocks.height.astype(np.int64), blocks.height[-1:] + 1)
        since[read] = np.maximum(since[read], heights[place])
        unread |= ~read & frame["date"].notna().to_numpy()
    return since, unread


def _notes(
    elsewhere: np.ndarray, nameless: np.ndarray, later: np.ndarray, unread: np.ndarray, last: int
) -> Iterator[str]:
    for which, told in (
        (elsewhere, "passed over: the address is not in this chain"),
        (nameless, "passed over: the label is no text"),
        (later, f"not shown: of a day after the last block, {last:,}"),
        (unread, "shown at every height: the height or date can't be read"),
    ):
        if which.any():
            yield f"{count(int(which.sum()), 'tag')} {told}."
