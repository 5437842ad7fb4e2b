"""What falls apart when evidence is taken away, as a person reads it.

A transaction may turn out to be a PayJoin, or a court may not accept it. Then one asks which of the
addresses that it held together are still together by other evidence. What stays in one part may
still be wrong for other reasons; what falls apart may still belong to one person.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from nps_chain.trace.cluster.links import Links
from nps_chain.trace.texts import address_texts, count

if TYPE_CHECKING:
    from nps_chain.trace.cluster.clustering import Clustering


@dataclass(frozen=True, eq=False, repr=False)
class Parts:
    """The clusters that evidence held together, and what is left of each without it.

    Parameters
    ----------
    links : Links
        The evidence before.
    txs : numpy.ndarray
        Rows of the transactions that were taken away.
    before, after : numpy.ndarray
        The cluster of each address, with them and without.
    rows : numpy.ndarray
        Rows of the addresses in clusters that these transactions are evidence for.
    again : callable
        Returns the clustering without them.
    """

    links: Links
    txs: np.ndarray
    before: np.ndarray
    after: np.ndarray
    rows: np.ndarray
    again: "Callable[[], Clustering]"

    @property
    def frame(self) -> pd.DataFrame:
        """One row an address: ``address``, ``cluster`` (before) and ``part`` (after).

        All addresses of the clusters for which these transactions are evidence are here. A part is
        named, as a cluster is, by the smallest row of its addresses.
        """
        return self._frame.copy(deep=False)  # so what is done to it stays in it

    @cached_property
    def _frame(self) -> pd.DataFrame:
        return pd.DataFrame(
            {
                "address": address_texts(self.links.chain, self.rows),
                "cluster": self.before[self.rows],
                "part": self.after[self.rows],
            },
            pd.Index(self.rows),
        )

    @property
    def sizes(self) -> pd.Series:
        """The number of addresses in each ``part``, the largest first."""
        parts, counts = np.unique(self.after[self.rows], return_counts=True)
        order = np.argsort(-counts, kind="stable")
        return pd.Series(counts[order], pd.Index(parts[order], name="part"), name="addresses")

    @property
    def clustering(self) -> "Clustering":
        """All clusters without this evidence."""
        return self.again()

    def __len__(self) -> int:
        """Return the number of parts."""
        return len(self.sizes)

    def __repr__(self) -> str:
        many = len(np.unique(self.before[self.rows]))
        what = count(len(self.txs), "transaction")
        if not many:
            return f"{what}: no evidence for any cluster."
        one = many == 1
        held = f"{count(many, 'cluster')} of {count(len(self.rows), 'address', 'addresses')}"
        if len(self) == many:
            return f"Without {what} {held} stay{'s' * one} whole."
        shown = ", ".join(f"{size:,}" for size in self.sizes.head(5)) + ", ..." * (len(self) > 5)
        return f"Without {what} {held} fall{'s' * one} into {len(self):,} parts: {shown} addresses."
