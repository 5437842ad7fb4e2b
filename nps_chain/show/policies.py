"""The policies of taint side by side: the same money, and by each convention it is elsewhere.

A bar is all of the source's money, divided by where it is now. So all bars are as long as each
other, but for poison: it marks whole outputs, and their worth is no part of the source. It gets a
line of text in the place of a bar. What differs most stands to the right: how many outputs and
addresses a policy accuses.
"""

from matplotlib.axes import Axes
from matplotlib.patches import Patch

from nps_chain.chain.views import bitcoin
from nps_chain.errors import NpsError
from nps_chain.show import style
from nps_chain.show.alternative import describe
from nps_chain.show.below import legend_below
from nps_chain.show.rounding import fits_in, percent
from nps_chain.trace.taint import Comparison
from nps_chain.trace.texts import count

PLACES = {
    "unspent": ("unspent", style.look(1)),
    "stopped": ("at a stop", style.look(0)),
    "unspendable": ("burnt", style.look(5)),
    "fees": ("lost in fees", style.look(6)),
    "unknown": ("unknown", style.look(3)),
}
"""Where money can be, as in :attr:`Taint.total`; how that is called, and how it is filled."""

_POISON = "poison"
_FAR_APART = 0.5  # of the money: then it is the finding that the policies differ so much
_BAR = 0.7  # of a row
_LONG = 6.5  # inches, of a bar
_BELOW = 0.65  # inches from the axis down to the legend
_COUNTS = {"outputs": 1.1, "addresses": 2.4}  # inches from the bars to the end of each column


def draw_policies(comparison: Comparison, ax: Axes | None = None) -> Axes:
    """Draw where the money of a source is by each policy, and how much each reaches.

    Parameters
    ----------
    comparison : Comparison
        What ``nps.compare_policies(chain, source, stop)`` gave.
    ax : matplotlib.axes.Axes, optional
        Where to draw.

    Raises
    ------
    NpsError
        If no policy is in it.
    """
    frame = comparison.frame
    rows = dict(zip(frame.index, frame.to_dict("records"), strict=True))
    if not rows:
        raise NpsError("There is no policy to draw: compare some by nps.compare_policies(...).")
    finding = _finding(rows)
    ax = style.chart(ax, f"{finding}\n{_asked(comparison)}", "Percent of the source's money", "")
    for row, (policy, found) in enumerate(rows.items()):
        if policy == _POISON:
            text = f"no sum: it marks whole outputs, worth {style.amount(_worth(found))}"
            ax.text(1, row, text, fontsize=style.SIZE, va="center", gid=policy)
        else:
            _draw_bar(ax, row, policy, found)
        for what, x in _COUNTS.items():
            _write(ax, x, row, f"{found[what]:,}", f"{what} {policy}")
    for what, x in _COUNTS.items():
        _write(ax, x, -0.8, what, what)
    ax.set(xlim=(0, 100), ylim=(len(rows) - 0.5, -0.5))
    ax.set_yticks(range(len(rows)), list(rows))
    ax.tick_params("y", length=0)
    _draw_legend(ax, rows)
    describe(ax, f"{finding}. {_told(rows)}")
    return ax


def _draw_bar(ax: Axes, row: int, policy: str, found: dict[str, int]) -> None:
    """Draw one policy's bar, with the percent where they have room."""
    start = 0.0
    for place, (_, filled) in PLACES.items():
        share = found[place] / found["source"] if found[place] else 0.0
        if not share:
            continue
        ax.barh(row, 100 * share, _BAR, start, gid=f"{place} {policy}", **filled.fill)
        text = percent(share)
        if fits_in(text, share * _LONG):
            ax.text(
                start + 50 * share,
                row,
                text,
                fontsize=style.SIZE,
                ha="center",
                va="center",
                gid=f"{place} {policy}",
                # A hatch would run through the figures.
                bbox={"facecolor": "white", "edgecolor": "none", "pad": 2},
            )
        start += 100 * share


def _write(ax: Axes, x: float, row: float, text: str, name: str) -> None:
    """Write into a column that ends so many inches to the right of the bars."""
    ax.annotate(
        text,
        (1, row),
        (72 * x, 0),
        xycoords=ax.get_yaxis_transform(),
        textcoords="offset points",
        fontsize=style.SIZE,
        ha="right",
        va="center",
        gid=name,
    )


def _draw_legend(ax: Axes, rows: dict[str, dict[str, int]]) -> None:
    sums = [found for policy, found in rows.items() if policy != _POISON]
    there = [look for place, look in PLACES.items() if any(found[place] for found in sums)]
    if there:
        handles = [Patch(label=name, **filled.fill) for name, filled in there]
        legend_below(ax, handles, _BELOW, len(there))


def _worth(found: dict[str, int]) -> int:
    """Return what all outputs are worth that poison marks and that nobody has spent, in satoshi."""
    return found["unspent"] + found["stopped"] + found["unspendable"]


def _finding(rows: dict[str, dict[str, int]]) -> str:
    """Return what the picture shows: how far apart the policies are.

    What has come to a stop weighs more than how many outputs were reached: an output may hold one
    satoshi of it.
    """
    stopped = [
        found["stopped"] / found["source"]
        for policy, found in rows.items()
        if policy != _POISON and found["source"]
    ]
    if stopped and max(stopped) - min(stopped) >= _FAR_APART:
        least, most = percent(min(stopped)), percent(max(stopped))
        return f"By one policy {least} of the money is at a stop, by another {most}"
    reach = {policy: found["outputs"] for policy, found in rows.items()}
    few, many = min(reach, key=reach.__getitem__), max(reach, key=reach.__getitem__)
    if reach[few] == reach[many]:
        return f"By every policy the money reaches {count(reach[many], 'output')}"
    reached = count(reach[few], "output")
    return f"The same money reaches {reached} by {few}, and {reach[many]:,} by {many}"


def _asked(comparison: Comparison) -> str:
    """Return in words what was compared."""
    # Poison counts a source twice that came from another.
    by_policy = sorted(comparison.taints.items(), key=lambda item: item[0] == _POISON)
    found = by_policy[0][1]
    stops = f"{count(len(found.stops), 'address', 'addresses')} to stop at"
    source = bitcoin(int(found.total["source"]))
    return (
        f"{source}, {stops if len(found.stops) else 'no stop'}; blocks up to {found.chain.height:,}"
    )


def _told(rows: dict[str, dict[str, int]]) -> str:
    """Return in words where the money is by each policy."""
    told = []
    for policy, found in rows.items():
        if policy == _POISON:
            told.append(f"{policy}: whole outputs worth {bitcoin(_worth(found))}, no sum")
            continue
        parts = [
            f"{percent(found[place] / found['source'])} {name}"
            for place, (name, _) in PLACES.items()
            if found[place]
        ]
        told.append(f"{policy}: {', '.join(parts) or 'nothing'}")
    return "; ".join(told) + "."
