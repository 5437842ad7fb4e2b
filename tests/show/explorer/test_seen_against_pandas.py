"""Whatever the scene, what is drawn is what the tables say, to the satoshi."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nps_chain.chain.views import bitcoin
from nps_chain.show import style
from nps_chain.show.explorer.beside.table import table
from nps_chain.show.explorer.canvas.drawing import drawn
from tests.show.explorer.plainly_drawn import CHAINS, facts_on, plainly_drawn, scenes


@pytest.mark.parametrize("name", CHAINS)
@settings(max_examples=60)
@given(st.data())
def test_every_node_and_line_is_what_the_tables_say(name, data):
    scene = data.draw(scenes(name, hides=data.draw(st.booleans())))
    found, expected = drawn(facts_on(name), scene), plainly_drawn(name, scene)
    assert {node.name for node in found.nodes} == expected.nodes
    assert len(found.nodes) == len(expected.nodes)
    lines = {(one.source, one.target): (one.value, one.coins, one.change) for one in found.lines}
    assert lines == expected.lines
    assert len(found.lines) == len(lines)
    assert found.hidden == expected.hidden
    more = {n.name: (n.label, n.detail) for n in found.nodes if n.shape == "more"}
    assert more == {
        key: (f"+ {many:,} more" if many else "no address", style.amount(value))
        for key, (many, value, _) in expected.more.items()
    }


@pytest.mark.parametrize("name", CHAINS)
@settings(max_examples=25)
@given(st.data())
def test_what_is_told_and_the_table_have_whole_names_and_every_satoshi(name, data):
    scene, chain = data.draw(scenes(name)), CHAINS[name]()
    found = drawn(facts_on(name), scene)
    txids, addresses = chain.txs["txid"], chain.addresses["address"]
    expected = []
    for line in found.lines:
        ends = [one for one in (line.source, line.target) if one[-1] not in "<>"]
        for one in ends:
            assert (txids if one[0] == "t" else addresses)[int(one[1:])] in line.told
        assert bitcoin(line.value) in line.told
        if len(ends) == 1:
            assert line.label == ""
            continue
        assert line.label == style.amount(line.value)
        tx = int(next(one for one in ends if one[0] == "t")[1:])
        block = chain.blocks.set_index("height").loc[chain.txs["height"][tx]]
        written = {
            one: "the transaction" if one[0] == "t"
            else addresses[int(one[1:])] if one[0] == "a"
            else f"cluster of {addresses[int(one[1:])]}"
            for one in ends
        }  # fmt: skip
        expected.append(
            (
                f"{block.name:,}",
                f"{block['time']:%Y-%m-%d %H:%M:%S}",
                written[line.source],
                written[line.target],
                bitcoin(line.value)[:-4],
                txids[tx],
            )
        )
    _, rows = table(facts_on(name), found)
    assert [row[:6] for row in rows] == expected
    blocks = [int(row[0].replace(",", "")) for row in rows]
    assert blocks == sorted(blocks)
