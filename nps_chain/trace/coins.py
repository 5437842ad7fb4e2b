"""The coins of a chain as known at a height: which transaction made each, which one spent it.

A coin is named by one number, its row in ``outputs``. A coin from outside the data has no row
there; its name is ``~i``, a negative number, where ``i`` is the row of the input that spends it.
What is known of coins is told of many at a time: arrays, in the order of the coins given.
"""

from collections.abc import Iterable
from typing import Any

import numpy as np

from nps_chain.chain.schema import COINBASE, OUTSIDE, UNKNOWN, hexadecimal
from nps_chain.chain.tables import Chain
from nps_chain.chain.views import AddressView, TransactionView
from nps_chain.errors import ChainError
from nps_chain.trace.clock import known
from nps_chain.trace.named import from_view, is_txid, output_at, txid_and_place
from nps_chain.trace.texts import address_texts

Start = int | str | TransactionView | AddressView
"""A transaction, by its row, txid or view; or an address, by its text or view."""


class Coins:
    """A chain's coins, and what was known of them when the block at a height was the last.

    Parameters
    ----------
    chain : Chain
        The chain.
    as_of : int, optional
        The height; that of the last block by default.

    Attributes
    ----------
    chain : Chain
        The chain as it was known at that height.
    as_of : int
        The height; -1 for a chain without blocks.
    """

    def __init__(self, chain: Chain, as_of: int | None = None) -> None:
        self.chain = known(chain, as_of)
        blocks = len(chain.columns.blocks.height)
        self.as_of = (chain.height if blocks else UNKNOWN) if as_of is None else int(as_of)
        self._later = chain  # looked at for no answer, only to say that a start comes later

    # Finding a place to start, in words or by row.

    def view(self, start: Start) -> TransactionView | AddressView:
        """Return the view of a transaction or an address, if it was there at that height."""
        if isinstance(start, AddressView):
            start = start.text
        if isinstance(start, TransactionView):
            start = from_view(self._later, start)
        try:
            return _view(self.chain, start)
        except ChainError:
            later = _view(self._later, start)
        if isinstance(later, AddressView):
            first, what = int(later.chain.columns.addresses.first_seen[later.row]), later.text
        else:
            first, what = later.row, later.txid
        height = later.chain.columns.txs.height[first]
        raise ChainError(f"{what} first appears in block {height}, after height {self.as_of}.")

    def find(self, output: int | str) -> int:
        """Return the coin that is in a row of ``outputs``, or is named as ``txid:n``."""
        outputs = self._later.columns.outputs
        if not isinstance(output, str):
            if not 0 <= output < len(outputs.tx):
                raise ChainError(
                    f"There is no output in row {output}: rows go from 0 to {len(outputs.tx) - 1}."
                )
            self.view(int(outputs.tx[output]))
            return int(output)
        txid, n = txid_and_place(output)
        return output_at(self.chain, self.view(txid).row, n)

    # Which coins there are.

    def made_by(self, tx: int) -> np.ndarray:
        """Return the outputs of a transaction."""
        return np.arange(*self.chain.first_output[tx : tx + 2])

    def spent_by(self, tx: int) -> np.ndarray:
        """Return the coins that a transaction spends; none for a coinbase."""
        rows = np.arange(*self.chain.first_input[tx : tx + 2])
        spends = self.chain.columns.inputs.spends[rows]
        return np.where(spends == OUTSIDE, ~rows, spends)[spends != COINBASE]

    def paid_to(self, address: int) -> np.ndarray:
        """Return the coins locked to the address in this row, those from outside first.

        This looks at every output, so ask for it once, at a start.
        """
        c = self.chain.columns
        from_outside = c.outside.input[c.inputs.address[c.outside.input] == address]
        paid = np.flatnonzero(c.outputs.address == address)
        return np.concatenate([~from_outside.astype(np.int64), paid])

    # What is known of them.

    def values(self, coins: np.ndarray) -> np.ndarray:
        """Return what coins are worth in satoshi, -1 where unknown."""
        c = self.chain.columns
        return _either(coins, c.outputs.value, c.inputs.value)

    def address_rows(self, coins: np.ndarray) -> np.ndarray:
        """Return the row of each coin's address, -1 where it has none, or it is unknown."""
        c = self.chain.columns
        return _either(coins, c.outputs.address, c.inputs.address)

    def addresses(self, coins: np.ndarray) -> list[str]:
        """Return each coin's address as text; empty if it has none, or it is unknown."""
        return address_texts(self.chain, self.address_rows(coins)).tolist()

    def makers(self, coins: np.ndarray) -> np.ndarray:
        """Return the transaction that made each coin, -1 for a coin from outside."""
        return _either(coins, self.chain.columns.outputs.tx, None)

    def spenders(self, coins: np.ndarray) -> np.ndarray:
        """Return the transaction that spent each coin, -1 where none has."""
        c = self.chain.columns
        return _either(coins, c.outputs.spent_by, c.inputs.tx)

    def names(self, coins: np.ndarray) -> list[str]:
        """Return each coin's name as the field writes it: ``txid:n``."""
        c = self.chain.columns
        coins = np.asarray(coins, np.int64)
        outside = coins < 0
        txids, places = np.empty((len(coins), 32), np.uint8), np.empty(len(coins), np.int64)
        inside = coins[~outside]
        txids[~outside], places[~outside] = c.txs.txid[c.outputs.tx[inside]], c.outputs.n[inside]
        rows = np.searchsorted(c.outside.input, ~coins[outside])
        txids[outside], places[outside] = c.outside.txid[rows], c.outside.n[rows]
        texts = hexadecimal(txids).to_pylist()
        return [f"{txid}:{n}" for txid, n in zip(texts, places.tolist(), strict=True)]

    # The same of one coin.

    def address(self, coin: int) -> str:
        """Return a coin's address as text; empty if it has none, or it is unknown."""
        return self.addresses(np.array([coin]))[0]

    def ends(self, coin: int) -> tuple[int, int]:
        """Return the transactions that made and that spent a coin, -1 where there is none."""
        one = np.array([coin])
        return int(self.makers(one)[0]), int(self.spenders(one)[0])

    def name(self, coin: int) -> str:
        """Return a coin's name as the field writes it: ``txid:n``."""
        return self.names(np.array([coin]))[0]


def several(start: Any) -> list[Any]:
    """Return a start, or several of them, as a list.

    >>> several("bcrt1q"), several((3, "bcrt1q"))
    (['bcrt1q'], [3, 'bcrt1q'])
    """
    if isinstance(start, str | bytes) or not isinstance(start, Iterable):
        return [start]
    return list(start)


def _view(chain: Chain, start: int | str) -> TransactionView | AddressView:
    if isinstance(start, str) and not is_txid(start):
        return chain.address(start)
    return chain.tx(start)


def _either(coins: np.ndarray, inside: np.ndarray, outside: np.ndarray | None) -> np.ndarray:
    """Return for each coin what one column tells of outputs, and the other of inputs."""
    coins = np.asarray(coins, np.int64)
    found = np.full(len(coins), UNKNOWN, np.int64)
    made = coins >= 0
    found[made] = inside[coins[made]]
    if outside is not None:
        found[~made] = outside[~coins[~made]]
    return found
