"""A truth as a folder: what comes back, and what is refused."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

import nps_chain as nps
from nps_chain.chain.schema import columns_of
from nps_chain.errors import NpsError
from nps_chain.groundtruth.store import save, truth
from nps_chain.groundtruth.tables import TABLES
from nps_chain.groundtruth.truth import Truth
from nps_chain.places import data_path
from tests.groundtruth.worlds import tables_of, truth_of
from tools import node_truth

ROOT = Path(__file__).parents[2]
DATA = ROOT / "datasets" / "core-regtest"


def assert_same(a: Truth, b: Truth) -> None:
    assert a.notes == b.notes
    for name in TABLES:
        held = columns_of(getattr(b.tables, name))
        for column, values in columns_of(getattr(a.tables, name)).items():
            if isinstance(values, np.ndarray):
                assert values.dtype == held[column].dtype
                assert np.array_equal(values, held[column])
            else:
                assert values.equals(held[column])


@pytest.fixture
def folder(tmp_path) -> Path:
    """A copy of the truth about the node's chain."""
    for path in DATA.glob("truth/*"):
        if path.suffix in (".parquet", ".json") and path.name != "wallets.json":
            shutil.copy(path, tmp_path / path.name)
    return tmp_path


def told(folder: Path) -> dict:
    return json.loads((folder / "manifest.json").read_text("utf-8"))


def tell(folder: Path, manifest: object) -> None:
    (folder / "manifest.json").write_text(json.dumps(manifest), "utf-8")


@pytest.mark.parametrize(
    "known",
    [
        Truth(tables_of({})),
        Truth(
            tables_of({"x": "Анна"}, {"a": ("payment", "? change")}), ("Заметка.", "half \udcff")
        ),
        truth_of({"x": "ann"}, {"a": ("payment", "change")}, deeds={"order 1": ["a:0"]}),
    ],
)
def test_what_is_saved_is_loaded(known, tmp_path):
    save(known, tmp_path / "папка" / "truth")
    assert_same(truth(tmp_path / "папка"), known)
    assert_same(truth(tmp_path / "папка" / "truth"), known)


def test_the_shipped_truth_is_what_the_tool_makes_of_the_notes(tmp_path):
    made = node_truth.truth(DATA / "truth")
    assert_same(made, truth("core-regtest"))
    save(made, tmp_path)
    assert_same(truth(tmp_path), made)


def test_a_new_truth_takes_the_place_of_the_old_and_leaves_other_files(folder):
    (folder / "notes.txt").write_text("mine")
    save(truth_of({"x": "ann"}), folder)
    assert len(truth(folder).tables.entities.name) == 1
    assert (folder / "notes.txt").read_text() == "mine"
    assert len(list(folder.glob("*.parquet"))) == len(TABLES)


def test_it_is_found_by_name_wherever_data_sets_are(folder, monkeypatch, tmp_path):
    assert truth("core-regtest").folder == data_path("core-regtest")
    assert truth(DATA).folder == DATA
    other = tmp_path / "other" / "mine" / "truth"
    shutil.copytree(folder, other, ignore=shutil.ignore_patterns("other"))
    monkeypatch.setenv("NPS_DATA", str(tmp_path / "other"))
    assert truth("mine").folder == tmp_path / "other" / "mine"
    with pytest.raises(NpsError, match="no data set or folder 'nowhere'") as error:
        truth("nowhere")
    assert "Data sets with a truth: classroom, core-regtest, mine, tiny" in str(error.value)


def test_the_truth_of_another_world_is_never_taken_for_a_data_set_that_has_none(
    tmp_path, monkeypatch
):
    nps.load("core-regtest").upto(5).save(tmp_path / "core-regtest")
    monkeypatch.setenv("NPS_DATA", str(tmp_path))
    with pytest.raises(NpsError, match=r"holds a chain, and no folder truth"):
        truth("core-regtest")
    with pytest.raises(NpsError, match=r"with a truth: classroom, tiny\."):
        truth("nowhere")


def test_a_chain_without_a_truth_is_said_so(tmp_path):
    nps.load("core-regtest").upto(5).save(tmp_path / "chain")
    with pytest.raises(NpsError, match="chain holds a chain, and no folder truth"):
        truth(tmp_path / "chain")


@pytest.mark.parametrize("name", sorted(TABLES))
def test_a_damaged_file_is_refused(folder, name):
    (path,) = folder.glob(f"{name}-*.parquet")
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    with pytest.raises(NpsError, match=f"{path.name} is damaged: its SHA-256 is another"):
        truth(folder)
    path.write_bytes(data[:-1])
    with pytest.raises(NpsError, match=r"bytes, and manifest\.json says"):
        truth(folder)
    path.unlink()
    with pytest.raises(NpsError, match=f"{path.name} is missing"):
        truth(folder)


def test_tables_that_contradict_each_other_are_refused(folder, tmp_path):
    """Each file is sound, and its checksum right; together they make no sense."""
    save(truth_of({}), tmp_path / "empty")
    manifest, empty = told(folder), told(tmp_path / "empty")
    manifest["tables"]["entities"] = empty["tables"]["entities"]
    shutil.copy(tmp_path / "empty" / empty["tables"]["entities"]["file"], folder)
    tell(folder, manifest)
    with pytest.raises(NpsError, match=r"can't be right.*table wallets, row 0: entity is no row"):
        truth(folder)


def test_a_file_that_lies_of_itself_is_refused(folder):
    manifest = told(folder)
    manifest["tables"]["senders"]["rows"] += 1
    tell(folder, manifest)
    with pytest.raises(NpsError, match="rows, and the manifest says"):
        truth(folder)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"version": 2}, "made by a newer nps-chain"),
        ({"version": 0}, "field version"),
        ({"version": True}, "field version"),
        ({"format": "other"}, "not the manifest of a truth"),
        ({"notes": "one"}, "field notes"),
        ({"notes": [1]}, "field notes"),
        ({"tables": []}, "field tables"),
        ({"tables": {"entities": {}}}, "field tables"),
    ],
)
def test_a_manifest_that_makes_no_sense(folder, change, message):
    tell(folder, told(folder) | change)
    with pytest.raises(NpsError, match=message):
        truth(folder)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("file", "../../secret"),
        ("file", "senders-00000000.parquet"),
        ("sha256", "0" * 63),
        ("rows", -1),
        ("rows", 2**31),
        ("bytes", "12"),
        ("bytes", None),
    ],
)
def test_an_entry_that_makes_no_sense(folder, field, value):
    manifest = told(folder)
    manifest["tables"]["senders"][field] = value
    tell(folder, manifest)
    with pytest.raises(NpsError, match="field tables, senders"):
        truth(folder)


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b"[" * 100_000, b" " * 1_000_001, b"\xff"])
def test_no_manifest_at_all(folder, data):
    (folder / "manifest.json").write_bytes(data)
    with pytest.raises(NpsError, match="damaged, or not the manifest of a truth"):
        truth(folder)


def test_a_place_that_can_not_be_written(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(NpsError, match="can't be saved in"):
        save(truth_of({}), tmp_path / "file")
