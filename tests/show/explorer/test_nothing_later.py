"""Whatever happens after the clock's height, nothing of it is drawn, told or listed."""

import functools
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import nps_chain as nps
from nps_chain.show.explorer.beside.panel import panel
from nps_chain.show.explorer.beside.table import table
from nps_chain.show.explorer.canvas.drawing import drawn
from nps_chain.show.explorer.known.facts import Facts
from nps_chain.show.explorer.scenes.scene import COLOURS, Scene
from tests.node_chain import node_chain
from tests.other_future import other_future
from tests.show.explorer.plainly_drawn import scenes

DAY = 125
SOURCES = [610, 640, 700]  # outputs that are there on that day


@functools.cache
def facts_on(future: str) -> Facts:
    """What is known of a chain with the same past, and with a later name for each address."""
    chain = {
        "that came": lambda: node_chain(),
        "another": lambda: other_future(node_chain(), DAY),
        "none": lambda: node_chain().upto(DAY),
    }[future]()
    rows = np.arange(0, len(node_chain().upto(DAY).addresses), 3)
    addresses = chain.addresses["address"][np.repeat(rows, 2)]
    tags = addresses.to_frame().assign(
        label=np.tile(["Old name", "Later name"], len(rows)),
        category=np.tile(["exchange", "market"], len(rows)),
        height=np.tile([DAY - 20, DAY + 1], len(rows)),
    )
    return Facts(chain, tags=tags, taint=nps.taint(chain, SOURCES, None))


@settings(max_examples=60)
@given(scenes("core-regtest", hides=True), st.sampled_from(COLOURS), st.data())
def test_the_future_changes_nothing(scene, colour, data):
    chain, other = node_chain(), facts_on("another").chain
    txs = [row for row in scene.transactions if row < len(other.txs)]
    addresses = [row for row in scene.addresses if row < len(other.addresses)]
    chosen = [f"t{row}" for row in txs] + [f"a{row}" for row in addresses]
    picked = st.lists(st.sampled_from(chosen), max_size=2, unique=True) if chosen else st.just([])
    scene = replace(
        scene,
        as_of=DAY,
        colour=colour,
        transactions=tuple(txs),
        addresses=tuple(addresses),
        folded=tuple(row for row in scene.folded if row < len(other.addresses)),
        selected=tuple(data.draw(picked)),
    )
    found = [said_of(facts_on(future), scene) for future in ("that came", "another")]
    assert found[0] == found[1]

    # A chain that ends there doesn't even have the rows of what comes later.
    known = len(chain.upto(DAY).txs), len(chain.upto(DAY).addresses)
    scene = replace(
        scene,
        transactions=tuple(row for row in txs if row < known[0]),
        addresses=tuple(row for row in addresses if row < known[1]),
        folded=tuple(row for row in scene.folded if row < known[1]),
        start=tuple(name for name in scene.start if int(name[1:]) < known[1]),
        selected=tuple(one for one in scene.selected if int(one[1:]) < known[one[0] == "a"]),
    )
    found = [said_of(facts_on(future), scene) for future in ("that came", "none")]
    assert found[0] == found[1]
    assert "Later name" not in str(found)


def said_of(facts, scene):
    seen = drawn(facts, scene)
    # Where nothing is selected the panel tells what tags were given.
    return seen, table(facts, seen), panel(facts, scene) if scene.selected else ()


@pytest.mark.parametrize("name", ["t700", "a1400"])
def test_of_what_comes_later_the_panel_says_nothing(name):
    scene = Scene(DAY, transactions=(700,), addresses=(1400,), selected=(name,))
    assert panel(facts_on("that came"), scene) == (
        ("heading", "Not known yet"),
        ("text", "What is selected comes after block 125: move the clock on."),
    )
    seen = drawn(facts_on("that came"), scene)
    assert (seen.nodes, seen.lines, seen.legend, seen.hidden) == ((), (), (), 2)
