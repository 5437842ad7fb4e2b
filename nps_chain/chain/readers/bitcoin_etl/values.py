"""Rows of bitcoin-etl out of the values that JSON or CSV give.

Numbers may be text, since BigQuery writes them so in JSON, and times too; text of another kind, a
fraction or a list where a number should be is refused.
"""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa

from nps_chain.chain.readers.bitcoin_etl.rows import LISTS, TRANSACTION, TYPES, Field, Rows

_MOST = 2**63 - 1


def rows_of(source: str, first: int, table: dict[str, Field], values: list[dict[str, Any]]) -> Rows:
    """Return values as rows of a table, the first of them number ``first`` in its file.

    Raises
    ------
    ChainError
        If a field is of the wrong kind.
    """
    rows = Rows(source, first, table, len(values))
    parts = {"": values}
    for part in LISTS if table is TRANSACTION else ():
        lists = [[] if value.get(part) is None else value[part] for value in values]
        for at, found in enumerate(lists):
            if type(found) is not list or not all(type(item) is dict for item in found):
                raise rows.fault(part, at, "is no list of objects")
        rows.lengths[part] = np.array([len(found) for found in lists], np.int64)
        parts[part] = [item for found in lists for item in found]
    for name, (kind, *_) in table.items():
        part, _, key = name.rpartition(".")
        rows.fill(name, [item.get(key) for item in parts[part]], _converter(kind))
    return rows


def _converter(kind: str) -> Callable[[list[Any]], pa.Array]:
    convert, to = _CONVERT.get(kind, _text), TYPES.get(kind, pa.string())
    return lambda values: pa.array([convert(value) for value in values], to)


def _whole(value: Any) -> int | None:
    if value is None:
        return None
    if type(value) is str and re.fullmatch(r"-?[0-9]{1,19}(\.0*)?", value):
        value = int(value.split(".")[0])
    if type(value) in (int, Decimal) and -_MOST <= value <= _MOST and value == int(value):
        return int(value)
    raise ValueError


def _time(value: Any) -> int | None:
    if type(value) is not str or value.isdigit():
        return _whole(value)
    moment = datetime.fromisoformat(value.removesuffix(" UTC"))
    if moment.microsecond:
        raise ValueError
    # What has no offset is UTC, as everywhere in this format.
    return int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp())


def _flag(value: Any) -> bool | None:
    word = value.lower() if type(value) is str else value
    if word in ("true", "false"):
        return bool(word == "true")
    if word is None or type(word) is bool:
        return word
    raise ValueError


def _text(value: Any) -> str | None:
    if value is None or type(value) is str:
        return value
    raise ValueError


def _address(value: Any) -> str | None:
    if value is None:
        return None
    if type(value) is not list or not all(type(item) is str for item in value):
        raise ValueError
    return value[0] if len(value) == 1 else None


_CONVERT: dict[str, Callable[[Any], Any]] = {
    "whole number": _whole,
    "time": _time,
    "flag": _flag,
    "address": _address,
}
