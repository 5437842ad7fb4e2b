"""The interpretations of a transaction: in how many ways its inputs can have paid its outputs.

An *interpretation* splits a transaction into smaller ones that could each stand alone: every input
and output is in exactly one, and in each the inputs cover the outputs; what is over goes to the miner.
Their number is N, the *entropy* log2 N in bits: 0 where values leave no doubt. An input and an output
are *linked* in those interpretations that put them into the same part; the share of these is the
*link probability*. A link in all of them is *deterministic*: no way to read the values avoids it.

Coins are told apart even if their values are equal: two inputs and two outputs of one value give 3. A part
must spend something, but may pay only the miner. Outputs without value, such as ``OP_RETURN``, and inputs
without value take nothing and give nothing; they are left out. With one input or one output, or new coins, there
is nothing to split: N is 1.

Known failures: the count takes every interpretation for equally likely, which nobody has shown. It supposes
that no participant pays another (``maker_fee`` relaxes this; a PayJoin breaks it unseen), and that nothing is
known but values: whoever knows that two coins have one owner is left with fewer (``together``), often long
after the transaction, by a careless payment of someone else. So a probability here is a share of
possible readings, never the probability that somebody did something. It ends where the work gets too much: past a
dozen coins a side that all differ, or so, it depends on their values.

Sources: LaurentMT, "Bitcoin Transactions & Privacy", parts 1 to 3, 2015 (gist.github.com/LaurentMT), and
his Boltzmann (github.com/Samourai-Wallet/boltzmann); the idea of entropy is G. Maxwell's, deterministic links
are K. Atlas's "CoinJoin Sudoku", 2014. Boltzmann's numbers are these, unless several makers come together:
it asks that what is left after each part balances as well, in the order of its inputs.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import log2
from operator import index

import numpy as np
import pandas as pd

from nps_chain.chain.schema import UNKNOWN
from nps_chain.chain.views import TransactionView, bitcoin
from nps_chain.errors import NpsError
from nps_chain.trace.coinjoin.maker_fees import maker_fees
from nps_chain.trace.coinjoin.owners import put_together
from nps_chain.trace.coinjoin.partitions import partitions
from nps_chain.trace.coinjoin.perfect import perfect

LIMIT = 2_000_000_000
"""Steps after which counting is refused: some seconds."""

SECONDS = 120.0
"""A guard for slow machines."""

_MOST_SATOSHI = 21_000_000 * 100_000_000


@dataclass(frozen=True, eq=False, repr=False)
class Interpretations:
    """How a transaction can be read; made by :func:`interpretations`.

    Parameters
    ----------
    n : int
        The number of interpretations, exact.
    links : numpy.ndarray
        Shape (outputs, inputs), Python's integers: in how many of them a pair is linked.
    outputs, inputs : tuple of str
        The coins of its rows and columns, by side and place in the transaction: ``o0``, ``i3``.
    paid, spent : tuple of int
        Their values in satoshi; -1 for the input of a coinbase.
    fee : int
        What all inputs have over all outputs, in satoshi; -1 for a coinbase.
    gain, loss : int
        How many satoshi a participant was allowed to get from the others, or to pay them.
    """

    n: int
    links: np.ndarray
    outputs: tuple[str, ...]
    inputs: tuple[str, ...]
    paid: tuple[int, ...]
    spent: tuple[int, ...]
    fee: int
    gain: int = 0
    loss: int = 0

    @property
    def entropy(self) -> float:
        """The entropy in bits: log2 of the number."""
        return log2(self.n)

    @cached_property
    def matrix(self) -> np.ndarray:
        """Link probabilities: shape (outputs, inputs), float64."""
        return (self.links / self.n).astype(np.float64).reshape(self.links.shape)

    @property
    def frame(self) -> pd.DataFrame:
        """Link probabilities with a row for each output and a column for each input."""
        return pd.DataFrame(
            self.matrix,
            pd.Index(map(_shown, self.outputs, self.paid), name="output", dtype="str"),
            pd.Index(map(_shown, self.inputs, self.spent), name="input", dtype="str"),
        )

    @property
    def deterministic(self) -> list[tuple[str, str]]:
        """Pairs of input and output that every interpretation links, in order."""
        rows, columns = np.nonzero((self.links == self.n).T)
        return [(self.inputs[i], self.outputs[o]) for i, o in zip(rows, columns, strict=True)]

    @property
    def density(self) -> float:
        """Bits of entropy for each input and output."""
        return self.entropy / max(len(self.inputs) + len(self.outputs), 1)

    @property
    def efficiency(self) -> float:
        """The number as a share of the perfect CoinJoin's of like shape; 0 where it is 1."""
        if self.n == 1:
            return 0.0
        return self.n / perfect(len(self.inputs), len(self.outputs))

    def __repr__(self) -> str:
        pairs = len(self.deterministic)
        certain = f"{pairs:,} of {self.links.size:,}" if pairs else "none"
        s = "" if self.n == 1 else "s"
        return (
            f"{_number(self.n)} interpretation{s}, entropy {self.entropy:.2f} bits; links that all"
            f" interpretations share: {certain}"
        )

    def _repr_html_(self) -> str:
        return f"<p>{self!r}</p>{self.frame.round(3).to_html()}"


