"""Answers that no lesson may stumble over, each made when it is asked for."""

from collections import UserString

import numpy as np
import pandas as pd


class Hostile:
    """An object all of whose methods fail."""

    def __getattribute__(self, name):
        raise RuntimeError("no")

    def __eq__(self, other):
        raise RuntimeError("no")

    __hash__ = None

    def __str__(self):
        raise RuntimeError("no")


class Leaving(Hostile):
    def __getattribute__(self, name):
        raise SystemExit

    __iter__ = __len__ = __array__ = __eq__ = __getattribute__
    __hash__ = None


class Text(str):
    """A text that fails as soon as it is compared, and lies about itself."""

    def __eq__(self, other):
        raise RuntimeError("no")

    __hash__ = __lt__ = __eq__

    def strip(self):
        return self

    def __str__(self):
        return self


class Number(int):
    def __eq__(self, other):
        raise RuntimeError("no")

    __hash__ = __int__ = __index__ = __eq__


class Sides:
    """What says that it has no dimensions, or two, and fails when it's asked for its content."""

    shape = "wide"

    def __init__(self, ndim):
        self.ndim = ndim

    def __iter__(self):
        raise RuntimeError("no")


class Meta(type):
    @property
    def __name__(cls):
        raise RuntimeError("no")


class Nameless(metaclass=Meta):
    pass


def endless():
    while True:
        yield "a"


def loop():
    holds: list = []
    holds.append(holds)
    return holds


def failing():
    yield "a"
    raise RuntimeError("no")


HOSTILE = {
    "fails": Hostile,
    "leaves": Leaving,
    "has no name": lambda: Nameless(),
    "a class without a name": lambda: Nameless,
    "object": object,
    "endless": endless,
    "fails later": failing,
    "holds itself": loop,
    "a text that fails": lambda: Text("a"),
    "a number that fails": lambda: Number(7),
    "a list of these": lambda: [Text("a"), Number(7)],
    "holds what holds itself": lambda: {"a": loop()},
    "no sides": lambda: Sides(0),
    "two sides": lambda: Sides(2),
    "nearly a text": lambda: UserString("a"),
    "a function": lambda: print,
    "bytes": lambda: b"bytes",
    "huge": lambda: 10**5000,
    "huge and negative": lambda: -(10**5000),
    "many digits": lambda: "9" * 10_000_000,
    "many letters": lambda: "a" * 10_000_000,
    "many spaces": lambda: " " * 10_000_000,
    "many long texts": lambda: ["a " * 1_000_000] * 5,
    "a long range": lambda: range(10**12),
    "nested": lambda: [[]],
    "NA": lambda: pd.NA,
    "a list of NA": lambda: [pd.NA],
    "a column with NA": lambda: pd.Series([pd.NA, 1]),
    "infinity": lambda: float("inf"),
    "a surrogate": lambda: "\ud800",
    "a table": lambda: pd.DataFrame({"a": ["a"], "b": [5]}),
    "an empty table": lambda: pd.DataFrame(),
    "no rows": lambda: np.zeros((0, 3)),
    "three sides": lambda: np.zeros((2, 2, 2)),
    "an array of one that fails": lambda: np.array(Hostile, dtype=object),
    "a complex number": lambda: 1j,
    "NotImplemented": lambda: NotImplemented,
    "a module": lambda: np,
    "a class": lambda: type,
}
