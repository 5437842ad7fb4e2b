"""Change heuristics that look backward: at the transaction itself, and at what came before it.

An answer of theirs stays the same on any later day. Each function tells its rule, when it fails,
and where it is from; how often it errs is in :mod:`nps_chain.trace.published`. None of them knows a
CoinJoin when it sees one: leave those out yourself, or use the vote.

Sources: S. Meiklejohn and others, "A Fistful of Bitcoins", IMC 2013; H. Kalodner and others,
"BlockSci", USENIX Security 2020, whose names these are; M. Möser and A. Narayanan, "Resurrecting
Address Clustering in Bitcoin", Financial Cryptography 2022.
"""

from collections.abc import Callable

import pandas as pd

from nps_chain.chain.tables import Chain
from nps_chain.trace.arguments import whole
from nps_chain.trace.change import keeps
from nps_chain.trace.change.facts import Keeps, identified

MOST_DIGITS = 15  # 10 ** 16 satoshi are more than there will ever be


def address_reuse(chain: Chain, *, as_of: int | None = None) -> pd.Series:
    """Return the output that goes back to an address of the inputs: self-change.

    Fails where several people sign one transaction and one of them is paid at the address that he
    spends from, as sellers in many trades of tokens are.

    Parameters
    ----------
    chain : Chain
        The chain.
    as_of : int, optional
        Look at blocks up to this height only.

    Returns
    -------
    pandas.Series
        Named ``output``, int64: for each row in ``txs`` a row in ``outputs``, or -1 (abstains).

    Examples
    --------
    >>> import nps_chain as nps
    >>> chain = nps.load("core-regtest")
    >>> found = address_reuse(chain)
    >>> found[found >= 0].head(2)
    tx
    340     829
    407    1017
    Name: output, dtype: int64
    """
    return identified(chain, as_of, keeps.reused)


def address_type(chain: Chain, *, as_of: int | None = None) -> pd.Series:
    """Return the output whose script type is that of all inputs.

    Fails where the payee's wallet has the type of the payer's and the change another: newer wallets
    choose the type of their change to look like the payment's. Abstains where the type of an input
    is unknown. Parameters and result are those of :func:`address_reuse`.

    Examples
    --------
    >>> import nps_chain as nps
    >>> found = address_type(nps.load("core-regtest"))
    >>> int((found >= 0).sum())
    200
    """
    return identified(chain, as_of, keeps.of_input_type)


def optimal_change(chain: Chain, *, as_of: int | None = None) -> pd.Series:
    """Return the output that is worth less than each input: a larger one needed not all of them.

    Whoever wanted to pay less than the smallest input would have left out that input. It says
    nothing about one input, or where a value is unknown. Fails where a wallet adds inputs for other
    reasons: to tidy up, to pay the fee, or to mislead. Parameters and result are those of
    :func:`address_reuse`.

    Examples
    --------
    >>> import nps_chain as nps
    >>> found = optimal_change(nps.load("core-regtest"))
    >>> int((found >= 0).sum())
    70
    """
    return identified(chain, as_of, keeps.below_each_input)


def power_of_ten_value(chain: Chain, digits: int = 4, *, as_of: int | None = None) -> pd.Series:
    """Return the output whose value is not round, beside payments that are.

    People pay round amounts; what is left over is not round. Fails where the amount was round in
    another currency only (it then abstains), and where a round sum is kept.

    Parameters
    ----------
    chain : Chain
        The chain.
    digits : int
        How many zeros make a value in satoshi round, 1 to 15. Fewer decide more often, and err more
        often; at 4, multiples of 0.0001 BTC, the published error is near 1 %.
    as_of : int, optional
        Look at blocks up to this height only.

    Returns
    -------
    pandas.Series
        As of :func:`address_reuse`.

    Raises
    ------
    NpsError
        If digits is not a whole number from 1 to 15.

    Examples
    --------
    >>> import nps_chain as nps
    >>> chain = nps.load("core-regtest")
    >>> [int((power_of_ten_value(chain, digits) >= 0).sum()) for digits in (1, 4, 7)]
    [158, 94, 6]
    """
    wanted = f"give how many zeros make a value round, 1 to {MOST_DIGITS}"
    zeros = whole(digits, "digits", 1, MOST_DIGITS, wanted=wanted)
    return identified(chain, as_of, keeps.not_round(zeros))


