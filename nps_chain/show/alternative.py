"""A picture in a sentence or two, for who can't see it and for programs that read pages aloud."""

from matplotlib.axes import Axes


def describe(ax: Axes, told: str) -> None:
    """Keep with a picture what it shows, in plain sentences with the numbers."""
    ax.set_label(told)


def description(ax: Axes) -> str:
    """Return what was kept with a picture; empty if nothing was."""
    told = ax.get_label()
    return told if isinstance(told, str) else ""
