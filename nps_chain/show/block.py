"""A block as a picture: each transaction a bar, up for its outputs and down for its inputs.

So a payment, a day's batch of payments, a wallet that gathers its coins and a CoinJoin each have a
shape, and a block a skyline. The scale is that of ``log2(1 + n)``, on which one and a hundred can
both be seen. How many inputs and outputs there are is a fact, and so are the kinds that go by it;
that something is a CoinJoin is an inference, hatched and with a question mark.
"""

from typing import Any, NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import FuncFormatter, MaxNLocator

from nps_chain.chain.views import BlockView, bitcoin
from nps_chain.show import style
from nps_chain.show.alternative import describe
from nps_chain.show.below import legend_below
from nps_chain.trace.coinjoin import coinjoins
from nps_chain.trace.texts import count

MANY = 5
"""From so many outputs on a payment is called a batch, from so many inputs on a gathering."""

_TALL, _BROAD = 3.4, 9.6  # inches of the bars, about
_AXIS = 0.7  # inches of ticks and the axis' name
_FEW = 8  # places that there is always room for
_TICKS = [n * 10**k for k in range(6) for n in (1, 2, 5)]


class _Shape(NamedTuple):
    """What a block holds, by transaction in its order."""

    inputs: np.ndarray
    outputs: np.ndarray
    kinds: np.ndarray  # a letter, or none


_KINDS = {
    "N": "new coins",
    "J": "CoinJoin?",
    "B": f"batch: {MANY} outputs or more",
    "G": f"gathers: {MANY} inputs or more, 1 or 2 outputs",
}


def draw_block(view: BlockView, ax: Axes | None = None) -> Axes:
    """Draw a block: for each transaction how many coins go in and how many come out.

    Parameters
    ----------
    view : BlockView
        The block, as ``chain.block(height)`` gives it.
    ax : matplotlib.axes.Axes, optional
        Where to draw; by default on a new figure.

    Returns
    -------
    matplotlib.axes.Axes
        The axes: x is a transaction's place from 0; y, up, its outputs and, down, its inputs.
    """
    shape = _shape(view)
    finding, facts = _words(view, shape)
    ax = style.chart(
        ax,
        f"{finding}\n{facts}",
        "Transaction, in the order of the block",
        "Inputs (down) and outputs (up)",
    )
    joins = shape.kinds == "J"
    for counts, colour, name in (
        (shape.outputs, style.LIGHT, "outputs"),
        (-shape.inputs, style.DARK, "inputs"),
    ):
        _bars(ax, np.where(joins, 0, counts), name, facecolor=colour)
        _bars(
            ax,
            np.where(joins, counts, 0),
            f"{name} of a CoinJoin?",
            facecolor=colour,
            hatch="////",
            edgecolor=style.OUTLINE,
            linestyle="--",
        )
    ax.axhline(0, color=style.STRONG, linewidth=1)
    _scale(ax, shape)
    _letters(ax, shape)
    _legend(ax, shape)
    describe(ax, f"{finding}. {facts}. {_most(view, shape)}")
    return ax


def _shape(view: BlockView) -> _Shape:
    """Return the shape of a block."""
    rows, chain = view.tx_rows, view.chain
    first, last = rows.start, rows.stop
    coinbase = chain.columns.txs.coinbase[first:last].astype(bool)
    # A coinbase spends nothing: what stands for its input is no coin.
    inputs = np.where(coinbase, 0, np.diff(chain.first_input[first : last + 1]))
    outputs = np.diff(chain.first_output[first : last + 1])
    found = coinjoins(chain, as_of=view.height)["tx"].to_numpy()
    kinds = np.full(len(rows), "", "<U1")
    kinds[(inputs >= MANY) & (outputs <= 2)] = "G"
    kinds[(outputs >= MANY) & (outputs > inputs)] = "B"
    kinds[found[found >= first] - first] = "J"
    kinds[coinbase] = "N"
    return _Shape(inputs, outputs, kinds)


def _words(view: BlockView, shape: _Shape) -> tuple[str, str]:
    """Return what a block shows, and what is to be known of it."""
    many = {kind: int(np.count_nonzero(shape.kinds == kind)) for kind in _KINDS}
    seen = [
        f"{many['J']:,} {'looks like a CoinJoin' if many['J'] == 1 else 'look like CoinJoins'}",
        f"{many['B']:,} {'batch' if many['B'] == 1 else 'batches'}",
        f"{many['G']:,} {'gathers' if many['G'] == 1 else 'gather'} coins",
    ]
    told = [text for text in seen if not text.startswith("0 ")]
    finding = ", ".join([f"Block {view.height:,}: {count(len(shape.kinds), 'transaction')}", *told])
    columns, rows = view.chain.columns, view.tx_rows
    first, last = (int(view.chain.first_output[row]) for row in (rows.start, rows.stop))
    paid = int(columns.outputs.value[first:last].sum())
    fee = columns.txs.fee[rows.start : rows.stop]
    paying = fee[~columns.txs.coinbase[rows.start : rows.stop].astype(bool)]
    fees = "unknown" if (paying < 0).any() else style.amount(int(paying.sum()))
    size = int(columns.txs.vsize[rows.start : rows.stop].sum())
    facts = (
        f"{view.time:%Y-%m-%d %H:%M} UTC; outputs of {style.amount(paid)}, fees {fees}, {size:,} vB"
    )
    return finding, facts


