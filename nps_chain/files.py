"""Files that are written whole or not at all: what is cut off half-way leaves no half a file."""

import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from nps_chain.errors import NpsError


def write_files(files: Mapping[Path, bytes], *, overwrite: bool = False) -> list[Path]:
    """Write files beside their places, then rename them, so that none is ever there in part.

    Parameters
    ----------
    files : mapping of Path to bytes
        What to write where. Folders are made.
    overwrite : bool
        Whether files of these names may be replaced.

    Raises
    ------
    NpsError
        If one is there already, has no name that a file can have, or can't be written.
    """
    beside = {file: file.with_name(file.name + ".part") for file in files if _has_name(file)}
    try:
        there = [file for file in files if file.exists()]
        if there and not overwrite:
            raise NpsError(
                f"{there[0]} is there already: choose another name, or say overwrite=True."
            )
        for file, content in files.items():
            file.parent.mkdir(parents=True, exist_ok=True)
            beside[file].write_bytes(content)
        for file, part in beside.items():
            part.replace(file)
    except OSError as error:
        _remove(beside.values())
        raise NpsError(f"{error.filename} can't be written: {error.strerror}.") from None
    return list(files)


def _has_name(file: Path) -> bool:
    """Refuse what can't be a name: an empty one, the character zero, half a character."""
    with suppress(UnicodeEncodeError):
        if file.name and b"\0" not in os.fsencode(file):
            return True
    raise NpsError(f"{str(file)!r:.80} is no name of a file: give another one.")


def _remove(parts: Iterable[Path]) -> None:
    for part in parts:
        with suppress(OSError):
            part.unlink(missing_ok=True)
