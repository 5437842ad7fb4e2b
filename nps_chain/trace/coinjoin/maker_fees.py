"""What participants of a CoinJoin may pay each other: the fees that JoinMarket's makers earn.

A maker gets out a little more than he put in, the taker a little less; so by values alone hardly
any part of such a CoinJoin balances. Allowing for such a fee makes the parts visible. Nobody
outside knows the fee, so the most that it may be is assumed: a share of the amount that all take
out alike.

Known failure: too small a share hides the true reading, too large a one lets in false ones; and any
part may be the taker's, though only one is.

Source: LaurentMT, Boltzmann (github.com/Samourai-Wallet/boltzmann), option ``cjmaxfeeratio``.
"""

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction


def maker_fees(outputs: Sequence[int], people: int, share: float) -> tuple[int, int]:
    """Return the most satoshi that one participant may gain, and that one may lose.

    Both are 0 unless some value comes several times among the outputs, and so often that, with a
    change for each participant, all outputs are accounted for.

    Parameters
    ----------
    outputs : sequence of int
        Values in satoshi.
    people : int
        The most participants that there can be: the number of inputs that may have owners of
        their own.
    share : float
        The most that a maker earns, as a share of the amount taken out, such as 0.005.

    Examples
    --------
    >>> from nps_chain.trace.coinjoin.maker_fees import maker_fees
    >>> maker_fees([100_000, 100_000, 100_000, 2_500, 7_000], 3, 0.005)
    (500, 1000)
    >>> maker_fees([100_000, 60_000], 3, 0.005)
    (0, 0)
    """
    joins = [
        (min(many, people), value)
        for value, many in Counter(outputs).items()
        if many > 1 and len(outputs) <= 2 * min(many, people)
    ]
    if people < 2 or not joins:
        return 0, 0
    joined, amount = max(joins)
    # The share as it is written: 0.005 is no binary fraction.
    fee = amount * Fraction(str(share))
    return int(fee), int(fee * (joined - 1))
