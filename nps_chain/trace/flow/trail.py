"""One coin's trail: where money went if at each step it went into one output, by a rule.

The rule is a guess, made to be looked at. See :mod:`nps_chain.trace.flow.peel` for a chain of one
shape, which is followed with reasons and stops where the shape breaks.
"""

import numpy as np
import pandas as pd

from nps_chain.chain.schema import UNKNOWN
from nps_chain.chain.tables import Chain
from nps_chain.errors import NpsError
from nps_chain.trace.coins import Coins
from nps_chain.trace.texts import txid_texts

RULES = {"largest": np.max, "smallest": np.min}


def trail(
    chain: Chain,
    output: int | str,
    *,
    rule: str = "largest",
    steps: int = 100,
    as_of: int | None = None,
) -> pd.DataFrame:
    """Return where an output's money went if at each step it went into one output, by a rule.

    The rule is a guess, made to be looked at: where somebody pays more than he keeps, ``largest``
    goes on with the payee. The trail stops rather than choose between two outputs of one value; it
    doesn't stop at services and CoinJoins, beyond which it means nothing.

    Parameters
    ----------
    chain : Chain
        The chain.
    output : int or str
        Where to start: a row in ``outputs``, or ``txid:n``.
    rule : str
        Which output of a transaction comes next: the ``largest``, as in a peel chain, or the
        ``smallest``. Those that nobody can spend don't count.
    steps : int
        Take this many at most.
    as_of : int, optional
        Know blocks up to this height only: what was spent later is unspent.

    Returns
    -------
    pandas.DataFrame
        One row an output, the start first: ``hop``, ``height`` of its block, ``txid``, ``n``,
        ``value`` (satoshi), ``address``, ``why`` it is here, ``then`` what became of it (in the
        last row: why the trail stops), ``output`` (its row).

    Raises
    ------
    NpsError
        If there is no such output, or not yet at that height, or no such rule.

    Examples
    --------
    >>> import nps_chain as nps
    >>> chain = nps.load("core-regtest")
    >>> nps.trail(chain, 843)[["value", "then"]]
           value                                   then
    0   42180526   spent in block 123 as the only input
    1   40004451  spent in block 124 as one of 2 inputs
    2  300715856               unspent as of height 153
    """
    if rule not in RULES:
        raise NpsError(f"There is no rule {rule!r}: choose from {', '.join(RULES)}.")
    coins = Coins(chain, as_of)
    coin, why = coins.find(output), "start"
    rows: list[tuple[int, str, str]] = []
    while coin != UNKNOWN:
        then, following, reason = _step(coins, coin, rule)
        if len(rows) >= steps and following != UNKNOWN:
            then, following = f"{then}; {steps} steps were asked for", UNKNOWN
        rows.append((coin, why, then))
        coin, why = following, reason

    at = np.array([coin for coin, *_ in rows])
    c = chain.columns
    txs = c.outputs.tx[at]
    frame = pd.DataFrame(
        {
            "hop": np.arange(len(at)),
            "height": c.txs.height[txs],
            "txid": txid_texts(coins.chain, txs),
            "n": c.outputs.n[at],
            "value": c.outputs.value[at],
        }
    )
    return frame.assign(
        address=coins.addresses(at),
        why=[why for _, why, _ in rows],
        then=[then for _, _, then in rows],
        output=at,
    )


def _step(coins: Coins, coin: int, rule: str) -> tuple[str, int, str]:
    """Return what became of a coin, which output comes next by the rule (or -1), and why that."""
    outputs = coins.chain.columns.outputs
    if outputs.address[coin] == UNKNOWN:
        return "nobody can spend it", UNKNOWN, ""
    tx = coins.ends(coin)[1]
    if tx == UNKNOWN:
        return f"unspent as of height {coins.as_of:,}", UNKNOWN, ""
    inputs = len(coins.spent_by(tx))
    then = f"spent in block {coins.chain.columns.txs.height[tx]:,} as " + (
        f"one of {inputs:,} inputs" if inputs > 1 else "the only input"
    )
    made = coins.made_by(tx)
    made = made[outputs.address[made] != UNKNOWN]
    if not len(made):
        return f"{then}; nothing that comes out can be spent", UNKNOWN, ""
    chosen = made[outputs.value[made] == RULES[rule](outputs.value[made])]
    if len(chosen) > 1:
        return f"{then}; {len(chosen)} outputs tie for the {rule}", UNKNOWN, ""
    return then, int(chosen[0]), f"the {rule} of {len(made):,}" if len(made) > 1 else "the only one"
