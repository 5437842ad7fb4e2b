"""The environment: found, made, made again after an interruption, never taken from somebody else.

Only programs and the machine are played by the tests; the files are real, below a home folder with
a space and in Cyrillic. The last test plays nothing.
"""

import base64
import hashlib
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from nps_chain.errors import SetupError
from nps_chain.setup import environment

PYPROJECT = """
[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]

[project]
name = "course"
version = "1.0"
requires-python = ">=3.11"
dependencies = ["no-such-pebble>=1"]
[project.optional-dependencies]
test = ["no-such-pebble-for-tests>=1"]
"""
NO_NETWORK = "Failed to establish a new connection\nERROR: No matching distribution found for x\n"
VENV, PIP, EDITABLE = "make .venv", "install the pins", "install the checkout"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "Иван Петров" / "курс"
    root.mkdir(parents=True)
    (root / "pyproject.toml").write_text(PYPROJECT, "utf-8")
    (root / "requirements.txt").write_text("no-such-pebble==1.0 --hash=sha256:00\n", "utf-8")
    (root / "requirements-test.txt").write_text("no-such-pebble==1.0 --hash=sha256:00\n", "utf-8")
    return root


class Machine:
    """Plays the programs that set-up runs, and keeps what was asked of them."""

    def __init__(self) -> None:
        self.did: list[str] = []
        self.commands: list[list[str]] = []
        self.pip_fails: BaseException | str | None = None
        self.pip_stops_fetching = False

    def run(self, command: list[str], **_: object) -> subprocess.CompletedProcess:
        self.commands.append(command)
        if command[1:3] == ["-m", "venv"]:
            self.did.append(VENV)
            python = environment_python(Path(command[3]))
            python.parent.mkdir(parents=True)
            python.write_text("python")
        elif "--editable" in command:
            self.did.append(EDITABLE)
        elif not Path(command[0]).is_file():
            raise FileNotFoundError(command[0])
        return subprocess.CompletedProcess(command, 0, "", "")

    def popen(self, command: list[str], **_: object) -> "Machine":
        self.commands.append(command)
        self.did.append(PIP)
        self.stdout = self.pip()
        self.returncode = 1 if isinstance(self.pip_fails, str) else 0
        return self

    def pip(self) -> Iterator[str]:
        yield "Collecting no-such-pebble==1.0\n"
        if self.pip_stops_fetching:
            yield from self.trouble()
        else:
            yield "Installing collected packages: no-such-pebble\n"
            yield from self.trouble()

    def trouble(self) -> Iterator[str]:
        if isinstance(self.pip_fails, BaseException):
            raise self.pip_fails
        if self.pip_fails:
            yield from self.pip_fails.splitlines(keepends=True)

    def __enter__(self) -> "Machine":
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def since(self) -> list[str]:
        did, self.did = self.did, []
        return did


def environment_python(venv: Path) -> Path:
    return venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


@pytest.fixture
def machine(monkeypatch) -> Machine:
    machine = Machine()
    monkeypatch.setattr(subprocess, "run", machine.run)
    monkeypatch.setattr(subprocess, "Popen", machine.popen)
    return machine


def test_an_environment_that_has_everything_is_used_as_it_is(root, machine):
    text = PYPROJECT.replace("no-such-pebble>=1", "pytest>=1")
    (root / "pyproject.toml").write_text(text, "utf-8")
    assert environment.prepare(root) == Path(sys.executable)
    assert machine.since() == []
    assert not (root / ".venv").exists()


def test_on_a_fresh_machine_an_environment_is_made_once(root, machine, capsys):
    python = environment.prepare(root)
    assert python == environment_python(root / ".venv")
    assert machine.since() == [VENV, PIP, EDITABLE]
    assert "  1 of 1: no-such-pebble\n" in capsys.readouterr().out
    assert environment.prepare(root) == python
    assert machine.since() == []


def test_only_pinned_packages_are_asked_for(root, machine):
    environment.prepare(root)
    pip = next(command for command in machine.commands if "--requirement" in command)
    assert "--require-hashes" in pip
    assert pip[-1] == str(root / "requirements.txt")


