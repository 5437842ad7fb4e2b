"""What transactions look like: their outputs, self-change, data, script types, values, inputs.

Sources: M. Möser, github.com/maltemoeser/dissertation-code, notebooks 2f and 3b.
"""

import numpy as np

from nps_chain.chain.address.script import P2PKH, P2SH, P2TR, P2WPKH, P2WSH
from nps_chain.groundtruth.realism.basis import Basis, Figures, percentage

TYPES = {"p2wpkh": P2WPKH, "p2sh": P2SH, "p2pkh": P2PKH, "p2wsh": P2WSH, "p2tr": P2TR}
"""Script types that the published block was counted by; any other one had no output there."""


def shape(basis: Basis) -> Figures:
    """Return measures 1 to 5, 12, 13 and 19.

    Parameters
    ----------
    basis : Basis
        The chain.
    """
    return _outputs(basis) | _marks(basis) | _values(basis) | _inputs(basis)


def _outputs(basis: Basis) -> Figures:
    """1 to 3: how many outputs a transaction has, those counted that nobody can spend."""
    many = np.diff(basis.chain.first_output)[basis.counted]
    return {
        1: {"share": percentage((many == 1).sum(), len(many))},
        2: {"share": percentage((many == 2).sum(), len(many))},
        3: {"share": percentage((many > 2).sum(), len(many))},
    }


def _marks(basis: Basis) -> Figures:
    """4: self-change, which the source counts where there is no OP_RETURN; 5: OP_RETURN.

    Both are shares of all transactions.
    """
    back = basis.facts.self_change & ~basis.with_data & basis.counted
    data, every = basis.with_data & basis.counted, basis.counted.sum()
    return {
        4: {"share": percentage(back.sum(), every)},
        5: {"share": percentage(data.sum(), every)},
    }


def _values(basis: Basis) -> Figures:
    """12: outputs by script type; 13: values that are given to the last satoshi."""
    outputs = basis.chain.columns.outputs
    kinds, values = outputs.script_type[basis.coins], outputs.value[basis.coins]
    types = {name: percentage((kinds == code).sum(), len(kinds)) for name, code in TYPES.items()}
    others = ~np.isin(kinds, list(TYPES.values()))
    return {
        12: types | {"others": percentage(int(others.sum()), len(kinds))},
        13: {"share": percentage((values % 10 != 0).sum(), len(values))},
    }


def _inputs(basis: Basis) -> Figures:
    """19: inputs where two outputs can be spent, as in the published set, and none is self-change.

    It keeps measure 16 honest: optimal change says nothing of a single input.
    """
    asked = basis.counted & (basis.spendable_outputs == 2) & ~basis.facts.self_change
    many = np.diff(basis.chain.first_input)[asked]
    return {
        19: {
            "one": percentage((many == 1).sum(), len(many)),
            "two": percentage((many == 2).sum(), len(many)),
            "more": percentage((many > 2).sum(), len(many)),
        }
    }
