"""What a page's style keeps from its reader: elements that are there, and aren't seen.

Hidden text is how a page shows one address to people and another to programs, or stuffs itself with
words. The usual ways are known here, in an element's own style and in simple rules of the page's
(one class, name or kind of element). Limits: text in the colour of its ground, things that lie on
each other, rules that need the tree, scripts that hide and show.
"""

import re
from collections.abc import Mapping

_HIDES = re.compile(
    r"""(?:^|[;{\s])(?:
        display\s*+:\s*+none
      | visibility\s*+:\s*+(?:hidden|collapse)
      | opacity\s*+:\s*+0(?:\.0*+)?(?![\d.%])
      | font-size\s*+:\s*+0(?:\.0*+)?(?:px|pt|em|rem|%)?(?![\d.\w])
      | color\s*+:\s*+transparent
      | (?:text-indent|left|top|margin-left|margin-top)\s*+:\s*+-\d{3,6}
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_RULE = re.compile(r"([a-zA-Z][\w-]{0,60}+)?(?:([.#])([\w-]{1,120}+))?")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_BRACE = re.compile("[{}]")
NEVER_SEEN = frozenset({"script", "style", "template", "iframe", "noembed", "noframes", "datalist"})
"""Elements whose inside no reader sees."""

_MOST_RULES = 20_000


class Hiding:
    """Which elements are hidden, by what of the page's style was read so far."""

    def __init__(self) -> None:
        self._rules: set[tuple[str, str, str]] = set()

    def learn(self, style: str) -> None:
        """Read the text of a ``style`` element.

        Rules that hold under a condition only, as in print, are passed over.
        """
        if "/*" in style and "*/" in style:
            ends = style.rindex("*/") + 2
            style = _COMMENT.sub(" ", style[:ends]) + style[ends:]
        depth = opened = last = 0
        nested = False
        for brace in _BRACE.finditer(style):
            if brace[0] == "{":
                nested = depth > 0
                opened = opened if nested else brace.start()
                depth += 1
            elif depth:
                depth -= 1
                if depth == 0:
                    if not nested and _HIDES.search(style[opened : brace.start()]):
                        self._keep(style[last:opened])
                    nested, last = False, brace.end()
            else:
                last = brace.end()

    def hides(self, element: str, attributes: Mapping[str, str]) -> bool:
        """Return whether an element with these attributes is hidden by itself."""
        if element in NEVER_SEEN or "hidden" in attributes:
            return True
        if _HIDES.search(attributes.get("style", "")):
            return True
        if not self._rules:
            return False
        marks = [("#", attributes["id"])] if "id" in attributes else []
        marks += [(".", name) for name in attributes.get("class", "").split()]
        return any(
            (kind, *mark) in self._rules for mark in (*marks, ("", "")) for kind in ("", element)
        )

    def _keep(self, selectors: str) -> None:
        for selector in selectors.split(","):
            found = _RULE.fullmatch(selector.strip())
            if found and found[0] and len(self._rules) < _MOST_RULES:
                self._rules.add(((found[1] or "").lower(), found[2] or "", found[3] or ""))
