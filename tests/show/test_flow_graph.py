import matplotlib.pyplot as plt
import pytest
from matplotlib.patches import FancyArrowPatch
from matplotlib.path import Path

import nps_chain as nps
from nps_chain.show.alternative import description
from nps_chain.show.flow_graph import BROAD, MOST, _runs, draw_flow
from nps_chain.show.style import shorten
from tests.handmade import address_of, chain_of, txid_of
from tests.node_chain import node_chain
from tests.show import legible

CHAIN = chain_of(
    "a: new -> ann 50",
    "b: a:0 -> bob 30, ann 20",
    "c: b:0 ?kim=8 ? -> eve 30, data 0",
    "d: b:1 c:0 -> lee 50",
    "e: d:0 -> mia 50",
)


def marks(ax):
    """What stands where, as kind and label, from left to right and top to bottom."""
    found = [
        (line.get_xdata()[0], line.get_ydata()[0], line.get_gid(), text.get_text().split("\n"))
        for line, text in zip(ax.lines, ax.texts, strict=True)
    ]
    return [(kind, *label) for *_, kind, label in sorted(found)]


def arrows(ax):
    return [patch for patch in ax.patches if isinstance(patch, FancyArrowPatch)]


def outlines(ax, arrow):
    """An arrow's line and its head as they stand in the figure, in dots."""
    path = ax.transData.transform_path(arrow.get_path())
    return [Path(points) for points in path.to_polygons(closed_only=False)]


def short(name):
    return shorten(txid_of(name))


def test_forward_the_start_is_left_and_each_kind_has_its_mark():
    ax = draw_flow(nps.follow(CHAIN, txid_of("b"), hops=2))
    assert sorted(marks(ax)) == sorted(
        [
            ("start", "0.00000050 BTC", short("b")),
            ("transaction", "0.00000030 BTC", short("c")),
            ("transaction", "0.00000050 BTC", short("d")),
            ("unspendable", "0.00000000 BTC"),
            ("not all followed", "0.00000050 BTC", short("e")),
        ]
    )
    assert marks(ax)[0][0] == "start"
    assert [text.get_text() for text in ax.get_legend().get_texts()] == [
        "start",
        "transaction",
        "not all followed",
        "unspendable",
    ]
    assert ax.get_title() == (
        f"From {short('b')} to 2 ends: 1 not followed on, 1 burnt\n"
        "2 hops, 5 coins, 1 more not followed; blocks up to 4"
    )


def test_backward_the_start_is_right_and_what_is_unknown_is_called_unknown():
    ax = draw_flow(nps.follow(CHAIN, txid_of("c"), hops=1, direction="backward"))
    assert marks(ax)[-1] == ("start", "unknown", short("c"))
    assert sorted(marks(ax)[:-1]) == sorted(
        [
            ("not all followed", "0.00000030 BTC", short("b")),
            ("outside", "0.00000008 BTC", shorten(address_of("kim"))),
            ("outside", "unknown"),
        ]
    )
    assert ax.get_title().startswith(
        f"Into {short('c')} from 3 sources: 2 outside the data, 1 not followed on\n1 hop, 3 coins"
    )


def test_coins_between_the_same_transactions_are_one_line_as_broad_as_their_sum():
    chain = chain_of("a: new -> ann 30, bob 10, eve 10", "b: a:0 a:1 -> kim 40", "c: a:2 -> lee 10")
    ax = draw_flow(nps.follow(chain, 0, hops=1))
    widths = sorted(patch.get_linewidth() for patch in arrows(ax))
    assert widths == pytest.approx([1 + 5 * 0.5, 1 + 5])


def test_of_many_nodes_the_largest_are_shown_and_the_rest_is_summed():
    paid = ", ".join(f"p{value} {value}" for value in range(1, 21))
    ax = draw_flow(nps.follow(chain_of(f"a: new -> {paid}"), 0))
    drawn = marks(ax)
    assert len(drawn) == 1 + MOST + 1
    assert drawn[-1] == ("more", "0.00000105 BTC", "and 14 more")
    assert len(arrows(ax)) == MOST + 1


def test_what_is_summed_stands_last_whatever_it_hangs_on():
    chain = chain_of(
        "a: new -> ann 1000, bob 350",
        f"b: a:0 -> {', '.join(f'p{n} 1' for n in range(9))}",
        f"c: a:1 -> {', '.join(f'q{n} 50' for n in range(MOST))}",
    )
    drawn = marks(draw_flow(nps.follow(chain, 0)))
    assert [label[1] for label in drawn[1:3]] == ["0.00001000 BTC", "0.00000350 BTC"]
    assert drawn[-1] == ("more", "0.00000009 BTC", "and 9 more")


def test_nothing_to_follow_is_drawn_as_nothing():
    ax = draw_flow(nps.follow(CHAIN, address_of("ann"), at_least=10**9))
    assert marks(ax) == []
    assert "0 coins, 2 more not followed" in ax.get_title()


