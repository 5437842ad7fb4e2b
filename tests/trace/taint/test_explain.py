from collections import Counter
from heapq import heappush
from itertools import pairwise
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nps_chain.errors import NpsError
from nps_chain.trace.taint import POLICIES, taint
from nps_chain.trace.taint.explain import MOST_PARTS
from tests.handmade import chain_of, histories, txid_of
from tests.node_chain import node_chain
from tests.trace.taint.by_hand import Books, by_satoshi
from tests.trace.taint.cases import busy, questions

ALL = 1_000_000


def hangs_together(books, way, fees_of):
    """Whether each coin of a way is made by what takes in the one before it."""
    for step, after in pairwise(way):
        taker = books.miner(step.fee_of) if step.output < 0 else books.spender[step.output]
        made = [after.fee_of] if after.output < 0 else fees_of[after.output]
        if taker not in made:
            return False
    return True


@settings(max_examples=30)
@given(histories() | busy(), st.data(), st.booleans())
def test_ways_hang_together_and_bring_all_that_there_is(lines, data, backward):
    chain = chain_of(*lines)
    sources, stops, fees = data.draw(questions(chain))
    books = Books(chain)
    makers = {row: [t] for t, rows in enumerate(books.outs) for row in rows}
    for policy in POLICIES:
        asked = {"policy": policy, "fees": fees, "backward": backward}
        found = taint(chain, sorted(sources), sorted(stops), **asked)
        row = data.draw(st.sampled_from(found.outputs.tolist())) if len(found.outputs) else None
        if row is None:
            continue
        told = found.explain(row, paths=ALL)
        assert told.rest == 0
        for way in told.ways:
            first, last = way[0], way[-1]
            assert (last if backward else first).output in sources
            assert (first if backward else last).output == row
            assert len({step.amount for step in way}) == 1
            assert hangs_together(books, way, makers)
        widths = [way[0].amount for way in told.ways]
        assert widths == sorted(widths, reverse=True)
        if policy != "poison":
            assert sum(widths) == told.tainted == found.amounts[row]
        if policy in ("fifo", "lifo") and not backward:
            *_, whose = by_satoshi(chain, policy == "lifo", fees == "follow", sources, stops)
            brought = Counter()
            for way in told.ways:
                brought[way[0].output] += way[0].amount
            assert brought == Counter({s: n for s, n in whose[row].items() if s is not None})
        if policy == "poison":
            assert len({way[-1 if backward else 0].output for way in told.ways}) == len(told.ways)


def test_ways_are_told_hop_by_hop_with_reasons():
    chain = chain_of(
        "a: new -> ann 60, bob 40",
        "b: a:0 a:1 -> kim 50, lee 50",
        "c: b:0 b:1 -> mia 70, mia 30",
    )
    told = taint(chain, 1, None).explain(f"{txid_of('c')}:0")
    assert told.frame.drop(columns=["txid", "height"]).to_dict("list") == {
        "way": [0, 0, 0],
        "hop": [0, 1, 2],
        "amount": [10, 10, 10],
        "output": [1, 3, 4],
        "n": [1, 1, 0],
        "value": [40, 50, 70],
        "why": [
            "source",
            "satoshi 60 to 70 of what goes in are in input 1",
            "satoshi 60 to 70 of what goes in are in input 1",
        ],
    }
    a, b, c = map(txid_of, "abc")
    told = taint(chain, 1, None, policy="haircut").explain(4, paths=1)
    assert repr(told) == "\n".join(
        [
            f"{c}:0 by haircut: 0.00000028 BTC",
            "0.00000014 BTC in 2 hops",
            f"  {a}:1  source",
            f"  {b}:1  input 1 has 40 of 40 tainted satoshi",
            f"  {c}:0  input 1 has 20 of 40 tainted satoshi",
            "0.00000014 BTC in other ways",
        ]
    )


