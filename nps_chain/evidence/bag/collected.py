"""What a user wants packed, read once and within bounds: a folder, an agency's folder, or bytes."""

import os
from collections.abc import Mapping
from pathlib import Path

from nps_chain.errors import NpsError
from nps_chain.evidence.bag import names
from nps_chain.evidence.folder import INDEX, LARGEST, Folder, folder
from nps_chain.evidence.reading import files_below, read

MOST_PACKED = 256 * 1024**2
"""Bytes of all files together."""


Files = Mapping[str, bytes | str | os.PathLike[str]] | Folder | str | os.PathLike[str]
"""What may be given as files; see `files_of`."""


def files_of(files: Files, but: Path | None = None) -> dict[str, bytes]:
    """Return files by their paths.

    Parameters
    ----------
    files : mapping of str to bytes or path, Folder, or path
        The files themselves by name, or the folder that has them. The folder of an agency in a
        data set is taken only if every file is what its index says.
    but : Path, optional
        Where the package goes, which mustn't be in the folder that is packed.

    Raises
    ------
    NpsError
        If a file can't be read, is a link, is too large, or has a name that can't be packed; or
        what is given is something else.
    """
    if isinstance(files, Mapping):
        found = _named(files)
    elif not isinstance(files, str | os.PathLike):
        raise NpsError("These are no files: give a folder, or a dict of names and files or bytes.")
    elif but is not None and _is_below(but, Path(files)):
        raise NpsError(f"{but} would be in the folder that is packed: put it elsewhere.")
    else:
        found = _below(Path(files))
    for name in found:
        if refusal := names.refusal(name) or names.hindrance(name):
            raise NpsError(f"{name!r:.200} can't be packed: {refusal}. Rename it.")
    if sum(map(len, found.values())) > MOST_PACKED:
        raise NpsError(f"The files have more than {MOST_PACKED:,} bytes: pack a part of them.")
    return found


def _named(files: Mapping[str, bytes | str | os.PathLike[str]]) -> dict[str, bytes]:
    found = {}
    for name, given in files.items():
        if not isinstance(name, str):
            raise NpsError(f"{name!r:.80} is no name of a file: give a text, such as 'note.txt'.")
        if not isinstance(given, bytes | str | os.PathLike):
            raise NpsError(f"What is given as {name!r:.80} is neither bytes nor a file's path.")
        found[name] = given if isinstance(given, bytes) else read(Path(given), LARGEST)
    return found


def _is_below(place: Path, top: Path) -> bool:
    try:
        return place.resolve().is_relative_to(top.resolve())
    except (OSError, ValueError):
        return False


def _below(top: Path) -> dict[str, bytes]:
    if not top.is_dir():
        raise NpsError(f"{top} is no folder: give the folder whose files are to be packed.")
    top = top.resolve()  # "." may be an agency's folder, too
    if top.parent.name == "folders" and (top / INDEX).is_file():
        top = folder(top.name, top.parent.parent).path  # refuses one that was changed
    found, total = {}, 0
    for name, place in files_below(top):
        if place.is_symlink():
            raise NpsError(f"{place} is a link, which isn't packed: put the file in its place.")
        found[name] = read(place, LARGEST, inside=top)
        total += len(found[name])
        if total > MOST_PACKED:
            raise NpsError(f"{top} has more than {MOST_PACKED:,} bytes: pack a part of it.")
    return found
