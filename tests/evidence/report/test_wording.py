"""Figures, verdicts and certainty are not typed by hand; names with figures in them are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nps_chain.errors import NpsError
from nps_chain.evidence.report.wording import identifiers, refuse

ADDRESS = "bcrt1qqkeu6s0dwtw7hacx0hv7469qwfxlmuj6tyq04p"


def tried(text, quotes=False):
    refuse(text, "The fact “…”", {"ADP-2", "F1"}, quotes)


@pytest.mark.parametrize(
    "text",
    [
        "It paid 3 people.",
        "On 2025-02-21 it paid.",
        "It paid 0.5BTC to her.",
        "It paid ½ of it.",
        "It paid ٣ people.",
        "It paid ５ people.",
        "It paid Ⅷ people.",
        "In the years 2024–25 it paid.",
        "See ADP-9 for it.",
        "See ADP-2-release for it.",
        f"It went to {ADDRESS[:-1]}q.",
        f"See {'a1' * 31} for it.",
    ],
)
def test_a_figure_is_refused(text):
    with pytest.raises(NpsError, match="typed by hand: let a call give it"):
        tried(text)


@pytest.mark.parametrize(
    "word", ["two", "Seven", "TWELVE", "nineteen", "forty", "hundred", "thousands", "dozen", "half"]
)
def test_a_number_in_words_is_refused(word):
    with pytest.raises(NpsError, match=f"has the number '{word}' typed by hand"):
        tried(f"It paid {word} people.")


@pytest.mark.parametrize(
    "word", ["Guilty", "guilt", "innocent", "innocence", "culprit", "offenders"]
)
def test_a_verdict_is_refused(word):
    with pytest.raises(NpsError, match=f"says '{word}', which is for a court to say"):
        tried(f"She is {word} of it.")


@pytest.mark.parametrize("word", ["proves", "Proof", "undoubtedly", "certainly"])
def test_a_certainty_is_refused(word):
    with pytest.raises(NpsError, match=f"says '{word}', and no finding is as certain"):
        tried(f"This {word} it all.")


@pytest.mark.parametrize(
    "text",
    [
        "One person paid another, first once, then both paid someone often.",
        "The weight of evidence; a hundredweight, approved and improving; nobody is a teenager.",
        "See ADP-2, and (F1).",
        f"It went to {ADDRESS}.",
        f"See {'ab' * 32}:1, and {'ab' * 32}.",
        "Its SHA-256 is told by the 24/7 point.",
    ],
)
def test_what_counts_nothing_is_let_pass(text):
    tried(text)


@pytest.mark.parametrize("text", ["“2 of 3”", '"2 of 3"', "«2 of 3»", "„2 of 3“"])
def test_a_source_may_be_quoted_where_it_is_told_as_a_source(text):
    tried(f"They wrote {text} there.", quotes=True)
    with pytest.raises(NpsError, match="typed by hand"):
        tried(f"They wrote {text} there.")
    with pytest.raises(NpsError, match="put a source's own words in quotation marks"):
        tried(f"They wrote {text[:-1]} there.", quotes=True)


def test_txids_and_coins_that_were_typed_are_found():
    assert identifiers(f"Of {'ab' * 32}, ({'cd' * 32}:7). script:{'0' * 16} ADP-2") == [
        "ab" * 32, f"{'cd' * 32}:7",
    ]  # fmt: skip


@given(st.text(max_size=200), st.booleans())
def test_any_text_passes_or_is_refused_for_people(text, quotes):
    try:
        tried(text, quotes)
    except NpsError:
        return
    assert quotes or not any(sign.isdecimal() for sign in text.replace("24/7", ""))


@given(st.integers(0, 10**6), st.sampled_from(["{} coins", "a {}", "x{}y", "{}-fold"]))
def test_every_figure_is_refused(number, pattern):
    with pytest.raises(NpsError, match="typed by hand"):
        tried(f"It had {pattern.format(number)} in it.")
