import networkx as nx
import numpy as np
import pandas as pd
import pytest

import nps_chain as nps
from nps_chain.show.explorer.scenes.origin import Origin, origin
from nps_chain.trace.flow import follow, paths, peel
from tests.handmade import address_of, chain_of
from tests.show.explorer.story import facts_of, name_of

FACTS = facts_of(
    "a: new -> ann 90",
    "b: a:0 -> bob 60, cat 30",
    "c: b:0 ?kim=5 -> dan 25, data 0, eve 40",
    "d: c:2 -> fay 40",
)
CHAIN = FACTS.chain
ANN, BOB, CAT, DAN, EVE, FAY, KIM = (
    name_of(FACTS, who) for who in ("ann", "bob", "cat", "dan", "eve", "fay", "kim")
)


def names(start, as_of: int = 3) -> list[str]:
    found = origin(FACTS, start, as_of)
    assert (found.began, found.as_of) == (None, None)
    return found.names


def test_one_thing_is_given_by_text_beginning_view_or_row():
    bob = address_of("bob")
    assert names(bob) == names(f" {bob[:-9]} ") == names(CHAIN.address(bob)) == [BOB]
    assert names([bob]) == names({"address": bob}.values()) == [BOB]
    txid = CHAIN.tx(1).txid
    assert names(txid) == names(txid[:10]) == names(CHAIN.tx(1)) == names(1) == ["t1"]
    assert names(f"{txid}:0") == names(np.int64(1)) == ["t1"]
    # A view of another chain with other rows means what it shows.
    assert names(chain_of("x: new -> eve 1").address(0)) == [EVE]


def test_several_things_come_in_the_order_of_the_chain():
    cat, ann = address_of("cat"), CHAIN.address(address_of("ann"))
    assert names([cat, ann, cat]) == names({cat, ann.text}) == [ANN, CAT]
    assert names([2, CHAIN.tx(0), CHAIN.tx(1).txid.upper(), cat.upper()]) == [
        "t0", "t1", "t2", CAT
    ]  # fmt: skip
    assert names(pd.DataFrame({"address": [cat, ann.text]})) == [ANN, CAT]
    assert names(pd.DataFrame({"tx": [2, 0]})) == ["t0", "t2"]
    assert names(pd.Series([cat])) == [CAT]


def test_a_flow_comes_from_its_start_on_the_most_money_first():
    found = origin(FACTS, follow(CHAIN, 1, hops=3, as_of=2), 3)
    assert found == Origin(["t1", BOB, "t2", CAT, EVE, DAN], ["t1"], 2)
    found = origin(FACTS, follow(CHAIN, address_of("ann"), hops=2), 3)
    assert found == Origin([ANN, "t0", "t1", BOB, "t2", CAT], [ANN], 3)
    found = origin(FACTS, follow(CHAIN, 2, hops=1, direction="backward"), 3)
    assert found == Origin(["t2", "t1", BOB, KIM], ["t2"], 3)
    coin = f"{CHAIN.tx(1).txid}:0"
    found = origin(FACTS, follow(CHAIN, coin, hops=1), 3)
    assert found == Origin([BOB, "t1", "t2"], [BOB], 3)


def test_paths_and_a_peel_chain_come_as_flows():
    found = origin(FACTS, paths(CHAIN, address_of("ann"), address_of("eve")), 3)
    assert found == Origin([ANN, "t0", "t1", BOB, "t2", EVE], [ANN], 3)
    found = origin(FACTS, peel(CHAIN, 0), 3)
    assert found.began == [ANN]
    assert found.names[:4] == [ANN, "t0", "t1", BOB]


def test_a_start_that_holds_no_money_leads_to_itself():
    facts = facts_of("a: new -> ann 90, data 0")
    assert origin(facts, follow(facts.chain, 0, hops=1), 0) == Origin(["t0", "a0"], ["t0"], 0)
    lone = follow(facts.chain, f"{facts.chain.tx(0).txid}:1", hops=1)
    assert origin(facts, lone, 0) == Origin(["t0"], ["t0"], 0)


def test_what_it_asks_of_the_step():
    assert Origin(["t1"]).step(5) == {"names": ["t1"], "height": 5}
    assert Origin(["t1", "a1"], ["t1"], 3).step(5) == {
        "names": ["t1", "a1"], "began": ["t1"], "height": 5
    }  # fmt: skip


@pytest.mark.parametrize(
    ("start", "why"),
    [
        ([], "There is nothing to begin with"),
        (None, "There is nothing to begin with"),
        ("bcrt1qnobody", "Nothing in this chain begins with"),
        (["bcrt1qnobody", address_of("ann")], "has the address bcrt1qnobody"),
        (4, "There is no transaction in row 4"),
        (1.5, "1.5 names no transaction"),
        (pd.DataFrame({"txid": []}), "The frame has no column 'address'; it has txid"),
        (nx.path_graph(3), "Explore the graph of a flow"),
        (nps.cluster(CHAIN).graph(), "Explore the graph of a flow"),
        (follow(chain_of("x: new -> ann 5"), 0), "This graph is of another chain"),
        (follow(nps.load("core-regtest"), 300), "This graph is of another chain"),
    ],
)  # fmt: skip
def test_what_is_not_there_is_refused(start, why):
    with pytest.raises(nps.NpsError, match=why):
        origin(FACTS, start, 3)


def test_what_comes_later_than_its_height_is_not_found_by_its_beginning():
    with pytest.raises(nps.NpsError, match="first appears in block 3"):
        origin(FACTS, address_of("fay"), 2)
