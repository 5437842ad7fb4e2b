"""The manifest of a chain's folder: what the chain is, and which files hold its tables.

``manifest.json`` is written last, and names each table's file by what is in it. So whoever reads a
folder sees one chain, the old one or the new one, however its writing was interrupted.

The hash in it names the chain itself, not its files: Parquet files differ from one version of their
writer to the next, and the same chain has the same hash everywhere (see :func:`canonical_hash`).
"""

import hashlib
import json
import os
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import numpy as np

from nps_chain.chain.schema import TABLES, columns_of, kinds_of
from nps_chain.errors import ChainError

if TYPE_CHECKING:
    from nps_chain.chain.tables import Chain

NAME = "manifest.json"
FORMAT = "nps-chain"
VERSION = 1
"""Raised when a table gets, loses or changes a column."""

LARGEST = 1_000_000  # bytes of a manifest
MOST_ROWS = 2**31 - 1  # row numbers are int32

GET_AGAIN = "Get the folder again from its source."

_SHA256 = re.compile("[0-9a-f]{64}")


@dataclass(frozen=True)
class TableFile:
    """The file that holds one table."""

    file: str
    rows: int
    bytes: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What ``manifest.json`` says."""

    network: str
    sha256: str  # see canonical_hash
    tables: dict[str, TableFile]
    notes: tuple[str, ...]


def file_name(table: str, sha256: str) -> str:
    """Return the name of the file with this hash that holds this table."""
    return f"{table}-{sha256[:8]}.parquet"


def write_manifest(folder: Path, manifest: Manifest, part: Path) -> None:
    """Put the manifest into its folder in one step, by way of the file ``part``."""
    head = {"format": FORMAT, "version": VERSION}
    text = json.dumps(head | asdict(manifest), indent=1, ensure_ascii=False) + "\n"
    data = text.encode(errors="backslashreplace")  # half a character, as JSON writes it
    if len(data) > LARGEST:
        raise ChainError("The notes of the chain are too long to be saved; leave some of them out.")
    with part.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    part.replace(folder / NAME)


def read_manifest(folder: Path) -> Manifest:
    """Return what the manifest of a chain's folder says.

    Raises
    ------
    ChainError
        If there is none, or it is of another program, of a newer nps-chain, or damaged.
    OSError
        If it can't be read.
    """
    path = folder / NAME
    if not path.is_file():
        raise ChainError(
            f"{folder} is no folder of a saved chain: it has no {NAME}. Block files, JSON and CSV"
            " are read by nps.read."
        )
    with path.open("rb") as file:
        data = file.read(LARGEST + 1)
    try:
        told = json.loads(data) if len(data) <= LARGEST else None
    except (ValueError, RecursionError):
        told = None
    if not isinstance(told, dict) or told.get("format") != FORMAT:
        raise ChainError(f"{path} is damaged, or not written by nps-chain.")
    version = told.get("version")
    if type(version) is int and version > VERSION:
        raise ChainError(
            f"{folder} was made by a newer nps-chain (format {version}; this one reads {VERSION})."
            " Update nps-chain."
        )
    return _checked(path, told)


def _checked(path: Path, told: dict[str, Any]) -> Manifest:
    def refuse(field: str) -> NoReturn:
        raise ChainError(
            f"{path} is damaged: its field {field} is missing or makes no sense. {GET_AGAIN}"
        )

    network, notes, tables = told.get("network"), told.get("notes"), told.get("tables")
    if told.get("version") != VERSION or type(told["version"]) is not int:
        refuse("version")
    if type(network) is not str:
        refuse("network")
    if not _is_sha256(told.get("sha256")):
        refuse("sha256")
    if type(notes) is not list or not all(type(note) is str for note in notes):
        refuse("notes")
    if type(tables) is not dict or tables.keys() != TABLES.keys():
        refuse("tables")
    for name in TABLES:
        entry = tables[name]
        if type(entry) is not dict or entry.keys() != TableFile.__annotations__.keys():
            refuse(f"tables, {name}")
        if not _is_sha256(entry["sha256"]) or entry["file"] != file_name(name, entry["sha256"]):
            refuse(f"tables, {name}, file or sha256")
        for field, most in (("rows", MOST_ROWS), ("bytes", 2**63)):
            if type(entry[field]) is not int or not 0 <= entry[field] <= most:
                refuse(f"tables, {name}, {field}")
    files = {name: TableFile(**tables[name]) for name in TABLES}
    return Manifest(network, told["sha256"], files, tuple(notes))


def _is_sha256(value: Any) -> bool:
    return type(value) is str and _SHA256.fullmatch(value) is not None


def canonical_hash(chain: "Chain") -> str:
    """Return the SHA-256 of a chain's columns, which names the chain on every machine.

    What is hashed: a line ``nps-chain VERSION NETWORK``; then for each table and column, in the
    order of :class:`~nps_chain.chain.schema.Columns`, a line ``TABLE.COLUMN KIND ROWS`` and its
    values, row after row, whole numbers little-endian with the bytes of their kind (``int32`` has
    4), flags as a byte 0 or 1, hashes and headers as they are. For text come first the lengths of
    all rows in bytes, as ``int64``, then all text end to end in UTF-8. Lines are ASCII and end in
    a line feed. Notes don't count.
    """
    digest = hashlib.sha256(f"{FORMAT} {VERSION} {chain.network}\n".encode())
    for table in TABLES:
        columns = getattr(chain.columns, table)
        for name, kind in kinds_of(type(columns)).items():
            values = columns_of(columns)[name]
            digest.update(f"{table}.{name} {kind.dtype} {len(values)}\n".encode())
            for part in _canonical(values):
                digest.update(part.data)
    return digest.hexdigest()


def _canonical(values: Any) -> Iterator[np.ndarray]:
    if isinstance(values, np.ndarray):
        yield np.ascontiguousarray(values, values.dtype.newbyteorder("<")).reshape(-1)
        return
    _, places, text = values.buffers()
    offsets = np.frombuffer(places, np.int64)[values.offset : values.offset + len(values) + 1]
    yield np.diff(offsets).astype("<i8")
    yield np.frombuffer(text, np.uint8)[offsets[0] : offsets[-1]]
