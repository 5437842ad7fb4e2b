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

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from nps_chain.chain.schema import UNKNOWN
from nps_chain.chain.tables import Chain
from nps_chain.errors import NpsError
from nps_chain.trace.arguments import whole
from nps_chain.trace.clock import known
from nps_chain.trace.flow.fits import Candidates, Fits
from nps_chain.trace.flow.odds import conclusion, share_paid
from nps_chain.trace.flow.ranges import amounts, pair, whole_pair
from nps_chain.trace.named import output_rows


@dataclass(frozen=True, eq=False, repr=False)
class Match:
    """Deposits with the payouts that fit them, as :func:`match` found them.

    Attributes
    ----------
    frame : pandas.DataFrame
        One row a candidate, by deposit, the best first; a deposit that no payout fits has one row,
        with ``payout`` -1 and ``rank`` 0. Columns: ``deposit`` and ``payout`` (rows in
        ``outputs``; with parts ``payout_2`` and ``payout_3``, too, -1 for none); ``rank`` from 1;
        ``delay`` in blocks, of the last payout; ``difference``, what the service kept, in satoshi;
        ``candidates``, how many payouts fit the deposit; ``expected``, how many would by chance;
        ``by_chance``, the probability that by chance at least so many would; ``odds``,
        ``candidates`` by ``expected``; ``rivals``, how many other deposits the payout fits, too (-1
        not counted, for several together); ``right``, the probability by this model that the
        payout is the deposit's.
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
    parts: int = 1,
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
    parts : int
        Match a deposit with so many payouts at most, by their sum: 1, 2 or 3. Sums are so many that
        more parts most often mean more chance than evidence.
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
    deposit counted, half of it paid out: a few deposits alone don't make the share 0 or 1. What is
    expected counts the true payouts as chance, too: an error on the safe side. Payouts of one
    amount that come in crowds are likelier to fit than their number tells: an error on the other.

    With parts, the same is done for pairs and triples: so many of all have a fitting sum, and are
    in time together with probability T (T - 1) / (N (N - 1)). One, two or three parts are taken
    for equally likely, so ``odds`` is the mean of theirs; and ``by_chance`` is only a bound from
    above, ``expected`` by ``candidates`` (Markov's inequality).

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
    shares = pair(fee, "fee")
    if shares[0] < 0 or shares[1] >= 1:
        raise NpsError(f"fee is {fee!r}: it is a share, from 0 up to less than 1, such as 0.02.")
    kept, wait = whole_pair(flat, "flat"), whole_pair(delay, "delay", from_none=True)
    if paid is not None and not 0 <= paid <= 1:
        raise NpsError(f"paid is {paid!r}: it is a share, from 0 to 1.")
    if whole(parts, "parts", 1) > 3:
        raise NpsError(f"parts is {parts}: a deposit is matched with 1, 2 or 3 payouts.")
    most = whole(most, "most", 1)

    chain = known(chain, as_of)
    into, out = output_rows(chain, deposits), np.unique(output_rows(chain, payouts))
    into = into[np.sort(np.unique(into, return_index=True)[1])]  # each once, in the given order
    if len(both := np.intersect1d(into, out)):
        raise NpsError(f"Output {both[0]} is both a deposit and a payout.")
    ranges = amounts(chain.columns.outputs.value[into], shares, kept)
    fits = Fits(chain, into, out, wait, *ranges)
    found = [fits.alone(most)] + [fits.together(size, most) for size in range(2, parts + 1)]

    odds = sum((each.odds for each in found), np.zeros(len(into))) / parts
    if paid is None:
        paid = share_paid(odds)
    likely = (odds > 0).astype(float) if paid == 1 else paid * odds / (paid * odds + 1 - paid)
    many = sum((each.many for each in found), np.zeros(len(into), np.int64))
    expected = sum((each.expected for each in found), np.zeros(len(into)))
    if parts == 1:
        chance, any_chance = fits.chance(many), fits.chance(np.ones(len(into), np.int64))
    else:
        any_chance = np.minimum(expected, 1)
        chance = np.where(many > 0, np.minimum(expected / np.maximum(many, 1), 1), 1.0)
    by_deposit = pd.DataFrame(
        {"candidates": many, "expected": expected, "by_chance": chance, "odds": odds}
    )
    frame = _frame(chain, into, out, found, by_deposit, likely / parts, most)
    right = float(frame["right"][frame["rank"] == 1].sum())
    return Match(frame, conclusion(many, float(any_chance.sum()), right), paid)


def _frame(
    chain: Chain,
    into: np.ndarray,
    out: np.ndarray,
    found: list[Candidates],
    by_deposit: pd.DataFrame,
    likely: np.ndarray,
    most: int,
) -> pd.DataFrame:
    """Return the best candidates of each deposit, a row each; one row where there are none."""
    outputs, heights = chain.columns.outputs, chain.columns.txs.height
    odds = by_deposit["odds"].to_numpy()
    deposit = np.concatenate([each.deposit for each in found])
    payouts = np.full((len(deposit), len(found)), UNKNOWN)
    at = 0
    for size, each in enumerate(found, 1):
        payouts[at : at + len(each.deposit), :size] = out[each.payouts]
        at += len(each.deposit)
    right = np.concatenate(
        [(likely * each.odds)[each.deposit] / odds[each.deposit] * each.share for each in found]
    )
    rivals = np.concatenate([each.rivals for each in found])
    order = np.lexsort((*payouts.T[::-1], -right, deposit))
    deposit, payouts, right, rivals = (side[order] for side in (deposit, payouts, right, rivals))
    rank = np.arange(len(deposit)) - np.searchsorted(deposit, deposit, "left") + 1
    shown = rank <= most
    none = np.flatnonzero(by_deposit["candidates"].to_numpy() == 0)
    place = np.concatenate([deposit[shown], none])
    there = np.arange(len(place)) < len(place) - len(none)
    members = np.full((len(place), len(found)), UNKNOWN)
    members[there] = payouts[shown]
    last = members.max(axis=1, initial=0)  # the latest payout; 0 where there is none
    delay = heights[outputs.tx[last]].astype(np.int64) - heights[outputs.tx[into[place]]]
    worth = np.where(members >= 0, outputs.value[np.maximum(members, 0)], 0).sum(axis=1)

    def filled(values: np.ndarray, otherwise: float) -> np.ndarray:
        return np.concatenate([values[shown], np.full(len(none), otherwise, values.dtype)])

    of_deposit = {str(name): column.to_numpy()[place] for name, column in by_deposit.items()}
    frame = pd.DataFrame(
        {
            "deposit": into[place],
            "payout": members[:, 0],
            **{f"payout_{k + 1}": members[:, k] for k in range(1, len(found))},
            "rank": filled(rank, 0),
            "delay": np.where(there, delay, UNKNOWN),
            "difference": np.where(there, outputs.value[into[place]] - worth, 0),
            **of_deposit,
            "rivals": filled(rivals, 0),
            "right": filled(right, 0),
        }
    )
    return frame.iloc[np.argsort(place, kind="stable")].reset_index(drop=True)