def test_a_fee_is_a_step_on_the_way():
    chain = chain_of("a: new -> ann 100", "m: new -> miner 60", "+ b: a:0 -> kim 90")
    told = taint(chain, 0, None).explain(1)
    assert told.frame["output"].tolist() == [0, -1, 1]
    assert told.frame["n"].tolist() == [0, -1, 0]
    assert told.frame["value"].tolist() == [100, 10, 60]
    assert f"  fee of {txid_of('b')}  satoshi 90 to 100" in repr(told)
    back = taint(chain, 1, None, backward=True).explain(0)
    assert back.frame["output"].tolist() == [0, -1, 1]
    assert "satoshi 90 to 100 of what comes out are in the fee" in repr(back)


def test_there_can_be_more_ways_than_anyone_could_list():
    # Each hop splits all that there is and joins it again: 2 ** 200 ways.
    lines = ["h0: new -> ann 1000, bob 1000"]
    lines += [f"h{k}: h{k - 1}:0 h{k - 1}:1 -> ann 1000, bob 1000" for k in range(1, 200)]
    found = taint(chain_of(*lines), [0, 1], None, policy="haircut")
    told = found.explain(399, paths=3)
    assert told.tainted == 1000 == sum(way[0].amount for way in told.ways) + told.rest


def test_a_search_through_great_mixes_ends_and_says_what_is_left():
    many, hops = 60, 6
    paid = ", ".join(["ann 1000"] * many)
    lines = [f"h0: new -> {paid}"]
    lines += [
        f"h{k}: {' '.join(f'h{k - 1}:{n}' for n in range(many))} -> {paid}" for k in range(1, hops)
    ]
    found = taint(chain_of(*lines), range(many), None, policy="haircut")
    with mock.patch("nps_chain.trace.taint.explain.MOST_PARTS", 5_000):
        told = found.explain(many * hops - 1)
        assert told.tainted == 1000 == sum(way[0].amount for way in told.ways) + told.rest
        assert told.rest > 0
    # However wide the mixes are, the search keeps a bounded number of parts in mind.
    with mock.patch("nps_chain.trace.taint.explain.heappush", side_effect=heappush) as pushed:
        told = found.explain(many * hops - 1)
    assert told.tainted == 1000 == sum(way[0].amount for way in told.ways) + told.rest
    assert pushed.call_count < MOST_PARTS + many


def test_a_long_peel_is_one_way():
    hops = 3_000
    lines = ["p0: new -> x 0, y 1000000"]
    lines += [f"p{k}: p{k - 1}:1 -> x 10, y {1_000_000 - 10 * k}" for k in range(1, hops)]
    chain = chain_of(*lines)
    for policy in POLICIES:
        told = taint(chain, 1, None, policy=policy).explain(2 * hops - 1)
        assert [len(way) for way in told.ways] == [hops]
        assert len(told.frame) == hops
        assert f"  ... {hops - 12:,} more" in repr(told)


def test_what_is_not_tainted_has_no_explanation():
    chain = chain_of("a: new -> ann 60, bob 40", "b: a:0 -> kim 60")
    with pytest.raises(NpsError, match="Output 1 is not tainted by the policy fifo"):
        taint(chain, 0, None).explain(1)
    with pytest.raises(NpsError, match="Nothing of output 1 went on to the source by fifo"):
        taint(chain, 2, None, backward=True).explain(1)
    with pytest.raises(NpsError, match="names no output"):
        taint(chain, 0, None).explain("x")
    with pytest.raises(NpsError, match="one output, not 2"):
        taint(chain, 0, None).explain([0, 2])


def test_the_widest_way_on_the_node_chain_is_a_real_one():
    found = taint(node_chain(), 843, None, policy="haircut")
    books = Books(node_chain())
    makers = {row: [t] for t, rows in enumerate(books.outs) for row in rows}
    for row in found.outputs.tolist():
        told = found.explain(row, paths=3)
        assert told.rest + sum(way[0].amount for way in told.ways) == found.amounts[row]
        assert all(hangs_together(books, way, makers) for way in told.ways)
