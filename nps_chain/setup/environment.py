"""The Python environment of the course: found, or made in ``.venv`` beside ``start.py``.

Making it takes a minute and may be interrupted at any moment. So a stamp in ``.venv`` says how far
it came: an environment that is not finished is made anew, one that is finished is used at once and
needs no network. Only an environment that set-up made itself is ever replaced.
"""

import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from nps_chain.errors import SetupError
from nps_chain.setup import needs, packages
from nps_chain.setup.supervise import supervise

ROOM = 2_000_000_000  # bytes: the environment takes half of it, the downloads a quarter
STAMP = "nps-chain.json"
COURSE, CHECKS = "requirements.txt", "requirements-test.txt"  # the second holds the first


def prepare(root: Path, test: bool = False, wheels: Path | None = None) -> Path:
    """Return the Python to run the course with, after making its environment if need be.

    Parameters
    ----------
    root : Path
        The checkout.
    test : bool
        Whether what the checks need is wanted too.
    wheels : Path, optional
        A folder of packages to install from, instead of the network.

    Raises
    ------
    SetupError
        If this machine lacks something; the message says what to do.
    """
    if not needs.lacking(root, test):
        return Path(sys.executable)
    venv = root / ".venv"
    python = venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    stamp = _read_stamp(venv)
    if stamp is None and venv.is_dir() and any(venv.iterdir()):
        return _foreign(root, python, test)
    wanted = _digests(root, [COURSE, CHECKS] if test else [COURSE])
    finished = bool(stamp) and _runs(python)
    if stamp and finished and stamp["place"] == str(root) and wanted.items() <= stamp.items():
        return python
    if wheels is not None and not wheels.is_dir():
        raise SetupError(f"{wheels} is no folder: give --wheels the folder of packages.")
    if not finished:
        _make(venv)
    packages.install(
        python,
        root / (CHECKS if test else COURSE),
        wheels,
        log=venv / "install.log",
        fetched=lambda: _write_stamp(venv, {}),  # from here on a stop leaves it unfinished
    )
    packages.install_checkout(python, root)
    _write_stamp(venv, {"place": str(root), **wanted})
    return python


def hand_over(python: Path, root: Path, words: list[str]) -> int:
    """Run ``nps-chain`` from this checkout, in that environment; return its exit status."""
    paths = [str(root), os.environ.get("PYTHONPATH", "")]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(path for path in paths if path)}
    return supervise([str(python), "-m", "nps_chain.cli", *words], env=environment)


def _make(venv: Path) -> None:
    """Make an empty environment, in the place of an unfinished one."""
    if not all(map(importlib.util.find_spec, ("venv", "ensurepip"))):
        version = f"{sys.version_info[0]}.{sys.version_info[1]}"
        raise SetupError(
            "This Python came without its venv module: install it (Debian and Ubuntu: "
            f"sudo apt install python{version}-venv), then run this again."
        )
    if shutil.disk_usage(venv.parent).free < ROOM:
        raise SetupError("Setting up needs 2 GB of disk: make room, then run this again.")
    print("Making a Python environment in .venv ...")
    if venv.exists():
        # Renamed first: else an interruption here might leave a part without its stamp.
        removed = venv.with_name(".venv-removed")
        shutil.rmtree(removed, ignore_errors=True)
        venv.rename(removed)
        shutil.rmtree(removed, ignore_errors=True)
    venv.mkdir()
    _write_stamp(venv, {})
    made = subprocess.run(
        [sys.executable, "-m", "venv", str(venv)], capture_output=True, text=True, errors="replace"
    )
    if made.returncode:
        words = (made.stdout + made.stderr).strip().splitlines() or ["no reason given"]
        raise SetupError(
            f"Python's venv module failed ({words[-1]}): install Python again, then run this again."
        )


def _foreign(root: Path, python: Path, test: bool) -> Path:
    """Return the Python of a ``.venv`` that somebody else made, if it has what is needed."""
    ask = [str(python), "-m", "nps_chain.setup.needs", str(root), *(["--test"] if test else [])]
    answer = None
    if python.is_file():
        answer = subprocess.run(ask, cwd=root, capture_output=True, text=True, errors="replace")
    if answer is not None and answer.returncode == 0:
        missing = answer.stdout.split("\n")[:-1]
        if missing == [""]:
            return python
        lacks = f"lacks {', '.join(missing)}"
    else:
        lacks = "does not run"
    raise SetupError(
        f"The folder .venv was not made by start.py and {lacks}: rename or remove it, then run "
        "this again."
    )


def _runs(python: Path) -> bool:
    try:
        return subprocess.run([str(python), "-c", ""], capture_output=True).returncode == 0
    except OSError:
        return False


def _digests(root: Path, files: list[str]) -> dict[str, str]:
    return {file: hashlib.sha256((root / file).read_bytes()).hexdigest() for file in files}


def _read_stamp(venv: Path) -> dict[str, str] | None:
    """Return what is finished in an environment that set-up made: nothing, perhaps."""
    try:
        stamp = json.loads((venv / STAMP).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except ValueError:  # cut off while it was written
        return {}
    return stamp if isinstance(stamp, dict) and "place" in stamp else {}


def _write_stamp(venv: Path, stamp: dict[str, str]) -> None:
    (venv / STAMP).write_text(json.dumps(stamp, indent=1) + "\n", encoding="utf-8", newline="\n")
