"""Values that a sentence names: ``payment.outputs[1].value``, read without running text as code.

Whoever writes a report isn't asked to program: the name of a result, then what of it, as it would
be written in a notebook. So the same words stand in a sentence, in the table of where each number
comes from, and in the program that works all of it out again.
"""

import re
from collections.abc import Callable, Mapping, Sized
from dataclasses import dataclass
from difflib import get_close_matches
from keyword import iskeyword
from types import BuiltinFunctionType, FunctionType, MethodType
from typing import Any

import pandas as pd

from nps_chain.errors import NpsError

NAME = "[A-Za-z][A-Za-z0-9_]{0,59}"
"""What a name looks like; one that begins with ``_`` is a library's own business."""

OVER: dict[str, Callable[[Any], Any]] = {"len": len, "sum": sum, "min": min, "max": max}
"""What may be asked of a whole list or column."""

MOST_TOLD = 20
"""Names that an error lists."""

_LONGEST = 300
_OVER = re.compile(rf"({'|'.join(OVER)})\((.*)\)", re.S)
_HEAD = re.compile(NAME)
_STEP = re.compile(rf"\.({NAME})|\[([^\[\]]{{1,120}})\]")
_PLACE = re.compile("-?[0-9]{1,9}")


class Attribute(str):
    """The name of an attribute; any other text is a column or a key."""

    __slots__ = ()


@dataclass(frozen=True)
class Path:
    """A value of an earlier result.

    Attributes
    ----------
    name : str
        Of the result.
    steps : tuple of Attribute, str or int
        From there on: an attribute, a column or key, a place.
    over : str
        In `OVER`, or empty.
    """

    name: str
    steps: tuple[str | int, ...] = ()
    over: str = ""

    @property
    def code(self) -> str:
        """The same in Python."""
        told = self.name
        for step in self.steps:
            told += f".{step}" if isinstance(step, Attribute) else f"[{written(step)}]"
        return f"{self.over}({told})" if self.over else told

    @property
    def last(self) -> str:
        """The last attribute or column that is named; it often tells the unit."""
        named = [step for step in self.steps if isinstance(step, str)]
        return named[-1] if named else ""

    def value(self, results: Mapping[str, Any]) -> Any:
        """Return the value, given the results by name.

        Raises
        ------
        NpsError
            If there is none, or it is something to call.
        """
        here, value = self.name, results[self.name]
        for step in self.steps:
            look = _attribute if isinstance(step, Attribute) else _item
            value = look(value, step, here)
            here = Path(here, (step,)).code
        if isinstance(value, BuiltinFunctionType | FunctionType | MethodType):
            raise NpsError(
                f'{here} has to be called first: report.call("a_name", {here}, ...) does.'
            )
        return _over(self.over, value, here) if self.over else value


def parse(text: str) -> Path:
    """Return the value that a text names.

    Raises
    ------
    NpsError
        If it names none.

    Examples
    --------
    >>> parse("sum(peel.frame[peeled])").code
    'sum(peel.frame["peeled"])'
    >>> parse("chain.__class__")
    Traceback (most recent call last):
    nps_chain.errors.NpsError: 'chain.__class__' names no value: write a name, then what of it, as in payment.outputs[1].value or len(wallet).
    """  # noqa: E501
    whole = text.strip() if isinstance(text, str) and len(text) <= _LONGEST else ""
    over = _OVER.fullmatch(whole)
    inner = over[2].strip() if over else whole
    head = _HEAD.match(inner)
    place, steps = head.end() if head else 0, []
    while head and (found := _STEP.match(inner, place)):
        steps.append(Attribute(found[1]) if found[1] else _key(found[2]))
        place = found.end()
    name = head[0] if head else ""
    named = [name, *(step for step in steps if isinstance(step, Attribute))]
    if not name or place < len(inner) or any(map(iskeyword, named)):
        raise NpsError(
            f"{text!r:.80} names no value: write a name, then what of it, as in"
            " payment.outputs[1].value or len(wallet)."
        )
    return Path(name, tuple(steps), over[1] if over else "")


def written(value: Any) -> str:
    r"""Return a text, or another plain value, as Python writes it, in ASCII on one line.

    >>> written("ADP-2"), written('say "ж"'), written(3)
    ('"ADP-2"', '\'say "\\u0436"\'', '3')
    """
    if isinstance(value, str):
        plain = value.isascii() and value.isprintable() and not set('"\\') & set(value)
        return f'"{value}"' if plain else ascii(str(value))
    return ascii(value)


def _key(text: str) -> str | int:
    bare = text.strip()
    if _PLACE.fullmatch(bare):
        return int(bare)
    return bare[1:-1] if bare[:1] == bare[-1:] and bare[:1] in "\"'" and len(bare) > 2 else bare


def _attribute(value: Any, name: Any, here: str) -> Any:
    try:
        return getattr(value, name)
    except AttributeError:
        near = get_close_matches(name, (one for one in dir(value) if one[:1] != "_"), 3)
        told = f"; near to it are {', '.join(near)}" if near else _what_it_has(value)
        raise NpsError(f"{here} has no {name!r}{told}.") from None


def _what_it_has(value: Any) -> str:
    """Return what can be asked of a value, if that is a short list."""
    if isinstance(value, pd.DataFrame | pd.Series):
        return ""  # whose attributes are the library's that made it, not the case's
    fields = getattr(value, "__dataclass_fields__", ())
    made = [one for one in dir(type(value)) if not callable(getattr(type(value), one))]
    names = sorted({one for one in (*fields, *made) if one[:1] != "_"})
    return f"; it has {', '.join(names)}" if 0 < len(names) <= MOST_TOLD else ""


def _item(value: Any, key: str | int, here: str) -> Any:
    try:
        return value[key]
    except (KeyError, IndexError, TypeError, ValueError):
        columns = [str(one) for one in value.columns] if isinstance(value, pd.DataFrame) else []
        told = f": it has {', '.join(columns)}" if columns else ""
        many = (
            f": it has {len(value):,}, from 0 on" if not told and isinstance(value, Sized) else ""
        )
        raise NpsError(f"{here} has no [{written(key)}]{told or many}.") from None


def _over(name: str, value: Any, here: str) -> Any:
    try:
        if isinstance(value, str | bytes):  # whose letters nobody means to count
            raise TypeError
        return OVER[name](value)
    except (TypeError, ValueError):
        raise NpsError(f"{name}({here}) can't be told: {here} is no list of such values.") from None
