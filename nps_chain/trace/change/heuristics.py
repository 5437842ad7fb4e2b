"""The change heuristics by name: one of them, several side by side, or where several agree."""

from collections.abc import Callable, Iterable, Mapping
from inspect import Parameter, signature
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd

from nps_chain.chain.schema import UNKNOWN
from nps_chain.chain.tables import Chain
from nps_chain.errors import NpsError
from nps_chain.trace.arguments import whole
from nps_chain.trace.change import backward, forward
from nps_chain.trace.change.facts import Facts
from nps_chain.trace.change.own_outputs import first_wrong
from nps_chain.trace.change.vote import vote
from nps_chain.trace.clock import known

Heuristic = Callable[..., pd.Series]
"""Called as ``heuristic(chain, as_of=None)``; for each transaction a row in ``outputs``, or -1."""

_RULES = backward.RULES | forward.RULES

HEURISTICS: Mapping[str, Heuristic] = MappingProxyType(
    {name: rule for name, (rule, _) in _RULES.items()} | {"vote": vote}
)
"""Every heuristic, and the vote of those that look backward, by name."""

BACKWARD: tuple[str, ...] = tuple(backward.RULES)
"""Names of those that look backward: an answer of theirs stays the same on any later day."""

FORWARD: tuple[str, ...] = tuple(forward.RULES)
"""Names of those that look at how outputs were spent, and so need ``as_of``."""


def change(
    chain: Chain,
    heuristic: str | Heuristic = "vote",
    *,
    as_of: int | None = None,
    **options: Any,
) -> pd.Series:
    """Return which output of each transaction is change, by a heuristic.

    Fails where the heuristic does, as its own text tells; how often is, where anybody measured it,
    in :mod:`nps_chain.trace.published` (Möser and Narayanan 2022).

    Parameters
    ----------
    chain : Chain
        The chain.
    heuristic : str or callable
        A name in ``HEURISTICS``; or a function of your own, called as ``f(chain, as_of=as_of)``
        with the chain as it was known, which returns the like.
    as_of : int, optional
        Look at blocks up to this height only. Rules that look forward insist on it.
    **options
        What the heuristic takes beside: ``digits`` of power_of_ten_value, ``at_least`` of vote.

    Returns
    -------
    pandas.Series
        Named ``output``, int64: for each row in ``txs`` a row in ``outputs``, or -1 (abstains). Its
        ``attrs["rule"]`` is the heuristic's name, so that a clustering can say by which rule.

    Raises
    ------
    NpsError
        If there is no such heuristic, or it looks forward and ``as_of`` is not given; if it has no
        such option, or a function of yours returns something else.

    Examples
    --------
    >>> import nps_chain as nps
    >>> chain = nps.load("core-regtest")
    >>> found = change(chain, "address_type")
    >>> int((found >= 0).sum()), len(found)
    (200, 711)
    """
    rule, name = _named(heuristic)
    taken = signature(rule).parameters if options else {}
    for option in options:
        if option not in taken and Parameter.VAR_KEYWORD not in {
            one.kind for one in taken.values()
        }:
            raise NpsError(f"The change heuristic {name} has no option {option!r}.")
    chain = known(chain, as_of)
    found = rule(chain, as_of=as_of, **options)
    found = found if isinstance(heuristic, str) else _checked(chain, found, name)
    found.attrs["rule"] = name
    return found


def answers(
    chain: Chain, heuristics: Iterable[str | Heuristic] = BACKWARD, *, as_of: int | None = None
) -> pd.DataFrame:
    """Return what several heuristics answer, a column each; faster than one after another.

    Each fails where it fails alone, see :func:`change`.

    Parameters
    ----------
    chain : Chain
        The chain.
    heuristics : iterable of str or callable
        As :func:`change` takes one; by default all that look backward.
    as_of : int, optional
        Look at blocks up to this height only.

    Returns
    -------
    pandas.DataFrame
        A row a transaction, a column a heuristic: a row in ``outputs``, or -1 (abstains).

    Raises
    ------
    NpsError
        As :func:`change` does, or if two functions have one name.

    Examples
    --------
    >>> import nps_chain as nps
    >>> given = answers(nps.load("core-regtest"), ["address_type", "meiklejohn"])
    >>> given.loc[109:111]
         address_type  meiklejohn
    tx
    109            -1         228
    110            -1          -1
    111            -1          -1
    """
    facts = Facts(chain, as_of)
    asked: dict[str, str | Heuristic] = {}
    for one in _listed(heuristics):
        name = _named(one)[1]
        if asked.setdefault(name, one) != one:
            raise NpsError(f"Two heuristics have the name {name}: give each a name of its own.")
    shared = [name for name, one in asked.items() if name in _RULES and one == name]
    found = facts.identify(*[_RULES[name][1](facts) for name in shared])
    table = pd.DataFrame(found.T, facts.index, shared, copy=False)
    if len(shared) == len(asked):
        return table  # as it is: a million transactions take 8 MB a column
    for name in [name for name in asked if name not in shared]:
        table[name] = change(facts.chain, asked[name], as_of=as_of)
    return table[list(asked)]


