"""Dice: whole numbers from numpy's raw bits, and nothing else decides."""

import hashlib
from collections import Counter
from itertools import permutations

import numpy as np
import pytest
from numpy.random import PCG64

from nps_chain.world.dice import HEAVY_TAIL, MODERATE, Dice

HIGHEST = 2**64 - 1


def loaded(*raws):
    """Dice whose next raw numbers are these."""
    dice = Dice(0, "loaded")
    dice._left = list(reversed(raws))
    return dice


def test_raw_bits_are_those_that_numpy_promises():
    seed = int.from_bytes(hashlib.sha256(b"7\nAnn").digest()[:16], "little")
    dice = Dice(7, "Ann")
    assert [dice.raw() for _ in range(200)] == PCG64(seed).random_raw(200).tolist()


def test_the_first_numbers_of_a_stream_never_change():
    dice = Dice(0, "example")
    assert [dice.below(1000) for _ in range(8)] == [
        948, 242, 956, 593, 136, 735, 949, 434,
    ]  # fmt: skip


def test_each_name_and_seed_has_a_stream_of_its_own():
    first = [Dice(seed, name).raw() for seed in (0, 1, 10) for name in ("Ann", "Bob", "0")]
    assert len(set(first)) == 9
    assert Dice(3, "Ann").of("visits").raw() == Dice(3, "Ann/visits").raw()


def test_below_and_between_reach_both_ends_and_nothing_beyond():
    raws = (0, 2**62, 2**63, HIGHEST)
    assert [loaded(raw).below(8) for raw in raws] == [0, 2, 4, 7]
    assert [loaded(raw).between(3, 10) for raw in raws] == [3, 5, 7, 10]
    assert [loaded(raw).between(5, 5) for raw in raws] == [5] * 4
    assert [loaded(raw).one("abcd") for raw in raws] == ["a", "b", "c", "d"]


def test_a_chance_is_in_a_thousand():
    assert [loaded(0).chance(0), loaded(HIGHEST).chance(1000)] == [False, True]
    edge = -(-(250 << 64) // 1000)  # the first raw number that is no less than a quarter
    assert [loaded(edge - 1).chance(250), loaded(edge).chance(250)] == [True, False]


def test_weights_are_kept_and_what_weighs_nothing_never_comes():
    quarters = [part << 62 for part in range(4)]
    assert [loaded(raw).weighted("abc", (1, 0, 3)) for raw in quarters] == ["a", "c", "c", "c"]
    with pytest.raises(AssertionError, match="a weight is negative"):
        loaded(HIGHEST).weighted("ab", (-1, 1))
    with pytest.raises(ValueError, match="longer"):
        loaded(HIGHEST).weighted("ab", (0, 0, 3))


def test_whole_numbers_come_evenly():
    dice = Dice(1, "even")
    seen = np.bincount([dice.below(10) for _ in range(20_000)], minlength=10)
    assert ((seen - 2000) ** 2 / 2000).sum() < 27.9, "chi-square, 9 degrees of freedom, 0.1 %"


def test_some_are_different_things_each_order_as_likely():
    dice = Dice(2, "some")
    seen = Counter("".join(dice.some("abc", 2)) for _ in range(6000))
    assert set(seen) == {"".join(two) for two in permutations("abc", 2)}
    assert sum((many - 1000) ** 2 / 1000 for many in seen.values()) < 20.5, "5 degrees, 0.1 %"
    assert sorted(dice.some("abc", 9)) == ["a", "b", "c"]
    assert dice.some("", 3) == []
    things = [1, 2, 3, 4]
    assert sorted(dice.shuffled(things)) == things == [1, 2, 3, 4]


def test_around_goes_evenly_from_quantile_to_quantile():
    raws = (0, 2**62, 2**63, 3 * 2**62, HIGHEST)
    assert [loaded(raw).around(100, (0, 1000, 3000)) for raw in raws] == [0, 50, 100, 200, 299]


@pytest.mark.parametrize(
    ("table", "median", "spread"), [(HEAVY_TAIL, 1032, 1.17), (MODERATE, 1000, 0.65)]
)
def test_tables_have_the_shape_that_they_tell(table, median, spread):
    assert list(table) == sorted(set(table))
    dice = Dice(3, "shape")
    drawn = np.array([dice.around(1000, table) for _ in range(20_000)])
    assert drawn.min() >= table[0]
    assert drawn.max() < table[-1]
    assert np.median(drawn) == pytest.approx(median, rel=0.03)
    low, high = np.percentile(drawn, (16, 84))  # a standard deviation from the middle
    assert np.log(high / low) / 2 == pytest.approx(spread, rel=0.03)
