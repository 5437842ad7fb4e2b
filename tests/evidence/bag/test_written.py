"""A package is written whole or not at all, and the same again on every system."""

import errno
import hashlib
import zipfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nps_chain.errors import NpsError
from nps_chain.evidence.bag import verify, written
from nps_chain.evidence.bag.names import alike, hindrance, refusal
from nps_chain.evidence.bag.written import must_be_new, packed, write
from tests.evidence.bag.packages import KEY, LIST, NOTE, sealed

DAY = date(2025, 3, 23)


def content(top):
    return {
        path.relative_to(top).as_posix(): path.read_bytes()
        for path in top.rglob("*")
        if path.is_file()
    }


def test_a_package_has_its_files_their_lists_the_lists_of_these_and_a_seal():
    files = sealed()
    assert list(files) == [
        "bag-info.txt",
        "bagit.txt",
        LIST,
        NOTE,
        "manifest-sha256.txt",
        "manifest-sha512.txt",
        "tagmanifest-sha256.txt",
        "tagmanifest-sha512.txt",
        "tagmanifest-sha512.txt.sig",
    ]
    assert files["manifest-sha256.txt"].decode().splitlines() == [
        f"{hashlib.sha256(files[name]).hexdigest()}  {name}" for name in (LIST, NOTE)
    ]
    about = ["bag-info.txt", "bagit.txt", "manifest-sha256.txt", "manifest-sha512.txt"]
    assert files["tagmanifest-sha512.txt"].decode().splitlines() == [
        f"{hashlib.sha512(files[name]).hexdigest()}  {name}" for name in about
    ]


def test_the_same_is_packed_to_the_same_bytes():
    data = {"b": b"2", "a": b"1"}
    one = packed(data, [("Title", "x")], KEY)
    assert one == packed(dict(reversed(data.items())), [("Title", "x")], KEY)
    joined = b"".join(name.encode() + content for name, content in one.items())
    assert hashlib.sha256(joined).hexdigest() == (
        "03fc98436d0c01d7498b938f8e0178c57c7b5c7103e0c82996d782e9ddb85417"
    )


def test_a_zip_file_is_the_same_to_the_byte_and_has_the_day_of_the_package(tmp_path):
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        write(sealed(), tmp_path / name / "case.zip", DAY)
    data = (tmp_path / "one" / "case.zip").read_bytes()
    assert data == (tmp_path / "two" / "case.zip").read_bytes()
    assert hashlib.sha256(data).hexdigest() == (
        "2dc28ed3ecbc4243e0c6c95af5c7071a0290c224ba7c6d9c8d17d13b7ed1bf2f"
    )
    with zipfile.ZipFile(tmp_path / "one" / "case.zip") as opened:
        members = opened.infolist()
    assert {(each.date_time[:3], each.compress_type) for each in members} == {((2025, 3, 23), 0)}
    assert [each.filename for each in members] == [f"case/{name}" for name in sealed()]


def test_a_folder_and_an_unpacked_zip_file_are_one(tmp_path):
    write(sealed(), tmp_path / "case", DAY)
    write(sealed(), tmp_path / "case.zip", DAY)
    with zipfile.ZipFile(tmp_path / "case.zip") as opened:
        opened.extractall(tmp_path / "unpacked")
    assert content(tmp_path / "case") == content(tmp_path / "unpacked" / "case") == sealed()


def test_a_zip_file_that_was_renamed_is_whole(tmp_path):
    write(sealed(), tmp_path / "дело.zip", DAY)
    (tmp_path / "дело.zip").rename(tmp_path / "case (1).zip")
    assert verify(tmp_path / "case (1).zip", KEY.fingerprint).ok


@pytest.mark.parametrize("name", ["case", "case.zip"])
def test_nothing_is_written_over_what_is_there(name, tmp_path):
    (tmp_path / name).mkdir()
    with pytest.raises(NpsError, match="is there already"):
        write(sealed(), tmp_path / name, DAY)
    assert list(tmp_path.rglob("*")) == [tmp_path / name]


