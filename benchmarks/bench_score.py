"""Scores of a clustering, against a pandas groupby and scikit-learn.

``python -m benchmarks.bench_score [--transactions N]``. Co-spend clusters of a large chain are held
against invented owners: most clusters belong to one owner, some were split, some merged. All count
the same pairs, and pandas the same B-cubed figures; the results are compared. "stream" is the least
that looking at both columns can cost. scikit-learn counts pairs only. The whole score has adjusted
mutual information and a thousand draws of the bootstrap on top; scikit-learn's own would take
hours on as many clusters, so that is compared on the first rows.
"""

import argparse

import numpy as np
import pandas as pd
from sklearn.metrics import adjusted_mutual_info_score
from sklearn.metrics.cluster import pair_confusion_matrix

from benchmarks.memory import peak
from benchmarks.random_chain import random_chain
from benchmarks.timing import least
from nps_chain.groundtruth.bootstrap import resampled
from nps_chain.groundtruth.clustering_figures import by_owner, figures_of
from nps_chain.groundtruth.contingency import b_cubed, contingency, pairs
from nps_chain.groundtruth.mutual_information import adjusted_mutual_information
from nps_chain.trace.cluster import cluster

SMALL = 10_000


def invented(labels: np.ndarray) -> np.ndarray:
    """Return owners to which these clusters could belong: neighbours in a row, at times mixed."""
    dice = np.random.Generator(np.random.PCG64(1))
    size = np.minimum(1 + dice.pareto(1.2, len(labels)), 50_000).astype(np.int64)
    of_row = np.repeat(np.arange(len(size)), size)[: len(labels)]
    owners = of_row[labels]
    strange = dice.random(len(labels)) < 0.05
    owners[strange] = of_row[strange]
    owners = np.unique(owners, return_inverse=True)[1].astype(np.int32)
    owners[dice.random(len(labels)) < 0.1] = -1  # not known to the truth
    return owners


def main(transactions: int) -> None:
    """Print each time, and its ratio to stream and to ours."""
    labels = cluster(random_chain(transactions), coinjoins="keep").labels
    owners = invented(labels)
    known = owners >= 0

    def ours() -> tuple[int, int, int, float, float]:
        table = contingency(labels, owners)
        return *pairs(table), *b_cubed(table)

    def with_pandas() -> tuple[int, int, int, float, float]:
        frame = pd.DataFrame({"cluster": labels[known], "owner": owners[known]})
        cells = frame.groupby(["cluster", "owner"]).size()
        clusters, of_owner = frame.groupby("cluster").size(), frame.groupby("owner").size()
        n = [counts.to_numpy() for counts in (cells, clusters, of_owner)]
        right, clustered, owned = (int((m * (m - 1) // 2).sum()) for m in n)
        a = clusters.reindex(cells.index.get_level_values("cluster")).to_numpy()
        b = of_owner.reindex(cells.index.get_level_values("owner")).to_numpy()
        precision, recall = ((n[0] ** 2 / m).sum() / len(frame) for m in (a, b))
        return right, clustered, owned, precision, recall

    def with_sklearn() -> tuple[int, int, int]:
        (_, merged), (split, right) = pair_confusion_matrix(owners[known], labels[known]) // 2
        return int(right), int(right + merged), int(right + split)

    table = contingency(labels, owners)
    of_owners = by_owner(table)
    units = of_owners.to_numpy(float)
    runs = {
        "stream": least(lambda: np.sum(np.take(owners, labels)) + np.sum(owners), 7),
        "pairs and B-cubed": least(ours, 5),
        "pandas": least(with_pandas, 3),
        "scikit-learn, pairs": least(with_sklearn, 3),
        "mutual information": least(lambda: adjusted_mutual_information(table), 2),
        "bootstrap": least(lambda: resampled(units), 2),
        "whole score": least(lambda: figures_of(contingency(labels, owners), of_owners, 0), 2),
    }
    told = runs["pairs and B-cubed"][1]
    assert told[:3] == runs["pandas"][1][:3] == runs["scikit-learn, pairs"][1]
    assert np.allclose(told[3:], runs["pandas"][1][3:], rtol=1e-12)
    print(
        f"{transactions:,} transactions, {len(labels):,} addresses, {len(table.label):,} clusters,"
        f" {len(of_owners):,} owners, {len(table.both):,} cells"
    )
    stream, least_ours = runs["stream"][0], runs["pairs and B-cubed"][0]
    for name, (seconds, _) in runs.items():
        print(f"{name:<20}{seconds * 1e3:10.1f} ms {seconds / stream:8.1f} x stream"
              f" {seconds / least_ours:8.2f} x pairs and B-cubed")  # fmt: skip
    small = contingency(labels[:SMALL], owners[:SMALL])
    few = known[:SMALL]
    mine, fast = least(lambda: adjusted_mutual_information(small), 3)[::-1]
    theirs, slow = least(
        lambda: adjusted_mutual_info_score(owners[:SMALL][few], labels[:SMALL][few]), 1
    )[::-1]
    assert np.isclose(mine, theirs, rtol=1e-9, atol=1e-12)
    print(
        f"mutual information of {SMALL:,} addresses: scikit-learn takes {slow / fast:,.0f} x ours"
    )
    read = labels.nbytes + owners.nbytes
    for name, work in (("pairs and B-cubed", ours), ("pandas", with_pandas)):
        print(f"{name}: peak memory {peak(work) / read:.1f} x the columns read")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--transactions", type=int, default=1_000_000)
    main(parser.parse_args().transactions)
