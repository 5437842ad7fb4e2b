"""Exponents of power laws, beside scipy's zeta and scipy's search for the maximum."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import minimize_scalar
from scipy.special import zeta

from nps_chain.groundtruth.realism.exponent import exponent, hurwitz_zeta


@given(st.floats(1.001, 60), st.floats(0.5, 1000))
def test_zeta_is_scipys(s, q):
    assert hurwitz_zeta(s, q) == pytest.approx(zeta(s, q), rel=1e-12)


@given(st.lists(st.integers(1, 200), min_size=1), st.integers(1, 5))
def test_the_exponent_is_the_likeliest(numbers, least):
    tail = [number for number in numbers if number >= least]
    found = exponent(np.array(numbers), least)
    if not tail:
        assert math.isnan(found)
    elif max(tail) == least:
        assert found == math.inf
    else:
        mean = sum(map(math.log, tail)) / len(tail)
        best = minimize_scalar(
            lambda a: math.log(zeta(a, least)) + a * mean,
            bounds=(1 + 1e-9, 200),
            method="bounded",
            options={"xatol": 1e-10},
        )
        assert found == pytest.approx(best.x, rel=1e-5)


def test_a_sample_of_a_known_law_gives_its_exponent_back():
    chances = np.arange(3, 100_000) ** -2.2
    numbers = np.repeat(np.arange(3, 100_000), np.round(2e6 * chances / chances.sum()).astype(int))
    assert exponent(numbers, 3) == pytest.approx(2.2, abs=0.02)
