"""CSV of bitcoin-etl: cells that hold lists, and files that are no proper CSV."""

import csv
import json

import pytest

from nps_chain.chain.readers.bitcoin_etl import cells
from nps_chain.chain.readers.shared.source import Source
from nps_chain.errors import ChainError


@pytest.fixture
def rows(tmp_path):
    def read(text, encoding="utf-8"):
        path = tmp_path / "t.csv"
        path.write_bytes(text.encode(encoding) if isinstance(text, str) else text)
        return list(cells.values(Source(path)))

    return read


def in_cell(text):
    return 'hash,inputs\nab,"' + text.replace('"', '""') + '"\n'


ITEMS = [
    {"index": 0, "addresses": ["bc1q"], "value": None, "script_asm": "0 [ALL]", "flag": True},
    {"index": 1, "addresses": [], "value": 5, "script_asm": "", "flag": False},
]


@pytest.mark.parametrize(
    "cell", [",".join(str(item) for item in ITEMS), str(ITEMS), json.dumps(ITEMS)]
)
def test_a_list_is_read_in_any_way_it_is_written(rows, cell):
    assert rows(in_cell(cell)) == [{"hash": "ab", "inputs": ITEMS}]


def test_an_empty_cell_is_no_value_or_an_empty_list(rows):
    assert rows("hash,size,inputs\nab,,\n\n") == [{"hash": "ab", "size": None, "inputs": []}]


def test_a_byte_order_mark_and_windows_lines(rows):
    assert rows("hash,size\r\nab,1\r\n", "utf-8-sig") == [{"hash": "ab", "size": "1"}]


@pytest.mark.parametrize(
    "cell",
    ["{'a': __import__('os')}", "{'a': 1", "'a' * 9", "{'a': 'it\\'s'}", "[" * 100_000, "{,}"],
)
def test_anything_else_is_refused_and_nothing_evaluated(rows, cell):
    with pytest.raises(ChainError, match=r"^t.csv, row 1: inputs is no list of objects"):
        rows(in_cell(cell))


def test_a_cell_is_weighed_before_it_becomes_objects(rows):
    with pytest.raises(ChainError, match=r"^t.csv, row 1: inputs holds more than a block can have"):
        rows(in_cell("{}," * 500_000 + "{}"))


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("a,b\n1\n", "row 1 has 1 cells, not 2"),
        ("a,b\n1,2\n1,2,3\n", "row 2 has 3 cells, not 2"),
        ('a,b\n1,"2\n', "no proper CSV in UTF-8"),
        ('a,b\n1,"2"3\n', "no proper CSV in UTF-8"),
        (b"a,b\n1,\xff\n", "no proper CSV in UTF-8"),
    ],
)
def test_no_proper_csv(rows, text, problem):
    with pytest.raises(ChainError, match=rf"^t\.csv.*{problem}"):
        rows(text)


def test_a_long_line_and_a_long_cell(rows, monkeypatch):
    monkeypatch.setattr(cells, "LONGEST", 1000)
    limit = csv.field_size_limit()
    for text in ("a,b\n1," + "2" * 2000, 'a,b\n1,"' + "2\n" * 2000):
        with pytest.raises(ChainError, match=r"a line is longer|larger than field limit"):
            rows(text)
    assert csv.field_size_limit() == limit
