"""A picture in a sentence or two, for who can't see it and for programs that read pages aloud.

In a notebook the sentence comes out just before its picture, as a text that takes no room on the
screen: a reader of screens speaks it, and the tests of notebooks compare it, since they can't see
pictures. It is also the picture's ``alt`` in the notebook's file. JupyterLab 4 makes nothing of
that, and nbconvert 7 only in its classic template, so it wouldn't be enough.
"""

import sys
from html import escape
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

_NAME = "alternative"

# Out of sight and still read aloud, also where a notebook isn't trusted and its HTML is filtered.
_UNSEEN = (
    "position:absolute;width:1px;height:1px;overflow:hidden;clip:rect(0,0,0,0);white-space:nowrap"
)


def describe(ax: Axes, told: str) -> None:
    """Keep with a picture what it shows, in plain sentences with the numbers.

    It is the axes' ``alternative``, so that whoever is given the picture has its text too.
    """
    setattr(ax, _NAME, told)


def description(shown: Axes | Figure) -> str:
    """Return what was kept with a picture, or with all of a figure; empty if nothing was."""
    if isinstance(shown, Figure):
        return " ".join(told for ax in shown.axes if (told := description(ax)))
    return getattr(shown, _NAME, "")


def tell_in_notebooks() -> None:
    """See to it that figures come with their descriptions; does nothing outside of a notebook."""
    shell = _shell()
    if shell is not None:
        shell.display_formatter.ipython_display_formatter.for_type(Figure, _show)


def in_notebook() -> bool:
    """Return whether a notebook's kernel runs this."""
    return _shell() is not None


def _shell() -> Any:
    """Return what runs a notebook's cells, or None; without loading what isn't loaded yet."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    return shell if getattr(shell, "kernel", None) else None


def _show(figure: Figure) -> None:
    """Show a figure after its description."""
    told = description(figure)
    if not told:
        raise NotImplementedError  # IPython shows it as it shows all figures
    shell = _shell()
    formatter = shell.display_formatter
    spoken = {
        "text/plain": f"Picture: {told}",
        "text/html": f'<p style="{_UNSEEN}">Picture: {escape(told)}</p>',
    }
    shell.display_pub.publish(spoken)
    formatter.ipython_display_formatter.enabled = False  # or it would come here again
    try:
        data, metadata = formatter.format(figure)
    finally:
        formatter.ipython_display_formatter.enabled = True
    for kind in data:
        if kind.startswith("image/"):
            metadata.setdefault(kind, {})["alt"] = told
    shell.display_pub.publish(data, metadata)
