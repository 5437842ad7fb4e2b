"""Scores of probabilities, against scikit-learn and plain counting."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.calibration import calibration_curve
from sklearn.metrics import brier_score_loss

from nps_chain.errors import NpsError
from nps_chain.groundtruth.calibration import calibration, score_probabilities
from tests.groundtruth.worlds import truth_of
from tests.handmade import address_of, chain_of

CASES = st.lists(
    st.tuples(st.integers(0, 40).map(lambda n: n / 40), st.booleans()), min_size=1, max_size=40
)


@given(CASES)
def test_scikit_learn_and_plain_counting_find_the_same(cases):
    said, was = (list(side) for side in zip(*cases, strict=True))
    result = calibration(said, was)
    assert result.brier == pytest.approx(sum((p - y) ** 2 for p, y in cases) / len(cases))
    if len(set(was)) == 2:
        assert result.brier == pytest.approx(brier_score_loss(was, said))
    true, mean = calibration_curve(was, said, n_bins=10)
    table = result.reliability
    assert table["came_true"].to_list() == pytest.approx(true.tolist())
    assert table["said"].to_list() == pytest.approx(mean.tolist())
    assert table["cases"].sum() == len(cases)
    assert ((table["from"] <= table["said"] + 1e-9) & (table["said"] <= table["to"] + 1e-9)).all()
    gap = sum(row.cases * abs(row.said - row.came_true) for row in table.itertuples())
    assert result.calibration_error == pytest.approx(gap / len(cases))
    base = sum(was) / len(was)
    if 0 < base < 1:
        assert result.skill == pytest.approx(1 - result.brier / (base * (1 - base)))
    else:
        assert math.isnan(result.skill)


def test_perfect_honest_and_wrong():
    assert calibration([1.0, 0.0], [True, False]).brier == 0
    assert calibration([1.0, 0.0], [True, False]).skill == 1
    base = calibration([0.5, 0.5], [True, False])
    assert (base.skill, base.calibration_error) == (0, 0)
    assert calibration([0.0, 1.0], [True, False]).skill == -3
    assert str(calibration([0.8, 0.8, 0.8, 0.8], [True, True, True, False])) == (
        "Brier score 0.190 over 4 cases; said 80.0 % on average, and 75.0 % came true; said and was"
        " lie 5.0 points apart"
    )


def test_nothing_is_no_number():
    result = calibration([], [])
    assert math.isnan(result.brier)
    assert math.isnan(result.skill)
    assert result.cases == 0
    assert list(result.reliability) == list(calibration([0.5], [True]).reliability)
    assert list(result.figures) == list(calibration([0.5], [True]).figures)
    assert str(result) == "nothing to score: no case whose outcome is known"


def test_what_is_no_probability_is_refused():
    for said in ([1.5], [-0.1], [math.nan]):
        with pytest.raises(NpsError, match="from 0 to 1"):
            calibration(said, [True])
    with pytest.raises(NpsError, match="one outcome for each"):
        calibration([0.5], [True, False])


CHAIN = chain_of("a: new -> ann 9", "b: a:0 -> bob 3, ann2 5", "c: b:1 -> kim 5")
KNOWN = truth_of({"ann": "ann", "ann2": "ann", "bob": "bob"}, {"b": ("payment", "payment change")})


def test_probabilities_that_an_output_is_change():
    said = pd.DataFrame({"output": [2, 1, 3], "probability": [0.75, 0.5, 1.0]})
    result = score_probabilities(said, KNOWN, chain=CHAIN)
    assert result.cases == 2  # what output 3 was for, the truth doesn't know
    assert result.brier == (0.25**2 + 0.5**2) / 2
    with pytest.raises(NpsError, match="from 0 to 3"):
        score_probabilities(said.assign(output=4), KNOWN, chain=CHAIN)


def test_probabilities_that_two_addresses_have_one_owner():
    ann, ann2, bob, kim = map(address_of, ("ann", "ann2", "bob", "kim"))
    said = pd.DataFrame(
        {"a": [ann, ann, kim], "b": [ann2, bob, ann], "probability": [1.0, 0.5, 0.5]}
    )
    result = score_probabilities(said, KNOWN, chain=CHAIN)
    assert (result.cases, result.brier, result.base_rate) == (2, 0.125, 0.5)
    rows = said.replace({ann: 0, bob: 1, ann2: 2, kim: 3}).astype({"a": int, "b": int})
    assert score_probabilities(rows, KNOWN, chain=CHAIN).brier == 0.125
    with pytest.raises(NpsError, match="nowhere"):
        score_probabilities(said.replace({kim: "nowhere"}), KNOWN, chain=CHAIN)


def test_a_seed_gives_the_same_interval():
    dice = np.random.Generator(np.random.PCG64(5))
    said = dice.random(200)
    was = dice.random(200) < said
    assert calibration(said, was).frame.equals(calibration(said, was).frame)
    low, high = calibration(said, was).interval("brier")
    assert low < calibration(said, was).brier < high
