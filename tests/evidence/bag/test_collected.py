"""What is to be packed is read once, whole, and only where it is what it claims to be."""

import shutil

import pytest

import nps_chain as nps
from nps_chain.errors import NpsError
from nps_chain.evidence.bag import collected
from nps_chain.evidence.bag.collected import files_of
from nps_chain.places import data_path


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "case" / "inner").mkdir(parents=True)
    (tmp_path / "case" / "a.txt").write_bytes(b"1")
    (tmp_path / "case" / "inner" / "б.csv").write_bytes(b"2")
    return tmp_path / "case"


def test_files_are_taken_by_name_from_a_folder_or_a_mapping(folder):
    files = {"a.txt": b"1", "inner/б.csv": b"2"}
    assert files_of(folder) == files_of(str(folder)) == files_of(files) == files
    assert files_of({"x": folder / "a.txt"}) == {"x": b"1"}


def test_an_agencys_folder_is_taken_whole_by_itself_or_its_path():
    held = nps.folder("CFI", data="tiny")
    taken = files_of(held)
    assert taken == files_of(held.path)
    assert taken.keys() == {*held.index["file"], "index.csv", "README.txt"}


def test_an_agencys_folder_of_which_a_file_was_changed_is_not_taken(tmp_path, monkeypatch):
    top = tmp_path / "folders" / "CFI"
    shutil.copytree(data_path("tiny/folders/CFI"), top)
    (top / "notes.txt").write_text("changed")
    monkeypatch.chdir(top)
    for told in (top, ".", "../CFI"):
        with pytest.raises(NpsError, match=r"notes\.txt was changed after it was collected"):
            files_of(told)


def test_a_link_is_not_taken(folder):
    try:
        (folder / "link").symlink_to(folder / "a.txt")
    except OSError:
        pytest.skip("links can't be made here")
    with pytest.raises(NpsError, match="link is a link, which isn't packed: put the file in its"):
        files_of(folder)


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("../a", "it leads out of the package"),
        ("a\n", "its name has a character that can't be seen"),
        ("what?.html", r"Windows can't have the character '\?' in a name"),
        ("aux", "'aux' is a device on Windows"),
    ],
)
def test_a_name_that_can_not_be_had_elsewhere_is_not_taken(name, why):
    with pytest.raises(NpsError, match=f"can't be packed: {why}. Rename it"):
        files_of({name: b""})


@pytest.mark.parametrize(
    ("files", "says"),
    [
        (["a.txt"], "These are no files: give a folder, or a dict of names and files or bytes."),
        (5, "These are no files: give a folder, or a dict of names and files or bytes."),
        ({5: b""}, "5 is no name of a file: give a text, such as 'note.txt'."),
        ({"a.txt": 5}, "What is given as 'a.txt' is neither bytes nor a file's path."),
        ({"a.txt": ["a"]}, "What is given as 'a.txt' is neither bytes nor a file's path."),
    ],
)
def test_what_are_no_files_is_told(files, says):
    with pytest.raises(NpsError) as caught:
        files_of(files)
    assert str(caught.value) == says


def test_more_than_can_be_packed_is_not_taken(folder, monkeypatch):
    monkeypatch.setattr(collected, "MOST_PACKED", 1)
    for files in (folder, {"a": b"12"}):
        with pytest.raises(NpsError, match="1 bytes: pack a part of"):
            files_of(files)


@pytest.mark.parametrize("what", ["a.txt", "nothing"])
def test_what_is_no_folder_is_told(what, folder):
    with pytest.raises(NpsError, match="is no folder: give the folder whose files are to be"):
        files_of(folder / what)
