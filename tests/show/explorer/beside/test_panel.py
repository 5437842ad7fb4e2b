import pandas as pd
import pytest

import nps_chain as nps
from nps_chain.chain.views import bitcoin
from nps_chain.show.explorer.beside.panel import panel
from nps_chain.show.explorer.known.facts import Facts
from nps_chain.show.explorer.scenes.scene import Scene
from tests.handmade import address_of, chain_of, txid_of
from tests.node_chain import node_chain
from tests.show.explorer.story import facts_of, row_of

LINES = (
    "a: new -> ann 100, bob 900, eve 50",
    "b: a:0 a:1 -> lee 600, amy 400",
    "c: a:2 ?kim=7 ? -> ann 57, data 0",
    "d: b:0 -> mia 590",
)
CHAIN = chain_of(*LINES)
TAGS = pd.DataFrame(
    {
        "address": [address_of("ann"), address_of("ann"), address_of("lee")],
        "label": ["Ann <b>&", "Later", "Venue"],
        "kind": ["", "", "exchange"],
        "source": ["a test purchase", "", "a web page"],
        "confidence": ["high", "", ""],
        "height": [0, 3, 1],
    }
)
FACTS = facts_of(
    *LINES,
    clusters=nps.cluster(CHAIN, change=pd.Series([-1, 4, -1, -1], name="meiklejohn")),
    tags=TAGS,
    services=pd.DataFrame(
        {"cluster": [0], "kind": ["mixer"], "confidence": [0.75], "reasons": ["For: it mixes."]}
    ),
    taint=nps.taint(CHAIN, [0], None, policy="haircut"),
    change=pd.Series([-1, 4, -1, -1], name="meiklejohn"),
)
ANN, BOB, EVE, LEE, AMY, KIM, MIA = (
    row_of(FACTS, owner) for owner in ("ann", "bob", "eve", "lee", "amy", "kim", "mia")
)
NODE = Facts(node_chain())
A, B, C, D = (txid_of(name) for name in "abcd")
TIMES = [f"2023-11-14 22:{13 + 10 * block}:20 UTC" for block in range(4)]


def told(*selected, as_of=3):
    return panel(FACTS, Scene(as_of, selected=selected))


def test_nothing_selected_says_how_to_go_on_and_what_the_three_kinds_are():
    parts = panel(facts_of(*LINES, tags=TAGS.assign(address="nowhere")), Scene(3))
    assert [kind for kind, _ in parts] == [
        "heading", "text", "fact", "inference", "attribution", "text",
    ]  # fmt: skip
    assert parts[-1] == (
        "text", "3 tags passed over: the address is not in this chain.",
    )  # fmt: skip


def test_a_transaction():
    ann, bob, lee, amy = map(address_of, ("ann", "bob", "lee", "amy"))
    assert told("t1") == (
        ("heading", "Transaction"),
        ("code", B),
        ("fact", f"It is in block 1, {TIMES[1]}."),
        ("fact", "It spends 2 coins, 0.00001000 BTC in all."),
        ("fact", f"It spends 0.00000900 BTC of {bob}."),
        ("fact", f"It spends 0.00000100 BTC of {ann}."),
        ("fact", "It pays 2 coins, 0.00001000 BTC in all."),
        ("fact", f"It pays 0.00000600 BTC to {lee}."),
        ("fact", f"It pays 0.00000400 BTC to {amy}."),
        ("fact", "The fee is 0.00000000 BTC."),
        (
            "inference",
            f"What {amy} gets is thought to be change, the payer's own money, by the rule:"
            " meiklejohn. Where it was measured, 5.1% of this rule's answers are wrong.",
        ),
        (
            "inference",
            "Of what it pays, 0.00000100 BTC of 0.00001000 BTC (10%) is tainted. By another policy"
            " it would be another amount.",
        ),
    )


