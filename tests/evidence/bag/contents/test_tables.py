"""Frames come back from CSV files as they were, and a file that holds something else is refused."""

import csv
import io
import json

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nps_chain.errors import NpsError
from nps_chain.evidence.bag.contents import tables
from nps_chain.evidence.bag.contents.tables import Table, csv_bytes, frame_of, kinds, metadata

FRAME = pd.DataFrame(
    {
        "text": pd.array(["=1", 'say "x"', "", "два\r\n"], dtype="str"),
        "satoshi": [0, -1, 10**15, 7],
        "valid": [True, False, True, False],
        "share": [0.5, 1.0, 0.1 + 0.2, 1e-9],
    }
)
CSV = (
    '"text","satoshi","valid","share"\n'
    '"\'=1",0,true,0.5\n'
    '"say ""x""",-1,false,1.0\n'
    '"",1000000000000000,true,0.30000000000000004\n'
    '"два\r\n",7,false,1e-09\n'
).encode()
KINDS = {"text": "string", "satoshi": "integer", "valid": "boolean", "share": "number"}


def test_texts_stand_in_quotation_marks_and_numbers_bare():
    assert csv_bytes("some.csv", FRAME) == CSV


def test_another_program_reads_the_same_cells():
    rows = list(csv.reader(io.StringIO(CSV.decode(), newline="")))
    assert rows[2] == ['say "x"', "-1", "false", "1.0"]


def test_a_second_file_tells_of_the_columns():
    told = metadata({"some.csv": Table(FRAME[["text", "satoshi"]], "a thing", {"text": "what"})})
    column = {"titles": "text", "datatype": "string", "dc:description": "what"}
    assert json.loads(told) == {
        "@context": "http://www.w3.org/ns/csvw",
        "tables": [
            {
                "url": "some.csv",
                "dc:description": "a thing",
                "tableSchema": {
                    "columns": [
                        {"name": "text", **column},
                        {
                            "name": "satoshi",
                            "titles": "satoshi",
                            "datatype": "integer",
                            "dc:description": "",
                        },
                    ]
                },
            }
        ],
    }


@pytest.mark.parametrize("frame", [FRAME, FRAME[:0]], ids=["rows", "empty"])
def test_a_frame_comes_back(frame):
    told = kinds(metadata({"some.csv": Table(frame, "", {})}))
    assert told == {"some.csv": KINDS}
    back = frame_of("some.csv", csv_bytes("some.csv", frame), told["some.csv"])
    pd.testing.assert_frame_equal(back, frame.reset_index(drop=True))


@given(st.lists(st.tuples(st.text(max_size=20), st.integers(-(10**17), 10**17)), max_size=5))
def test_any_texts_and_numbers_come_back(rows):
    frame = pd.DataFrame(rows, columns=["=a", "b"]).astype({"=a": "str", "b": "int64"})
    data = csv_bytes("any.csv", frame)
    back = frame_of("any.csv", data, {"=a": "string", "b": "integer"})
    pd.testing.assert_frame_equal(back, frame)


@pytest.mark.parametrize(
    ("column", "says"),
    [
        ([("a", "b")], "a table holds texts, whole numbers"),
        (pd.array([None], dtype="str"), "a cell without a value"),
        (pd.array(["x" * 50_001], dtype="str"), "more than 50,000 characters"),
    ],
    ids=["tuple", "missing", "long"],
)
def test_a_column_of_something_else_is_refused(column, says):
    with pytest.raises(NpsError, match=says):
        csv_bytes("some.csv", pd.DataFrame({"a": column}))


def test_a_table_has_an_end(monkeypatch):
    monkeypatch.setattr(tables, "MOST_ROWS", 3)
    with pytest.raises(NpsError, match=r"some\.csv would have more than 3 rows"):
        csv_bytes("some.csv", FRAME)
    with pytest.raises(NpsError, match=r"some\.csv has more than 3 rows"):
        frame_of("some.csv", CSV, KINDS)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (CSV.replace(b'"text"', b'"test"'), "has other columns than csv-metadata.json tells"),
        (CSV.replace(b",7,", b",7,8,"), "has a row of another length: row 4"),
        (CSV.replace(b",7,", b",seven,"), "has 'seven' where csv-metadata.json promises"),
        (CSV.replace(b",7,", b",1e9,"), "has '1e9' where"),
        (CSV.replace(b"false,1.0", b"0,1.0"), "has '0' where"),
        (CSV.replace(b"1e-09", b"little"), "has 'little' where"),
        (CSV.replace(b'"",1', b'"a"b,1'), "is no CSV file"),
        (b"\xff" + CSV, "is no text in UTF-8"),
        (b"", "has other columns"),
    ],
)
def test_a_file_that_holds_something_else_is_refused(data, says):
    with pytest.raises(NpsError, match=says):
        frame_of("some.csv", data, KINDS)


def test_a_kind_that_is_unknown_is_refused():
    with pytest.raises(NpsError, match="a column of the kind 'date': there is none"):
        frame_of("some.csv", b'"a"\n', {"a": "date"})


def test_a_kind_is_a_word():
    told = b'{"tables":[{"url":"a","tableSchema":{"columns":[{"name":"b","datatype":[1]}]}}]}'
    assert kinds(told) == {"a": {"b": "[1]"}}


@pytest.mark.parametrize("data", [b"{}", b"[", b'{"tables": 1}', b"[" * 100_000, b'{"tables":[1]}'])
def test_metadata_that_tell_nothing_are_refused(data):
    with pytest.raises(NpsError, match=r"csv-metadata\.json doesn't tell of tables"):
        kinds(data)
