"""Frames as CSV files that anybody can open, and back without a loss.

A CSV file says nothing of its columns: whether 007 is a text or a number, what unit a sum has. So
a second file tells it for all of them, in the form of the W3C's "CSV on the Web" (2015), which is
read by programs as by people; the way back goes by what it says. Texts stand in quotation marks and
are protected (`nps_chain.evidence.bag.contents.cells`), numbers and true or false stand bare.
"""

import csv
import io
import json
import re
from collections.abc import Mapping
from typing import Any, NamedTuple

import pandas as pd

from nps_chain.errors import NpsError
from nps_chain.evidence.bag.contents.cells import plain, protected
from nps_chain.evidence.reading import text_of

METADATA = "csv-metadata.json"
"""Where it is told of the tables; the name is the standard's."""

MOST_ROWS = 200_000
"""Rows of a table."""

MOST_CHARACTERS = 50_000
"""Characters of a cell."""

_DTYPES = {"string": "str", "integer": "int64", "boolean": "bool", "number": "float64"}
_WHOLE = re.compile("-?[0-9]{1,18}")
_BOOLEANS = {"true": True, "false": False}


class Table(NamedTuple):
    """A frame with what is told of it.

    Attributes
    ----------
    frame : pandas.DataFrame
        Texts, whole numbers, fractions, and true or false.
    about : str
        What a row is.
    says : mapping of str to str
        Of each column, what it holds and in which unit.
    """

    frame: pd.DataFrame
    about: str
    says: Mapping[str, str]


def csv_bytes(name: str, frame: pd.DataFrame) -> bytes:
    """Return a frame as a CSV file in UTF-8, a row a line.

    Raises
    ------
    NpsError
        If it has too many rows, or a column holds something else than its kind.
    """
    if len(frame) > MOST_ROWS:
        raise NpsError(f"{name} would have more than {MOST_ROWS:,} rows: give less of it.")
    head = [_text(str(column)) for column in frame.columns]
    columns = [_cells(name, str(column), frame[column]) for column in frame.columns]
    lines = [",".join(row) for row in [head, *zip(*columns, strict=True)]]
    return "".join(f"{line}\n" for line in lines).encode()


def metadata(tables: Mapping[str, Table]) -> bytes:
    """Return the file that tells of all tables."""
    told = [
        {
            "url": name,
            "dc:description": table.about,
            "tableSchema": {
                "columns": [
                    {
                        "name": str(column),
                        "titles": str(column),
                        "datatype": _kind(name, str(column), table.frame[column]),
                        "dc:description": table.says.get(str(column), ""),
                    }
                    for column in table.frame.columns
                ]
            },
        }
        for name, table in sorted(tables.items())
    ]
    whole = {"@context": "http://www.w3.org/ns/csvw", "tables": told}
    return (json.dumps(whole, indent=1, ensure_ascii=False) + "\n").encode()


def kinds(data: bytes) -> dict[str, dict[str, str]]:
    """Return, of each table that is told of, its columns with their kinds.

    Raises
    ------
    NpsError
        If it isn't such a file.
    """
    try:
        return {
            table["url"]: {
                column["name"]: str(column["datatype"])
                for column in table["tableSchema"]["columns"]
            }
            for table in json.loads(text_of(data, METADATA))["tables"]
        }
    except (ValueError, KeyError, TypeError, RecursionError):
        raise NpsError(f"{METADATA} doesn't tell of tables, so they can't be read.") from None


def frame_of(name: str, data: bytes, columns: Mapping[str, str]) -> pd.DataFrame:
    """Return the frame of a CSV file.

    Parameters
    ----------
    name : str
        Its name, for what is said of it.
    data : bytes
        What it holds.
    columns : mapping of str to str
        The kind of each column.

    Raises
    ------
    NpsError
        If it holds something else, or too many rows.
    """
    try:
        rows = csv.reader(io.StringIO(text_of(data, name), newline=""), strict=True)
        head = [plain(cell) for cell in next(rows, [])]
        if head != list(columns):
            raise NpsError(f"{name} has other columns than {METADATA} tells.")
        held: list[list[str]] = []
        for row in rows:
            held.append(row)
            if len(row) != len(head):
                raise NpsError(f"{name} has a row of another length: row {len(held):,}.")
            if len(held) > MOST_ROWS:
                raise NpsError(f"{name} has more than {MOST_ROWS:,} rows, the most that is read.")
    except csv.Error as error:
        raise NpsError(f"{name} is no CSV file: {error}.") from None
    turned: Any = zip(*held, strict=True) if held else [()] * len(head)
    return pd.DataFrame(
        {
            column: pd.Series([_value(name, kind, cell) for cell in cells], dtype=_dtype(kind))
            for (column, kind), cells in zip(columns.items(), turned, strict=True)
        },
        columns=head,
    )


def _kind(name: str, column: str, values: pd.Series) -> str:
    kind = next((kind for kind, dtype in _DTYPES.items() if values.dtype == dtype), None)
    if kind is None:
        raise NpsError(
            f"The column {column!r} of {name} is of the kind {values.dtype}: a table holds texts,"
            " whole numbers (int64), fractions, and true or false."
        )
    return kind


def _dtype(kind: str) -> Any:
    if kind not in _DTYPES:
        raise NpsError(f"{METADATA} tells of a column of the kind {kind!r:.40}: there is none.")
    return _DTYPES[kind]


def _cells(name: str, column: str, values: pd.Series) -> list[str]:
    kind = _kind(name, column, values)
    if values.isna().any():
        raise NpsError(f"The column {column!r} of {name} has a cell without a value.")
    if kind == "string":
        if values.str.len().max() > MOST_CHARACTERS:
            raise NpsError(f"{name} would have a cell of more than {MOST_CHARACTERS:,} characters.")
        return [_text(text) for text in values]
    if kind == "boolean":
        return ["true" if value else "false" for value in values]
    return [repr(value) for value in values.tolist()]


def _text(text: str) -> str:
    return '"' + protected(text).replace('"', '""') + '"'


def _value(name: str, kind: str, cell: str) -> Any:
    if kind == "string":
        return plain(cell)
    if kind == "boolean" and cell in _BOOLEANS:
        return _BOOLEANS[cell]
    if kind == "integer" and _WHOLE.fullmatch(cell):
        return int(cell)
    if kind == "number":
        try:
            return float(cell)
        except ValueError:
            pass
    raise NpsError(f"{name} has {cell!r:.40} where {METADATA} promises a value of kind {kind}.")
