"""The mempool's log of a data set: what was sent and never came into a block.

Nobody's mempool is the whole truth: each node knows what it heard, and forgets what was replaced.
Such a log exists because somebody listened at the time; no chain tells afterwards. This one heard
all that was sent in its invented world.
"""

import os
import re
from pathlib import Path

import pandas as pd

from nps_chain.errors import ChainError
from nps_chain.places import data_set

FILE = "mempool.csv"
LARGEST = 64_000_000
"""Bytes of the file; one transaction may be as large as a block."""

_FORMS = {
    "time": r"\d{4}-\d\d-\d\dT\d\d:\d\dZ",
    "txid": "[0-9a-f]{64}",
    "fee": r"\d{1,16}",
    "vsize": r"\d{1,7}",
    "fate": "waits|replaced by [0-9a-f]{64}",
    "raw": "([0-9a-f]{2})+",
}
_COLUMNS = [*_FORMS]


def mempool(data: str | os.PathLike[str] = "classroom") -> pd.DataFrame:
    """Return the transactions that were sent and are in no block.

    Parameters
    ----------
    data : str or path
        The name of a data set, or its folder.

    Returns
    -------
    pandas.DataFrame
        One row a transaction: ``time`` at which it was sent (UTC), ``txid``, ``fee`` (satoshi),
        ``vsize``, ``replaced_by`` (the txid of what took its place; empty while it waits at the end
        of the chain), and ``raw``, its bytes in hex.

    Raises
    ------
    ChainError
        If the data set has no such log, or it is damaged.

    Examples
    --------
    >>> mempool("tiny")[["time", "fee", "vsize"]]
                           time  fee  vsize
    0 2025-01-16 16:31:00+00:00  633    212
    """
    path = _find(data)
    try:
        with path.open("rb") as file:
            held = file.read(LARGEST + 1)
    except OSError as error:
        raise ChainError(f"{path} can't be read: {error.strerror or error}.") from error
    if len(held) > LARGEST:
        raise _damaged(path, f"it is larger than {LARGEST:,} bytes")
    head, *rows = [line.split(",") for line in held.decode("ascii", "replace").splitlines()] or [[]]
    if head != _COLUMNS:
        raise _damaged(path, f"its columns are not {', '.join(_COLUMNS)}")
    for number, row in enumerate(rows, start=2):
        if len(row) != len(_COLUMNS):
            raise _damaged(path, f"line {number} has {len(row)} columns")
        for (name, form), cell in zip(_FORMS.items(), row, strict=True):
            if not re.fullmatch(form, cell):
                raise _damaged(path, f"in line {number} the column {name} makes no sense")
    frame = pd.DataFrame(rows, columns=_COLUMNS, dtype="str")
    try:
        time = pd.to_datetime(frame["time"], utc=True, format="%Y-%m-%dT%H:%MZ")
    except ValueError:
        raise _damaged(path, "a time in it is no time") from None
    return pd.DataFrame(
        {
            "time": time,
            "txid": frame["txid"],
            "fee": frame["fee"].astype("int64"),
            "vsize": frame["vsize"].astype("int64"),
            "replaced_by": frame["fate"].str.removeprefix("replaced by ").replace("waits", ""),
            "raw": frame["raw"],
        }
    )


def _find(data: str | os.PathLike[str]) -> Path:
    if not isinstance(data, str | os.PathLike):
        raise ChainError(f"{data!r:.80} names no data set: give its name, such as classroom.")
    found = ((data_set(data) if isinstance(data, str) else None) or Path(data)) / FILE
    if not found.is_file():
        raise ChainError(
            f"There is no data set or folder {os.fspath(data)!r:.200} with a log of the mempool,"
            f" {FILE}: only simulated data sets have one."
        )
    return found


def _damaged(path: Path, why: str) -> ChainError:
    return ChainError(f"{path} is damaged: {why}. Get the folder again from its source.")
