"""Truths written by hand about small chains, for the tests: an address belongs to its owner's name.

``truth_of(chain, {"bob 2": "bob"}, {"pay": ("payment", "payment change")})`` gives addresses to
entities, and transactions a kind and the purposes of their outputs; what isn't named is not known.
"""

from collections.abc import Mapping

import numpy as np
import pyarrow as pa

from nps_chain.groundtruth import tables
from nps_chain.groundtruth.truth import Truth
from tests.handmade import address_of, txid_of


def text(*values: str) -> pa.LargeStringArray:
    return pa.array(list(values), pa.large_string())


def rows(*values: int, dtype: str = "int32") -> np.ndarray:
    return np.array(values, dtype)


def tables_of(
    owners: Mapping[str, str],
    txs: Mapping[str, tuple[str, str]] = {},
    kinds: Mapping[str, str] = {},
    deeds: Mapping[str, list[str]] = {},
) -> tables.Tables:
    """Tables in which each owner has one wallet, and ``deeds`` names outputs, as ``pay:1``."""
    who = sorted(set(owners.values()))
    outputs = [
        (
            t,
            n,
            purpose,
            next((d for d, made in enumerate(deeds.values()) if f"{tx}:{n}" in made), -1),
        )
        for t, (tx, (_, purposes)) in enumerate(txs.items())
        for n, purpose in enumerate(purposes.split())
    ]
    places = [-1 if p == "?" else tables.PURPOSES.index(p) for _, _, p, _ in outputs]
    txids = b"".join(bytes.fromhex(txid_of(tx))[::-1] for tx in txs)
    none = rows()
    return tables.Tables(
        entities=tables.Entities(
            name=text(*who),
            kind=rows(
                *(tables.ENTITY_KINDS.index(kinds.get(name, "person")) for name in who),
                dtype="int8",
            ),
            country=text(*("" for _ in who)),
        ),
        wallets=tables.Wallets(
            name=text(*who), entity=rows(*range(len(who))), software=text(*("" for _ in who))
        ),
        ownership=tables.Ownership(
            address=text(*map(address_of, owners)), wallet=rows(*map(who.index, owners.values()))
        ),
        transactions=tables.Transactions(
            txid=np.frombuffer(txids, np.uint8).reshape(-1, 32).copy(),
            kind=rows(*(tables.TX_KINDS.index(kind) for kind, _ in txs.values()), dtype="int8"),
        ),
        senders=tables.Senders(tx=none, wallet=none),
        deeds=tables.Deeds(
            name=text(*deeds),
            what=text(*("order" for _ in deeds)),
            by=rows(*(-1 for _ in deeds)),
            to=rows(*(-1 for _ in deeds)),
        ),
        knowledge=tables.Knowledge(deed=none, entity=none),
        purposes=tables.Purposes(
            tx=rows(*(t for t, *_ in outputs)),
            n=rows(*(n for _, n, *_ in outputs)),
            purpose=rows(*places, dtype="int8"),
            deed=rows(*(d for *_, d in outputs)),
        ),
    )


def truth_of(*arguments, **options) -> Truth:
    return Truth(tables_of(*arguments, **options))
