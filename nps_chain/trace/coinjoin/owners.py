"""Coins that are known to have one owner, put together before interpretations are counted.

Inputs of one owner count as one input of their sum, outputs likewise. Where an input and an output
have one owner, each gets the same amount on top, larger than all that the transaction moves: so no
part balances unless it has both.

Limit: what is put together is taken for true. A wrong group lowers the entropy as a right one does.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from nps_chain.errors import NpsError

_LABEL = re.compile("[io](0|[1-9][0-9]{0,5})")


@dataclass(frozen=True)
class Owned:
    """Coins put together.

    Parameters
    ----------
    values : list of int
        What coins of one owner have together, in satoshi.
    place : list of int
        For each coin given, where in ``values`` it is.
    tied : list of int
        For each of ``values`` the number of its owner where inputs and outputs are tied, else -1.
    """

    values: list[int]
    place: list[int]
    tied: list[int]

    def lifted(self, amount: int) -> list[int]:
        """Return the values, those of tied coins lifted by a different multiple for each owner.

        The multiples are powers of two: no two choices of owners have the same sum.
        """
        lifts = (0 if owner < 0 else amount << owner for owner in self.tied)
        return [value + lift for value, lift in zip(self.values, lifts, strict=True)]


def put_together(
    inputs: dict[str, int], outputs: dict[str, int], together: Iterable[Iterable[str]]
) -> tuple[Owned, Owned]:
    """Return inputs and outputs (label to value) with the coins of each group as one.

    Groups that share a coin are one group.

    Raises
    ------
    NpsError
        If a label is no coin's.

    Examples
    --------
    >>> from nps_chain.trace.coinjoin.owners import put_together
    >>> left, right = put_together({"i0": 5, "i1": 7, "i2": 1}, {"o0": 9}, [["i0", "i2"]])
    >>> left.values, left.place
    ([6, 7], [0, 1, 0])
    """
    owners: list[set[str]] = []
    for group in together if isinstance(together, Iterable) else [together]:
        if isinstance(group, str) or not isinstance(group, Iterable):
            raise NpsError(
                f'together is a list of groups of coins, such as [["i0", "o1"]], not "{group}".'
            )
        one = {str(label) for label in group}
        for label in sorted(one):
            if label not in inputs and label not in outputs:
                raise NpsError(_no_coin(label, inputs, outputs))
        apart = [other for other in owners if not other & one]
        owners = [*apart, one.union(*(other for other in owners if other & one))]
    owners = [one for one in owners if len(one) > 1]
    tied = [one for one in owners if one & inputs.keys() and one & outputs.keys()]
    return _side(inputs, owners, tied), _side(outputs, owners, tied)


def _side(coins: dict[str, int], owners: list[set[str]], tied: list[set[str]]) -> Owned:
    values: list[int] = []
    place: list[int] = []
    ties: list[int] = []
    seen: dict[int, int] = {}
    for label, value in coins.items():
        owner = next((k for k, one in enumerate(owners) if label in one), -1)
        if owner >= 0 and owner in seen:
            values[seen[owner]] += value
            place.append(seen[owner])
            continue
        if owner >= 0:
            seen[owner] = len(values)
        place.append(len(values))
        values.append(value)
        ties.append(next((k for k, one in enumerate(tied) if label in one), -1))
    return Owned(values, place, ties)


def _no_coin(label: str, inputs: dict[str, int], outputs: dict[str, int]) -> str:
    """Return what is wrong with a label."""
    if _LABEL.fullmatch(label) is None:
        return (
            f'"{label}" names no coin: write "i0" for the first input, "o0" for the first output.'
        )
    there = " and ".join(
        f"{next(iter(side))} to {next(reversed(side))}" for side in (inputs, outputs) if side
    )
    return f'There is no coin "{label}" that has a value: coins are {there or "none"}.'
