import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import nps_chain as nps
from nps_chain.errors import NpsError
from tests.handmade import address_of, chain_of, histories, txid_of
from tests.node_chain import node_chain, txids_of

CHAIN = chain_of(
    "a: new -> ann 50",
    "b: a:0 -> bob 30, ann 20",
    "c: b:0 ?kim=8 ? -> eve 30, data 0",
    "d: b:1 -> eve 15, lee 5",
    "e: c:0 d:0 -> mia 45",
)
A, B, C, D, E = map(txid_of, "abcde")


def test_a_trail_goes_by_its_rule_and_says_why_it_stops():
    trail = nps.trail(CHAIN, f"{A}:0")
    assert trail.to_dict("list") == {
        "hop": [0, 1, 2, 3],
        "height": [0, 1, 2, 4],
        "txid": [A, B, C, E],
        "n": [0, 0, 0, 0],
        "value": [50, 30, 30, 45],
        "address": [address_of(owner) for owner in ("ann", "bob", "eve", "mia")],
        "why": ["start", "the largest of 2", "the only one", "the only one"],
        "then": [
            "spent in block 1 as the only input",
            "spent in block 2 as one of 3 inputs",
            "spent in block 4 as one of 2 inputs",
            "unspent as of height 4",
        ],
        "output": [0, 1, 3, 7],
    }
    assert nps.trail(CHAIN, 0, rule="smallest")["value"].to_list() == [50, 20, 5]


@pytest.mark.parametrize(
    ("lines", "stop"),
    [
        (["b: a:0 -> bob 20, eve 20"], "; 2 outputs tie for the largest"),
        (["b: a:0 -> data 0"], "; nothing that comes out can be spent"),
    ],
)
def test_a_trail_stops_rather_than_choose(lines, stop):
    trail = nps.trail(chain_of("a: new -> ann 50", *lines), 0)
    assert trail["then"].to_list() == [f"spent in block 1 as the only input{stop}"]


def test_a_trail_takes_no_more_steps_than_asked_for():
    trail = nps.trail(CHAIN, 0, steps=1)
    assert trail["then"].to_list() == [
        "spent in block 1 as the only input",
        "spent in block 2 as one of 3 inputs; 1 steps were asked for",
    ]
    assert nps.trail(CHAIN, 4)["then"].to_list() == ["nobody can spend it"]
    with pytest.raises(NpsError, match="no rule 'best': choose from largest, smallest"):
        nps.trail(CHAIN, 0, rule="best")


def test_the_node_chains_long_peel_chain_is_followed_to_its_end():
    peels = txids_of("peel")
    trail = nps.trail(node_chain(), f"{peels[0]}:1")
    assert set(trail["txid"]) == set(peels)
    assert trail["value"].is_monotonic_decreasing
    assert trail["then"].iloc[-1] == "unspent as of height 153"


@settings(max_examples=40)
@given(histories(), st.data())
def test_nothing_is_known_from_the_future(lines, data):
    chain = chain_of(*lines)
    height = data.draw(st.integers(0, chain.height))
    past = chain.upto(height)
    output = data.draw(st.integers(0, len(past.outputs) - 1))
    ours, theirs = (nps.trail(c, output, as_of=height) for c in (chain, past))
    pd.testing.assert_frame_equal(ours, theirs)
