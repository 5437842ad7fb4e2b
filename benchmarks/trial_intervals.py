"""How often the intervals of a score hold the true value: a trial on invented owners.

``python -m benchmarks.trial_intervals``. Not about speed. Owners have wallets of very unequal size,
clusters of three addresses, and one cluster in ten is merged with another by mistake. The true
value is that of a great many owners; samples of few are scored, and it is counted how often the
95 % interval holds it. A good interval does in 95 % of samples. The same for a change heuristic
that is right in nine of ten transactions, when transactions are independent of each other, and when
each wallet has five that are all right or all wrong.
"""

import numpy as np

from nps_chain.groundtruth.bootstrap import interval, of_share, ratio, resampled
from nps_chain.groundtruth.clustering_figures import by_owner
from nps_chain.groundtruth.contingency import Contingency, contingency

SAMPLES = 300
REPLICATES = 400
FIGURES = {
    "pair precision": ("right_pairs", "clustered_pairs"),
    "pair recall (not told)": ("right_pairs", "owned_pairs"),
    "B-cubed precision": ("precision", "addresses"),
    "B-cubed recall": ("recall", "addresses"),
}


def sample(dice: np.random.Generator, owners: int) -> Contingency:
    """Return clusters and their owners, as chance has them."""
    sizes = np.minimum(1 + dice.pareto(1.5, owners), 200).astype(int)
    owner = np.repeat(np.arange(owners, dtype=np.int32), sizes)
    label = np.arange(len(owner)) // 3
    merged = np.arange(label[-1] + 1)
    mistaken = dice.random(len(merged)) < 0.1
    merged[mistaken] = dice.integers(0, len(merged), mistaken.sum())
    return contingency(merged[label], owner)


def clusterings(dice: np.random.Generator) -> None:
    """Print how often the intervals of a clustering hold."""
    many = [by_owner(sample(dice, 2_000)).sum() for _ in range(100)]
    true = {
        name: sum(sums[part] for sums in many) / sum(sums[whole] for sums in many)
        for name, (part, whole) in FIGURES.items()
    }
    for owners in (16, 50, 300):
        held = dict.fromkeys(FIGURES, 0)
        for _ in range(SAMPLES):
            units = by_owner(sample(dice, owners))
            drawn = resampled(units.to_numpy(float), replicates=REPLICATES).T
            columns = dict(zip(units.columns, drawn, strict=True))
            for name, (part, whole) in FIGURES.items():
                low, high = interval(ratio(columns[part], columns[whole]))
                held[name] += low <= true[name] <= high
        shown = ", ".join(f"{name} {many / SAMPLES:.0%}" for name, many in held.items())
        print(f"{owners} owners: {shown}")


def heuristics(dice: np.random.Generator) -> None:
    """Print how often the interval of a heuristic's precision holds."""
    for alike in (1, 5):
        for transactions in (50, 500):
            held = 0
            for _ in range(SAMPLES):
                right = np.repeat(dice.random(transactions // alike) < 0.9, alike)
                units = np.column_stack([right, np.ones(len(right))])
                drawn = resampled(units, replicates=REPLICATES).T
                low, high = of_share(*drawn, int(right.sum()), len(right))
                held += low <= 0.9 <= high
            print(f"{transactions} transactions, {alike} alike: {held / SAMPLES:.0%}")


if __name__ == "__main__":
    dice = np.random.Generator(np.random.PCG64(0))
    clusterings(dice)
    heuristics(dice)