def test_the_checks_need_more_and_get_it_in_the_same_environment(root, machine):
    environment.prepare(root)
    machine.since()
    environment.prepare(root, test=True)
    assert machine.since() == [PIP, EDITABLE]
    environment.prepare(root, test=True)
    environment.prepare(root)
    assert machine.since() == []


def test_changed_pins_are_installed_without_making_it_anew(root, machine):
    environment.prepare(root)
    machine.since()
    (root / "requirements.txt").write_text("no-such-pebble==2.0 --hash=sha256:00\n", "utf-8")
    environment.prepare(root)
    assert machine.since() == [PIP, EDITABLE]


def test_a_course_that_was_moved_is_installed_again(root, machine):
    environment.prepare(root)
    machine.since()
    moved = root.rename(root.with_name("курс 2"))
    environment.prepare(moved)
    assert machine.since() == [PIP, EDITABLE]


@pytest.mark.parametrize("trouble", [NO_NETWORK, KeyboardInterrupt(), OSError(28, "No space left")])
def test_after_any_trouble_the_next_try_makes_it_anew(root, machine, trouble):
    machine.pip_fails = trouble
    with pytest.raises((SetupError, KeyboardInterrupt, OSError)):
        environment.prepare(root)
    (root / ".venv" / "half a package").write_text("")
    machine.since()
    machine.pip_fails = None
    environment.prepare(root)
    assert machine.since() == [VENV, PIP, EDITABLE]
    assert not (root / ".venv" / "half a package").exists()
    assert [path.name for path in root.iterdir() if "removed" in path.name] == []


def test_what_cannot_be_fetched_leaves_a_finished_environment_as_it_was(root, machine):
    python = environment.prepare(root)
    machine.pip_fails, machine.pip_stops_fetching = NO_NETWORK, True
    with pytest.raises(SetupError, match="no network"):
        environment.prepare(root, test=True)
    machine.since()
    assert environment.prepare(root) == python
    assert machine.since() == []


@pytest.mark.parametrize("fetching", [True, False])
def test_an_update_that_stops_while_it_unpacks_is_made_anew(root, machine, fetching):
    environment.prepare(root)
    machine.pip_fails, machine.pip_stops_fetching = KeyboardInterrupt(), fetching
    with pytest.raises(KeyboardInterrupt):
        environment.prepare(root, test=True)
    machine.since()
    machine.pip_fails = None
    environment.prepare(root, test=True)
    assert machine.since() == ([] if fetching else [VENV]) + [PIP, EDITABLE]


@pytest.mark.parametrize("stamp", ["", "{", "[]", "{}", '{"place": '])
def test_a_stamp_that_was_cut_off_means_unfinished(root, machine, stamp):
    environment.prepare(root)
    machine.since()
    (root / ".venv" / environment.STAMP).write_text(stamp)
    environment.prepare(root)
    assert machine.since() == [VENV, PIP, EDITABLE]


def test_an_environment_whose_python_is_gone_is_made_anew(root, machine):
    python = environment.prepare(root)
    machine.since()
    python.unlink()
    environment.prepare(root)
    assert machine.since() == [VENV, PIP, EDITABLE]


def test_without_a_network_the_remedy_is_told_and_pips_words_are_kept(root, machine):
    machine.pip_fails = NO_NETWORK
    with pytest.raises(SetupError, match=r"no network .* use --wheels FOLDER"):
        environment.prepare(root)
    assert (root / ".venv" / "install.log").read_text("utf-8").endswith(NO_NETWORK)


def test_a_folder_of_packages_is_used_without_any_network(root, machine, tmp_path):
    (tmp_path / "пакеты").mkdir()
    environment.prepare(root, wheels=tmp_path / "пакеты")
    pip = next(command for command in machine.commands if "--requirement" in command)
    at = pip.index("--no-index")
    assert pip[at + 1 : at + 3] == ["--find-links", str(tmp_path / "пакеты")]


def test_a_folder_of_packages_that_is_none_is_told_at_once(root, machine, tmp_path):
    with pytest.raises(SetupError, match="absent is no folder"):
        environment.prepare(root, wheels=tmp_path / "absent")
    assert machine.since() == []


def test_an_environment_of_somebody_else_is_never_touched(root, machine):
    (root / ".venv").mkdir()
    (root / ".venv" / "mine").write_text("")
    with pytest.raises(SetupError, match=r"not made by start\.py and does not run: rename or rem"):
        environment.prepare(root)
    assert (root / ".venv" / "mine").exists()
    assert machine.since() == []


