"""bitcoin-etl: the rows that blockchain-etl's exporter writes and BigQuery publishes.

Read are JSON lines, CSV, and Parquet with the types of the public data set ``crypto_bitcoin``; the
tables of transactions (enriched with the coins that they spend, or not) and of blocks; in any order
and in any number of files. Transactions alone are enough; with the blocks, more is verified.

What a chain read from it lacks, next to one from block files:

- witnesses: which input has one is certain by consensus where the kind of coin that it spends is
  known (from the data, or by enrichment); otherwise it may be unknown (-1);
- the sequence of a coinbase: with the table of blocks a usual one is found, since the txid proves
  it; otherwise it reads 0xffffffff;
- a block's header, unless its row, the block before it and all its transactions are there;
- without ``index`` (BigQuery, older exports) the order of a block's transactions: the coinbase
  first, the others as in the file, but none before one that it spends from. The merkle root tells
  where that is the real order; a note counts the others;
- of a coin from outside the data the value, without enrichment; and the script where its address
  doesn't tell it: bare multisig, raw public keys and all that the tool calls nonstandard.

What is given is held against txids (but that of a coinbase whose sequence isn't found), merkle
roots and the hashes and proof of work of headers; sizes, counts and sums must fit, and coins from
inside the data be what they are said to be. The source's word is taken for coins from outside, for
blocks without their row, and for rows that are left out. Not used are ``script_asm``,
``required_signatures``, an output's ``type`` and ``addresses``, since ``script_hex`` tells more,
and a block's sizes.

How: files become flat columns (``values`` and ``cells`` for JSON and CSV, ``parquet``; both give
``rows``), these become ``transactions`` as bytes of the ``wire``, and ``blocks``, in the ``order``
of the chain; ``coins`` and ``verify`` hold them against their hashes and against each other.
"""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from nps_chain.chain.readers.bitcoin_etl import cells, parquet
from nps_chain.chain.readers.bitcoin_etl.blocks import blocks, frame, one_a_height
from nps_chain.chain.readers.bitcoin_etl.order import in_order, once
from nps_chain.chain.readers.bitcoin_etl.rows import (
    BLOCK,
    LISTS,
    TRANSACTION,
    Field,
    Rows,
    table_of,
)
from nps_chain.chain.readers.bitcoin_etl.transactions import transactions
from nps_chain.chain.readers.bitcoin_etl.values import rows_of
from nps_chain.chain.readers.bitcoin_etl.verify import verified
from nps_chain.chain.readers.shared.json_values import head, values
from nps_chain.chain.readers.shared.networks import network_of
from nps_chain.chain.readers.shared.progress import progress, size_of
from nps_chain.chain.readers.shared.source import Reading, Source
from nps_chain.errors import ChainError

_FIRST_KEYS = (
    (TRANSACTION, re.compile(rb'"block_number"\s*:')),
    (BLOCK, re.compile(rb'"number"\s*:.*"merkle_root"\s*:|"merkle_root"\s*:.*"number"\s*:', re.S)),
)

_ROWS, _ITEMS = 2_000, 20_000
"""So many rows, or inputs and outputs in them, are put into columns at a time."""

_MOST = 200_000
"""So many rows are kept before it is looked whether they tell the same again."""


NAME = "bitcoin-etl"


def knows(source: Source) -> bool:
    """Whether a file has the fields of bitcoin-etl: in JSON, a CSV header or a Parquet footer."""
    try:
        return _table(source) is not None
    except ChainError:
        return source.head[:4] == b"PAR1"  # damaged; no other format is Parquet


def read(sources: list[Source], network: str | None = None, height: int | None = None) -> Reading:
    """Read tables of transactions and of blocks.

    Parameters
    ----------
    sources : list of Source
        The files: at least one of transactions.
    network : str, optional
        Of which network they are, where block 0, the proof of work and addresses don't tell.
    height : int, optional
        Not needed, since the rows tell it.
    """
    names = [source.name for source in sources]
    tables = [_table(source) for source in sources]
    if TRANSACTION not in tables:
        raise ChainError(
            f"{names[0]} has blocks without their transactions. Put the file of transactions into"
            " the same folder, and read the folder."
        )
    found = [blocks(rows_of("", 1, BLOCK, []), 0)]
    for file, source in enumerate(sources):
        if tables[file] is BLOCK:
            found += [blocks(rows, file) for rows in _batches(source, BLOCK)]
    known = one_a_height(pa.concat_tables(found), names)
    parts: list[pa.Table] = []
    most = _MOST
    with progress("Reading transactions", size_of(sources), unit=" transactions") as bar:
        for file, source in enumerate(sources):
            for rows in _batches(source, TRANSACTION) if tables[file] is TRANSACTION else ():
                at = pc.index_in(rows.columns["block_number"], known["number"])
                parts.append(transactions(rows, file, known["coinbase_param"].take(at)))
                bar.update(rows.count)
                if sum(map(len, parts)) > most:  # the same rows again and again take no memory
                    parts = [once(pa.concat_tables(parts), names)]
                    most = max(most, 2 * len(parts[0]))
    if not parts:
        raise ChainError(f"{names[tables.index(TRANSACTION)]} holds no transactions. Export again.")
    table = in_order(once(pa.concat_tables(parts), names), names)
    network = _network(table, known, network)
    pieces, notes = verified(table, network, names)
    return Reading(pieces, network, frame(pieces, table, known, network, names) + notes)


def _table(source: Source) -> dict[str, Field] | None:
    """Return which table a file holds, None for neither."""
    start = head(source)
    if start[:4] == b"PAR1":
        return table_of(parquet.names(source.path))
    if start[:1] in (b"{", b"["):
        return next((table for table, keys in _FIRST_KEYS if keys.search(start)), None)
    return table_of(cells.header(start))


def _batches(source: Source, table: dict[str, Field]) -> Iterator[Rows]:
    start = head(source)
    if start[:4] == b"PAR1":
        yield from parquet.batches(source.path, table)
        return
    records: Iterator[Any] = cells.values(source)
    if start[:1] in (b"{", b"["):
        records = (value for _, value in values(source))
    first, items, batch = 1, 0, []
    for number, record in enumerate(records, 1):
        if type(record) is not dict:
            raise ChainError(f"{source.name}, row {number:,} is no object. Export the data again.")
        batch.append(record)
        items += sum(len(record[part]) for part in LISTS if type(record.get(part)) is list)
        if len(batch) == _ROWS or items >= _ITEMS:
            yield rows_of(source.name, first, table, batch)
            first, items, batch = number + 1, 0, []
    if batch:
        yield rows_of(source.name, first, table, batch)


def _network(table: pa.Table, known: pa.Table, asked: str | None) -> str:
    genesis = table["block_hash"][0].as_py() if table["number"][0].as_py() == 0 else None
    bits = next((int(text, 16) for text in known["bits"].drop_null()[-1:].to_pylist()), None)
    payees = (text.as_py() for text in islice(table["payee"].drop_null(), 1_000))
    return network_of(asked, genesis=genesis, bits=bits, addresses=payees)
