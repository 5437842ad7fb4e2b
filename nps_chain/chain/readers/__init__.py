"""Reading a chain from whatever one has: the format is told by what the files hold.

One module a format; each says whether a file looks like its own and turns such files into pieces
(see :mod:`nps_chain.chain.readers.shared.source`). What comes out is the same chain, but for what a
format lacks:

=============  =================================================================================
format         what it lacks
=============  =================================================================================
block files    nothing
raw blocks     of which test network they are, and heights from before BIP 34
Core's JSON    of which test network it is; at verbosity 2, value and address of coins from before
               the data
bitcoin-etl    some witnesses, some headers and, in exports of BigQuery, the order within a block:
               see :mod:`nps_chain.chain.readers.bitcoin_etl`
Esplora        headers, and all transactions that were not asked for
=============  =================================================================================
"""

from pathlib import Path
from typing import Any

from nps_chain.chain.assemble import assemble
from nps_chain.chain.readers import bitcoin_etl, block_files, core_json, esplora, raw_blocks
from nps_chain.chain.readers.shared.source import Source
from nps_chain.chain.tables import Chain
from nps_chain.errors import ChainError

READERS = (block_files, core_json, esplora, bitcoin_etl, raw_blocks)
"""The formats, in the order in which they are asked whether they know a file: raw blocks come last,
since almost any bytes could be one.
"""


def read(path: Any, *, network: str | None = None, height: int | None = None) -> Chain:
    """Read a chain from a file, or from a folder of files of one format.

    Parameters
    ----------
    path : str or path
        Block files of a node (its data directory, its ``blocks`` folder, or one file), Bitcoin
        Core's ``getblock`` JSON at verbosity 2 or 3, bitcoin-etl (JSON lines, CSV, Parquet),
        Esplora's answers, or raw blocks in binary or hex; packed with gzip or not.
    network : str, optional
        ``main``, ``test``, ``testnet4``, ``signet`` or ``regtest``, where the data don't tell.
    height : int, optional
        Height of the first block, where the data don't tell.

    Returns
    -------
    Chain
        Its ``notes`` say what was left out or isn't known.

    Raises
    ------
    ChainError
        One sentence: what is wrong, in which file, where, and what to do.

    Examples
    --------
    >>> from nps_chain.places import data_path
    >>> read(data_path("core-regtest/blocks"))
    Chain(regtest: 154 blocks, heights 0 to 153, 711 transactions, 1,422 addresses)
    """
    sources = [Source(file) for file in files(Path(path))]
    reader = _reader(sources[0])
    for source in sources[1:]:
        if _reader(source) is not reader:
            raise ChainError(
                f"{sources[0].name} and {source.name} are of different formats; put each format"
                " into a folder of its own."
            )
    reading = reader.read(sources, network=network, height=height)
    raw_block = None
    if reader is block_files:
        raw_block = block_files.raw_blocks([source.path for source in sources])
    return assemble(reading.pieces, reading.network, reading.notes, raw_block)


def files(path: Path) -> list[Path]:
    """Return the files to read: the one named, or those of a folder in the order of their names."""
    if path.is_file():
        return [path]
    if not path.is_dir():
        raise ChainError(f"There is no file or folder {path}; check its name.")
    for folder in (path, path / "blocks"):
        found = sorted(file for file in folder.glob("blk*.dat") if block_files.named(file))
        if found:
            return found
    found = sorted(file for file in path.iterdir() if file.is_file() and _readable(file.name))
    if not found:
        raise ChainError(f"The folder {path} holds no file to read.")
    return found


def _readable(name: str) -> bool:
    return not name.startswith((".", "README", "SHA256SUMS", "SOURCES"))


def _reader(source: Source) -> Any:
    for reader in READERS:
        if reader.knows(source):
            return reader
    known = ", ".join(reader.NAME for reader in READERS)
    raise ChainError(f"{source.name} is of no format that nps-chain knows. It reads {known}.")
