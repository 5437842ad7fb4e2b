"""The change heuristics by name: one of them, several side by side, or where several agree."""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

import numpy as np
import pandas as pd

from nps_chain.chain.tables import Chain
from nps_chain.errors import NpsError
from nps_chain.trace.change import backward, forward
from nps_chain.trace.change.facts import Facts
from nps_chain.trace.change.vote import vote

Heuristic = Callable[..., pd.Series]
"""Called as ``heuristic(chain, as_of=None)``; for each transaction a row in ``outputs``, or -1."""

_RULES = backward.RULES | forward.RULES

HEURISTICS: Mapping[str, Heuristic] = MappingProxyType(
    {name: rule for name, (rule, _) in _RULES.items()} | {"vote": vote}
)
"""Every heuristic, and the vote of those that look backward, by name."""

BACKWARD: tuple[str, ...] = tuple(backward.RULES)
"""Names of those that look backward only: their answers stay the same on any later day."""

FORWARD: tuple[str, ...] = tuple(forward.RULES)
"""Names of those that look at how outputs were spent, and so need ``as_of``."""


def change(
    chain: Chain, heuristic: str | Heuristic = "vote", *, as_of: int | None = None
) -> pd.Series:
    """Return which output of each transaction is change, by a heuristic.

    Parameters
    ----------
    chain : Chain
        The chain.
    heuristic : str or callable
        A name in ``HEURISTICS``; or a function of your own, called as ``f(chain, as_of=as_of)``.
    as_of : int, optional
        Look at blocks up to this height only. Rules that look forward insist on it.

    Returns
    -------
    pandas.Series
        Named ``output``, int64: for each row in ``txs`` a row in ``outputs``, or -1 (abstains).

    Raises
    ------
    NpsError
        If there is no such heuristic, or it looks forward and ``as_of`` is not given.

    Examples
    --------
    >>> import nps_chain as nps
    >>> chain = nps.load("core-regtest")
    >>> found = change(chain, "address_type")
    >>> int((found >= 0).sum()), len(found)
    (200, 711)
    """
    return _named(heuristic)(chain, as_of=as_of)


def answers(
    chain: Chain, heuristics: Iterable[str | Heuristic] = BACKWARD, *, as_of: int | None = None
) -> pd.DataFrame:
    """Return what several heuristics answer, a column each; faster than one after another.

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
        As :func:`change` does.
    """
    facts = Facts(chain, as_of)
    columns: dict[str, pd.Series] = {}
    for heuristic in [heuristics] if isinstance(heuristics, str) else heuristics:
        rule = _named(heuristic)
        if isinstance(heuristic, str) and heuristic in _RULES:
            columns[heuristic] = facts.identify(_RULES[heuristic][1](facts))
        else:
            name = heuristic if isinstance(heuristic, str) else _name_of(rule)
            columns[name] = rule(facts.chain, as_of=as_of)
    index = pd.RangeIndex(len(facts.chain.columns.txs.txid), name="tx")
    return pd.DataFrame(columns, index=index)


def agreement(
    chain: Chain,
    heuristics: Iterable[str | Heuristic] = BACKWARD,
    *,
    at_least: int = 2,
    as_of: int | None = None,
) -> pd.Series:
    """Return the output that several heuristics identify, where none identifies another.

    Rules that say nearly the same, as those for round values of different digits do, count each.

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
    """
    given = answers(chain, heuristics, as_of=as_of)
    if not 1 <= at_least <= len(given.columns):
        raise NpsError(
            f"at_least is {at_least!r}, of {len(given.columns)} heuristics: give a number from 1"
            " to as many as there are."
        )
    rows = given.to_numpy()
    most = rows.max(axis=1, initial=-1)
    agree = (rows == most[:, None]).sum(axis=1)
    opposed = ((rows != most[:, None]) & (rows >= 0)).any(axis=1)
    found = np.where((agree >= at_least) & ~opposed, most, -1)
    return pd.Series(found, given.index, name="output")


def _named(heuristic: str | Heuristic) -> Heuristic:
    if callable(heuristic):
        return heuristic
    if heuristic not in HEURISTICS:
        raise NpsError(
            f"There is no change heuristic {heuristic!r}: choose from {', '.join(HEURISTICS)}."
        )
    return HEURISTICS[heuristic]


def _name_of(heuristic: Heuristic) -> str:
    return getattr(heuristic, "__name__", type(heuristic).__name__)
