"""Published figures and limits: the tables are whole, and each limit holds where it should."""

import math

import pytest

from nps_chain.groundtruth.realism.published import Limit, measures
from nps_chain.groundtruth.realism.words import missed_told, real_told, tolerance_told

NAN = math.nan


def limit(real=NAN, off=NAN, at_least=NAN, at_most=NAN, below=NAN) -> Limit:
    return Limit("share", "%", real, off, at_least, at_most, below)


@pytest.mark.parametrize(
    ("asked", "here", "holds", "misses"),
    [
        (limit(14, 5), 9, True, 0),
        (limit(14, 5), 100 * 0.19, True, 0),
        (limit(14, 5), 8.5, False, -0.5),
        (limit(14, 5), 19.5, False, 0.5),
        (limit(14, 5), NAN, False, NAN),
        (limit(at_least=41, at_most=54), 54, True, 0),
        (limit(at_least=41, at_most=54), 40, False, -1),
        (limit(at_least=41, at_most=54), 56, False, 2),
        (limit(70, at_least=65), 99, True, 0),
        (limit(70, at_least=65), 64, False, -1),
        (limit(98.7, 6, below=100), 99.9, True, 0),
        (limit(98.7, 6, below=100), 100, False, 0),
        (limit(98.7, 6, below=100), 90, False, -2.7),
        (limit(2.18, 0.4), math.inf, False, math.inf),
        (limit(3291), NAN, True, 0),  # nothing is asked of it
    ],
)
def test_a_limit(asked, here, holds, misses):
    assert asked.holds(here) is holds
    if not holds:
        assert asked.misses(here) == pytest.approx(misses, nan_ok=True)


def test_there_are_26_measures_each_with_a_source_and_with_limits():
    every = measures()
    assert list(every) == list(range(1, 27))
    for measure in every.values():
        assert measure.name
        assert measure.source
        assert measure.moved_by
        assert any(one.asks for one in measure.limits)


@pytest.mark.parametrize(
    ("number", "real", "tolerance"),
    [
        (1, "14.0 %", "within 5"),
        (11, "41 to 54 %", "41 to 54"),
        (13, "70.0 %", "at least 65"),
        (14, "2.18", "within 0.4"),
        (19, "one 74.7 %, two 14.5 %, more 10.8 %", "each within 8"),
        (
            20,
            "decided 38.0 %, right 98.7 %",
            "decided within 12, right within 6 and below 100",
        ),
        (
            26,
            "services 273, apart 39.6 %, TIHO 3,291, juniority 34,096, FIFO 24,813,"
            " seniority 91,098, haircut 16,800,865, poison 25,986,492",
            "services at least 20, apart at most 66.7, TIHO in percent of the fewest other below"
            " 100, juniority in percent of seniority below 100, FIFO in percent of haircut below"
            " 50, juniority in percent of haircut below 50, seniority in percent of haircut below"
            " 50, haircut in percent of poison at most 100",
        ),
    ],
)
def test_texts(number, real, tolerance):
    measure = measures()[number]
    assert (real_told(measure), tolerance_told(measure)) == (real, tolerance)


def test_how_a_miss_is_told():
    one, locktime = measures()[1], measures()[21]
    decided, right = locktime.limits
    assert missed_told(one, one.limits[0], 20) == "1.00 too high"
    assert missed_told(one, one.limits[0], 8.999) == "under 0.01 too low"
    assert missed_told(locktime, decided, NAN) == "decided not known"
    assert missed_told(locktime, right, 100) == "right not below 100"


def test_two_thirds_of_services_may_stay_apart():
    apart = next(one for one in measures()[26].limits if one.figure == "apart")
    assert apart.holds(100 * 14 / 21)
    assert not apart.holds(100 * 15 / 22)
