"""The data sets that ship are what the world makes, to the last byte that isn't a tool's own.

Parquet files name their writer's version, so a chain is compared by its own hash and a truth by its
columns. All else is compared byte for byte.
"""

import hashlib
import json
from pathlib import Path

import numpy as np
import pytest

import nps_chain as nps
from nps_chain.chain.schema import columns_of
from nps_chain.groundtruth.tables import TABLES

DATASETS = Path(__file__).resolve().parents[1] / "datasets"

CHAINS = {
    "tiny": "f70cef5bc25c4659d450f04004149aa87a9337b04160b0eb4c87fb74c36d367e",
    "classroom": "776b83a752e80ff04844b7e3c4454db990d6e76d85b04af1505723e537c6da10",
}
"""The hash of each chain. Who changes one says why, and refreshes what hangs on it."""


@pytest.mark.parametrize("name", CHAINS)
def test_a_chain_changes_on_purpose_only(name: str) -> None:
    manifest = json.loads((DATASETS / name / "manifest.json").read_text("utf-8"))
    assert manifest["sha256"] == CHAINS[name]


def test_tiny_is_what_the_world_makes(tmp_path: Path) -> None:
    _made_again("tiny", tmp_path / "tiny")


@pytest.mark.slow
def test_classroom_is_what_the_world_makes(tmp_path: Path) -> None:
    _made_again("classroom", tmp_path / "classroom")


@pytest.mark.parametrize("name", CHAINS)
def test_a_data_set_is_small_enough_to_ship(name: str) -> None:
    files = [path for path in (DATASETS / name).rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) < 12_000_000


def test_the_sizes_are_those_that_lessons_count_on() -> None:
    assert len(nps.load("tiny").columns.txs.txid) < 2000
    assert 38_000 <= len(nps.load("classroom").columns.txs.txid) <= 46_000


def _made_again(name: str, folder: Path) -> None:
    nps.simulate(name, seed=0).save(folder, blocks=(DATASETS / name / "blocks").is_dir())
    assert _told(folder) == _told(DATASETS / name)
    shipped, made = nps.truth(DATASETS / name), nps.truth(folder)
    assert shipped.notes == made.notes
    for table in TABLES:
        old = columns_of(getattr(shipped.tables, table))
        for column, values in columns_of(getattr(made.tables, table)).items():
            same = (
                np.array_equal(values, old[column])
                if isinstance(values, np.ndarray)
                else values.equals(old[column])
            )
            assert same, f"truth, table {table}, column {column}"


def _told(folder: Path) -> dict[str, str]:
    """Return the hash of each file that has no writer's version in it, and the chain's own."""
    told = {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and path.suffix != ".parquet" and path.name != "manifest.json"
    }
    told["the chain"] = json.loads((folder / "manifest.json").read_text("utf-8"))["sha256"]
    return told
