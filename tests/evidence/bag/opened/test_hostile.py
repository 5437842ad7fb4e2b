"""Archives that are made to harm whoever opens them: nothing is written, and little is read."""

import gzip
import io
import os
import re
import struct
import tarfile
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nps_chain.errors import NpsError
from nps_chain.evidence.bag import verify
from nps_chain.evidence.bag.opened import of_tar, package
from nps_chain.evidence.bag.opened.package import MOST_BYTES, MOST_TEXT
from tests.evidence.bag.packages import (
    FORMS,
    KEY,
    NOTE,
    PAYLOAD,
    Link,
    as_tar,
    as_zip,
    found,
    sealed,
    stored,
)

ZERO = bytes(2**20)


def why(path):
    return verify(path).problems["why"].tolist()


@pytest.mark.parametrize("form", [as_zip, as_tar])
@pytest.mark.parametrize(
    "name",
    [
        "../outside.txt",
        "data/../../outside.txt",
        "/etc/passwd",
        "C:/Windows/x.dll",
        "C:x.dll",
        "data/note.txt:hidden",
        "..\\outside.txt",
        "data\\..\\..\\outside.txt",
        "\\\\server\\share\\x",
        "~/.bashrc",
        "data//double.txt",
        "data/./dot.txt",
        "data/turned\u202etxt.exe",
        "data/new\nline.txt",
        "data/" + "a" * 2_000,
    ],
)
def test_a_name_that_can_not_be_used_is_refused_and_nothing_is_written(name, form, tmp_path):
    inside = tmp_path / "inside"
    inside.mkdir()
    path = form({**sealed(), name: b"?"}, inside)
    (what, _), *more = found(verify(path))
    assert (what, more) == ("path", [])
    assert [place.name for place in tmp_path.rglob("*")] == ["inside", path.name]


@pytest.mark.parametrize("name", ["../outside.txt", "/etc/passwd", "beside.txt", "other/data/a"])
def test_what_lies_beside_the_packages_folder_is_refused(name, tmp_path):
    files = [(f"case/{inner}", data) for inner, data in sealed().items()]
    path = as_zip([*files, (name, b"?")], tmp_path, base="")
    what = "path" if name.startswith((".", "/")) else "unlisted"
    assert found(verify(path)) == [(what, name)]


def test_a_zip_files_name_with_a_zero_is_refused_whole(tmp_path):
    path = as_zip({**sealed(), "data/a.txt_.exe": b"?"}, tmp_path)
    path.write_bytes(path.read_bytes().replace(b"data/a.txt_.exe", b"data/a.txt\0.exe"))
    assert [what for what, _ in found(verify(path))] == ["path"]


@pytest.mark.parametrize("form", [as_zip, as_tar])
def test_a_name_that_an_archive_has_twice_is_refused(form, tmp_path):
    path = form([*sealed().items(), (NOTE, b"seen at nine\n")], tmp_path)
    assert found(verify(path)) == [("twice", NOTE)]


@pytest.mark.parametrize("form", [as_zip, as_tar])
def test_names_that_are_one_on_some_systems_are_refused(form, tmp_path):
    files = sealed({"files/a.txt": b"1", "files/\u00e9.txt": b"3"})
    path = form({**files, "data/files/A.txt": b"2", "data/files/e\u0301.txt": b"4"}, tmp_path)
    assert [(what, where) for what, where in found(verify(path)) if what == "alike"] == [
        ("alike", "data/files/A.txt, data/files/a.txt"),
        ("alike", "data/files/\u00e9.txt, data/files/\u00e9.txt"),  # shown in one way of writing
    ]


def test_a_name_that_is_a_file_and_a_folder_is_refused(tmp_path):
    path = as_zip({**sealed(), f"{NOTE}/more.txt": b""}, tmp_path)
    assert ("alike", NOTE) in found(verify(path))


@pytest.mark.parametrize(
    "kind",
    [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.FIFOTYPE],
)
def test_links_and_devices_in_a_tar_file_are_refused(kind, tmp_path):
    made = tmp_path / "case.tar.gz"
    with tarfile.open(made, "w:gz") as opened:
        for name, data in sealed().items():
            member = tarfile.TarInfo(f"case/{name}")
            member.size = len(data)
            opened.addfile(member, io.BytesIO(data))
        odd = tarfile.TarInfo("case/data/odd")
        odd.type, odd.linkname = kind, "/dev/zero"
        opened.addfile(odd)
    assert found(verify(made)) == [("link", "data/odd")]


