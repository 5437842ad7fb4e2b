import csv
from collections import Counter

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import nps_chain as nps
from nps_chain.errors import NpsError
from nps_chain.trace.change import change
from nps_chain.trace.flow import peel, trail
from tests.handmade import address_of, chain_of, histories, txid_of
from tests.node_chain import FOLDER, node_chain, txids_of
from tests.other_future import other_future
from tests.trace.flow.large import peel_chain

LINES = (
    "a: new -> ann 900000",
    "b: a:0 -> bob 20000, al 880000, data 0",
    "c: b:1 -> al 869999, eve 10001",
    "d: c:0 -> kim 60001, sue 809998",
    "e: d:1 ?lee=5 -> mia 810003",
)
CHAIN = chain_of(*LINES)
A, B, C, D, E = map(txid_of, "abcde")


def test_a_chain_is_followed_with_the_reason_for_each_step():
    found = peel(CHAIN, 0)
    assert found.frame.drop(columns=["why", "confidence"]).to_dict("list") == {
        "step": [1, 2, 3],
        "height": [1, 2, 3],
        "tx": [1, 2, 3],
        "txid": [B, C, D],
        "value": [900_000, 880_000, 869_999],
        "carried": [880_000, 869_999, 809_998],
        "address": [address_of(owner) for owner in ("al", "al", "sue")],
        "output": [2, 4, 7],
        "peeled": [20_000, 10_001, 60_001],
        "paid_to": [address_of(owner) for owner in ("bob", "eve", "kim")],
        "peeled_output": [1, 5, 6],
        "at_stop": [False, False, False],
        "fee": [0, 0, 0],
    }
    assert found.frame["why"].to_list() == [
        "it is the larger",
        "it goes back to the address that it came from",
        "it is the larger",
    ]
    assert found.frame["confidence"].tolist() == [2 / 3] * 3
    assert found.peeled == 90_002
    assert (found.start, found.end) == (f"{A}:0", f"{D}:1")
    assert found.stopped == (
        f"{D}:1 goes into {E}, which is no peel: it has 2 inputs and 1 output that can be spent,"
        " not 1 and 2."
    )
    assert repr(found).startswith("Peel(3 steps forward, 0.00090002 BTC peeled off; ")


def test_a_chain_is_followed_back_to_its_start():
    back = peel(CHAIN, f"{D}:1", direction="backward")
    assert back.frame["tx"].to_list() == [3, 2, 1]
    assert (back.start, back.end) == (f"{D}:1", f"{A}:0")
    assert back.stopped == f"{A}:0 was newly made, in the coinbase of block 0."
    from_payee = peel(CHAIN, f"{D}:0", direction="backward")
    assert from_payee.frame["tx"].to_list() == [3, 2, 1]


@pytest.mark.parametrize(
    ("lines", "asked", "told"),
    [
        (["b: a:0 -> bob 20, al 30"], {}, f"{B}:1 is unspent as of height 1."),
        (["b: a:0 -> bob 25, al 25"], {}, f"Nothing tells the two outputs of {B} apart."),
        (
            ["b: a:0 -> ann 20, al 30"],
            {"stop": address_of("ann")},
            f"{A}:0 is at {address_of('ann')}, where to stop.",
        ),
        (["b: a:0 -> data 50"], {}, f"{A}:0 goes into {B}, which is no peel: it has 1 input and 0"),
        (
            ["b: new -> bob 9", "c: a:0 -> bob 30, al 20"],
            {},
            f"The clues tie in {C}. For one output: it is the larger. For the other: its",
        ),
        (
            ["b: a:0 -> bob 20, al 30", "c: b:1 -> bob 10, al 20"],
            {"steps": 1},
            f"{B}:1 goes on, but only 1 step had to be taken.",
        ),
    ],
)
def test_a_chain_says_why_it_ends(lines, asked, told):
    found = peel(chain_of("a: new -> ann 50", *lines), 0, **asked)
    assert found.stopped.startswith(told)


