"""Which payout of a mixer, or a swap, may belong to which deposit, and how much chance is in it.

A service in whose hands coins are pooled breaks the trail of coins. If it pays out soon, and all
but a known fee, time and amount can still tell: who paid in 1 BTC and had 0.98 an hour later? But
among many payouts some fit by chance, and a best guess always looks convincing. So each match comes
with what chance would do: on these very payouts, how many would fit if their times had nothing to
do with their amounts.

Möser, Böhme and Breuker paid into three services ("An Inquiry into Money Laundering Tools in the
Bitcoin Ecosystem", eCrime 2013): they could link what came in and went out of one, BitLaundry, but
not of Bitcoin Fog or Blockchain.info. A mixer that waits long and at random, pays out in several
parts or in round amounts, or draws its fee at random, beats this method: then candidates are as
many as by chance, which is what the result says.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd

from nps_chain.chain.schema import UNKNOWN
from nps_chain.chain.tables import Chain
from nps_chain.errors import NpsError
from nps_chain.trace.clock import known
from nps_chain.trace.flow.limits import whole
from nps_chain.trace.flow.match_count import best_of, chance_of, rivals_of
from nps_chain.trace.named import output_rows


@dataclass(frozen=True, eq=False, repr=False)
class Match:
    """Deposits with the payouts that fit them, as :func:`match` found them.

    Attributes
    ----------
    frame : pandas.DataFrame
        One row a candidate, by deposit, the best first; a deposit that no payout fits has one row,
        with ``payout`` -1 and ``rank`` 0. Columns: ``deposit`` and ``payout`` (rows in
        ``outputs``); ``rank`` from 1; ``delay`` in blocks; ``difference``, what the service kept,
        in satoshi; ``candidates``, how many payouts fit the deposit; ``expected``, how many would
        by chance; ``by_chance``, the probability that by chance at least so many would; ``odds``,
        ``candidates`` by ``expected``; ``rivals``, how many other deposits the payout fits, too;
        ``right``, the probability by this model that the payout is the deposit's.
    conclusion : str
        What all of it comes to, in words.
    paid : float
        The share of deposits that were paid out within delay and amount, as given or estimated.
    """

    frame: pd.DataFrame
    conclusion: str
    paid: float

    @property
    def best(self) -> pd.DataFrame:
        """The best candidate of each deposit that has one, a row each."""
        return self.frame[self.frame["rank"] == 1].reset_index(drop=True)

    def __len__(self) -> int:
        return int((self.frame["rank"] == 1).sum())

    def __repr__(self) -> str:
        return f"Match({self.conclusion})"


def match(
    chain: Chain,
    deposits: Any,
    payouts: Any,
    *,
    fee: Any,
    delay: Any,
    flat: Any = 0,
    paid: float | None = None,
    most: int = 5,
    as_of: int | None = None,
) -> Match:
    """Return which payouts fit which deposits in time and amount, and the odds against chance.

    Fails where the service splits, waits or rounds at random. It takes what it is told of fee and
    delay for true: wider ranges bring more chance. Try it first on payments of your own.

    Parameters
    ----------
    chain : Chain
        The chain.
    deposits, payouts : str, int, iterable of these or frame
        Outputs paid to the service, and outputs that it paid: rows, ``txid:n``, or a frame with a
        column ``output``. Give all payouts of the time, not only those that look right: they are
        what chance is measured on.
    fee : number or pair
        The share of a deposit that the service keeps: 0.02, or from least to most, (0.01, 0.03).
    delay : int or pair
        Blocks between deposit and payout: at most, or from least to most. The payout is in a later
        transaction in any case.
    flat : int or pair, optional
        Satoshi that it keeps besides: exactly, or from least to most.
    paid : float, optional
        The share of these deposits that you believe were paid out, whole and among these payouts.
        By default it is estimated from how many more payouts fit than would by chance.
    most : int
        Show so many candidates of a deposit, at most.
    as_of : int, optional
        Know blocks up to this height only.

    Returns
    -------
    Match
        ``.frame``, a row a candidate; ``.best``; ``.conclusion`` in words.

    Raises
    ------
    NpsError
        If an output is not in the chain at that height, or is both; or if another argument makes
        no sense.

    Notes
    -----
    The model. Let n of N payouts fit a deposit, A of them all in amount and T in time. If amounts
    had nothing to do with times, A T / N would fit in both (``expected``), and their number would
    be hypergeometric (``by_chance``, exact). If the deposit was paid out by one payout within the
    ranges, and every such payout was as likely, then n / (A T / N) is how much likelier it is to
    see n candidates than by chance alone (``odds``, taking chance for a Poisson process). With a
    share p of deposits that were paid out, a payout of n that fit is theirs with probability
    p n / (p n + (1 - p) A T / N); this is shared among the n by weights of one over the number
    of deposits that a payout fits, since it can belong to one of them (``right``).

    By default p is the share under which all these odds together are likeliest, with one more
    deposit counted, half of it paid out, lest a few deposits make sure. What is expected counts the
    true payouts as chance, too: an error on the safe side. Payouts of one amount that come in
    crowds are likelier to fit than their number tells: an error on the other.

    Examples
    --------
    >>> import nps_chain as nps
    >>> from nps_chain.trace.flow import match
    >>> chain = nps.load("core-regtest")

    Outputs picked blindly: most find a match, as by chance they would.

    >>> found = match(chain, range(1000, 1030), range(1030, 1200), fee=(0, 0.05), delay=6)
    >>> print(found.conclusion)
    22 of 30 deposits have a payout that fits, and 22.0 would by chance. Of the best guesses, about
    0.6 are right by this model, 3%. Time and amount don't tell which.
    """
    shares = _pair(fee, "fee")
    if shares[0] < 0 or shares[1] >= 1:
        raise NpsError(f"fee is {fee!r}: it is a share, from 0 up to less than 1, such as 0.02.")
    kept, wait = _whole_pair(flat, "flat"), _whole_pair(delay, "delay", from_none=True)
    if paid is not None and not 0 <= paid <= 1:
        raise NpsError(f"paid is {paid!r}: it is a share, from 0 to 1.")
    most = whole(most, "most", 1)

    chain = known(chain, as_of)
    into = _distinct(output_rows(chain, deposits))
    out = np.unique(output_rows(chain, payouts))
    if len(both := np.intersect1d(into, out)):
        raise NpsError(f"Output {both[0]} is both a deposit and a payout.")
    outputs, heights = chain.columns.outputs, chain.columns.txs.height
    value = outputs.value[out]
    height = heights[outputs.tx[out]].astype(np.int64)
    came = heights[outputs.tx[into]].astype(np.int64)

    # The runs of payouts that fit in time, and in amount.
    first = np.searchsorted(height, came + wait[0], "left")
    first = np.maximum(first, np.searchsorted(outputs.tx[out], outputs.tx[into], "right"))
    end = np.maximum(np.searchsorted(height, came + wait[1], "right"), first)
    by_value = np.argsort(value, kind="stable")
    place = np.empty(len(out), np.int64)
    place[by_value] = np.arange(len(out))
    least, largest = _amounts(outputs.value[into], shares, kept)
    low = np.searchsorted(value[by_value], least, "left")
    high = np.maximum(np.searchsorted(value[by_value], largest, "right"), low)

    runs = by_value, place, first, end, low, high
    fitting, rivals = rivals_of(*runs)
    in_time, in_amount, payments = end - first, high - low, max(len(out), 1)
    expected = in_time * in_amount / payments
    chance = chance_of(len(out), in_amount, in_time, fitting)
    odds = fitting / np.where(fitting > 0, expected, 1)
    if paid is None:
        paid = _paid(odds)
    best, weight = best_of(*runs, rivals, min(most, payments))
    likely = paid * odds / (paid * odds + (1 - paid)) if paid < 1 else (fitting > 0).astype(float)

    shown = best >= 0
    shown[:, 0] = True  # a deposit that nothing fits has a row, too
    deposit, rank = np.nonzero(shown)
    chosen = best[deposit, rank]
    there = chosen >= 0
    payout = np.full(len(deposit), UNKNOWN)
    payout[there] = out[chosen[there]]
    others = np.zeros(len(deposit), np.int64)
    others[there] = rivals[chosen[there]] - 1
    right = np.zeros(len(deposit))
    share = likely / np.where(weight > 0, weight, 1)
    right[there] = share[deposit[there]] / rivals[chosen[there]]
    row = np.maximum(payout, 0)
    frame = pd.DataFrame(
        {
            "deposit": into[deposit],
            "payout": payout,
            "rank": np.where(there, rank + 1, 0),
            "delay": np.where(there, heights[outputs.tx[row]] - came[deposit], UNKNOWN),
            "difference": np.where(there, outputs.value[into[deposit]] - outputs.value[row], 0),
            "candidates": fitting[deposit],
            "expected": expected[deposit],
            "by_chance": chance[deposit],
            "odds": odds[deposit],
            "rivals": others,
            "right": right,
        }
    )
    some = chance_of(len(out), in_amount, in_time, np.ones(len(into), np.int64))
    best_right = float(right[there & (rank == 0)].sum())
    return Match(frame, _conclusion(fitting, float(some.sum()), best_right), paid)


def _paid(odds: np.ndarray) -> float:
    """Return the share of deposits paid out that makes these odds likeliest.

    By expectation and maximisation: given a share, each deposit was paid out with some probability;
    given these, the share is their mean.
    """
    share = 0.5
    for _ in range(1_000):
        before = share
        each = share * odds / (share * odds + (1 - share))
        share = float((each.sum() + 0.5) / (len(odds) + 1))
        if abs(share - before) < 1e-12:
            break
    return share


def _conclusion(fitting: np.ndarray, by_chance: float, right: float) -> str:
    """Return what all candidates come to, in words."""
    deposits, matched = len(fitting), int((fitting > 0).sum())
    if not matched:
        return f"No payout fits any of {deposits:,} deposits in time and amount."
    told = (
        f"{matched:,} of {deposits:,} deposits have a payout that fits, and {by_chance:.1f} would"
        f" by chance. Of the best guesses, about {right:.1f} are right by this model"
    )
    if right >= 0.9 * matched:
        return f"{told}: nearly all. Confirm each by other means."
    if right >= 0.5 * matched:
        return f"{told}, {right / matched:.0%}. A single one is a lead, no finding."
    return f"{told}, {right / matched:.0%}. Time and amount don't tell which."


def _pair(given: Any, name: str) -> tuple[Fraction, Fraction]:
    """Return a number, or a pair from least to most, as exact fractions.

    >>> _pair(0.02, "fee"), _pair((0, "0.03"), "fee")
    ((Fraction(1, 50), Fraction(1, 50)), (Fraction(0, 1), Fraction(3, 100)))
    """
    both = given if isinstance(given, Iterable) and not isinstance(given, str) else (given, given)
    try:
        least, most = (Fraction(str(part)) for part in both)
    except ValueError:
        raise NpsError(f"{name} is {given!r:.80}: give a number, or a pair of them.") from None
    if least > most:
        raise NpsError(f"{name} is {given!r}: the least comes first.")
    return least, most


def _whole_pair(given: Any, name: str, from_none: bool = False) -> tuple[int, int]:
    """Return a whole number as itself twice, or from 0 on; or a pair, from least to most."""
    least, most = _pair(given, name)
    if least.denominator != 1 or most.denominator != 1 or least < 0:
        raise NpsError(f"{name} is {given!r}: give whole numbers of 0 or more.")
    single = not isinstance(given, Iterable) or isinstance(given, str)
    return 0 if single and from_none else int(least), int(most)


def _amounts(
    values: np.ndarray, shares: tuple[Fraction, Fraction], kept: tuple[int, int]
) -> tuple[np.ndarray, np.ndarray]:
    """Return the least and the most that can be paid out of each deposit, in whole satoshi."""
    least = [-(-value * (1 - shares[1]) // 1) - kept[1] for value in values.tolist()]
    most = [value * (1 - shares[0]) // 1 - kept[0] for value in values.tolist()]
    return np.array(least, np.int64), np.array(most, np.int64)


def _distinct(rows: np.ndarray) -> np.ndarray:
    """Return rows in their order, each once."""
    return rows[np.sort(np.unique(rows, return_index=True)[1])]
