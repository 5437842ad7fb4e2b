"""A world as a folder: all of it, or what was there before."""

import dataclasses
import hashlib

import pytest
from pandas.testing import assert_frame_equal

import nps_chain as nps
from nps_chain.chain.store.manifest import canonical_hash
from nps_chain.errors import NpsError
from nps_chain.exhibits import Exhibit
from nps_chain.world import saving
from nps_chain.world.channels import Membership
from nps_chain.world.folders.folder import Wrong
from nps_chain.world.offices import Office
from nps_chain.world.pages.page import Page, Shown
from nps_chain.world.play import play
from nps_chain.world.scenario import Scenario
from tests.world.played import quickly
from tests.world.two_people import short, two_people

TXID = "ab" * 32
PAGE = Page(
    site="clone-x", what="front", about=("x", "y"), path="shop-1/front-tcb-day33.html",
    url="http://x.test/", title="x", language="en", agency="TCB", day=33, captured=1738573230,
    html="<p>SYNTHETIC</p>\n", kind="clone", malicious=True,
    shows=(Shown("handle", "x", trap="copied", genuine=False),),
)  # fmt: skip


@pytest.fixture(scope="module")
def world():
    played = play(short(), 0, stage=two_people, validate=False)
    exhibit = Exhibit(TXID, name="ADP-1", kind="transaction", about="The first purchase.")
    return dataclasses.replace(
        played,
        pages=(PAGE,),
        folders={"ADP": {"notes.txt": b"one\n"}, "TCB": {"pages/a.html": b"two\n"}},
        exchanges={"Merivane": {"replies.csv": b"address\n"}},
        offices=(Office("Merivane", "Merivane", "exchange", "Aldoria", "ADP"),),
        memberships=(Membership("Aldoria", "INTERPOL", "", ""),),
        wrong=(Wrong("ADP", "notes.txt", "x", "a thief", "nobody", "a slip"),),
        exhibits={"ADP-1": exhibit},
    )


