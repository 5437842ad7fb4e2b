import numpy as np
import pandas as pd

from nps_chain.trace.taint import POLICIES, compare_policies, taint
from tests.handmade import address_of, chain_of
from tests.node_chain import node_chain


def test_seven_answers_side_by_side():
    chain = chain_of(
        "a: new -> ann 60, bob 40", "b: a:0 a:1 -> kim 30, shop 50, kim 10", "c: new -> lee 60"
    )
    found = compare_policies(chain, 1, [address_of("shop")])
    assert found.frame.index.tolist() == list(POLICIES)
    assert found.frame.loc["haircut"].to_dict() == {
        "outputs": 4, "addresses": 3, "unspent_outputs": 2, "source": 40, "unspent": 16,
        "stopped": 20, "unspendable": 0, "fees": 4, "unknown": 0,
    }  # fmt: skip
    assert found.outputs.loc[3].to_dict() == {
        "poison": 50, "haircut": 20, "fifo": 20, "lifo": 10, "tiho": 40, "seniority": 10,
        "juniority": 20,
    }  # fmt: skip
    assert "juniority" in repr(found)
    assert "juniority" in found._repr_html_()


def test_it_is_what_each_policy_says_alone_on_that_day():
    chain, stops = node_chain(), iter([5, 6])
    found = compare_policies(chain, [300, 843], stops, fees="lose", as_of=140)
    for policy in POLICIES:
        alone = taint(chain, [300, 843], [5, 6], policy=policy, fees="lose", as_of=140)
        pd.testing.assert_series_equal(found.taints[policy].total, alone.total)
        assert (found.taints[policy].amounts == alone.amounts).all()
        unspent = alone.frame["status"] == "unspent"
        assert found.frame.loc[policy, "unspent_outputs"] == unspent.sum()
        rows = found.outputs.index[found.outputs[policy] > 0]
        assert rows.tolist() == np.flatnonzero(alone.amounts).tolist()
