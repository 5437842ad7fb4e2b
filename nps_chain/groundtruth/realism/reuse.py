"""How often addresses come back: paid again, and in how many transactions each takes part.

Sources: OXT's share of outputs to used addresses; D. Kondor, M. Pósfai, I. Csabai, G. Vattay, "Do
the Rich Get Richer?", PLOS ONE 9, 2014 (exponents of degrees, which are cited from memory).
"""

import numpy as np

from nps_chain.chain.schema import UNKNOWN
from nps_chain.groundtruth.realism.basis import Basis, Figures, percentage
from nps_chain.groundtruth.realism.exponent import exponent

TAIL = 3
"""Where the power laws begin: below, what wallets do by rule (once, twice) hides them."""


def reuse(basis: Basis) -> Figures:
    """Return measures 11, 14 and 15.

    Parameters
    ----------
    basis : Basis
        The chain.
    """
    c = basis.chain.columns
    inputs = c.inputs.address != UNKNOWN  # so no coinbase is among them
    return {
        11: {"share": percentage(_paid_again(basis).sum(), basis.coins.sum())},
        14: {"exponent": _of(c.outputs.address[basis.coins], c.outputs.tx[basis.coins])},
        15: {"exponent": _of(c.inputs.address[inputs], c.inputs.tx[inputs])},
    }


def _paid_again(basis: Basis) -> np.ndarray:
    """Return of each output whether an earlier transaction paid its address.

    What a coinbase paid is used, though the coinbase isn't counted: anyone could see it.
    """
    outputs = basis.chain.columns.outputs
    paid = np.flatnonzero(basis.facts.spendable)
    first = np.full(len(basis.chain.columns.addresses.first_seen), UNKNOWN, np.int64)
    first[outputs.address[paid[::-1]]] = outputs.tx[paid[::-1]]
    again = np.zeros(len(outputs.tx), bool)
    again[paid] = first[outputs.address[paid]] < outputs.tx[paid]
    return again & basis.coins


def _of(addresses: np.ndarray, txs: np.ndarray) -> float:
    """Return the exponent of the number of transactions an address."""
    pairs = np.unique(addresses.astype(np.int64) << 32 | txs)  # several coins in one count once
    return exponent(np.bincount(pairs >> 32), TAIL)
