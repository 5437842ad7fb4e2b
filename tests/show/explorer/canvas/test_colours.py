import itertools

import numpy as np
import pandas as pd
import pytest

import nps_chain as nps
from nps_chain.show import style
from nps_chain.show.explorer.canvas.colours import KINDS, RAMP, ink, percent
from nps_chain.show.explorer.canvas.drawing import drawn
from nps_chain.show.explorer.scenes.scene import Scene
from tests.handmade import address_of, chain_of
from tests.show.explorer.story import facts_of, row_of

# Pairs of addresses that are spent together, ten of them; and one address alone.
PAIRS = [f"{letter}{k}" for letter in "abcdefghij" for k in (1, 2)]
MANY = facts_of(
    "a: new -> " + ", ".join(f"{owner} 10" for owner in [*PAIRS, "lone"]),
    *(f"t{k}: a:{2 * k} a:{2 * k + 1} -> shop 20" for k in range(10)),
)


def rows(facts, *owners):
    return tuple(row_of(facts, owner) for owner in owners)


def paint_of(facts, scene, *owners):
    nodes = {node.name: (node.fill, node.mark) for node in drawn(facts, scene).nodes}
    return [nodes[f"a{row_of(facts, owner)}"] for owner in owners]


def fills(facts, scene):
    return [sign for sign in drawn(facts, scene).legend if sign[0].startswith("fill:")]


def test_clusters_have_letters_by_appearance_and_numbers_after_the_seventh():
    first = [f"{letter}1" for letter in "jihgfedcba"]
    scene = Scene(10, (0,), rows(MANY, *first, "lone", "j2"))
    colours = [*style.PALETTE, *[style.FAINT] * 3]
    marks = [*"ABCDEFG", "8", "9", "10"]
    assert paint_of(MANY, scene, *first) == list(zip(colours, marks, strict=True))
    assert paint_of(MANY, scene, "lone", "j2") == [("#FFFFFF", ""), (style.PALETTE[0], "A")]
    assert fills(MANY, scene) == [
        *((f"fill:{colours[k]}", marks[k], "cluster of 2 addresses (inference)") for k in range(7)),
        (f"fill:{style.FAINT}", "8 …", "other clusters (inference)"),
    ]


def test_a_letter_stays_when_things_are_added_folded_or_hidden():
    before = Scene(10, (0,), rows(MANY, "b1", "a1"))
    assert paint_of(MANY, before, "b1", "a1") == [(style.PALETTE[0], "A"), (style.PALETTE[1], "B")]
    after = Scene(10, (0, 2), rows(MANY, "b1", "a1", "c1", "b2"), folded=rows(MANY, "c1"))
    assert paint_of(MANY, after, "b1", "a1") == [(style.PALETTE[0], "A"), (style.PALETTE[1], "B")]
    folded = Scene(10, (0,), rows(MANY, "b1", "a1"), folded=rows(MANY, "b1"))
    assert paint_of(MANY, folded, "a1") == [(style.PALETTE[1], "B")]


def test_where_it_began_has_the_first_letter():
    start = (f"a{row_of(MANY, 'a1')}",)
    scene = Scene(10, (0,), rows(MANY, "b1", "a1"), start=start)
    assert paint_of(MANY, scene, "a1") == [(style.PALETTE[0], "A")]


def test_before_the_evidence_there_is_no_cluster_to_colour():
    scene = Scene(0, (0,), rows(MANY, "a1", "a2"))
    assert paint_of(MANY, scene, "a1", "a2") == [("#FFFFFF", "")] * 2
    assert fills(MANY, scene) == []


KNOWN = facts_of(
    "a: new -> ann 10, bob 20, eve 30, kim 40, lee 50",
    "b: a:0 a:1 -> mia 30",
    tags=pd.DataFrame(
        [
            ("eve", "Quincegate", "darknet_market", 0),
            ("kim", "Quincegate", "courier", 0),
            ("lee", "Somebody else's shop for things", "merchant", 1),
        ],
        columns=["address", "label", "category", "height"],
    ).assign(address=lambda tags: tags["address"].map(address_of)),
    services=pd.DataFrame(
        {"cluster": [0], "kind": ["hot wallet"], "confidence": [0.8], "reasons": ["It pays."]}
    ),
)
OWNERS = ("ann", "bob", "eve", "kim", "lee", "mia")


def test_kinds_have_letters_of_their_own_and_others_a_number():
    scene = Scene(1, (0,), rows(KNOWN, *OWNERS), colour="kind")
    wallet, market, grey = style.PALETTE[4], style.PALETTE[1], style.FAINT
    assert paint_of(KNOWN, scene, *OWNERS) == [
        (wallet, "W?"), (wallet, "W?"), (market, "M"), (grey, "1"), (grey, "2"), ("#FFFFFF", ""),
    ]  # fmt: skip
    assert fills(KNOWN, scene) == [
        (f"fill:{wallet}", "W?", "hot wallet (inference)"),
        (f"fill:{market}", "M", "darknet_market (attribution)"),
        (f"fill:{style.FAINT}", "1 …", "other kinds"),
    ]
    alone = Scene(1, (0,), rows(KNOWN, "lee"), colour="kind")
    assert fills(KNOWN, alone) == [(f"fill:{grey}", "1", "merchant (attribution)")]


