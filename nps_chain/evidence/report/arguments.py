"""What a call was given, so that it can be written down and given again.

A text, a number, a list of these, an earlier result, or a view of an earlier chain: these can be
written in a program. Anything else, such as a frame that was worked on by hand, can't, and is
refused: nobody could work the number out again.
"""

import math
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from numbers import Integral, Real
from typing import Any, Protocol

from nps_chain.chain.views import AddressView, TransactionView
from nps_chain.errors import NpsError
from nps_chain.evidence.report.paths import written

MOST = 10_000
"""Values in the lists of a call."""

LONGEST = 10_000
"""Characters of a text."""

LONG = 20
"""A text of so many characters that equals an earlier result is taken to be that result."""


class Names(Protocol):
    """What knows earlier results by name."""

    def name_of(self, value: Any) -> str:
        """Return the name of an earlier result, or an empty text."""

    def name_of_text(self, text: str) -> str:
        """Return the name of an earlier result that equals a text, or an empty text."""


@dataclass(frozen=True)
class Argument:
    """A value that a call was given.

    Attributes
    ----------
    code : str
        It, in Python.
    needs : tuple of str
        Names of earlier results in it.
    again : callable
        Returns it, given the results by name.
    """

    code: str
    needs: tuple[str, ...]
    again: Callable[[Mapping[str, Any]], Any]


def argument(value: Any, names: Names) -> Argument:
    """Return a value that a call was given as it can be given again.

    Raises
    ------
    NpsError
        If it can't be written down.
    """
    if name := names.name_of(value):
        return Argument(name, (name,), lambda results: results[name])
    if isinstance(value, TransactionView | AddressView):
        return _view(value, names)
    if isinstance(value, os.PathLike) and not isinstance(value, str):
        value = os.fspath(value)
    if isinstance(value, str):
        return _text(value, names)
    if value is None or isinstance(value, bool):
        return _plain(value)
    if isinstance(value, Integral):
        return _plain(int(value))
    if isinstance(value, Real) and math.isfinite(value):
        return _plain(float(value))
    if isinstance(value, set | frozenset) and all(isinstance(one, str | int) for one in value):
        value = sorted(value, key=lambda one: (isinstance(one, str), one))
    if isinstance(value, list | tuple):
        return _list(value, names)
    if isinstance(value, Mapping) and all(isinstance(key, str) for key in value):
        return _mapping(value, names)
    kind = type(value).__name__
    raise NpsError(
        f"A {kind} was given that this report doesn't know, so nobody could give it again: make it"
        ' by report.call first, or name a part of a result by report.value("a_name", "tags.apart").'
    )


def _plain(value: Any) -> Argument:
    return Argument(written(value), (), lambda _: value)


def _text(value: str, names: Names) -> Argument:
    if len(value) > LONGEST:
        raise NpsError(f"A text of {len(value):,} characters was given: {LONGEST:,} are the most.")
    name = names.name_of_text(value) if len(value) >= LONG else ""
    if name:
        return Argument(name, (name,), lambda results: results[name])
    return _plain(str(value))


def _view(value: TransactionView | AddressView, names: Names) -> Argument:
    chain = names.name_of(value.chain)
    if not chain:
        raise NpsError(
            "A transaction or an address of a chain was given that this report doesn't know: get"
            " the chain by report.given(chain=chain) first."
        )
    method, text = (
        ("tx", value.txid) if isinstance(value, TransactionView) else ("address", value.text)
    )
    return Argument(
        f'{chain}.{method}("{text}")',
        (chain,),
        lambda results: getattr(results[chain], method)(text),
    )


def _list(value: list[Any] | tuple[Any, ...], names: Names) -> Argument:
    if len(value) > MOST:
        raise NpsError(f"A list of {len(value):,} was given: {MOST:,} are the most.")
    kind, parts = type(value), [argument(one, names) for one in value]
    inside = ", ".join(part.code for part in parts)
    code = f"[{inside}]" if isinstance(value, list) else f"({inside}{',' * (len(parts) == 1)})"
    needs = tuple(name for part in parts for name in part.needs)
    return Argument(code, needs, lambda results: kind([part.again(results) for part in parts]))


def _mapping(value: Mapping[str, Any], names: Names) -> Argument:
    if len(value) > MOST:
        raise NpsError(f"{len(value):,} named values were given: {MOST:,} are the most.")
    parts = {key: argument(one, names) for key, one in value.items()}
    code = "{" + ", ".join(f"{written(key)}: {part.code}" for key, part in parts.items()) + "}"
    needs = tuple(name for part in parts.values() for name in part.needs)
    return Argument(
        code, needs, lambda results: {key: part.again(results) for key, part in parts.items()}
    )
