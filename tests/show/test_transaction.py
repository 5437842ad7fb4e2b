import pytest
from matplotlib.patches import Rectangle

from nps_chain.chain.views import bitcoin
from nps_chain.show.alternative import description
from nps_chain.show.style import SIZE, shorten
from nps_chain.show.transaction import MOST, draw_transaction
from tests.handmade import address_of, chain_of, txid_of
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
        "0.00010000 BTC  fee, 66.7 sat/vB",
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
    kept = [*range(22, 31), 1000]
    assert len(kept) == MOST
    assert [text.split("  ")[1] for text in shown[:-1]] == [bitcoin(value) for value in kept]
    assert shown[-1] == f"and 21 more  {bitcoin(sum(range(1, 22)))}"
    unknown = draw_transaction(chain_of(f"a: {'? ' * 14} -> ann 5").tx(0))
    assert labels(unknown, "input")[-1] == "and 4 more, value unknown"


def marked(ax):
    """Texts of what is said of change: beside the output, or below all."""
    beside = [text.split("\n", 1)[1] for text in labels(ax, "output") if "\n" in text]
    return [text.replace("\n", " ") for text in beside + labels(ax, "note") if text]


def hatched(ax):
    return [patch for patch in ax.patches if patch.get_hatch()]


def test_an_output_that_seems_to_be_change_is_marked_with_the_reasons():
    ax = draw_transaction(chain_of("b: ?ann=5000000 -> eve 2000000, kim 2990123").tx(0))
    assert marked(ax) == ["change? by: new address, script type of the inputs, not round"]
    assert labels(ax, "output")[1].startswith(f"0.02990123 BTC  {shorten(address_of('kim'))}\n")
    (ribbon,) = hatched(ax)
    assert (ribbon.get_gid(), ribbon.get_linestyle()) == ("change", "--")
    assert description(ax) == (
        f"Transaction {shorten(txid_of('b'))}, block 0, 2023-11-14 22:13 UTC: 0.04990123 BTC from"
        f" 1 input to 2 outputs. The largest output is 0.02990123 BTC to"
        f" {shorten(address_of('kim'))}; the fee is 0.00009877 BTC. Perhaps change: 0.02990123 BTC"
        f" to {shorten(address_of('kim'))}, by new address, script type of the inputs, not round."
    )


def test_the_mark_names_what_speaks_against_it_too():
    view = chain_of("b: ?ann=5000000 -> eve 2000000, ann 2990000").tx(0)
    assert marked(draw_transaction(view)) == [
        "change? by: an input's own address, script type of the inputs; against it: round"
    ]


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (["?ann=5 -> bob 5"], "1 output can be spent, so there is nothing to choose from"),
        (["?ann=7 -> bob 3, kim 4"], "no rule decides, or they disagree"),
        (
            ["?ann=6 ?lee=6 -> bob 5, kim 5"],
            "several outputs are equal, and there are as many inputs: perhaps a CoinJoin",
        ),
    ],
)
def test_where_nothing_seems_to_be_change_a_line_says_why(lines, told):
    ax = draw_transaction(chain_of(*(f"t: {line}" for line in lines)).tx(0))
    assert marked(ax) == [f"No output is called change: {told}."]
    assert hatched(ax) == []
    assert description(ax).endswith("No output is called change.")


def test_change_is_shown_though_it_is_the_smallest_of_many():
    values = [10_000_000 * k for k in range(1, 21)]
    paid = ", ".join(f"p{value} {value}" for value in values)
    chain = chain_of("a: new -> ann 2100001000", f"b: a:0 -> {paid}, ann 777")
    ax = draw_transaction(chain.tx(1))
    assert marked(ax)[0].startswith("change? by: an input's own address")
    assert len(labels(ax, "output")) == MOST + 2  # the rest, and the fee


def test_what_is_change_is_told_by_what_was_known_in_its_block():
    lines = ["a: new -> ann 5000000", "b: a:0 -> eve 2000000, kim 2990123"]
    later = chain_of(*lines, "c: b:1 -> eve 2990000")
    assert marked(draw_transaction(later.tx(1))) == marked(draw_transaction(chain_of(*lines).tx(1)))


def test_the_picture_stays_as_it_is(same_picture):
    chain = chain_of(
        "a: new -> ann 300000000, bob 100000000",
        "b: a:0 a:1 -> eve 200000000, data 0, kim 199990123",
    )
    same_picture(draw_transaction(chain.tx(1)), "transaction")


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
            assert 0 <= box.x0 <= box.x1 <= size.x1
            assert 0 <= box.y0 <= box.y1 <= size.y1
        assert max(ax.figure.get_size_inches() / (12, 6.75)) <= 1
        ax.figure.clear()
