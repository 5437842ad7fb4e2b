"""How each node and line looks in a picture that needs no browser, as elements of SVG.

Every text is escaped here, in the one place where elements are made. There are no names to refer
to (``id``), no styles and no scripts, so that pictures can't get in each other's way, or in a
page's.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from math import sqrt
from xml.sax.saxutils import escape, quoteattr

from nps_chain.harmless import harmless
from nps_chain.show.explorer.canvas.colours import ink
from nps_chain.show.explorer.canvas.drawn import Line, Node
from nps_chain.show.explorer.placing.measures import (
    FLAG,
    GAP,
    LEADING,
    RADIUS,
    SIZE,
    breadth,
    flag,
    short,
)
from nps_chain.show.explorer.placing.routes import Point

INK, LINE, PAPER, CHOSEN = "#1a1a1a", "#6b6b6b", "#ffffff", "#0072B2"
DASHES = "7 5"

_LONGEST = 400
"""Characters of any text, such as what a pointer that rests on something is told."""

_RING, _SECOND_RING = 4, 7
"""From a node's edge to a ring round it, and to one round that."""

_LOWER = 3
"""Pixels by which letters beneath two rings stand lower: the rings are to be seen whole."""

_SMALL = 10
"""Least height of letters in a node."""

_THIN, _BROAD = 1.5, 6.0
"""Pixels, of a line's breadth."""


def element(tag: str, content: str = "", /, **attributes: str | float) -> str:
    """Return an element; content is markup already, what attributes hold is text or a number.

    >>> element("text", written("a < b"), text_anchor="end", x=1.50)
    '<text text-anchor="end" x="1.5">a &lt; b</text>'
    """
    parts = [tag]
    for name, value in attributes.items():
        said = value if isinstance(value, str) else number(value)
        parts.append(f"{name.replace('_', '-')}={quoteattr(said)}")
    return f"<{' '.join(parts)}>{content}</{tag}>" if content else f"<{' '.join(parts)}/>"


def written(text: str) -> str:
    """Return a text as it stands between tags, without what XML can't hold."""
    return escape(harmless(text, _LONGEST))


def number(value: float) -> str:
    """Return a number to a tenth of a pixel.

    >>> number(2), number(-123456.78)
    ('2', '-123456.8')
    """
    return f"{value:.1f}".removesuffix(".0")


def points(*places: Point) -> str:
    """Return points as SVG has them.

    >>> points((1, 2.5), (3, 4))
    '1,2.5 3,4'
    """
    return " ".join(f"{number(x)},{number(y)}" for x, y in places)


def told(text: str) -> str:
    """Return the element that holds what is told of another, for pointers and screen readers."""
    return element("title", written(text))


def label(text: str, x: float, y: float, size: float = SIZE, **attributes: str | float) -> str:
    """Return a line of letters of this size with its middle at this height."""
    if size != SIZE:
        attributes["font_size"] = size
    # 0.35 of their height is from the middle of letters down to where they stand.
    return element("text", written(text), x=x, y=y + 0.35 * size, **attributes)


def figure(node: Node, x: float, y: float, goes_on: Iterable[int] = ()) -> str:
    """Return a node itself, with its flag, and dots to the sides (-1, 1) where it goes on."""
    radius = RADIUS[node.shape]
    parts = [told(node.told)]
    if node.selected:
        ring, broad = (_SECOND_RING, 3) if node.border == "double" else (_RING, 4)
        around = radius + ring
        parts.append(outline(node.shape, x, y, around, PAPER, stroke=CHOSEN, stroke_width=broad))
    parts += filled(node.shape, x, y, node.fill, node.mark, node.border)
    if node.tags:
        parts.append(tag(flag(node), x, y - radius - GAP))
    for way in goes_on:
        parts += dots(x + way * radius, y, way)
    return element("g", "".join(parts))


