"""What the chain says of all that a case names: addresses, transactions, and their coins.

These are facts, to be found in any copy of the chain. Of an address that takes part in few
transactions each is told. A service's address takes part in thousands that have nothing to do with
the case; of one with more than `BUSY`, those are told in which another named address takes part
too, and those that are named themselves. `addresses.csv` says of each how many there are and how
many of them are told, so that nobody takes a part for all.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd

from nps_chain.chain.address.script import SCRIPT_TYPES
from nps_chain.chain.tables import Chain
from nps_chain.evidence.bag.contents.coins import (
    COINS,
    TRANSACTIONS,
    coins,
    sums,
    times,
    transactions,
)
from nps_chain.evidence.bag.contents.named import Named, tx_rows_there
from nps_chain.trace.named import address_rows
from nps_chain.trace.texts import address_texts

BUSY = 100
"""Transactions of an address; of one with more, not each is told."""

ADDRESSES = {
    "address": "the address",
    "named_in": "where this case names it: page, tag, log, report, letter",
    "script_type": "kind of its locking script; empty if it isn't on the chain",
    "first_height": "height of the block that first pays to it; -1 if none does",
    "first_time": "time of that block, UTC",
    "transactions": "transactions on the chain that it takes part in",
    "told": "how many of these are in transactions.csv",
    "received": "all that was ever paid to it, satoshi",
    "spent": "all that was ever spent from it, as far as it is known, satoshi",
}


_UNSEEN: dict[str, str | int] = {
    "script_type": "",
    "first_height": -1,
    "first_time": "",
    "transactions": 0,
    "told": 0,
    "received": 0,
    "spent": 0,
}
"""What is told of an address that isn't on the chain."""


class Facts(NamedTuple):
    """Tables of what is on the chain.

    Attributes
    ----------
    addresses, transactions, coins : pandas.DataFrame
        With the columns of `ADDRESSES`, by address (the first two without a chain), and of
        `nps_chain.evidence.bag.contents.coins.TRANSACTIONS` and ``COINS``, in the order of the
        chain.
    """

    addresses: pd.DataFrame
    transactions: pd.DataFrame
    coins: pd.DataFrame


def facts(chain: Chain | None, names: Named) -> Facts:
    """Return what the chain says of what is named; without a chain, only the names."""
    if chain is None:
        nothing = (pd.DataFrame(columns=list(columns)) for columns in (TRANSACTIONS, COINS))
        return Facts(_names(names), *nothing)
    rows = address_rows(chain, list(names.addresses), missing="skip")
    part = _parts(chain, rows)
    told = _told(part, len(rows), tx_rows_there(chain, names.txids))
    return Facts(
        _addresses(names, _said(chain, rows, part, told)),
        transactions(chain, names.txids, told),
        coins(chain, rows, told),
    )


def _parts(chain: Chain, rows: np.ndarray) -> pd.DataFrame:
    """Return who takes part in what: ``a``, place of an address among the named, and ``tx``."""
    c = chain.columns
    place = np.full(len(c.addresses.address), -1, np.int64)
    place[rows] = np.arange(len(rows))
    pairs = []
    for table in (c.inputs, c.outputs):
        # Row -1 is no address: it must not count as the last one.
        mine = np.flatnonzero((table.address >= 0) & (place[table.address] >= 0))
        pairs.append(pd.DataFrame({"a": place[table.address[mine]], "tx": table.tx[mine]}))
    return pd.concat(pairs).drop_duplicates(ignore_index=True)


def _told(part: pd.DataFrame, many: int, named: np.ndarray) -> np.ndarray:
    """Return the rows of the transactions that are told, sorted."""
    count = np.bincount(part["a"], minlength=many)
    quiet = part.loc[count[part["a"]] <= BUSY, "tx"]
    together = part["tx"].value_counts()
    found = np.concatenate([named, quiet, together.index[together > 1]])
    return np.unique(found).astype(np.int64)


def _said(chain: Chain, rows: np.ndarray, part: pd.DataFrame, told: np.ndarray) -> pd.DataFrame:
    """Return what the chain says of addresses, by address."""
    c = chain.columns
    first = c.addresses.first_seen[rows]
    return pd.DataFrame(
        {
            "script_type": np.array(SCRIPT_TYPES, dtype=object)[c.addresses.script_type[rows]],
            "first_height": c.txs.height[first],
            "first_time": times(chain, first),
            "transactions": np.bincount(part["a"], minlength=len(rows)),
            "told": np.bincount(part.loc[part["tx"].isin(told), "a"], minlength=len(rows)),
            "received": sums(c.outputs.address, c.outputs.value, rows),
            "spent": sums(c.inputs.address, c.inputs.value, rows),
        },
        index=pd.Index(address_texts(chain, rows)),
    )


def _names(names: Named) -> pd.DataFrame:
    """Return all addresses that are named, and where."""
    places = [", ".join(places) for places in names.addresses.values()]
    return pd.DataFrame({"address": list(names.addresses), "named_in": places}, dtype="str")


def _addresses(names: Named, said: pd.DataFrame) -> pd.DataFrame:
    """Return all addresses that are named, with what the chain says of them."""
    frame = _names(names)
    for name, unseen in _UNSEEN.items():
        told = said[name].reindex(frame["address"], fill_value=unseen)
        whole = isinstance(unseen, int)
        frame[name] = (told.astype("int64") if whole else told.astype("str")).array
    return frame[list(ADDRESSES)]
