"""Payments: the coins between one address and one transaction, taken as one.

A chain tells of coins, and a person asks who paid. So the coins that a transaction spends from an
address are one payment, and those that it pays to an address are another. Coins lie in the order of
the chain; where those of each address lie is worked out once, so that an address of ten thousand
payments is as quickly asked as one of three.
"""

from collections.abc import Callable, Sequence
from functools import cached_property, lru_cache
from typing import NamedTuple

import numpy as np

from nps_chain.chain.pieces import rows_of, starts
from nps_chain.chain.schema import COINBASE, UNKNOWN
from nps_chain.chain.tables import Chain

DUST = 1000
"""Satoshi; a coin below is dust: hardly worth its own fee."""

_KEPT = 2**14  # transactions whose payments are kept once made


class Payment(NamedTuple):
    """All coins of one transaction that one address spends in it, or is paid by it.

    Attributes
    ----------
    tx : int
        Row of the transaction.
    address : int
        Row of the address; -1 where there is none (OP_RETURN) or it is unknown.
    spends : bool
        Whether the money goes from the address to the transaction; else it is paid to the address.
    value : int
        Satoshi, -1 if that of any of the coins is unknown.
    coins : int
        How many coins.
    change : bool
        Whether one of them is thought to be the change of the transaction: an inference.
    dust : bool
        Whether each of them is known to be worth less than `DUST`.
    """

    tx: int
    address: int
    spends: bool
    value: int
    coins: int
    change: bool
    dust: bool


class Payments:
    """The payments of a chain, by transaction and by address.

    Parameters
    ----------
    chain : Chain
        The chain.
    change : callable
        Returns the row in ``outputs`` of each transaction's change, -1 for none. It is called when
        payments are first asked for.
    """

    def __init__(self, chain: Chain, change: Callable[[], np.ndarray]) -> None:
        self._chain = chain
        self._find_change = change
        self.of_transaction = lru_cache(_KEPT)(self._of_transaction)

    def _of_transaction(self, tx: int) -> tuple[Payment, ...]:
        """Return the payments of a transaction: what it spends, then what it pays.

        In the order of the first coin of each. The new coins of a coinbase come from nobody, and
        are no payment.
        """
        spent = np.arange(*self._chain.first_input[tx : tx + 2])
        return self._made_of(spent, np.arange(*self._chain.first_output[tx : tx + 2]))

    def of_addresses(self, addresses: Sequence[int], txs: int) -> tuple[Payment, ...]:
        """Return the payments of some addresses in the first so many transactions, in chain order.

        Parameters
        ----------
        addresses : sequence of int
            Rows; one that is given twice counts once.
        txs : int
            How many transactions are known.
        """
        which = np.unique(np.asarray(addresses, np.int64))
        spent, paid = self._spent_by.of(which), self._paid_to.of(which)
        return self._made_of(
            spent[spent < self._chain.first_input[txs]], paid[paid < self._chain.first_output[txs]]
        )

    def paid_to(self, address: int, txs: int) -> np.ndarray:
        """Return the rows of the outputs that first so many transactions paid to an address."""
        rows = self._paid_to.of(np.array([address]))
        return rows[: np.searchsorted(rows, self._chain.first_output[txs])]

    def _made_of(self, spent: np.ndarray, paid: np.ndarray) -> tuple[Payment, ...]:
        """Return the payments that these inputs and outputs make up."""
        c = self._chain.columns
        spent = spent[c.inputs.spends[spent] != COINBASE]
        tx = c.outputs.tx[paid]
        change = self._change[tx] == paid
        columns = [
            np.concatenate(both)
            for both in zip(
                _summed(
                    spent, c.inputs.tx[spent], c.inputs.address[spent], c.inputs.value[spent],
                    np.zeros(len(spent), bool), spends=True,
                ),
                _summed(
                    paid, tx, c.outputs.address[paid], c.outputs.value[paid], change, spends=False
                ),
                strict=True,
            )
        ]  # fmt: skip
        first, tx, _, spends, *_ = columns
        order = np.lexsort((first, ~spends, tx))
        lists = [column[order].tolist() for column in columns[1:]]
        return tuple(map(Payment._make, zip(*lists, strict=True)))

    @cached_property
    def _change(self) -> np.ndarray:
        return self._find_change()

    @cached_property
    def _spent_by(self) -> "_ByAddress":
        return _ByAddress(self._chain.columns.inputs.address, self._addresses)

    @cached_property
    def _paid_to(self) -> "_ByAddress":
        return _ByAddress(self._chain.columns.outputs.address, self._addresses)

    @property
    def _addresses(self) -> int:
        return len(self._chain.columns.addresses.first_seen)


class _ByAddress:
    """The rows of each address in a column of addresses, side by side and rising."""

    def __init__(self, address: np.ndarray, addresses: int) -> None:
        # Rows without an address, -1, come first.
        self._rows = np.argsort(address, kind="stable").astype(np.int32)
        self._edges = starts(np.bincount(address + np.int32(1), minlength=addresses + 1))

    def of(self, addresses: np.ndarray) -> np.ndarray:
        """Return the rows of these addresses, one after another."""
        return self._rows[rows_of(self._edges, addresses + 1)]


def _summed(
    coin: np.ndarray,
    tx: np.ndarray,
    address: np.ndarray,
    value: np.ndarray,
    change: np.ndarray,
    *,
    spends: bool,
) -> tuple[np.ndarray, ...]:
    """Return coins as payments: the first coin of each, and what `Payment` holds."""
    order = np.lexsort((coin, address, tx))
    coin, tx, address, value = coin[order], tx[order], address[order], value[order]
    new = np.ones(len(order), bool)
    new[1:] = (tx[1:] != tx[:-1]) | (address[1:] != address[:-1])
    first = np.flatnonzero(new)
    if not len(first):  # reduceat has no answer for nothing
        nothing, never = np.zeros(0, np.int64), np.zeros(0, bool)
        return nothing, nothing, nothing, never, nothing, nothing, never, never
    known = np.minimum.reduceat(value, first) != UNKNOWN
    return (
        coin[first],
        tx[first],
        address[first],
        np.full(len(first), spends),
        np.where(known, np.add.reduceat(value, first), UNKNOWN),
        np.diff(first, append=len(order)),
        np.logical_or.reduceat(change[order], first),
        known & (np.maximum.reduceat(value, first) < DUST),
    )
