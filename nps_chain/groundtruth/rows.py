"""The truth in the rows of a chain: what is known of each of its addresses, transactions, outputs.

Addresses are looked up by their text and transactions by their txid, all at once. What isn't found
is -1. A transaction of which chain and truth tell different numbers of outputs is an error: then
the truth is about another chain.
"""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from nps_chain.chain.pieces import starts
from nps_chain.chain.schema import UNKNOWN, as_binary
from nps_chain.chain.tables import Chain
from nps_chain.errors import NpsError
from nps_chain.groundtruth.tables import PURPOSES, Tables

NO_CHANGE, SEVERAL, UNTOLD = -1, -2, -3
"""What stands for a transaction's change output where there isn't exactly one that is known."""

_CHANGE = PURPOSES.index("change")


def wallets(tables: Tables, chain: Chain) -> np.ndarray:
    """Return for each address the row of its wallet."""
    rows = _find(chain.columns.addresses.address, tables.ownership.address)
    return _take(tables.ownership.wallet, rows)


def entities(tables: Tables, chain: Chain) -> np.ndarray:
    """Return for each address the row of the entity that owns it."""
    return _take(tables.wallets.entity, wallets(tables, chain))


def kinds(tables: Tables, chain: Chain) -> np.ndarray:
    """Return for each transaction its kind, a place in TX_KINDS."""
    return _take(tables.transactions.kind, _transactions(tables, chain))


def senders(tables: Tables, chain: Chain) -> np.ndarray:
    """Return for each transaction the row of the wallet that sent it, the first of several."""
    first = np.full(len(tables.transactions.kind), UNKNOWN, np.int32)
    first[tables.senders.tx[::-1]] = tables.senders.wallet[::-1]
    return _take(first, _transactions(tables, chain))


def purposes(tables: Tables, chain: Chain) -> np.ndarray:
    """Return for each output its purpose, a place in PURPOSES."""
    return _take(tables.purposes.purpose, _outputs(tables, chain))


def deeds(tables: Tables, chain: Chain) -> np.ndarray:
    """Return for each output the row of the deed that it was made for."""
    return _take(tables.purposes.deed, _outputs(tables, chain))


def change(tables: Tables, chain: Chain) -> np.ndarray:
    """Return for each transaction its one change output, or why there isn't one that is known."""
    purpose, tx = purposes(tables, chain), chain.columns.outputs.tx
    rows = np.flatnonzero(purpose == _CHANGE)
    found = np.full(len(chain.columns.txs.txid), NO_CHANGE, np.int64)
    found[tx[rows]] = rows
    found[np.bincount(tx[rows], minlength=len(found)) > 1] = SEVERAL
    found[tx[purpose == UNKNOWN]] = UNTOLD
    return found


def _transactions(tables: Tables, chain: Chain) -> np.ndarray:
    """Return for each transaction of the chain its row in the truth."""
    return _find(as_binary(chain.columns.txs.txid), as_binary(tables.transactions.txid))


def _outputs(tables: Tables, chain: Chain) -> np.ndarray:
    """Return for each output of the chain its row in the truth's table of purposes."""
    row = _transactions(tables, chain)
    many = np.bincount(tables.purposes.tx, minlength=len(tables.transactions.kind))
    told, held = np.append(many, 0)[row], np.diff(chain.first_output)
    wrong = (told > 0) & (told != held)
    if wrong.any():
        tx = int(np.flatnonzero(wrong)[0])
        raise NpsError(
            f"Transaction {chain.tx(tx).txid} has {held[tx]} outputs, and the truth tells of"
            f" {told[tx]}: it is the truth about another chain."
        )
    outputs = chain.columns.outputs
    first = starts(many)[row]
    return np.where(told[outputs.tx] > 0, first[outputs.tx] + outputs.n, UNKNOWN)


def _find(asked: pa.Array, known: pa.Array) -> np.ndarray:
    """Return in which row of what is known each value stands, -1 where it doesn't."""
    found = pc.index_in(asked, value_set=known)
    return found.fill_null(UNKNOWN).to_numpy(zero_copy_only=False)


def _take(column: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """Return a column's values in these rows, -1 for the row -1."""
    return np.append(column, column.dtype.type(UNKNOWN))[rows]
