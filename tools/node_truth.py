"""Turn what the node's scripts noted down into the truth about the chain ``core-regtest``.

Reads ``outputs.csv``, ``transactions.csv`` and ``wallets.json`` from a folder, and writes the
tables of truth into the data set::

    python tools/node_truth.py [FOLDER]

Then ``python tools/datasets.py`` renews the checksums.
"""

import json
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa

from nps_chain.groundtruth import tables
from nps_chain.groundtruth.store import save
from nps_chain.groundtruth.truth import Truth

FOLDER = Path(__file__).resolve().parent.parent / "datasets" / "core-regtest" / "truth"

# What each wallet was made to behave like; all others are persons.
KINDS = {
    "miner_a": "miner",
    "miner_b": "miner",
    "miner_c": "miner",
    "exchange": "exchange",
    "market": "market",
    "merchant": "merchant",
    "launderer": "launderer",
    "vault": "custodian",
    "notary": "notary",
}

# What an output was for, by the role that the script gave it and the kind of its transaction.
PURPOSES = {
    ("payment", "deposit"): "deposit",
    ("payment", "market_deposit"): "deposit",
    ("payment", "withdrawal"): "withdrawal",
    ("payment", "withdrawal_batch"): "withdrawal",
    ("payment", "miner_payout"): "payout",
    ("payment", "vendor_payout"): "payout",
    ("payment", "cold_storage"): "cold_storage",
    ("payment", "sweep"): "sweep",
    ("payment", "peel"): "peel",
    ("self", "consolidation"): "consolidation",
}
ROLES = {"self": "self_transfer"}  # the others are called as they are


def text(values: list[str]) -> pa.LargeStringArray:
    """Return words as a column of the truth."""
    return pa.array(values, pa.large_string())


def truth(folder: Path) -> Truth:
    """Return the truth that the notes in a folder tell."""
    outputs, txs = (
        pd.read_csv(folder / f"{name}.csv", dtype="str", keep_default_na=False)
        for name in ("outputs", "transactions")
    )
    software = {
        name: f"Bitcoin Core, {told['address_type']}, {told['change']}"
        for name, told in json.loads((folder / "wallets.json").read_text("utf-8")).items()
    }
    wallets = list(software)
    owned = outputs[outputs["address"] != ""].drop_duplicates("address")
    sent = [
        (row, wallets.index(name))
        for row, senders in enumerate(txs["sender"])
        for name in filter(None, senders.split("+"))
    ]
    sent = np.array(sorted(sent), np.int32).reshape(-1, 2)
    row_of = dict(zip(txs["txid"], range(len(txs)), strict=True))
    outputs["tx"] = outputs["txid"].map(row_of)
    outputs["n"] = outputs["n"].astype(int)
    outputs = outputs.sort_values(["tx", "n"])
    purposes = [
        PURPOSES.get((role, txs["kind"][tx]), ROLES.get(role, role))
        for role, tx in zip(outputs["role"], outputs["tx"], strict=True)
    ]
    none = np.empty(0, np.int32)
    txids = b"".join(bytes.fromhex(txid)[::-1] for txid in txs["txid"])
    return Truth(
        tables.Tables(
            entities=tables.Entities(
                name=text(wallets),
                kind=places([KINDS.get(name, "person") for name in wallets], tables.ENTITY_KINDS),
                country=text([""] * len(wallets)),
            ),
            wallets=tables.Wallets(
                name=text(wallets),
                entity=np.arange(len(wallets), dtype=np.int32),
                software=text(list(software.values())),
            ),
            ownership=tables.Ownership(
                address=text(list(owned["address"])),
                wallet=owned["owner"].map(wallets.index).to_numpy(np.int32),
            ),
            transactions=tables.Transactions(
                txid=np.frombuffer(txids, np.uint8).reshape(-1, 32).copy(),
                kind=places(list(txs["kind"]), tables.TX_KINDS),
            ),
            senders=tables.Senders(tx=sent[:, 0].copy(), wallet=sent[:, 1].copy()),
            deeds=tables.Deeds(name=text([]), what=text([]), by=none, to=none),
            knowledge=tables.Knowledge(deed=none, entity=none),
            purposes=tables.Purposes(
                tx=outputs["tx"].to_numpy(np.int32),
                n=outputs["n"].to_numpy(np.int32),
                purpose=places(purposes, tables.PURPOSES),
                deed=np.full(len(outputs), -1, np.int32),
            ),
        ),
        notes=("Made by the wallets of a real node on regtest; no person or firm in it exists.",),
    )


def places(words: list[str], known: tuple[str, ...]) -> np.ndarray:
    """Return words as their places in a list of known ones."""
    return np.array([known.index(word) for word in words], np.int8)


if __name__ == "__main__":
    made = truth(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
    save(made, FOLDER)
    print(f"{FOLDER} holds {made}.")
