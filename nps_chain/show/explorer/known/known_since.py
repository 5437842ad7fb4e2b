"""From which block on a tag was known, by the height or the date that stands beside it.

On the day of a finding nobody knew a name that was given later, so the clock holds for tags, too.
Without a height and a date a tag counts as known always; so does one whose height or date can't be
read, and whoever shows it should say so.
"""

import math
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from numbers import Real
from typing import Any

import numpy as np
import pandas as pd

from nps_chain.chain.schema import UNKNOWN
from nps_chain.chain.tables import Chain

_LAST = 2**31 - 1  # no height is larger
_FIRST_DAY = datetime(1970, 1, 1, tzinfo=UTC)
_LONGEST = 40  # characters of a height or a date


def known_since(
    chain: Chain, heights: list[Any], dates: list[Any]
) -> tuple[np.ndarray, np.ndarray]:
    """Return since which height each of several things was known, and whose can't be read.

    Parameters
    ----------
    chain : Chain
        The chain, of one block at least.
    heights : list
        Of the first block at which it was known: a number, also as text; None or NaN for no height.
    dates : list
        The day or time, as ISO 8601 writes it or as Python's or pandas' own; in UTC where no zone
        is told. A day begins at 00:00. It was known at the first block whose time, or that of one
        before it, isn't earlier. None or NaN for no date.

    Returns
    -------
    since : numpy.ndarray
        Shape (things,), int64: the later of the two, -1 for none. What was known only after the
        last block has the height after it.
    unread : numpy.ndarray
        Shape (things,), bool: something stands there, and can't be read.
    """
    by_height, wrong_height = _read(heights, _height)
    by_date, wrong_date = _read(dates, _seconds)
    blocks = chain.columns.blocks
    # Miners' clocks differ, so time may step back from one block to the next.
    place = np.searchsorted(np.maximum.accumulate(blocks.time), np.nan_to_num(by_date, nan=-np.inf))
    at = np.append(blocks.height, blocks.height[-1] + np.int32(1))[place]
    since = np.fmax(by_height, np.where(np.isnan(by_date), np.nan, at))
    return np.nan_to_num(since, nan=UNKNOWN).astype(np.int64), wrong_height | wrong_date


def _read(cells: list[Any], read: Callable[[Any], float]) -> tuple[np.ndarray, np.ndarray]:
    """Return what cells hold, NaN for nothing; and whether something stands there in vain."""
    found = np.array([read(cell) for cell in cells], float)
    stands = np.array([not _empty(cell) for cell in cells], bool)
    return found, np.isnan(found) & stands


def _empty(cell: Any) -> bool:
    if cell is None or cell is pd.NA or cell is pd.NaT:
        return True
    if isinstance(cell, str):
        return not cell[:_LONGEST].strip()
    return isinstance(cell, float) and math.isnan(cell)


def _height(cell: Any) -> float:
    if isinstance(cell, str) and len(cell) <= _LONGEST:
        try:
            cell = float(cell)
        except ValueError:
            return math.nan
    if isinstance(cell, bool) or not isinstance(cell, Real) or not math.isfinite(cell):
        return math.nan
    return float(math.ceil(max(UNKNOWN, min(float(cell), _LAST))))


def _seconds(cell: Any) -> float:
    if isinstance(cell, str):
        try:
            cell = datetime.fromisoformat(cell.strip() if len(cell) <= _LONGEST else "")
        except ValueError:
            return math.nan
    if cell is pd.NaT or not isinstance(cell, date):
        return math.nan
    if not isinstance(cell, datetime):
        cell = datetime(cell.year, cell.month, cell.day)
    if cell.tzinfo is None:
        cell = cell.replace(tzinfo=UTC)
    return (cell - _FIRST_DAY) / timedelta(seconds=1)
