import numpy as np
import pandas as pd
import pytest

from nps_chain.errors import NpsError
from nps_chain.trace.taint import POLICIES, compare_policies, taint
from tests.handmade import address_of, chain_of, txid_of
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


def test_one_output_by_each_policy():
    chain = chain_of("a: new -> ann 60, bob 40", "b: a:0 a:1 -> kim 30, shop 50, nil 0")
    found = compare_policies(chain, 1, None)
    shop = found.of(f"{txid_of('b')}:1")
    assert shop.index.tolist() == list(POLICIES)
    assert shop["tainted"].to_dict() == found.outputs.loc[3].to_dict()
    assert shop.loc[["poison", "haircut", "seniority"], "share"].tolist() == [1, 0.4, 0.2]
    pd.testing.assert_frame_equal(shop, found.of(3))
    assert found.of(0).eq(0).all(axis=None)  # no policy goes back to ann's coin
    nil = found.of(4)
    assert nil["tainted"].eq(0).all()
    assert nil["share"].to_dict() == {policy: float(policy == "poison") for policy in POLICIES}


def test_one_output_that_is_not_there_or_not_yet_is_refused():
    chain = chain_of("a: new -> ann 60, bob 40", "b: a:0 a:1 -> kim 30, shop 50")
    early = compare_policies(chain, 1, None, as_of=int(chain.columns.blocks.height[0]))
    for wrong, says in [(2, "2"), ("ann", "txid"), ([0, 1], "one output, not 2")]:
        with pytest.raises(NpsError, match=says):
            early.of(wrong)
