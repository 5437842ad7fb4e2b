"""What the change heuristics ask of a chain, worked out once for all of them.

Every rule asks the same few questions: which outputs go back to an address of the inputs, which go
to an address never seen before, of what type the inputs are, how small the smallest of them is.
:class:`Facts` answers each in one pass, when it is first asked, and keeps the answer. A rule then
says which outputs it keeps, those that it can't rule out, and :meth:`Facts.identify` turns that
into its answer: the one that is left, or none.
"""

from collections.abc import Callable
from functools import cached_property

import numpy as np
import pandas as pd
from numba import njit

from nps_chain.chain.schema import UNKNOWN
from nps_chain.chain.tables import Chain
from nps_chain.trace.clock import known

REUSED, FRESH = 1, 2


class Facts:
    """Facts about each transaction and output of a chain, as it was known at a height.

    Parameters
    ----------
    chain : Chain
        The chain.
    as_of : int, optional
        Height of the last block that is known; None for all there are.
    """

    def __init__(self, chain: Chain, as_of: int | None = None) -> None:
        self.chain = known(chain, as_of)
        self.as_of = as_of

    @property
    def index(self) -> pd.RangeIndex:
        """The rows of the transactions, as the index of what is answered for each."""
        return pd.RangeIndex(len(self.chain.columns.txs.txid), name="tx")

    @cached_property
    def spendable(self) -> np.ndarray:
        """Of each output, whether anybody can spend it."""
        return self.chain.columns.outputs.address != UNKNOWN

    @property
    def reused(self) -> np.ndarray:
        """Of each output, whether its address is among those of the inputs."""
        return self.addresses == REUSED

    @property
    def fresh(self) -> np.ndarray:
        """Of each output, whether its address first appears in this transaction, as an output."""
        return self.addresses == FRESH

    @cached_property
    def addresses(self) -> np.ndarray:
        """Of each output: 0, REUSED or FRESH (uint8)."""
        c = self.chain.columns
        return _address_flags(
            self.chain.first_input,
            self.chain.first_output,
            c.inputs.address,
            c.outputs.address,
            c.addresses.first_seen,
        )

    @cached_property
    def self_change(self) -> np.ndarray:
        """Of each transaction, whether an output goes back to an address of the inputs."""
        back = np.zeros(len(self.chain.columns.txs.txid), bool)
        back[self.chain.columns.outputs.tx[self.reused]] = True
        return back

    @cached_property
    def unknown_input(self) -> np.ndarray:
        """Of each transaction, whether the data don't tell the address of an input."""
        inputs = self.chain.columns.inputs
        unknown = np.zeros(len(self.chain.columns.txs.txid), bool)
        unknown[inputs.tx[inputs.address == UNKNOWN]] = True
        return unknown

    @cached_property
    def input_type(self) -> np.ndarray:
        """Of each transaction, the script type of all its inputs; -1 if mixed or unknown."""
        c = self.chain.columns
        return _common_type(self.chain.first_input, c.inputs.address, c.addresses.script_type)

    @cached_property
    def smallest_input(self) -> np.ndarray:
        """Of each transaction, the least value of several inputs; -1 if one input, or unknown."""
        return _smallest(self.chain.first_input, self.chain.columns.inputs.value)

    @cached_property
    def zeros(self) -> np.ndarray:
        """Of each output, in how many zeros its value ends (uint8); 99 if it is worth nothing."""
        return _zeros(self.chain.columns.outputs.value)

    def identify(self, *kept: np.ndarray) -> np.ndarray:
        """Return for each transaction the only spendable output that a rule keeps, or -1.

        It is -1, too, where less than two outputs can be spent, for then there is nothing to
        choose from, and for coinbases.

        Parameters
        ----------
        *kept : numpy.ndarray
            Of each output, whether a rule keeps it; one array a rule, 32 at most.

        Returns
        -------
        numpy.ndarray
            Shape (rules, transactions), int64: rows in ``outputs``, or -1.
        """
        c = self.chain.columns
        bits = np.zeros(len(c.outputs.tx), np.uint32)
        for k, outputs in enumerate(kept):
            _mark(outputs, np.uint32(1 << k), bits)
        answer = np.full((len(kept), len(self.index)), UNKNOWN, np.int64)
        _identify(self.chain.first_output, c.outputs.address, c.txs.coinbase, bits, answer)
        return answer

    def series(self, answer: np.ndarray) -> pd.Series:
        """Return what is answered for each transaction as a heuristic gives it back."""
        return pd.Series(answer, self.index, name="output")


