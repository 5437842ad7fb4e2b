"""Files that say the same thing in several ways agree with each other."""

import re
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement

ROOT = Path(__file__).parent.parent
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
PINNED = {
    "requirements.txt": [
        *PYPROJECT["project"]["dependencies"],
        *PYPROJECT["dependency-groups"]["build"],
    ],
    "requirements-test.txt": [
        *PYPROJECT["project"]["dependencies"],
        *PYPROJECT["dependency-groups"]["build"],
        *PYPROJECT["project"]["optional-dependencies"]["test"],
    ],
}


def pins(file: str) -> list[str]:
    return re.findall(r"^([^\s#]+==\S+(?: ; [^\\\n]+)?)", (ROOT / file).read_text("utf-8"), re.M)


def test_conda_asks_for_what_the_package_asks_for():
    environment = yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))
    project = PYPROJECT["project"]
    wanted = [f"python{project['requires-python']}", *project["dependencies"]]
    assert sorted(environment["dependencies"]) == sorted(wanted)
    assert environment["channels"] == ["conda-forge"]


@pytest.mark.parametrize("file", PINNED)
def test_each_requirement_is_pinned_to_a_version_that_it_allows(file):
    pinned = [Requirement(pin.strip()) for pin in pins(file)]
    for wanted in map(Requirement, PINNED[file]):
        versions = [
            specifier.version
            for pin in pinned
            if pin.name.lower() == wanted.name.lower()
            for specifier in pin.specifier
        ]
        assert versions, f"{wanted.name} is not pinned: run tools/pin.py"
        assert all(wanted.specifier.contains(v) for v in versions), wanted


def test_the_checks_run_with_the_versions_of_the_course():
    assert set(pins("requirements.txt")) <= set(pins("requirements-test.txt"))


@pytest.mark.parametrize("file", PINNED)
def test_a_requirements_file_has_pins_and_hashes_and_nothing_else(file):
    lines = (ROOT / file).read_text("utf-8").splitlines()
    pin = re.compile(r"[a-z0-9._-]+==[\w.]+(?: ; .+?)? \\")
    hashed = re.compile(r" {4}--hash=sha256:[0-9a-f]{64}(?: \\)?")
    code = [line for line in lines if not line.startswith("#")]
    assert [line for line in code if not (pin.fullmatch(line) or hashed.fullmatch(line))] == []
    assert [line for line in lines if "://" in line or "/opt/" in line] == []


def test_the_build_needs_what_is_pinned_for_it():
    assert PYPROJECT["build-system"]["requires"] == PYPROJECT["dependency-groups"]["build"]
