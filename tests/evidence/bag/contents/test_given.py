"""What goes in as it is keeps its bytes; a name that can't be had is refused."""

import hashlib
from types import SimpleNamespace

import pytest

import nps_chain as nps
from nps_chain.errors import NpsError
from nps_chain.evidence.bag.contents.given import (
    letter_files,
    letter_list,
    log_bytes,
    other_files,
    page_files,
    page_index,
    report_told,
    tag_files,
)
from nps_chain.evidence.letters import Letter


@pytest.fixture
def saved(tmp_path):
    """Pages with an index: whole, changed, gone, empty; and one that isn't in it."""
    pages = {"whole.html": b"<p>one", "changed.html": b"<p>two", "empty.html": b""}
    lines = ["url,captured,sha256,file"]
    for name, data in {**pages, "gone.html": b"<p>three"}.items():
        taken = hashlib.sha256(b"before" if name == "changed.html" else data).hexdigest()
        lines.append(f"http://shop.example/{name},2025-01-02T03:04:05Z,{taken},{name}")
    for name, data in {**pages, "odd.html": b"<p>four"}.items():
        (tmp_path / name).write_bytes(data)
    (tmp_path / "index.csv").write_text("\n".join(lines) + "\n")
    return nps.pages(tmp_path)


def test_pages_go_in_byte_for_byte(saved):
    assert page_files(saved) == {
        "pages/changed.html": b"<p>two",
        "pages/empty.html": b"",
        "pages/odd.html": b"<p>four",
        "pages/whole.html": b"<p>one",
    }


def test_the_index_keeps_what_was_logged(saved):
    index = page_index(saved)
    assert index["file"].tolist() == ["changed.html", "empty.html", "gone.html", "whole.html"]
    assert index["sha256"][0] == hashlib.sha256(b"before").hexdigest()


LOG = '{"explorer": 1, "steps": []}\n'


def test_a_log_is_an_explorer_its_text_or_its_file(tmp_path):
    file = tmp_path / "log.json"
    file.write_text(LOG)
    explorer = SimpleNamespace(log_text=lambda: LOG)
    for given in (LOG, LOG.encode(), file, str(file), explorer):
        assert log_bytes(given) == LOG.encode()


@pytest.mark.parametrize("log", ["{}", b"[1]", b"\xff", '{"explorer": ' * 10_000, 7, "/not/there"])
def test_what_is_no_log_is_refused(log):
    with pytest.raises(NpsError, match=r"log of an explorer|no log: give|not/there"):
        log_bytes(log)


def test_a_report_names_its_transactions_and_not_all_that_they_hold():
    data = {"title": "T", "transactions": [{"txid": "ab", "inputs": [{"address": "far"}]}]}
    assert report_told(SimpleNamespace(data=data)) == {"title": "T", "transactions": ["ab"]}


def test_letters_and_replies_are_a_list_and_nothing_else_is_among_them():
    letter = Letter(kind="disclosure", by="ADP", to="Merivane", about="x", date="2025-03-23")
    assert letter_list(letter) == letter_list(iter([letter])) == [letter]
    assert letter_list(()) == []
    for wrong in (None, "ab", [letter, {}]):
        with pytest.raises(NpsError, match=r"is no letter and no reply: see nps\.letter"):
            letter_list(wrong)


def test_letters_are_numbered():
    letters = [SimpleNamespace(name=name, html="<p>", data={"to": name}) for name in "ba"]
    assert letter_files(letters) == {
        "letters/001-b.html": b"<p>",
        "letters/001-b.json": b'{\n "to": "b"\n}\n',
        "letters/002-a.html": b"<p>",
        "letters/002-a.json": b'{\n "to": "a"\n}\n',
    }


def test_packs_keep_their_names():
    assert tag_files(SimpleNamespace(files={"x/a.yaml": "tags: []\n"})) == {
        "tags/x/a.yaml": b"tags: []\n"
    }


@pytest.mark.parametrize("name", ["header.yaml", "x/config.yaml", ".a.yaml", ".x/a.yaml"])
def test_a_pack_that_would_not_be_read_again_is_refused(name):
    with pytest.raises(NpsError, match="isn't read as a pack of tags: rename the file"):
        tag_files(SimpleNamespace(files={name: ""}))


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("../x", "leads out of its folder"),
        ("/x", "leads out of its folder"),
        ("a\u202eb", "leads out of its folder"),
        ("=x", "would be a formula in a spreadsheet: rename the file"),
    ],
)
def test_a_name_that_is_a_trap_is_refused(name, says):
    with pytest.raises(NpsError, match=says):
        other_files({name: b""})