def test_backward_it_ends_at_services_at_the_edge_of_the_data_and_where_it_was_peeled_off():
    chain = chain_of(
        "a: ?ann=90 -> bob 20, al 70",
        "b: a:0 -> eve 5, kim 15",
        "c: a:1 -> lee 10, mia 60",
    )
    edge = peel(chain, f"{C}:1", direction="backward")
    outside = chain.outside.iloc[0]
    assert edge.stopped == f"{outside['txid']}:{outside['n']} comes from outside the data."
    assert edge.frame["value"].to_list() == [70, 90]
    assert edge.graph.number_of_edges() == 5
    peeled = peel(chain, f"{B}:1", direction="backward")
    assert peeled.stopped == f"{A}:0 was itself peeled off, in {A}: there begins the chain."
    service = peel(chain, f"{C}:1", direction="backward", stop=address_of("ann"))
    assert service.stopped == f"{A}:1 was paid from {address_of('ann')}, where to stop."
    nobody = peel(chain_of("a: new -> ann 5, data 0"), 1)
    assert nobody.stopped == f"{A}:1 can't be spent by anybody."


def test_a_change_heuristic_can_choose_and_abstain():
    named = peel(node_chain(), 220, change="address_type")
    assert len(named) == 1
    assert named.stopped.startswith("The change heuristic abstains in ")
    assert named.frame["why"].to_list() == ["the change by address_type"]
    assert named.frame["confidence"].round(3).to_list() == [0.886]
    answers = change(node_chain(), "address_type")
    given_to = peel(node_chain(), 220, change=answers)
    assert given_to.frame["output"].equals(named.frame["output"])
    assert given_to.frame["confidence"].isna().all()
    with pytest.raises(NpsError, match="looks forward"):
        peel(node_chain(), 220, change="locktime")
    peel(node_chain(), 220, change="locktime", as_of=153)
    with pytest.raises(NpsError, match="change has 5 answers, and there are 711 transactions"):
        peel(node_chain(), 220, change=answers[:5])
    with pytest.raises(NpsError, match="no direction 'up'"):
        peel(node_chain(), 220, direction="up")
    another = pd.Series(np.full(711, 5))
    with pytest.raises(NpsError, match="output 5 is change of transaction 0, which has no such"):
        peel(node_chain(), 220, change=another)


def test_the_launderers_33_payments_are_followed_to_the_end_and_back():
    peels = txids_of("peel")
    found = peel(node_chain(), 220)
    assert found.frame["txid"].to_list() == peels
    assert found.stopped.endswith(":0 is unspent as of height 153.")
    back = peel(node_chain(), found.end, direction="backward")
    assert back.frame["txid"].to_list() == peels[::-1]
    assert back.end == found.start
    followed = trail(node_chain(), 220, steps=33)
    assert followed["output"].to_list()[1:] == found.frame["output"].to_list()


def test_the_clues_are_as_often_right_as_the_docstring_says():
    with (FOLDER / "truth" / "outputs.csv").open(encoding="utf-8", newline="") as file:
        role = {(row["txid"], int(row["n"])): row["role"] for row in csv.DictReader(file)}
    chain, tally = node_chain(), Counter()
    inputs = chain.inputs.groupby("tx")
    for tx, outputs in chain.outputs[chain.outputs["address"] >= 0].groupby("tx"):
        spent = inputs.get_group(tx)["spends"].to_list()
        roles = {row: role[chain.tx(tx).txid, n] for row, n in outputs["n"].items()}
        if len(spent) == 1 and spent[0] >= 0 and sorted(roles.values()) == ["change", "payment"]:
            frame = peel(chain, spent[0], steps=1).frame
            tally[roles[frame["output"][0]] if len(frame) else "tie"] += 1
    assert tally == {"change": 241, "payment": 5, "tie": 29}