def test_a_transaction_of_new_coins_and_one_of_unknown_ones():
    assert told("t0")[2:4] == (
        ("fact", f"It is in block 0, {TIMES[0]}."),
        ("fact", "It makes new coins for a miner."),
    )
    assert told("t2")[3:] == (
        ("fact", "It spends 3 coins, an unknown amount in all."),
        ("fact", f"It spends 0.00000050 BTC of {address_of('eve')}."),
        ("fact", f"It spends 0.00000007 BTC of {address_of('kim')}."),
        ("fact", "It spends an unknown amount of an unknown address."),
        ("fact", "It pays 2 coins, 0.00000057 BTC in all."),
        ("fact", f"It pays 0.00000057 BTC to {address_of('ann')}."),
        ("fact", "It pays 0.00000000 BTC to no address."),
        ("fact", "The fee is an unknown amount."),
    )


def test_an_address():
    ann, bob = address_of("ann"), address_of("bob")
    assert told(f"a{ANN}") == (
        ("heading", "Address"),
        ("code", ann),
        ("fact", f"It first appears in block 0, {TIMES[0]}."),
        ("fact", "Its script type is p2wpkh."),
        ("fact", "Up to block 3, 2 transactions paid it: 0.00000157 BTC in all."),
        ("fact", "Up to block 3, 1 transaction spent from it: 0.00000100 BTC in all."),
        ("fact", "Unspent as of block 3: 1 coin, 0.00000057 BTC."),
        (
            "inference",
            "By evidence up to block 3, 3 addresses are thought to be one owner's: a cluster.",
        ),
        (
            "inference",
            f"One link of it: Transaction {B} in block 1 spends from {ann} and from {bob}:"
            " co_spending. How often this rule is wrong is not known.",
        ),
        ("text", "Select two addresses to see what links them."),
        (
            "inference",
            "By how its cluster behaves it could be: mixer (75% of its conditions are met; no"
            " probability). For: it mixes. It doesn't say since when: it may know later blocks.",
        ),
        (
            "inference",
            "Of what it was paid, 0.00000100 BTC of 0.00000157 BTC (64%) is tainted. By another"
            " policy it would be another amount.",
        ),
        (
            "attribution",
            "It is named “Ann <b>&” by: a test purchase; confidence: high; since block 0.",
        ),
        ("attribution", "It is named “Later”; nobody says by whom; since block 3."),
        ("heading", "Its transactions"),
        ("fact", f"Block 0, {TIMES[0]}: {A} pays 0.00000100 BTC."),
        ("fact", f"Block 1, {TIMES[1]}: {B} spends 0.00000100 BTC."),
        ("fact", f"Block 2, {TIMES[2]}: {C} pays 0.00000057 BTC."),
    )


def test_an_address_before_all_that():
    assert told(f"a{ANN}", as_of=0)[4:] == (
        ("fact", "Up to block 0, 1 transaction paid it: 0.00000100 BTC in all."),
        ("fact", "Up to block 0, no transaction spent from it."),
        ("fact", "Unspent as of block 0: 1 coin, 0.00000100 BTC."),
        (
            "inference",
            "No evidence up to block 0 links it to another address. That does not prove that its"
            " owner has no other.",
        ),
        (
            "inference",
            "By how its cluster behaves it could be: mixer (75% of its conditions are met; no"
            " probability). For: it mixes. It doesn't say since when: it may know later blocks.",
        ),
        (
            "inference",
            "Of what it was paid, 0.00000100 BTC of 0.00000100 BTC (100%) is tainted. By another"
            " policy it would be another amount.",
        ),
        (
            "attribution",
            "It is named “Ann <b>&” by: a test purchase; confidence: high; since block 0.",
        ),
        ("heading", "Its transactions"),
        ("fact", f"Block 0, {TIMES[0]}: {A} pays 0.00000100 BTC."),
    )


