"""A built wheel brings the lessons and data along, and sets up a course by itself."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from nps_chain.setup.checksums import files

ROOT = Path(__file__).parent.parent
HAND_OUT = """
import sys
from pathlib import Path
from nps_chain import places
from nps_chain.setup import start
start.hand_out(places.shipped(), Path(sys.argv[1]))
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Path:
    """The folder that holds what the wheel installs."""
    folder = tmp_path_factory.mktemp("built")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory"]
    subprocess.run([*build, str(folder)], cwd=ROOT, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def test_a_wheel_holds_every_lesson_and_data_set_and_no_solution(site):
    held = files(site / "nps_chain" / "_course")
    wanted = [f"{part}/{path}" for part in ("datasets", "notebooks") for path in files(ROOT / part)]
    assert held == wanted
    assert not (site / "instructor").exists()
    assert not (site / "tests").exists()


def test_an_installed_wheel_hands_the_course_out(site, tmp_path):
    mine = tmp_path / "Иван Петров" / "курс"
    subprocess.run(
        [sys.executable, "-c", HAND_OUT, str(mine)],
        cwd=tmp_path,  # not in the checkout, which would be found first
        env=os.environ | {"PYTHONPATH": str(site)},
        check=True,
    )
    lessons = files(ROOT / "notebooks")
    assert files(mine) == sorted([*lessons, *(f"datasets/{p}" for p in files(ROOT / "datasets"))])


def test_a_wheel_brings_the_explorers_script_and_its_licences(site):
    static = Path("nps_chain") / "show" / "static"
    held = {path.name: path.read_bytes() for path in (site / static).iterdir()}
    assert held == {path.name: path.read_bytes() for path in (ROOT / static).iterdir()}
    assert sorted(held) == ["LICENCES.txt", "explorer.js", "loader.js"]
