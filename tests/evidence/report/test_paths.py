"""Values are named as in a notebook, and nothing else is a name."""

from types import SimpleNamespace

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nps_chain.chain.views import Coin
from nps_chain.errors import NpsError
from nps_chain.evidence.report.paths import Attribute, Path, parse, written


class Thing:
    fee = 7
    rows = (1, 2, 3)
    frame = pd.DataFrame({"paid": [5, 6], "a b": [1, 1]})
    _own = "secret"

    def call(self):
        return 1


RESULTS = {
    "thing": Thing(), "wallet": ["a", "b"], "text": "abc", "table": SimpleNamespace(columns=5),
    "coin": Coin("shop", 7, ""),
}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "code", "value"),
    [
        ("wallet", "wallet", ["a", "b"]),
        ("thing.fee", "thing.fee", 7),
        (" thing.rows[-1] ", "thing.rows[-1]", 3),
        ("thing.frame[paid][1]", 'thing.frame["paid"][1]', 6),
        ("thing.frame['a b'][0]", 'thing.frame["a b"][0]', 1),
        ("len( wallet )", "len(wallet)", 2),
        ("sum(thing.frame[paid])", 'sum(thing.frame["paid"])', 11),
        ("max(thing.rows)", "max(thing.rows)", 3),
    ],
)
def test_a_name_gives_its_value_and_its_python(text, code, value):
    path = parse(text)
    assert (path.code, path.value(RESULTS)) == (code, value)
    assert eval(path.code, {}, RESULTS) == value


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "1", "thing.", ".fee", "thing._own", "thing.__class__", "thing[", "thing[]",
        "thing.fee()", "open('x')", "len(len(wallet))", "a+b", "len(wallet", "thing;fee", "a b",
        "else", "thing.class", "thing[[0]]", "x" * 400, "__import__",
    ],
)  # fmt: skip
def test_what_is_no_name_is_refused(text):
    with pytest.raises(NpsError, match="names no value: write a name"):
        parse(text)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("thing.fe", "thing has no 'fe'; near to it are fee"),
        ("thing.xyzzy", "thing has no 'xyzzy'; it has fee, frame, rows.$"),
        ("coin.xyzzy", "coin has no 'xyzzy'; it has address, note, value.$"),
        ("table.xyzzy", r"table has no 'xyzzy'\.$"),
        ("thing.frame.xyzzy", r"thing.frame has no 'xyzzy'\.$"),
        ("wallet[2]", r"wallet has no \[2\]: it has 2, from 0 on"),
        ("thing.frame[pad]", r"thing.frame has no \[\"pad\"\]: it has paid, a b"),
        ("table[0]", r"^table has no \[0\]\.$"),
        ("thing.call", 'thing.call has to be called first: report.call'),
        ("len(thing.fee)", r"len\(thing.fee\) can't be told"),
        ("len(text)", "text is no list of such values"),
        ("sum(wallet)", "wallet is no list of such values"),
    ],
)  # fmt: skip
def test_a_value_that_is_not_there_is_told(text, told):
    with pytest.raises(NpsError, match=told):
        parse(text).value(RESULTS)


def test_a_column_is_never_an_attribute():
    path = Path("thing", ("._own",))
    assert path.code == 'thing["._own"]'
    with pytest.raises(NpsError, match="has no"):
        path.value(RESULTS)
    assert Path("thing", (Attribute("fee"),)).code == "thing.fee"


@given(st.text(max_size=60))
def test_any_text_is_a_name_or_refused(text):
    try:
        path = parse(text)
    except NpsError:
        return
    assert parse(path.code).code == path.code
    compile(path.code, "a path", "eval")


@given(st.text(max_size=40))
def test_a_text_is_written_as_python_reads_it(text):
    code = written(text)
    assert eval(code) == text
    assert code.isascii()
    assert code.isprintable()
