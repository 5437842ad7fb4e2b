from collections import Counter

import pytest

from nps_chain.world.amounts import SMALLEST, Sums
from nps_chain.world.dice import HEAVY_TAIL, MODERATE, Dice

EXACT = Sums({1: 1})


@pytest.mark.parametrize(
    ("unit", "amount", "rounded"),
    [
        (1, 123_456, 123_456),
        (10**5, 123_456, 100_000),
        (10**7, 123_456, 123_456),  # nobody rounds all of it away
        (10**4, 29_999, 20_000),
        (1, 19_999, SMALLEST),
        (10**4, 0, SMALLEST),
    ],
)
def test_a_sum_is_rounded_down_to_a_unit(unit, amount, rounded):
    assert Sums({unit: 1}).rounded(Dice(0, "sums"), amount) == rounded


def test_units_come_as_often_as_they_weigh():
    sums, dice = Sums({10**6: 250, 1: 750}), Dice(1, "sums")
    seen = Counter(sums.rounded(dice, 3_456_789) for _ in range(4000))
    assert set(seen) == {3_000_000, 3_456_789}
    assert 900 < seen[3_000_000] < 1100


@pytest.mark.parametrize(
    ("draw", "table"), [(EXACT.about, HEAVY_TAIL), (EXACT.near, MODERATE)], ids=["about", "near"]
)
def test_a_sum_is_the_middle_times_what_the_table_says(draw, table):
    expected = Dice(2, "sums")
    dice = Dice(2, "sums")
    for _ in range(100):
        sum_ = expected.around(10**9, table)
        expected.raw()  # for the unit
        assert draw(dice, 10**9) == sum_
