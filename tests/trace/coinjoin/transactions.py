"""A chain of transactions told one by one, as labelled sets do: scripts and values written out.

A transaction is a dict: ``txid``, ``inputs`` (``txid``, ``n``, ``value``, ``script``) and
``outputs`` (``value``, ``script``), scripts in hex. Each becomes a block of its own.
"""

import numpy as np

from nps_chain.chain.assemble import assemble
from nps_chain.chain.pieces import Pieces
from nps_chain.chain.tables import Chain


def chain_of_transactions(transactions: list[dict], known: bool = True) -> Chain:
    """A chain of them, in this order but for those that spend others; maybe without prevouts."""
    told = {t["txid"]: t for t in transactions}
    ordered: dict[str, dict] = {}
    for t in transactions:
        waiting = [t]
        while waiting:
            makers = {coin["txid"] for coin in waiting[-1]["inputs"]} & told.keys()
            first = [told[txid] for txid in sorted(makers - ordered.keys())]
            if first:
                waiting += first
            else:
                last = waiting.pop()
                ordered.setdefault(last["txid"], last)
    return assemble(_pieces(list(ordered.values()), known), "main")


def _pieces(txs: list[dict], known: bool) -> Pieces:
    inputs = [coin for t in txs for coin in t["inputs"]]
    outputs = [coin for t in txs for coin in t["outputs"]]
    spent = [bytes.fromhex(coin["script"]) for coin in inputs]
    paid = [bytes.fromhex(coin["script"]) for coin in outputs]
    hashes = np.zeros((len(txs), 32), np.uint8)
    hashes[:, :4] = np.arange(len(txs), dtype="<u4")[:, None].view(np.uint8)
    return Pieces(
        height=np.arange(len(txs), dtype=np.int32),
        block_hash=hashes,
        time=np.arange(len(txs), dtype=np.int64),
        header=np.zeros((len(txs), 80), np.uint8),
        block_txs=np.ones(len(txs), np.int32),
        txid=_wire(txs),
        version=np.ones(len(txs), np.uint32),
        locktime=np.zeros(len(txs), np.uint32),
        vsize=np.full(len(txs), 100, np.int32),
        tx_inputs=np.array([len(t["inputs"]) for t in txs], np.int32),
        tx_outputs=np.array([len(t["outputs"]) for t in txs], np.int32),
        prevout_txid=_wire(inputs),
        prevout_n=np.array([coin["n"] for coin in inputs], np.int64),
        sequence=np.zeros(len(inputs), np.uint32),
        witness=np.full(len(inputs), -1, np.int8),
        prevout_value=np.array([coin["value"] if known else -1 for coin in inputs], np.int64),
        prevout_script_length=np.array([len(s) if known else -1 for s in spent], np.int32),
        value=np.array([coin["value"] for coin in outputs], np.int64),
        script_length=np.array([len(script) for script in paid], np.int32),
        prevout_scripts=np.frombuffer(b"".join(spent) if known else b"", np.uint8),
        scripts=np.frombuffer(b"".join(paid), np.uint8),
    )


def _wire(coins: list[dict]) -> np.ndarray:
    joined = b"".join(bytes.fromhex(coin["txid"])[::-1] for coin in coins)
    return np.frombuffer(joined, np.uint8).reshape(-1, 32)
