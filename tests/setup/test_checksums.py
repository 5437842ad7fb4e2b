"""The manifest of the data sets: what sha256sum reads, and what a damaged copy is told."""

import shutil
import subprocess
from pathlib import Path

import pytest

from nps_chain.errors import SetupError
from nps_chain.setup import checksums

DATASETS = Path(__file__).parents[2] / "datasets"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two files, one in a folder in Cyrillic, and a hidden one that is nobody's data."""
    (tmp_path / "цепь").mkdir()
    (tmp_path / "цепь" / "b 1.dat").write_bytes(b"abc")
    (tmp_path / "README.md").write_bytes(b"")
    (tmp_path / ".DS_Store").write_bytes(b"x")
    checksums.write(tmp_path)
    return tmp_path


def test_a_manifest_has_sorted_lines_that_sha256sum_reads(folder):
    assert (folder / "SHA256SUMS").read_text("utf-8") == (
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  README.md\n"
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  цепь/b 1.dat\n"
    )
    if shutil.which("sha256sum"):
        check = ["sha256sum", "--check", "--strict", "SHA256SUMS"]
        assert subprocess.run(check, cwd=folder, capture_output=True).returncode == 0


def test_whole_files_have_no_problem_whatever_else_lies_there(folder):
    (folder / "mine.txt").write_text("a participant's own")
    assert checksums.problems(folder) == []


def test_a_changed_and_a_missing_file_are_named(folder):
    (folder / "README.md").unlink()
    (folder / "цепь" / "b 1.dat").write_bytes(b"abd")
    assert checksums.problems(folder) == [
        f"{folder / 'README.md'} is missing: copy the course again.",
        f"{folder / 'цепь' / 'b 1.dat'} differs from what was shipped: copy the course again.",
    ]


@pytest.mark.parametrize("line", ["", "abc  README.md", f"{'0' * 64} README.md", "\ufffd"])
def test_a_damaged_manifest_is_named_with_its_line(folder, line):
    text = (folder / "SHA256SUMS").read_text("utf-8")
    (folder / "SHA256SUMS").write_text(f"{text}{line}\n", "utf-8")
    with pytest.raises(SetupError, match=r"SHA256SUMS, line 3, is damaged"):
        checksums.problems(folder)


def test_a_missing_manifest_is_named(tmp_path):
    with pytest.raises(SetupError, match=r"SHA256SUMS is missing"):
        checksums.problems(tmp_path)


def test_the_shipped_data_sets_are_all_listed():
    listed, there = checksums.read(DATASETS), checksums.sums(DATASETS)
    assert listed == there, "run tools/datasets.py"
    assert listed