def files(folder):
    """The bytes of all files, by path; hidden ones too."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def texts(folder):
    """The files that are no Parquet."""
    return {name: data for name, data in files(folder).items() if not name.endswith(".parquet")}


def test_a_data_set_has_all_that_is_known_of_a_world(world, tmp_path):
    folder = tmp_path / "наборы" / "мир"
    world.save(folder, blocks=True)
    assert sorted(texts(folder)) == [
        "README.md", "blocks/blk00000.dat", "exchanges/Merivane/replies.csv", "exhibits.json",
        "folders/ADP/notes.txt", "folders/TCB/pages/a.html", "manifest.json", "memberships.csv",
        "mempool.csv", "offices.csv", "pages/index.csv", "pages/shop-1/front-tcb-day33.html",
        "scenario.toml", "truth/folders.csv", "truth/manifest.json", "truth/pages.csv",
        "truth/shown.csv",
    ]  # fmt: skip
    assert sorted(path.name for path in folder.parent.iterdir()) == ["мир"]
    chain = nps.load(folder)
    assert canonical_hash(chain) == canonical_hash(world.chain)
    assert chain.raw(world.chain.txs.txid[490]) == world.chain.raw(world.chain.txs.txid[490])
    assert repr(nps.truth(folder)) == repr(world.truth)
    assert nps.exhibit("ADP-1", data=folder) == TXID
    assert Scenario.from_toml(folder / "scenario.toml") == world.scenario
    assert (folder / "folders/TCB/pages/a.html").read_bytes() == b"two\n"
    assert (folder / "exchanges/Merivane/replies.csv").read_bytes() == b"address\n"


def test_to_whom_one_may_write_is_in_tables(world, tmp_path):
    world.save(tmp_path / "a")
    told = texts(tmp_path / "a")
    assert told["offices.csv"].decode().splitlines() == [
        "name,short,kind,country,answers_to", "Merivane,Merivane,exchange,Aldoria,ADP",
    ]  # fmt: skip
    assert told["memberships.csv"].decode().splitlines() == [
        "country,member_of,kind,reserves", "Aldoria,INTERPOL,,",
    ]  # fmt: skip


def test_what_is_wrong_in_a_folder_is_in_the_truth(world, tmp_path):
    world.save(tmp_path / "a")
    assert texts(tmp_path / "a")["truth/folders.csv"].decode().splitlines() == [
        "agency,file,about,says,truth,why", "ADP,notes.txt,x,a thief,nobody,a slip",
    ]  # fmt: skip


def test_what_pages_show_is_in_the_truth_and_what_they_are_is_not_beside_them(world, tmp_path):
    world.save(tmp_path / "a")
    told = texts(tmp_path / "a")
    page = "shop-1/front-tcb-day33.html"
    sha256 = hashlib.sha256(b"<p>SYNTHETIC</p>\n").hexdigest()
    assert told[f"pages/{page}"] == b"<p>SYNTHETIC</p>\n"
    assert told["pages/index.csv"].decode().splitlines() == [
        "url,captured,sha256,file", f"http://x.test/,2025-02-03T09:00:30Z,{sha256},{page}",
    ]  # fmt: skip
    assert told["truth/pages.csv"].decode().splitlines() == [
        "file,agency,site,what,kind,malicious,language,about,traps",
        f"{page},TCB,clone-x,front,clone,True,en,x y,copied",
    ]
    assert told["truth/shown.csv"].decode().splitlines() == [
        "file,type,text,trap,genuine", f"{page},handle,x,copied,False",
    ]  # fmt: skip


def test_the_card_says_what_it_is_and_what_was_turned(world, tmp_path):
    world.save(tmp_path / "a")
    lines = (tmp_path / "a" / "README.md").read_text("utf-8").splitlines()
    assert lines[0] == "# classroom: an invented economy, seed 0"
    assert lines[2].startswith("**SYNTHETIC.** Persons, firms")
    assert "- `time.days`: 20 (preset: 90)" in lines
    assert "| `folders/` | for each agency, what it holds |" in lines
    assert "| `memberships.csv` | which treaties and networks each country belongs to |" in lines
    assert not any("`blocks/`" in line for line in lines)
    text = " ".join(lines)
    assert "It holds 20 days from 1 January 2025 on: 481 blocks (heights 0 to 480), 505" in text


def test_the_same_world_is_written_in_the_same_bytes(world, tmp_path):
    world.save(tmp_path / "a")
    world.save(tmp_path / "b")
    assert files(tmp_path / "a") == files(tmp_path / "b")
    assert all(b"\r" not in data for data in texts(tmp_path / "a").values())


def test_a_data_set_takes_the_place_of_another(world, tmp_path):
    folder = tmp_path / "a"
    world.save(folder, blocks=True)
    other = dataclasses.replace(world, pages=(), folders={}, exchanges={}, offices=(), exhibits={})
    other.save(folder)
    other.save(tmp_path / "b")
    assert files(folder) == files(tmp_path / "b")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "b"]


def test_an_empty_folder_is_filled(world, tmp_path):
    (tmp_path / "a").mkdir()
    world.save(tmp_path / "a")
    assert nps.load(tmp_path / "a").height == 480


@pytest.mark.parametrize(
    ("there", "names"),
    [
        ({"holiday.jpg": b""}, "holiday.jpg"),
        ({"manifest.json": b"", "scenario.toml": b"", "b.parquet": b""}, "b.parquet"),
        ({"manifest.json": b""}, "manifest.json"),
    ],
)
def test_other_things_are_never_replaced(world, tmp_path, there, names):
    folder = tmp_path / "a"
    folder.mkdir()
    for name, data in there.items():
        (folder / name).write_bytes(data)
    with pytest.raises(NpsError) as caught:
        world.save(folder)
    assert str(caught.value) == (
        f"{folder} holds other things than a simulated data set ({names}); choose a new or empty"
        " folder."
    )
    assert files(tmp_path) == {f"a/{name}": data for name, data in there.items()}


def test_a_file_is_no_place_for_a_data_set(world, tmp_path):
    (tmp_path / "a").write_text("mine")
    with pytest.raises(NpsError, match="a is a file; a data set is a folder"):
        world.save(tmp_path / "a")
    assert files(tmp_path) == {"a": b"mine"}


@pytest.mark.parametrize("at", ["truth", "last", "rename"])
def test_a_failure_leaves_the_old_data_set(world, tmp_path, monkeypatch, at):
    folder = tmp_path / "a"
    world.save(folder)
    before = files(tmp_path)

    def fail(*args, **kwargs):
        raise OSError(28, "No space left on device")

    if at == "truth":
        monkeypatch.setattr(saving.truth, "save", fail)
        new = world
    elif at == "last":  # a name that no folder can have
        new = dataclasses.replace(world, folders={"ADP": {"a\0b": b""}})
    else:
        new = world
        rename = saving.Path.rename

        def stopped(path, target):
            return fail() if path.name == "new" else rename(path, target)

        monkeypatch.setattr(saving.Path, "rename", stopped)
    with pytest.raises(NpsError, match=r"The world can't be saved in .*a: .*then save again\."):
        new.save(folder)
    assert files(tmp_path) == before


def test_two_files_that_differ_in_case_alone_are_refused_where_they_would_be_one(world, tmp_path):
    new = dataclasses.replace(world, folders={"ADP": {"a": b"1"}, "ADP/": {"a": b"2"}})
    with pytest.raises(NpsError, match=r"can't be saved in .*: File exists"):
        new.save(tmp_path / "a")
    assert files(tmp_path) == {}


def test_the_truth_about_pages_is_the_same_in_memory_and_in_the_folder(tmp_path):
    world = quickly("tiny", 0)
    world.save(tmp_path / "tiny")
    kept = nps.truth(tmp_path / "tiny")
    assert len(world.truth.pages) == len(world.pages)
    assert_frame_equal(world.truth.pages, kept.pages)
    assert_frame_equal(world.truth.shown, kept.shown)