def test_the_legend_has_the_order_of_the_letters():
    scene = Scene(10, (0,), rows(MANY, "a1", "b1"), folded=rows(MANY, "a1"))
    nodes = [(node.shape, node.mark) for node in drawn(MANY, scene).nodes[1:3]]
    assert nodes == [("address", "B"), ("cluster", "A")]
    assert [sign[1] for sign in fills(MANY, scene)] == ["A", "B"]


def test_names_have_letters_by_appearance():
    scene = Scene(1, (0,), rows(KNOWN, *OWNERS), colour="tag")
    first, second = ((style.PALETTE[k], "AB"[k]) for k in (0, 1))
    none = ("#FFFFFF", "")
    assert paint_of(KNOWN, scene, *OWNERS) == [none, none, first, first, second, none]
    assert fills(KNOWN, scene) == [
        (f"fill:{first[0]}", "A", "Quincegate (attribution)"),
        (f"fill:{second[0]}", "B", "Somebody else's shop fo… (attribution)"),
    ]
    early = Scene(0, (0,), rows(KNOWN, *OWNERS[:5]), colour="tag")
    assert paint_of(KNOWN, early, "lee") == [none]


def test_taint_is_a_ramp_with_the_share_written():
    lines = ("a: new -> ann 100, bob 900", "b: a:0 a:1 -> eve 1000", "c: b:0 -> kim 500, lee 500")
    facts = facts_of(*lines, taint=nps.taint(chain_of(*lines), [0], None, policy="haircut"))
    scene = Scene(2, (0, 1), rows(facts, "ann", "bob", "eve"), colour="taint")
    assert paint_of(facts, scene, "ann", "bob", "eve") == [
        (RAMP[4], "100%"), ("#FFFFFF", ""), (RAMP[0], "10%"),
    ]  # fmt: skip
    nodes = drawn(facts, scene).nodes
    assert [(node.fill, node.mark) for node in nodes[:2]] == [(RAMP[0], "10%")] * 2
    assert fills(facts, scene) == [
        (f"fill:{RAMP[0]}", "%", "up to 20% tainted"),
        (f"fill:{RAMP[4]}", "%", "up to 100% tainted"),
    ]
    folded = Scene(2, (1,), (), folded=rows(facts, "ann"), colour="taint")
    cluster = drawn(facts, folded).nodes[1]
    assert (cluster.shape, cluster.fill, cluster.mark) == ("cluster", RAMP[0], "10%")


@pytest.mark.parametrize(
    ("tainted", "value", "written"),
    [(1, 1000, "<1%"), (10, 1000, "1%"), (995, 1000, ">99%"), (1000, 1000, "100%"), (0, 9, "")],
)
def test_a_share_is_never_rounded_to_nothing_or_to_all(tainted, value, written):
    assert percent(tainted, value) == written


def test_a_step_of_the_ramp_is_a_fifth():
    shares = np.array([1, 20, 21, 40, 41, 60, 61, 80, 81, 100])
    lines = (
        "a: new -> " + ", ".join(f"ann {share}, ann {100 - share}" for share in shares),
        *(f"t{k}: a:{2 * k} a:{2 * k + 1} -> bob 100" for k in range(10)),
    )
    taint = nps.taint(chain_of(*lines), list(range(0, 20, 2)), None, policy="haircut")
    nodes = drawn(
        facts_of(*lines, taint=taint), Scene(10, tuple(range(1, 11)), (), colour="taint")
    ).nodes
    assert [RAMP.index(node.fill) for node in nodes[:10]] == [0, 0, 1, 1, 2, 2, 3, 3, 4, 4]


def test_marks_can_be_read_on_every_fill():
    for fill in (*style.PALETTE, *RAMP, style.FAINT, "#FFFFFF", style.OUTLINE):
        light, dark = sorted((luminance(fill), luminance(ink(fill))), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 4.5, fill  # WCAG 2, level AA


def test_the_ramp_gets_darker_so_that_grey_tells_it():
    steps = [luminance(fill) for fill in RAMP]
    assert all(a > 1.3 * b for a, b in itertools.pairwise(steps))


def test_there_are_no_more_letters_of_kinds_than_colours():
    assert len(set(KINDS.values())) <= len(style.PALETTE)


def luminance(colour):
    parts = np.array([int(colour[k : k + 2], 16) for k in (1, 3, 5)]) / 255
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    return float(linear @ [0.2126, 0.7152, 0.0722])
