"""What the vote on change is worth at each threshold: how often it is right, and how much it finds.

To the left it answers only where it is sure, to the right nearly always. Each point of the curve is
a threshold, and some have their names. All was measured on the transactions that it shows: on any
others the same threshold does worse.
"""

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.transforms import Bbox

from nps_chain.show import style
from nps_chain.show.alternative import describe
from nps_chain.show.rounding import percent
from nps_chain.trace.change.evidence import ASSUMED

STRICT, USUAL, ANY = 0.99, ASSUMED["at_least"], 0.0
"""Thresholds that the title tells of: hardly ever wrong; the vote's own; all that it can say."""

NAMES = {
    USUAL: f"{USUAL:.2f}, as the vote has it",
    ANY: "all answers",
    STRICT: f"{STRICT:.2f}",
    **{threshold: f"{threshold:.2f}" for threshold in (0.9, 0.95, 0.7, 0.6, 0.5)},
}
"""Names on the curve; each is written if those before it leave it room."""

_COLUMNS = {"at_least", "answers", "right", "precision", "coverage"}
_AXES = (9.8, 3.7)  # inches
_AWAY = 0.1  # inches from a point to its name
_SPAN = 5.0  # percent below 100 that are always shown


def fits(x: Any) -> bool:
    """Return whether it is a frame that :func:`draw_threshold` draws."""
    return isinstance(x, pd.DataFrame) and {*x.columns} >= _COLUMNS


def draw_threshold(curve: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """Draw precision against coverage.

    Parameters
    ----------
    curve : pandas.DataFrame
        As :func:`nps_chain.trace.change.threshold_curve` gives it: one row a threshold, the highest
        first, with ``precision`` and ``coverage``, 0 to 1, of answers that are ``at_least`` so
        sure.
    ax : matplotlib.axes.Axes, optional
        Where to draw.
    """
    known = curve[curve["precision"].notna() & curve["coverage"].notna()]
    told = _told(known)
    x, y = "Change that is found (percent)", "Answers that are right\n(percent)"
    ax = style.chart(ax, "\n".join(told), x, y)
    ax.plot(100 * known["coverage"], 100 * known["precision"], color=style.DARK, linewidth=2.5)
    lowest = min(100 * known["precision"].min(), 100 - _SPAN) if len(known) else 0
    height = 100 - lowest
    ax.set(xlim=(0, 100), ylim=(lowest - 0.12 * height, 100 + 0.15 * height))
    _name(ax, known, lowest - 0.12 * height, 1.27 * height)
    describe(ax, " ".join(f"{line}." for line in told))
    return ax


def _at(known: pd.DataFrame, threshold: float) -> tuple[float, float] | None:
    """Return coverage and precision of all answers from a threshold on, or None without any."""
    answered = known[known["at_least"] >= threshold]
    if not len(answered):
        return None
    last = answered.iloc[-1]
    return float(last["coverage"]), float(last["precision"])


def _name(ax: Axes, known: pd.DataFrame, lowest: float, height: float) -> None:
    """Write the names of thresholds beside their points, each where it has room."""
    taken: list[Bbox] = []
    for threshold, name in NAMES.items():
        point = _at(known, threshold)
        if point is None:
            continue
        x, y = 100 * point[0], 100 * point[1]
        wide = len(name) * style.LETTER
        across, up = _AXES[0] * x / 100, _AXES[1] * (y - lowest) / height
        # The curve falls: so there is room above it to the right, and below it to the left.
        above = across + _AWAY + wide <= _AXES[0]
        corner = (across + _AWAY, up) if above else (across - _AWAY - wide, up - style.LINE)
        box = Bbox.from_bounds(*corner, wide, style.LINE)
        if any(box.overlaps(other) for other in taken):
            continue
        taken.append(box)
        usual = threshold == USUAL
        ax.plot(
            x,
            y,
            "s" if usual else "o",
            markersize=12 if usual else 9,
            color=style.STRONG if usual else style.DARK,
            markeredgecolor=style.OUTLINE,
            clip_on=False,
            gid=name,
        )
        ax.annotate(
            name,
            (x, y),
            (72 * _AWAY, 3) if above else (-72 * _AWAY, -3),
            textcoords="offset points",
            fontsize=style.SIZE,
            ha="left" if above else "right",
            va="bottom" if above else "top",
            bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.8, "pad": 0},
            gid=name,
        )


def _told(known: pd.DataFrame) -> list[str]:
    """Return in lines what more certainty costs."""
    figures = {
        threshold: [percent(share, 1) for share in point]
        for threshold in (USUAL, STRICT, ANY)
        if (point := _at(known, threshold))
    }
    if not figures:
        return ["There is no answer to judge"]
    usual = USUAL if USUAL in figures else ANY
    found, right = figures.pop(usual)
    first = f"From a score of {usual:.2f} on, {right} of answers are right, {found} of change found"
    names = {STRICT: f"From {STRICT:.2f} on", ANY: "all answers"}
    rest = [f"{names[one]}: {right} and {found}" for one, (found, right) in figures.items()]
    return [first, *(["; ".join(rest)] if rest else [])]
