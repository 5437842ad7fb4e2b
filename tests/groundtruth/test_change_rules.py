"""Rules side by side: figures that are those of the scores, and of the project's own measures."""

import math

import pandas as pd
import pytest

import nps_chain as nps
from nps_chain.errors import NpsError
from nps_chain.groundtruth.change_rules import BACKWARD, FORWARD, compare_rules, vote_curve
from nps_chain.groundtruth.heuristics import score_change
from nps_chain.groundtruth.realism.basis import Basis
from nps_chain.groundtruth.realism.habits import found_change, habits
from nps_chain.groundtruth.realism.published_set import published_set
from nps_chain.trace.change import HEURISTICS, change, smaller_output
from nps_chain.trace.published import PUBLISHED_ERRORS
from tests.groundtruth.worlds import truth_of
from tests.handmade import chain_of


def tiny():
    return nps.load("tiny"), nps.truth("tiny")


def test_a_small_case_in_full():
    chain = chain_of(
        "mint: new -> ann 90000",
        "pay: mint:0 -> bob 20000, ann 69999",
        "give: pay:1 -> kim 60000, ann 9998",
        "part: pay:0 -> lee 12345, bob 7000",
    )
    known = truth_of(
        {},
        {
            "mint": ("coinbase", "coinbase"),
            "pay": ("payment", "payment change"),
            "give": ("payment", "payment change"),
            "part": ("payment", "payment change"),
        },
    )
    table = compare_rules(chain, known, ["address_reuse", "power_of_ten_3", "smaller_output"])
    assert table.index.tolist() == ["address_reuse", "power_of_ten_3", "smaller_output"]
    assert table.columns.tolist() == ["coverage", "precision", "answers", "wrong"]
    assert table.values.tolist() == [
        [100.0, 100.0, 3, 0],
        [100.0, 66.7, 3, 1],
        [100.0, 66.7, 3, 1],
    ]
    early = compare_rules(chain, known, "vote", as_of=0)
    assert math.isnan(early.loc["vote", "coverage"])
    assert math.isnan(early.loc["vote", "precision"])


def test_all_are_judged_as_scores_judge():
    chain, known = tiny()
    rules = [*HEURISTICS, "smaller_output"]
    table = compare_rules(chain, known, rules, as_of=chain.height)
    for rule in rules:
        heuristic = smaller_output if rule == "smaller_output" else rule
        score = score_change(change(chain, heuristic, as_of=chain.height), known)
        told = table.loc[rule]
        assert (told["answers"], told["wrong"]) == (score.answers, score.answers - score.right)
        assert told["coverage"] == pytest.approx(100 * score.coverage, abs=0.1, nan_ok=True)
        assert told["precision"] == pytest.approx(100 * score.precision, abs=0.1, nan_ok=True)


def test_those_like_the_published_are_judged_as_realism_is():
    chain, known = tiny()
    table = compare_rules(chain, known, among="published", as_of=chain.height)
    basis = Basis(chain, known)
    measured = habits(basis, found_change(basis), published_set(basis))
    for number, rule in {16: "optimal_change", 17: "address_type", 21: "locktime"}.items():
        told, wanted = table.loc[rule], measured[number]
        assert told["coverage"] == pytest.approx(wanted["decided"], abs=0.1)
        assert told["precision"] == pytest.approx(wanted["right"], abs=0.1, nan_ok=True)
        published = PUBLISHED_ERRORS.loc[rule]
        assert told["published_coverage"] == pytest.approx(100 * published["decides"])
        assert told["published_precision"] == pytest.approx(100 * (1 - published["error"]))
    assert math.isnan(table.loc["vote", "published_precision"])


def test_what_is_compared_by_default():
    chain, known = tiny()
    assert compare_rules(chain, known).index.tolist() == [*BACKWARD, "vote"]
    later = compare_rules(chain, known, as_of=chain.height)
    assert later.index.tolist() == [*BACKWARD, *FORWARD, "vote"]
    like = compare_rules(chain, known, among="published")
    assert like.index.tolist() == [*BACKWARD[1:], "vote"]


def test_a_day_is_what_was_known_then():
    chain, known = tiny()
    day = chain.height // 2
    then = compare_rules(chain, known, as_of=day)
    pd.testing.assert_frame_equal(then, compare_rules(chain.upto(day), known, as_of=day))
    assert len(vote_curve(chain, known, as_of=day)) < len(vote_curve(chain, known))


def test_refusals_tell_what_is_wanted():
    chain, known = tiny()
    with pytest.raises(NpsError, match="locktime looks forward"):
        compare_rules(chain, known, "locktime")
    with pytest.raises(NpsError, match=r"no change heuristic 'best': .*vote, smaller_output"):
        compare_rules(chain, known, ["vote", "best"])
    with pytest.raises(NpsError, match="compared among"):
        compare_rules(chain, known, among="some")
    with pytest.raises(NpsError, match="Score against a truth"):
        compare_rules(chain, chain)
