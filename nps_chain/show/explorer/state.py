"""All that the script in the browser shows, as one JSON-ready dictionary.

The script decides nothing about the chain: it puts these texts where they belong, and numbers
only tell it where. Every text is only ever set as text, never as markup.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from nps_chain.show.explorer.canvas.drawn import Drawn, Line, Node
from nps_chain.show.explorer.placing.layout import Placed
from nps_chain.show.explorer.scenes.scene import HIDES, Scene


class Clock(NamedTuple):
    """What the clock's slider runs over; heights of blocks, and seconds since 1970 in UTC."""

    height: int
    lowest: int
    highest: int
    time: int
    """Of the block at ``height``."""
    first: int
    """Of the lowest block: while the slider moves, dates are reckoned between these two."""
    last: int
    stops: tuple[int, ...] = ()
    """Heights at which something that is shown appears: keys go from one to another."""


def state(
    scene: Scene,
    drawn: Drawn,
    placed: Placed,
    clock: Clock,
    *,
    panel: Sequence[tuple[str, str]] = (),
    table: tuple[Sequence[str], Sequence[Sequence[str]]] = ((), ()),
    said: str = "",
    colours: Sequence[str] = ("cluster",),
    undo: bool = False,
    redo: bool = False,
) -> dict[str, Any]:
    """Return what is to be shown.

    Parameters
    ----------
    scene, drawn
        What somebody asked to see, and what that comes to.
    placed : Placed
        A place for all that is drawn.
    clock : Clock
        The height as of which it is drawn, and how far it can be moved.
    panel : sequence of (str, str)
        What is told of the selection, each with its kind: heading, text, code, fact, inference or
        attribution.
    table : (head, rows)
        The payments shown, in words.
    said : str
        What the last step did, for the line that screen readers speak.
    colours : sequence of str
        What nodes can be coloured by here.
    undo, redo : bool
        Whether there is a step to take back, or to take again.

    Returns
    -------
    dict
        Of lists, texts, whole numbers (satoshi, heights, seconds), places in pixels at zoom 1, and
        booleans: ready for JSON.
    """
    head, rows = table
    return {
        "nodes": [_node(node, *placed.positions[node.name]) for node in drawn.nodes],
        "lines": [_line(line, placed) for line in drawn.lines],
        "columns": [{"x": float(x), "label": label} for x, label in placed.columns],
        "legend": [list(sign) for sign in drawn.legend],
        "panel": [list(part) for part in panel],
        "table": {"head": list(head), "rows": [list(row) for row in rows]},
        "said": said,
        "clock": {**clock._asdict(), "stops": list(clock.stops)},
        "colour": scene.colour,
        "colours": list(colours),
        "hides": list(HIDES),
        "hidden": sorted(scene.hidden),
        "unseen": drawn.hidden,
        "selected": list(scene.selected),
        "focus": scene.focus,
        "start": list(scene.start),
        "undo": undo,
        "redo": redo,
    }


def _node(node: Node, x: float, y: float) -> dict[str, Any]:
    return {
        "name": node.name,
        "shape": node.shape,
        "x": float(x),
        "y": float(y),
        "label": node.label,
        "detail": node.detail,
        "told": node.told,
        "fill": node.fill,
        "mark": node.mark,
        "border": node.border,
        "tags": list(node.tags),
        "before": node.before,
        "after": node.after,
        "selected": node.selected,
    }


def _line(line: Line, placed: Placed) -> dict[str, Any]:
    ends = line.source, line.target
    return {
        "source": line.source,
        "target": line.target,
        "value": line.value,
        "label": line.label,
        "told": line.told,
        "change": line.change,
        "bends": [list(point) for point in placed.bends.get(ends, ())],
        "spot": list(placed.spots.get(ends, ())),
    }