@pytest.mark.parametrize("form", FORMS)
def test_a_link_is_refused_and_not_followed(form, tmp_path):
    (tmp_path / "secret").write_bytes(PAYLOAD["files/note.txt"])
    path = stored({**sealed(), NOTE: Link("../../../secret")}, form, tmp_path)
    assert ("link", NOTE) in found(verify(path))
    assert ("missing", NOTE) in found(verify(path))


def test_a_locked_member_and_an_unusual_packing_are_refused(tmp_path):
    path = as_zip({"bagit.txt": b"", "data/a": b"x"}, tmp_path, packing=zipfile.ZIP_LZMA)
    assert ("unread", "data/a") in found(verify(path))
    assert "it is packed in a way that isn't read here" in why(path)
    path = as_zip(sealed(), tmp_path)
    data = bytearray(path.read_bytes())
    data[data.find(b"PK\1\2") + 8] |= 1
    data[data.find(b"PK\3\4") + 6] |= 1
    path.write_bytes(data)
    assert "it is locked with a password" in why(path)


def telling(path, sizes):
    """Let both lists of a ZIP file tell other sizes of files."""
    data = path.read_bytes()
    for name, size in sizes.items():
        named = f"case/{name}".encode()
        for at in (data.find(named) - 30 + 22, data.rfind(named) - 46 + 24):
            data = data[:at] + struct.pack("<I", size) + data[at + 4 :]
    path.write_bytes(data)
    return path


def test_a_zip_file_that_unfolds_to_much_more_is_refused_without_reading(tmp_path):
    path = as_zip({**sealed(), "data/bomb": ZERO}, tmp_path, packing=zipfile.ZIP_DEFLATED)
    telling(path, {"data/bomb": 200_000_000})
    ((what, where, says),) = verify(path).problems.to_numpy().tolist()
    assert (what, where) == ("unread", "data/bomb")
    assert says.startswith("it would unfold to 200,000,000 bytes from 1,0")


def test_a_zip_file_that_says_it_holds_more_than_is_read_is_refused(tmp_path):
    path = as_zip({**sealed(), "data/one": b"1", "data/two": b"2"}, tmp_path)
    telling(path, {"data/one": 2**32 - 2, "data/two": 2**32 - 2})
    assert found(verify(path)) == [("unread", "case.zip")]
    assert why(path) == [f"it holds more than {MOST_BYTES:,} bytes"]


def test_a_zip_file_that_holds_more_than_it_says_is_read_no_further(tmp_path):
    path = as_zip(sealed(), tmp_path, packing=zipfile.ZIP_DEFLATED)
    assert found(verify(telling(path, {NOTE: 3}))) == [("unread", NOTE)]


def hidden_member(data):
    """Let a list at the end tell of all members but the last."""
    last, end = data.rfind(b"PK\1\2"), data.rfind(b"PK\5\6")
    count = struct.unpack_from("<H", data, end + 10)[0] - 1
    size, at = struct.unpack_from("<II", data, end + 12)
    told = struct.pack("<HHII", count, count, size - (end - last), at)
    return data[:last] + data[end : end + 8] + told + data[end + 20 :]


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (hidden_member, "it has bytes that its list doesn't tell of"),
        (
            lambda data: b"PK\3\4, and a program" + data,
            "it has bytes that its list doesn't tell of",
        ),
        (
            lambda data: data[:14] + b"\0\0\0\0" + data[18:],
            "its two lists differ on 'case/bag-info.txt'",
        ),
    ],
)
def test_a_zip_file_that_shows_others_something_else_is_refused(spoil, says, tmp_path):
    path = as_zip({**sealed(), "data/more.txt": b"?"}, tmp_path)
    path.write_bytes(spoil(path.read_bytes()))
    assert why(path) == [says]


def unicode_path(name):
    """The extension in which a ZIP file tells a name in UTF-8."""
    return struct.pack("<HHBI", 0x7075, 5 + len(name.encode()), 1, 0) + name.encode()


