"""``nps-chain test``: every check of the project, one after the other.

The same command serves a contributor, the public CI and anybody who doubts. All checks run, also
after one has failed, and the last line counts them.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from nps_chain import places
from nps_chain.errors import SetupError
from nps_chain.setup import lab

_CONTRACT = "from importlinter.cli import lint_imports_command; lint_imports_command()"
_NBVAL = ["pytest", "--nbval", "--nbval-current-env", "--nbval-cell-timeout=60"]

# What each check is called, and what Python is given to run it, in the checkout.
QUICK = {
    "style": ["-m", "ruff", "check", "."],
    "format": ["-m", "ruff", "format", "--check", "."],
    "import contract": ["-c", _CONTRACT],
    "types": ["-m", "mypy"],
    "kernels": ["-m", "nps_chain.setup.warm_up"],  # compiled before a notebook's cell waits for one
    "unit tests": ["-m", "pytest"],
    "notebooks": ["-m", *_NBVAL, "notebooks", "instructor"],
}
SLOW = {
    "slow tests": ["-m", "pytest", "-m", "slow"],
}


def run(full: bool = False) -> int:
    """Run the checks, with the slow ones if ``full``; return 1 if one failed, else 0.

    Raises
    ------
    SetupError
        If this is no checkout: only that has the tests.
    """
    root = places.checkout()
    if root is None:
        raise SetupError("Only a checkout of the course has the tests: run this in one.")
    checks = QUICK | SLOW if full else QUICK
    with tempfile.TemporaryDirectory(prefix="nps-chain-") as name:
        environment = lab.isolated(Path(name) / "home", Path(name))
        failed = []
        for check, command in checks.items():
            print(f"\n== {check}", flush=True)
            if subprocess.run([sys.executable, *command], cwd=root, env=environment).returncode:
                failed.append(check)
    print()
    for check in failed:
        print(f"failed: {check}")
    print(f"{len(checks) - len(failed)} passed, {len(failed)} failed", flush=True)
    return 1 if failed else 0
