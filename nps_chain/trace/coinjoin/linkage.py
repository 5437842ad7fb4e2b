"""What the interpretations of a transaction give: how much it hides, and which links it shows.

What the numbers mean, where they fail and whose they are is told in ``interpretations.py``.
"""

from dataclasses import dataclass
from functools import cached_property
from math import log2

import numpy as np
import pandas as pd

from nps_chain.chain.schema import UNKNOWN
from nps_chain.chain.views import bitcoin
from nps_chain.trace.coinjoin.perfect import perfect


@dataclass(frozen=True, eq=False, repr=False)
class Interpretations:
    """How a transaction can be read; made by :func:`interpretations`.

    Parameters
    ----------
    n : int
        The number of interpretations, exact.
    links : numpy.ndarray
        Shape (outputs, inputs), Python's integers: in how many of them a pair is linked.
    outputs, inputs : tuple of str
        The coins of its rows and columns, by side and place in the transaction: ``o0``, ``i3``.
    paid, spent : tuple of int
        Their values in satoshi; -1 for the input of a coinbase.
    fee : int
        What all inputs have over all outputs, in satoshi; -1 for a coinbase.
    gain, loss : int
        How many satoshi a participant was allowed to get from the others, or to pay them.
    """

    n: int
    links: np.ndarray
    outputs: tuple[str, ...]
    inputs: tuple[str, ...]
    paid: tuple[int, ...]
    spent: tuple[int, ...]
    fee: int
    gain: int = 0
    loss: int = 0

    @property
    def entropy(self) -> float:
        """The entropy in bits: log2 of the number."""
        return log2(self.n)

    @cached_property
    def matrix(self) -> np.ndarray:
        """Link probabilities: shape (outputs, inputs), float64."""
        return (self.links / self.n).astype(np.float64).reshape(self.links.shape)

    @property
    def frame(self) -> pd.DataFrame:
        """Link probabilities with a row for each output and a column for each input."""
        return pd.DataFrame(
            self.matrix,
            pd.Index([*map(_shown, self.outputs, self.paid)], name="output", dtype="str"),
            pd.Index([*map(_shown, self.inputs, self.spent)], name="input", dtype="str"),
        )

    @property
    def deterministic(self) -> list[tuple[str, str]]:
        """Pairs of input and output that every interpretation links, in order."""
        rows, columns = np.nonzero((self.links == self.n).T)
        return [(self.inputs[i], self.outputs[o]) for i, o in zip(rows, columns, strict=True)]

    @property
    def density(self) -> float:
        """Bits of entropy for each input and output."""
        return self.entropy / max(len(self.inputs) + len(self.outputs), 1)

    @property
    def efficiency(self) -> float:
        """The number as a share of the perfect CoinJoin's of like shape; 0 where it is 1."""
        if self.n == 1:
            return 0.0
        return self.n / perfect(len(self.inputs), len(self.outputs))

    def __repr__(self) -> str:
        pairs = len(self.deterministic)
        certain = f"{pairs:,} of {self.links.size:,}" if pairs else "none"
        s = "" if self.n == 1 else "s"
        return (
            f"{_number(self.n)} interpretation{s}, entropy {self.entropy:.2f} bits; links that all"
            f" interpretations share: {certain}"
        )

    def _repr_html_(self) -> str:
        return f"<p>{self!r}</p>{self.frame.round(3).to_html()}"


def _shown(label: str, value: int) -> str:
    return f"{label} new coins" if value == UNKNOWN else f"{label} {bitcoin(value)}"


def _number(n: int) -> str:
    """Write a number in full while one can read it."""
    return f"{n:,}" if n < 10**15 else f"about 10^{log2(n) / log2(10):.1f}"
