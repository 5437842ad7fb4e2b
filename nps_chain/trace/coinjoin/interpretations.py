"""The interpretations of a transaction: in how many ways its inputs can have paid its outputs.

An *interpretation* splits a transaction into parts that could each stand alone: every input and
output is in exactly one part, and in each the inputs cover the outputs; the rest goes to the miner.
Their number is N, the *entropy* log2 N in bits: 0 where values leave no choice. An input and an
output are *linked* where they are in the same part; the *link probability* is the share of the
interpretations in which they are. A link that all of them have is *deterministic*.

Coins are told apart even if their values are equal: two inputs and two outputs, all of one value,
have 3 interpretations. A part spends something, but may pay the miner alone. Inputs and outputs
without value, such as ``OP_RETURN``, neither give nor take: they are left out. Where there is one
input, or one output, or the coins are new, there is nothing to split, and N is 1.

Known failures. All interpretations are taken for equally likely, which nobody has shown. No
participant is supposed to pay another: ``maker_fee`` relaxes that, a PayJoin breaks it unseen. And
nothing is supposed to be known but values: whoever knows that coins have one owner is left with
fewer interpretations (``together``), often by somebody else's careless payment, much later. So a
link probability is a share of possible readings, never the probability that somebody did something.
The work soon grows beyond any machine: past a dozen coins a side that all differ, whether it can be
done depends on their values.

Sources: LaurentMT, "Bitcoin Transactions & Privacy", parts 1 to 3, 2015 (gist.github.com/LaurentMT)
and his Boltzmann (github.com/Samourai-Wallet/boltzmann). The idea of such an entropy is
G. Maxwell's; deterministic links are those of K. Atlas's "CoinJoin Sudoku", 2014. Without
``maker_fee`` Boltzmann counts the same. With it, Boltzmann asks in addition that what is left after
each part balances, in an order given by the inputs' values, and so may count fewer.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from operator import index

import numpy as np

from nps_chain.chain.schema import UNKNOWN
from nps_chain.chain.views import TransactionView, bitcoin
from nps_chain.errors import NpsError
from nps_chain.trace.coinjoin.linkage import Interpretations
from nps_chain.trace.coinjoin.maker_fees import maker_fees
from nps_chain.trace.coinjoin.owners import put_together
from nps_chain.trace.coinjoin.partitions import TooMuchWork, partitions

LIMIT = 2_000_000_000
"""Steps after which counting is refused: some seconds."""

SECONDS = 120.0
"""A guard for slow machines."""

_MOST_SATOSHI = 21_000_000 * 100_000_000


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
        If it is too much work, if a value is unknown, or if ``together`` names no such coin.
        There is no half answer: what looks like a number is soon taken for one.

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
    if not isinstance(tx, TransactionView):
        raise NpsError(
            "Give one transaction as chain.tx(...) returns it, not"
            f" {type(tx).__name__}: interpretations(chain.tx(txid))."
        )
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
    Two people put in 1 and 2 BTC, and each takes out 0.8 and the rest. Later a careless payment
    shows that the first input and the first two outputs are one person's. The other loses too:

    >>> from nps_chain.trace.coinjoin.interpretations import interpretations_of
    >>> inputs, outputs = [100, 200], [80, 20, 80, 120]
    >>> interpretations_of(inputs, outputs)
    3 interpretations, entropy 1.58 bits; links that all interpretations share: 2 of 8
    >>> interpretations_of(inputs, outputs, together=[("i0", "o0", "o1")])
    2 interpretations, entropy 1.00 bits; links that all interpretations share: 4 of 8
    """
    _check("maker_fee", maker_fee, 1, "a share of the amount, from 0 to 1")
    _check("limit", limit, np.inf, "a number of steps")
    _check("seconds", seconds, np.inf, "a number of seconds")
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
    try:
        n, links = partitions(*lifted, gain=gain, loss=loss, limit=limit, seconds=seconds)
    except TooMuchWork as reason:
        raise NpsError(
            f"Too large to count the interpretations of {len(spent):,} inputs and {len(paid):,}"
            f" outputs: {reason}. What is known of their owners makes it smaller: together=[...]."
            f" {_without_counting(list(paid.values()))}"
        ) from None
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


def _without_counting(paid: Sequence[int]) -> str:
    """Say what is known where counting is refused."""
    value, many = max(Counter(paid).items(), key=lambda item: (item[1], item[0]))
    if many == 1:
        return "Without counting one can say no more than that all outputs have different values."
    return (
        f"Without counting one can still say that {many:,} outputs have the value"
        f" {bitcoin(value)}: none of these can be told from the others by value alone."
    )


def _single(inputs: Sequence[int], outputs: Sequence[int], fee: int) -> Interpretations:
    """Return what a transaction that can't be split has."""
    spent = {f"i{place}": int(value) for place, value in enumerate(inputs) if value}
    paid = {f"o{place}": int(value) for place, value in enumerate(outputs) if value}
    links = np.full((len(paid), len(spent)), 1, object)
    return Interpretations(
        1, links, tuple(paid), tuple(spent), tuple(paid.values()), tuple(spent.values()), fee
    )


def _check(name: str, given: float, most: float, what: str) -> None:
    """Refuse what is no number from 0 to the most that it may be."""
    number = isinstance(given, int | float | np.integer | np.floating)
    if not number or isinstance(given, bool) or not 0 <= given <= most:
        raise NpsError(f"{name} is {given!r:.60}: give {what}.")


def _coins(values: Sequence[int], side: str) -> dict[str, int]:
    """Return the coins that have a value, by label."""
    if isinstance(values, str | bytes) or not isinstance(values, Iterable):
        raise NpsError(f"Give values in satoshi, one a coin, as in [500, 700], not {values!r:.60}.")
    coins = {}
    for place, value in enumerate(values):
        try:
            satoshi = index(value)
        except TypeError:
            satoshi = -1
        if not 0 <= satoshi <= _MOST_SATOSHI:
            raise NpsError(
                f"The value of {side}{place} is {value!r:.60}: give it in satoshi, as a whole"
                f" number from 0 to {_MOST_SATOSHI:,}."
            )
        if satoshi:
            coins[f"{side}{place}"] = satoshi
    return coins