@pytest.mark.parametrize("where", ["both lists", "before the member", "at the end"])
@pytest.mark.parametrize(
    ("told", "problems"),
    [
        (f"case/{NOTE}", []),
        ("case/data/files/note.exe", ["it has two names for one file, 'case/data/files/note.txt'"]),
    ],
)
def test_a_file_that_has_another_name_for_others_is_refused(told, problems, where, tmp_path):
    path = tmp_path / "case.zip"
    with zipfile.ZipFile(path, "w") as opened:
        for name, data in sealed().items():
            member = zipfile.ZipInfo(f"case/{name}")
            extra = unicode_path(told) if name == NOTE else b""
            member.extra = b"" if where == "at the end" else extra
            opened.writestr(member, data)
            member.extra = b"" if where == "before the member" else extra
    assert [says.removesuffix(" and another") for says in why(path)] == problems


def test_names_in_utf_8_of_which_an_archive_does_not_say_so_are_read(tmp_path):
    # macOS and Info-ZIP write them so.
    path = as_zip(sealed({"files/\u0434\u0435\u043b\u043e.txt": b"1"}), tmp_path)
    data = bytearray(path.read_bytes())
    for begins, flags in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        at = data.find(begins)
        while at >= 0:
            data[at + flags + 1] &= ~8
            at = data.find(begins, at + 1)
    path.write_bytes(data)
    assert repr(verify(path, KEY.fingerprint)).endswith("as expected.")


@pytest.mark.parametrize("how", ["long list", "extension"])
def test_a_zip_file_whose_list_would_fill_memory_is_refused(how, tmp_path):
    path = as_zip(sealed(), tmp_path)
    data = path.read_bytes()
    end = data.rfind(b"PK\5\6")
    if how == "long list":
        data = data[: end + 12] + struct.pack("<I", 2**31) + data[end + 16 :]
    else:
        data = data[:end] + b"PK\6\7" + bytes(16) + data[end:]
    path.write_bytes(data)
    assert why(path) == ["its list of files is too long to be read"]


def test_a_tar_file_that_unfolds_to_much_more_is_left_half_way(tmp_path, monkeypatch):
    monkeypatch.setattr(of_tar, "SMALL", 2**20)
    path = as_tar({"data/bomb": ZERO * 8}, tmp_path)
    assert path.stat().st_size < 10_000
    ((what, where, says),) = verify(path).problems.to_numpy().tolist()
    assert (what, where) == ("unread", "case.tar.gz")
    assert re.fullmatch(r"it unfolds to more than 1,\d{3},\d{3} bytes", says)


def plain_tar(files):
    """A tar file that isn't packed, as bytes."""
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w") as opened:
        for name, data in files.items():
            member = tarfile.TarInfo(f"case/{name}")
            member.size = len(data)
            opened.addfile(member, io.BytesIO(data))
    return made.getvalue()


def headers(kind, count, data=b""):
    member = tarfile.TarInfo("case/data")
    member.type, member.size = kind, len(data)
    return (
        member.tobuf(tarfile.USTAR_FORMAT) + data.ljust(-len(data) % 512 + len(data), b"\0")
    ) * count


def told_of_all(count):
    """Headers each of which says one thing more of all members after it."""
    return b"".join(headers(tarfile.XGLTYPE, 1, f"10 k{n:03}=v\n".encode()) for n in range(count))


@pytest.mark.parametrize(
    ("before", "says"),
    [
        (headers(tarfile.XHDTYPE, 2_000), "it is no whole tar file: maximum recursion"),
        (headers(tarfile.GNUTYPE_LONGNAME, 2_000), "it is no whole tar file: maximum recursion"),
        (headers(tarfile.DIRTYPE, 201), "it has too many headers to be read"),
        (told_of_all(101), "it has too many headers to be read"),
        (headers(tarfile.XHDTYPE, 1, bytes(70_000)), "it has a header that is too large"),
    ],
)
def test_a_tar_file_of_headers_without_end_is_refused(before, says, tmp_path, monkeypatch):
    monkeypatch.setattr(of_tar, "MOST_MEMBERS", 200)
    (tmp_path / "case.tar").write_bytes(before + plain_tar(sealed()))
    assert why(tmp_path / "case.tar")[0].startswith(says)
    (tmp_path / "case.tar").write_bytes(headers(tarfile.DIRTYPE, 100) + plain_tar(sealed()))
    assert verify(tmp_path / "case.tar").ok