def agreement(
    chain: Chain,
    heuristics: Iterable[str | Heuristic] = BACKWARD,
    *,
    at_least: int = 2,
    as_of: int | None = None,
) -> pd.Series:
    """Return the output that several heuristics identify, where none identifies another.

    Each counts as one, however much alike two of them are: the rules for round values of one digit
    and of two are nearly one rule, as are a fresh address and Meiklejohn's. So choose a few that
    look at different things. Several that agree may all be wrong: where payer and payee use the
    same wallet, say. BlockSci (USENIX Security 2020) intersects heuristics
    likewise.

    Parameters
    ----------
    chain : Chain
        The chain.
    heuristics : iterable of str or callable
        As :func:`change` takes one; by default all that look backward.
    at_least : int
        How many of them must identify the output.
    as_of : int, optional
        Look at blocks up to this height only.

    Returns
    -------
    pandas.Series
        As of :func:`change`.

    Raises
    ------
    NpsError
        As :func:`change` does, or if ``at_least`` is below 1 or above the number of heuristics.

    Examples
    --------
    >>> import nps_chain as nps
    >>> chain = nps.load("core-regtest")
    >>> rules = ["address_type", "optimal_change", "power_of_ten_4", "meiklejohn"]
    >>> [int((agreement(chain, rules, at_least=k) >= 0).sum()) for k in (1, 2, 3, 4)]
    [375, 154, 32, 6]
    """
    given = answers(chain, heuristics, as_of=as_of)
    many = len(given.columns)
    wanted = f"give how many of the {many} heuristics must agree, 1 or more"
    at_least = whole(at_least, "at_least", 1, many, wanted=wanted)
    agree = np.zeros(len(given), np.int32)
    most = given.max(axis=1).to_numpy()
    opposed = np.zeros(len(given), bool)
    for name in given:
        column = given[name].to_numpy()
        agree += column == most
        opposed |= (column != most) & (column >= 0)
    found = np.where((agree >= at_least) & ~opposed, most, UNKNOWN)
    return pd.Series(found, given.index, name="output")


def _listed(heuristics: Iterable[str | Heuristic]) -> list[str | Heuristic]:
    if isinstance(heuristics, str) or callable(heuristics):
        return [heuristics]
    try:
        return [*heuristics]
    except TypeError:
        raise NpsError(
            f"heuristics is a list of names, from {', '.join(HEURISTICS)}, not {heuristics!r:.60}."
        ) from None


def _named(heuristic: str | Heuristic) -> tuple[Heuristic, str]:
    """Return a heuristic and its name."""
    if callable(heuristic):
        return heuristic, getattr(heuristic, "__name__", type(heuristic).__name__)
    if not isinstance(heuristic, str) or heuristic not in HEURISTICS:
        raise NpsError(
            f"There is no change heuristic {heuristic!r:.60}: choose from {', '.join(HEURISTICS)}."
        )
    return HEURISTICS[heuristic], heuristic


def _checked(chain: Chain, found: Any, name: str) -> pd.Series:
    """Return what a function of the user's found, if it is an answer at all."""
    rows = np.asarray(found)
    if rows.shape != chain.columns.txs.height.shape or rows.dtype.kind not in "iu":
        raise NpsError(
            f"The heuristic {name} must return a whole number for each of the"
            f" {len(chain.columns.txs.height):,} transactions, the row of an output or -1; it"
            f" returned an array of shape {rows.shape} and type {rows.dtype}."
        )
    rows = rows.astype(np.int64)
    first = first_wrong(chain, rows)
    if first >= 0:
        raise NpsError(
            f"The heuristic {name} answers for transaction {first} with row {rows[first]}, which is"
            " no output of it."
        )
    return pd.Series(rows, pd.RangeIndex(len(rows), name="tx"), name="output")
