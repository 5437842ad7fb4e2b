"""``nps-chain doctor``: what a lesson needs of this machine, each checked by trying it.

Each line says ok and what was found, or what to do. A participant can read it out on the telephone.
"""

import importlib
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from importlib import metadata
from pathlib import Path

import nps_chain
from nps_chain import places
from nps_chain.errors import NpsError, SetupError
from nps_chain.setup import checksums, lab, needs, remedies
from nps_chain.setup.start import course_folder

ROOM = 500_000_000  # bytes: a week's notebooks and the compiled kernels take a tenth
SHOWN = ("jupyterlab", "pandas", "numpy", "numba", "pyarrow", "matplotlib", "networkx")


def doctor() -> int:
    """Check everything, print a line for each; return 1 if one is not ok, else 0."""
    checks: dict[str, Callable[[], str]] = {
        "Python": _python,
        "packages": _packages,
        "data sets": _data,
        "library": _library,
        "kernel": _kernel,
        "port": lambda: f"{lab.free_port(None)} is free on {lab.HOST}",
        "disk": _disk,
        "folder": _folder,
    }
    return max([_told(name, check) for name, check in checks.items()])


def _told(name: str, check: Callable[[], str]) -> int:
    """Run a check and print its line; return 1 if it is not ok."""
    try:
        print(f"ok      {name}: {check()}")
        return 0
    except NpsError as error:
        reason = str(error)
    except OSError as error:
        reason = remedies.of_system(error)
    except Exception as error:  # what is broken here may break anywhere, and is why one asks
        reason = f"{type(error).__name__}: {error}. Show this line to your instructor."
    print(f"NOT OK  {name}: {reason}")
    return 1


def _python() -> str:
    return f"{platform.python_version()} at {sys.executable}, {platform.platform()}"


def _packages() -> str:
    root = places.checkout()
    missing = needs.lacking(root) if root else []
    if missing:
        raise SetupError(f"These are missing: {', '.join(missing)}. Run start.py again.")
    versions = ", ".join(f"{name} {metadata.version(name)}" for name in SHOWN)
    return f"nps-chain {nps_chain.__version__}, {versions}"


def _data() -> str:
    folder = places.shipped() / "datasets"
    problems = checksums.problems(folder)
    if problems:
        raise SetupError(" ".join(problems))
    return f"all {len(checksums.read(folder))} files in {folder} are as they were shipped"


def _library() -> str:
    importlib.import_module("nps_chain.setup.warm_up").warm_up()
    return "it reads a chain and groups its addresses"


def _kernel() -> str:
    """Run a line in the kernel that a lesson gets."""
    question = "import sys, nps_chain; print(sys.executable)"
    with tempfile.TemporaryDirectory(prefix="nps-chain-") as name:
        answer = subprocess.run(
            [sys.executable, "-m", "jupyter_client.runapp", "--kernel=python3"],
            env=lab.isolated(Path(name) / "home", Path(name)),
            input=question,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=lab.PATIENCE,
        )
    if answer.returncode:
        last = (answer.stderr.strip().splitlines() or ["it said nothing"])[-1]
        raise SetupError(
            f"It does not start ({last}): let your virus scanner or firewall allow Python to talk "
            f"to itself on {lab.HOST}, or run start.py again."
        )
    return f"it starts, with {answer.stdout.strip()}"


def _disk() -> str:
    free = shutil.disk_usage(course_folder().parent).free
    if free < ROOM:
        raise SetupError(remedies.FULL)
    return f"{free / 1e9:.0f} GB are free"


def _folder() -> str:
    folder = course_folder()
    below = folder if folder.is_dir() else folder.parent
    with tempfile.TemporaryFile(dir=below) as file:
        file.write(b"nps-chain")
    return f"{below} can be written"
