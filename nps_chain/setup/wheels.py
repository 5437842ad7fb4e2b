"""``nps-chain wheels``: a folder of packages, from which set-up needs no network.

It is made on a machine that has one, for its own system and Python or for another's, and carried
to the classroom. ``start.py --wheels FOLDER`` installs from it.
"""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

from nps_chain import places
from nps_chain.errors import SetupError
from nps_chain.setup import remedies
from nps_chain.setup.environment import CHECKS, COURSE
from nps_chain.setup.packages import PIP

# For each system its wheels' tags, and what the markers in a requirements file ask about it.
SYSTEMS = {
    "windows": (
        ["win_amd64"],
        {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt"},
    ),
    "macos": (
        ["macosx_14_0_arm64", "macosx_14_0_universal2"],
        {"sys_platform": "darwin", "platform_system": "Darwin", "os_name": "posix"},
    ),
    "linux": (
        [*(f"manylinux_2_{minor}_x86_64" for minor in range(28, 4, -1)), "manylinux2014_x86_64"],
        {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix"},
    ),
}
PYTHONS = ("3.11", "3.12", "3.13")
_PIN = re.compile(r"^(?P<pin>\S+==\S+)(?: ; (?P<marker>.*?))?(?P<hashes>(?: --hash=\S+)+)$")


def download(
    folder: Path, system: str | None = None, python: str | None = None, test: bool = False
) -> int:
    """Fill a folder with the pinned packages; return the exit status, 0.

    Parameters
    ----------
    folder : Path
        Made if need be; what it holds already stays, so one folder can serve several systems.
    system, python : str, optional
        One of `SYSTEMS` and one of `PYTHONS`; this machine's by default.
    test : bool
        Whether what the checks need is wanted too.

    Raises
    ------
    SetupError
        If this is no checkout, or pip fails.
    """
    root = places.checkout()
    if root is None:
        raise SetupError("Only a checkout of the course can list its packages: run this in one.")
    here = f"{sys.version_info[0]}.{sys.version_info[1]}"
    text = (root / (CHECKS if test else COURSE)).read_text(encoding="utf-8")
    lines = pins(text, system, python or here)
    target = [] if python is None else ["--python-version", python]
    for tag in SYSTEMS[system][0] if system else []:
        target += ["--platform", tag]
    with tempfile.TemporaryDirectory(prefix="nps-chain-") as name:
        chosen = Path(name) / "requirements.txt"
        chosen.write_text("\n".join(lines) + "\n", encoding="utf-8")
        options = ["download", "--require-hashes", "--no-deps", *target]
        where = ["--dest", str(folder), "--requirement", str(chosen)]
        print(f"Fetching {len(lines)} packages ...")
        pip = subprocess.run(
            [sys.executable, *PIP, *options, *where],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
        )
    if pip.returncode:
        raise SetupError(remedies.of_pip(pip.stdout))
    size = sum(file.stat().st_size for file in folder.iterdir())
    print(f"{folder} holds what is needed, {size / 1e6:.0f} MB. On the other machine, run:")
    print("    python3 start.py --wheels FOLDER")
    return 0


def pins(text: str, system: str | None, python: str) -> list[str]:
    """Return the lines of a requirements file that hold on a system, without their markers.

    pip would judge the markers by the machine that it runs on.

    Parameters
    ----------
    text : str
        The file, as uv writes it.
    system : str or None
        One of `SYSTEMS`, or None for this machine's.
    python : str
        One of `PYTHONS`.
    """
    from packaging.markers import Marker

    asked = {"python_version": python, "python_full_version": f"{python}.99"}
    if system:
        asked |= SYSTEMS[system][1]
    kept = []
    for line in text.replace("\\\n", "").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        parts = _PIN.match(re.sub(r"\s+", " ", line.strip()))
        if parts is None:
            raise SetupError(f"A requirements file has a line that pins nothing: {line[:80]}")
        if parts["marker"] is None or Marker(parts["marker"]).evaluate(asked):
            kept.append(parts["pin"] + parts["hashes"])
    return kept
