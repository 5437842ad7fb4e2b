"""Texts that are nearly the same are found without comparing each with each."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nps_chain.evidence.pages.shingles import LEAST, MOST_WORDS, candidates, likeness, shingles

WORDS = [f"word{number}" for number in range(200)]


def text(*numbers):
    return " ".join(WORDS[number] for number in numbers)


def test_a_text_is_the_set_of_its_runs_of_four_words():
    one = shingles(text(*range(40)))
    assert (len(one), one.dtype) == (37, np.uint64)
    assert likeness(one, shingles(text(*range(40)).upper().replace(" ", ", "))) == 1
    # Of 37 runs on either side, 4 are lost with a word in the middle: 33 of 41 are shared.
    assert likeness(one, shingles(text(*range(20), 199, *range(21, 40)))) == 33 / 41
    assert likeness(one, shingles(text(*range(100, 140)))) == 0
    assert likeness(one, shingles(text(*range(40)[::-1]))) == 0
    assert len(shingles(text(*range(40)) * 3)) < 3 * 37


def test_what_is_short_is_like_nothing():
    assert len(shingles(text(*range(LEAST + 3)))) == LEAST
    for short in (text(*range(LEAST + 2)), "word " * 50, "", "a b c"):
        assert len(shingles(short)) == 0
        assert likeness(shingles(short), shingles(short)) == 0


def test_no_more_is_read_than_is_said():
    endless = " ".join(str(number) for number in range(MOST_WORDS + 500))
    assert len(shingles(endless)) == MOST_WORDS - 3


def test_which_texts_are_worth_comparing():
    near = [text(*range(100)), text(*range(50), 150, *range(51, 100)), text(*range(100, 200))]
    sets = [shingles(each) for each in [*near, near[2], "too short"]]
    assert candidates(sets, ["a", "b", "c", "d", "e"]) == [(0, 1), (2, 3)]
    assert candidates(sets, ["a", "a", "c", "c", "e"]) == []
    assert candidates([], []) == []


@pytest.mark.parametrize(("alike", "found"), [(0.6, 0.97), (0.8, 1.0)])
def test_how_many_pairs_are_found(alike, found):
    draws = np.random.Generator(np.random.PCG64(1))
    sets = []
    for _ in range(300):  # two sets of 200, that share as many of all as alike says
        shared = round(2 * 200 * alike / (1 + alike))
        numbers = draws.integers(0, 2**64, 400 - shared, np.uint64)
        sets += [np.sort(numbers[:200]), np.sort(numbers[200 - shared :])]
    pairs = candidates(sets, [str(number) for number in range(600)])
    assert len(set(pairs) & {(2 * n, 2 * n + 1) for n in range(300)}) >= found * 300
    assert len(pairs) < 400


def test_many_equal_texts_make_few_pairs():
    same = shingles(text(*range(100)))
    pairs = candidates([same] * 500, [str(number) for number in range(500)])
    assert len(pairs) == 12 * 11 // 2 + 488
    assert {other for _, other in pairs} == set(range(1, 500))


@given(st.text(max_size=300), st.text(max_size=300))
def test_likeness_is_the_same_from_both_sides(one, other):
    a, b = shingles(one * 30), shingles(other * 30)
    assert likeness(a, b) == likeness(b, a)
    assert likeness(a, a) == (1.0 if len(a) else 0.0)
