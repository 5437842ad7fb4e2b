"""Whatever a user gives as change: the answers, and by which rule they are."""

import numpy as np
import pandas as pd
import pytest

import nps_chain as nps
from nps_chain.trace.change.given import given_change
from tests.handmade import chain_of
from tests.node_chain import node_chain

CHAIN = chain_of("mint: new -> ann 50", "pay: mint:0 -> ann 30, bob 20")


def own(chain, *, as_of=None):
    return pd.Series([-1, 1])


@pytest.mark.parametrize(
    ("given", "rule"),
    [
        ("address_reuse", "address_reuse"),
        (own, "own"),
        (pd.Series([-1, 1]), "change"),
        (pd.Series([-1, 1], name="output"), "change"),
        (pd.Series([-1, 1], name="mine"), "mine"),
        (nps.change(CHAIN, "address_reuse"), "address_reuse"),
        (nps.change(CHAIN, "address_reuse").rename("mine"), "mine"),
    ],
)
def test_answers_keep_the_name_of_their_rule(given, rule):
    output, name = given_change(CHAIN, given, None)
    assert (output.tolist(), output.dtype, name) == ([-1, 1], np.int64, rule)


def test_so_a_clustering_knows_the_error_of_a_rule_whose_answers_it_was_given():
    chain = node_chain()
    answers = nps.change(chain, "meiklejohn")
    tx = int(np.flatnonzero(answers >= 0)[0])
    payer = int(chain.inputs["address"][chain.first_input[tx]])
    change = int(chain.outputs["address"][answers[tx]])
    clusters = nps.cluster(chain, change=answers)
    assert clusters.why(payer, change).frame[["rule", "error"]].to_numpy().tolist() == [
        ["meiklejohn", 0.051]
    ]
