"""How soon coins are spent: where a day ends, where a month ends, and what is old enough to ask."""

import pytest

from nps_chain.groundtruth.realism.basis import Basis
from nps_chain.groundtruth.realism.lifetimes import lifetimes
from tests.groundtruth.realism.dressed import padding
from tests.groundtruth.worlds import truth_of
from tests.handmade import chain_of


def test_a_day_is_24_blocks_and_a_month_720():
    found = lifetimes(
        Basis(
            chain_of(
                "c: new -> ann 99",
                "s: c:0 -> ann 9, ann 9, ann 9, ann 9, ann 9, ann 9",  # in block 1; one is kept
                "+ now: s:0 -> bob 9",
                *padding(2, 24),
                "last_of_a_day: s:1 -> bob 9",  # 23 blocks later
                "first_of_a_month: s:2 -> bob 9",
                *padding(26, 720),
                "last_of_a_month: s:3 -> bob 9",
                "later: s:4 -> bob 9",
            ),
            truth_of({}),
        )
    )
    assert found[9]["share"] == pytest.approx(40)
    assert found[10]["share"] == pytest.approx(40)
    assert found[8]["share"] == 0  # s and now are 720 blocks old at block 721, and not spent


def test_a_transaction_is_old_from_720_blocks_on():
    lines = (
        "c: new -> ann 99, ann 99",
        "s: c:0 -> ann 9",
        "t: c:1 -> ann 9, data 0",
        "u: s:0 t:0 -> x 1",
    )
    older = lifetimes(Basis(chain_of(*lines, *padding(4, 723)), truth_of({})))
    assert older[8]["share"] == 50  # s, but not t: nobody spends its data; u is too young
    younger = lifetimes(Basis(chain_of(*lines, *padding(4, 722)), truth_of({})))
    assert younger[8]["share"] == 100