def plain(chain, coin, forward, stop):
    """The transactions and carried coins of a peel chain, by a walk over views."""
    addresses, seen = chain.addresses["address"].to_list(), chain.addresses["first_seen"].to_list()
    kinds = chain.addresses["script_type"].to_list()
    steps = []
    while True:
        address, tx = chain.outputs.loc[coin, ["address", "spent_by" if forward else "tx"]]
        if forward and (address == -1 or tx == -1 or addresses[address] in stop):
            return steps
        view = chain.tx(int(tx))
        coins = [(row, out) for row, out in zip(view.output_rows, view.outputs, strict=True)
                 if out.address]  # fmt: skip
        (source, *others), rows = view.inputs, chain.inputs[chain.inputs["tx"] == tx]["spends"]
        if not forward and (view.coinbase or source.address in stop):
            return steps
        if others or len(coins) != 2 or view.coinbase:
            return steps
        back = [row for row, out in coins if out.address == source.address]
        row_of = {text: row for row, text in enumerate(addresses)}
        if len(back) == 1:
            votes = Counter(back)
        else:
            clues = [
                [row for row, out in coins
                 if source.address and kinds[row_of[out.address]] == kinds[row_of[source.address]]],
                [row for row, out in coins if seen[row_of[out.address]] == tx],
                [row for row, out in coins if out.value % 10_000],
                [row for row, out in coins if out.value == max(o.value for _, o in coins)],
            ]  # fmt: skip
            votes = Counter(clue[0] for clue in clues if len(clue) == 1)
        (one, _), (two, _) = coins
        if votes[one] == votes[two]:
            return steps
        carries = one if votes[one] > votes[two] else two
        if not forward and steps and carries != coin:
            return steps
        steps.append((int(tx), carries))
        coin = carries if forward else int(rows.iloc[0])
        if coin < 0:
            return steps


def check(chain, data):
    output = data.draw(st.integers(0, len(chain.outputs) - 1))
    stop = data.draw(st.sets(st.sampled_from(chain.addresses["address"].to_list()), max_size=2))
    for direction in ("forward", "backward"):
        found = peel(chain, output, direction=direction, stop=sorted(stop))
        steps = list(zip(found.frame["tx"], found.frame["output"], strict=True))
        assert steps == plain(chain, output, direction == "forward", stop)
        graph = found.graph
        assert graph.number_of_edges() >= len(steps)
        assert nx.is_directed_acyclic_graph(graph)


@settings(max_examples=60)
@given(histories(), st.data())
def test_a_chain_is_that_of_plain_python(lines, data):
    chain = chain_of(*lines)
    if len(chain.addresses):
        check(chain, data)


@settings(max_examples=15)
@given(st.data())
def test_a_chain_of_the_node_is_that_of_plain_python(data):
    check(node_chain(), data)


def test_in_a_real_block_chains_are_followed_to_the_edge_of_the_data():
    chain = nps.read(FOLDER.parent / "mainnet-block")
    spent = chain.outputs.index[chain.outputs["spent_by"] >= 0].to_numpy()
    found = max((peel(chain, int(coin)) for coin in spent[:300]), key=len)
    assert len(found) == 24
    back = peel(chain, found.end, direction="backward")
    assert back.frame["tx"][:24].to_list() == found.frame["tx"].to_list()[::-1]
    origins = [peel(chain, int(coin), direction="backward").stopped for coin in spent[:100]]
    assert sum(text.endswith("comes from outside the data.") for text in origins) > 10
    steps = plain(chain, int(spent[200]), True, set())
    assert peel(chain, int(spent[200])).frame["tx"].to_list() == [tx for tx, _ in steps]


def test_nothing_is_known_from_the_future():
    whole = node_chain()
    for height in (105, 120, 140):
        past, other = whole.upto(height), other_future(whole, height)
        for output in (220, 239, 240, len(past.outputs) - 1):
            if output < len(past.outputs):
                for direction in ("forward", "backward"):
                    ours, *theirs = (
                        peel(chain, output, direction=direction, as_of=height)
                        for chain in (whole, past, other)
                    )
                    for one in theirs:
                        pd.testing.assert_frame_equal(ours.frame, one.frame)
                        assert ours.stopped == one.stopped


def test_a_chain_of_100_000_payments_is_followed():
    many = 100_000
    chain = peel_chain(many)
    found = peel(chain, 0)
    assert len(found) == many
    assert np.array_equal(found.frame["tx"], np.arange(1, many + 1))
    assert found.peeled == 10_000 * many
    back = peel(chain, found.end, direction="backward", steps=1_000)
    assert back.frame["tx"].iloc[-1] == many - 999