@pytest.mark.parametrize("name", ["case.tar.gz", "case.7z"])
def test_an_archive_of_another_kind_is_not_written(name, tmp_path):
    with pytest.raises(NpsError, match=r"let it end in \.zip, or in nothing"):
        write(sealed(), tmp_path / name, DAY)


@pytest.mark.parametrize("name", ["case", "case.zip"])
def test_what_can_not_be_written_whole_is_not_there_in_part(name, tmp_path, monkeypatch):
    left = iter([True] * (3 if name == "case" else 0))
    whole = Path.write_bytes

    def until_the_disk_is_full(path, data):
        if next(left, False):
            return whole(path, data)
        whole(path, data[:10])
        raise OSError(errno.ENOSPC, "No space left on device", str(path))

    monkeypatch.setattr(Path, "write_bytes", until_the_disk_is_full)
    with pytest.raises(NpsError, match=r"can't be written: No space left on device"):
        write(sealed(), tmp_path / name, DAY)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["\0", "a\0.zip"])
def test_a_place_that_can_not_be_is_told(name, tmp_path):
    with pytest.raises(NpsError, match=r"can't be|is no name"):
        write(sealed(), tmp_path / name, DAY)


@pytest.mark.parametrize(
    ("payload", "why"),
    [
        ({}, "There is nothing to pack"),
        ({"a/../../b": b""}, "'data/a/../../b' can't be packed: it leads out of the package"),
        ({"con.txt": b""}, "'con' is a device on Windows"),
        ({"a%0Ab": b""}, "%0A, %0D and %25 stand for other characters in a list"),
        ({"A": b"1", "a": b"1"}, "'data/A' and 'data/a' are one on some systems. Rename one"),
        ({"a": b"", "A/b": b""}, "'data/a' and a folder are one on some systems. Rename one"),
        ({"é": b"1", "e\u0301": b"2"}, "are one on some systems. Rename one"),
    ],
)
def test_what_would_be_lost_elsewhere_is_not_packed(payload, why):
    with pytest.raises(NpsError) as caught:
        packed(payload, [], None)
    assert why in str(caught.value)


@pytest.mark.parametrize(("bound", "most"), [("MOST_FILES", 11), ("MOST_TEXT", 700)])
def test_what_would_be_refused_for_its_size_is_not_packed(bound, most, monkeypatch):
    payload = {f"{n}.txt": b"" for n in range(5)}
    monkeypatch.setattr(written, bound, most)
    assert len(packed(dict([*payload.items()][:4]), [], KEY)) == 11
    with pytest.raises(NpsError, match=r"these are 5 files to pack\. Pack a part of them\.$"):
        packed(payload, [], KEY)


def test_a_name_that_is_too_long_for_a_package_is_told(tmp_path):
    with pytest.raises(NpsError, match="can't be written: "):
        must_be_new(tmp_path / ("a" * 300))


NAMES = st.lists(st.text(min_size=1, max_size=20), min_size=1, max_size=4)


@given(payload=st.dictionaries(NAMES.map("/".join), st.binary(max_size=50), max_size=8))
def test_what_is_packed_is_whole_or_refused(payload, tmp_path_factory):
    top = tmp_path_factory.mktemp("packed")
    try:
        write(packed(payload, [], KEY), top / "case.zip", DAY)
    except NpsError:
        names = [f"data/{name}" for name in payload]
        odd = [name for name in names if refusal(name) or hindrance(name) or "%" in name]
        parents = {alike(name).rpartition("/")[0] for name in names}
        one = len({alike(name) for name in names}) < len(names)
        assert odd or one or not payload or parents & {alike(name) for name in names}
        return
    verdict = verify(top / "case.zip", KEY.fingerprint)
    assert (verdict.ok, len(verdict.notes)) == (True, 0)
    assert dict(verdict.payload) == payload
