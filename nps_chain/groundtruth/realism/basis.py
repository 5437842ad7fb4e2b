"""What all measures of realism look at, worked out once: a chain, its truth, and simple facts."""

import math
from functools import cached_property

import numpy as np

from nps_chain.chain.address.script import OP_RETURN
from nps_chain.chain.tables import Chain
from nps_chain.groundtruth.tables import TX_KINDS
from nps_chain.groundtruth.truth import Truth
from nps_chain.trace.change.facts import Facts
from nps_chain.trace.cluster import cluster

Figures = dict[int, dict[str, float]]
"""By the number of a measure: its figures by name; nan where nothing can be said."""


class Basis:
    """A chain at its end, with its truth.

    Parameters
    ----------
    chain : Chain
        The chain.
    truth : Truth
        Its truth.
    """

    def __init__(self, chain: Chain, truth: Truth) -> None:
        self.chain = chain
        self.truth = truth
        self.facts = Facts(chain, chain.height)

    @cached_property
    def counted(self) -> np.ndarray:
        """Of each transaction, whether it is no coinbase."""
        return ~self.chain.columns.txs.coinbase

    @cached_property
    def coins(self) -> np.ndarray:
        """Of each output, whether it can be spent and is of no coinbase."""
        return self.facts.spendable & self.counted[self.chain.columns.outputs.tx]

    @cached_property
    def spendable_outputs(self) -> np.ndarray:
        """How many outputs that can be spent each transaction has."""
        return self.outputs_that(self.facts.spendable)

    @cached_property
    def with_data(self) -> np.ndarray:
        """Of each transaction, whether it has an OP_RETURN."""
        return self.outputs_that(self.chain.columns.outputs.script_type == OP_RETURN) > 0

    @cached_property
    def coinjoins(self) -> np.ndarray:
        """Rows of the CoinJoins, by truth. A PayJoin is none: it stays evidence, and misleads."""
        return np.flatnonzero(self.truth.kinds(self.chain) == TX_KINDS.index("coinjoin"))

    @cached_property
    def co_spent(self) -> np.ndarray:
        """The cluster of each address at the chain's end, by co-spending."""
        return cluster(self.chain, coinjoins=self.coinjoins).labels

    def outputs_that(self, hold: np.ndarray) -> np.ndarray:
        """Return how many outputs for which something holds each transaction has."""
        return np.bincount(self.chain.columns.outputs.tx[hold], minlength=len(self.counted))


def percentage(part: float, whole: float) -> float:
    """Return a part in percent of a whole; nan where the whole is nothing.

    >>> percentage(3, 4)
    75.0
    """
    return 100 * float(part) / float(whole) if whole else math.nan
