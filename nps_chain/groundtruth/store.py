"""A truth as a folder: a Parquet file for each table, and a manifest that says what it is.

It lies in the folder ``truth`` of a data set, apart from the chain, which is read without it.
Files are named by what is in them, and the manifest is put in its place last and in one step; so
whoever reads a folder sees one truth, whole.
"""

import hashlib
import json
import os
import re
from contextlib import suppress
from pathlib import Path
from typing import Any

from nps_chain.chain.store import parquet
from nps_chain.chain.store.manifest import FORMAT as CHAIN
from nps_chain.chain.store.manifest import (
    GET_AGAIN,
    LARGEST,
    MOST_ROWS,
    NAME,
    TableFile,
    file_name,
)
from nps_chain.errors import NpsError
from nps_chain.groundtruth.saved import read_saved
from nps_chain.groundtruth.tables import TABLES, Tables
from nps_chain.groundtruth.truth import Truth
from nps_chain.places import data_set, data_sets

FOLDER = "truth"
FORMAT = "nps-chain-truth"
VERSION = 1
"""Raised when a table gets, loses or changes a column; not when a list of words grows."""

_SET_NAME = re.compile("[A-Za-z0-9_-]+")
_SHA256 = re.compile("[0-9a-f]{64}")
_OWN = re.compile(rf"({'|'.join(TABLES)})-[0-9a-f]{{8}}\.parquet")
_PART = ".nps-chain.part"


def truth(name_or_folder: str | os.PathLike[str]) -> Truth:
    """Return the truth about the chain of a data set.

    Parameters
    ----------
    name_or_folder : str or path
        The name of a data set, such as ``core-regtest``; or its folder, or that of the truth.
        A data set comes first: for a folder of the same name, write ``./core-regtest``.

    Raises
    ------
    NpsError
        If there is no such data set, or no truth about it, or what is there is damaged,
        incomplete or of a newer version; the message says which.

    Examples
    --------
    >>> from nps_chain.groundtruth.store import truth
    >>> truth("core-regtest")
    Truth(16 entities, 16 wallets, 1,421 addresses, 711 transactions, 1,915 outputs, 0 deeds)
    """
    if not isinstance(name_or_folder, str | os.PathLike):
        raise NpsError(
            f"{name_or_folder!r:.80} names no data set: give its name, such as core-regtest, or"
            " its folder."
        )
    try:
        folder = _find(name_or_folder)
        files, notes = _manifest(folder)
        tables = {name: _read(folder, name, files[name]) for name in TABLES}
        saved = read_saved(folder)
    except OSError as error:
        raise NpsError(
            f"{error.filename or name_or_folder!s:.200} can't be read: {error.strerror or error}."
        ) from error
    try:
        parent = folder.parent if folder.name == FOLDER else None
        return Truth(Tables(**tables), notes, parent, saved)
    except NpsError as error:
        raise NpsError(f"The truth in {folder} can't be right. {error} {GET_AGAIN}") from error