def test_a_folded_cluster():
    ann, bob, amy = map(address_of, ("ann", "bob", "amy"))
    parts = told(f"c{BOB}")
    assert parts[0] == ("heading", "Folded cluster of 3 addresses")
    assert parts[2] == (
        "inference",
        f"One link of it: Transaction {B} in block 1 spends from {bob} and from {ann}: co_spending."
        " How often this rule is wrong is not known.",
    )
    assert parts[5][1].startswith("Of what its addresses were paid, 0.00000140 BTC of 0.00001457")
    assert parts[6:] == (
        ("fact", "Up to block 3, 3 transactions paid them: 0.00001457 BTC in all."),
        ("fact", "Up to block 3, 1 transaction spent from them: 0.00001000 BTC in all."),
        ("fact", "Unspent as of block 3: 2 coins, 0.00000457 BTC."),
        (
            "attribution",
            f"{ann}: It is named “Ann <b>&” by: a test purchase; confidence: high; since block 0.",
        ),
        ("attribution", f"{ann}: It is named “Later”; nobody says by whom; since block 3."),
        ("heading", "Its addresses"),
        ("code", ann),
        ("code", bob),
        ("code", amy),
        ("heading", "Their transactions"),
        ("fact", f"Block 0, {TIMES[0]}: {A} pays 0.00001000 BTC."),
        ("fact", f"Block 1, {TIMES[1]}: {B} spends 0.00001000 BTC."),
        ("fact", f"Block 1, {TIMES[1]}: {B} pays 0.00000400 BTC."),
        ("fact", f"Block 2, {TIMES[2]}: {C} pays 0.00000057 BTC."),
    )


def test_two_addresses_that_are_linked():
    bob, amy = address_of("bob"), address_of("amy")
    assert told(f"a{BOB}", f"a{AMY}") == (
        ("heading", "What links these two?"),
        ("text", "Address"),
        ("code", bob),
        ("text", "Address"),
        ("code", amy),
        (
            "inference",
            "By evidence up to block 3 they are thought to be one owner's: 1 transaction links"
            " them.",
        ),
        (
            "inference",
            f"1. Transaction {B} in block 1 spends from {bob}, and its change goes to {amy}:"
            " meiklejohn.",
        ),
        ("inference", "Where it was measured, 5.1% of the answers of meiklejohn are wrong."),
        (
            "text",
            "This fails where several people sign one transaction (CoinJoin, PayJoin), and where a"
            " payment is taken for change. Look at each of these transactions before you rely on"
            " it.",
        ),
        (
            "fact",
            f"Block 1, {TIMES[1]}: transaction {B} spends from {bob} and pays 0.00000400 BTC to"
            f" {amy}.",
        ),
        ("fact", f"Up to block 3, no transaction spends from {amy} and pays {bob}."),
    )


def test_two_addresses_that_nothing_links():
    bob, eve = address_of("bob"), address_of("eve")
    assert told(f"a{BOB}", f"a{EVE}")[5:] == (
        (
            "inference",
            "No evidence up to block 3 links them: they are in two clusters. That does not prove"
            " that they belong to two people.",
        ),
        ("fact", f"Up to block 3, no transaction spends from {bob} and pays {eve}."),
        ("fact", f"Up to block 3, no transaction spends from {eve} and pays {bob}."),
    )


def test_a_link_that_comes_later_is_none():
    assert told(f"a{ANN}", f"a{BOB}", as_of=0)[5][1].startswith("No evidence up to block 0 links")
    assert told(f"a{ANN}", f"a{BOB}")[5][1].startswith("By evidence up to block 3 they are")


def test_clusters_of_an_earlier_day_say_so():
    facts = facts_of(*LINES, clusters=nps.cluster(CHAIN, as_of=0))
    one, two = f"a{ANN}", f"a{MIA}"
    assert panel(facts, Scene(3, selected=(one, two)))[5][1].startswith(
        "No evidence up to block 0 links them"
    )
    assert panel(facts, Scene(3, selected=(two,)))[7][1].startswith(
        "No evidence up to block 0 links it to another address."
    )


def test_an_address_and_a_folded_cluster():
    lee, ann = address_of("lee"), address_of("ann")
    parts = told(f"a{LEE}", f"c{ANN}")
    assert parts[3:5] == (("text", "Folded cluster of"), ("code", ann))
    assert parts[-1] == (
        "fact",
        f"Block 1, {TIMES[1]}: transaction {B} spends from {ann} and pays 0.00000600 BTC to {lee}.",
    )


