"""How often change is found, and how often a rule is wrong: by the rules of the project itself.

Source: M. Möser and A. Narayanan, "Resurrecting Address Clustering in Bitcoin", Financial
Cryptography 2022, whose denominator is :func:`published_set`.
"""

import pandas as pd

from nps_chain.groundtruth.realism.basis import Basis, Figures, percentage
from nps_chain.groundtruth.realism.published_set import KnownChange
from nps_chain.trace.change import answers

RULES = {
    16: "optimal_change",
    17: "address_type",
    18: "client_change_address_behavior",
    20: "power_of_ten_4",
    21: "locktime",
    22: "version",
    23: "sequence",
    24: "bip69",
}
"""By the number of its measure, each heuristic; those that look forward see the whole chain."""


def found_change(basis: Basis) -> pd.DataFrame:
    """Return what each heuristic of ``RULES`` answers at the chain's end, a column each.

    Parameters
    ----------
    basis : Basis
        The chain.
    """
    return answers(basis.chain, list(RULES.values()), as_of=basis.chain.height)


def habits(basis: Basis, given: pd.DataFrame, among: KnownChange) -> Figures:
    """Return measures 6, 7, 16 to 18 and 20 to 24.

    Parameters
    ----------
    basis : Basis
        The chain.
    given : pandas.DataFrame
        What the heuristics answer, see :func:`found_change`.
    among : KnownChange
        The transactions that are asked about, and their change.
    """
    fresh, many = basis.facts.fresh, len(among.tx)
    figures: Figures = {
        6: {"share": percentage(fresh[among.change].sum(), many)},
        7: {"share": percentage(fresh[among.payment].sum(), many)},
    }
    for number, rule in RULES.items():
        answer = given[rule].to_numpy()[among.tx]
        decided, right = (answer >= 0).sum(), (answer == among.change).sum()
        figures[number] = {
            "decided": percentage(decided, many),
            "right": percentage(right, decided),
        }
    return figures
