"""What the signs of a picture mean, with each sign as it looks there."""

from collections.abc import Iterable, Iterator

from nps_chain.harmless import harmless
from nps_chain.show.explorer.canvas.drawn import Drawn
from nps_chain.show.explorer.placing.measures import breadth, short
from nps_chain.show.explorer.scenes.scene import BACKWARD, FORWARD
from nps_chain.show.explorer.svg import shapes
from nps_chain.show.explorer.svg.shapes import INK, LINE, PAPER, element, label, points

ROW = 42
"""From one row of signs to the next."""

_SIGN, _BETWEEN = 70, 24
"""Room for a sign, and from the end of what it means to the next."""

_MEANING = 60
"""Characters of what a sign means."""

_GOES_ON = "dots", "", "goes on, not shown"
_BROADER = "line:broad", "", "the broader, the more BTC"


def meanings(drawn: Drawn, left: float, top: float, space: float) -> tuple[str, float]:
    """Return the signs and what they mean in rows, and where these end.

    Parameters
    ----------
    drawn : Drawn
        Its own signs come first, and then those that only a picture has.
    left, top : float
        Where the first row begins.
    space : float
        How long a row may be.
    """
    signs = list(drawn.legend)
    if any(line.value > 0 for line in drawn.lines):
        signs.append(_BROADER)
    if goes_on(drawn):
        signs.append(_GOES_ON)
    if drawn.hidden:
        signs.append(("", "", f"not drawn: {drawn.hidden:,} hidden, or later"))
    parts: list[str] = []
    x, y = left, top + ROW / 2
    for sign, mark, meaning in signs:
        text = harmless(meaning, _MEANING)
        long = _SIGN + breadth(text)
        if x > left and x + long > left + space:
            x, y = left, y + ROW
        parts += _sign(sign, mark, x + _SIGN / 2 - 4, y)
        parts.append(label(text, x + _SIGN, y, text_anchor="start"))
        x += long + _BETWEEN
    return element("g", "".join(parts)), y + ROW / 2 if signs else top


def goes_on(drawn: Drawn) -> dict[str, list[int]]:
    """Return the sides, -1 or 1, of each node to which it goes on and nothing there says so."""
    names = {node.name for node in drawn.nodes}
    found = {}
    for node in drawn.nodes:
        ways = (node.before, BACKWARD, -1), (node.after, FORWARD, 1)
        sides = [side for many, way, side in ways if many > 0 and node.name + way not in names]
        if sides:
            found[node.name] = sides
    return found


def _sign(sign: str, mark: str, x: float, y: float) -> Iterable[str]:
    what, _, how = sign.partition(":")
    if what == "shape" and how in shapes.RADIUS:
        return shapes.filled(how, x, y, INK if how == "transaction" else PAPER, mark)
    if what == "border":
        return shapes.filled("address", x, y, PAPER, mark, how)
    if what == "fill":
        return shapes.filled("address", x, y, how, mark)
    if what == "line":
        return _line(how, x - 20, y)
    if what == "dots":
        return shapes.dots(x - 8, y, 1)
    if not what:
        return []
    return [shapes.tag(short(mark) or "name", x, y + shapes.FLAG / 2)]


def _line(how: str, x: float, y: float) -> Iterator[str]:
    if how == "broad":
        corners = (x, y - 2), (x + 40, y - 5), (x + 40, y + 5), (x, y + 2)
        yield element("polygon", points=points(*corners), fill=LINE)
        return
    dashes = shapes.DASHES if how == "dashed" else "none"
    yield element(
        "path", d=f"M{points((x, y))}h40", stroke=LINE, stroke_width=3, stroke_dasharray=dashes
    )
