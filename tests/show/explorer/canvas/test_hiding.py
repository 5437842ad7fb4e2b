import pandas as pd

from nps_chain.show.explorer.canvas.drawing import drawn
from nps_chain.show.explorer.scenes.scene import Scene
from tests.handmade import address_of
from tests.show.explorer.story import facts_of, row_of

# Ann pays bob and keeps the change at amy; with it and a coin of ann's eve is paid, who is tagged
# as an exchange, and change goes back to ann. Bob and lee get dust.
FACTS = facts_of(
    "a: new -> ann 100000",
    "b: a:0 -> bob 30000, amy 70000",
    "c: b:1 ?ann=40000 -> eve 60000, ann 49000, bob 500, lee 400",
    change=pd.Series([-1, 2, 4], name="output"),
    tags=pd.DataFrame({"address": [address_of("eve")], "label": ["Eve"], "kind": ["exchange"]}),
)
OWNERS = {f"a{row_of(FACTS, owner)}": owner for owner in ("ann", "bob", "amy", "eve", "lee")}
CALLED = OWNERS | {"t1": "b", "t2": "c", "t2<": "more", "t2>": "more"}


def seen(*owners, txs=(1, 2), **asked):
    """Each line as ``payer-payee``, and how many nodes are hidden."""
    rows = tuple(row_of(FACTS, owner) for owner in owners)
    found = drawn(FACTS, Scene(2, txs, rows, **asked))
    lines = [f"{CALLED[one.source]}-{CALLED[one.target]}" for one in found.lines]
    return lines, found.hidden


def test_all_is_seen_where_nothing_is_to_be_hidden():
    assert seen("ann", "bob", "amy", "eve", "lee") == (
        ["ann-b", "b-bob", "b-amy", "amy-c", "ann-c", "c-eve", "c-ann", "c-bob", "c-lee"],
        0,
    )


def test_change_is_hidden_where_it_ends_or_goes_back():
    # By amy the money goes on. Without c it ends there.
    hidden = frozenset({"change"})
    assert seen("ann", "bob", "amy", "eve", hidden=hidden) == (
        ["ann-b", "b-bob", "b-amy", "amy-c", "ann-c", "c-eve", "c-bob", "c-more"],
        0,
    )
    assert seen("ann", "bob", "amy", txs=(1,), hidden=hidden) == (["ann-b", "b-bob"], 1)


def test_dust_is_hidden_at_those_who_got_nothing_else():
    assert seen("bob", "lee", "amy", "ann", "eve", hidden=frozenset({"dust"})) == (
        ["ann-b", "b-bob", "b-amy", "amy-c", "ann-c", "c-eve", "c-ann", "c-bob"],
        1,
    )


def test_services_are_hidden():
    assert seen("ann", "amy", "eve", "bob", "lee", hidden=frozenset({"services"})) == (
        ["ann-b", "b-bob", "b-amy", "amy-c", "ann-c", "c-ann", "c-bob", "c-lee"],
        1,
    )


def test_where_it_began_stays():
    eve, lee = (f"a{row_of(FACTS, owner)}" for owner in ("eve", "lee"))
    hidden = frozenset({"dust", "services", "change"})
    assert seen("eve", "lee", txs=(2,), hidden=hidden, start=(eve, lee)) == (
        ["c-eve", "c-lee", "more-c"],
        0,
    )


def test_what_is_hidden_is_not_counted_as_left_out_but_told():
    hidden = frozenset({"dust", "change", "services"})
    scene = Scene(2, (2,), (row_of(FACTS, "ann"), row_of(FACTS, "lee")), hidden=hidden)
    found = drawn(FACTS, scene)
    # Of c: amy's input is left out; of its outputs all are hidden, so nothing is left out there.
    assert [node.name for node in found.nodes] == ["t2", f"a{row_of(FACTS, 'ann')}", "t2<"]
    assert found.nodes[0].told.endswith("Hidden of what it pays: 4 coins (0.00109900 BTC).")
    assert (found.nodes[0].before, found.nodes[0].after, found.hidden) == (1, 0, 1)


def test_a_folded_cluster_is_a_service_if_one_of_its_addresses_is():
    facts = facts_of(
        "a: new -> eve 50, kim 50",
        "b: a:0 a:1 -> lee 100",
        tags=pd.DataFrame({"address": [address_of("kim")], "label": ["K"], "kind": ["mixer"]}),
    )
    scene = Scene(1, (1,), (), folded=(row_of(facts, "eve"),), hidden=frozenset({"services"}))
    found = drawn(facts, scene)
    assert ([node.name for node in found.nodes], found.hidden) == (["t1", "t1>"], 1)
    assert found.nodes[0].told.endswith("Hidden of what it spends: 2 coins (0.00000100 BTC).")
