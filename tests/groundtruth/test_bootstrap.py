"""The bootstrap: the same draws everywhere, as wide as theory says, honest where nothing erred."""

import math

import numpy as np
import pytest

from nps_chain.groundtruth import bootstrap
from nps_chain.groundtruth.bootstrap import interval, of_share, ratio, resampled


def by_hand(units: list[list[float]], seed: int, replicates: int) -> list[list[float]]:
    """The same in plain Python, from the raw bits on."""
    raw, sums = np.random.PCG64(seed), []
    for _ in range(replicates):
        drawn = [((int(bits) >> 32) * len(units)) >> 32 for bits in raw.random_raw(len(units))]
        sums.append([sum(units[u][q] for u in drawn) for q in range(len(units[0]))])
    return sums


def test_draws_are_whole_number_arithmetic_on_raw_bits():
    units = [[1, 0.5], [0, 2.25], [1, 8]]
    assert resampled(np.array(units), seed=7, replicates=20).tolist() == by_hand(units, 7, 20)
    assert resampled(np.array([[1], [2], [4], [8]]), replicates=8)[:, 0].tolist() == [
        sum_ for (sum_,) in by_hand([[1], [2], [4], [8]], 0, 8)
    ]


def test_a_seed_gives_these_numbers_on_every_machine():
    units = np.arange(10).reshape(-1, 1)
    assert resampled(units, seed=1, replicates=6)[:, 0].tolist() == [48, 38, 55, 43, 55, 51]


def test_many_units_are_put_together_in_runs(monkeypatch):
    monkeypatch.setattr(bootstrap, "MOST_UNITS", 3)
    units = np.array([[1], [2], [4], [8], [16], [32], [64]])
    runs = [[1 + 2 + 4], [8 + 16 + 32], [64]]
    assert resampled(units, seed=2, replicates=9).tolist() == by_hand(runs, 2, 9)


def test_the_interval_of_a_share_is_about_as_wide_as_theory_says():
    right = np.zeros((400, 2))
    right[:, 1], right[:300, 0] = 1, 1
    low, high = interval(ratio(*resampled(right).T))
    wide = 1.96 * math.sqrt(0.75 * 0.25 / 400)
    assert low == pytest.approx(0.75 - wide, abs=0.01)
    assert high == pytest.approx(0.75 + wide, abs=0.01)


def test_an_interval_leaves_out_the_extremes():
    assert interval(np.arange(1000.0)[::-1]) == (25, 974)
    assert interval(np.array([3.0, np.nan, 5.0])) == (3, 5)
    assert all(map(math.isnan, interval(np.array([np.nan]))))
    assert all(map(math.isnan, interval(np.array([]))))


def test_what_never_happened_may_still_happen():
    ones = np.ones(10)
    assert of_share(ones, ones, 300, 300) == (0.99, 1)
    assert of_share(0 * ones, ones, 0, 300) == (0, 0.01)
    assert of_share(ones, ones, 2, 2) == (0, 1)
    assert all(map(math.isnan, of_share(0 * ones, 0 * ones, 0, 0)))


def test_no_units_have_no_interval():
    drawn = resampled(np.empty((0, 2)))
    assert drawn.shape == (1000, 2)
    assert all(map(math.isnan, interval(ratio(*drawn.T))))
