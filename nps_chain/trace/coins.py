"""The coins of a chain as known at a height: which transaction made each, which one spent it.

A coin is named by one number, its row in ``outputs``. A coin from outside the data has no row
there; its name is ``~i``, a negative number, where ``i`` is the row of the input that spends it.
"""

import re

import numpy as np

from nps_chain.chain.schema import COINBASE, OUTSIDE, UNKNOWN
from nps_chain.chain.tables import Chain
from nps_chain.chain.views import AddressView, TransactionView
from nps_chain.chain.wire.hashes import shown
from nps_chain.errors import ChainError

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
    """

    def __init__(self, chain: Chain, as_of: int | None = None) -> None:
        self.chain = chain
        self.as_of = chain.height if as_of is None else int(as_of)
        self._txs = int(np.searchsorted(chain.columns.txs.height, self.as_of, "right"))

    # Finding a place to start, in words or by row.

    def view(self, start: Start) -> TransactionView | AddressView:
        """Return the view of a transaction or an address, if it was there at that height."""
        if isinstance(start, AddressView):
            start = start.text
        if isinstance(start, TransactionView):
            start = start.row
        view: TransactionView | AddressView
        if isinstance(start, str) and not _is_txid(start):
            view = self.chain.address(start)
            first, what = int(self.chain.columns.addresses.first_seen[view.row]), view.text
        else:
            view = self.chain.tx(start)
            first, what = view.row, view.txid
        if first >= self._txs:
            height = self.chain.columns.txs.height[first]
            raise ChainError(f"{what} first appears in block {height}, after height {self.as_of}.")
        return view

    def find(self, output: int | str) -> int:
        """Return the coin that is in a row of ``outputs``, or is named as ``txid:n``."""
        outputs = self.chain.columns.outputs
        if not isinstance(output, str):
            if not 0 <= output < len(outputs.tx):
                raise ChainError(
                    f"There is no output in row {output}: rows go from 0 to {len(outputs.tx) - 1}."
                )
            self.view(int(outputs.tx[output]))
            return int(output)
        txid, _, n = output.strip().rpartition(":")
        if not _is_txid(txid) or not n.isdecimal():
            raise ChainError(
                f"{output[:80]!r} names no output: write its transaction, a colon and its place,"
                " as in txid:0, or give its row in outputs."
            )
        coins = self.made_by(self.view(txid).row)
        if int(n) >= len(coins):
            raise ChainError(
                f"Transaction {txid} has {len(coins)} outputs, numbered from 0, and no output {n}."
            )
        return int(coins[int(n)])

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
        """Return the coins locked to the address in this row, those from outside first."""
        c = self.chain.columns
        from_outside = (c.inputs.address == address) & (c.inputs.spends == OUTSIDE)
        spent, paid = np.flatnonzero(from_outside), np.flatnonzero(c.outputs.address == address)
        return np.concatenate(
            [~spent[c.inputs.tx[spent] < self._txs], paid[c.outputs.tx[paid] < self._txs]]
        )

    def largest(self, coins: np.ndarray, at_least: int, many: int) -> list[int]:
        """Return the ``many`` largest coins of those worth ``at_least``, in their given order.

        Of equals the first count; a coin of unknown value is worth less than nothing.
        """
        values = self.values(coins)
        enough = np.flatnonzero(values >= (at_least or UNKNOWN))
        chosen = enough[np.argsort(-values[enough], kind="stable")[:many]]
        return coins[np.sort(chosen)].tolist()

    # What is known of them.

    def values(self, coins: np.ndarray) -> np.ndarray:
        """Return what coins are worth in satoshi, -1 where unknown."""
        values = np.empty(len(coins), np.int64)
        inside = coins >= 0
        values[inside] = self.chain.columns.outputs.value[coins[inside]]
        values[~inside] = self.chain.columns.inputs.value[~coins[~inside]]
        return values

    def address(self, coin: int) -> str:
        """Return a coin's address as text; empty if it has none, or it is unknown."""
        c = self.chain.columns
        row = int(c.outputs.address[coin] if coin >= 0 else c.inputs.address[~coin])
        return "" if row == UNKNOWN else c.addresses.address[row].as_py()

    def ends(self, coin: int) -> tuple[int, int]:
        """Return the transactions that made and that spent a coin, -1 where there is none."""
        c = self.chain.columns
        if coin < 0:
            return UNKNOWN, int(c.inputs.tx[~coin])
        spender = int(c.outputs.spent_by[coin])
        return int(c.outputs.tx[coin]), spender if spender < self._txs else UNKNOWN

    def name(self, coin: int) -> str:
        """Return a coin's name as the field writes it: ``txid:n``."""
        c = self.chain.columns
        if coin >= 0:
            txid, n = c.txs.txid[c.outputs.tx[coin]], c.outputs.n[coin]
        else:
            row = np.searchsorted(c.outside.input, ~coin)
            txid, n = c.outside.txid[row], c.outside.n[row]
        return f"{shown(txid.tobytes())}:{n}"


def _is_txid(text: str) -> bool:
    return re.fullmatch("[0-9a-fA-F]{64}", text.strip()) is not None
