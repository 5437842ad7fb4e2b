"""The manifest of the data sets: ``datasets/SHA256SUMS``, which ``sha256sum -c`` reads too.

Evidence is checked before it is used; so is what the course ships. A line has a file's SHA-256 in
hex, two spaces, and its path below the folder, with ``/`` on every system.
"""

import hashlib
import re
from pathlib import Path

from nps_chain.errors import SetupError

NAME = "SHA256SUMS"
_LINE = re.compile(r"([0-9a-f]{64}) [ *](.+)")


def files(folder: Path) -> list[str]:
    """Return the paths of all files below a folder, sorted; hidden ones are left out."""
    below = (file.relative_to(folder) for file in folder.rglob("*") if file.is_file())
    seen = (path for path in below if not any(part.startswith(".") for part in path.parts))
    return sorted(path.as_posix() for path in seen)


def sums(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of each file below a folder, by its path, but of the manifest itself."""
    return {path: sha256(folder / path) for path in files(folder) if path != NAME}


def write(folder: Path) -> None:
    """Write the manifest of a folder."""
    lines = [f"{digest}  {path}\n" for path, digest in sums(folder).items()]
    beside = folder / f".{NAME}.part"
    beside.write_text("".join(lines), encoding="utf-8", newline="\n")
    beside.replace(folder / NAME)


def read(folder: Path) -> dict[str, str]:
    """Return what the manifest of a folder says, as `sums` does.

    Raises
    ------
    SetupError
        If there is no manifest, or a line is none.
    """
    file = folder / NAME
    if not file.is_file():
        raise SetupError(f"{file} is missing: copy the course again.")
    listed = {}
    for number, line in enumerate(file.read_text("utf-8", "replace").splitlines(), start=1):
        parts = _LINE.fullmatch(line)
        if parts is None:
            raise SetupError(f"{file}, line {number}, is damaged: copy the course again.")
        listed[parts[2]] = parts[1]
    return listed


def problems(folder: Path) -> list[str]:
    """Return a sentence for each listed file that is missing or differs; more files don't matter.

    Raises
    ------
    SetupError
        If the manifest itself can't be used.
    """
    found = []
    for path, digest in read(folder).items():
        file = folder / path
        if not file.is_file():
            found.append(f"{file} is missing: copy the course again.")
        elif sha256(file) != digest:
            found.append(f"{file} differs from what was shipped: copy the course again.")
    return found


def sha256(file: Path) -> str:
    """Return a file's SHA-256 in hex."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
