r"""Texts from outside, made harmless: the label of a tag, the kind in somebody's verdict.

Such a text is nobody's but its writer's. It may hold signs that turn the direction of writing, so
that a name reads as another; letters that can't be seen; marks piled on one letter; a million
characters. It never becomes markup or script, since whoever draws it writes it as text; here it
becomes one short line that shows what is in it.
"""

import math
import unicodedata
from functools import lru_cache
from itertools import groupby
from numbers import Integral, Real
from typing import Any

BOX = "\N{REPLACEMENT CHARACTER}"
"""Stands for signs that can't be seen, one after another as one."""

_SPARE = 4  # times as many characters are looked at as are shown: some are dropped
_PILED = 3  # marks on one letter; no script of today needs more
_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")  # letters and symbols without any ink


def harmless(text: Any, most: int) -> str:
    r"""Return a text as one line of characters that can be seen, none where there is no text.

    A number is told as Python writes it. What is neither text nor number is no text.

    Parameters
    ----------
    text : object
        Whatever stood there.
    most : int
        Its longest length, in characters; a longer one ends in an ellipsis.

    Examples
    --------
    >>> harmless(" Cash\u202e4U\n", 40), harmless(0.5, 40), harmless(float("nan"), 40)
    ('Cash�4U', '0.5', '')
    """
    given = _written(text)
    # No more is looked at than can be shown, however much there is.
    cut = given[: _SPARE * most]
    if not (cut.isascii() and cut.isprintable()):
        cut = unicodedata.normalize("NFC", cut)
        cut = "".join(_drawn(kind, run) for kind, run in groupby(cut, _kind))
    shown = " ".join(cut.split())
    if len(shown) > most or (shown and len(given) > _SPARE * most):
        shown = shown[: most - 1].rstrip() + "…"
    return shown


def is_there(text: Any, most: int) -> bool:
    """Return whether `harmless` would leave anything of a text."""
    return any(_kind(letter) != "blank" for letter in _written(text)[: _SPARE * most])


def _written(given: Any) -> str:
    if isinstance(given, str):
        return given
    if isinstance(given, bool) or not isinstance(given, Real):
        return ""
    if isinstance(given, Integral):
        return str(int(given)) if abs(int(given)) < 2**64 else ""
    number = float(given)
    return repr(number) if math.isfinite(number) else ""


@lru_cache(2**12)
def _kind(letter: str) -> str:
    if letter.isspace() or letter in _BLANK:
        return "blank"
    category = unicodedata.category(letter)
    if category[0] == "M":
        return "mark"
    # Control, format, surrogate and private use; and those that are never to be characters.
    if category in ("Cc", "Cf", "Cs", "Co") or _no_character(ord(letter)):
        return "unseen"
    return "seen"


def _no_character(code: int) -> bool:
    return code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF


def _drawn(kind: str, run: Any) -> str:
    if kind == "blank":
        return " "
    if kind == "unseen":
        return BOX
    return "".join(run)[: _PILED if kind == "mark" else None]