MORE = plain_tar({"data/more.txt": b"?"})


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda data: data + MORE, "it has bytes after its end, or is damaged"),
        (
            lambda data: data.rstrip(b"\0") + bytes(-len(data.rstrip(b"\0")) % 512) + b"?" * 512,
            "it has bytes after its end, or is damaged",
        ),
        (lambda data: gzip.compress(data) + b"?", "it is no whole tar file: "),
        (lambda data: gzip.compress(data)[:-8], "it is no whole tar file: "),
    ],
)
def test_a_tar_file_in_which_others_find_more_is_refused(spoil, says, tmp_path):
    path = tmp_path / "case.tar"
    path.write_bytes(spoil(plain_tar(sealed())))
    assert [what for what, _ in found(verify(path))] == ["unread"]
    assert why(path)[0].startswith(says)


def test_a_tar_file_with_a_header_that_would_fill_memory_is_refused(tmp_path):
    member = tarfile.TarInfo("long")
    member.type, member.size = tarfile.XHDTYPE, 2**31
    (tmp_path / "case.tar").write_bytes(member.tobuf(tarfile.USTAR_FORMAT) + ZERO)
    assert why(tmp_path / "case.tar") == ["it has a header that is too large to be read"]


@pytest.mark.parametrize("form", FORMS)
def test_more_files_than_are_read_are_refused(form, tmp_path, monkeypatch):
    monkeypatch.setattr(package, "MOST_FILES", 100)
    path = stored({f"data/{n}": b"" for n in range(101)}, form, tmp_path)
    assert why(path) == ["it has more than 100 files"]


@pytest.mark.parametrize("form", [as_zip, as_tar])
def test_a_list_of_one_endless_line_is_not_read(form, tmp_path):
    # Not as squeezed as a bomb: what is tried is the text, not the archive.
    files = {**sealed(), "manifest-sha512.txt": b"0123456789abcdef" * (MOST_TEXT // 16 + 1)}
    path = form(files, tmp_path)
    assert ("unread", "manifest-sha512.txt") in found(verify(path))
    assert ("changed", "manifest-sha512.txt") in found(verify(path))


def test_a_long_line_is_told_shortly(tmp_path):
    files = {**sealed(), "manifest-sha512.txt": b"x" * MOST_TEXT}
    verdict = verify(as_zip(files, tmp_path))
    assert "manifest-sha512.txt, line 1" in verdict.problems["where"].tolist()
    assert len(repr(verdict)) < 5_000


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("case.zip", b"PK\3\4 and no more", "it is no whole ZIP file"),
        ("case.tar.gz", gzip.compress(b"no tar file, though long enough" * 40), "no whole tar"),
        ("case.tar.gz", b"\x1f\x8b\x08\0", "it is no whole tar file"),
    ],
)
def test_what_is_damaged_is_refused(name, data, says, tmp_path):
    (tmp_path / name).write_bytes(data)
    assert found(verify(tmp_path / name)) == [("unread", name)]
    assert says in why(tmp_path / name)[0]


def test_a_member_that_is_damaged_is_told(tmp_path):
    path = as_zip(sealed(), tmp_path)
    data = path.read_bytes()
    path.write_bytes(data.replace(b"seen at noon", b"seen at nine", 1))
    assert found(verify(path)) == [("unread", NOTE)]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes here")
def test_a_pipe_in_a_folder_is_refused_and_not_waited_for(tmp_path):
    top = stored(sealed(), "folder", tmp_path)
    os.mkfifo(top / "data" / "pipe")
    assert found(verify(top)) == [("link", "data/pipe")]


@pytest.mark.parametrize("data", [b"", b"Hello, this is no package", bytes(600)])
def test_what_is_no_package_at_all_is_no_verdict(data, tmp_path):
    (tmp_path / "letter.txt").write_bytes(data)
    with pytest.raises(NpsError, match=r"is no package: give a folder, a ZIP file, or a tar"):
        verify(tmp_path / "letter.txt")
    with pytest.raises(NpsError, match=r"isn't there: give a package's folder or file"):
        verify(tmp_path / "nothing")
    with pytest.raises(NpsError, match=r"isn't there"):
        verify("zero\0")


@pytest.mark.parametrize("form", ["zip", "tar"])
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_bytes_that_were_changed_anywhere_never_pass_for_another_case(form, data, tmp_path):
    path = stored(sealed(), form, tmp_path)
    whole = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(whole) - 1))
        whole[at] = data.draw(st.integers(0, 255))
    cut = data.draw(st.one_of(st.none(), st.integers(0, len(whole))))
    path.write_bytes(whole[:cut])
    try:
        verdict = verify(path, KEY.fingerprint)
    except NpsError:
        return
    assert not verdict.ok or dict(verdict.payload) == PAYLOAD
