"""Payments: the coins between one address and one transaction, taken as one.

A chain tells of coins, and a person asks who paid. So the coins that a transaction spends from an
address are one payment, and those that it pays to an address are another.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np

from nps_chain.chain.schema import COINBASE, UNKNOWN, Inputs, Outputs
from nps_chain.chain.tables import Chain
from nps_chain.show.explorer.known.coins_of import CoinsOf
from nps_chain.show.explorer.known.kept import Kept

DUST = 1000
"""Satoshi; a coin below is dust: hardly worth its own fee."""

_NONE = np.zeros(0, np.int64)

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
        rows = np.unique(np.asarray(addresses, np.int64))
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
        rows = np.unique(np.asarray(addresses, np.int64))
        return self._sums.get(
            (rows.tobytes(), txs, spends), lambda: self._summed(rows, txs, spends=spends)
        )

    def paid_to(self, addresses: int | Sequence[int], txs: int) -> np.ndarray:
        """Return the rows of the outputs that the first so many transactions pay to addresses."""
        return self._coins.outputs(np.unique(np.asarray(addresses, np.int64)), txs)

    def _summed(self, addresses: np.ndarray, txs: int, *, spends: bool) -> Sums:
        c = self._chain.columns
        if spends:
            coins = self._coins.inputs(addresses, txs)
            tx, value = c.inputs.tx[coins], c.inputs.value[coins]
        else:
            coins = self._coins.outputs(addresses, txs)
            tx, value = c.outputs.tx[coins], c.outputs.value[coins]
        first = np.flatnonzero(np.diff(tx, prepend=-1))
        if not len(first):  # reduceat can't do none
            return Sums(tx, value, first)
        known = np.minimum.reduceat(value, first) != UNKNOWN
        total = np.where(known, np.add.reduceat(value, first), UNKNOWN)
        return Sums(tx[first], total, np.diff(first, append=len(tx)))

    def _made_of(self, inputs: np.ndarray, outputs: np.ndarray) -> tuple[Payment, ...]:
        """Return the payments that these coins make up, given by their sorted rows."""
        c = self._chain.columns
        spent = inputs[c.inputs.spends[inputs] != COINBASE]
        change = outputs[self._change[c.outputs.tx[outputs]] == outputs]
        found = [
            *_payments(c.inputs, spent, spends=True),
            *_payments(c.outputs, outputs, spends=False, change=change),
        ]
        found.sort(key=lambda one: (one.tx, not one.spends))  # those of a side stay in their order
        return tuple(found)

    @cached_property
    def _change(self) -> np.ndarray:
        return self._find_change()


def _payments(
    table: Inputs | Outputs, coins: np.ndarray, *, spends: bool, change: np.ndarray = _NONE
) -> Iterator[Payment]:
    """Yield the payments of one side, in the order of the first coin of each."""
    values: dict[tuple[int, int], list[int]] = {}
    for payment, value in zip(_ends(table, coins), table.value[coins].tolist(), strict=True):
        values.setdefault(payment, []).append(value)
    changed = frozenset(_ends(table, change))
    for (tx, address), those in values.items():
        known = UNKNOWN not in those
        yield Payment(
            tx,
            address,
            spends,
            sum(those) if known else UNKNOWN,
            len(those),
            (tx, address) in changed,
            known and max(those) < DUST,
        )


def _ends(table: Inputs | Outputs, coins: np.ndarray) -> Iterator[tuple[int, int]]:
    return zip(table.tx[coins].tolist(), table.address[coins].tolist(), strict=True)
