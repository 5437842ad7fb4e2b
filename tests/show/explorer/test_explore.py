import pandas as pd
import pytest

import nps_chain as nps
from tests.handmade import address_of, chain_of

CHAIN = chain_of(
    "a: new -> ann 500, bob 500",
    "b: a:0 a:1 -> cat 100, dan 900",
    "c: b:0 -> eve 100",
    "d: b:1 -> fay 900",
)


def test_its_clock_stands_at_the_last_block_unless_another_is_given():
    assert repr(nps.explore(CHAIN, 1)) == "Explorer(5 nodes, 4 payments, as of block 3, 0 steps)"
    early = nps.explore(CHAIN, 1, as_of=1)
    assert repr(early) == "Explorer(5 nodes, 4 payments, as of block 1, 0 steps)"
    # What comes later can be reached by turning the clock on, and isn't there otherwise.
    assert len(early.expand(address_of("cat")).log) == 1
    assert early.clock(3).expand(address_of("cat")).scene.transactions == (1, 2)


def test_of_what_was_known_at_a_height_it_shows_as_much_as_of_that_chain():
    early, cut = nps.explore(CHAIN, 1, as_of=2), nps.explore(CHAIN.upto(2), 1)
    for one in (early, cut):
        one.expand(address_of("cat")).expand(address_of("dan")).fold(address_of("ann"))
    assert early.log["digest"].tolist() == cut.log["digest"].tolist()
    assert early.picture() == cut.picture()


def test_of_a_flow_it_takes_the_height_as_of_which_that_was_found():
    graph = nps.follow(CHAIN, 1, hops=2, as_of=2)
    assert repr(nps.explore(CHAIN, graph)).endswith("as of block 2, 0 steps)")
    assert repr(nps.explore(CHAIN, graph, as_of=3)).endswith("as of block 3, 0 steps)")
    later = nps.follow(CHAIN, 1, hops=2)
    with pytest.raises(nps.NpsError, match="first appears in block 3, and this is as of block 2"):
        nps.explore(CHAIN, later, as_of=2)


def test_what_is_known_besides_is_passed_on():
    cat = address_of("cat")
    tags = pd.DataFrame({"address": [cat], "label": ["Quincegate"], "kind": ["exchange"]})
    explorer = nps.explore(
        CHAIN,
        1,
        tags=tags,
        clusters=nps.cluster(CHAIN, coinjoins="keep"),
        change=nps.change(CHAIN, "address_reuse"),
        taint=nps.taint(CHAIN, f"{CHAIN.tx(0).txid}:0", None),
    )
    assert explorer.state()["colours"] == ["cluster", "kind", "taint", "tag"]
    assert explorer.nodes.set_index("text")["tags"][cat] == "Quincegate"
    with pytest.raises(nps.NpsError, match="services"):
        nps.explore(CHAIN, 1, services=pd.DataFrame())


@pytest.mark.parametrize("as_of", [-1, 4, "2", 2.0, True])
def test_there_is_no_such_height(as_of):
    with pytest.raises(nps.NpsError, match="the clock goes from block 0 to 3"):
        nps.explore(CHAIN, 1, as_of=as_of)


def test_without_a_chain_there_is_nothing_to_explore():
    with pytest.raises(nps.NpsError, match="Give a chain first"):
        nps.explore("classroom", 1)
    with pytest.raises(nps.NpsError, match="This chain is empty"):
        nps.explore(CHAIN.upto(-1), 1)
