"""Exercises of lesson 21: group addresses by co-spending."""

from typing import NamedTuple

from nps_chain.chain.store import load
from nps_chain.course.exercise import Exercise, Lesson
from nps_chain.groundtruth.store import truth
from nps_chain.trace.cluster import cluster


class _Sizes(NamedTuple):
    """How large the suspect's cluster is, and how many clusters there are in all."""

    everything: int
    no_coinjoins: int
    more_clusters: int


def _sizes() -> _Sizes:
    """Return the sizes for the address that spent in CoinJoins most often."""
    chain = load("core-regtest")
    kinds = truth("core-regtest").transactions
    coinjoins = kinds.loc[kinds["kind"] == "coinjoin", "txid"]
    rows = chain.txs.index[chain.txs["txid"].isin(coinjoins)]
    suspect = chain.inputs.loc[chain.inputs["tx"].isin(rows), "address"].mode()[0]
    everything, no_coinjoins = (cluster(chain, coinjoins=known) for known in ("keep", coinjoins))
    return _Sizes(
        len(everything.of(suspect)),
        len(no_coinjoins.of(suspect)),
        len(no_coinjoins) - len(everything),
    )


LESSON = Lesson(
    "21",
    "Group addresses by co-spending",
    {
        1: Exercise(
            about=_sizes,
            right=lambda sizes: sizes.everything - sizes.no_coinjoins,
            wrong=[
                (
                    lambda sizes: sizes.everything,
                    "That is the whole cluster. Some of it is there without CoinJoins too.",
                ),
                (
                    lambda sizes: sizes.no_coinjoins,
                    "That is what stays when CoinJoins are left out. How many are no longer there?",
                ),
                (
                    lambda sizes: sizes.everything - 1,
                    "The suspect's own address is not the only one that stays.",
                ),
                (
                    lambda sizes: sizes.more_clusters,
                    "That counts clusters, of the whole chain. Count the addresses of this one.",
                ),
            ],
            otherwise="Compare the cluster of this one address, with CoinJoins and without.",
            because="These are in it only because strangers signed together.",
            hints=(
                "Look at one address in two clusterings: `clusters` and `no_coinjoins`.",
                "clusters.of(suspect) lists its cluster with CoinJoins; len(...) counts a list.",
                "Take len(no_coinjoins.of(suspect)) away from len(clusters.of(suspect)).",
            ),
        ),
    },
)
