import pytest
from matplotlib.patches import Rectangle

from nps_chain.chain.views import bitcoin
from nps_chain.show.style import SIZE, shorten
from nps_chain.show.transaction import MOST, draw_transaction
from tests.handmade import address_of, chain_of
from tests.node_chain import node_chain


def bars(ax, what):
    """Heights of one side's bars in their order."""
    found = [patch for patch in ax.patches if isinstance(patch, Rectangle)]
    return [patch.get_height() for patch in found if patch.get_gid().startswith(what)]


def labels(ax, what):
    return [text.get_text() for text in ax.texts if text.get_gid().startswith(what)]


def overlapping(ax):
    """Pairs of texts that cover each other once they are drawn."""
    ax.figure.canvas.draw()
    boxes = [(text.get_text(), text.get_window_extent()) for text in [*ax.texts, ax.title]]
    return [
        (a, b) for k, (a, box) in enumerate(boxes) for b, other in boxes[:k] if box.overlaps(other)
    ]


def test_a_payment_shows_its_coins_their_shares_and_the_fee():
    chain = chain_of(
        "a: new -> ann 300000000, bob 100000000",
        "b: a:0 a:1 -> eve 200000000, data 0, ann 199990000",
    )
    ax = draw_transaction(chain.tx(1))
    ann, bob, eve = (shorten(address_of(owner)) for owner in ("ann", "bob", "eve"))
    assert labels(ax, "input") == [f"{ann}  3.00000000 BTC", f"{bob}  1.00000000 BTC"]
    assert labels(ax, "output") == [
        f"2.00000000 BTC  {eve}",
        "0.00000000 BTC  op_return",
        f"1.99990000 BTC  {ann}",
        "0.00010000 BTC  fee",
    ]
    large, small = bars(ax, "input")
    assert large == pytest.approx(3 * small)
    assert bars(ax, "output")[0] == pytest.approx(2 * small)
    assert ax.get_title().startswith("3.99990000 BTC from 2 inputs to 3 outputs\nTransaction ")
    assert "block 1, 2023-11-14 22:23 UTC" in ax.get_title()


def test_a_coinbase_has_new_coins_and_no_fee():
    ax = draw_transaction(chain_of("a: new -> ann 50, data 0").tx(0))
    assert labels(ax, "input") == ["new coins and fees  0.00000050 BTC"]
    assert len(labels(ax, "output")) == 2
    assert ax.get_title().startswith("0.00000050 BTC from new coins and fees to 2 outputs")


def test_what_is_unknown_is_called_unknown():
    ax = draw_transaction(chain_of("a: ? ?bob=7 -> ann 50").tx(0))
    assert labels(ax, "input") == [
        "address unknown, value unknown",
        f"{shorten(address_of('bob'))}  0.00000007 BTC",
    ]
    assert labels(ax, "output")[1] == "fee, value unknown"


def test_of_many_coins_the_largest_are_shown_and_the_rest_is_summed():
    values = [*range(1, 31), 1000]
    chain = chain_of(
        f"a: new -> {', '.join(f'p{value} {value}' for value in values)}",
        f"b: {' '.join(f'a:{n}' for n in range(len(values)))} -> ann {sum(values)}",
    )
    ax = draw_transaction(chain.tx(1))
    shown = labels(ax, "input")
    kept = [*range(20, 31), 1000]
    assert len(kept) == MOST
    assert [text.split("  ")[1] for text in shown[:-1]] == [bitcoin(value) for value in kept]
    assert shown[-1] == f"and 19 more  {bitcoin(sum(range(1, 20)))}"
    unknown = draw_transaction(chain_of(f"a: {'? ' * 14} -> ann 5").tx(0))
    assert labels(unknown, "input")[-1] == "and 2 more, value unknown"


def test_letters_are_large_and_never_cover_each_other():
    chain = node_chain()
    most = [chain.inputs["tx"].mode()[0], chain.outputs["tx"].mode()[0]]
    for row in (0, 300, *most, *chain.block(120).tx_rows[:3]):
        ax = draw_transaction(chain.tx(int(row)))
        assert overlapping(ax) == []
        assert min(text.get_fontsize() for text in [*ax.texts, ax.title]) >= SIZE >= 14
        size = ax.figure.bbox
        for text in ax.texts:
            box = text.get_window_extent()
            assert 0 <= box.x0 < box.x1 <= size.x1
            assert 0 <= box.y0 < box.y1 <= size.y1
        ax.figure.clear()
