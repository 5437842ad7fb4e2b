"""Installing the pinned packages with pip, in sight of the user.

Each package is pinned with its hashes, so what arrives is what was tried, from whatever network,
mirror or folder it comes. pip's own words go to a log; a failure becomes one sentence.
"""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from nps_chain.errors import SetupError
from nps_chain.setup import remedies

PIP = ["-m", "pip", "--disable-pip-version-check", "--no-input"]
_PIN = re.compile(r"^\S+==", re.MULTILINE)
# What pip says of each package in its turn; "Processing" a file, if it comes from a folder.
_TURN = re.compile(
    r"(?:Collecting|Requirement already satisfied:|(?P<skipped>Ignoring)) (?P<name>[\w.-]+)"
    r"|Processing .*?(?P<file>\w+)-\d[^/\\]*\.(?:whl|tar\.gz)"
)
_UNPACKING = "Installing collected packages"


def install(
    python: Path,
    requirements: Path,
    wheels: Path | None,
    log: Path,
    fetched: Callable[[], None],
) -> None:
    """Install what a requirements file pins.

    Parameters
    ----------
    python : Path
        The Python of the environment to install into.
    requirements : Path
        The file, with hashes.
    wheels : Path, optional
        The folder to take packages from, without any network.
    log : Path
        Where pip's words are kept.
    fetched : function
        Called when all has arrived, before anything in the environment changes.

    Raises
    ------
    SetupError
        If pip fails; the message gives the remedy.
    """
    total = len(_PIN.findall(requirements.read_text(encoding="utf-8")))
    source = "from the network" if wheels is None else f"from {wheels}"
    print(f"Installing {total} packages {source} ...")
    where = [] if wheels is None else ["--no-index", "--find-links", str(wheels.resolve())]
    options = ["install", "--require-hashes", "--progress-bar", "off", *where]
    command = [str(python), *PIP, *options, "--requirement", str(requirements)]
    words = ""
    # PIP_USER may be set for the user's own Python, and would break every environment.
    environment = os.environ | {"PYTHONIOENCODING": "utf-8", "PIP_USER": "0"}
    with (
        log.open("w", encoding="utf-8") as kept,
        subprocess.Popen(
            command,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
        ) as pip,
    ):
        assert pip.stdout is not None
        for line in _shown(pip.stdout, total):
            if line.startswith(_UNPACKING):
                fetched()
            kept.write(line)
            words += line
    if pip.returncode:
        raise SetupError(remedies.of_pip(words, wheels))


def install_checkout(python: Path, root: Path) -> None:
    """Install the checkout itself, editable, with what is installed already: needs no network."""
    options = ["install", "--quiet", "--no-index", "--no-deps", "--no-build-isolation"]
    pip = subprocess.run(
        [str(python), *PIP, *options, "--editable", str(root)],
        env=os.environ | {"PYTHONIOENCODING": "utf-8", "PIP_USER": "0"},
        capture_output=True,
        encoding="utf-8",
        errors="replace",
    )
    if pip.returncode:
        raise SetupError(remedies.of_pip(pip.stdout + pip.stderr))


def _shown(lines: Iterable[str], total: int) -> Iterable[str]:
    """Pass pip's lines on, and show the user how far it is."""
    done = 0
    screen = sys.stdout.isatty()  # there, one line is written over and over
    for line in lines:
        turn = _TURN.match(line)
        if turn:
            done += 1
            if not turn["skipped"]:  # as not for this system
                said = f"  {done} of {total}: {turn['name'] or turn['file']}"
                print(f"\r{said:60}" if screen else said, end="" if screen else "\n", flush=True)
        elif line.startswith(_UNPACKING):
            print("\n" * screen + "Unpacking them; this takes a minute or more ...", flush=True)
        yield line
