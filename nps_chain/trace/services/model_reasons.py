"""A model's verdicts in words: what counted most for them, what against, and beside what.

A number says nothing by itself. So beside each stands the usual one of the known clusters of that
kind, and of all others. Known failure: these are the numbers that moved the vote, not causes; of
two that say the same, the trees ask for one, and the other seems to count little.
"""

import numpy as np
import pandas as pd

from nps_chain.trace.services.model_columns import COLUMNS, NAMES
from nps_chain.trace.texts import count

_FOR, _AGAINST = 3, 2
_LITTLE = 0.01  # what moved less of the vote isn't worth a word


def reasons_of(
    known: pd.DataFrame,
    kinds: tuple[str, ...],
    numbers: pd.DataFrame,
    kind: np.ndarray,
    told: np.ndarray,
    added: np.ndarray,
) -> list[str]:
    """Return the reasons for each verdict, as sentences.

    Parameters
    ----------
    known : pandas.DataFrame
        The examples.
    kinds : tuple of str
        All kinds.
    numbers : pandas.DataFrame
        A row a verdict, a column for each of COLUMNS.
    kind : numpy.ndarray
        The place in ``kinds`` of each verdict.
    told : numpy.ndarray
        Shape (verdicts, kinds): probabilities.
    added : numpy.ndarray
        Shape (verdicts, columns): what each number added to the vote.
    """
    usual = {one: _usual(known, kinds[one]) for one in np.unique(kind).tolist()}
    reasons = []
    for values, one, chances, parts in zip(
        numbers.to_numpy().tolist(), kind.tolist(), told, added, strict=True
    ):
        beside, learned = usual[one]
        order = np.argsort(-parts, kind="stable")
        sides = {
            "For": [k for k in order[:_FOR].tolist() if parts[k] > _LITTLE],
            "Against": [k for k in order[::-1][:_AGAINST].tolist() if parts[k] < -_LITTLE],
        }
        said = [
            f"{side}: {'; '.join(_words(k, values[k], kinds[one], beside) for k in places)}."
            for side, places in sides.items()
            if places
        ]
        second = int(np.argsort(-chances, kind="stable")[1])
        said.append(f"Next likeliest: {kinds[second]}, {100 * chances[second]:.0f} %.")
        said.append(learned)
        reasons.append(" ".join(said))
    return reasons


def _usual(known: pd.DataFrame, kind: str) -> tuple[list[tuple[int, int]], str]:
    """Return the lower medians of a kind and of all others, column by column, and a sentence."""
    own = (known["kind"] == kind).to_numpy()
    medians = [
        np.sort(known.loc[rows, NAMES].to_numpy(), axis=0)[(int(rows.sum()) - 1) // 2]
        for rows in (own, ~own)
    ]
    owners = len(known.loc[own, ["chain", "owner"]].drop_duplicates())
    learned = (
        f"Learned from {count(int(own.sum()), 'cluster')} of {count(owners, 'owner')} of this kind;"
        " a service of another kind that it never saw may look the same."
    )
    return list(zip(*(one.tolist() for one in medians), strict=True)), learned


def _words(place: int, value: int, kind: str, beside: list[tuple[int, int]]) -> str:
    column = COLUMNS[place]
    text = column.text.format(f"{value:,}") if value >= 0 or not column.none else column.none
    of_kind, others = (f"{one:,}" if one >= 0 else "none" for one in beside[place])
    return f"{text} (usual: {kind} {of_kind}, others {others})"
