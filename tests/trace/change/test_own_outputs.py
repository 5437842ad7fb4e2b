"""Answers that name another transaction's output, or none at all, are found."""

import numpy as np
import pytest

from nps_chain.trace.change.own_outputs import first_wrong
from tests.handmade import chain_of

CHAIN = chain_of("a: new -> ann 50, bob 1", "b: a:0 -> bob 30, ann 20")


@pytest.mark.parametrize(
    ("answers", "wrong"),
    [
        ([-1, -1], -1),
        ([0, 3], -1),
        ([1, 1], 1),
        ([2, 2], 0),
        ([-2, 2], 0),
        ([0, 4], 1),
        ([0, 2**40], 1),
    ],
)
def test_the_first_wrong_answer_is_told(answers, wrong):
    assert first_wrong(CHAIN, np.array(answers)) == wrong


def test_of_no_answers_none_is_wrong():
    assert first_wrong(chain_of(), np.zeros(0, np.int64)) == -1
