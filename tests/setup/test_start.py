"""From an environment that has everything to an open lesson."""

import subprocess
from pathlib import Path

import pytest

from nps_chain import places
from nps_chain.errors import SetupError
from nps_chain.setup import checksums, lab, start


@pytest.fixture
def shipped(tmp_path: Path, monkeypatch) -> Path:
    """A course as a wheel brings it, with two lessons and a data set."""
    shipped = tmp_path / "site-packages" / "nps_chain" / "_course"
    for path in ("notebooks/day1/12_b.ipynb", "notebooks/day1/11_a.ipynb", "datasets/tiny/a.dat"):
        (shipped / path).parent.mkdir(parents=True, exist_ok=True)
        (shipped / path).write_text("{}")
    checksums.write(shipped / "datasets")
    monkeypatch.setattr(places, "PACKAGE", shipped.parent)
    return shipped


@pytest.fixture
def opened(monkeypatch) -> list[tuple]:
    """What JupyterLab was asked to open; neither it nor the library's compiler runs."""
    opened: list[tuple] = []
    done = subprocess.CompletedProcess([], 0)
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: done)
    monkeypatch.setattr(lab, "open_lesson", lambda *asked: opened.append(asked) or 0)
    return opened


def test_an_installed_package_unpacks_lessons_and_data_and_opens_the_first(
    shipped, opened, tmp_path
):
    mine = tmp_path / "Иван" / "курс"
    assert start.start(mine, port=0) == 0
    files = [file.relative_to(mine).as_posix() for file in mine.rglob("*") if file.is_file()]
    assert sorted(files) == [
        ".nps-chain.json",
        "datasets/SHA256SUMS",
        "datasets/tiny/a.dat",
        "day1/11_a.ipynb",
        "day1/12_b.ipynb",
    ]
    assert [asked[:2] for asked in opened] == [(mine, "day1/11_a.ipynb")]


def test_damaged_data_is_told_and_the_other_lessons_still_open(shipped, opened, tmp_path, capsys):
    (shipped / "datasets" / "tiny" / "a.dat").write_text("damaged")
    assert start.start(tmp_path / "course") == 0
    told = capsys.readouterr().err
    assert told.startswith("Caution: ")
    assert "a.dat differs from what was shipped" in told
    assert len(opened) == 1


def test_a_library_that_is_not_ready_opens_nothing(shipped, opened, tmp_path, monkeypatch):
    failed = subprocess.CompletedProcess([], 1, stderr="Traceback\nImportError: llvmlite.dll\n")
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: failed)
    with pytest.raises(SetupError, match=r"\(ImportError: llvmlite.dll\): run nps-chain doctor"):
        start.start(tmp_path / "course")
    assert opened == []


def test_a_course_without_lessons_says_so(shipped, opened, tmp_path):
    for lesson in (shipped / "notebooks" / "day1").iterdir():
        lesson.unlink()
    with pytest.raises(SetupError, match=r"There is no lesson in .*notebooks"):
        start.start(tmp_path / "course")


def test_the_working_copy_of_a_checkout_lies_in_it_unless_we_are_in_one(tmp_path, monkeypatch):
    assert start.course_folder() == Path(__file__).parents[2] / "my-course"
    (tmp_path / places.RECORD).write_text("{}")
    (tmp_path / "day1").mkdir()
    monkeypatch.chdir(tmp_path / "day1")
    assert start.course_folder() == tmp_path
    assert start.course_folder(Path("other")) == tmp_path / "day1" / "other"


def test_reset_prints_where_ones_own_is(shipped, opened, tmp_path, capsys):
    mine = tmp_path / "course"
    start.start(mine)
    (mine / "day1" / "11_a.ipynb").write_text("mine")
    capsys.readouterr()
    assert start.reset("11", mine) == 0
    assert "kept as 11_a.mine.ipynb" in capsys.readouterr().out