def interpretations(
    tx: TransactionView,
    *,
    together: str | Iterable[Iterable[str]] = (),
    maker_fee: float = 0.0,
    limit: int = LIMIT,
    seconds: float = SECONDS,
) -> Interpretations:
    """Return the number of interpretations of a transaction, and its link probabilities.

    Parameters
    ----------
    tx : TransactionView
        As ``chain.tx(...)`` gives it.
    together : str or iterable of iterables of str
        Groups of coins that are known to belong to one person, such as ``[("i0", "i2", "o1")]``:
        ``i2`` is the third input, ``o1`` the second output. Or ``"address"``: inputs of one address
        belong together.
    maker_fee : float
        The most that a participant earns, as a share of the amount that all take out alike: 0.005
        is usual for JoinMarket. It has no effect where the outputs don't look like a CoinJoin.
    limit : int
        The most steps of work.
    seconds : float
        The most time; it guards against slow machines, and doesn't change what comes back.

    Raises
    ------
    NpsError
        If it is too much work, if a value is unknown, or if ``together`` names no such coin. There is
        no half answer: one that looks like a number would sooner or later be taken for one.

    Examples
    --------
    A CoinJoin of three inputs. Each of its change outputs is linked to one input for certain:

    >>> import nps_chain as nps
    >>> from nps_chain.trace.coinjoin.interpretations import interpretations
    >>> tx = nps.load("core-regtest").tx(535)
    >>> read = interpretations(tx)
    >>> read
    16 interpretations, entropy 4.00 bits; links that all interpretations share: 3 of 18
    >>> read.deterministic
    [('i0', 'o1'), ('i1', 'o5'), ('i2', 'o0')]
    >>> read.frame.round(2)
    input              i0 0.17973396 BTC  i1 2.05890422 BTC  i2 0.09390049 BTC
    output
    o0 0.07387962 BTC               0.25               0.25               1.00
    o1 0.15971309 BTC               1.00               0.25               0.25
    o2 0.02000000 BTC               0.50               0.50               0.50
    o3 0.02000000 BTC               0.50               0.50               0.50
    o4 0.02000000 BTC               0.50               0.50               0.50
    o5 2.03888128 BTC               0.25               1.00               0.25
    """
    if tx.coinbase:
        return _single([UNKNOWN], [coin.value for coin in tx.outputs], UNKNOWN)
    spent = [coin.value for coin in tx.inputs]
    for place, value in enumerate(spent):
        if value == UNKNOWN:
            raise NpsError(
                f"The value of input i{place} of transaction {tx.txid} is unknown: its coin is from"
                " outside the data. Interpretations need all values; add the transaction that made"
                " the coin to the data."
            )
    if isinstance(together, str):
        if together != "address":
            raise NpsError(f'together is "address" or groups of coins, and not "{together}".')
        owned: dict[str, list[str]] = {}
        for place, coin in enumerate(tx.inputs):
            if coin.address and coin.value:
                owned.setdefault(coin.address, []).append(f"i{place}")
        together = owned.values()
    paid = [coin.value for coin in tx.outputs]
    return interpretations_of(
        spent, paid, together=together, maker_fee=maker_fee, limit=limit, seconds=seconds
    )


