"""What an exchange knows of one account, as far as it can know it on the day on which it answers.

Records are read from the data set, which knows all ninety days; an answer has nothing later than
its own day. An address at which nothing had come by then is one that the exchange doesn't know.
"""

import io
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from nps_chain.chain.address import check
from nps_chain.errors import NpsError
from nps_chain.evidence.letters.told import ENTRIES, Told
from nps_chain.evidence.reading import read, text_of
from nps_chain.world.data_set import EXCHANGES

LARGEST = 64 * 1024 * 1024
"""Bytes of a table that are read."""

_MANNERS = {"full": "full", "in part": "part", "none": "none"}


@dataclass(frozen=True)
class Manner:
    """How an exchange answers (``full``, ``part``, ``none``), after how many days, with what."""

    status: str
    days: int
    gives: str


def manner(data: Path, exchange: str) -> Manner:
    """Return how an exchange answers letters.

    Raises
    ------
    NpsError
        If its file is missing or makes no sense.
    """
    table = _table(data, exchange, "manner.csv", ["status", "delay_days", "gives"])
    if (
        len(table) != 1
        or table["status"][0] not in _MANNERS
        or not table["delay_days"][0].isdigit()
    ):
        raise NpsError(f"How {exchange} answers is not told in {data}: get the data set again.")
    row = table.iloc[0]
    return Manner(_MANNERS[row["status"]], int(row["delay_days"]), row["gives"])


def account(data: Path, exchange: str, address: str, until: str) -> Told | None:
    """Return the account of a deposit address, or None if the exchange doesn't know it.

    Parameters
    ----------
    data : Path
        The folder of the data set.
    exchange : str
        Whose account.
    address : str
        One of its deposit addresses, as `canonical` writes it.
    until : str
        The day on which is answered, as ``2025-03-25``; nothing in the answer is later.
    """
    owners = _table(data, exchange, "addresses.csv", ["address", "account"])
    found = owners.loc[owners["address"] == address, "account"]
    if found.empty:
        return None
    number = str(found.iloc[0])
    booked = _table(data, exchange, "entries.csv", ["account", *ENTRIES])
    # Times are ISO 8601 in UTC, so that the order of texts is the order of times.
    booked = booked[(booked["account"] == number) & (booked["time"].str.slice(0, 10) <= until)]
    came = (booked["what"] == "deposit") & (booked["address"] == address)
    if not came.any():
        return None
    holders = _table(data, exchange, "accounts.csv", None)
    holder = holders[holders["account"] == number].iloc[0].to_dict()
    del holder["account"]
    entries = booked[[*ENTRIES]].sort_values("time", kind="stable", ignore_index=True)
    return Told(
        account=number,
        holder={str(key): str(value) for key, value in holder.items() if value},
        entries=entries.astype(ENTRIES),
    )


def canonical(text: str) -> str:
    """Return an address as records write it, or "" for what is none.

    Examples
    --------
    >>> canonical("BCRT1QEZN02HHNCFFHUG77KZDLR6EZZ3TGPCRT5YG84L")
    'bcrt1qezn02hhncffhug77kzdlr6ezz3tgpcrt5yg84l'
    """
    if not check(text).valid:
        return ""
    return text.lower() if text.isupper() else text


def _table(data: Path, exchange: str, file: str, columns: list[str] | None) -> pd.DataFrame:
    path = data / EXCHANGES / exchange / file
    text = text_of(read(path, LARGEST, inside=data), path)
    try:
        table = pd.read_csv(io.StringIO(text), dtype=str, keep_default_na=False)
    except (ValueError, pd.errors.ParserError) as error:
        raise NpsError(f"{path} is no table: {error}.") from None
    if columns is not None and list(table.columns) != columns:
        raise NpsError(f"{path} has other columns than {', '.join(columns)}: get it again.")
    return table