def test_both_ways_the_start_is_in_the_middle():
    ax = draw_flow(nps.follow(CHAIN, txid_of("d"), hops=1, direction="both"))
    assert sorted(marks(ax)) == sorted(
        [
            ("not all followed", "0.00000020 BTC", short("b")),
            ("not all followed", "0.00000030 BTC", short("c")),
            ("start", "0.00000050 BTC", short("d")),
            ("not all followed", "0.00000050 BTC", short("e")),
        ]
    )
    across = {line.get_gid(): line.get_xdata()[0] for line in ax.lines}
    assert len({line.get_xdata()[0] for line in ax.lines}) == 3
    assert across["start"] == sorted({line.get_xdata()[0] for line in ax.lines})[1]
    assert ax.get_title().startswith(f"Into {short('d')} from 2 sources, and on to 1 end\n")
    assert _runs(-4, 4) == [[-4], [-3, -2, -1], [0], [1, 2, 3], [4]]


def test_where_a_search_stopped_is_a_mark_of_its_own_and_several_starts_are_counted():
    starts = [txid_of("b"), txid_of("c")]
    ax = draw_flow(nps.follow(CHAIN, starts, hops=1, stop=address_of("ann")))
    assert ("stopped", "0.00000020 BTC", shorten(address_of("ann"))) in marks(ax)
    assert ax.get_title().startswith(
        "From 2 places to 3 ends: 1 not followed on, 1 at a stop, 1 other\n"
    )


def test_the_description_says_where_the_money_is_at_the_ends():
    assert description(draw_flow(nps.follow(CHAIN, txid_of("b"), hops=2))) == (
        f"From {short('b')} to 2 ends: 1 not followed on, 1 burnt; 2 hops, 5 coins, 1 more not"
        " followed. Where it ends, not followed on: 0.00000050 BTC in 1 place; burnt: 0 BTC in 1"
        " place."
    )
    backward = draw_flow(nps.follow(CHAIN, txid_of("c"), hops=1, direction="backward"))
    assert description(backward) == (
        f"Into {short('c')} from 3 sources: 2 outside the data, 1 not followed on; 1 hop, 3 coins,"
        " 1 more not followed. Where it ends, not followed on: 0.00000030 BTC in 1 place;"
        " outside the data: unknown in 2 places."
    )
    nothing = draw_flow(nps.follow(CHAIN, address_of("ann"), at_least=10**9))
    assert description(nothing) == (
        f"Nothing was followed from {shorten(address_of('ann'))};"
        " 3 hops, 0 coins, 2 more not followed. It has no end."
    )


def test_a_transaction_that_was_partly_followed_is_no_end():
    chain = chain_of("a: new -> ann 50", "b: a:0 -> bob 30, ann 20", "c: b:0 -> kim 30")
    ax = draw_flow(nps.follow(chain, txid_of("a"), at_least=25))
    assert ("not all followed", "0.00000050 BTC", short("b")) in marks(ax)
    assert ax.get_title().startswith(f"From {short('a')} to 1 end: 1 unspent\n3 hops, 3 coins")
    assert description(ax).endswith("Where it ends, unspent: 0.00000030 BTC in 1 place.")


def test_the_description_says_if_other_money_joined():
    chain = chain_of("a: new -> ann 50", "b: new -> bob 20", "c: a:0 b:0 -> kim 70")
    assert description(draw_flow(nps.follow(chain, txid_of("a")))).endswith(
        "Where it ends, unspent: 0.00000070 BTC in 1 place. Other money joined it on the way."
    )
    alone = chain_of("a: new -> ann 50", "b: a:0 -> kim 50")
    assert description(draw_flow(nps.follow(alone, txid_of("a")))).endswith(
        "Where it ends, unspent: 0.00000050 BTC in 1 place."
    )


def test_of_many_hops_those_midway_are_summed_so_that_a_projector_shows_all():
    moves = [f"t{n}: t{n - 1}:0 -> ann 50" for n in range(1, 9)]
    ax = draw_flow(nps.follow(chain_of("t0: new -> ann 50", *moves), 0, hops=8))
    assert [label[1:] for label in marks(ax)] == [
        ("0.00000050 BTC", short("t0")),
        ("0.00000050 BTC", short("t1")),
        ("0.00000050 BTC", short("t2")),
        ("5 more, in", "hops 3 to 7"),
        ("0.00000050 BTC", short("t8")),
    ]
    assert len(arrows(ax)) == BROAD - 1
    legible.check(ax)


@pytest.mark.parametrize("direction", ["forward", "backward", "both"])
def test_lines_keep_clear_of_labels(direction):
    for start in (132, 300, 405, 500):
        ax = draw_flow(nps.follow(node_chain(), start, direction=direction, hops=4))
        legible.check(ax)
        boxes = [text.get_window_extent() for text in ax.texts]
        lines = [line for arrow in arrows(ax) for line in outlines(ax, arrow)]
        column = ax.transData.transform((2.4, 0))[0] - ax.transData.transform((0, 0))[0]
        # What turns back further has to pass others.
        lines = [line for line in lines if line.get_extents().width < column]
        assert not [box for line in lines for box in boxes if line.intersects_bbox(box, False)]
        plt.close(ax.figure)


def test_the_picture_looks_as_it_did(same_picture):
    same_picture(draw_flow(nps.follow(node_chain(), 300, hops=4)), "flow_graph")
