"""What saved pages are and what they show, on record: two tables beside those of the chain.

They lie in the folder of the truth as CSV, which a person can read, and which a data set without
pages doesn't have. A row is about a file in the folder ``pages`` of the data set.
"""

import io
import os
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from nps_chain.chain.store.manifest import GET_AGAIN
from nps_chain.errors import NpsError

PAGES, SHOWN = "pages.csv", "shown.csv"

PAGES_COLUMNS = {
    "file": "str", "agency": "str", "site": "str", "what": "str", "kind": "str",
    "malicious": "bool", "language": "str", "about": "str", "traps": "str",
}  # fmt: skip
"""A page: who saved it, of which site, what is on it, about whom, and how it misleads."""

SHOWN_COLUMNS = {"file": "str", "type": "str", "text": "str", "trap": "str", "genuine": "bool"}
"""A thing that a page shows: what misleads in it, and whether it is what it looks like."""

LARGEST = 256 * 1024 * 1024
"""Bytes of a table that is read."""

_TRUE = {"True": True, "False": False}


def _none(columns: dict[str, str]) -> pd.DataFrame:
    return pd.DataFrame({name: pd.Series([], dtype=dtype) for name, dtype in columns.items()})


@dataclass(frozen=True, eq=False)
class Saved:
    """The two tables; both empty where nothing is known of any page.

    Attributes
    ----------
    pages : pandas.DataFrame
        One row a page, with `PAGES_COLUMNS`.
    shown : pandas.DataFrame
        One row a thing shown, with `SHOWN_COLUMNS`.
    """

    pages: pd.DataFrame = field(default_factory=lambda: _none(PAGES_COLUMNS))
    shown: pd.DataFrame = field(default_factory=lambda: _none(SHOWN_COLUMNS))


def read_saved(folder: Path) -> Saved:
    """Return the tables that lie in the folder of a truth; empty ones if none do.

    Raises
    ------
    NpsError
        If one of two is missing, or one can't be read, or isn't such a table.
    """
    if not (folder / PAGES).exists() and not (folder / SHOWN).exists():
        return Saved()
    saved = Saved(_read(folder / PAGES, PAGES_COLUMNS), _read(folder / SHOWN, SHOWN_COLUMNS))
    strange = saved.shown.loc[~saved.shown["file"].isin(saved.pages["file"]), "file"]
    if saved.pages["file"].duplicated().any() or len(strange):
        raise NpsError(
            f"{folder / SHOWN} and {PAGES} don't fit each other: a page is listed twice or not at"
            f" all. {GET_AGAIN}"
        )
    return saved


def _read(path: Path, columns: dict[str, str]) -> pd.DataFrame:
    try:
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            data = file.read(LARGEST + 1)
    except OSError as error:
        raise NpsError(f"{path} can't be read: {error.strerror}. {GET_AGAIN}") from None
    if len(data) > LARGEST:
        raise NpsError(f"{path} has {size:,} bytes; at most {LARGEST:,} are read.")
    try:
        frame = pd.read_csv(io.BytesIO(data), dtype=str, keep_default_na=False, encoding="utf-8")
    except (ValueError, pd.errors.ParserError):  # among them what is no UTF-8
        raise NpsError(f"{path} is damaged: it is no table. {GET_AGAIN}") from None
    if list(frame.columns) != list(columns):
        raise NpsError(f"{path} has other columns than {', '.join(columns)}. {GET_AGAIN}")
    for name, dtype in columns.items():
        if dtype == "bool":
            if not frame[name].isin(_TRUE).all():
                raise NpsError(f"{path} has other words than True and False in {name}. {GET_AGAIN}")
            frame[name] = frame[name].map(_TRUE).astype(bool)
    return frame
