import codecs
import gzip
import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nps_chain.chain.readers.shared import json_values
from nps_chain.chain.readers.shared.json_values import head, values
from nps_chain.chain.readers.shared.source import Source
from nps_chain.errors import ChainError
from tests.chain.readers.json_made_wrong import written


@pytest.fixture
def read(tmp_path):
    """A function: the values in a file of these bytes."""

    def read(content: bytes):
        path = tmp_path / "a.json"
        path.write_bytes(content)
        return [value for _, value in values(Source(path))]

    return read


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b'{"a": 1}', [{"a": 1}]),
        (b' \r\n\t{"a":[1,[2]]}\n', [{"a": [1, [2]]}]),
        (b'{"a":1}\n{"a":2}\n\n', [{"a": 1}, {"a": 2}]),
        (b'{"a":1}{"a":2} "x"3', [{"a": 1}, {"a": 2}, "x", 3]),
        (b'[{"a":1},\n {"a":2}]', [{"a": 1}, {"a": 2}]),
        (b"[1,2][3]\n4", [1, 2, 3, 4]),
        (b"[[1,2],[[3]],[]]", [1, 2, 3]),
        (b"[]", []),
        (b"[true,null,-1.50]", [True, None, Decimal("-1.50")]),
        (b'{"result":{"a":1},"error":null,"id":7}', [{"a": 1}]),
        (b'{"jsonrpc":"2.0","result":[1,2],"id":7}', [1, 2]),
        (b'[{"result":1,"id":0},{"result":2,"id":1}]', [1, 2]),
        (b'{"result":1,"other":2}', [{"result": 1, "other": 2}]),
        (rb'["\"]}\\", "\u0436"]', ['"]}\\', "ж"]),
        ('["ж","€","😀"]'.encode(), ["ж", "€", "😀"]),
        (codecs.BOM_UTF8 + b"[1]", [1]),
        (codecs.BOM_UTF16_LE + '{"ж":1}'.encode("utf-16-le"), [{"ж": 1}]),
        (codecs.BOM_UTF16_BE + '{"ж":1}'.encode("utf-16-be"), [{"ж": 1}]),
        (b'{"a":1,"a":2}', [{"a": 2}]),
        (gzip.compress(b'{"a":1}'), [{"a": 1}]),
    ],
)
@pytest.mark.parametrize("chunk", [4, 5, 7, json_values.CHUNK])
def test_values_are_found_in_every_shape(read, monkeypatch, content, expected, chunk):
    monkeypatch.setattr(json_values, "CHUNK", chunk)
    assert read(content) == expected


def test_numbers_are_exact(read):
    small, precise, whole = read(b"[4.18e-06, 20999999.97690000, 20999999]")
    assert (small, precise, whole) == (Decimal("0.00000418"), Decimal("20999999.9769"), 20999999)
    assert str(precise) == "20999999.97690000"
    assert isinstance(whole, int)


def test_a_value_knows_its_place(tmp_path):
    path = tmp_path / "blocks.jsonl"
    path.write_bytes(b'{"a":\n1}\n\n[7,\n8]\n"x"')
    assert [where for where, _ in values(Source(path))] == [
        "blocks.jsonl, line 1",
        "blocks.jsonl, line 4, element 1",
        "blocks.jsonl, line 5, element 2",
        "blocks.jsonl, line 6",
    ]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "a.json is empty"),
        (b" \n ", "a.json is empty"),
        (b'{"a":', "line 1: the file ends in the middle of a value"),
        (b'\n"abc', "line 2: the file ends in the middle of a value"),
        (b'[{"a":1}', "ends in the middle of a list"),
        (b'[{"a":1},', "ends in the middle of a list"),
        (b"[1,2,]", "element 3: ']' stands where a value should"),
        (b"[,1]", "element 1: ',' stands where a value should"),
        (b"[1 2]", "element 1: '2' stands where a comma or ']' should"),
        (b"1,2", "',' stands where a value should"),
        (b"[1]]", "']' stands where a value should"),
        (b"{]", "this is no proper JSON"),
        (b"[tru]", "element 1: this is no proper JSON"),
        (b'{"a":1,}', "this is no proper JSON"),
        (b"{'a':1}", "this is no proper JSON"),
        (b'{"a":NaN}', "NaN is no number that JSON knows"),
        (b'{"a":-Infinity}', "-Infinity is no number that JSON knows"),
        (b'{"a":' + b"9" * 5000 + b"}", "a number is beyond all bounds"),
        (b'{"a":1e99999999999999999999}', "a number is beyond all bounds"),
        (b'"\x01"', "this is no proper JSON"),
        (b'["\xff"]', "this is no text in UTF-8 (byte 1 of the value)"),
        (codecs.BOM_UTF16_LE + b"1", "no proper UTF-16"),
        (codecs.BOM_UTF16_LE + b"1\x00\x00\xd8", "no proper UTF-16"),
        (b"[" * 40, "nests deeper than 32 levels"),
        (b'{"a":' * 40, "nests deeper than 32 levels"),
        (b'{"result":null,"error":{"code":-5,"message":"Block not found"}}', "Block not found"),
        (gzip.compress(b"[1,2]")[:-6], "damaged or cut off"),
        (gzip.compress(b"[1,2]")[:-1] + b"\x07", "damaged or cut off"),
    ],
)
def test_what_is_no_json_is_refused_with_its_place(read, content, message):
    with pytest.raises(ChainError) as refusal:
        read(content)
    assert message in str(refusal.value)
    assert str(refusal.value).startswith("a.json")


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**20), 10**20)
    | st.decimals(allow_nan=False, allow_infinity=False, places=8)
    | st.text(st.characters(codec="utf-8"), max_size=12),
    lambda item: (
        st.lists(item, max_size=4) | st.dictionaries(st.text(max_size=4), item, max_size=4)
    ),
    max_leaves=20,
)


@given(st.lists(JSON, min_size=1, max_size=4), st.sampled_from(["\n", " ", ",\n"]), st.booleans())
def test_any_json_is_read_as_pythons_own_reader_does(tmp_path_factory, found, between, ascii_only):
    texts = [written(value, ascii_only) for value in found]
    text = between.join(texts)
    text = f"[{text}]" if "," in between else text
    path = tmp_path_factory.mktemp("json") / "a.json"
    path.write_text(text, "utf-8")
    read = [value for _, value in values(Source(path))]
    assert read == list(opened(json.loads(each, parse_float=Decimal) for each in texts))


def opened(found):
    for value in found:
        if isinstance(value, list):
            yield from opened(value)
        else:
            yield value


@given(st.binary(max_size=40) | st.text('[]{}",:\\ u1e.-ntf', max_size=40).map(str.encode))
def test_whatever_is_in_a_file_only_a_chain_error_comes_out(tmp_path_factory, content):
    path = tmp_path_factory.mktemp("json") / "a.json"
    path.write_bytes(content)
    try:
        head(Source(path))
        read = [value for _, value in values(Source(path))]
    except ChainError:
        return
    assert read or content.strip()[:1] == b"["


def test_the_head_is_text_without_mark_and_blanks(tmp_path):
    path = tmp_path / "a.json"
    for content in (
        b' \n{"a":1}',
        codecs.BOM_UTF8 + b'{"a":1}',
        codecs.BOM_UTF16_LE + '{"a":1}'.encode("utf-16-le"),
    ):
        path.write_bytes(content)
        assert head(Source(path)) == b'{"a":1}'
