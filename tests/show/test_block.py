import numpy as np
import pytest
from matplotlib.patches import StepPatch

from nps_chain.show.alternative import description
from nps_chain.show.block import MANY, draw_block
from nps_chain.show.style import SIZE, shorten
from tests.handmade import chain_of, txid_of

BLOCK = chain_of(
    "a: new -> ann 5000000",
    "z: new -> mo 1250",
    "+ pay: a:0 -> bob 3000000, kim 1999000",
    "+ batch: ?lee=900 -> p1 100, p2 101, p3 102, p4 103, p5 104",
    "+ gather: ?q1=9 ?q2=9 ?q3=9 ?q4=9 ?q5=9 -> q6 40",
    f"+ join: {' '.join(f'?r{k}={15_001_000 + 11 * k}' for k in range(5))} ->"
    f" {', '.join(f's{k} 10000000, t{k} {5_000_500 + 11 * k}' for k in range(5))}",
).block(1)


def bars(ax):
    """By what it shows, each outline's height at each place in the block."""
    found = {}
    for patch in ax.patches:
        if isinstance(patch, StepPatch):
            values, edges, _ = patch.get_data()
            assert (np.diff(edges)[::2] > 0.79).all()
            found[patch.get_gid()] = values[::2].astype(int).tolist()
            assert not values[1::2].any()
    return found


def letters(ax):
    return {round(text.xy[0]): (text.get_text(), round(text.xy[1])) for text in ax.texts}


def legend(ax):
    return [text.get_text() for text in ax.get_legend().get_texts()]


def test_each_transaction_is_a_bar_of_its_outputs_and_inputs():
    ax = draw_block(BLOCK)
    assert bars(ax) == {
        "outputs": [1, 2, 5, 1, 0],
        "inputs": [0, -1, -1, -5, 0],
        "outputs of a CoinJoin?": [0, 0, 0, 0, 10],
        "inputs of a CoinJoin?": [0, 0, 0, 0, -5],
    }
    hatched = {patch.get_gid() for patch in ax.patches if patch.get_hatch()}
    assert hatched == {"outputs of a CoinJoin?", "inputs of a CoinJoin?"}


def test_letters_tell_kinds_and_a_legend_the_letters():
    ax = draw_block(BLOCK)
    assert letters(ax) == {0: ("N", 1), 2: ("B", 5), 3: ("G", -5), 4: ("J", 10)}
    assert legend(ax) == [
        "outputs",
        "inputs",
        "N  new coins",
        "J  CoinJoin?",
        f"B  batch: {MANY} outputs or more",
        f"G  gathers: {MANY} inputs or more, 1 or 2 outputs",
    ]


def test_title_and_description_state_the_finding():
    ax = draw_block(BLOCK)
    finding = "Block 1: 5 transactions, 1 looks like a CoinJoin, 1 batch, 1 gathers coins"
    facts = "2023-11-14 22:23 UTC; outputs of 0.800 BTC, fees 0.0000390 BTC, 750 vB"
    assert ax.get_title() == f"{finding}\n{facts}"
    assert description(ax) == (
        f"{finding}. {facts}. The transaction with most coins is number 4,"
        f" {shorten(txid_of('join'))}, with 5 inputs and 10 outputs of 0.75002610 BTC in all."
    )


def test_a_block_of_new_coins_alone_and_one_of_unknown_fee():
    ax = draw_block(chain_of("a: new -> ann 50, data 0").block(0))
    assert bars(ax) == {"outputs": [2]}
    assert legend(ax) == ["outputs", "inputs", "N  new coins"]
    assert ax.get_title().startswith("Block 0: 1 transaction\n")
    ax = draw_block(chain_of("a: ? -> data 0").block(0))
    assert bars(ax) == {"outputs": [1], "inputs": [-1]}
    assert "outputs of 0 BTC, fees unknown, 150 vB" in ax.get_title()


def test_what_comes_later_changes_nothing():
    lines = "a: new -> ann 500", "b: ?kim=3 ?lee=3 -> bob 2, ned 2", "c: a:0 b:0 -> kim 500"
    ax, later = (draw_block(chain_of(*lines[:end]).block(1)) for end in (2, 3))
    assert (bars(ax), description(ax)) == (bars(later), description(later))


@pytest.mark.parametrize(("inputs", "outputs", "txs"), [(100, 500, 3), (1, 2, 1200), (7, 1, 40)])
def test_letters_never_cover_each_other(inputs, outputs, txs):
    spent = " ".join(f"?i{k}=9" for k in range(inputs))
    paid = ", ".join(f"o{k} {k % 2}" for k in range(outputs))
    many = [f"+ t{k}: ?m{k}=9 -> a{k} 1, b{k} 2, c{k} 1, d{k} 1, e{k} 1" for k in range(txs)]
    ax = draw_block(chain_of("z: new -> ann 50", f"+ y: {spent} -> {paid}", *many).block(0))
    ax.figure.canvas.draw()
    ticks = [*ax.get_xticklabels(), *ax.get_yticklabels()]
    texts = [*ax.texts, *ticks, ax.title, *ax.get_legend().get_texts()]
    boxes = [(text.get_text(), text.get_window_extent()) for text in texts if text.get_text()]
    assert [
        (a, b) for k, (a, box) in enumerate(boxes) for b, other in boxes[:k] if box.overlaps(other)
    ] == []
    assert min(text.get_fontsize() for text in texts) >= SIZE
    size = ax.figure.bbox
    assert all(box.x0 >= 0 and box.x1 <= size.x1 for _, box in boxes)
    assert all(box.y0 >= 0 and box.y1 <= size.y1 for _, box in boxes)
    assert bars(ax)["outputs"] == [1, outputs, *[5] * txs]


def test_the_picture_stays_as_it_is(same_picture):
    same_picture(draw_block(BLOCK), "block")
