"""Files from outside are read within bounds, and none is followed out of its folder."""

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nps_chain.errors import NpsError
from nps_chain.evidence.reading import DEEPEST, files_below, read, safe_path, text_of


def test_a_plain_file_is_read_up_to_its_bound(tmp_path):
    file = tmp_path / "a.txt"
    file.write_bytes(b"12345")
    assert read(file, 5) == b"12345"
    with pytest.raises(NpsError, match="is larger than 4 bytes"):
        read(file, 4)


def test_what_is_not_there_is_told_by_name(tmp_path):
    with pytest.raises(NpsError, match=r"a\.txt' can't be read: No such file"):
        read(tmp_path / "a.txt", 5)


def test_a_folder_and_a_name_that_none_can_be_are_refused(tmp_path):
    with pytest.raises(NpsError, match="is no plain file"):
        read(tmp_path, 5)
    with pytest.raises(NpsError, match="can't be read"):
        read(tmp_path / "a\0b", 5)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names here")
def test_a_pipe_holds_nobody_up(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(NpsError, match="is no plain file"):
        read(tmp_path / "pipe", 5)


def test_a_link_out_of_the_folder_is_refused_and_one_inside_is_read(tmp_path):
    inside = tmp_path / "inside"
    inside.mkdir()
    (tmp_path / "secret").write_bytes(b"secret")
    (inside / "own").write_bytes(b"own")
    try:
        (inside / "out").symlink_to(tmp_path / "secret")
        (inside / "in").symlink_to(inside / "own")
    except OSError:
        pytest.skip("links may not be made here")
    with pytest.raises(NpsError, match="leads out of its folder"):
        read(inside / "out", 9, inside=inside)
    assert read(inside / "in", 9, inside=inside) == b"own"
    assert [name for name, _ in files_below(inside)] == ["in", "out", "own"]


def test_files_are_listed_in_one_order_and_folders_only_so_deep(tmp_path):
    for name in ("b/z", "b/a", "a", "B"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"")
    assert [name for name, _ in files_below(tmp_path)] == ["B", "a", "b/a", "b/z"]
    deep = tmp_path
    for _ in range(DEEPEST + 1):
        deep /= "d"
    deep.mkdir(parents=True)
    with pytest.raises(NpsError, match="folders in each other"):
        list(files_below(tmp_path))


@pytest.mark.parametrize(
    "path",
    ["", "/etc/passwd", "../a", "a/../b", "a//b", "./a", "a/.", "~/a", "C:/a", "a\\b", "a\0b",
     "a\u202eb", "a\nb", "a?", "//server/share"],
)  # fmt: skip
def test_paths_that_may_lead_out_are_refused(path):
    with pytest.raises(NpsError, match="leads out of its folder"):
        safe_path(path)


@given(st.text(max_size=30))
def test_a_safe_path_stays_below_its_folder_or_is_refused(text):
    try:
        path = safe_path(text)
    except NpsError:
        return
    assert not path.is_absolute()
    assert ".." not in path.parts
    assert path.as_posix() == text


def test_text_is_utf8_and_a_wrong_byte_is_told():
    assert text_of("Сдача".encode("utf-8-sig"), "a.txt") == "Сдача"
    with pytest.raises(NpsError, match=r"a\.txt is no text in UTF-8: its byte 2 is wrong"):
        text_of(b"ab\xff", "a.txt")
