"""Groups of addresses that one person seems to control, because they were spent together.

Whoever signs a transaction needs the keys of all its inputs, so its input addresses most likely
belong together; and what belongs together with the same address belongs together too. That is the
oldest inference from a chain, and still the one that all others build on. An output that a change
heuristic names as the change of a transaction belongs to the same people again.

It errs where several people sign one transaction: a CoinJoin, many of which can be told by their
shape, or a PayJoin (BIP 78), which nobody can tell by its shape. One such transaction that is
missed joins the clusters of strangers, and one wrong change does the same. And where each address
gets one coin only, a cluster is no more than one transaction's inputs: most of a wallet is not
found.

Sources: S. Nakamoto, "Bitcoin", 2008, section 10; S. Meiklejohn and others, "A Fistful of
Bitcoins", IMC 2013, heuristics 1 and 2; M. Möser and A. Narayanan, "Resurrecting Address Clustering
in Bitcoin", Financial Cryptography 2022 (what keeps clusters from collapsing).
"""

from collections.abc import Callable
from typing import Any

import pandas as pd

from nps_chain.chain.tables import Chain
from nps_chain.trace.clock import known
from nps_chain.trace.cluster.clustering import Clustering
from nps_chain.trace.cluster.constraints import Constraints
from nps_chain.trace.cluster.evidence import Asked
from nps_chain.trace.cluster.why import error_rates
from nps_chain.trace.published import PUBLISHED_ERRORS

__all__ = ["Clustering", "cluster"]


def cluster(
    chain: Chain,
    *,
    change: str | Callable[..., pd.Series] | pd.Series | None = None,
    coinjoins: Any = "leave out",
    without: Any = (),
    apart: Any = None,
    limit: int | None = None,
    payees_apart: bool = False,
    errors: Any = None,
    as_of: int | None = None,
) -> Clustering:
    """Return the addresses of a chain in clusters: spent together, directly or by way of others.

    Fails at PayJoins and at CoinJoins that no rule finds, in which several people spend together,
    and where a change heuristic is wrong: then strangers are one cluster, and all that hangs on
    them. An output that anyone may spend (pay to anchor), or whose lock has no known meaning, is
    evidence for nothing, and stays alone.

    Evidence is weighed in the order of the chain; within a transaction the inputs in their order,
    each against the first, then the change. What ``apart`` and ``limit`` refuse depends on it; what
    ``payees_apart`` refuses is settled before.

    Parameters
    ----------
    chain : Chain
        The chain.
    change : str, callable or pandas.Series, optional
        A change heuristic by name, a function like one (``f(chain, as_of=as_of)``), or the answers
        as ``nps.change`` gives them (the series' name is that of the rule): the address of the
        change joins those of the inputs. None by default: co-spending alone.
    coinjoins : str, pandas.DataFrame or iterable
        ``leave out`` those that ``nps.coinjoins`` finds, or ``keep`` them as evidence; or the
        transactions that are known to be CoinJoins (a frame with the column ``tx``, rows, txids),
        which are left out, and no others looked for. Rows after the end of the chain are passed
        over.
    without : int, str or iterable of these
        Other transactions, by row or txid, that are no evidence, such as known PayJoins.
    apart : pandas.DataFrame or Tags, optional
        Columns ``address`` and ``label``: clusters that hold different labels never merge. An
        address that is not in the chain is passed over and counted. Of what ``nps.tags`` gives,
        names that stand for whole clusters are taken, and are known before they were given: say
        ``tags.as_of(date)`` for those of a day.
    limit : int, optional
        Two clusters that both have more addresses than this don't merge.
    payees_apart : bool
        Refuse a change that would make a payer one with somebody whom it paid, see
        :mod:`nps_chain.trace.cluster.payees`. Payments of the whole chain count, as it was known.
    errors : mapping, pandas.Series or pandas.DataFrame, optional
        Share of wrong answers by rule (a frame: index or column ``rule``, column ``error``), for
        ``Clustering.why``. The published ones by default.
    as_of : int, optional
        Look at blocks up to this height only.

    Returns
    -------
    Clustering
        The clusters, and the reasons for them.

    Raises
    ------
    ChainError
        If a transaction to leave out is not in the chain as it was known.
    NpsError
        If the change heuristic looks forward and ``as_of`` is not given; if ``change`` doesn't fit
        the chain; if an address in ``apart`` has two labels.

    Examples
    --------
    >>> import nps_chain as nps
    >>> chain = nps.load("core-regtest")
    >>> nps.cluster(chain, coinjoins="keep")
    Clustering(addresses: 1,422, clusters: 911, largest: 47)
    >>> nps.cluster(chain)
    Clustering(addresses: 1,422, clusters: 992, largest: 47, transactions left out: 10)
    >>> nps.cluster(chain, as_of=120)
    Clustering(addresses: 542, clusters: 463, largest: 18, transactions left out: 4,
    as of height: 120)
    >>> nps.cluster(chain, change="meiklejohn", limit=3)
    Clustering(addresses: 1,422, clusters: 789, largest: 43, transactions left out: 10,
    merges refused: 18)
    >>> nps.cluster(chain, change="vote", payees_apart=True)
    Clustering(addresses: 1,422, clusters: 625, largest: 71, transactions left out: 10,
    merges refused: 1)
    """
    chain = known(chain, as_of)
    asked = Asked.of(chain, change, coinjoins, without, payees_apart)
    constraints = Constraints(chain, apart, limit)
    rates = error_rates(PUBLISHED_ERRORS if errors is None else errors)
    return Clustering(chain, asked, asked.look(chain, as_of), constraints, as_of, rates)
