"""A chain as a folder: a Parquet file for each table, and a manifest that says what it is.

A folder may hold more: block files in ``blocks/``, a README, the truth. Saving leaves all of that
alone. It never writes over a file that the present manifest names, since a table's file is named by
what is in it; it puts the new manifest in place of the old one in a single step, and only then
removes what no manifest names. So a folder holds the old chain or the new one at every moment.
"""

import hashlib
import os
import re
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from nps_chain.chain.schema import TABLES, Columns
from nps_chain.chain.store import parquet
from nps_chain.chain.store.manifest import (
    GET_AGAIN,
    NAME,
    Manifest,
    TableFile,
    canonical_hash,
    file_name,
    read_manifest,
    write_manifest,
)
from nps_chain.chain.tables import Chain
from nps_chain.errors import ChainError
from nps_chain.places import data_set, data_sets

_SET_NAME = re.compile("[A-Za-z0-9_-]+")
_OWN = re.compile(rf"({'|'.join(TABLES)})-[0-9a-f]{{8}}\.parquet|\.nps-chain\.part")
_PART = ".nps-chain.part"


def load(name_or_folder: str | os.PathLike[str], *, check: bool = True) -> Chain:
    """Return a chain that was saved.

    Parameters
    ----------
    name_or_folder : str or path
        The name of a data set, such as ``core-regtest``; or a folder. A data set comes first:
        for a folder of the same name, write ``./core-regtest``.
    check : bool
        False leaves out the checksums of files and columns, for folders that were checked before.

    Raises
    ------
    ChainError
        If there is no such data set, or its folder is damaged, incomplete, of another program or
        of a newer version; the message says which.

    Examples
    --------
    >>> load("core-regtest")
    Chain(regtest: 154 blocks, heights 0 to 153, 711 transactions, 1,422 addresses)
    """
    try:
        folder = _find(name_or_folder)
        manifest = read_manifest(folder)
        tables = {name: _read(folder, name, manifest.tables[name], check) for name in TABLES}
        raw_block = _raw_block(folder)
    except OSError as error:
        raise ChainError(
            f"{error.filename or name_or_folder} can't be read: {error.strerror or error}."
        ) from error
    try:
        chain = Chain(manifest.network, Columns(**tables), manifest.notes, raw_block)
    except ChainError as error:
        raise ChainError(f"The chain in {folder} can't be right. {error}") from error
    if check and canonical_hash(chain) != manifest.sha256:
        raise ChainError(f"{folder} holds another chain than its {NAME} says. {GET_AGAIN}")
    return chain


def save(chain: Chain, folder: str | os.PathLike[str]) -> None:
    """Write a chain into a folder, in place of a chain that is there.

    Parameters
    ----------
    chain : Chain
        The chain; its block files are not copied.
    folder : str or path
        A new or empty folder, or one that holds a saved chain. Other files in it stay.

    Raises
    ------
    ChainError
        If the folder holds other things and no chain, or can't be written. Then it is as it was.
    """
    folder = Path(folder)
    new = not folder.exists()
    try:
        _refuse_foreign(folder)
        folder.mkdir(parents=True, exist_ok=True)
        try:
            tables = {name: _write(folder, name, getattr(chain.columns, name)) for name in TABLES}
            manifest = Manifest(chain.network, canonical_hash(chain), tables, chain.notes)
            write_manifest(folder, manifest, folder / _PART)
        finally:
            _tidy(folder)
            if new:
                with suppress(OSError):
                    folder.rmdir()  # which only an empty one lets happen
    except OSError as error:
        raise ChainError(
            f"The chain can't be saved in {folder}: {error.strerror or error}. Make room or choose"
            " another folder, then save again."
        ) from error


def _find(name_or_folder: str | os.PathLike[str]) -> Path:
    """Return the folder of a data set, or the folder itself."""
    if not isinstance(name_or_folder, str) or not _SET_NAME.fullmatch(name_or_folder):
        return Path(name_or_folder)
    if found := data_set(name_or_folder):
        return found
    if Path(name_or_folder).is_dir():
        return Path(name_or_folder)
    raise ChainError(
        f"There is no data set or folder {name_or_folder!r}. Data sets here:"
        f" {', '.join(data_sets(NAME)) or 'none'}."
    )


def _read(folder: Path, name: str, told: TableFile, check: bool) -> Any:
    path = folder / told.file
    if not path.is_file():
        raise ChainError(f"{path} is missing. {GET_AGAIN}")
    size = path.stat().st_size
    if size != told.bytes:
        raise ChainError(f"{path} has {size:,} bytes, and {NAME} says {told.bytes:,}. {GET_AGAIN}")
    if check:
        with path.open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != told.sha256:
                raise ChainError(f"{path} is damaged: its SHA-256 is another. {GET_AGAIN}")
    return parquet.read_table(path, TABLES[name], told.rows)


def _write(folder: Path, name: str, table: Any) -> TableFile:
    part = folder / _PART
    with part.open("w+b") as file:
        rows = parquet.write_table(table, file)
        file.flush()
        os.fsync(file.fileno())
        file.seek(0)
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        size = file.tell()
    part.replace(folder / file_name(name, sha256))
    return TableFile(file_name(name, sha256), rows, size, sha256)


def _refuse_foreign(folder: Path) -> None:
    """Raise a ChainError if a chain may not be saved here."""
    if not folder.exists():
        return
    if not folder.is_dir():
        raise ChainError(f"{folder} is a file; a chain is saved in a folder.")
    if (folder / NAME).exists():
        read_manifest(folder)
        return
    others = sorted(
        path.name
        for path in folder.iterdir()
        if not path.name.startswith(".") and not _OWN.fullmatch(path.name)
    )
    if others:
        raise ChainError(
            f"{folder} holds other things and no chain ({others[0]}); choose a new or empty folder."
        )


def _tidy(folder: Path) -> None:
    """Remove files of the store that the manifest doesn't name."""
    named = set()
    if (folder / NAME).exists():
        named = {told.file for told in read_manifest(folder).tables.values()}
    for path in folder.iterdir():
        if _OWN.fullmatch(path.name) and path.name not in named:
            with suppress(OSError):  # another program has it open; the next save tries again
                path.unlink()


def _raw_block(folder: Path) -> Callable[[bytes], bytes] | None:
    """Return what gives a block's bytes, if its block files are in the folder too."""
    files = sorted((folder / "blocks").glob("blk*.dat"))
    if not files:
        return None

    @cache
    def opened() -> Callable[[bytes], bytes]:
        from nps_chain.chain.readers.block_files import raw_blocks  # most lessons never need it

        return raw_blocks(files)

    return lambda block_hash: opened()(block_hash)
