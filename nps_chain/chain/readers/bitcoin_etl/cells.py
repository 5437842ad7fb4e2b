"""Rows of bitcoin-etl out of CSV, with the inputs and outputs of a transaction in a cell each.

The tool writes such a cell as Python prints its objects, with commas between them and no brackets:
``{'index': 0, 'addresses': ['bc1q...'], 'value': None},{'index': 1, ...}``. Older versions have
brackets; others write JSON. All become JSON here, and nothing is ever evaluated.
"""

import csv
import io
import json
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from nps_chain.chain.readers.bitcoin_etl.rows import LISTS
from nps_chain.chain.readers.shared.source import Source
from nps_chain.errors import ChainError

LONGEST = 32_000_000
"""Characters of a line or a cell; the scripts of a whole block, twice told, take half."""

MEMORY = 150_000_000
"""Bytes that the objects of one cell may take."""

# What a mark announces takes at most so many bytes as Python objects.
_COSTS = {"{": 240, "[": 104, ",": 112, ":": 176}

_PYTHON = re.compile(r"'([^'\"\\]*)'|\b(?:None|True|False)\b")
_WORDS = {"None": "null", "True": "true", "False": "false"}


def header(head: bytes) -> set[str]:
    """Return the names in the first line of a file."""
    line = head.split(b"\n", 1)[0].decode("utf-8-sig", "replace")
    return {name.strip(' \r"') for name in line.split(",")}


def values(source: Source) -> Iterator[dict[str, Any]]:
    """Yield the rows of a CSV file as JSON would give them; an empty cell is no value.

    Raises
    ------
    ChainError
        For what is no CSV in UTF-8, a row of another length than the header, a cell that is too
        long, and a cell of inputs or outputs that is neither Python's nor JSON's.
    """
    with source.open() as file, io.TextIOWrapper(file, "utf-8-sig", newline="") as text:
        rows = _rows(source.name, text)
        names = next(rows, [])
        for number, cells in enumerate(rows, 1):
            where = f"{source.name}, row {number:,}"
            if len(cells) != len(names):
                raise ChainError(
                    f"{where} has {len(cells):,} cells, not {len(names):,} as the header. The file"
                    " is damaged or cut off; export it again."
                )
            yield {
                name: _objects(cell, f"{where}: {name}") if name in LISTS else cell or None
                for name, cell in zip(names, cells, strict=True)
            }


def _rows(name: str, text: io.TextIOWrapper) -> Iterator[list[str]]:
    """Yield the cells of each row that isn't empty."""
    limit = csv.field_size_limit(LONGEST)
    try:
        yield from filter(None, csv.reader(_lines(text), strict=True))
    except (csv.Error, UnicodeDecodeError) as error:
        raise ChainError(f"{name} is no proper CSV in UTF-8 ({error}). Export it again.") from error
    finally:
        csv.field_size_limit(limit)


def _lines(text: io.TextIOWrapper) -> Iterator[str]:
    while line := text.readline(LONGEST):
        if len(line) == LONGEST:
            raise csv.Error("a line is longer than the data of a whole block")
        yield line


def _objects(cell: str, where: str) -> Any:
    """Return the list of objects in a cell."""
    if sum(cost * cell.count(mark) for mark, cost in _COSTS.items()) > MEMORY:
        raise ChainError(f"{where} holds more than a block can have. Export the data again.")
    if "'" in cell:  # JSON has no use for it: no script, hash or address contains one
        cell = _PYTHON.sub(lambda found: _WORDS.get(found[0]) or f'"{found[1]}"', cell)
    if not cell.startswith("["):
        cell = f"[{cell}]"
    try:
        return json.loads(cell, parse_float=Decimal)
    except (ValueError, ArithmeticError, RecursionError) as error:
        raise ChainError(
            f"{where} is no list of objects, in the way of Python or of JSON. Spreadsheets cut long"
            " cells off: export the data again, and do not open them in one."
        ) from error
