"""A row a transaction: its bytes, what they don't tell, and checks of what a row says of itself."""

import numpy as np
import pyarrow as pa

from nps_chain.chain.readers.bitcoin_etl.arrow import fixed, mask, ragged
from nps_chain.chain.readers.bitcoin_etl.coins import coins_of
from nps_chain.chain.readers.bitcoin_etl.rows import LISTS, Rows
from nps_chain.chain.readers.bitcoin_etl.wire import prove, totals, wire
from nps_chain.chain.schema import UNKNOWN


def transactions(rows: Rows, file: int, coinbase_params: pa.ChunkedArray) -> pa.Table:
    """Return a row a transaction, in the order in which they come.

    Parameters
    ----------
    rows : Rows
        Rows of the table of transactions.
    file : int
        The number of their file, to be told in errors.
    coinbase_params : pyarrow.ChunkedArray
        For each row the script of its block's coinbase, null where it isn't known.

    Raises
    ------
    ChainError
        For a field that is missing or out of range, counts and sums that don't fit, and a
        transaction that isn't what its txid stands for.
    """
    _check_coinbase(rows)
    _check_counts(rows)
    _check_sums(rows)
    for name in ("size", "virtual_size"):
        rows.whole(name)
    coinbase, txid = rows.lengths["inputs"] == 0, rows.hashes("hash")
    data, edges = wire(rows, coinbase_params)
    proven = prove(data, edges, txid, coinbase)
    problem = "is not the txid that the other fields hash to: something was changed or lost"
    rows.refuse("hash", ~coinbase & ~proven, problem)
    return pa.table(
        {
            "file": np.full(rows.count, file),
            "row": rows.first + np.arange(rows.count),
            "number": rows.whole("block_number"),
            "index": rows.columns["index"],
            "coinbase": coinbase,
            "hash": fixed(txid),
            "proven": proven,
            "block_hash": fixed(rows.hashes("block_hash")),
            "time": rows.whole("block_timestamp"),
            "size": rows.columns["size"],
            "vsize": rows.columns["virtual_size"],
            "wire": ragged(data, edges),
            "coins": coins_of(rows),
            "payee": rows.columns["outputs.addresses"].take(pa.array(rows.edges("outputs")[:-1])),
        }
    )


def _check_coinbase(rows: Rows) -> None:
    """Check that a coinbase, which is what has no inputs, is what the row and its place call so."""
    coinbase, index = rows.lengths["inputs"] == 0, rows.whole("index")
    said = mask(rows.columns["is_coinbase"].fill_null(False))
    problem = "doesn't fit: a coinbase, and nothing else, has no inputs and is first in its block"
    rows.refuse("is_coinbase", rows.known("is_coinbase") & (said != coinbase), problem)
    rows.refuse("index", (index != UNKNOWN) & ((index == 0) != coinbase), problem)


def _check_counts(rows: Rows) -> None:
    rows.refuse("outputs", rows.lengths["outputs"] == 0, "is empty or missing")
    for part in LISTS:
        count, place = rows.whole(f"{part[:-1]}_count"), rows.whole(f"{part}.index")
        wrong = (count != UNKNOWN) & (count != rows.lengths[part])
        rows.refuse(f"{part[:-1]}_count", wrong, f"is not the number of its {part}")
        due = np.arange(len(place)) - np.repeat(rows.edges(part)[:-1], rows.lengths[part])
        wrong = (place != UNKNOWN) & (place != due)
        rows.refuse(f"{part}.index", wrong, "doesn't count from 0 up")


def _check_sums(rows: Rows) -> None:
    """Check the sums that a row tells.

    Without the inputs' values the tool knows no fee, and writes a negative one, which is no fact.
    """
    values, ins = rows.whole("inputs.value"), rows.edges("inputs")
    spent, made = totals(values, ins), totals(rows.whole("outputs.value"), rows.edges("outputs"))
    enriched = totals((values == UNKNOWN).astype(np.int64), ins) == 0
    for name, due, judged in (
        ("output_value", made, True),
        ("input_value", spent, enriched),
        ("fee", np.where(rows.lengths["inputs"] == 0, 0, spent - made), enriched),
    ):
        wrong = judged & rows.known(name) & (rows.whole(name) != due)
        rows.refuse(name, wrong, "is not what its inputs and outputs add up to")
