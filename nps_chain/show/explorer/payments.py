"""Payments: the coins between one address and one transaction, taken as one.

A chain tells of coins, and a person asks who paid. So the coins that a transaction spends from an
address are one payment, and those that it pays to an address are another.
"""

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np

from nps_chain.chain.schema import COINBASE, UNKNOWN
from nps_chain.chain.tables import Chain
from nps_chain.show.explorer.coins_of import CoinsOf
from nps_chain.show.explorer.kept import Kept

DUST = 1000
"""Satoshi; a coin below is dust: hardly worth its own fee."""

_KEPT = 2**18  # payments that are kept once made, and as many sums


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


class Sums(NamedTuple):
    """What some addresses, taken as one, spend in or are paid by transactions, in chain order.

    Attributes
    ----------
    tx : numpy.ndarray
        Shape (transactions,), int32: their rows.
    value : numpy.ndarray
        Satoshi in each, int64; -1 if that of any of the coins is unknown.
    coins : numpy.ndarray
        How many coins in each.
    """

    tx: np.ndarray
    value: np.ndarray
    coins: np.ndarray


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
        self._chain, self._find_change = chain, change
        self._coins = CoinsOf(chain)
        self._payments: Kept[tuple[Payment, ...]] = Kept(_KEPT)
        self._sums: Kept[Sums] = Kept(_KEPT, size=lambda sums: len(sums.tx))

    def of_transaction(self, tx: int) -> tuple[Payment, ...]:
        """Return the payments of a transaction: what it spends, then what it pays.

        In the order of the first coin of each. The new coins of a coinbase come from nobody, and
        are no payment.
        """
        inputs, outputs = self._chain.first_input, self._chain.first_output
        return self._payments.get(
            tx,
            lambda: self._made_of(
                np.arange(*inputs[tx : tx + 2]), np.arange(*outputs[tx : tx + 2])
            ),
        )

    def of_addresses(self, addresses: Sequence[int], txs: int) -> tuple[Payment, ...]:
        """Return the payments of some addresses in the first so many transactions, in chain order.

        Parameters
        ----------
        addresses : sequence of int
            Rows; one that is given twice counts once.
        txs : int
            How many transactions are known.
        """
        rows = _distinct(addresses)
        return self._payments.get(
            (rows.tobytes(), txs),
            lambda: self._made_of(self._coins.inputs(rows, txs), self._coins.outputs(rows, txs)),
        )

    def sums(self, addresses: Sequence[int], txs: int, *, spends: bool) -> Sums:
        """Return what some addresses as one spend in each transaction, or are paid by it.

        Parameters
        ----------
        addresses, txs
            As of `of_addresses`.
        spends : bool
            What they spend; else what they are paid.
        """
        rows = _distinct(addresses)
        return self._sums.get(
            (rows.tobytes(), txs, spends), lambda: self._summed(rows, txs, spends=spends)
        )

    def paid_to(self, address: int, txs: int) -> np.ndarray:
        """Return the rows of the outputs that the first so many transactions pay to an address."""
        return self._coins.outputs(np.array([address]), txs)

    def _summed(self, addresses: np.ndarray, txs: int, *, spends: bool) -> Sums:
        c = self._chain.columns
        if spends:
            coins, table = self._coins.inputs(addresses, txs), c.inputs
        else:
            coins, table = self._coins.outputs(addresses, txs), c.outputs
        tx, value = table.tx[coins], table.value[coins]
        first = np.flatnonzero(np.diff(tx, prepend=-1))
        return Sums(tx[first], _totals(value, first), np.diff(first, append=len(tx)))

    def _made_of(self, inputs: np.ndarray, outputs: np.ndarray) -> tuple[Payment, ...]:
        """Return the payments that these coins make up, given by their sorted rows."""
        c = self._chain.columns
        inputs = inputs[c.inputs.spends[inputs] != COINBASE]
        sides = []
        for coins, table, spends in ((inputs, c.inputs, True), (outputs, c.outputs, False)):
            tx, address, value = (
                column[coins] for column in (table.tx, table.address, table.value)
            )
            order = np.lexsort((address, tx))  # it is stable: coins stay sorted
            by_tx, by_address, by_value = tx[order], address[order], value[order]
            new = np.diff(by_tx, prepend=-1) != 0
            new[1:] |= np.diff(by_address) != 0
            first = np.flatnonzero(new)
            change = np.zeros(len(coins), bool) if spends else self._change[tx] == coins
            sides.append(
                (
                    coins[order][first],
                    by_tx[first],
                    by_address[first],
                    np.full(len(first), spends),
                    _totals(by_value, first),
                    np.diff(first, append=len(coins)),
                    _each(np.logical_or, change[order], first),
                    (_each(np.minimum, by_value, first) != UNKNOWN)
                    & (_each(np.maximum, by_value, first) < DUST),
                )
            )
        first_coin, *columns = (np.concatenate(both) for both in zip(*sides, strict=True))
        order = np.lexsort((first_coin, ~columns[2], columns[0]))
        lists = (column[order].tolist() for column in columns)
        return tuple(map(Payment._make, zip(*lists, strict=True)))

    @cached_property
    def _change(self) -> np.ndarray:
        return self._find_change()


def _distinct(addresses: Sequence[int]) -> np.ndarray:
    return np.unique(np.asarray(addresses, np.int64))


def _totals(value: np.ndarray, first: np.ndarray) -> np.ndarray:
    """Return the sum of each run of values, -1 where one of them is unknown."""
    known = _each(np.minimum, value, first) != UNKNOWN
    return np.where(known, _each(np.add, value, first), UNKNOWN)


def _each(what: np.ufunc, values: np.ndarray, first: np.ndarray) -> np.ndarray:
    """Return an operation over each run of values, given where runs begin."""
    return what.reduceat(values, first) if len(first) else values[:0]  # it can't do none