def _most(view: BlockView, shape: _Shape) -> str:
    """Return which transaction stands out, in words."""
    if not len(shape.kinds):
        return "It is empty."
    place = int(np.argmax(shape.inputs + shape.outputs))
    tx = view.chain.tx(view.tx_rows[place])
    paid = bitcoin(sum(coin.value for coin in tx.outputs))
    return (
        f"The transaction with most coins is number {place}, {style.shorten(tx.txid)}, with"
        f" {count(int(shape.inputs[place]), 'input')} and"
        f" {count(int(shape.outputs[place]), 'output')} of {paid} in all."
    )


def _bars(ax: Axes, counts: np.ndarray, name: str, **how: Any) -> None:
    """Draw a bar from the line at 0 for each number but 0; all are one outline, however many."""
    if not counts.any():
        return
    gap = 0.1 if len(counts) <= 100 else 0.0
    places = np.arange(len(counts))
    edges = np.append(
        np.column_stack([places - 0.5 + gap, places + 0.5 - gap]).ravel(), len(counts)
    )
    heights = np.column_stack([counts, np.zeros_like(counts)]).ravel()
    ax.stairs(heights, edges, fill=True, gid=name, **how)


def _scale(ax: Axes, shape: _Shape) -> None:
    """Let one and a hundred both be seen, and number the line at few and round counts."""
    ax.set_yscale(
        "function",
        functions=(
            lambda y: np.sign(y) * np.log2(1 + np.abs(y)),
            lambda z: np.sign(z) * (2 ** np.abs(z) - 1),
        ),
    )
    up, down = (max(int(counts.max(initial=0)), 1) for counts in (shape.outputs, shape.inputs))
    # At the end of the longest bar there is room for its letter.
    tall, deep = np.log2(1 + up), np.log2(1 + down)
    margin = (tall + deep) * style.LINE / (_TALL - 2 * style.LINE)
    ax.set_ylim(1 - 2 ** (deep + margin), 2 ** (tall + margin) - 1)
    ax.set_xlim(-0.7, max(len(shape.kinds), _FEW) - 0.3)
    step = style.LINE * (tall + deep + 2 * margin) / _TALL
    ticks = [0]
    for most, sign in ((up, 1), (down, -1)):
        last = 0.0
        for tick in _TICKS:
            if tick <= most and np.log2(1 + tick) - last >= step:
                ticks.append(sign * tick)
                last = float(np.log2(1 + tick))
    ax.set_yticks(sorted(ticks))
    ax.yaxis.set_major_formatter(FuncFormatter(lambda y, _: f"{abs(round(y)):,}"))
    places = MaxNLocator(integer=True, nbins=10).tick_values(0, max(len(shape.kinds) - 1, 1))
    ax.set_xticks([place for place in places if 0 <= place < len(shape.kinds)])
    ax.xaxis.set_major_formatter(FuncFormatter(lambda x, _: f"{round(x):,}"))


def _letters(ax: Axes, shape: _Shape) -> None:
    """Write the letter of its kind at the end of a bar that makes it one.

    Where bars are narrow not all have room for theirs: CoinJoins come first, then what is larger.
    """
    room = style.LETTER * 1.5 * max(len(shape.kinds), _FEW) / _BROAD
    taken: list[int] = []
    order = np.lexsort((-(shape.outputs + shape.inputs), shape.kinds != "J"))
    for place in order[shape.kinds[order] != ""].tolist():
        if any(abs(place - other) < room for other in taken):
            continue
        taken.append(place)
        below = shape.kinds[place] == "G"
        ax.annotate(
            shape.kinds[place],
            (place, -shape.inputs[place] if below else shape.outputs[place]),
            (0, -4 if below else 4),
            textcoords="offset points",
            fontsize=style.SIZE,
            ha="center",
            va="top" if below else "bottom",
            bbox={"facecolor": "white", "alpha": 0.8, "linewidth": 0, "pad": 1},
            gid="kind",
        )


def _legend(ax: Axes, shape: _Shape) -> None:
    """Say below what colours and letters mean."""
    handles: list[Patch | Line2D] = [
        Patch(facecolor=style.LIGHT, label="outputs"),
        Patch(facecolor=style.DARK, label="inputs"),
    ]
    for kind, meaning in _KINDS.items():
        if (shape.kinds == kind).any():
            label = f"{kind}  {meaning}"
            if kind == "J":
                handles.append(
                    Patch(
                        facecolor="white",
                        hatch="////",
                        edgecolor=style.OUTLINE,
                        linestyle="--",
                        label=label,
                    )
                )
            else:
                handles.append(Line2D([], [], linestyle="none", label=label))
    legend_below(ax, handles, _AXIS, 3)
