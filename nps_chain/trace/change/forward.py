"""Change heuristics that look forward, at whether an output's spender behaves as its maker does.

Wallet software has habits: a version number, a locktime, an order of inputs and outputs. If change
comes back to the same wallet, the transaction that spends it has the same habits. So once all
outputs are spent, one whose spender has other habits is ruled out. That is only seen on a later
day, so each of these rules insists on ``as_of``, a height, and abstains as long as an output that
can be spent is not.

They fail where payer and payee use the same software, which is why most abstain so often, and where
a wallet changed its software in between.

Sources: M. Möser and A. Narayanan, "Resurrecting Address Clustering in Bitcoin", Financial
Cryptography 2022; H. Kalodner and others, "BlockSci", USENIX Security 2020 (locktime). BIP 69,
BIP 125.
"""

from collections.abc import Callable

import pandas as pd

from nps_chain.chain.tables import Chain
from nps_chain.trace.change.facts import Keeps, identified
from nps_chain.trace.change.habits import KEEPS


def locktime(chain: Chain, *, as_of: int | None = None) -> pd.Series:
    """Return the output that alone can be change by whether its spender sets a locktime.

    Wallets either set it, to the last height most often, or leave it 0.

    Parameters
    ----------
    chain : Chain
        The chain.
    as_of : int
        Look at blocks up to this height only.

    Returns
    -------
    pandas.Series
        Named ``output``, int64: for each row in ``txs`` a row in ``outputs``, or -1 (abstains).

    Raises
    ------
    NpsError
        If ``as_of`` is not given.

    Examples
    --------
    >>> import nps_chain as nps
    >>> chain = nps.load("core-regtest")
    >>> int((locktime(chain, as_of=chain.height) >= 0).sum())
    45
    """
    return identified(chain, as_of, KEEPS["locktime"])


def version(chain: Chain, *, as_of: int | None = None) -> pd.Series:
    """Return the output that alone can be change by its spender's version number.

    Parameters, result and error are those of :func:`locktime`.

    Examples
    --------
    >>> import nps_chain as nps
    >>> chain = nps.load("core-regtest")
    >>> int((version(chain, as_of=chain.height) >= 0).sum())
    0
    """
    return identified(chain, as_of, KEEPS["version"])


def sequence(chain: Chain, *, as_of: int | None = None) -> pd.Series:
    """Return the output that alone can be change by whether its spender lets its fee be raised.

    A transaction signals that by the sequence of an input (BIP 125, replace by fee). Parameters,
    result and error are those of :func:`locktime`.

    Examples
    --------
    >>> import nps_chain as nps
    >>> chain = nps.load("core-regtest")
    >>> int((sequence(chain, as_of=chain.height) >= 0).sum())
    65
    """
    return identified(chain, as_of, KEEPS["sequence"])


def segwit(chain: Chain, *, as_of: int | None = None) -> pd.Series:
    """Return the output that alone can be change by whether its spender has a witness.

    Fails more often than most: a wallet that holds coins of both kinds may spend either.
    Abstains where the source doesn't tell of witnesses. Parameters, result and error are those of
    :func:`locktime`.

    Examples
    --------
    >>> import nps_chain as nps
    >>> chain = nps.load("core-regtest")
    >>> int((segwit(chain, as_of=chain.height) >= 0).sum())
    38
    """
    return identified(chain, as_of, KEEPS["segwit"])


def bip69(chain: Chain, *, as_of: int | None = None) -> pd.Series:
    """Return the output that alone can be change by whether its spender's coins are in order.

    BIP 69 orders inputs by txid and place, outputs by value and script. (The order within a
    transaction tells nothing of its change, so this rule looks forward.) Of one input and two
    outputs, half are in order by chance: so it fails more often than any other. A transaction of
    one input and one output is always in order, and counts as telling nothing. Scripts of equal
    values can't be compared in the tables, and count as in order. Parameters, result and error are
    those of :func:`locktime`.

    Examples
    --------
    >>> import nps_chain as nps
    >>> chain = nps.load("core-regtest")
    >>> int((bip69(chain, as_of=chain.height) >= 0).sum())
    94
    """
    return identified(chain, as_of, KEEPS["bip69"])


def fee_rate(chain: Chain, *, as_of: int | None = None) -> pd.Series:
    """Return the output that alone can be change by its spender's fee for each virtual byte.

    Some wallets always pay the same rate. Two rates are alike if they differ by at most 2 %: signed
    sizes vary a little. Fails where a wallet follows the market, as most do today; no rate of error
    is published. Abstains where the fee is unknown. Parameters, result and error are those of
    :func:`locktime`.

    Examples
    --------
    >>> import nps_chain as nps
    >>> chain = nps.load("core-regtest")
    >>> int((fee_rate(chain, as_of=chain.height) >= 0).sum())
    11
    """
    return identified(chain, as_of, KEEPS["fee_rate"])


RULES: dict[str, tuple[Callable[..., pd.Series], Keeps]] = {
    rule.__name__: (rule, KEEPS[rule.__name__])
    for rule in (locktime, version, sequence, segwit, bip69, fee_rate)
}
"""By name: the heuristic, and which outputs it keeps."""
