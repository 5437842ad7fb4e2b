"""Which payouts fit which deposits, one alone or several together, and how many would by chance."""

from dataclasses import dataclass
from math import comb

import numpy as np

from nps_chain.chain.tables import Chain
from nps_chain.errors import NpsError
from nps_chain.trace.flow.match_count import best_of, chance_of, rivals_of
from nps_chain.trace.flow.match_sums import sums_of

MOST_WORK = 20_000_000_000
"""Steps that counting sums may take; a machine takes some hundred million a second."""


@dataclass(frozen=True)
class Candidates:
    """Sets of payouts of one size that fit deposits.

    ``many``, how many fit each deposit, and ``expected``, how many would by chance, have shape
    (deposits,). Of those that are named, ``deposit`` is the place of the deposit, ``payouts``, of
    shape (sets, size), the places of its payouts, ``rivals`` how many other deposits it fits (-1
    not counted), and ``share`` its part in what all sets of its deposit have together.
    """

    many: np.ndarray
    expected: np.ndarray
    deposit: np.ndarray
    payouts: np.ndarray
    rivals: np.ndarray
    share: np.ndarray

    @property
    def odds(self) -> np.ndarray:
        """How many there are for each that is expected, shape (deposits,)."""
        return self.many / np.where(self.many > 0, self.expected, 1)


class Fits:
    """Deposits and payouts, with the runs of payouts that fit each deposit in time and in amount.

    Parameters
    ----------
    chain : Chain
        The chain.
    deposits, payouts : numpy.ndarray
        Rows in ``outputs``; of payouts sorted.
    wait : tuple of int
        Blocks between, at least and at most.
    least, largest : numpy.ndarray
        What can be paid out of each deposit, in satoshi.
    """

    def __init__(
        self,
        chain: Chain,
        deposits: np.ndarray,
        payouts: np.ndarray,
        wait: tuple[int, int],
        least: np.ndarray,
        largest: np.ndarray,
    ) -> None:
        outputs, heights = chain.columns.outputs, chain.columns.txs.height
        tx = outputs.tx[payouts]
        height, came = heights[tx], heights[outputs.tx[deposits]].astype(np.int64)
        first = np.searchsorted(height, came + wait[0], "left")
        first = np.maximum(first, np.searchsorted(tx, outputs.tx[deposits], "right"))
        end = np.maximum(np.searchsorted(height, came + wait[1], "right"), first)
        self._value = outputs.value[payouts]
        self._by_value = np.argsort(self._value, kind="stable")
        place = np.empty(len(payouts), np.int64)
        place[self._by_value] = np.arange(len(payouts))
        ranked = self._value[self._by_value]
        low = np.searchsorted(ranked, least, "left")
        high = np.maximum(np.searchsorted(ranked, largest, "right"), low)
        self._least, self._largest = least, largest
        self._runs = self._by_value, place, first, end, low, high
        self._in_time, self._in_amount = end - first, high - low

    def alone(self, most: int) -> Candidates:
        """Return payouts that fit alone, those that fit the fewest other deposits first."""
        many, rivals = rivals_of(*self._runs)
        best, weight = best_of(*self._runs, rivals, min(most, len(rivals)))
        deposit, place = np.nonzero(best >= 0)
        payout = best[deposit, place]
        expected = self._in_time * self._in_amount / max(len(self._value), 1)
        share = 1 / rivals[payout] / weight[deposit]
        return Candidates(many, expected, deposit, payout[:, None], rivals[payout] - 1, share)

    def together(self, size: int, most: int) -> Candidates:
        """Return sets of two or three payouts that fit by their sum."""
        payouts, deposits = len(self._value), len(self._in_time)
        if deposits * payouts ** (size - 1) > MOST_WORK:
            raise NpsError(
                f"{payouts:,} payouts have too many sums of {size} to be counted for {deposits:,}"
                " deposits: give fewer of both, or fewer parts."
            )
        most = min(most, comb(payouts, size))
        many, in_amount, named = sums_of(
            self._value, *self._runs[:1], *self._runs[2:4], self._least, self._largest, size, most
        )
        expected = in_amount.astype(np.float64)
        for k in range(size):  # the share of all sets that is in time as a whole
            expected *= np.maximum(self._in_time - k, 0) / max(payouts - k, 1)
        deposit, place = np.nonzero(named[:, :, 0] >= 0)
        rivals = np.full(len(deposit), -1)
        chosen = named[deposit, place]
        return Candidates(many, expected, deposit, chosen, rivals, 1 / many[deposit])

    def chance(self, least: np.ndarray) -> np.ndarray:
        """Return the probability that at least so many payouts fit alone by chance."""
        return chance_of(len(self._value), self._in_amount, self._in_time, least)
