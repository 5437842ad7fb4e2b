"""How much clusters find, and how badly they collapse.

Sources: J. Nick, "Data-Driven De-Anonymization in Bitcoin", ETH Zürich 2015 (wallets); M. Möser and
A. Narayanan, "Resurrecting Address Clustering in Bitcoin", Financial Cryptography 2022, and its
counts at github.com/maltemoeser/dissertation-code (tagged services).
"""

import math

import numpy as np
import pandas as pd

from nps_chain.chain.schema import UNKNOWN
from nps_chain.groundtruth.contingency import contingency
from nps_chain.groundtruth.realism.basis import Basis, Figures, percentage
from nps_chain.groundtruth.service_tags import service_tags
from nps_chain.groundtruth.tables import ENTITY_KINDS
from nps_chain.trace.cluster import cluster


def clustering(basis: Basis) -> Figures:
    """Return measure 25, and of 26 how many services stay apart.

    Parameters
    ----------
    basis : Basis
        The chain and its truth.
    """
    tagged = tags(basis)["address"].to_numpy(np.int64)
    labels = cluster(basis.chain, change="meiklejohn", coinjoins=basis.coinjoins).labels
    return {
        25: {"share": 100 * _reached(basis)},
        26: {
            "services": float(len(tagged)),
            "apart": percentage(apart(labels, tagged), len(tagged)),
        },
    }


def tags(basis: Basis) -> pd.DataFrame:
    """Return a tag for each service: its most used address, as a row, and its ``label``."""
    entities = basis.truth.tables.entities
    names = np.array(entities.name.to_pylist(), object)
    tagged = service_tags(basis.chain, basis.truth.owners(basis.chain), names, entities.kind)
    return tagged[["address", "label"]]


def apart(labels: np.ndarray, tagged: np.ndarray) -> int:
    """Return how many clusters hold a tag: those of 273 services that fell into one count once."""
    return len(np.unique(labels[tagged]))


def _reached(basis: Basis) -> float:
    """Return the mean, over households' wallets, of what one address leads to.

    Of a wallet of n addresses in clusters of n1, n2, ... of them, an address drawn evenly leads to
    n1 with chance n1 / n: to a share of (n1² + n2² + ...) / n² on average, itself counted.
    """
    t = basis.truth.tables
    wallets = basis.truth.owners(basis.chain, by="wallet")
    person = t.entities.kind[t.wallets.entity] == ENTITY_KINDS.index("person")
    theirs = np.append(person, False)[wallets]
    table = contingency(basis.co_spent, np.where(theirs, wallets, UNKNOWN))
    many = table.of_owner
    asked = many >= 2
    if not asked.any():
        return math.nan
    return float((table.squares_of_owner()[asked] / (many * many)[asked]).mean())
