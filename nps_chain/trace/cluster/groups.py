"""What a clustering says: which address is in which cluster, and from what it was worked out."""

from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from nps_chain.chain.tables import Chain
from nps_chain.chain.views import AddressView
from nps_chain.trace.cluster.constraints import Constraints
from nps_chain.trace.cluster.evidence import Asked, Evidence
from nps_chain.trace.cluster.forest import Forest
from nps_chain.trace.cluster.holding import holding
from nps_chain.trace.cluster.links import Links
from nps_chain.trace.cluster.refused import refused
from nps_chain.trace.named import from_view


class Groups:
    """Addresses in clusters, worked out from evidence.

    Parameters
    ----------
    chain : Chain
        The chain as it was known.
    asked : Asked
        What the user asked to be evidence.
    evidence : Evidence
        What that is on this chain.
    constraints : Constraints
        What must not merge.
    as_of : int or None
        Height of the last block that was looked at; None for all there are.
    """

    def __init__(
        self,
        chain: Chain,
        asked: Asked,
        evidence: Evidence,
        constraints: Constraints,
        as_of: int | None,
    ) -> None:
        self.chain = chain
        self.as_of = as_of
        self.constraints = constraints
        self._asked = asked
        self._evidence = evidence
        self._forest = Forest(constraints)
        self._forest.add(chain, evidence)

    @cached_property
    def labels(self) -> np.ndarray:
        """Shape (addresses,), int32: the cluster of each, named by the smallest of its rows."""
        return self._forest.labels()

    @property
    def left_out(self) -> np.ndarray:
        """Rows of the transactions that are no evidence, in order."""
        rows = self._evidence.left_out
        rows = rows[: np.searchsorted(rows, self._forest.txs)]
        rows.setflags(write=False)
        return rows

    @property
    def unknown_inputs(self) -> int:
        """How many inputs could not be used, since the data don't tell their address."""
        c = self.chain.columns
        # The one input of a coinbase has no address, and is not unknown.
        coinbases = np.count_nonzero(c.txs.coinbase)
        return int(np.count_nonzero(c.inputs.address < 0) - coinbases)

    @property
    def unknown_labels(self) -> int:
        """How many addresses that were to be kept apart are not in the chain."""
        return len(self.constraints) - self._forest.labelled

    # What is done to a frame stays in it: each is a copy by pandas' copy-on-write, and free.

    @property
    def frame(self) -> pd.DataFrame:
        """One row an address: ``address`` and ``cluster``."""
        return pd.DataFrame({"address": self.chain.addresses["address"], "cluster": self.labels})

    @property
    def sizes(self) -> pd.Series:
        """The number of addresses in each ``cluster``, the largest first."""
        return self._sizes.copy(deep=False)

    @cached_property
    def _sizes(self) -> pd.Series:
        counts = np.bincount(self.labels)
        clusters = np.flatnonzero(counts)
        clusters = clusters[np.argsort(-counts[clusters], kind="stable")]
        return pd.Series(counts[clusters], pd.Index(clusters, name="cluster"), name="addresses")

    @property
    def refused(self) -> pd.DataFrame:
        """Merges that evidence asked for and that were refused, in the order of the chain.

        One row each: ``tx`` (row), ``txid``, ``rule``, ``address`` (that the transaction would
        have joined to its other ones), and ``reason``. Two merges that were refused between the
        same clusters are two rows.
        """
        return self._refused.copy(deep=False)

    @cached_property
    def _refused(self) -> pd.DataFrame:
        change = self._evidence.change_addresses(self.chain, 0)
        return refused(self._links, self.labels, self.constraints, change, self._against_payees)

    @property
    def _against_payees(self) -> tuple[np.ndarray, np.ndarray]:
        """Transactions whose change would join a payer and a payee, and the change's addresses."""
        tx = self._evidence.refused_within(0, self._forest.txs)
        if not len(tx) or self._evidence.change is None:
            return tx, tx
        return tx, self.chain.columns.outputs.address[self._evidence.change[tx]]

    def of(self, address: Any) -> list[str]:
        """Return the addresses of the cluster that an address (its row or text) is in, sorted."""
        rows = np.flatnonzero(self.labels == self.labels[self._row(address)])
        return sorted(self.chain.columns.addresses.address.take(rows).to_pylist())

    def holding(self, names: Any) -> pd.DataFrame:
        """Return the clusters that hold names which are known, those of most names first.

        Fails to say which is wrong where several names share a cluster: the clustering or a name.

        Parameters
        ----------
        names : pandas.DataFrame or Tags
            Columns ``address`` (text or row) and ``label``, or tags, as ``apart`` of
            :func:`~nps_chain.trace.cluster.cluster` takes them. An address that is not in the chain
            is passed over.

        Returns
        -------
        pandas.DataFrame
            One row a cluster: ``cluster``, ``addresses`` (how many it has), ``names`` (how many
            different ones), and ``who``, a tuple of these, in the order in which they were given.

        Examples
        --------
        >>> import nps_chain as nps
        >>> chain, truth = nps.load("tiny"), nps.truth("tiny")
        >>> clusters = nps.cluster(chain, change="peeling_chain")
        >>> clusters.holding(truth.services(chain))[["names", "who"]].head(2)
           names                                        who
        0      3  (Oakrow Books, Openwell Fund, Lanternfen)
        1      2                     (Merivane, Brightwick)
        """
        return holding(self.chain, self.labels, names)

    def __len__(self) -> int:
        """Return the number of clusters, those of a single address counted."""
        return int(np.count_nonzero(self.labels == np.arange(len(self.labels))))

    def __repr__(self) -> str:
        facts = {
            "addresses": len(self.labels),
            "clusters": len(self),
            "largest": self._sizes.max() if len(self) else 0,
            "transactions left out": len(self.left_out),
            "inputs of unknown address": self.unknown_inputs,
            "merges refused": len(self._refused) if self._refuses else 0,
            "labelled addresses not in the chain": self.unknown_labels,
        }
        shown = [f"{what}: {many:,}" for what, many in facts.items() if many or what == "addresses"]
        if self.as_of is not None:
            shown.append(f"as of height: {self.as_of:,}")
        return f"Clustering({', '.join(shown)})"

    @property
    def _refuses(self) -> bool:
        return bool(self.constraints) or self._asked.payees_apart

    def _row(self, address: Any) -> int:
        if isinstance(address, AddressView):
            address = from_view(self.chain, address)
        return self.chain.address(address).row

    @cached_property
    def _links(self) -> Links:
        return Links(self.chain, *self._forest.links(), self._evidence.rule)
