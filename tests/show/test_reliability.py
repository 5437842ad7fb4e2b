import math

import numpy as np
import pandas as pd
import pytest

from nps_chain.groundtruth.calibration import calibration
from nps_chain.show.alternative import description
from nps_chain.show.reliability import band, draw_reliability, fits
from tests.show.image import compare
from tests.show.legible import check


def frame(*rows):
    return pd.DataFrame(rows, columns=["from", "to", "cases", "said", "came_true"])


HONEST = frame((0.2, 0.3, 100, 0.25, 0.25), (0.9, 1.0, 300, 0.95, 0.95))
BOASTS = frame((0.2, 0.3, 4, 0.25, 0.0), (0.5, 0.6, 10, 0.6, 0.5), (0.9, 1.0, 26, 1.0, 0.5))
BOTH = pd.concat({"owners and time": HONEST, "at random": BOASTS})


def points(ax):
    """Each series: its points, and its bands from where to where, in percent."""
    found = {}
    for bars in ax.containers:
        line, _, (bands,) = bars.lines
        places = [tuple(point) for point in line.get_xydata().round(6).tolist()]
        ends = [[round(y, 1) for _, y in segment] for segment in bands.get_segments()]
        found[line.get_gid()] = places, ends
    return found


def counts(ax):
    return [
        (text.get_gid(), text.xy[0], text.get_text())
        for text in ax.texts
        if text.get_ha() == "center"
    ]


def test_each_part_is_a_point_with_a_band_and_its_cases_beneath_it():
    ax = draw_reliability(BOASTS)
    # Wilson's bands: where none came true, the upper end is z² / (n + z²).
    assert points(ax) == {
        "cases": (
            [(25, 0), (60, 50), (100, 50)],
            [[0, 49.0], [23.7, 76.3], [32.1, 67.9]],
        )
    }
    assert counts(ax) == [
        ("cases cases", pytest.approx(25), "4"),
        ("cases cases", pytest.approx(55), "10"),
        ("cases cases", pytest.approx(95), "26"),
    ]
    honest = ax.lines[0]
    assert (honest.get_linestyle(), honest.get_xydata().tolist()) == ("--", [[0, 0], [100, 100]])


def test_the_title_says_how_far_said_and_came_true_lie_apart():
    assert draw_reliability(BOASTS).get_title() == (
        "Said and came true lie 37.5 points apart\n"
        "82.5 % said, 45.0 % came true, on average of 40 cases"
    )
    assert draw_reliability(frame()).get_title() == "There is no case to judge"


def test_it_says_the_same_as_the_score():
    chances = np.arange(200) / 200
    true = np.arange(200) % 3 > 0
    score = calibration(chances, true)
    title = draw_reliability(score.reliability).get_title()
    assert f"lie {100 * score.calibration_error:.1f} points apart" in title
    assert f"{100 * score.said:.1f} % said, {100 * score.base_rate:.1f} % came true" in title


def test_series_have_their_own_marks_and_rows_of_counts():
    ax = draw_reliability(BOTH)
    assert list(points(ax)) == ["owners and time", "at random"]
    assert points(ax)["owners and time"][0] == [(25, 25), (95, 95)]
    assert counts(ax)[:3] == [
        ("cases owners and time", pytest.approx(25), "100"),
        ("cases owners and time", pytest.approx(95), "300"),
        ("cases at random", pytest.approx(25), "4"),
    ]
    marks = [(line.lines[0].get_marker(), line.lines[0].get_color()) for line in ax.containers]
    assert len({mark for mark, _ in marks}) == len({colour for _, colour in marks}) == 2
    assert [text.get_text() for text in ax.get_legend().get_texts()] == [
        "came true as\noften as said",
        "owners and time,\n95 % band",
        "at random,\n95 % band",
    ]
    assert ax.get_title() == (
        "owners and time: 0.0 points apart; 77.5 % said, 77.5 % came true\n"
        "at random: 37.5 points apart; 82.5 % said, 45.0 % came true"
    )
    assert description(ax) == ax.get_title().replace("\n", ". ") + "."


def test_more_series_than_have_room_are_counted():
    ax = draw_reliability(pd.concat(dict.fromkeys("abcde", HONEST)))
    assert list(points(ax)) == ["a", "b", "c"]
    assert ax.get_title().endswith("\n2 more not drawn")


def test_parts_without_cases_are_left_out():
    ax = draw_reliability(
        pd.concat([HONEST, frame((0.4, 0.5, 0, 0.45, 0.5), (0.6, 0.7, 3, math.nan, 0.5))])
    )
    assert points(ax)["cases"][0] == [(25, 25), (95, 95)]


def test_a_band_holds_the_share_and_stays_within_all():
    cases = np.array([1, 1, 5, 10**9])
    share = np.array([0.0, 1.0, 0.4, 1 / 3])
    low, high = band(share, cases)
    assert (low <= share).all()
    assert (share <= high).all()
    assert low.round(4).tolist() == [0, 0.2065, 0.1176, 0.3333]
    assert high.round(4).tolist() == [0.7935, 1, 0.7693, 0.3334]


@pytest.mark.parametrize(
    "table",
    [
        HONEST,
        frame(),
        frame(*((k / 10, k / 10 + 0.1, 12_345_678, k / 10 + 0.05, 1 - k / 10) for k in range(10))),
        pd.concat({"$x^2$ <b>\u202e\n" * 9: BOASTS, "b": HONEST, "c": HONEST}),
    ],
)
def test_it_can_be_read_whatever_the_figures(table):
    check(draw_reliability(table))


def test_it_fits_frames_by_their_columns():
    assert fits(BOTH)
    assert not fits(HONEST.drop(columns="said"))
    assert not fits(HONEST.to_dict())


def test_the_whole_is_as_it_was_when_last_looked_at(tmp_path):
    compare(draw_reliability(BOTH), "reliability", tmp_path)
