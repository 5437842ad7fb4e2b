"""The rules that the tables of every truth keep, whoever wrote them.

Each rule is one line: a table, a sentence, and for which rows it is broken. Rows must point into
their tables before anything is looked up through them, so the order of the rules matters.
"""

from collections.abc import Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from nps_chain.chain.pieces import starts
from nps_chain.chain.schema import UNKNOWN, as_binary, misshapen
from nps_chain.errors import NpsError
from nps_chain.groundtruth.tables import ENTITY_KINDS, PURPOSES, TABLES, TX_KINDS, Tables

_SHOWN = r"[^\p{C}]"  # no controls, and nothing that turns the direction of writing
_LONGEST = 200  # characters

Rule = tuple[str, str, np.ndarray]


def check(tables: Tables) -> None:
    """Raise an NpsError that names table, row and rule if any rule is broken."""
    if not isinstance(tables, Tables):
        raise NpsError(f"A truth is made of its Tables, not of {tables!r:.80}.")
    for name in TABLES:
        if fault := misshapen(getattr(tables, name)):
            raise NpsError(f"Truth, table {name}: {fault}.")
    for table, rule, broken in rules(tables):
        if broken.any():
            row = int(np.flatnonzero(broken)[0])
            raise NpsError(f"Truth, table {table}, row {row}: {rule}.")


def rules(t: Tables) -> Iterator[Rule]:
    """Yield each rule; it is worked out only once those before it are found to be kept."""
    txs, wallets, entities = len(t.transactions.kind), len(t.wallets.entity), len(t.entities.kind)
    deeds = len(t.deeds.by)
    yield "entities", "kind is no kind of entity", _beyond(t.entities.kind, 0, len(ENTITY_KINDS))
    yield "wallets", "entity is no row of entities", _beyond(t.wallets.entity, 0, entities)
    yield "ownership", "wallet is no row of wallets", _beyond(t.ownership.wallet, 0, wallets)
    kinds = _beyond(t.transactions.kind, 0, len(TX_KINDS))
    yield "transactions", "kind is no kind of transaction", kinds
    yield "senders", "tx is no row of transactions", _beyond(t.senders.tx, 0, txs)
    yield "senders", "wallet is no row of wallets", _beyond(t.senders.wallet, 0, wallets)
    yield "deeds", "by is no row of entities", _beyond(t.deeds.by, UNKNOWN, entities)
    yield "deeds", "to is no row of entities", _beyond(t.deeds.to, UNKNOWN, entities)
    yield "knowledge", "deed is no row of deeds", _beyond(t.knowledge.deed, 0, deeds)
    yield "knowledge", "entity is no row of entities", _beyond(t.knowledge.entity, 0, entities)
    yield "purposes", "tx is no row of transactions", _beyond(t.purposes.tx, 0, txs)
    purposes = _beyond(t.purposes.purpose, UNKNOWN, len(PURPOSES))
    yield "purposes", "purpose is no purpose of an output", purposes
    yield "purposes", "deed is no row of deeds", _beyond(t.purposes.deed, UNKNOWN, deeds)

    for table, named in (("entities", t.entities), ("wallets", t.wallets), ("deeds", t.deeds)):
        yield table, "name is empty, too long or can't be shown", ~_matches(named.name, 1, _SHOWN)
        yield table, "name is that of an earlier row, too", _again(named.name)
    for table, column, text in (
        ("entities", "country", t.entities.country),
        ("wallets", "software", t.wallets.software),
        ("deeds", "what", t.deeds.what),
    ):
        yield table, f"{column} is too long or can't be shown", ~_matches(text, 0, _SHOWN)
    strange = ~_matches(t.ownership.address, 1, "[0-9A-Za-z:]")
    yield "ownership", "address has characters that no address has, or a strange length", strange
    yield "ownership", "address is that of an earlier row, too", _again(t.ownership.address)
    yield (
        "transactions",
        "txid is that of an earlier row, too",
        _again(as_binary(t.transactions.txid)),
    )

    for table, first, second in (
        ("senders", t.senders.tx, t.senders.wallet),
        ("knowledge", t.knowledge.deed, t.knowledge.entity),
    ):
        pairs = first.astype(np.int64) << 32 | second
        yield table, "it doesn't come after the row before", _stays_or_falls(pairs)
    falls = np.zeros(len(t.purposes.tx), bool)
    falls[1:] = np.diff(t.purposes.tx) < 0
    yield "purposes", "tx is below that of the row before", falls
    first_row = starts(np.bincount(t.purposes.tx, minlength=txs))
    place = np.arange(len(t.purposes.tx)) - first_row[t.purposes.tx]
    yield "purposes", "n is not its place in its transaction", t.purposes.n != place


def _beyond(rows: np.ndarray, lowest: int, stop: int) -> np.ndarray:
    return (rows < lowest) | (rows >= stop)


def _stays_or_falls(rows: np.ndarray) -> np.ndarray:
    broken = np.zeros(len(rows), bool)
    broken[1:] = rows[1:] <= rows[:-1]
    return broken


def _matches(texts: pa.LargeStringArray, shortest: int, character: str) -> np.ndarray:
    pattern = f"^{character}{{{shortest},{_LONGEST}}}$"
    return pc.match_substring_regex(texts, pattern).to_numpy(zero_copy_only=False)


def _again(values: pa.Array) -> np.ndarray:
    """Where a value is one that an earlier row has."""
    codes = values.dictionary_encode().indices.to_numpy(zero_copy_only=False)
    # Codes are given in order of appearance: one that isn't the highest yet has been there before.
    return _stays_or_falls(np.concatenate([[-1], np.maximum.accumulate(codes)]))[1:]