def client_change_address_behavior(chain: Chain, *, as_of: int | None = None) -> pd.Series:
    """Return the output whose address first appears in this transaction: a fresh address.

    Wallets make a new address for change; payees often give one that they gave before. Fails where
    the payee's address is new, and the change goes to an old one. An address of the inputs is never
    fresh; but on a chain that starts in the middle one that was used before may look so, and nobody
    can tell. Parameters and result are those of :func:`address_reuse`.

    Examples
    --------
    >>> import nps_chain as nps
    >>> found = client_change_address_behavior(nps.load("core-regtest"))
    >>> int((found >= 0).sum())
    218
    """
    return identified(chain, as_of, keeps.fresh)


def meiklejohn(chain: Chain, *, as_of: int | None = None) -> pd.Series:
    """Return the only output to a fresh address, where no output goes back to an input's address.

    The one-time change address of 2013. Where self-change is at hand, a fresh address is more
    likely the payee's. Otherwise it fails where :func:`client_change_address_behavior` does; and
    used to join addresses, its errors put 166 of 273 tagged services into one cluster (Möser and
    Narayanan, up to 2021). Abstains where the address of an input is unknown, since something may
    go back to it.
    Parameters and result are those of :func:`address_reuse`.

    Examples
    --------
    >>> import nps_chain as nps
    >>> found = meiklejohn(nps.load("core-regtest"))
    >>> int((found >= 0).sum())
    215
    """
    return identified(chain, as_of, keeps.fresh_without_self_change)


def peeling_chain(chain: Chain, *, as_of: int | None = None) -> pd.Series:
    """Return the larger output of a link in a peel chain: one input, two outputs, as its parent.

    A large coin is spent down in many small payments, each time by one input and two outputs. So
    the parent, which made the input, has this shape, too. Whether the chain goes on can be seen
    later only: given ``as_of``, a transaction whose larger output was spent, by that height, in one
    of this shape is a link as well, the first of a chain for example. So a later day may bring an
    answer where there was none, and never another one. Fails where a payment is
    larger than what is left, as at the end of a chain. Two equal outputs: it abstains. Parameters
    and result are those of :func:`address_reuse`.

    Examples
    --------
    >>> import nps_chain as nps
    >>> chain = nps.load("core-regtest")
    >>> [int((peeling_chain(chain, as_of=h) >= 0).sum()) for h in (None, chain.height)]
    [147, 189]
    """
    return identified(chain, as_of, keeps.larger_in_chain)


def _power_of_ten(digits: int) -> Callable[..., pd.Series]:
    """Return the heuristic for values that are round to so many digits."""

    def heuristic(chain: Chain, *, as_of: int | None = None) -> pd.Series:
        return power_of_ten_value(chain, digits, as_of=as_of)

    heuristic.__name__ = heuristic.__qualname__ = f"power_of_ten_{digits}"
    heuristic.__doc__ = f"Return the output whose value doesn't end in {digits} zeros."
    return heuristic


RULES: dict[str, tuple[Callable[..., pd.Series], Keeps]] = {
    "address_reuse": (address_reuse, keeps.reused),
    "address_type": (address_type, keeps.of_input_type),
    "optimal_change": (optimal_change, keeps.below_each_input),
    "power_of_ten_value": (power_of_ten_value, keeps.not_round(4)),
    **{f"power_of_ten_{d}": (_power_of_ten(d), keeps.not_round(d)) for d in range(1, 8)},
    "client_change_address_behavior": (client_change_address_behavior, keeps.fresh),
    "meiklejohn": (meiklejohn, keeps.fresh_without_self_change),
    "peeling_chain": (peeling_chain, keeps.larger_in_chain),
}
"""By name: the heuristic, and which outputs it keeps."""
