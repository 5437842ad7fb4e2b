"""A page is read together with its row of the index; whatever is wrong is told, and read on."""

import hashlib
from pathlib import Path

import pytest

import nps_chain as nps
from nps_chain.errors import NpsError
from nps_chain.evidence.pages import saved as saving
from nps_chain.evidence.pages.saved import LARGEST, Saved, all_saved, place

PAGE = b"<title>A</title>a"
HASH = hashlib.sha256(PAGE).hexdigest()

UNPROVEN = "index.csv has no SHA-256 of it: nobody can tell if it was changed."


def write(folder, files, index=None):
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    if index is not None:
        rows = ["url,captured,sha256,file", *index]
        (folder / "index.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return list(all_saved(folder))


def row(file, digest=HASH, captured="2025-02-02T09:30:15Z"):
    return f"http://x.example/,{captured},{digest},{file}"


def test_a_page_has_what_the_index_says(tmp_path):
    assert write(tmp_path, {"a/b.html": PAGE, "notes.txt": b""}, [row("a/b.html")]) == [
        Saved("a/b.html", "http://x.example/", "2025-02-02T09:30:15Z", HASH, PAGE, True)
    ]


def test_without_an_index_all_html_is_read_and_none_is_intact(tmp_path):
    files = {"b.HTM": PAGE, "a/c.html": PAGE, "d.txt": PAGE}
    assert write(tmp_path, files) == [
        Saved("a/c.html", sha256=HASH, data=PAGE),
        Saved("b.HTM", sha256=HASH, data=PAGE),
    ]


@pytest.mark.parametrize(
    ("index", "notes"),
    [
        (row("a.html", "0" * 64),
         "It was changed after it was saved: its SHA-256 is another than the index says."),
        (row("a.html", ""), UNPROVEN),
        (row("a.html", "md5"), UNPROVEN),
        (row("a.html", captured="yesterday"), "Its time of capture, 'yesterday', is none in UTC."),
        (row("a.html", captured="2025-02-02 09:30"),
         "Its time of capture, '2025-02-02 09:30', is none in UTC."),
        (f"{row('a.html')}\n{row('a.html')}", "index.csv lists it more than once."),
    ],
)  # fmt: skip
def test_what_is_odd_is_told_and_the_page_is_read(tmp_path, index, notes):
    (page,) = write(tmp_path, {"a.html": PAGE}, [index])
    assert (page.data, " ".join(page.notes)) == (PAGE, notes)
    assert page.intact == (HASH in index)


def test_a_page_that_the_index_leaves_out_is_read_and_told(tmp_path):
    first, second = write(tmp_path, {"a.html": PAGE, "b.html": PAGE}, [row("a.html")])
    assert first.intact
    assert (second.data, second.intact) == (PAGE, False)
    assert second.notes == ("index.csv doesn't list it, so nobody says where it is from.",)


@pytest.mark.parametrize(
    ("file", "why"),
    [
        ("gone.html", "can't be read: No such file"),
        ("../../etc/passwd", "'../../etc/passwd' leads out of its folder"),
        ("/etc/passwd", "'/etc/passwd' leads out of its folder"),
        ("C:\\x.html", "leads out of its folder"),
        ("~/x.html", "leads out of its folder"),
        ("", "'' leads out of its folder"),
        ("a\u202elmth.html", "can't be read"),
        ("folder", "is no plain file"),
    ],
)
def test_nothing_is_read_that_is_not_there_or_elsewhere(tmp_path, file, why):
    (tmp_path / "folder").mkdir()
    (page,) = write(tmp_path, {}, [row(file)])
    assert (page.data, page.intact) == (b"", False)
    assert page.notes[0].startswith("It wasn't read: ")
    assert why in page.notes[0]


def test_a_link_out_of_the_folder_is_not_followed(tmp_path):
    (tmp_path / "secret.html").write_bytes(PAGE)
    inside = tmp_path / "inside"
    inside.mkdir()
    try:
        (inside / "a.html").symlink_to(tmp_path / "secret.html")
    except OSError:
        pytest.skip("links may not be made here")
    (page,) = write(inside, {}, [row("a.html")])
    assert page.data == b""
    assert "leads out of its folder" in page.notes[0]


def test_a_page_that_is_too_large_is_told_and_not_read(tmp_path):
    first, second = write(tmp_path, {"a.html": b"a" * (LARGEST + 1), "b.html": PAGE})
    assert first.data == b""
    assert f"larger than {LARGEST:,} bytes" in first.notes[0]
    assert second.data == PAGE


def test_all_pages_together_are_bounded(tmp_path, monkeypatch):
    monkeypatch.setattr(saving, "MOST", 2 * len(PAGE) + 3)
    pages = write(tmp_path, {f"{n}.html": PAGE for n in range(4)})
    assert [page.data for page in pages] == [PAGE, PAGE, b"", b""]
    assert "larger than 3 bytes" in pages[2].notes[0]


@pytest.mark.parametrize(
    ("index", "why"),
    [
        (b"file;url\na;b\n", "has other columns than url, captured, sha256, file"),
        (b"", "has other columns"),
        (b"url,captured,sha256,file\na,b\n", "has a row, at line 2, of another length"),
        (b"url,captured,sha256,file\n1,2,3,4,5\n", "has a row, at line 2, of another length"),
        (b'url,captured,sha256,file\n"a\n', "is no table, at line 1"),
        (b"url,captured,sha256,file\n\xff,,,\n", "is no text in UTF-8"),
    ],
)
def test_an_index_that_is_none_is_refused_with_its_place(tmp_path, index, why):
    (tmp_path / "index.csv").write_bytes(index)
    with pytest.raises(NpsError, match=why) as told:
        list(all_saved(tmp_path))
    assert str(tmp_path / "index.csv") in str(told.value)


def test_columns_may_stand_in_another_order(tmp_path):
    text = f"file,sha256,captured,url\na.html,{HASH},2025-02-02T09:30:15Z,http://x.example/\n"
    (tmp_path / "index.csv").write_text(text, encoding="utf-8-sig")
    (page,) = write(tmp_path, {"a.html": PAGE})
    assert (page.intact, page.url) == (True, "http://x.example/")


def test_where_pages_are(tmp_path, monkeypatch):
    (tmp_path / "one" / "pages").mkdir(parents=True)
    (tmp_path / "two").mkdir()
    monkeypatch.setenv("NPS_DATA", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    assert place("one") == place(tmp_path / "one") == tmp_path / "one" / "pages"
    assert place(str(tmp_path / "one" / "pages")) == tmp_path / "one" / "pages"
    assert place("two") == Path("two")
    monkeypatch.delenv("NPS_DATA")
    assert place(nps.folder("TCB", data="tiny")).parts[-4:] == ("tiny", "folders", "TCB", "pages")


@pytest.mark.parametrize("folder", ["nowhere-at-all", "a\0b", 7, None])
def test_what_is_no_folder_is_refused(folder, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(NpsError, match="no folder"):
        place(folder)
