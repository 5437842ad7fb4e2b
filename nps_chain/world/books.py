"""The books: who there is, what was done, and what each transaction was for, as it happens.

Nobody in the world reads them. They become the tables of truth when the last block is mined.
"""

from array import array
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from nps_chain.chain import address as addresses
from nps_chain.chain.address.script import classify
from nps_chain.errors import NpsError
from nps_chain.groundtruth import tables
from nps_chain.groundtruth.truth import Truth
from nps_chain.world.draft import Draft
from nps_chain.world.keys import Address
from nps_chain.world.wallets import Wallet

_KIND = {word: place for place, word in enumerate(tables.TX_KINDS)}
_PURPOSE = {word: place for place, word in enumerate(tables.PURPOSES)}


@dataclass(eq=False)
class Entity:
    """A person, firm or service, and its account: satoshi that came, went, and were paid as fees.

    What moves between its own wallets is no income and no expense.
    """

    row: int
    name: str
    kind: str
    country: str
    income: int = 0
    expenses: int = 0
    fees: int = 0

    @property
    def holdings(self) -> int:
        """What must be left."""
        return self.income - self.expenses - self.fees


@dataclass(eq=False)
class Books:
    """All that is on record."""

    entities: list[Entity] = field(default_factory=list)
    wallets: list[Wallet] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._named: set[str] = set()
        self._addresses: list[Address] = []
        self._txids: list[bytes] = []
        self._kinds = array("b")
        self._senders: list[tuple[int, ...]] = []
        self._lengths = array("i")
        self._purposes = array("b")
        self._deed_of = array("i")
        self.deeds: list[tuple[str, str, int, int, tuple[int, ...]]] = []

    def entity(self, name: str, kind: str, country: str = "") -> Entity:
        """Enter a new owner."""
        self._once(f"entity {name}")
        entity = Entity(len(self.entities), name, kind, country)
        self.entities.append(entity)
        return entity

    def wallet(self, wallet: Wallet) -> int:
        """Enter a new wallet; return its row."""
        self._once(f"wallet {wallet.name}")
        self.wallets.append(wallet)
        return len(self.wallets) - 1

    def deed(
        self,
        name: str,
        what: str,
        by: Entity | None = None,
        to: Entity | None = None,
        known_to: tuple[Entity, ...] = (),
    ) -> int:
        """Enter a deed, such as ``order 117``; return its row, which outputs made for it carry."""
        self._once(f"deed {name}")
        rows = tuple(sorted({entity.row for entity in known_to}))
        who = (by.row if by else -1, to.row if to else -1)
        self.deeds.append((name, what, *who, rows))
        return len(self.deeds) - 1

    def mined(self, draft: Draft) -> None:
        """Enter a transaction that is in a block now."""
        self._txids.append(draft.txid)
        self._kinds.append(_KIND[draft.kind])
        self._senders.append(tuple(sorted({wallet.row for wallet in draft.senders})))
        self._lengths.append(len(draft.outputs))
        for output in draft.outputs:
            self._purposes.append(_PURPOSE[output.purpose])
            self._deed_of.append(output.deed)
            if output.address is not None:
                if not output.address.paid:
                    self._addresses.append(output.address)
                output.address.paid += 1
        self._account(draft)

    def _account(self, draft: Draft) -> None:
        balance: dict[Entity, int] = {}
        for coin in draft.inputs:
            owner = coin.address.wallet.entity
            balance[owner] = balance.get(owner, 0) - coin.value
        for output in draft.outputs:
            if output.address is not None:
                owner = output.address.wallet.entity
                balance[owner] = balance.get(owner, 0) + output.value
        if draft.inputs:
            shares = draft.fees or {draft.senders[0]: draft.fee}
            if sum(shares.values()) != draft.fee:
                raise AssertionError(f"shares of the fee of a {draft.kind} don't add up")
            for wallet, share in shares.items():
                wallet.entity.fees += share
                balance[wallet.entity] = balance.get(wallet.entity, 0) + share
        for owner, gained in balance.items():
            if gained > 0:
                owner.income += gained
            else:
                owner.expenses -= gained

    def truth(self, notes: tuple[str, ...]) -> Truth:
        """Return the tables of truth."""
        kinds = {word: place for place, word in enumerate(tables.ENTITY_KINDS)}
        tx = np.repeat(np.arange(len(self._kinds), dtype=np.int32), self._lengths)
        first = np.cumsum(np.frombuffer(self._lengths, np.int32)) - self._lengths
        senders = [(row, wallet) for row, some in enumerate(self._senders) for wallet in some]
        knowledge = [(row, who) for row, deed in enumerate(self.deeds) for who in deed[4]]
        return Truth(
            tables.Tables(
                tables.Entities(
                    _text(e.name for e in self.entities),
                    np.array([kinds[e.kind] for e in self.entities], np.int8),
                    _text(e.country for e in self.entities),
                ),
                tables.Wallets(
                    _text(w.name for w in self.wallets),
                    _rows(w.entity.row for w in self.wallets),
                    _text(w.software.name for w in self.wallets),
                ),
                tables.Ownership(
                    _written([a.script for a in self._addresses]),
                    _rows(a.wallet.row for a in self._addresses),
                ),
                tables.Transactions(
                    np.frombuffer(b"".join(self._txids), np.uint8).reshape(-1, 32).copy(),
                    np.array(self._kinds, np.int8),
                ),
                tables.Senders(_rows(row for row, _ in senders), _rows(w for _, w in senders)),
                tables.Deeds(
                    _text(deed[0] for deed in self.deeds),
                    _text(deed[1] for deed in self.deeds),
                    _rows(deed[2] for deed in self.deeds),
                    _rows(deed[3] for deed in self.deeds),
                ),
                tables.Knowledge(_rows(d for d, _ in knowledge), _rows(e for _, e in knowledge)),
                tables.Purposes(
                    tx,
                    (np.arange(len(tx)) - np.repeat(first, self._lengths)).astype(np.int32),
                    np.array(self._purposes, np.int8),
                    np.array(self._deed_of, np.int32),
                ),
            ),
            notes,
        )

    def _once(self, name: str) -> None:
        if name in self._named:
            raise NpsError(f"The world has two of this name: {name}. Rename one in the scenario.")
        self._named.add(name)


def _text(values: Iterable[str]) -> pa.LargeStringArray:
    return pa.array(list(values), pa.large_string())


def _rows(values: Iterable[int]) -> np.ndarray:
    return np.fromiter(values, np.int32)


def _written(scripts: list[bytes]) -> pa.LargeStringArray:
    """Return locking scripts as addresses, all at once: a million separate texts take memory."""
    data = np.frombuffer(b"".join(scripts), np.uint8)
    length = np.fromiter(map(len, scripts), np.int32, len(scripts))
    start = np.cumsum(length, dtype=np.int64) - length
    return addresses.encode(data, start, length, classify(data, start, length), "regtest")
