"""The transactions of a case and their coins: two tables, since each coin has a row of its own.

A transaction may have hundreds of inputs. So they are no list in a cell, but rows, each with what
it spends or by what it is spent; with the two tables money can be followed in a spreadsheet alone.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from nps_chain.chain.schema import OUTSIDE, UNKNOWN, hexadecimal
from nps_chain.chain.tables import Chain
from nps_chain.trace.texts import address_texts, txid_texts

TRANSACTIONS = {
    "txid": "name of the transaction",
    "named_in": "where this case names it; empty if it is told for its addresses",
    "height": "height of its block",
    "time": "time of its block, UTC",
    "coinbase": "whether it makes new coins for a miner",
    "fee": "what the miner gets, satoshi; -1 unknown",
    "inputs": "number of inputs",
    "input_value": "their sum, satoshi; 0 for new coins; -1 unknown",
    "outputs": "number of outputs",
    "output_value": "their sum, satoshi",
}

COINS = {
    "txid": "the transaction",
    "side": "input or output",
    "n": "place among its inputs or outputs, from 0",
    "address": "the address; empty if there is none, or it is unknown",
    "value": "satoshi; -1 unknown",
    "named": "whether this case names the address",
    "from": "of an input, the output that it spends, as txid:n; empty for new coins",
    "spent_by": "of an output, the transaction that spends it; empty if none does",
}


def transactions(
    chain: Chain, named: Mapping[str, tuple[str, ...]], told: np.ndarray
) -> pd.DataFrame:
    """Return transactions in the order of the chain, with the columns of `TRANSACTIONS`.

    Parameters
    ----------
    chain : Chain
        The chain.
    named : mapping of str to tuple of str
        By txid, where the case names it.
    told : numpy.ndarray
        Rows of the transactions, sorted.
    """
    c = chain.columns
    txids = txid_texts(chain, told)
    fee = c.txs.fee[told]  # of a coinbase 0, as are its input's value and so the sum
    spent = np.where(fee == UNKNOWN, UNKNOWN, sums(c.inputs.tx, c.inputs.value, told))
    frame = pd.DataFrame(
        {
            "txid": txids,
            "named_in": pd.array([", ".join(named.get(txid, ())) for txid in txids], dtype="str"),
            "height": c.txs.height[told],
            "time": pd.array(times(chain, told), dtype="str"),
            "coinbase": c.txs.coinbase[told],
            "fee": fee,
            "inputs": chain.first_input[told + 1] - chain.first_input[told],
            "input_value": spent,
            "outputs": chain.first_output[told + 1] - chain.first_output[told],
            "output_value": sums(c.outputs.tx, c.outputs.value, told),
        }
    )
    return _in_int64(frame)


def coins(chain: Chain, addresses: np.ndarray, told: np.ndarray) -> pd.DataFrame:
    """Return inputs and outputs of transactions, in order, with the columns of `COINS`.

    Parameters
    ----------
    chain : Chain
        The chain.
    addresses : numpy.ndarray
        Rows of the addresses that the case names.
    told : numpy.ndarray
        Rows of the transactions, sorted.
    """
    c = chain.columns
    inputs = np.flatnonzero(np.isin(c.inputs.tx, told))
    outputs = np.flatnonzero(np.isin(c.outputs.tx, told))
    sides = [
        _side(chain, "input", c.inputs, inputs, chain.first_input, addresses),
        _side(chain, "output", c.outputs, outputs, chain.first_output, addresses),
    ]
    sides[0]["from"] = _spent(chain, inputs)
    sides[1]["spent_by"] = _spenders(chain, outputs)
    frame = pd.concat(sides).sort_values(["tx", "side", "n"], ignore_index=True)
    texts = frame[["from", "spent_by"]].fillna("").astype("str")
    return _in_int64(frame.assign(**texts)[list(COINS)])


def times(chain: Chain, txs: np.ndarray) -> list[str]:
    """Return the times of the blocks that hold transactions, given by their rows."""
    c = chain.columns
    blocks = np.searchsorted(c.blocks.height, c.txs.height[txs])
    return list(
        pd.to_datetime(c.blocks.time[blocks], unit="s", utc=True).strftime("%Y-%m-%dT%H:%M:%SZ")
    )


def sums(of: np.ndarray, values: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """Return what the known values of each row come to, exactly.

    Parameters
    ----------
    of : numpy.ndarray
        The row that a value belongs to.
    values : numpy.ndarray
        Satoshi.
    rows : numpy.ndarray
        The rows that are asked for, sorted.
    """
    mine = np.flatnonzero(np.isin(of, rows) & (values != UNKNOWN))
    added = np.zeros(len(rows), np.int64)
    np.add.at(added, np.searchsorted(rows, of[mine]), values[mine])
    return added


def _side(
    chain: Chain, side: str, table: Any, of: np.ndarray, first: np.ndarray, addresses: np.ndarray
) -> pd.DataFrame:
    tx = table.tx[of]
    return pd.DataFrame(
        {
            "tx": tx,
            "txid": txid_texts(chain, tx),
            "side": pd.array([side] * len(of), dtype="str"),
            "n": of - first[tx],
            "address": address_texts(chain, table.address[of]),
            "value": table.value[of],
            "named": np.isin(table.address[of], addresses),
        }
    )


def _spent(chain: Chain, inputs: np.ndarray) -> list[str]:
    """Return, of each input, the output that it spends."""
    c = chain.columns
    spends = c.inputs.spends[inputs]
    inside, outside = np.flatnonzero(spends >= 0), np.flatnonzero(spends == OUTSIDE)
    of = spends[inside]
    at = np.searchsorted(c.outside.input, inputs[outside])
    texts = {
        **_outputs(inside, txid_texts(chain, c.outputs.tx[of]), c.outputs.n[of]),
        **_outputs(outside, hexadecimal(c.outside.txid[at]), c.outside.n[at]),
    }
    return [texts.get(place, "") for place in range(len(inputs))]


def _outputs(places: np.ndarray, txids: Any, n: np.ndarray) -> dict[int, str]:
    """Return names of outputs, by the places that they are for."""
    names = [f"{txid}:{one}" for txid, one in zip(txids, n.tolist(), strict=True)]
    return dict(zip(places.tolist(), names, strict=True))


def _spenders(chain: Chain, outputs: np.ndarray) -> list[str]:
    by = chain.columns.outputs.spent_by[outputs]
    texts = txid_texts(chain, np.maximum(by, 0))
    return [text if tx != UNKNOWN else "" for text, tx in zip(texts, by.tolist(), strict=True)]


def _in_int64(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame whose whole numbers are all of one kind: columns come in several."""
    return frame.astype(dict.fromkeys(frame.select_dtypes("integer"), "int64"))