def test_a_transaction_and_an_address():
    assert told("t1", f"c{AMY}")[0] == ("heading", "What is between these two?")
    assert told("t1", f"c{AMY}")[5:] == (
        ("fact", "The transaction spends 2 coins, 0.00001000 BTC, from there."),
        ("fact", "The transaction pays 1 coin, 0.00000400 BTC, there."),
    )
    assert told(f"a{MIA}", "t1")[5:] == (
        ("fact", "The transaction spends nothing from there, and pays nothing there."),
    )


def test_two_transactions():
    assert told("t3", "t1")[5:] == (
        ("fact", f"Transaction {D} spends 1 coin, 0.00000600 BTC, that the other one made."),
    )
    assert told("t2", "t3")[5:] == (
        ("fact", "The later of the two spends no coin that the earlier made."),
    )


def test_lists_are_bounded_and_what_is_left_out_is_counted():
    facts = facts_of(
        "a: new -> " + ", ".join(f"p{k} {k + 1}" for k in range(25)),
        "b: " + " ".join(f"a:{k}" for k in range(25)) + " -> " + ", ".join(["eve 13"] * 25),
        *(f"c{k}: b:{k} -> ann 13" for k in range(12)),
    )
    parts = panel(facts, Scene(13, selected=("t1",)))
    # 1 to 15 satoshi are left out: 15 * 16 / 2.
    assert ("fact", "It spends 0.00000120 BTC of 15 more addresses.") in parts
    assert ("fact", f"It pays 0.00000325 BTC to {address_of('eve')}, 25 coins.") in parts
    assert panel(facts, Scene(13, selected=(f"a{row_of(facts, 'ann')}",)))[-1] == (
        "text", "And 2 more payments.",
    )  # fmt: skip
    cluster = panel(facts, Scene(13, selected=(f"c{row_of(facts, 'p0')}",)))
    assert ("text", "And 15 more addresses.") in cluster
    eve, ann = (f"a{row_of(facts, owner)}" for owner in ("eve", "ann"))
    between = panel(facts, Scene(13, selected=(eve, ann)))
    assert ("fact", "And 2 more transactions, which pay 0.00000026 BTC.") in between


def test_what_has_no_address_is_not_counted_as_one_more():
    paid = ", ".join(f"p{k} {20 - k}" for k in range(12))
    facts = facts_of(f"a: new -> {paid}, data 0", "b: new -> " + paid.replace("p11 9", "data 0"))
    told = [panel(facts, Scene(1, selected=(f"t{row}",))) for row in (0, 1)]
    assert ("fact", "It pays 0.00000019 BTC to 2 more addresses and no address.") in told[0]
    assert ("fact", "It pays 0.00000010 BTC to 1 more address and no address.") in told[1]


def test_of_change_by_a_rule_that_looks_forward_it_says_that_it_may_know_later_blocks():
    facts = facts_of(*LINES, change=pd.Series([-1, 4, -1, -1], name="locktime"))
    assert ("inference", f"What {address_of('amy')} gets is thought to be change, the payer's own"
            " money, by the rule: locktime. Where it was measured, 1.2% of this rule's answers are"
            " wrong. It looks at how the coins were spent: it may know later blocks.",
    ) in panel(facts, Scene(1, selected=("t1",)))  # fmt: skip


@pytest.mark.parametrize("height", [100, 130, 153])
def test_what_is_unspent_is_what_the_tables_say(height):
    known = node_chain().upto(height)
    kept = known.outputs[known.outputs["spent_by"] == -1].groupby("address")["value"]
    for address in range(0, len(known.addresses), 50):
        coins = kept.get_group(address).tolist() if address in kept.groups else []
        many = f"{len(coins)} coin{'s' if len(coins) > 1 else ''}, {bitcoin(sum(coins))}"
        parts = panel(NODE, Scene(height, selected=(f"a{address}",)))
        expected = f"Unspent as of block {height}: {many if coins else 'nothing'}."
        assert ("fact", expected) in parts
