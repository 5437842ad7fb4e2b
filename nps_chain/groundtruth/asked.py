"""What a user hands to a score, looked at before anything is worked out from it.

A score that gets the wrong thing must say so in a sentence. And a score with chance in it must be
the same tomorrow, so its draws are named by a number, and none is taken from the clock.
"""

from operator import index
from typing import Any

import numpy as np

from nps_chain.chain.tables import Chain
from nps_chain.errors import NpsError
from nps_chain.groundtruth.truth import Truth


def chain_meant(x: Any, truth: Any, chain: Any) -> Chain:
    """Return the chain that a result is about: the one given, or its own, or that of the truth.

    Raises
    ------
    NpsError
        If the truth is none, or what is given as a chain is none.
    """
    if not isinstance(truth, Truth):
        raise NpsError('Score against a truth, such as nps.truth("core-regtest").')
    if chain is None:
        chain = getattr(x, "chain", None)
    if chain is None:
        return truth.chain
    if not isinstance(chain, Chain):
        raise NpsError(f"{chain!r:.80} is no chain: give one from nps.load or nps.read, chain=...")
    return chain


def check_seed(seed: Any) -> int:
    """Return a seed as a number; refuse what names no draws, or other ones each time.

    Raises
    ------
    NpsError
        If it is no whole number from 0.
    """
    try:
        number = -1 if isinstance(seed, bool | np.ndarray) else index(seed)
    except TypeError:
        number = -1
    if number < 0:
        raise NpsError(f"seed is {seed!r:.80}: give a whole number from 0; it names the draws.")
    return number
