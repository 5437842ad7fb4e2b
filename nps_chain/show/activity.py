"""An address or a cluster at work: what it held, what came and went, and at which hours of the day.

What is held is a line of steps above. Below it stand payments, those that came in upward, those
that went out downward, summed for each hour, day or week. Beside them is how many there were at
each hour of the day. Whoever pays chooses the hour: so what goes out may tell when its owner is
awake, and what comes in tells that of others.
"""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator

from nps_chain.chain.views import AddressView
from nps_chain.errors import NpsError
from nps_chain.show import style
from nps_chain.show.alternative import describe
from nps_chain.show.axes import bitcoin_axis, date_axis, days
from nps_chain.show.below import legend_below
from nps_chain.trace.activity import Activity, activity
from nps_chain.trace.texts import address_texts, count

_SIZE = 12.0, 6.2  # inches
_PART = 0.0, 0.0  # inches: the lower parts take the room that there is
_IN, _OUT = style.Look(style.LIGHT, "//"), style.Look(style.DARK, "")
_SPANS = {"hour": 3600, "day": 86_400, "week": 7 * 86_400}  # seconds
_BARS = 100  # at most, if they are of less than a week
_AFTER = 0.15  # of the time from the first payment to the last, that is shown after it
_HOURS = 8  # of the day, in which most payments out are looked for
_MANY = 500  # payments, of which the line of the balance is thin
_FEW = 5  # payments out tell nothing about hours


def draw_activity(found: Activity | AddressView, ax: Axes | None = None) -> Axes:
    """Draw what an address, or the addresses of a cluster, held, received and spent.

    Parameters
    ----------
    found : Activity or AddressView
        What ``activity(chain, addresses)`` or ``chain.address(text)`` gives.
    ax : matplotlib.axes.Axes, optional
        Where to draw: it becomes the upper part, and the others take room below.

    Returns
    -------
    matplotlib.axes.Axes
        The upper part: x is time in UTC, y the balance in satoshi, which its ticks show in BTC.
    """
    if isinstance(found, AddressView):
        found = activity(found.chain, found.row)
    if not len(found):
        raise NpsError("These addresses received and spent nothing, so there is nothing to draw.")
    frame = found.frame
    times = frame["time"].dt.tz_localize(None).to_numpy("datetime64[s]").astype(np.int64)
    last = _last(times, found)
    finding, facts = _words(found)
    ax = style.chart(ax, f"{finding}\n{facts}", "", "", _SIZE)
    _draw_balance(ax, found, times, last)
    place = ax.get_subplotspec()
    if place is not None:
        # Axes that somebody put at a place of their own have no room below.
        grid = place.subgridspec(2, 2, height_ratios=(4, 3), width_ratios=(2, 1))
        ax.set_subplotspec(grid[0, :])
        _draw_payments(ax.figure.add_subplot(grid[1, 0]), frame["net"].to_numpy(), times, last)
        _draw_hours(ax.figure.add_subplot(grid[1, 1]), found.hours)
    describe(ax, f"{finding}. {facts}. {_told(found)}")
    return ax


def _last(times: np.ndarray, found: Activity) -> int:
    """Return until when to draw: a while after the last payment, or to the chain's end."""
    first, last = int(times.min()), int(times.max())
    end = int(found.chain.columns.blocks.time[-1])
    return max(min(end, last + int(_AFTER * (last - first))), last, first + 3600)


def _draw_balance(ax: Axes, found: Activity, times: np.ndarray, last: int) -> None:
    held = found.frame["balance"].to_numpy()
    # Of two blocks the later may have the earlier time.
    x = days(np.concatenate([times[:1], np.maximum.accumulate(times), [last]]))
    y = np.concatenate([[found.opening], held, held[-1:]])
    thin = len(held) > _MANY
    ax.fill_between(x, y, step="post", facecolor=style.FAINT, alpha=0.3, linewidth=0)
    ax.step(x, y, where="post", color=style.STRONG, linewidth=1 if thin else 2, gid="balance")
    ax.set(xlim=(x[0], x[-1]), ylim=(min(0, y.min()), 1.05 * max(y.max(), 1)))
    date_axis(ax.xaxis)
    bitcoin_axis(ax.yaxis, "Balance")
    ax.set_xlabel("")


