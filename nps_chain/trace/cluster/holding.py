"""Which clusters hold names that are known: whether those who should be apart still are.

One address of each of many services, each with its name, tells how badly a clustering has
collapsed: names that share a cluster are one for whoever trusts it. Names that are each in a
cluster of their own say little of everybody else, whose names nobody knows.

Source: of this way of asking, M. Möser and A. Narayanan, "Resurrecting Address Clustering in
Bitcoin", Financial Cryptography 2022 (with one address of each of 273 services).
"""

from typing import Any

import numpy as np
import pandas as pd

from nps_chain.chain.tables import Chain
from nps_chain.trace.cluster.constraints import Constraints


def holding(chain: Chain, labels: np.ndarray, names: Any) -> pd.DataFrame:
    """Return the frame of :meth:`Clustering.holding`."""
    known = Constraints(chain, names, None)
    codes = known.codes(chain, 0)
    rows = np.flatnonzero(codes >= 0)
    # In the order in which the names were given, each once in a cluster.
    pairs = np.unique(np.column_stack([labels[rows], codes[rows]]), axis=0)
    clusters, first, many = np.unique(pairs[:, 0], return_index=True, return_counts=True)
    sizes = np.bincount(labels, minlength=len(labels))[clusters]
    order = np.lexsort((clusters, -sizes, -many))
    found = pairs[:, 1].tolist()
    who = [
        tuple(known.names[code] for code in found[begin : begin + held])
        for begin, held in zip(first[order].tolist(), many[order].tolist(), strict=True)
    ]
    return pd.DataFrame(
        {
            "cluster": clusters[order].astype(np.int64),
            "addresses": sizes[order].astype(np.int64),
            "names": many[order].astype(np.int64),
            "who": pd.Series(who, dtype=object),
        }
    )
