"""The calls that a report may rest on: a closed list, each with what kind of knowledge it gives.

What a chain shows is a fact. What a technique says of it is an inference, what a tag or a page says
somebody's word, and what is known of an invented chain by whoever made it is the truth, which no
real case has. A number is no better than what it was worked out from: the size of a cluster can't
be told as a fact.
"""

import inspect
import sys
from collections.abc import Callable
from enum import Flag, auto
from typing import Any, NamedTuple

import nps_chain
from nps_chain.errors import NpsError


class Nature(Flag):
    """What a value rests on besides what a chain shows."""

    INFERENCE = auto()
    WORD = auto()
    TRUTH = auto()


FACT = Nature(0)
INFERENCE, WORD, TRUTH = Nature.INFERENCE, Nature.WORD, Nature.TRUTH

PUBLIC: dict[str, Nature] = {
    "load": FACT,
    "read": FACT,
    "exhibit": FACT,
    "follow": FACT,
    "paths": FACT,
    "activity": FACT,
    "change": INFERENCE,
    "explain_change": INFERENCE,
    "ask_rules": INFERENCE,
    "change_output": INFERENCE,
    "coinjoins": INFERENCE,
    "interpretations": INFERENCE,
    "cluster": INFERENCE,
    "taint": INFERENCE,
    "compare_policies": INFERENCE,
    "trail": INFERENCE,
    "peel": INFERENCE,
    "match": INFERENCE,
    "services": INFERENCE,
    "stops": INFERENCE,
    "folder": WORD,
    "pages": WORD,
    "tags": WORD,
    "verify": WORD,
    "truth": TRUTH,
    "score": TRUTH,
    "realism": TRUTH,
}
"""Public names, called as ``nps.name``."""

ELSEWHERE: dict[tuple[str, str], Nature] = {
    ("nps_chain.chain.address", "check"): FACT,
}
"""Functions that are imported by themselves: module and name."""

READS = frozenset({"tx", "address", "block", "upto", "raw"})
"""Methods of a chain: what it shows of an address is a fact, however one came upon the address."""

METHODS: dict[str, Nature] = {
    **dict.fromkeys(sorted(READS), FACT),
    **dict.fromkeys(["of", "why", "when", "growth", "labels_at", "at", "without"], FACT),
    **dict.fromkeys(["bridges", "graph", "explain", "interval"], FACT),
    **dict.fromkeys(["bytes", "text", "table", "source", "data", "as_of", "by", "conflicts"], FACT),
    **dict.fromkeys(["links", "copies", "for_sale", "on"], INFERENCE),
}
"""Methods of earlier results, which are also no better than what they are asked of."""


class Function(NamedTuple):
    """Something that can be called again.

    Attributes
    ----------
    code : str
        How a program calls it.
    nature : Nature
        What its result rests on, besides what it is given.
    imported : str
        The line by which a program gets at it; empty for public names and methods.
    owner : str
        Of a method the name of the result whose method it is, else empty.
    """

    code: str
    nature: Nature
    imported: str
    owner: str

    @property
    def name(self) -> str:
        """Its bare name."""
        return self.code.rpartition(".")[2]

    def bound(self, results: dict[str, Any]) -> Callable[..., Any]:
        """Return it, as found anew; a method among these results."""
        if self.owner:
            return getattr(results[self.owner], self.name)
        if self.imported:
            module = self.imported.split()[1]
            return getattr(sys.modules[module], self.name)
        return getattr(nps_chain, self.name)


def known(function: Any, name_of: Callable[[Any], str]) -> Function:
    """Return how a function is called again.

    Parameters
    ----------
    function : callable
        A public function of the library, or a method of an earlier result.
    name_of : callable
        Returns the name of an earlier result, or an empty text.

    Raises
    ------
    NpsError
        If it is neither, or changes something.
    """
    name = getattr(function, "__name__", "")
    if inspect.ismethod(function):
        owner = name_of(function.__self__)
        kind = type(function.__self__).__name__
        if not owner:
            raise NpsError(
                f"{kind}.{name} belongs to a {kind} that this report doesn't know: get it by"
                f" report.call first, or by report.given if it is a chain."
            )
        if name not in METHODS:
            raise NpsError(
                f"{owner}.{name} is no call that a report can rest on: it can rest on"
                f" {', '.join(sorted(METHODS))}."
            )
        return Function(f"{owner}.{name}", METHODS[name], "", owner)
    if name in PUBLIC and getattr(nps_chain, name) is function:
        return Function(f"nps.{name}", PUBLIC[name], "", "")
    for (module, its), nature in ELSEWHERE.items():
        if name == its and getattr(sys.modules.get(module), its, None) is function:
            return Function(its, nature, f"from {module} import {its}", "")
    if not callable(function):
        raise NpsError(
            f"A {type(function).__name__} was given where a function is to stand: name the function"
            ' without brackets, then what it is given, as in report.call("clusters", nps.cluster,'
            " chain)."
        )
    raise NpsError(
        f"{name or type(function).__name__!r} is no call that a report can rest on: give a method"
        f" of an earlier result, or one of nps.{', nps.'.join(PUBLIC)}."
    )