def _draw_payments(ax: Axes, net: np.ndarray, times: np.ndarray, last: int) -> None:
    """Draw what came and went in each hour, day or week."""
    first = int(times.min())
    span = next((name for name, of in _SPANS.items() if last - first <= _BARS * of), "week")
    starts, place = np.unique(times // _SPANS[span], return_inverse=True)
    style.chart(ax, "", "", "", _PART)
    for name, filled, worth in (("in", _IN, net.clip(min=0)), ("out", _OUT, net.clip(max=0))):
        sums = np.zeros(len(starts), np.int64)
        np.add.at(sums, place, worth)
        x, width = days(starts * _SPANS[span]), _SPANS[span] / _SPANS["day"]
        ax.bar(x, sums, width, align="edge", gid=name, **filled.fill)
    ax.axhline(0, color=style.OUTLINE, linewidth=1)
    ax.set_xlim(days(starts[0] * _SPANS[span]), days(last))
    date_axis(ax.xaxis, most=4)
    bitcoin_axis(ax.yaxis, f"Each {span}")
    handles = [Patch(label="came in", **_IN.fill), Patch(label="went out", **_OUT.fill)]
    legend_below(ax, handles, 0.95, columns=2)


def _draw_hours(ax: Axes, hours: pd.DataFrame) -> None:
    """Draw how many payments there were at each hour of the day."""
    style.chart(ax, "", "Hour of the day (UTC)", "Payments", _PART)
    for name, filled, many in (("in", _IN, hours["in"]), ("out", _OUT, -hours["out"])):
        ax.bar(hours.index, many, 1, align="edge", gid=f"{name} by hour", **filled.fill)
    ax.axhline(0, color=style.OUTLINE, linewidth=1)
    ax.set(xlim=(0, 24), xticks=range(0, 25, 6))
    ax.yaxis.set_major_locator(MaxNLocator(4, integer=True))
    ax.yaxis.set_major_formatter(lambda many, _: f"{abs(many):,.0f}")


def _words(found: Activity) -> tuple[str, str]:
    """Return what the picture shows, and of whom."""
    net = found.frame["net"]
    came, went = int(net.clip(lower=0).sum()), int(-net.clip(upper=0).sum())
    left = int(found.frame["balance"].iloc[-1])
    finding = f"{style.amount(came)} came in, {style.amount(went)} went out"
    finding += f", {style.amount(left)} is left" if left else ", nothing is left"
    who = f"{len(found.addresses):,} addresses"
    if len(found.addresses) == 1:
        who = f"Address {style.shorten(address_texts(found.chain, found.addresses)[0])}"
    out = int(found.frame["out"].sum())
    return finding, (
        f"{who}: {count(len(found) - out, 'payment')} in, {out:,} out;"
        f" blocks up to {int(found.chain.columns.blocks.height[-1]):,}"
    )


def _told(found: Activity) -> str:
    """Return when there were payments, when most was held, and at which hours most went out."""
    frame = found.frame
    most = frame.iloc[int(frame["balance"].to_numpy().argmax())]
    told = (
        f"From {frame['time'].min():%Y-%m-%d} to {frame['time'].max():%Y-%m-%d} (UTC). Most was"
        f" held on {most['time']:%Y-%m-%d}: {style.amount(int(most['balance']))}."
    )
    by_hour = found.hours["out"].to_numpy()
    if by_hour.sum() >= _FEW:
        around = np.concatenate([by_hour, by_hour])
        sums = [int(around[start : start + _HOURS].sum()) for start in range(24)]
        start = sums.index(max(sums))
        told += (
            f" Of {by_hour.sum():,} payments out, {max(sums):,} were made from {start:02d}:00 to"
            f" {(start + _HOURS) % 24:02d}:00 UTC."
        )
    if found.opening:
        told += f" {style.amount(found.opening)} was there before the data begin."
    if found.unknown:
        told += f" {count(found.unknown, 'coin')} of unknown value is left out."
    return told
