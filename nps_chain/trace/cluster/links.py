"""The accepted evidence as a graph: transactions on one side, the addresses they link on the other.

Two addresses are in one cluster if and only if a walk over this graph leads from one to the other.
So whatever is asked of a clustering is a question about walks: why (the shortest one), when (the
one whose last transaction comes first), what if not (the walks that avoid a transaction).

The transactions of an address lie in one array, side by side; the addresses of a transaction are
the links of its inputs, where they always were. Transactions that link nothing are in neither.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numba import njit

from nps_chain.chain.tables import Chain
from nps_chain.trace.cluster.evidence import CO_SPENDING


@dataclass(frozen=True, eq=False)
class Links:
    """What the transactions of a chain link.

    Parameters
    ----------
    chain : Chain
        The chain.
    inputs, change : numpy.ndarray
        What each input links, and the change of each transaction (empty where no rule finds
        change): an address, or a number below 0.
    rule : str
        The rule that found the change.
    """

    chain: Chain
    inputs: np.ndarray
    change: np.ndarray
    rule: str

    @cached_property
    def of_txs(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """First input of each transaction, link of each input, change of each transaction."""
        return self.chain.first_input, self.inputs, self.change

    @cached_property
    def of_addresses(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Where the transactions of each address begin and end in the third: its rows, rising."""
        many = len(self.chain.columns.addresses.address)
        end, txs = np.zeros(many, np.int32), np.zeros(0, np.int32)
        _collect(*self.of_txs, end, end, txs)  # counts them
        places = np.zeros(many + 1, np.int32)
        np.cumsum(end, out=places[1:])
        first, end = places[:-1], places[:-1].copy()
        txs = np.empty(max(1, places[-1]), np.int32)
        _collect(*self.of_txs, first, end, txs)
        return first, end, txs

    def addresses(self, tx: int) -> list[int]:
        """Return the addresses that a transaction links, its change last."""
        first, end = self.chain.first_input[tx : tx + 2].tolist()
        linked = [*self.inputs[first:end].tolist(), *self.change[tx : tx + 1].tolist()]
        return [address for address in dict.fromkeys(linked) if address >= 0]

    def rule_between(self, tx: int, a: int, b: int) -> str:
        """Return the rule by which a transaction links two of its addresses."""
        first, end = self.chain.first_input[tx : tx + 2].tolist()
        spent = self.inputs[first:end]
        return CO_SPENDING if (spent == a).any() and (spent == b).any() else self.rule


@njit(cache=True, nogil=True)
def _collect(
    first_input: np.ndarray,
    inputs: np.ndarray,
    change: np.ndarray,
    first: np.ndarray,
    end: np.ndarray,
    txs: np.ndarray,
) -> None:
    """Append to each address, from ``first`` on, the transactions in which it is linked to another.

    ``end`` moves on; with no ``txs`` to write to, it only counts, and may count one twice.
    """
    for t in range(len(first_input) - 1):
        c = change[t] if len(change) > 0 else np.int32(-1)
        one, linking = c, False
        for i in range(first_input[t], first_input[t + 1]):
            a = inputs[i]
            if a >= 0:
                if one < 0:
                    one = a
                elif a != one:
                    linking = True
                    break
        if not linking:
            continue
        for i in range(first_input[t], first_input[t + 1] + 1):
            a = c if i == first_input[t + 1] else inputs[i]
            if a >= 0:
                if len(txs) == 0:
                    end[a] += 1
                elif end[a] == first[a] or txs[end[a] - 1] != t:
                    txs[end[a]] = t
                    end[a] += 1
