"""Files that are written whole or not at all."""

import re

import pytest

from nps_chain.errors import NpsError
from nps_chain.files import write_files


def test_all_are_written_and_nothing_else_is_left(tmp_path):
    one, two = tmp_path / "one.txt", tmp_path / "deep" / "two.txt"
    assert write_files({one: b"1", two: b"2"}) == [one, two]
    assert {path: path.read_bytes() for path in tmp_path.rglob("*.*")} == {one: b"1", two: b"2"}


def test_what_is_there_stays_unless_one_says_so(tmp_path):
    one, two = tmp_path / "one.txt", tmp_path / "two.txt"
    one.write_bytes(b"before")
    with pytest.raises(NpsError, match=re.escape(f"{one} is there already")):
        write_files({two: b"2", one: b"1"})
    assert (one.read_bytes(), two.exists()) == (b"before", False)
    write_files({two: b"2", one: b"1"}, overwrite=True)
    assert (one.read_bytes(), two.read_bytes()) == (b"1", b"2")


def test_a_write_that_fails_leaves_no_part(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    inside_a_file = tmp_path / "file" / "two.txt"
    with pytest.raises(NpsError, match="can't be written"):
        write_files({tmp_path / "one.txt": b"1", inside_a_file: b"2"})
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


@pytest.mark.parametrize("name", ["a\0b", "\ud800", ""])
def test_what_can_be_no_name_is_refused(tmp_path, name):
    path = tmp_path / name if name else tmp_path.__class__(name)
    with pytest.raises(NpsError, match="is no name of a file: give another one"):
        write_files({path: b""})
