"""A folder: what it says of itself, and that nothing in it is later than it."""

import hashlib
import re

import pytest

from nps_chain.world.folders.folder import Folder, prose, table
from nps_chain.world.pages.dates import iso, seconds
from tests.world.folders.reading import rows


@pytest.fixture
def folder(story):
    return Folder(story.agency("pages"), 20)


def test_it_says_what_is_in_it_from_where_since_when(folder):
    folder.add("pages/a.html", b"one", source="http://a.test/", at=seconds(3))
    folder.add("notes.txt", "two\n", source="an officer", at=seconds(20, 1439))
    folder.describe("pages/", "saved pages")
    files = folder.files("Who?", ["  - nobody"])
    one, two = (hashlib.sha256(data).hexdigest() for data in (b"one", b"two\n"))
    assert list(files) == ["README.txt", "index.csv", "pages/a.html", "notes.txt"]
    assert files["notes.txt"] == b"two\n"
    assert files["index.csv"].decode().splitlines() == [
        "file,sha256,source,date",
        f"pages/a.html,{one},http://a.test/,2025-01-03T00:00:00Z",
        f"notes.txt,{two},an officer,2025-01-20T23:59:00Z",
    ]
    assert files["README.txt"].decode().splitlines() == [
        "Tolvan Cyber Bureau (TCB), Tolvany: folder for the joint investigation", "",
        "SYNTHETIC: invented for teaching. Nobody in this folder is real, its coins are those of",
        "a test network and have no worth.", "",
        "Closed at the end of 2025-01-20, day 20. Nothing in it is later, and nothing in it comes",
        "from another agency.", "",
        "The question of the case: Who?", "",
        "What is in it:", "",
        "  pages/     saved pages",
        "  index.csv  each file with its SHA-256, its source and its date (UTC)", "",
        "Whom TCB may ask:", "",
        "  - nobody",
    ]  # fmt: skip


def test_nothing_later_gets_in_nor_anything_without_a_place(folder):
    with pytest.raises(AssertionError, match=r"b\.txt is later than the folder of TCB"):
        folder.add("b.txt", b"", source="x", at=seconds(21))
    folder.add("b.txt", b"", source="x", at=seconds(20))
    for path in ("b.txt", "../c.txt", "/c.txt", "a\\c.txt", "ы.txt", "A/c.txt"):
        with pytest.raises(AssertionError, match="TCB has no place for a file"):
            folder.add(path, b"", source="x", at=seconds(20))


def test_what_is_wrong_in_it_is_no_file(folder):
    folder.mistake("tags/tcb.yaml", "an address", says="a vendor", truth="a thief", why="a slip")
    (wrong,) = folder.wrong
    assert (wrong.agency, wrong.file, wrong.says, wrong.truth) == (
        "TCB", "tags/tcb.yaml", "a vendor", "a thief",
    )  # fmt: skip
    assert list(folder.files("", [])) == ["README.txt", "index.csv"]


def test_a_text_has_the_width_of_a_page_but_for_what_begins_with_blanks():
    long = "word " * 30
    assert prose(long, "    " + "x" * 100) == (
        ("word " * 17).strip() + "\n" + ("word " * 13).strip() + "\n\n    " + "x" * 100 + "\n"
    )


def test_a_table_has_plain_line_ends():
    assert table(("a", "b"), [(1, "x,y")]) == 'a,b\n1,"x,y"\n'


# The folders of a world.


def test_each_index_has_each_file_with_its_hash(tiny):
    assert sorted(tiny.folders) == ["ADP", "CFI", "TCB"]
    for held in tiny.folders.values():
        told = {row["file"]: row for row in rows(held["index.csv"])}
        assert {*held} == {*told, "README.txt", "index.csv"}
        for path, row in told.items():
            assert hashlib.sha256(held[path]).hexdigest() == row["sha256"]
            assert row["source"]


def test_all_is_marked_as_synthetic(tiny):
    for held in tiny.folders.values():
        for path, data in held.items():
            if path.endswith((".txt", ".yaml", ".html")):
                assert b"SYNTHETIC" in data, path


def test_nothing_in_a_folder_is_later_than_it(tiny, date):
    """By the dates that files have and name, by heights, and by what the chain had by then."""
    latest = iso(seconds(date + 1))
    txs = tiny.chain.txs.set_index("txid").height
    for held in tiny.folders.values():
        assert all(row["date"] < latest for row in rows(held["index.csv"]))
        for path, data in held.items():
            text = data.decode()
            named = re.findall(r"\b2025-[01]\d-[0-3]\d(?:T[\d:]+Z)?", text)
            assert not [one for one in named if one >= latest[: len(one)]], path
            for txid in re.findall(r"\b[0-9a-f]{64}\b", text):
                assert txs.get(txid, 0) <= 24 * date, path
            if path.endswith(".csv"):
                heights = [int(r["block_height"]) for r in rows(data) if "block_height" in r]
                assert all(height <= 24 * date for height in heights), path


def test_an_address_in_a_folder_is_on_the_chain_by_then_or_a_trap_of_a_page(tiny, date):
    chain = tiny.chain
    first = chain.columns.txs.height[chain.columns.addresses.first_seen]
    seen = dict(zip(chain.columns.addresses.address.to_pylist(), first.tolist(), strict=True))
    for held in tiny.folders.values():
        for path, data in held.items():
            if not path.startswith("pages/"):
                for text in re.findall(r"\bbcrt1[0-9a-z]{30,}\b", data.decode()):
                    assert seen[text] <= 24 * date, path


def test_each_may_ask_whom_the_story_says(folders, story):
    asked = {role: held["README.txt"].decode().partition("may ask:")[2] for role, held in
             folders.items()}  # fmt: skip
    assert asked["purchases"].split("\n\n") == [
        "",
        "  - the exchange Merivane: answers in full within days, if it is asked for one account, by"
        " its deposit\n    address, with a reason to believe that the address is its own\n"
        "  - TCB (Tolvany): police to police, 24/7 point, provider directly, mutual legal"
        " assistance\n"
        "  - CFI (Cestania): police to police, FIU (Egmont), mutual legal assistance, joint"
        " team\n",
    ]
    assert "  - the exchange Pallory: answers late, and in part\n" in asked["pages"]
    assert "  - no exchange, and nobody abroad without a channel\n" in asked["phone"]
    assert not any("Freyport" in text for text in asked.values())
