"""Files from outside, read within bounds: none is followed out of its folder, none fills memory.

Whoever seized a page, or got a package by mail, doesn't know what is in it. A file is opened only
if it is a plain one, lies in the folder it claims to lie in, and isn't larger than what is read of
its kind. Nothing is run, and nothing is fetched.
"""

import os
import stat
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from nps_chain.errors import NpsError

MOST_FILES = 20_000
"""Files of a folder."""

DEEPEST = 20
"""Folders in each other."""


def read(file: Path, most: int, inside: Path | None = None) -> bytes:
    """Return the bytes of a plain file.

    Parameters
    ----------
    file : Path
        The file.
    most : int
        Its largest size, in bytes.
    inside : Path, optional
        The folder that it must lie in, links resolved.

    Raises
    ------
    NpsError
        If it isn't there, is no plain file, lies elsewhere, is too large, or can't be read.
    """
    try:
        if inside is not None and not file.resolve().is_relative_to(inside.resolve()):
            raise NpsError(f"{file} leads out of its folder, so it isn't read: remove the link.")
        # Not to be held up by a pipe, nor by a device that never ends.
        if not stat.S_ISREG(file.stat().st_mode):
            raise NpsError(f"{file} is no plain file: give a file.")
        with file.open("rb") as opened:
            data = opened.read(most + 1)
    except (OSError, ValueError) as error:  # no name of a file can have the character zero
        reason = getattr(error, "strerror", None) or error
        raise NpsError(f"{str(file)!r:.200} can't be read: {reason}.") from None
    if len(data) > most:
        raise NpsError(f"{file} is larger than {most:,} bytes, the most that is read of its kind.")
    return data


def files_below(folder: Path) -> Iterator[tuple[str, Path]]:
    """Yield all files and links below a folder, sorted: path with ``/``, and place.

    Links to folders are yielded, not followed; whoever reads one is refused.

    Raises
    ------
    NpsError
        If the folder can't be read, has more than `MOST_FILES` files, or is nested too deeply.
    """
    found: list[tuple[str, Path]] = []
    waiting = [(folder, 0)]
    try:
        while waiting:
            here, depth = waiting.pop()
            if depth > DEEPEST:
                raise NpsError(f"{folder} has more than {DEEPEST} folders in each other.")
            with os.scandir(here) as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append((here / entry.name, depth + 1))
                        continue
                    place = here / entry.name
                    found.append((place.relative_to(folder).as_posix(), place))
                    if len(found) > MOST_FILES:
                        raise NpsError(f"{folder} has more than {MOST_FILES:,} files.")
    except OSError as error:
        raise NpsError(f"{error.filename} can't be read: {error.strerror}.") from None
    yield from sorted(found)


def safe_path(text: str) -> PurePosixPath:
    """Return a path that was told by somebody, if it stays in its folder on every system.

    Raises
    ------
    NpsError
        If it is empty, absolute, has ``..``, a drive, a back slash, or a character that can't be
        seen.

    Examples
    --------
    >>> safe_path("tags/adp.yaml").name
    'adp.yaml'
    >>> safe_path("../elsewhere")
    Traceback (most recent call last):
    nps_chain.errors.NpsError: '../elsewhere' leads out of its folder, so it isn't used.
    """
    path = PurePosixPath(text)
    parts = text.split("/")
    if (
        not text.isprintable()
        or path.is_absolute()
        or any(part in ("", ".", "..") or part[0] == "~" for part in parts)
        or any(letter in text for letter in '\\:*?"<>|')
    ):
        raise NpsError(f"{text!r:.120} leads out of its folder, so it isn't used.")
    return path


def text_of(data: bytes, name: object) -> str:
    """Return bytes as text in UTF-8, without its mark of order.

    Raises
    ------
    NpsError
        If they are something else; the message tells the first wrong byte.
    """
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NpsError(
            f"{name!s} is no text in UTF-8: its byte {error.start:,} is wrong. Save it as UTF-8."
        ) from None
