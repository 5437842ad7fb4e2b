"""Likelihood ratios are told by the scale of ENFSI, of what was found and never of a person."""

import pytest

from nps_chain.errors import NpsError
from nps_chain.evidence.report.likelihood import Likelihood, strength
from nps_chain.evidence.report.paths import parse
from nps_chain.evidence.report.sentence import Sentence
from nps_chain.evidence.report.telling import tell


@pytest.mark.parametrize(
    ("ratio", "words"),
    [
        (1, None), (1.99, None), (2, "weak support"), (9.9, "weak support"),
        (10, "moderate support"), (99, "moderate support"), (100, "moderately strong support"),
        (1_000, "strong support"), (10_000, "very strong support"),
        (999_999, "very strong support"), (1_000_000, "extremely strong support"),
        (0.5, "weak support"), (0.51, None), (0.001, "strong support"),
    ],
)  # fmt: skip
def test_each_band_has_its_words(ratio, words):
    assert strength(ratio) == words


@pytest.mark.parametrize("ratio", [0, -3, float("inf"), float("nan"), "12", None])
def test_what_is_no_ratio_is_refused(ratio):
    with pytest.raises(NpsError, match="is no likelihood ratio"):
        strength(ratio)


def told(ratio):
    path = parse("found.ratio")
    one, other = Sentence(("the coin is hers.",)), Sentence(("it is a stranger's",))
    return Likelihood(tell(path, "number", ratio), one, other).text


def test_a_ratio_is_told_of_the_findings():
    assert told(41.66) == (
        "What was found is about 41.7 times as probable if the coin is hers as if it is a"
        " stranger's. That is moderate support for the former over the latter (scale of ENFSI,"
        " 2015). It doesn't say how probable either of them is."
    )


def test_below_one_the_other_explanation_is_supported():
    assert told(0.25).startswith(
        "What was found is about 4 times as probable if it is a stranger's as if the coin is hers."
        " That is weak support for the former over the latter"
    )


def test_near_one_neither_is_supported():
    assert told(1.5).startswith(
        "What was found is about as probable if the coin is hers as if it is a stranger's. It"
        " supports neither over the other"
    )