def interpretations_of(
    inputs: Sequence[int],
    outputs: Sequence[int],
    *,
    together: Iterable[Iterable[str]] = (),
    maker_fee: float = 0.0,
    limit: int = LIMIT,
    seconds: float = SECONDS,
) -> Interpretations:
    """Return the same as :func:`interpretations` for values in satoshi, whatever they are from.

    Examples
    --------
    Two people put in 1 and 2 BTC, and each takes out 0.8 and the rest. Later a careless payment shows
    that the first input and the first two outputs are one person's; the other loses by it too:

    >>> from nps_chain.trace.coinjoin.interpretations import interpretations_of
    >>> inputs, outputs = [100, 200], [80, 20, 80, 120]
    >>> interpretations_of(inputs, outputs)
    3 interpretations, entropy 1.58 bits; links that all interpretations share: 2 of 8
    >>> interpretations_of(inputs, outputs, together=[("i0", "o0", "o1")])
    2 interpretations, entropy 1.00 bits; links that all interpretations share: 4 of 8
    """
    spent = _coins(inputs, "i")
    paid = _coins(outputs, "o")
    fee = sum(spent.values()) - sum(paid.values())
    if fee < 0:
        raise NpsError(
            f"The outputs are worth {bitcoin(-fee)} more than the inputs: no transaction can be."
        )
    left, right = put_together(spent, paid, together)
    if min(len(left.values), len(right.values)) <= 1:
        return _single(inputs, outputs, fee)
    gain, loss = maker_fees(list(paid.values()), len(left.values), maker_fee)
    above = 2 * sum(spent.values()) + (len(spent) + 1) * (gain + loss) + 1
    lifted = left.lifted(above), right.lifted(above)
    if sum(lifted[0]) >> 62:
        raise NpsError("Too many groups in together tie inputs to outputs; leave out some of them.")
    n, links = partitions(*lifted, gain=gain, loss=loss, limit=limit, seconds=seconds)
    return Interpretations(
        n=n,
        links=links[np.ix_(right.place, left.place)],
        outputs=tuple(paid),
        inputs=tuple(spent),
        paid=tuple(paid.values()),
        spent=tuple(spent.values()),
        fee=fee,
        gain=gain,
        loss=loss,
    )


def _single(inputs: Sequence[int], outputs: Sequence[int], fee: int) -> Interpretations:
    """Return what a transaction that can't be split has."""
    spent = {f"i{place}": int(value) for place, value in enumerate(inputs) if value}
    paid = {f"o{place}": int(value) for place, value in enumerate(outputs) if value}
    links = np.full((len(paid), len(spent)), 1, object)
    return Interpretations(
        1, links, tuple(paid), tuple(spent), tuple(paid.values()), tuple(spent.values()), fee
    )


def _coins(values: Sequence[int], side: str) -> dict[str, int]:
    """Return the coins that have a value, by label."""
    coins = {}
    for place, value in enumerate(values):
        try:
            satoshi = index(value)
        except TypeError:
            satoshi = -1
        if not 0 <= satoshi <= _MOST_SATOSHI:
            raise NpsError(
                f"The value of {side}{place} is {value!r}: give it in satoshi, as a whole number from"
                f" 0 to {_MOST_SATOSHI:,}."
            )
        if satoshi:
            coins[f"{side}{place}"] = satoshi
    return coins


def _shown(label: str, value: int) -> str:
    return f"{label} new coins" if value == UNKNOWN else f"{label} {bitcoin(value)}"


def _number(n: int) -> str:
    """Write a number in full while one can read it."""
    return f"{n:,}" if n < 10**15 else f"about 10^{log2(n) / log2(10):.1f}"
