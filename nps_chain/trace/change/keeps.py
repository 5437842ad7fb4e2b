"""Which outputs each rule that looks backward keeps: those that it can't rule out as change.

The rules themselves, with when they fail and where they are from, are in
:mod:`nps_chain.trace.change.backward`. Each function here returns a flag for each output;
whether it can be spent, and whether there is a choice, is looked at when one is identified.
"""

import numpy as np
from numba import njit

from nps_chain.trace.change.facts import Facts, Keeps


def reused(facts: Facts) -> np.ndarray:
    """Keep what goes back to an address of the inputs."""
    return facts.reused


def of_input_type(facts: Facts) -> np.ndarray:
    """Keep what is of the one script type of all inputs."""
    outputs = facts.chain.columns.outputs
    return outputs.script_type == facts.input_type[outputs.tx]


def below_each_input(facts: Facts) -> np.ndarray:
    """Keep what is worth less than each of several inputs."""
    outputs = facts.chain.columns.outputs
    return outputs.value < facts.smallest_input[outputs.tx]


def not_round(digits: int) -> Keeps:
    """Return the rule that keeps outputs whose value doesn't end in so many zeros."""
    return lambda facts: facts.zeros < digits


def fresh(facts: Facts) -> np.ndarray:
    """Keep what goes to an address that first appears here."""
    return facts.fresh


def fresh_without_self_change(facts: Facts) -> np.ndarray:
    """Keep what goes to a fresh address, unless something goes back to the inputs', or may."""
    back = facts.self_change | facts.unknown_input
    return facts.fresh & ~back[facts.chain.columns.outputs.tx]


def larger_in_chain(facts: Facts) -> np.ndarray:
    """Keep the larger output of a link in a peel chain; the next link counts given a height."""
    c = facts.chain.columns
    return _larger_of_links(
        facts.chain.first_input,
        facts.chain.first_output,
        c.inputs.spends,
        c.outputs.tx,
        c.outputs.address,
        c.outputs.value,
        c.outputs.spent_by,
        c.txs.coinbase,
        facts.as_of is not None,
    )


@njit(cache=True, nogil=True)
def _larger_of_links(
    first_input: np.ndarray,
    first_output: np.ndarray,
    spends: np.ndarray,
    maker: np.ndarray,
    address: np.ndarray,
    value: np.ndarray,
    spent_by: np.ndarray,
    coinbase: np.ndarray,
    forward: bool,
) -> np.ndarray:
    link = np.zeros(len(coinbase), np.bool_)
    for t in range(len(coinbase)):
        o = first_output[t]
        link[t] = (
            first_input[t + 1] - first_input[t] == 1
            and first_output[t + 1] - o == 2
            and address[o] >= 0
            and address[o + 1] >= 0
            and not coinbase[t]
        )
    kept = np.zeros(len(maker), np.bool_)
    for t in range(len(coinbase)):
        if link[t]:
            o = first_output[t]
            if value[o] == value[o + 1]:
                continue
            larger = o if value[o] > value[o + 1] else o + 1
            coin = spends[first_input[t]]
            kept[larger] = (coin >= 0 and link[maker[coin]]) or (
                forward and spent_by[larger] >= 0 and link[spent_by[larger]]
            )
    return kept
