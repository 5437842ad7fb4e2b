"""The truth about a chain: its tables as frames, and in the rows of any chain they fit.

A truth names addresses and transactions by text. Scores need it beside a chain's columns, where a
row's number is the id: owner of each address row, kind of each transaction row, purpose of each
output row. That is looked up once for each chain, and kept as long as the chain is.

What the truth doesn't tell is -1, never a guess: it may know a part of a chain only.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Literal
from weakref import WeakKeyDictionary

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from nps_chain.chain.schema import columns_of, hexadecimal
from nps_chain.chain.store import load
from nps_chain.chain.tables import Chain
from nps_chain.errors import NpsError
from nps_chain.groundtruth import rows
from nps_chain.groundtruth.rules import check
from nps_chain.groundtruth.saved import Saved
from nps_chain.groundtruth.service_tags import service_tags
from nps_chain.groundtruth.tables import ENTITY_KINDS, PURPOSES, TABLES, TX_KINDS, Tables


@dataclass(frozen=True, eq=False, repr=False)
class Truth:
    """What really happened on a chain; checked when it is made and never changed.

    Parameters
    ----------
    tables : Tables
        The tables, see :mod:`nps_chain.groundtruth.tables`.
    notes : tuple of str
        What is to be known about it, a sentence each.
    folder : pathlib.Path, optional
        The folder of the data set that it belongs to.
    saved : Saved, optional
        What is known of saved pages.

    Raises
    ------
    NpsError
        If the tables break a rule; the message names the table, the row and the rule.
    """

    tables: Tables
    notes: tuple[str, ...] = ()
    folder: Path | None = None
    saved: Saved = field(default_factory=Saved)
    _found: "WeakKeyDictionary[Chain, dict[str, np.ndarray]]" = field(
        default_factory=WeakKeyDictionary, init=False
    )

    def __post_init__(self) -> None:
        check(self.tables)
        for name in TABLES:
            for column in columns_of(getattr(self.tables, name)).values():
                if isinstance(column, np.ndarray):
                    column.setflags(write=False)

    @cached_property
    def chain(self) -> Chain:
        """The chain of the same data set."""
        if self.folder is None:
            raise NpsError("This truth belongs to no folder: say which chain is meant, chain=...")
        return load(self.folder)

    # In the rows of a chain.

    def owners(self, chain: Chain, *, by: Literal["entity", "wallet"] = "entity") -> np.ndarray:
        """Return the row of the entity, or of the wallet, that owns each address; -1 unknown.

        Shape (addresses,), int32.
        """
        if not isinstance(by, str) or by not in ("entity", "wallet"):
            raise NpsError(f"Owners are told by entity or by wallet, not by {by!r:.80}.")
        return self._once(chain, by, rows.entities if by == "entity" else rows.wallets)

    def kinds(self, chain: Chain) -> np.ndarray:
        """Return the kind of each transaction, as its place in TX_KINDS; -1 unknown.

        Shape (transactions,), int8.
        """
        return self._once(chain, "kind", rows.kinds)

    def senders(self, chain: Chain) -> np.ndarray:
        """Return the row of the wallet that sent each transaction, or of the first; -1 unknown.

        Shape (transactions,), int32.
        """
        return self._once(chain, "sender", rows.senders)

    def purposes_of(self, chain: Chain) -> np.ndarray:
        """Return what each output was for, as its place in PURPOSES; -1 unknown.

        Shape (outputs,), int8.
        """
        return self._once(chain, "purpose", rows.purposes)

    def change_outputs(self, chain: Chain) -> np.ndarray:
        """Return the one change output of each transaction.

        Shape (transactions,), int64: a row in outputs; `NO_CHANGE` (-1) where there is none,
        `SEVERAL` (-2) where there are more, `UNTOLD` (-3) where the truth doesn't know the purpose
        of every output.
        """
        return self._once(chain, "change", rows.change)

    def payments(self, chain: Chain) -> pd.DataFrame:
        """Return the payments that a rule of thumb is tried on: one coin is paid, one is change.

        One row a transaction with two outputs that can be spent, one of which is change: its row
        ``tx``, its ``txid``, its ``kind``, and what was ``paid`` and was ``change``, in satoshi.

        >>> from nps_chain.groundtruth.store import truth
        >>> known = truth("core-regtest")
        >>> found = known.payments(known.chain)
        >>> len(found), int((found["paid"] > found["change"]).sum())
        (448, 189)
        """
        outputs, change = chain.columns.outputs, self.change_outputs(chain)
        spendable = outputs.address >= 0
        made = np.bincount(outputs.tx[spendable], minlength=len(change))
        txs = np.flatnonzero((made == 2) & (change >= 0))
        all_of_it = np.zeros(len(change), np.int64)
        np.add.at(all_of_it, outputs.tx[spendable], outputs.value[spendable])
        came_back = outputs.value[change[txs]]
        return pd.DataFrame(
            {
                "tx": txs,
                "txid": _text(hexadecimal(chain.columns.txs.txid[txs])),
                "kind": _words(self.kinds(chain)[txs], TX_KINDS),
                "paid": all_of_it[txs] - came_back,
                "change": came_back,
            }
        )

    def outputs_of(
        self, chain: Chain, *, entity: str | None = None, deed: str | None = None
    ) -> np.ndarray:
        """Return the rows of the outputs that an entity owns, or that were made for a deed."""
        if (entity is None) == (deed is None):
            raise NpsError("Name one thing, entity=... or deed=...")
        if entity is not None:
            address = chain.columns.outputs.address
            owned = self.owners(chain) == self._named("entities", entity)
            # The last place stands for outputs without an address, and is nobody's.
            return np.flatnonzero(np.append(owned, False)[address])
        return np.flatnonzero(self._once(chain, "deed", rows.deeds) == self._named("deeds", deed))

    def parties(self, kind: str) -> pd.DataFrame:
        """Return who signed transactions of a kind, such as ``coinjoin``.

        One row an entity, those of most transactions first: ``name``, ``kind``, ``country``, and in
        how many ``transactions`` a coin of theirs was spent.

        Raises
        ------
        NpsError
            If there is no such kind of transaction.

        Examples
        --------
        >>> from nps_chain.groundtruth.store import truth
        >>> truth("core-regtest").parties("payjoin").head(2)
            name    kind country  transactions
        0    bob  person                     6
        1  frank  person                     4
        """
        if not isinstance(kind, str) or kind not in TX_KINDS:
            raise NpsError(
                f"There is no kind of transaction {kind!r:.80}: there are {', '.join(TX_KINDS)}."
            )
        t = self.tables
        wanted = t.transactions.kind[t.senders.tx] == TX_KINDS.index(kind)
        pairs = np.column_stack([t.senders.tx, t.wallets.entity[t.senders.wallet]])[wanted]
        who, many = np.unique(np.unique(pairs, axis=0)[:, 1], return_counts=True)
        found = self.entities.iloc[who].astype({"kind": "str"}).assign(transactions=many)
        # The sort is stable, so that of two with as many the order is that of the entities.
        return found.sort_values("transactions", ascending=False, kind="stable", ignore_index=True)

    def services(self, chain: Chain) -> pd.DataFrame:
        """Return a tag for each service: its most used address, its ``label``, and its ``kind``.

        See :mod:`nps_chain.groundtruth.service_tags`. A service without an address on the chain has
        none.

        Examples
        --------
        >>> import nps_chain as nps
        >>> chain, truth = nps.load("tiny"), nps.truth("tiny")
        >>> truth.services(chain)[["label", "kind"]].head(2)
              label      kind
        0  Merivane  exchange
        1   Pallory  exchange
        """
        t = self.tables.entities
        names = np.array(t.name.to_pylist(), object)
        tags = service_tags(chain, self.owners(chain), names, t.kind)
        addresses = chain.columns.addresses.address.take(tags["address"].to_numpy())
        return tags.assign(address=_text(addresses))

    def count_owners(self, addresses: Iterable[str]) -> pd.Series:
        """Return who owns some addresses, and how many of them: the owner of most first.

        Examples
        --------
        >>> from nps_chain.groundtruth.store import truth
        >>> known = truth("core-regtest")
        >>> known.count_owners(known.ownership["address"].head(3))
        owner
        miner_a    3
        Name: addresses, dtype: int64

        Raises
        ------
        NpsError
            If the truth knows no owner of one of them.
        """
        names = self._owners_of(list(addresses))
        counts = pd.Series(names, dtype="str").value_counts(sort=False)
        # The sort is stable, so that of two with as many the order is that of the addresses.
        counts = counts.sort_values(ascending=False, kind="stable")
        return counts.rename_axis("owner").rename("addresses")

    def owner(self, address: str) -> str:
        """Return the name of the entity that owns an address, given as text."""
        t = self.tables
        return t.entities.name[int(t.wallets.entity[self._wallet(address)])].as_py()

    def _owners_of(self, addresses: list[str]) -> list[str]:
        """Return the owner of each address, all looked up at once."""
        for address in addresses:
            _check_text(address, "an address")
        t = self.tables
        texts = pa.array(addresses, pa.large_string())
        rows = pc.index_in(texts, value_set=t.ownership.address)
        if rows.null_count:
            self._wallet(addresses[pc.index(rows.is_null(), True).as_py()])  # says what is unknown
        entities = t.wallets.entity[t.ownership.wallet[rows.to_numpy(zero_copy_only=False)]]
        return t.entities.name.take(pa.array(entities)).to_pylist()

    def wallet(self, address: str) -> str:
        """Return the name of the wallet that an address, given as text, belongs to."""
        return self.tables.wallets.name[self._wallet(address)].as_py()

    def same_wallet(self, address: str) -> list[str]:
        """Return all addresses of the wallet that an address, given as text, belongs to, sorted.

        Examples
        --------
        >>> from nps_chain.groundtruth.store import truth
        >>> known = truth("core-regtest")
        >>> first = known.ownership["address"][0]
        >>> known.wallet(first), len(known.same_wallet(first))
        ('miner_a', 71)
        """
        owned = self.tables.ownership
        rows = np.flatnonzero(owned.wallet == self._wallet(address))
        return sorted(owned.address.take(rows).to_pylist())

    def _wallet(self, address: str) -> int:
        owned = self.tables.ownership
        _check_text(address, "an address")
        row = pc.index(owned.address, pa.scalar(address, pa.large_string())).as_py()
        if row < 0:
            raise NpsError(f"The truth knows no owner of the address {address:.100}.")
        return int(owned.wallet[row])

    def _once(
        self, chain: Chain, what: str, find: Callable[[Tables, Chain], np.ndarray]
    ) -> np.ndarray:
        if not isinstance(chain, Chain):
            raise NpsError(f"{chain!r:.80} is no chain: give one from nps.load or nps.read.")
        found = self._found.setdefault(chain, {})
        if what not in found:
            found[what] = find(self.tables, chain)
            found[what].setflags(write=False)
        return found[what]

    def _named(self, table: str, name: Any) -> int:
        names = getattr(self.tables, table).name
        _check_text(name, f"one of its {table}")
        row = pc.index(names, pa.scalar(name, pa.large_string())).as_py()
        if row < 0:
            some = ", ".join(names[:20].to_pylist()) or "none"
            raise NpsError(f"The truth knows no {name!r:.80} among its {table}: {some}.")
        return row

    # Frames, as a person reads them; each is made anew.

    @property
    def entities(self) -> pd.DataFrame:
        """One row an entity: name, kind, country."""
        t = self.tables.entities
        kind = _words(t.kind, ENTITY_KINDS)
        return pd.DataFrame({"name": _text(t.name), "kind": kind, "country": _text(t.country)})

    @property
    def wallets(self) -> pd.DataFrame:
        """One row a wallet: name, the entity it belongs to, software."""
        t = self.tables.wallets
        entity = _words(t.entity, self.tables.entities.name.to_pylist())
        return pd.DataFrame(
            {"name": _text(t.name), "entity": entity, "software": _text(t.software)}
        )

    @property
    def ownership(self) -> pd.DataFrame:
        """One row an address: the wallet and the entity that own it."""
        t, names = self.tables, self.tables.entities.name.to_pylist()
        return pd.DataFrame(
            {
                "address": _text(t.ownership.address),
                "wallet": _words(t.ownership.wallet, t.wallets.name.to_pylist()),
                "entity": _words(t.wallets.entity[t.ownership.wallet], names),
            }
        )

    @property
    def transactions(self) -> pd.DataFrame:
        """One row a transaction: txid, kind, and whose wallets sent it, joined by ``+``."""
        t = self.tables
        tx, wallet = t.senders.tx, np.array(t.wallets.name.to_pylist(), object)[t.senders.wallet]
        senders = np.full(len(t.transactions.kind), "", object)
        senders[tx] = wallet
        several = np.bincount(tx, minlength=len(senders))[tx] > 1  # few, and joined one by one
        joined = pd.Series(wallet[several]).groupby(tx[several]).agg("+".join)
        senders[joined.index] = joined
        return pd.DataFrame(
            {
                "txid": _text(hexadecimal(t.transactions.txid)),
                "kind": _words(t.transactions.kind, TX_KINDS),
                "senders": pd.array(senders, dtype="str"),
            }
        )

    @property
    def purposes(self) -> pd.DataFrame:
        """One row an output: txid, n, what it was for, and the deed that it was made for."""
        t = self.tables
        return pd.DataFrame(
            {
                "txid": _text(hexadecimal(t.transactions.txid[t.purposes.tx])),
                "n": t.purposes.n,
                "purpose": _words(t.purposes.purpose, PURPOSES),
                "deed": _words(t.purposes.deed, t.deeds.name.to_pylist()),
            }
        )

    @property
    def deeds(self) -> pd.DataFrame:
        """One row a deed: name, what it was, by whom, to whom, and who knows of it besides."""
        t = self.tables
        names = t.entities.name.to_pylist()
        who = pd.Series(names, dtype="str").iloc[t.knowledge.entity]
        known = who.groupby(t.knowledge.deed).agg(", ".join)
        return pd.DataFrame(
            {
                "name": _text(t.deeds.name),
                "what": _text(t.deeds.what),
                "by": _words(t.deeds.by, names),
                "to": _words(t.deeds.to, names),
                "known_to": known.reindex(pd.RangeIndex(len(t.deeds.by)), fill_value=""),
            }
        )

    @property
    def pages(self) -> pd.DataFrame:
        """One row a saved page: file, agency, site, what, kind, malicious, language, about, traps.

        Empty where the truth knows of no page. ``kind`` tells a shop from its mirror and a thief's
        copy; ``malicious`` says whether the page is about substances for sale.
        """
        return self.saved.pages.copy(deep=False)

    @property
    def shown(self) -> pd.DataFrame:
        """One row a thing that a page shows: file, type, text, trap, genuine.

        ``trap`` is what misleads in it, empty if nothing does; ``genuine`` is False for what only
        looks like a thing of its type.
        """
        return self.saved.shown.copy(deep=False)

    def __repr__(self) -> str:
        t = self.tables
        shown = [
            f"{many:,} {what}"
            for what, many in (
                ("entities", len(t.entities.kind)),
                ("wallets", len(t.wallets.entity)),
                ("addresses", len(t.ownership.wallet)),
                ("transactions", len(t.transactions.kind)),
                ("outputs", len(t.purposes.tx)),
                ("deeds", len(t.deeds.by)),
            )
        ]
        return f"Truth({', '.join(shown)})"


def _check_text(name: Any, what: str) -> None:
    if not isinstance(name, str):
        raise NpsError(f"A truth knows {what} by its text, not by {name!r:.80}.")


def _text(values: pa.Array) -> pd.Series:
    return pd.Series(pd.array(values, dtype="str"))


def _words(places: np.ndarray, words: tuple[str, ...] | list[str]) -> Any:
    return pd.Categorical.from_codes(places, dtype=pd.CategoricalDtype(list(words)))
