"""The explorer without a browser's script: a picture that stays with a notebook, in print too.

Times stand on top, what the signs mean at the bottom. The picture is the same for the same data,
brings its own white paper, and asks for nothing from elsewhere.
"""

from collections import Counter
from collections.abc import Iterator

from nps_chain.harmless import harmless
from nps_chain.show.explorer.canvas.drawn import Drawn
from nps_chain.show.explorer.placing.columns import span
from nps_chain.show.explorer.placing.layout import Placed
from nps_chain.show.explorer.placing.measures import SIZE, Box, boxes, breadth, short
from nps_chain.show.explorer.placing.routes import ends_of
from nps_chain.show.explorer.svg import shapes
from nps_chain.show.explorer.svg.shapes import (
    INK,
    LINE,
    PAPER,
    element,
    label,
    number,
    points,
    written,
)
from nps_chain.show.explorer.svg.signs import goes_on, meanings
from nps_chain.trace.texts import count

_MARGIN, _NARROWEST = 24, 720
_TITLE, _ROW = 18, 26
"""Height of the title's letters, and from one line of them to the next."""

_TIMES = 30
"""Height of the row of times."""

_TITLED = 300
"""Characters of a title."""

# Given to the whole, so that a page's own styles are not taken over.
_FONT: dict[str, str | float] = {
    "font_family": "Arial, Helvetica, 'Liberation Sans', 'DejaVu Sans', sans-serif",
    "font_size": SIZE,
    "font_style": "normal",
    "font_weight": "normal",
    "text_anchor": "middle",
}

# Letters have a white rim, so that a line beneath them doesn't strike them.
_RIM: dict[str, str | float] = {
    "stroke": PAPER,
    "stroke_width": 6,
    "stroke_linejoin": "round",
    "paint_order": "stroke",
}


def svg(drawn: Drawn, placed: Placed, title: str) -> str:
    """Return the picture as a document of its own, which may also stand within a page.

    Parameters
    ----------
    drawn : Drawn
        The nodes and lines.
    placed : Placed
        Where they stand.
    title : str
        What it shows.
    """
    inner = _extent(drawn, placed)
    left, right = inner.left - _MARGIN, inner.right + _MARGIN
    title = harmless(title, _TITLED)
    headed = list(_wrapped(title, (right - left - 2 * _MARGIN) * SIZE / (_TITLE + 1)))
    times = inner.top - 8
    top = times - _TIMES - _ROW * len(headed) - _MARGIN / 2
    signs, bottom = meanings(drawn, inner.left, inner.bottom + 12, inner.right - inner.left)
    bottom += _MARGIN / 2
    parts = [
        element("rect", x=left, y=top, width=right - left, height=bottom - top, fill=PAPER),
        *_titled(headed, inner.left, top + _MARGIN / 2),
        *_dated(placed, times, inner.bottom),
        element("g", "".join(_arrows(drawn, placed)), fill="none"),
        element("g", "".join(_figures(drawn, placed))),
        element("g", "".join(_letters(drawn, placed)), **_RIM),
        signs,
    ]
    return element(
        "svg",
        element("title", written(title))
        + element("desc", written(_said(drawn)))
        + element("g", "".join(parts), fill=INK, **_FONT),
        xmlns="http://www.w3.org/2000/svg",
        role="img",
        viewBox=" ".join(map(number, (left, top, right - left, bottom - top))),
        width=right - left,
        height=bottom - top,
        style="max-width:100%;height:auto",
    )


def _extent(drawn: Drawn, placed: Placed) -> Box:
    """Return the box that holds all nodes, lines and letters, and a short title."""
    found = [box for node in drawn.nodes for box in boxes(node, *placed.positions[node.name])]
    for x, text in placed.columns:
        across = breadth(text) / 2
        found.append(Box(x - across, 0, x + across, 0))
    found += [Box(x, y - 8, x, y + 8) for bend in placed.bends.values() for x, y in bend]
    left = min((box.left for box in found), default=0)
    right = max((box.right for box in found), default=0)
    spare = max(_NARROWEST - (right - left), 0) / 2
    return Box(
        left - spare,
        min((box.top for box in found), default=0),
        right + spare,
        max((box.bottom for box in found), default=0),
    )


def _wrapped(text: str, space: float) -> Iterator[str]:
    """Yield a text's lines, of words as many as there is space for."""
    line = ""
    for word in text.split():
        longer = f"{line} {word}".lstrip()
        if line and breadth(longer) > space:
            yield line
            longer = word
        line = longer
    if line:
        yield line


def _titled(lines: list[str], left: float, top: float) -> Iterator[str]:
    for k, text in enumerate(lines):
        yield label(
            text,
            left,
            top + _ROW * (k + 0.5),
            _TITLE,
            font_weight="bold",
            text_anchor="start",
        )


def _dated(placed: Placed, top: float, bottom: float) -> Iterator[str]:
    """Yield the times above the columns, and a line down from each."""
    for x, text in placed.columns:
        yield label(text, x, top - _TIMES / 2 + 2)
        yield element(
            "path", d=f"M{points((x, top))}V{number(bottom)}", stroke="#d9d9d9", fill="none"
        )


def _arrows(drawn: Drawn, placed: Placed) -> Iterator[str]:
    nodes = {node.name: node for node in drawn.nodes}
    most = max((line.value for line in drawn.lines), default=0)
    joined = set()
    for line in drawn.lines:
        ends = line.source, line.target
        start, end = ends_of(line, nodes, placed.positions)
        joined |= set(ends)
        yield shapes.arrow(line, [start, *placed.bends.get(ends, ()), end], most)
    for node in drawn.nodes:
        owner = node.name[:-1]
        if node.shape == "more" and node.name not in joined and owner in nodes:
            a, b = placed.positions[owner], placed.positions[node.name]
            yield element(
                "path",
                d=f"M{points(a, b)}",
                stroke=LINE,
                stroke_width=1.5,
                stroke_dasharray="1.5 4",
            )


def _figures(drawn: Drawn, placed: Placed) -> Iterator[str]:
    dots = goes_on(drawn)
    for node in drawn.nodes:
        yield shapes.figure(node, *placed.positions[node.name], dots.get(node.name, ()))


def _letters(drawn: Drawn, placed: Placed) -> Iterator[str]:
    for line in drawn.lines:
        spot = placed.spots.get((line.source, line.target))
        if spot is not None:
            text = short(line.label)
            # What lies behind would show between words. Most fonts are narrower than is reckoned.
            across = 0.85 * breadth(text)
            left, top = spot[0] - across / 2, spot[1] - SIZE / 2
            yield element("rect", x=left, y=top, width=across, height=SIZE, fill=PAPER)
            yield label(text, *spot)
    for node in drawn.nodes:
        yield from shapes.captions(node, *placed.positions[node.name])


def _said(drawn: Drawn) -> str:
    """Return what the picture shows, for who can't see it."""
    if not drawn.nodes:
        return "Nothing is drawn."
    many = Counter(node.shape for node in drawn.nodes)
    kinds = [
        count(many[shape], word)
        for shape, word in (("transaction", "transaction"), ("cluster", "folded cluster"))
        if many[shape]
    ]
    if many["address"]:
        kinds.insert(1, f"{many['address']:,} address" + ("es" if many["address"] > 1 else ""))
    said = f"{', '.join(kinds)}, and {count(len(drawn.lines), 'line')} between them."
    times = [node.time for node in drawn.nodes if node.shape == "transaction"]
    if times:
        said += f" Times: {span(min(times), max(times))} UTC."
    if drawn.hidden:
        said += f" Not drawn: {drawn.hidden:,}."
    return said
