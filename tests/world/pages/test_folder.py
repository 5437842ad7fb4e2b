"""Pages as files: the index tells no truth, and no path leaves the folder."""

import csv
import hashlib
from dataclasses import replace

import pytest

from nps_chain.errors import NpsError
from nps_chain.world.pages.folder import index, shown, truth, write_pages


def test_files_and_index_are_what_the_pages_say(pages, tmp_path):
    ours = [page for page in pages if page.agency == "CFI"]
    place = write_pages(ours, tmp_path / "pages")
    assert place == tmp_path / "pages" / "index.csv"
    with place.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [*rows[0]] == ["url", "captured", "sha256", "file"]
    assert len(rows) == len(ours) == 4
    for row, page in zip(rows, ours, strict=True):
        data = (tmp_path / "pages" / row["file"]).read_bytes()
        assert hashlib.sha256(data).hexdigest() == row["sha256"] == page.sha256
        assert data == page.html.encode()
        assert (row["url"], row["captured"]) == (page.url, page.captured_text)
    files = {path for path in (tmp_path / "pages").rglob("*") if path.is_file()}
    assert len(files) == len(ours) + 1


def test_the_index_does_not_tell_a_clone_from_a_shop(pages):
    shops = [page for page in pages if page.kind in ("shop", "mirror", "clone")]
    assert {page.kind for page in shops} == {"shop", "mirror", "clone"}
    assert not [
        line
        for line in index(shops).splitlines()
        if any(word in line for word in ("clone", "mirror", "tin_harbour", "True"))
    ]


def test_paths_are_plain(pages):
    for page in pages:
        assert page.path == page.path.lower()
        assert page.path.isascii()
        assert len(page.path) < 80


@pytest.mark.parametrize(
    "path",
    ["../x.html", "/x/y.html", "a/../../x.html", "x.html", "C:/x.html", "a\\b.html", "a/b.exe",
     "a/b/c.html", "a/.html", "a/x.html\n", "a/х.html"],
)  # fmt: skip
def test_no_path_leaves_the_folder(pages, tmp_path, path):
    with pytest.raises(NpsError, match="is no place for a page"):
        write_pages([pages[0], replace(pages[1], path=path)], tmp_path / "pages")
    assert list(tmp_path.iterdir()) == []


def test_two_pages_in_one_place_are_refused(pages, tmp_path):
    with pytest.raises(NpsError, match="Two pages want to be"):
        write_pages([pages[0], pages[0]], tmp_path / "pages")
    assert list(tmp_path.iterdir()) == []


def test_the_truth_is_a_frame_of_its_own(pages):
    frame = truth(pages)
    assert len(frame) == len(pages)
    clone = frame[(frame["kind"] == "clone") & (frame["file"].str.endswith("-day33.html"))]
    assert clone.drop(columns="file").to_dict("records") == [
        {
            "agency": "TCB",
            "site": "clone-tin_harbour",
            "what": "front",
            "kind": "clone",
            "malicious": True,
            "language": "en",
            "about": "tin_harbour",
            "traps": "address in a comment",
        }
    ]
    all_shown = shown(pages)
    assert list(all_shown.columns) == ["file", "type", "text", "trap", "genuine"]
    assert len(all_shown) == sum(len(page.shows) for page in pages)
