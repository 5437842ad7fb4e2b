"""The coins of addresses: which inputs spend from them, which outputs pay them.

Coins lie in the order of the chain. Where those of each address lie is worked out once, so that an
address of ten thousand coins is as quickly asked as one of three.
"""

from functools import cached_property

import numpy as np

from nps_chain.chain.pieces import rows_of, starts
from nps_chain.chain.tables import Chain


class CoinsOf:
    """The inputs and outputs of a chain, by address.

    Parameters
    ----------
    chain : Chain
        The chain.
    """

    def __init__(self, chain: Chain) -> None:
        self._chain = chain

    def inputs(self, addresses: np.ndarray, txs: int) -> np.ndarray:
        """Return the rows of the inputs that spend from some addresses, sorted.

        Parameters
        ----------
        addresses : numpy.ndarray
            Their rows, each once.
        txs : int
            How many transactions are known; those of later ones are left out.
        """
        return _upto(self._chain.first_input[txs], self._inputs.of(addresses))

    def outputs(self, addresses: np.ndarray, txs: int) -> np.ndarray:
        """Return the rows of the outputs that pay some addresses, as `inputs` does."""
        return _upto(self._chain.first_output[txs], self._outputs.of(addresses))

    @cached_property
    def _inputs(self) -> "_ByAddress":
        return _ByAddress(self._chain.columns.inputs.address, self._addresses)

    @cached_property
    def _outputs(self) -> "_ByAddress":
        return _ByAddress(self._chain.columns.outputs.address, self._addresses)

    @property
    def _addresses(self) -> int:
        return len(self._chain.columns.addresses.first_seen)


class _ByAddress:
    """The rows of each address in a column of addresses, side by side and rising."""

    def __init__(self, address: np.ndarray, addresses: int) -> None:
        # Rows without an address, -1, come first.
        self._rows = np.argsort(address, kind="stable").astype(np.int32)
        self._edges = starts(np.bincount(address + np.int32(1), minlength=addresses + 1))

    def of(self, addresses: np.ndarray) -> np.ndarray:
        return self._rows[rows_of(self._edges, addresses + 1)]


def _upto(end: np.int64, rows: np.ndarray) -> np.ndarray:
    return np.sort(rows[rows < end])
