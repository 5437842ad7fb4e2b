"""What the course needs of a Python, and what this one lacks of it.

An environment that already has everything, from conda or made by hand, is used as it is; so this
runs on any Python, bare ones too. ``pyproject.toml`` is the one list of what is needed. Run as a
program, it answers for the Python that runs it, with one missing requirement on each line.
"""

import platform
import sys
import tomllib
from importlib import metadata
from pathlib import Path
from typing import Any


def lacking(root: Path, test: bool = False) -> list[str]:
    """Return the requirements that this Python does not meet, as ``pyproject.toml`` writes them.

    Parameters
    ----------
    root : Path
        The checkout.
    test : bool
        Whether what the checks need is needed too.
    """
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needed = list(project["dependencies"])
    if test:
        needed += project["optional-dependencies"]["test"]
    try:
        from packaging.requirements import Requirement
    except ImportError:  # every environment with JupyterLab has it
        return needed
    python = Requirement(f"python{project['requires-python']}")
    missing = [text for text in needed if not _met(Requirement(text))]
    if not python.specifier.contains(platform.python_version(), prereleases=True):
        missing.insert(0, str(python))
    return missing


def _met(requirement: Any) -> bool:
    try:
        version = metadata.version(requirement.name)
    except metadata.PackageNotFoundError:
        return False
    return bool(requirement.specifier.contains(version, prereleases=True))


if __name__ == "__main__":
    print("\n".join(lacking(Path(sys.argv[1]), "--test" in sys.argv)))
