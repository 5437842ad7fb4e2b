"""A chain with its truth as a model's school: who owns each cluster, and the labels to learn from.

No kind of suspect is among the labels. Vendors and launderers are people, and what they do with a
wallet many others do, too; a model that told them would accuse whoever is like them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from nps_chain.chain.tables import Chain
from nps_chain.groundtruth.clusterings import labels_of
from nps_chain.groundtruth.contingency import contingency
from nps_chain.groundtruth.tables import ENTITY_KINDS
from nps_chain.groundtruth.truth import Truth
from nps_chain.trace.clock import known
from nps_chain.trace.cluster import Clustering
from nps_chain.trace.coinjoin import coinjoins
from nps_chain.trace.services.model import NO_SERVICE, examples

PEOPLE = frozenset(
    [
        "person", "vendor", "wholesaler", "courier", "launderer", "extortionist", "notary",
        "airdropper", "duster", "agency",
    ]
)  # fmt: skip
"""Owners who are no service to others; a model learns them all as "person"."""

(PERSON,) = NO_SERVICE


def labels_of_truth(truth: Truth) -> pd.DataFrame:
    """Return all that is known of owners as labels to learn from, one row an address.

    Parameters
    ----------
    truth : Truth
        The truth.

    Returns
    -------
    pandas.DataFrame
        ``address``; ``kind``, that of the owner, and "person" for all of `PEOPLE`; ``owner``.

    Examples
    --------
    >>> from nps_chain.groundtruth.store import truth
    >>> labels_of_truth(truth("core-regtest"))["kind"].value_counts().to_dict()
    {'person': 982, 'market': 121, 'exchange': 114, 'miner': 107, 'merchant': 79, 'custodian': 18}
    """
    t = truth.tables
    entity = t.wallets.entity[t.ownership.wallet]
    return pd.DataFrame(
        {
            "address": pd.array(t.ownership.address, dtype="str"),
            "kind": pd.array(kinds_of(truth)[entity], dtype="str"),
            "owner": pd.array(truth.entities["name"].to_numpy(object)[entity], dtype="str"),
        }
    )


def kinds_of(truth: Truth) -> np.ndarray:
    """Return the kind of each entity, as a model learns it."""
    kinds = [PERSON if kind in PEOPLE else kind for kind in ENTITY_KINDS]
    return np.array(kinds, object)[truth.tables.entities.kind]


@dataclass(frozen=True, eq=False)
class Case:
    """A chain as known at a height, clustered, and its truth."""

    whole: Chain
    truth: Truth
    clusters: Callable[..., Clustering]
    as_of: int | None

    @cached_property
    def chain(self) -> Chain:
        """The chain as it was known."""
        return known(self.whole, self.as_of)

    @cached_property
    def clustering(self) -> Clustering:
        """Its clusters."""
        return self.clusters(self.chain, as_of=self.as_of)

    @cached_property
    def coinjoins(self) -> pd.DataFrame:
        """The CoinJoins that are found on it."""
        return coinjoins(self.chain)

    @cached_property
    def examples(self) -> pd.DataFrame:
        """What can be learned from it."""
        labels = labels_of_truth(self.truth)
        return examples(self.chain, self.clustering, labels, coinjoins=self.coinjoins)

    @cached_property
    def owner(self) -> pd.Series:
        """By cluster, the row of the entity that owns most of it, the first to appear of equals."""
        labels = labels_of(self.clustering, self.chain)
        table = contingency(labels, self.truth.owners(self.chain)[: len(labels)])
        order = np.lexsort((-table.both, table.cluster))
        first = np.flatnonzero(np.diff(table.cluster[order], prepend=-1))
        return pd.Series(table.owner[order][first], table.label, name="owner")

    @cached_property
    def owners(self) -> np.ndarray:
        """The rows of entities that own an address by then, in order."""
        owners = self.truth.owners(self.chain)
        return np.unique(owners[owners >= 0])