def captions(node: Node, x: float, y: float) -> Iterator[str]:
    """Yield what is written beneath a node."""
    top = y + RADIUS[node.shape] + GAP
    if node.selected and node.border == "double":
        top += _LOWER
    for k, text in enumerate(filter(None, (short(node.label), short(node.detail)))):
        yield label(text, x, top + LEADING * (k + 0.5))


def filled(
    kind: str, x: float, y: float, fill: str, mark: str = "", border: str = "solid"
) -> list[str]:
    """Return a node's outline, colour and mark."""
    radius = RADIUS[kind]
    dashes = "4 3" if border == "dashed" else "none"
    parts = [outline(kind, x, y, radius, fill, stroke_width=2, stroke_dasharray=dashes)]
    if border == "double":
        parts.insert(0, outline(kind, x, y, radius + _RING, PAPER, stroke_width=2))
    if mark:
        text = short(mark)
        # A percentage takes smaller letters to fit.
        size = min(SIZE, max(_SMALL, round(2 * radius * SIZE / (breadth(text) + 2))))
        parts.append(label(text, x, y, size, fill=ink(fill), font_weight="bold"))
    return parts


def outline(
    kind: str, x: float, y: float, radius: float, fill: str, **attributes: str | float
) -> str:
    """Return the outline of a kind of node."""
    attributes.setdefault("stroke", INK)
    if kind == "address":
        return element("circle", cx=x, cy=y, r=radius, fill=fill, **attributes)
    if kind == "transaction":
        side = 2 * radius
        corner = {"x": x - radius, "y": y - radius}
        return element("rect", **corner, width=side, height=side, fill=fill, **attributes)
    if kind == "cluster":
        half = radius / 2
        corners = [(-radius, 0), (-half, -radius), (half, -radius)]
        corners += [(-a, -b) for a, b in corners]
    else:
        # What is left out: a box with its corners cut, so it is neither a coin's holder nor a
        # payment.
        cut = radius / 2
        corners = [(-radius, cut), (-radius, -cut), (-cut, -radius), (cut, -radius)]
        corners += [(-a, -b) for a, b in corners]
    shape = points(*((x + a, y + b) for a, b in corners))
    return element("polygon", points=shape, fill=fill, **attributes)


def tag(text: str, x: float, bottom: float) -> str:
    """Return a name that others gave: a label with a cut end, as one ties to a thing."""
    half, top = breadth(text) / 2 + 8, bottom - FLAG
    middle = (top + bottom) / 2
    corners = [(x - half, middle), (x - half + 7, top), (x + half, top)]
    corners += [(x + half, bottom), (x - half + 7, bottom)]
    shape = element("polygon", points=points(*corners), fill="#fff7dc", stroke=INK)
    return shape + label(text, x + 3, middle)


def dots(x: float, y: float, way: int) -> list[str]:
    """Return three dots beside a node: it goes on there."""
    return [element("circle", cx=x + way * (6 + 5 * k), cy=y, r=1.7) for k in range(3)]


def thickness(value: int, most: int) -> float:
    """Return how broad a line is: by the square root of its amount."""
    return _THIN + (_BROAD - _THIN) * sqrt(max(value, 0) / max(most, 1))


def arrow(line: Line, way: Sequence[Point], most: int) -> str:
    """Return a line that goes this way, level at each of its points, with its arrow head."""
    broad = thickness(line.value, most)
    *before, (x, y) = way
    step = 1 if x >= before[-1][0] else -1
    # The line ends where its head begins.
    length, side = 7 + 1.5 * broad, 3 + 0.9 * broad
    base = x - step * length
    path = f"M{points(before[0])}"
    for a, b in pairwise((*before, (base, y))):
        middle = (a[0] + b[0]) / 2
        path += f"C{points((middle, a[1]), (middle, b[1]), b)}"
    dashes = DASHES if line.change else "none"
    head = points((x, y), (base, y - side), (base, y + side))
    return element(
        "g",
        told(line.told)
        + element(
            "path", d=path, fill="none", stroke=LINE, stroke_width=broad, stroke_dasharray=dashes
        )
        + element("polygon", points=head, fill=LINE),
    )
