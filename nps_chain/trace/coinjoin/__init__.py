"""CoinJoins: several people pay in one transaction, so that nobody can tell whose coin is whose.

``coinjoins`` finds them by shape, and ``interpretations`` counts the ways to read one.
"""

from typing import Any

__all__ = ["coinjoins", "interpretations"]

_WHERE = {"coinjoins": "detect", "interpretations": "interpretations"}


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(f"{__name__}.{_WHERE[name]}"), name)
    globals()[name] = value
    return value
