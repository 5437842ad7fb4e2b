"""How clusters collapse as change is added to co-spending, and what a list of services saves.

Each row is a way of clustering. One wrong change joins two people, a few more join all; the table
shows how many tagged services are still told apart, and what that does to everybody else.

Source: M. Möser and A. Narayanan, "Resurrecting Address Clustering in Bitcoin", Financial
Cryptography 2022, whose table it follows (with a random forest in the place of the vote).
"""

import numpy as np
import pandas as pd

from nps_chain.chain.tables import Chain
from nps_chain.groundtruth.asked import chain_meant
from nps_chain.groundtruth.contingency import b_cubed, contingency
from nps_chain.groundtruth.realism.basis import Basis
from nps_chain.groundtruth.realism.clustering import apart, tags
from nps_chain.groundtruth.result import share
from nps_chain.groundtruth.truth import Truth
from nps_chain.trace.change import change
from nps_chain.trace.cluster import cluster


def collapse(chain: Chain, truth: Truth) -> pd.DataFrame:
    """Return what four ways of clustering make of a chain. CoinJoins are left out, by truth.

    Parameters
    ----------
    chain : Chain
        The chain.
    truth : Truth
        Its truth.

    Returns
    -------
    pandas.DataFrame
        One row a ``clustering``: ``clusters``; ``services`` that have a tag, one each, on the most
        used address; ``apart``, how many clusters hold a tag; ``largest``, the addresses of the
        largest cluster; ``b_cubed``, the harmonic mean of B-cubed precision and recall by entity.

    Raises
    ------
    NpsError
        If the truth is none, or what is given as a chain is none, or it has no block.

    Notes
    -----
    Known failure: with tags on one address each, a service that is in several clusters counts as
    told apart as soon as one of them is.

    Examples
    --------
    >>> from nps_chain.groundtruth.realism import collapse
    >>> from nps_chain.groundtruth.store import truth
    >>> known = truth("core-regtest")
    >>> collapse(known.chain, known)[["clusters", "largest"]]
                             clusters  largest
    clustering
    co-spending                   992       47
    + Meiklejohn change           780       55
    + vote                        624       79
    + vote with constraints       624       79
    """
    basis = Basis(chain_meant(None, truth, chain), truth)
    tagged, owners = tags(basis), truth.owners(basis.chain)
    vote = change(basis.chain, "vote")
    ways = {
        "co-spending": cluster(basis.chain, coinjoins=basis.coinjoins),
        "+ Meiklejohn change": cluster(basis.chain, change="meiklejohn", coinjoins=basis.coinjoins),
        "+ vote": cluster(basis.chain, change=vote, coinjoins=basis.coinjoins),
        "+ vote with constraints": cluster(
            basis.chain, change=vote, coinjoins=basis.coinjoins, apart=tagged
        ),
    }
    rows = {}
    for name, clusters in ways.items():
        precision, recall = b_cubed(contingency(clusters.labels, owners))
        rows[name] = {
            "clusters": len(clusters),
            "services": len(tagged),
            "apart": apart(clusters.labels, tagged["address"].to_numpy(np.int64)),
            "largest": int(clusters.sizes.max()) if len(clusters) else 0,
            "b_cubed": share(2 * precision * recall, precision + recall),
        }
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("clustering")
