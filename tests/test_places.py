"""Where data sets and lessons are looked up."""

from pathlib import Path

import pytest

from nps_chain import places
from nps_chain.errors import SetupError

ROOT = Path(__file__).parent.parent


@pytest.fixture
def installed(tmp_path, monkeypatch):
    """The package as a wheel installs it, with the course inside."""
    package = tmp_path / "site-packages" / "nps_chain"
    (package / "_course" / "datasets").mkdir(parents=True)
    monkeypatch.setattr(places, "PACKAGE", package)
    monkeypatch.delenv("NPS_DATA", raising=False)
    monkeypatch.chdir(tmp_path)
    return package / "_course"


def working_copy(folder: Path) -> Path:
    (folder / "datasets").mkdir(parents=True)
    (folder / "day1").mkdir()
    (folder / places.RECORD).write_text("{}")
    return folder


def test_this_checkout_is_found(monkeypatch):
    monkeypatch.delenv("NPS_DATA", raising=False)
    monkeypatch.chdir(ROOT)
    assert places.checkout() == ROOT
    assert places.shipped() == ROOT
    assert places.data_folders() == [ROOT / "datasets"]


def test_an_installed_package_has_the_course_inside(installed):
    assert places.checkout() is None
    assert places.shipped() == installed
    assert places.data_folders() == [installed / "datasets"]


def test_a_package_without_the_course_says_so(installed):
    (installed / "datasets").rmdir()
    installed.rmdir()
    assert places.data_folders() == []
    with pytest.raises(SetupError, match=r"missing beside .*; install nps-chain again"):
        places.shipped()


def test_a_working_copy_is_found_from_the_folder_of_a_lesson(installed, tmp_path, monkeypatch):
    assert places.working_copy() is None
    mine = working_copy(tmp_path / "Иван Петров" / "my-course")
    monkeypatch.chdir(mine / "day1")
    assert places.working_copy() == mine


def test_the_variable_comes_first_then_the_working_copy_then_what_is_shipped(
    installed, tmp_path, monkeypatch
):
    mine = working_copy(tmp_path / "my-course")
    chosen = tmp_path / "another seed"
    chosen.mkdir()
    monkeypatch.chdir(mine)
    monkeypatch.setenv("NPS_DATA", str(chosen))
    assert places.data_folders() == [chosen, mine / "datasets", installed / "datasets"]


def test_a_variable_that_names_no_folder_is_not_passed_over(monkeypatch, tmp_path):
    monkeypatch.setenv("NPS_DATA", str(tmp_path / "absent"))
    with pytest.raises(SetupError, match=r"NPS_DATA names .*absent, which is no folder"):
        places.data_folders()


def test_a_data_set_is_taken_from_the_first_place_that_has_one_of_its_name(
    installed, tmp_path, monkeypatch
):
    mine = working_copy(tmp_path / "my-course")
    monkeypatch.chdir(mine)
    for top in (mine, installed):
        (top / "datasets" / "tiny").mkdir()
    (installed / "datasets" / "huge").mkdir()
    assert places.data_set("tiny") == places.data_path("tiny") == mine / "datasets" / "tiny"
    assert places.data_set("huge") == places.data_path("huge") == installed / "datasets" / "huge"
    assert places.data_set("tall") is None
    with pytest.raises(SetupError, match=r"no data named 'tall'; this was looked through: .*my-"):
        places.data_path("tall")


def test_what_a_data_set_lacks_is_not_taken_from_another_of_its_name(
    installed, tmp_path, monkeypatch
):
    mine = working_copy(tmp_path / "my-course")
    monkeypatch.chdir(mine)
    (mine / "datasets" / "tiny").mkdir()
    for name in ("tiny", "huge"):
        (installed / "datasets" / name / "truth").mkdir(parents=True)
        (installed / "datasets" / name / "truth" / "manifest.json").write_text("{}")
    assert places.data_sets("truth/manifest.json") == ["huge"]
    (mine / "datasets" / "tiny" / "manifest.json").write_text("{}")
    assert places.data_sets("manifest.json") == ["tiny"]
    with pytest.raises(SetupError, match=r"no data named 'tiny/truth'; .*my-course.datasets.tiny"):
        places.data_path("tiny/truth")
