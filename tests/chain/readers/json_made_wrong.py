"""JSON made wrong in every place, one at a time: what no reader may fall for."""

import copy
import json
from decimal import Decimal

WRONG = (
    None,
    True,
    -1,
    2**70,
    Decimal("0.5"),
    Decimal("1E+999999999"),
    "",
    "zz",
    "00" * 33,
    [],
    {},
)
"""A value of each kind, and some that are out of every range."""


def places(value, path=()):
    """Yield the path of each field and item in a JSON value."""
    entries = value.items() if isinstance(value, dict) else enumerate(value)
    for key, item in entries:
        yield (*path, key)
        if isinstance(item, dict | list):
            yield from places(item, (*path, key))


def without(value, path):
    """Return a copy that lacks the field or item at a path."""
    changed = copy.deepcopy(value)
    del _owner(changed, path)[path[-1]]
    return changed


def replaced(value, path, new):
    """Return a copy with another value at a path."""
    changed = copy.deepcopy(value)
    _owner(changed, path)[path[-1]] = new
    return changed


def at(value, path):
    """Return what is at a path."""
    return _owner(value, path)[path[-1]]


def _owner(value, path):
    for key in path[:-1]:
        value = value[key]
    return value


def written(value, ascii_only=False) -> str:
    """Return JSON text; unlike Python's own writer, with each Decimal as the number that it is."""
    if isinstance(value, dict):
        entries = (f"{written(k, ascii_only)}:{written(v, ascii_only)}" for k, v in value.items())
        return "{" + ",".join(entries) + "}"
    if isinstance(value, list):
        return "[" + ",".join(written(item, ascii_only) for item in value) + "]"
    if isinstance(value, Decimal):
        return str(value)
    return json.dumps(value, ensure_ascii=ascii_only)
