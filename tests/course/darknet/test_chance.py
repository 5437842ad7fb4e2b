"""How probable it is that hostile relays see both ends, against counting all ways there are."""

from fractions import Fraction
from itertools import product

import pytest

from nps_chain.course.darknet import caught, draw_caught
from nps_chain.errors import NpsError
from nps_chain.show.alternative import description
from tests.show.legible import check


def counted(hostile, relays, ways, kept):
    """The same by trying every choice of a guard and a last relay for each way."""
    bad = set(range(hostile))
    guards = (
        [(one,) * ways for one in range(relays)] if kept else product(range(relays), repeat=ways)
    )
    choices = [(g, e) for g in guards for e in product(range(relays), repeat=ways)]
    seen = sum(any(a in bad and b in bad for a, b in zip(g, e, strict=True)) for g, e in choices)
    return float(100 * Fraction(seen, len(choices)))


@pytest.mark.parametrize("ways", [1, 2, 3])
def test_the_table_is_what_counting_gives(ways):
    row = caught(1, 4, [ways]).iloc[0]
    assert row["new guard each time"] == pytest.approx(counted(1, 4, ways, False), abs=0.05)
    assert row["one guard kept"] == pytest.approx(counted(1, 4, ways, True), abs=0.05)


def test_with_a_kept_guard_no_more_are_seen_than_relays_are_hostile():
    assert caught(30, 1000, [10**6])["one guard kept"].tolist() == [3.0]


@pytest.mark.parametrize(
    ("hostile", "relays", "ways", "says"),
    [
        (5, 4, [1], "5 of 4 relays"),
        (-1, 4, [1], "-1 of 4 relays"),
        (0, 0, [1], "0 of 0 relays"),
        (1, 4, [1, 0], "goes no way"),
    ],
)
def test_what_makes_no_sense_is_refused(hostile, relays, ways, says):
    with pytest.raises(NpsError, match=says):
        caught(hostile, relays, ways)


def test_the_picture_draws_both_and_tells_the_end():
    ax = draw_caught(40, 1000, 1000)
    check(ax)
    fresh, kept = ax.lines
    assert (fresh.get_ydata()[0], kept.get_ydata()[0]) == (0, 0)
    assert fresh.get_ydata()[-1] == pytest.approx(79.8, abs=0.05)
    assert kept.get_ydata()[-1] == pytest.approx(4.0, abs=0.05)
    assert description(ax) == (
        "40 of 1,000 relays are hostile. After 1,000 ways, 80 % of users were seen at both ends"
        " if each way has a new guard, and 4 % if one guard is kept."
    )
