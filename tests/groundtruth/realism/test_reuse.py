"""Addresses that come back."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given

from nps_chain.groundtruth.realism.basis import Basis
from nps_chain.groundtruth.realism.exponent import exponent
from nps_chain.groundtruth.realism.reuse import TAIL, reuse
from tests.groundtruth.worlds import truth_of
from tests.handmade import chain_of, histories

NOTHING = truth_of({})


def figures(*lines: str) -> dict[int, dict[str, float]]:
    return reuse(Basis(chain_of(*lines), NOTHING))


def test_an_address_counts_as_used_from_the_next_transaction_on():
    lines = ("c: new -> ann 9", "t: c:0 -> bob 1, bob 2, ann 3", "u: t:0 -> bob 1")
    assert figures(*lines)[11] == {"share": 50}  # ann in t, whom a coinbase paid, and bob in u


def test_transactions_that_pay_an_address_are_counted_once_and_coinbases_never():
    coins = [f"c{k}: new -> ann 9, bob 9" for k in range(20)]
    three = [f"t{k}: c{k}:0 c{k}:1 -> eve 1, eve 2" for k in range(3)]
    more = [f"u{k}: c{k}:0 -> kim 1" for k in range(3, 8)]
    found = figures(*coins, *three, *more)
    assert found[14]["exponent"] == exponent(np.array([3, 5]), 3)  # eve, kim
    assert found[15]["exponent"] == exponent(np.array([8, 3]), 3)  # ann, bob


@given(histories())
def test_against_plain_python(lines):
    chain = chain_of(*lines)
    c = chain.columns
    seen, again, coins = set(), 0, 0
    paid, spent = Counter(), Counter()
    for t in range(len(c.txs.txid)):
        start, end = chain.first_output[t : t + 2]
        to = [a for a in c.outputs.address[start:end].tolist() if a >= 0]
        if not c.txs.coinbase[t]:
            coins += len(to)
            again += sum(a in seen for a in to)
            paid.update({*to})
            start, end = chain.first_input[t : t + 2]
            spent.update({*c.inputs.address[start:end].tolist()} - {-1})
        seen |= {*to}
    found = reuse(Basis(chain, NOTHING))
    shown = 100 * again / coins if coins else float("nan")
    assert found[11]["share"] == pytest.approx(shown, nan_ok=True)
    for number, times in ((14, paid), (15, spent)):
        expected = exponent(np.array([*times.values()], int), TAIL)
        assert found[number]["exponent"] == pytest.approx(expected, nan_ok=True)