Keeps = Callable[[Facts], np.ndarray]
"""A rule at work: given the facts, of each output, whether the rule can't rule it out as change."""


def identified(chain: Chain, as_of: int | None, keeps: Keeps) -> pd.Series:
    """Return the only spendable output of each transaction that a rule keeps, or -1."""
    facts = Facts(chain, as_of)
    return facts.series(facts.identify(keeps(facts))[0])


@njit(cache=True, nogil=True)
def _mark(kept: np.ndarray, bit: np.uint32, bits: np.ndarray) -> None:
    for o in range(len(kept)):
        if kept[o]:
            bits[o] |= bit


@njit(cache=True, nogil=True)
def _identify(
    first_output: np.ndarray,
    address: np.ndarray,
    coinbase: np.ndarray,
    bits: np.ndarray,
    answer: np.ndarray,
) -> None:
    """Fill in the outputs that alone have a bit in their transaction, all bits at once."""
    for t in range(len(coinbase)):
        spendable, once, twice = 0, np.uint32(0), np.uint32(0)
        for o in range(first_output[t], first_output[t + 1]):
            if address[o] >= 0:
                spendable += 1
                twice |= once & bits[o]
                once |= bits[o]
        only = once & ~twice
        if only == 0 or spendable < 2 or coinbase[t]:
            continue
        for o in range(first_output[t], first_output[t + 1]):
            if address[o] >= 0:
                left, k = bits[o] & only, 0
                while left:
                    if left & np.uint32(1):
                        answer[k, t] = o
                    left >>= np.uint32(1)
                    k += 1


@njit(cache=True, nogil=True)
def _address_flags(
    first_input: np.ndarray,
    first_output: np.ndarray,
    spent: np.ndarray,
    paid: np.ndarray,
    first_seen: np.ndarray,
) -> np.ndarray:
    """Return for each output whether its address is among the inputs', or else seen first here."""
    flags = np.zeros(len(paid), np.uint8)
    spent_in = np.full(len(first_seen), -1, np.int32)  # the last transaction that spent from it
    for t in range(len(first_output) - 1):
        for i in range(first_input[t], first_input[t + 1]):
            if spent[i] >= 0:
                spent_in[spent[i]] = t
        for o in range(first_output[t], first_output[t + 1]):
            if paid[o] >= 0:
                if spent_in[paid[o]] == t:
                    flags[o] = REUSED
                elif first_seen[paid[o]] == t:
                    flags[o] = FRESH
    return flags


@njit(cache=True, nogil=True)
def _common_type(
    first_input: np.ndarray, address: np.ndarray, script_type: np.ndarray
) -> np.ndarray:
    common = np.full(len(first_input) - 1, -1, np.int8)
    for t in range(len(common)):
        for i in range(first_input[t], first_input[t + 1]):
            kind = script_type[address[i]] if address[i] >= 0 else np.int8(-1)
            if i == first_input[t]:
                common[t] = kind
            elif kind != common[t]:
                common[t] = -1
    return common


@njit(cache=True, nogil=True)
def _smallest(first_input: np.ndarray, value: np.ndarray) -> np.ndarray:
    least = np.full(len(first_input) - 1, -1, np.int64)
    for t in range(len(least)):
        start, end = first_input[t], first_input[t + 1]
        if end - start > 1:
            # An unknown value is -1, below all others, and so makes the least unknown.
            least[t] = value[start]
            for i in range(start + 1, end):
                if value[i] < least[t]:
                    least[t] = value[i]
    return least


@njit(cache=True, nogil=True)
def _zeros(value: np.ndarray) -> np.ndarray:
    zeros = np.zeros(len(value), np.uint8)
    for o in range(len(value)):
        left = np.uint64(value[o])
        if left == 0:
            zeros[o] = 99
        while left and left % np.uint64(10) == 0:
            left //= np.uint64(10)
            zeros[o] += 1
    return zeros