def save(known: Truth, folder: str | os.PathLike[str]) -> None:
    """Write a truth into a folder, in place of one that is there; other files in it stay.

    Parameters
    ----------
    known : Truth
        The truth.
    folder : str or path
        The folder ``truth`` of a data set, made if it isn't there.

    Raises
    ------
    NpsError
        If it can't be written.
    """
    if not isinstance(known, Truth) or not isinstance(folder, str | os.PathLike):
        raise NpsError("Give a truth and the folder to save it in: save(known, folder).")
    folder = Path(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        files = {name: _write(folder, name, getattr(known.tables, name)) for name in TABLES}
        head = {"format": FORMAT, "version": VERSION, "notes": list(known.notes)}
        told = head | {"tables": {name: vars(file) for name, file in files.items()}}
        text = json.dumps(told, indent=1, ensure_ascii=False) + "\n"
        _put(folder, NAME, text.encode(errors="backslashreplace"))
        named = {file.file for file in files.values()}
        for path in folder.iterdir():
            if _OWN.fullmatch(path.name) and path.name not in named:
                with suppress(OSError):  # another program has it open; the next save tries again
                    path.unlink()
    except (OSError, ValueError) as error:  # no name of a folder can have the character zero
        raise NpsError(
            f"The truth can't be saved in {folder!s:.200}:"
            f" {getattr(error, 'strerror', None) or error}. Make room or choose"
            " another folder, then save again."
        ) from error


def _find(name_or_folder: str | os.PathLike[str]) -> Path:
    found = Path(name_or_folder)
    if isinstance(name_or_folder, str) and _SET_NAME.fullmatch(name_or_folder):
        found = data_set(name_or_folder) or found
    for folder in (found / FOLDER, found):
        if (folder / NAME).is_file():
            return folder
    names = data_sets(f"{FOLDER}/{NAME}")
    raise NpsError(
        f"There is no data set or folder {str(name_or_folder)!r:.200} whose truth is known. Data"
        f" sets with a truth: {', '.join(names) or 'none'}."
    )


def _manifest(folder: Path) -> tuple[dict[str, TableFile], tuple[str, ...]]:
    """Return which files hold the tables, and the notes."""
    path = folder / NAME
    with path.open("rb") as file:
        data = file.read(LARGEST + 1)
    try:
        told = json.loads(data) if len(data) <= LARGEST else None
    except (ValueError, RecursionError):
        told = None
    if isinstance(told, dict) and told.get("format") == CHAIN:
        raise NpsError(f"{folder} holds a chain, and no folder {FOLDER} with the truth about it.")
    if not isinstance(told, dict) or told.get("format") != FORMAT:
        raise NpsError(f"{path} is damaged, or not the manifest of a truth.")
    version = told.get("version")
    if type(version) is int and version > VERSION:
        raise NpsError(
            f"{folder} was made by a newer nps-chain (format {version}; this one reads {VERSION})."
            " Update nps-chain."
        )
    notes: Any = told.get("notes")
    tables: Any = told.get("tables")
    sound = {
        "version": type(version) is int and version == VERSION,
        "notes": type(notes) is list and all(type(note) is str for note in notes),
        "tables": type(tables) is dict and tables.keys() == TABLES.keys(),
    }
    if sound["tables"]:
        sound |= {f"tables, {name}": _is_entry(name, tables[name]) for name in TABLES}
    for field, fits in sound.items():
        if not fits:
            raise NpsError(
                f"{path} is damaged: its field {field} is missing or makes no sense. {GET_AGAIN}"
            )
    return {name: TableFile(**tables[name]) for name in TABLES}, tuple(notes)


def _is_entry(table: str, entry: Any) -> bool:
    if type(entry) is not dict or entry.keys() != TableFile.__annotations__.keys():
        return False
    sha256, rows, size = entry["sha256"], entry["rows"], entry["bytes"]
    return (
        type(sha256) is str
        and _SHA256.fullmatch(sha256) is not None
        and entry["file"] == file_name(table, sha256)
        and type(rows) is int
        and 0 <= rows <= MOST_ROWS
        and type(size) is int
        and 0 <= size < 2**63
    )


def _read(folder: Path, name: str, told: TableFile) -> Any:
    path = folder / told.file
    if not path.is_file():
        raise NpsError(f"{path} is missing. {GET_AGAIN}")
    size = path.stat().st_size
    if size != told.bytes:
        raise NpsError(f"{path} has {size:,} bytes, and {NAME} says {told.bytes:,}. {GET_AGAIN}")
    with path.open("rb") as file:
        if hashlib.file_digest(file, "sha256").hexdigest() != told.sha256:
            raise NpsError(f"{path} is damaged: its SHA-256 is another. {GET_AGAIN}")
    return parquet.read_table(path, TABLES[name], told.rows)


def _write(folder: Path, name: str, table: Any) -> TableFile:
    part = folder / _PART
    try:
        with part.open("w+b") as file:
            rows = parquet.write_table(table, file)
            file.seek(0)
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
            size = file.tell()
            os.fsync(file.fileno())
        part.replace(folder / file_name(name, sha256))
    finally:
        part.unlink(missing_ok=True)
    return TableFile(file_name(name, sha256), rows, size, sha256)


def _put(folder: Path, name: str, data: bytes) -> None:
    part = folder / _PART
    try:
        with part.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(folder / name)
    finally:
        part.unlink(missing_ok=True)
