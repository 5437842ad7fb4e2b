import pandas as pd

from nps_chain.show.explorer.canvas.drawing import drawn
from nps_chain.show.explorer.canvas.drawn import Drawn, Line, Node
from nps_chain.show.explorer.scenes.scene import MOST, Scene
from tests.handmade import address_of, txid_of
from tests.show.explorer.story import facts_of, name_of, row_of

# A block has ten minutes, the first at 22:13:20. Bob, amy and kim spend together in c, so they are
# one cluster from block 2 on; the change of b goes to amy, that of c back to her.
FACTS = facts_of(
    "a: new -> ann 5000000000",
    "b: a:0 -> bob 1500000000, amy 3499990000",
    "c: b:0 b:1 ?kim=700 ? -> eve 900, amy 2000000000, ann 1000000000, bob 5, data 7, lee 3",
    "d: c:1 -> mia 1999990000, data 0",
    change=pd.Series([-1, 2, 4, -1], name="output"),
)
ANN, BOB, AMY, KIM, EVE, LEE, MIA = (
    row_of(FACTS, owner) for owner in ("ann", "bob", "amy", "kim", "eve", "lee", "mia")
)


def short(text: str) -> str:
    return f"{text[:6]}…{text[-6:]}"


def nodes_of(seen: Drawn) -> dict[str, Node]:
    return {node.name: node for node in seen.nodes}


def line_between(seen: Drawn, source: str, target: str) -> Line:
    return next(one for one in seen.lines if (one.source, one.target) == (source, target))


def test_a_payment_is_two_lines_with_the_amount_between():
    txid, ann, bob = txid_of("b"), address_of("ann"), address_of("bob")
    not_shown = f"Not shown: transaction {txid} pays 1 more address: 1 coin (34.99990000 BTC)."
    seen = drawn(FACTS, Scene(3, (1,), (ANN, BOB), start=("t1",), selected=(f"a{BOB}",)))
    assert seen == Drawn(
        nodes=(
            Node(
                name="t1",
                shape="transaction",
                time=1_700_000_600,
                order=1,
                label=short(txid),
                detail="2023-11-14 22:23",
                told=f"Transaction {txid}, block 1, 2023-11-14 22:23:20 UTC. It spends 1 coin"
                " (50.00000000 BTC) and pays 2 coins (49.99990000 BTC); the fee is 0.00010000 BTC.",
                fill="#222222",
                border="double",
                after=1,
            ),
            Node(
                name=f"a{ANN}",
                shape="address",
                time=1_700_000_600,
                order=1,
                label=short(ann),
                detail="2 in, 1 out",
                told=f"Address {ann}. Up to block 3, 2 transactions paid it (60.00000000 BTC) and"
                " 1 transaction spent from it (50.00000000 BTC). Not shown: 2 of those that paid"
                " it, none of those that spent from it.",
                fill="#FFFFFF",
                before=2,
            ),
            Node(
                name=f"a{BOB}",
                shape="address",
                time=1_700_000_600,
                order=1,
                label=short(bob),
                detail="2 in, 1 out",
                told=f"Address {bob}. Up to block 3, 2 transactions paid it (15.00000005 BTC) and"
                " 1 transaction spent from it (15.00000000 BTC). Not shown: 1 of those that paid"
                " it, 1 of those that spent from it.",
                fill="#0072B2",
                mark="A",
                before=1,
                after=1,
                selected=True,
            ),
            Node(
                name="t1>",
                shape="more",
                time=1_700_000_600,
                order=1,
                label="+ 1 more",
                detail="35.00 BTC",
                told=not_shown,
                fill="#FFFFFF",
            ),
        ),
        lines=(
            Line(
                source=f"a{ANN}",
                target="t1",
                value=5_000_000_000,
                coins=1,
                label="50.00 BTC",
                told=f"Transaction {txid} spends 1 coin (50.00000000 BTC) of address {ann}, block"
                " 1, 2023-11-14 22:23:20 UTC.",
            ),
            Line(
                source="t1",
                target=f"a{BOB}",
                value=1_500_000_000,
                coins=1,
                label="15.00 BTC",
                told=f"Transaction {txid} pays 1 coin (15.00000000 BTC) to address {bob}, block 1,"
                " 2023-11-14 22:23:20 UTC.",
            ),
            Line(
                source="t1",
                target="t1>",
                value=3_499_990_000,
                coins=1,
                label="",
                told=not_shown,
            ),
        ),
        legend=(
            ("shape:transaction", "", "transaction (fact)"),
            ("shape:address", "", "address (fact)"),
            ("shape:more", "", "what is not shown: how many, how much"),
            ("border:double", "", "where this began"),
            ("line:solid", "", "coins that moved (fact)"),
            ("fill:#0072B2", "A", "cluster of 3 addresses (inference)"),
        ),
        hidden=0,
    )