@pytest.mark.parametrize(("lacks", "used"), [("\n", True), ("numba>=0.64\npandas>=3\n", False)])
def test_an_environment_of_somebody_else_is_used_if_it_has_everything(
    root, machine, monkeypatch, lacks, used
):
    python = environment_python(root / ".venv")
    python.parent.mkdir(parents=True)
    python.write_text("python")
    answer = subprocess.CompletedProcess([], 0, lacks, "")
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: answer)
    if used:
        assert environment.prepare(root) == python
    else:
        with pytest.raises(SetupError, match=r"lacks numba>=0\.64, pandas>=3: rename"):
            environment.prepare(root)


def test_a_python_without_venv_names_the_package_to_install(root, machine, monkeypatch):
    find = environment.importlib.util.find_spec
    monkeypatch.setattr(
        environment.importlib.util,
        "find_spec",
        lambda name: None if name == "ensurepip" else find(name),
    )
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    with pytest.raises(SetupError, match=rf"sudo apt install python{version}-venv"):
        environment.prepare(root)
    assert machine.since() == []


def test_a_small_disk_is_told_before_anything_is_made(root, machine, monkeypatch):
    monkeypatch.setattr(
        environment.shutil, "disk_usage", lambda _: environment.shutil._ntuple_diskusage(9, 8, 1)
    )
    with pytest.raises(SetupError, match="needs 2 GB of disk: make room"):
        environment.prepare(root)
    assert machine.since() == []


BACKEND = """
import zipfile

def get_requires_for_build_editable(config_settings=None):
    return []

def build_editable(folder, config_settings=None, metadata_directory=None):
    name = "course-1.0-py3-none-any.whl"
    info = "course-1.0.dist-info/"
    with zipfile.ZipFile(f"{folder}/{name}", "w") as wheel:
        wheel.writestr(info + "METADATA", "Metadata-Version: 2.1\\nName: course\\nVersion: 1.0\\n")
        wheel.writestr(info + "WHEEL", "Wheel-Version: 1.0\\nTag: py3-none-any\\n")
        wheel.writestr("course.py", "")
        wheel.writestr(info + "RECORD", "")
    return name
"""


def pebble(folder: Path) -> str:
    """Write the smallest wheel there is, and return its pin."""
    file = folder / "no_such_pebble-1.0-py3-none-any.whl"
    contents = {
        "no_such_pebble.py": "SIZE = 1\n",
        "no_such_pebble-1.0.dist-info/METADATA": (
            "Metadata-Version: 2.1\nName: no-such-pebble\nVersion: 1.0\n"
        ),
        "no_such_pebble-1.0.dist-info/WHEEL": "Wheel-Version: 1.0\nTag: py3-none-any\n",
    }
    record = ""
    with zipfile.ZipFile(file, "w") as wheel:
        for name, text in contents.items():
            digest = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=")
            record += f"{name},sha256={digest.decode()},{len(text)}\n"
            wheel.writestr(name, text)
        wheel.writestr("no_such_pebble-1.0.dist-info/RECORD", record)
    return f"no-such-pebble==1.0 --hash=sha256:{hashlib.sha256(file.read_bytes()).hexdigest()}\n"


def test_a_real_environment_is_made_offline_below_a_cyrillic_home(root, tmp_path):
    (tmp_path / "мои пакеты").mkdir()
    (root / "requirements.txt").write_text(pebble(tmp_path / "мои пакеты"), "utf-8")
    (root / "backend.py").write_text(BACKEND, "utf-8")
    python = environment.prepare(root, wheels=tmp_path / "мои пакеты")
    code = "import no_such_pebble, course, sys; print(no_such_pebble.SIZE, sys.prefix)"
    answer = subprocess.run(
        [str(python), "-c", code],
        env=os.environ | {"PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
    )
    assert answer.stdout == f"1 {root / '.venv'}\n"
    stamp = json.loads((root / ".venv" / environment.STAMP).read_text("utf-8"))
    digest = hashlib.sha256((root / "requirements.txt").read_bytes()).hexdigest()
    assert stamp == {"place": str(root), "requirements.txt": digest}
