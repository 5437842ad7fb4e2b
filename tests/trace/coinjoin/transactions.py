"""A chain of transactions told one by one, as labelled sets do: scripts and values written out.

A transaction is a dict: ``txid``, ``inputs`` (``txid``, ``n``, ``value``, ``script``) and
``outputs`` (``value``, ``script``), scripts in hex. Each becomes a block of its own. A value or
script of an input that is None is unknown.
"""

import hashlib

import numpy as np

from nps_chain.chain.assemble import assemble
from nps_chain.chain.pieces import Pieces
from nps_chain.chain.tables import Chain

# What stands before and after the hash in a locking script.
KINDS = {"p2wpkh": ("0014", ""), "p2pkh": ("76a914", "88ac"), "p2sh": ("a914", "87")}
DATA = "6a0464617461"


def script(owner: str, kind: str = "p2wpkh") -> str:
    """A locking script of an owner; p2tr has a longer hash than the others."""
    digest = hashlib.sha256(owner.encode()).hexdigest()
    if kind == "p2tr":
        return "5120" + digest
    head, tail = KINDS[kind]
    return head + digest[:40] + tail


def transaction(name: str, inputs: list[tuple], outputs: list[tuple]) -> dict:
    """A transaction of coins from outside the data: pairs of a script and a value."""
    return {
        "txid": hashlib.sha256(name.encode()).hexdigest(),
        "inputs": [
            {
                "txid": hashlib.sha256(f"{name} {k}".encode()).hexdigest(),
                "n": k,
                "value": value,
                "script": locked,
            }
            for k, (locked, value) in enumerate(inputs)
        ],
        "outputs": [{"script": locked, "value": value} for locked, value in outputs],
    }


def unknown(told: dict) -> dict:
    """The same transaction, of whose inputs nothing is known."""
    coins = [{**coin, "value": None, "script": None} for coin in told["inputs"]]
    return {**told, "inputs": coins}


def chain_of_transactions(transactions: list[dict]) -> Chain:
    """A chain of them, in this order but for those that spend others."""
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
    return assemble(_pieces(list(ordered.values())), "main")


def _pieces(txs: list[dict]) -> Pieces:
    inputs = [coin for t in txs for coin in t["inputs"]]
    outputs = [coin for t in txs for coin in t["outputs"]]
    spent = [bytes.fromhex(coin["script"] or "") for coin in inputs]
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
        prevout_value=np.array(
            [-1 if coin["value"] is None else coin["value"] for coin in inputs], np.int64
        ),
        prevout_script_length=np.array(
            [-1 if coin["script"] is None else len(coin["script"]) // 2 for coin in inputs],
            np.int32,
        ),
        value=np.array([coin["value"] for coin in outputs], np.int64),
        script_length=np.array([len(script) for script in paid], np.int32),
        prevout_scripts=np.frombuffer(b"".join(spent), np.uint8),
        scripts=np.frombuffer(b"".join(paid), np.uint8),
    )


def _wire(coins: list[dict]) -> np.ndarray:
    joined = b"".join(bytes.fromhex(coin["txid"])[::-1] for coin in coins)
    return np.frombuffer(joined, np.uint8).reshape(-1, 32)