def test_change_is_dashed_and_told_as_an_inference():
    seen = drawn(FACTS, Scene(3, (1,), (AMY,)))
    line = line_between(seen, "t1", f"a{AMY}")
    assert (line.change, line.of_it_change) == (True, 3_499_990_000)
    assert line.told.endswith("UTC. This is thought to be change (inference).")
    assert seen.legend[3:5] == (
        ("line:solid", "", "coins that moved (fact)"),
        ("line:dashed", "", "coins thought to be change (inference)"),
    )


def test_a_folded_cluster_is_one_node_for_all_its_addresses():
    seen = drawn(FACTS, Scene(3, (1, 2), (ANN, AMY), folded=(BOB,), selected=(f"a{AMY}",)))
    cluster = f"c{BOB}"
    node = nodes_of(seen)[cluster]
    assert f"a{AMY}" not in nodes_of(seen)
    assert (node.shape, node.label, node.detail) == ("cluster", "3 addresses", "2 in, 2 out")
    assert (node.border, node.mark, node.selected) == ("dashed", "A", True)
    assert (node.time, node.before, node.after) == (1_700_000_600, 0, 1)
    assert f"The cluster of {address_of('bob')} (3 addresses). Up to block 3, 2" in node.told
    # Kim, whom nobody asked for, is in it; so what is spent is known but for the unknown input.
    spent, paid, back = (
        line_between(seen, cluster, "t2"),
        line_between(seen, "t1", cluster),
        line_between(seen, "t2", cluster),
    )
    assert (spent.value, spent.coins, spent.change) == (4_999_990_700, 3, False)
    assert (paid.value, paid.coins, paid.change) == (4_999_990_000, 2, False)
    assert paid.of_it_change == 3_499_990_000
    assert paid.told.endswith("Of this, 34.99990000 BTC is thought to be change (inference).")
    assert (back.value, back.coins, back.of_it_change) == (2_000_000_005, 2, 2_000_000_000)


def test_before_the_evidence_there_is_no_cluster_to_fold_into():
    scene = Scene(1, (1, 2), (ANN, AMY), folded=(BOB,))
    seen = drawn(FACTS, scene)
    assert list(nodes_of(seen)) == ["t1", f"a{ANN}", f"a{AMY}", f"c{BOB}"]
    assert nodes_of(seen)[f"c{BOB}"].label == "1 address"
    assert nodes_of(seen)[f"a{ANN}"].detail == "1 in, 1 out"
    assert seen.hidden == 1


def test_clusters_that_became_one_are_one_node():
    seen = drawn(FACTS, Scene(3, (2,), (), folded=(KIM, BOB), start=(f"c{BOB}",)))
    assert list(nodes_of(seen)) == ["t2", f"c{KIM}", "t2<", "t2>"]
    assert nodes_of(seen)[f"c{KIM}"].border == "double"


