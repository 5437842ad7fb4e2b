import gzip
import tracemalloc

import pytest

from nps_chain.chain.readers.shared import json_values, json_weight
from nps_chain.chain.readers.shared.json_values import values
from nps_chain.chain.readers.shared.json_weight import Walk
from nps_chain.chain.readers.shared.source import Source
from nps_chain.errors import ChainError

MEGABYTE = 1_000_000
BOMBS = {
    "empty lists": b'{"a":[' + b"[]," * MEGABYTE + b"[]]}",
    "empty objects": b'{"a":[' + b"{}," * MEGABYTE + b"{}]}",
    "new keys": b'{"a":{' + b",".join(b'"%x":1' % n for n in range(200_000)) + b"}}",
    "new keys in new objects": b"[[" + b",".join(b'{"%x":1}' % n for n in range(200_000)) + b"]]",
    "numbers": b'{"a":[' + b"0.1," * MEGABYTE + b"1]}",
    "one wide letter": b'"' + b"a" * (6 * MEGABYTE) + "😀".encode() + b'"',
    "one escaped letter": b'"' + b"a" * (6 * MEGABYTE) + rb'\ud83d\ude00"',
    "a long number": b"[0." + b"1" * (7 * MEGABYTE) + b"]",
    "a long string": b'"' + b"a" * (9 * MEGABYTE) + b'"',
}


@pytest.fixture
def peak(tmp_path, monkeypatch):
    """A function: the most memory that reading a packed file takes, where limits are an eighth."""
    monkeypatch.setattr(json_values, "MEMORY", json_values.MEMORY // 8)
    monkeypatch.setattr(json_weight, "LONGEST", json_weight.LONGEST // 8)
    path = tmp_path / "a.json.gz"
    Walk().to_end(bytearray(b"1"))  # compiling takes memory, too

    def peak(content: bytes) -> int:
        path.write_bytes(gzip.compress(content, 1))
        tracemalloc.start()
        try:
            for _ in values(Source(path)):
                pass
        finally:
            most = tracemalloc.get_traced_memory()[1] - path.stat().st_size
            tracemalloc.stop()
            assert most < json_values.MEMORY
        return most

    return peak


@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS)
def test_a_value_that_would_take_too_much_memory_is_refused_before_it_does(peak, bomb):
    with pytest.raises(ChainError, match=r"would take too much memory|is longer than 8 MiB"):
        peak(bomb)


@pytest.mark.parametrize(
    "value",
    [
        b'{"a":[' + b"[]," * 170_000 + b"[]]}",
        b'{"a":[' + b'"ab",' * 200_000 + b"1]}",
        b'{"a":[' + b",".join(b'{"%x":1}' % n for n in range(36_000)) + b"]}",
        b'{"a":{' + b",".join(b'"%x":1' % n for n in range(60_000)) + b"}}",
    ],
    ids=["lists", "strings", "objects", "keys"],
)
def test_a_value_that_is_just_accepted_takes_no_more_than_was_reckoned(peak, value):
    assert peak(value) > len(value)


def test_a_file_of_many_values_is_never_in_memory_as_a_whole(peak):
    line = b'{"a":"' + b"0" * 100_000 + b'"}\n'
    assert peak(line * 200) < 5 * MEGABYTE


def test_a_value_may_be_as_deep_as_the_limit_and_no_deeper():
    deep = json_weight.DEEPEST * b"[" + json_weight.DEEPEST * b"]"
    for value, fault in ((deep, ""), (b"[" + deep + b"]", "nests deeper than 32 levels")):
        walk = Walk()
        assert walk.to_end(bytearray(value)) == len(value)
        assert walk.fault(json_values.MEMORY) == fault


@pytest.mark.parametrize(
    ("text", "end"),
    [
        (b"[1,[2]] [3]", 7),
        (rb'{"a]}\"":"\\"}x', 14),
        (rb'"\"" ', 4),
        (b"12,", 2),
        (b"null]", 4),
        (b"[\n1,\n2]", 7),
    ],
)
def test_the_end_is_found_wherever_the_bytes_are_cut(text, end):
    for cut in range(1, len(text) + 1):
        walk = Walk()
        found = walk.to_end(bytearray(text[:cut]))
        assert found == (end if cut > end or (cut == end and text[end - 1 : end] in b']}"') else -1)
        if found < 0:
            assert walk.to_end(bytearray(text)) == end
        assert walk.lines == text[:end].count(b"\n")
