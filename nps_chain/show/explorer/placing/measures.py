"""How much room a node and what is written at it take, in pixels at zoom 1.

From above: a flag with a name that others gave; the node itself; two lines beneath it. Lanes are so
far apart that half-way between two of them there is room for the amount on a line, and likewise
on a lane between two nodes. So the middle of a line between neighbouring columns is always free.

How broad letters are depends on the browser's font. Those of DejaVu Sans, which are among the
broadest, are taken, so that others fit too.
"""

import string
from functools import lru_cache
from typing import NamedTuple

from nps_chain.harmless import harmless
from nps_chain.show.explorer.canvas.drawn import Node

RADIUS = {"transaction": 14, "address": 16, "cluster": 20, "more": 14}
"""From a node's middle to its edge."""

LANE = 126
"""From one lane to the next."""

SIZE, LEADING = 14, 15
"""Height of letters, and from one line of them to the next."""

GAP = 5
"""Between a node and what is written above or beneath it."""

FLAG = 18
"""Height of a flag."""

_LONGEST = 24  # characters of a label, or of the name on a flag


class Box(NamedTuple):
    """An upright rectangle; y goes down."""

    left: float
    top: float
    right: float
    bottom: float


@lru_cache(maxsize=8192)
def short(text: str) -> str:
    """Return a text from outside as it is written at a node or a line: one harmless, short line."""
    return harmless(text, _LONGEST)


def flag(node: Node) -> str:
    """Return what is written on a node's flag: its first name, and whether it has others."""
    return short(node.tags[0]) + (" + more" if len(node.tags) > 1 else "") if node.tags else ""


@lru_cache(maxsize=8192)
def breadth(text: str) -> int:
    """Return how many pixels a text takes across."""
    return sum(map(_LETTERS.__getitem__, text))


class _Letters(dict[str, int]):
    """Pixels that letters take across."""

    def __missing__(self, letter: str) -> int:
        """Return that of a letter that isn't common; those of the East are as broad as high."""
        return 10 if letter < "\u1100" or "\u2000" <= letter < "\u2100" else 15


_LETTERS = _Letters(
    dict.fromkeys(string.digits + string.ascii_lowercase, 9)
    | dict.fromkeys(" !'(),./:;I[]fijlrt|", 6)
    | dict.fromkeys("%@MWmw…—", 14)
)


def half(node: Node) -> int:
    """Return how far what is drawn for a node reaches to either side."""
    lines = breadth(short(node.label)), breadth(short(node.detail))
    pole = breadth(flag(node)) + 16 if node.tags else 0
    return max(RADIUS[node.shape] + 5, (max(*lines, pole) + 1) // 2)


def boxes(node: Node, x: float, y: float) -> list[Box]:
    """Return what of the canvas a node takes that stands here: itself, its label, its flag."""
    radius = RADIUS[node.shape]
    found = [Box(x - radius, y - radius, x + radius, y + radius)]
    lines = [text for text in (short(node.label), short(node.detail)) if text]
    if lines:
        across = max(map(breadth, lines)) / 2
        top = y + radius + GAP
        found.append(Box(x - across, top, x + across, top + LEADING * len(lines)))
    if node.tags:
        across = breadth(flag(node)) / 2 + 8
        bottom = y - radius - GAP
        found.append(Box(x - across, bottom - FLAG, x + across, bottom))
    return found
