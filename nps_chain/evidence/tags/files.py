"""Which files of a folder are packs, and the header that a pack may share with others.

A folder of packs is laid out as GraphSense's tool has it: packs end in ``.yaml``; ``config.yaml``
has that tool's settings; ``header.yaml`` is no pack, but what the packs beside it and below take in
by ``header: !include header.yaml``. Nothing is taken in from above the folder that was asked for,
nor by a link out of it, nor by a name with ``*``, for which that tool takes in whatever fits.
"""

import hashlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from nps_chain.errors import NpsError
from nps_chain.evidence.folder import Folder
from nps_chain.evidence.reading import files_below, read, safe_path
from nps_chain.evidence.tags.yaml_data import LARGEST, Mapping, read_yaml

HEADER, CONFIG = "header.yaml", "config.yaml"

MOST_BYTES = 256 * 1024 * 1024
"""Bytes of all packs that are read at once."""


class File(NamedTuple):
    """A file that holds a pack.

    Attributes
    ----------
    name : str
        Its path in its folder, with ``/``.
    place : Path
        Where it is.
    top : Path
        The folder out of which nothing is read for it.
    """

    name: str
    place: Path
    top: Path


class Content(NamedTuple):
    """What a file holds.

    Attributes
    ----------
    told : Mapping
        Its fields, those of its header among them.
    size : int
        Bytes of the file and its header.
    sha256 : str
        Of the file, in hex.
    header : str
        The same of the file that was included as its header; empty if none was.
    overruled : tuple of str
        Fields that the file tells, and its header tells otherwise.
    """

    told: Mapping
    size: int
    sha256: str
    header: str
    overruled: tuple[str, ...]


def files_of(given: object) -> Iterator[File]:
    """Yield the files that hold packs, sorted within a folder.

    Parameters
    ----------
    given : path, Folder, or iterable of these
        A file; a folder, looked through with all below it but what is hidden; or an agency's
        folder, of which the packs are in ``tags``.

    Raises
    ------
    NpsError
        If there is none.
    """
    if isinstance(given, str | os.PathLike):
        yield from _files(given)
    elif isinstance(given, Iterable):
        for one in given:
            if not isinstance(one, str | os.PathLike):
                raise _no_path(one)
            yield from _files(one)
    else:
        raise _no_path(given)


def content_of(file: File) -> Content:
    """Return what a file holds, its header taken in.

    Raises
    ------
    NpsError
        If it is no mapping of fields, can't be read within bounds, or has a name that not every
        system can have.
    """
    safe_path(file.name)  # it is to be the name of a file again
    data = read(file.place, LARGEST, inside=file.top)
    headers: list[bytes] = []

    def include(path: str) -> object:
        place = _header(file, path)
        taken_in = read(place, LARGEST, inside=file.top)
        headers.append(taken_in)
        return read_yaml(taken_in, place.relative_to(file.top).as_posix())

    told = read_yaml(data, file.name, include)
    if not isinstance(told, Mapping):
        raise NpsError(f"{file.name} is no pack: it has no fields such as title and tags.")
    header = told.pop("header", Mapping())
    if not isinstance(header, Mapping):
        raise NpsError(f"{file.name} has a header that has no fields.")
    overruled = tuple(name for name in header if name in told and told[name] != header[name])
    told.update(header)
    sha256, *of_header = (hashlib.sha256(one).hexdigest() for one in (data, *headers))
    size = len(data) + sum(map(len, headers))
    return Content(told, size, sha256, "".join(of_header), overruled)


def _files(given: str | os.PathLike[str]) -> list[File]:
    if not str(given) or "\0" in str(given):  # an empty one would be the folder one is in
        raise _no_path(given)
    top = Path(given) / "tags" if isinstance(given, Folder) else Path(given)
    if not top.is_dir():
        return [File(top.name, top, top.parent)]
    found = [
        File(name, place, top)
        for name, place in files_below(top)
        if place.suffix in (".yaml", ".yml")
        and place.name not in (HEADER, CONFIG)
        and not any(part.startswith(".") for part in name.split("/"))
    ]
    if not found:
        raise NpsError(f"{top} has no pack of tags: a pack is a file that ends in .yaml.")
    return found


def _header(file: File, path: str) -> Path:
    """Return the file that is meant: by the nearest folder that has a header, as the tool does."""
    try:
        wanted = safe_path(path)
    except NpsError as error:
        raise NpsError(f"{file.name} takes in another file: {error}") from None
    folder = file.place.parent
    while not (folder / HEADER).is_file() and folder != file.top:
        folder = folder.parent
    if not (folder / wanted).exists():
        raise NpsError(
            f"{file.name} takes in {path!r:.120}, which isn't in {folder}: give the folder of tags"
            " that has it."
        )
    return folder / wanted


def _no_path(given: object) -> NpsError:
    return NpsError(
        f"{given!r:.80} is no place of tags: give a file, a folder, what nps.folder gave, or a"
        " list of these."
    )
