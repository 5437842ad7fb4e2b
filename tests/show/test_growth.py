import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib.dates import date2num
from matplotlib.text import Text

import nps_chain as nps
from nps_chain.show.alternative import description
from nps_chain.show.growth import MOST, draw_growth
from nps_chain.show.style import SIZE, shorten
from tests.handmade import address_of, chain_of
from tests.node_chain import node_chain

CHAIN = chain_of(
    "a: ?ann=1 ?bob=1 -> shop 1",
    "b: ?kim=1 ?lee=1 ?ned=1 -> shop 1",
    "c: ?bob=1 ?bob=1 -> mia 1, shop 1",
    "d: ?ann=1 ?kim=1 ?oda=1 -> shop 1",
    "e: ?lee=1 -> gil 1",
    "f: ?gil=1 ?pat=1 ?quin=1 -> shop 1",
)
CHANGE = pd.Series([-1, -1, 2, -1, -1, -1], name="output")  # of c: mia
CHANGE.attrs["rule"] = "fresh"


def growth(who="ann", chain=CHAIN, **options):
    return nps.cluster(chain, coinjoins="keep", **options).growth(address_of(who))


def minutes(day):
    """Minutes since the first block, of a day as the axis counts it."""
    return round((day - date2num(np.datetime64("2023-11-14T22:13:20"))) * 1440)


def line(ax):
    (drawn,) = [drawn for drawn in ax.lines if drawn.get_gid() == "size"]
    assert drawn.get_drawstyle() == "steps-post"
    return [(minutes(x), y) for x, y in zip(*drawn.get_data(), strict=True)]


def marks(ax):
    """By size after it, of each step that is marked: the shape of the mark."""
    drawn = [drawn for drawn in ax.lines if drawn.get_gid() == "step"]
    return {drawn.get_ydata()[0]: drawn.get_marker() for drawn in drawn}


def labels(ax):
    return sorted(text.get_text() for text in ax.texts)


def legend(ax):
    return [text.get_text() for text in ax.get_legend().get_texts()]


def test_the_line_has_the_size_from_block_to_block():
    ax = draw_growth(growth(change=CHANGE))
    assert line(ax) == [(0, 1), (0, 2), (20, 3), (30, 7), (60, 7)]
    assert [minutes(end) for end in ax.get_xlim()] == [0, 60]
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("Date (UTC)", "Addresses in the cluster")


def test_the_largest_steps_are_marked_with_what_came_together():
    ax = draw_growth(growth(change=CHANGE))
    assert labels(ax) == ["4 joined 3, block 3"]
    assert marks(ax) == {7: "o"}
    assert legend(ax) == [
        "spent together: 3 merges, 5 addresses",
        "change, by fresh: 1 merge, 1 address",
    ]


def test_the_shape_of_a_mark_tells_of_another_rule_than_spending_together():
    chain = chain_of("a: ?mia=1 ?kim=1 ?lee=1 -> shop 1", "b: ?ann=1 -> mia 1, shop 0")
    change = pd.Series([-1, 1], name="output")
    change.attrs["rule"] = "my $rule$\u202e"
    ax = draw_growth(growth(chain=chain, change=change))
    assert (labels(ax), marks(ax)) == (["3 joined 1, block 1"], {4: "D"})
    assert legend(ax) == ["change, by my \\$rule\\$\ufffd: 1 merge, 3 addresses"]


def test_title_and_description_state_the_finding():
    ax = draw_growth(growth(change=CHANGE))
    finding = "From 1 address to 7: one transaction brought 4 of them"
    facts = f"Cluster of {shorten(address_of('ann'))}, inferred by 4 merges, as of block 5"
    assert ax.get_title() == f"{finding}\n{facts}"
    assert description(ax) == (
        f"{finding}. {facts}. The address first appears in block 0; spent together: 3 merges,"
        " 5 addresses; change, by fresh: 1 merge, 1 address."
    )


def test_an_address_that_stays_alone_has_a_level_line():
    ax = draw_growth(growth("shop", chain_of("a: ?ann=1 -> shop 1")))
    assert line(ax) == [(0, 1), (60, 1)]
    assert ax.get_title().startswith("Nothing joined the address: it is alone\n")
    assert (labels(ax), marks(ax), ax.get_legend()) == ([], {}, None)


def test_it_is_drawn_where_it_is_asked_to():
    _, ax = plt.subplots()
    assert draw_growth(growth(), ax) is ax


@pytest.mark.parametrize("change", [None, "meiklejohn", "vote"])
@pytest.mark.parametrize("place", [0, 3])
def test_letters_never_cover_each_other_nor_the_line(change, place):
    clusters = nps.cluster(node_chain(), change=change)
    found = clusters.growth(int(clusters.sizes.index[place]))
    ax = draw_growth(found)
    ax.figure.canvas.draw()
    assert len(marks(ax)) == len(labels(ax)) <= MOST
    texts = [*ax.texts, ax.title, ax.xaxis.label, *ax.get_legend().get_texts()]
    for axis in (ax.xaxis, ax.yaxis):
        low, high = axis.get_view_interval()
        ticks = axis.get_major_ticks()
        texts += [tick.label1 for tick in ticks if low <= tick.get_loc() <= high]
    # Of a label with a line to its step, the letters alone.
    boxes = [(text.get_text(), Text.get_window_extent(text)) for text in texts]
    assert [
        (a, b) for k, (a, box) in enumerate(boxes) for b, other in boxes[:k] if box.overlaps(other)
    ] == []
    assert min(text.get_fontsize() for text in texts) >= SIZE
    size = ax.figure.bbox
    assert all(box.x0 >= 0 and box.x1 <= size.x1 for _, box in boxes)
    assert all(box.y0 >= 0 and box.y1 <= size.y1 for _, box in boxes)
    # A label is above all of the line that is beneath it, or below all that is above.
    (drawn,) = [drawn for drawn in ax.lines if drawn.get_gid() == "size"]
    xs, ys = ax.transData.transform(np.column_stack(drawn.get_data())).T
    for text in ax.texts:
        box = Text.get_window_extent(text)
        first, last = ys[np.searchsorted(xs, [box.x0, box.x1], "right") - 1]
        assert box.y0 >= last or box.y1 <= first


def test_the_picture_stays_as_it_is(same_picture):
    clusters = nps.cluster(node_chain(), change="meiklejohn")
    same_picture(draw_growth(clusters.growth(int(clusters.sizes.index[0]))), "growth")
