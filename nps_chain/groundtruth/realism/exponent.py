"""The exponent of a power law in whole numbers, by maximum likelihood.

If a number k from some least one on is seen with a chance proportional to k ** -a, the chance is
k ** -a / zeta(a, least), with Hurwitz's zeta function. The likelihood of what was seen has one
maximum in a, since the logarithm of zeta is convex. The exponent depends much on the least number,
and is no proof that there is a power law at all.

Sources: A. Clauset, C. R. Shalizi, M. E. J. Newman, "Power-Law Distributions in Empirical Data",
SIAM Review 51, 2009, equation 3.7; H. M. Edwards, "Riemann's Zeta Function", 1974, section 6.4 (the
summation of Euler and Maclaurin).
"""

import math

import numpy as np

_TERMS = 12  # summed one by one before the rest is taken by the formula
_BERNOULLI = (1 / 6, -1 / 30, 1 / 42, -1 / 30, 5 / 66, -691 / 2730, 7 / 6)  # of 2, 4, 6, ...
_STEEPEST = 50.0
_GOLDEN = (math.sqrt(5) - 1) / 2


def hurwitz_zeta(s: float, q: float) -> float:
    """Return the sum of (q + n) ** -s over n = 0, 1, 2 and so on; s above 1, q above 0.

    >>> round(hurwitz_zeta(2, 1), 12) == round(math.pi**2 / 6, 12)
    True
    """
    total = math.fsum((q + n) ** -s for n in range(_TERMS))
    end = q + _TERMS
    total += end ** (1 - s) / (s - 1) + end**-s / 2
    rising, power = s, end ** (-s - 1)
    for k, bernoulli in enumerate(_BERNOULLI, 1):
        total += bernoulli / math.factorial(2 * k) * rising * power
        rising *= (s + 2 * k - 1) * (s + 2 * k)
        power /= end * end
    return total


def exponent(numbers: np.ndarray, least: int) -> float:
    """Return the exponent that makes what was seen likeliest.

    Parameters
    ----------
    numbers : numpy.ndarray
        Whole numbers; those below the least are left out.
    least : int
        Where the power law begins, 1 or more.

    Returns
    -------
    float
        Above 1; nan if there is no such number, inf if all are the least one, so that the steeper,
        the likelier.

    Examples
    --------
    >>> round(exponent(np.array([1, 2, 3, 3, 3, 4, 7, 12]), 3), 3)
    2.739
    """
    tail = numbers[numbers >= least]
    if not len(tail):
        return math.nan
    if tail.max() == least:
        return math.inf
    mean_log = math.fsum(np.log(tail).tolist()) / len(tail)

    def loss(a: float) -> float:
        return math.log(hurwitz_zeta(a, least)) + a * mean_log

    low, high = 1 + 1e-9, _STEEPEST
    a, b = high - _GOLDEN * (high - low), low + _GOLDEN * (high - low)
    at_a, at_b = loss(a), loss(b)
    while high - low > 1e-9:
        if at_a < at_b:
            high, b, at_b = b, a, at_a
            a = high - _GOLDEN * (high - low)
            at_a = loss(a)
        else:
            low, a, at_a = a, b, at_b
            b = low + _GOLDEN * (high - low)
            at_b = loss(b)
    return (low + high) / 2