def test_what_is_not_shown_of_a_thing_that_was_opened_is_counted():
    opened = frozenset({f"a{ANN}<", f"a{ANN}>", f"a{AMY}>"})
    seen = drawn(FACTS, Scene(3, (1,), (ANN,), opened=opened))
    assert list(nodes_of(seen)) == ["t1", f"a{ANN}", f"a{ANN}<", "t1>"]
    node = nodes_of(seen)[f"a{ANN}<"]
    assert (node.label, node.detail, node.order) == ("+ 2 more", "60.00 BTC", 1)
    assert node.told == (
        f"Not shown: 2 more transactions pay address {address_of('ann')}: 2 coins"
        " (60.00000000 BTC)."
    )
    line = line_between(seen, f"a{ANN}<", f"a{ANN}")
    assert (line.value, line.coins, line.label) == (6_000_000_000, 2, "")


def test_an_opened_address_that_is_folded_opens_its_cluster():
    seen = drawn(FACTS, Scene(3, (1,), (AMY,), opened=frozenset({f"a{AMY}>"}), folded=(BOB,)))
    assert nodes_of(seen)[f"c{BOB}>"].label == "+ 2 more"


def test_coins_without_an_address_count_for_what_they_are_worth():
    seen = drawn(FACTS, Scene(3, (2,), (ANN, EVE), folded=(BOB,)))
    nodes = nodes_of(seen)
    assert (nodes["t2<"].label, nodes["t2<"].detail) == ("no address", "unknown")
    assert nodes["t2<"].told.endswith("spends from an unknown address: 1 coin (an unknown amount).")
    assert (nodes["t2>"].label, nodes["t2>"].detail) == ("+ 1 more", "0.00000010 BTC")
    assert nodes["t2>"].told.endswith(
        "pays 1 more address and outputs without an address: 2 coins (0.00000010 BTC)."
    )
    assert (nodes["t2"].before, nodes["t2"].after) == (0, 1)
    # The data of d are worth nothing, so nothing is left out there.
    assert list(nodes_of(drawn(FACTS, Scene(3, (3,), (AMY, MIA))))) == ["t3", f"a{AMY}", f"a{MIA}"]


def test_what_was_opened_comes_first_where_room_is_short():
    many = MOST // 2
    facts = facts_of(
        "a: new -> " + ", ".join(["ann 10"] * many),
        *(f"t{k}: a:{k} ?bob=10 -> eve 5, lee 5" for k in range(many)),
    )
    txs = tuple(range(1, many + 1))
    opened = frozenset({f"t{many}>", f"a{row_of(facts, 'bob')}>"})
    scene = Scene(many, txs, (row_of(facts, "ann"),), opened=opened)
    names = [node.name for node in drawn(facts, scene).nodes]
    assert len(names) == MOST
    # Of each transaction, bob on one side, eve and lee on the other.
    more = [f"t{row}{way}" for row in txs for way in "<>"]
    more.remove(f"t{many}>")
    assert names[many + 1 :] == [f"t{many}>", *more][: MOST - many - 1]


def test_tags_are_cut_and_more_than_two_are_counted():
    tags = pd.DataFrame(
        {
            "address": address_of("eve"),
            "label": ["A name that is much longer than it should be", "Eve", "E.", "Eva"],
            "source": ["an informant", "", "", ""],
        }
    )
    facts = facts_of("a: new -> eve 50", tags=tags)
    seen = drawn(facts, Scene(0, (0,), (row_of(facts, "eve"),)))
    node = nodes_of(seen)[name_of(facts, "eve")]
    assert node.tags == ("A name that is much lon…", "Eve", "+ 2 tags")
    assert node.told.endswith(
        "It is named “A name that is much longer than it should be” by: an informant"
        " (attribution). It is named “Eve”; nobody says by whom (attribution). 2 tags more."
    )
    assert ("shape:tag", "", "name that somebody gave (attribution)") in seen.legend


def test_an_empty_scene_is_empty():
    assert drawn(FACTS, Scene(3)) == Drawn((), ())
