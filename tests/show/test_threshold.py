import math

import numpy as np
import pandas as pd
import pytest

import nps_chain as nps
from nps_chain.show.alternative import description
from nps_chain.show.threshold import NAMES, draw_threshold, fits
from nps_chain.trace.change import threshold_curve, vote_scores
from tests.node_chain import node_chain
from tests.show.image import compare
from tests.show.legible import check

USUAL = "0.80, as the vote has it"


def curve(*rows):
    """Of 100 transactions with change: thresholds, and how many are answered and right."""
    table = pd.DataFrame(rows, columns=["at_least", "answers", "right"])
    return table.assign(precision=table["right"] / table["answers"], coverage=table["right"] / 100)


FALLING = curve(
    (0.995, 10, 10), (0.96, 20, 20), (0.91, 40, 38), (0.85, 50, 45), (0.55, 80, 60), (0.2, 100, 70)
)


def marks(ax):
    """Where each threshold with a name stands, in percent found and right."""
    return {
        line.get_gid(): (line.get_xdata()[0], line.get_ydata()[0])
        for line in ax.lines
        if line.get_gid() in NAMES.values()
    }


def test_the_curve_is_precision_against_coverage_in_percent():
    line = draw_threshold(FALLING).lines[0]
    assert line.get_xdata().tolist() == pytest.approx([10, 20, 38, 45, 60, 70])
    assert line.get_ydata().tolist() == pytest.approx([100, 100, 95, 90, 75, 70])


def test_a_threshold_stands_at_the_last_answer_that_it_lets_through():
    ax = draw_threshold(FALLING)
    assert marks(ax) == {
        USUAL: pytest.approx((45, 90)),
        "all answers": pytest.approx((70, 70)),
        "0.99": pytest.approx((10, 100)),
        "0.90": pytest.approx((38, 95)),
        "0.95": pytest.approx((20, 100)),
        "0.50": pytest.approx((60, 75)),
    }
    assert {text.get_text(): text.xy for text in ax.texts} == marks(ax)


def test_names_of_which_there_is_no_room_are_left_out():
    close = curve((0.995, 40, 40), (0.96, 401, 41), (0.85, 402, 42), (0.2, 403, 43))
    ax = draw_threshold(close.assign(precision=[1, 0.999, 0.999, 0.998]))
    assert [text.get_text() for text in ax.texts] == [USUAL]


def test_title_and_description_say_what_more_certainty_costs():
    ax = draw_threshold(FALLING)
    assert ax.get_title() == (
        "From a score of 0.80 on, 90.0 % of answers are right, 45.0 % of change found\n"
        "From 0.99 on: 100.0 % and 10.0 %; all answers: 70.0 % and 70.0 %"
    )
    assert description(ax) == ax.get_title().replace("\n", ". ") + "."
    unsure = draw_threshold(FALLING.iloc[4:])
    assert (
        unsure.get_title()
        == "From a score of 0.00 on, 70.0 % of answers are right, 70.0 % of change found"
    )
    assert list(marks(unsure)) == ["all answers", "0.50"]


@pytest.mark.parametrize("table", [FALLING.iloc[:0], FALLING.assign(coverage=math.nan)])
def test_nothing_to_judge_is_said(table):
    ax = draw_threshold(table)
    assert ax.get_title() == "There is no answer to judge"
    assert (marks(ax), len(ax.lines[0].get_xdata())) == ({}, 0)


def test_differences_below_perfection_are_seen():
    ax = draw_threshold(FALLING.assign(precision=[1, 1, 0.999, 0.999, 0.998, 0.997]))
    low, high = ax.get_ylim()
    assert 94 < low < 95 < 100 < high < 101
    ax = draw_threshold(FALLING.assign(precision=[0, 0.5, 0.6, 0.7, 0.8, 0.9]))
    assert ax.get_ylim()[0] < 0


@pytest.mark.parametrize(
    "table",
    [
        FALLING,
        FALLING.iloc[:1],
        FALLING.iloc[:0],
        FALLING.assign(coverage=np.linspace(0, 1, 6)),
        FALLING.assign(precision=np.linspace(0, 1, 6), coverage=0.0),
    ],
)
def test_it_can_be_read_whatever_the_figures(table):
    check(draw_threshold(table))


def test_it_draws_what_the_vote_s_curve_is():
    chain = node_chain()
    scores = vote_scores(chain)
    likeliest = nps.change(chain, "vote")
    found = threshold_curve(scores, likeliest)
    assert fits(found)
    x, y = marks(draw_threshold(found))[USUAL]
    # The vote's own answers, taken for the truth, are all found from its own threshold on.
    assert (x, y) == (100, 100)
    assert not fits(found.drop(columns="coverage"))
    assert not fits(found.to_dict())


def test_the_whole_is_as_it_was_when_last_looked_at(tmp_path):
    compare(draw_threshold(FALLING), "threshold", tmp_path)
