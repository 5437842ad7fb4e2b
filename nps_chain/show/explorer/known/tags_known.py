"""Tags: names that others gave to addresses, each from the day on which it was known.

A tag is an attribution. It is told as somebody's word, with its source and how sure he was, never
as a fact; what is odd about it (a date that can't be read, an address that isn't in the chain) is
counted and told, and stops nothing.
"""

from collections.abc import Sequence
from itertools import islice
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from nps_chain.chain.schema import UNKNOWN
from nps_chain.chain.tables import Chain
from nps_chain.harmless import harmless, is_there
from nps_chain.show.explorer.known.find import spelled
from nps_chain.show.explorer.known.known_since import known_since
from nps_chain.trace.arguments import check_columns
from nps_chain.trace.texts import count

LABEL, KIND, SOURCE, CONFIDENCE = 80, 40, 200, 40
"""Characters that are shown of each."""

MOST = 50
"""Tags that are shown of one address."""


_NO_NAMES = ("mention", "event")


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
    frame : pandas.DataFrame or Tags
        Columns ``address`` and ``label``; and, if there, ``kind`` or ``category``, ``source``,
        ``creator`` (who says so, told before the source), ``confidence``, ``tag_type`` (``mention``
        and ``event`` name nobody, and are passed over), ``height`` and ``date`` (see
        `nps_chain.show.explorer.known.known_since`). Or what has such a frame as ``.frame``,
        as ``nps.tags`` gives it.

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

    def __init__(self, chain: Chain, frame: Any) -> None:
        if not isinstance(frame, pd.DataFrame):
            frame = getattr(frame, "frame", frame)
        check_columns(frame, "address", "label", what="Tags")
        given = frame.loc[:, ~frame.columns.duplicated()]
        row = _address_rows(chain, given["address"].tolist())
        labels, kinds = _cells(given, "label"), _cells(given, "kind", "category")
        named_by = [one not in _NO_NAMES for one in map(str, _cells(given, "tag_type"))]
        named = [is_there(label, LABEL) or is_there(kind, KIND)
                 for label, kind in zip(labels, kinds, strict=True)]  # fmt: skip
        since, unread = known_since(chain, _cells(given, "height"), _cells(given, "date"))
        self.have_kinds = any(is_there(kind, KIND) for kind in kinds)
        self._labels, self._kinds = labels, kinds
        # Of these few are ever looked at.
        self._sources, self._confidences = given.get("source"), given.get("confidence")
        self._makers = given.get("creator")
        self._since = since.tolist()
        # Of each address: the places of its tags in the frame.
        self._places: dict[int, list[int]] = {}
        for place in np.flatnonzero(row != UNKNOWN).tolist():
            if named[place] and named_by[place]:
                self._places.setdefault(int(row[place]), []).append(place)
        here = np.array([place for places in self._places.values() for place in places], int)
        left_out = sum(max(0, len(places) - MOST) for places in self._places.values())
        told = (
            (np.count_nonzero(row == UNKNOWN), "passed over: the address is not in this chain"),
            (named.count(False), "passed over: the label is no text"),
            (named_by.count(False), "passed over: it doesn't say whose the address is"),
            (
                np.count_nonzero(since[here] > chain.height),
                f"not shown: known only after the last block, {chain.height:,}",
            ),
            (
                np.count_nonzero(unread[here]),
                "shown at every height: the height or date can't be read",
            ),
            (left_out, f"not shown: of one address only the first {MOST} are"),
        )
        self.notes = tuple(f"{count(int(many), 'tag')} {what}." for many, what in told if many)

    def of(self, address: int, as_of: int) -> tuple[Tag, ...]:
        """Return the tags of an address that were known at a height, in the order given.

        Of very many only the first `MOST`.
        """
        known = (p for p in self._places.get(address, ()) if self._since[p] <= as_of)
        return tuple(self._tag(place) for place in islice(known, MOST))

    def among(self, addresses: Sequence[int]) -> list[int]:
        """Return those of some addresses that have tags, in order, however many these are."""
        if len(addresses) < len(self._places):
            return [row for row in addresses if row in self._places]
        given = np.asarray(addresses, np.int64)
        tagged = np.fromiter(self._places, np.int64, len(self._places))
        return given[np.isin(given, tagged)].tolist()

    def _tag(self, place: int) -> Tag:
        kind = harmless(self._kinds[place], KIND)
        source, confidence, maker = (
            None if column is None else column.array[place]
            for column in (self._sources, self._confidences, self._makers)
        )
        # Of whom a source is: "our own clustering" says nothing without.
        by = harmless(maker, SOURCE), harmless(source, SOURCE)
        return Tag(
            harmless(self._labels[place], LABEL) or kind,
            kind,
            harmless(", ".join(one for one in by if one), SOURCE),
            harmless(confidence, CONFIDENCE),
            self._since[place],
        )


def _cells(frame: pd.DataFrame, *names: str) -> list[Any]:
    """Return the cells of the first of these columns that there is; None for each if none is."""
    for name in names:
        if name in frame:
            return frame[name].tolist()
    return [None] * len(frame)


def _address_rows(chain: Chain, given: list[Any]) -> np.ndarray:
    """Return the row of each address, -1 where it is none of the chain's."""
    texts = [spelled(one) if isinstance(one, str) and one.isascii() else "" for one in given]
    known = chain.columns.addresses.address
    found = pc.index_in(pa.array(texts, known.type), value_set=known)
    return pc.fill_null(found, UNKNOWN).to_numpy(zero_copy_only=False)
