"""One transaction, address or block as a person reads it, in text and in HTML.

A view holds nothing but its chain and a row; all that it tells is looked up.
"""

from abc import ABC, abstractmethod
from html import escape
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from nps_chain.chain.address.script import SCRIPT_TYPES
from nps_chain.chain.schema import COINBASE, UNKNOWN, hexadecimal
from nps_chain.chain.wire.hashes import shown
from nps_chain.errors import ChainError

if TYPE_CHECKING:
    from nps_chain.chain.tables import Chain


def bitcoin(satoshi: int) -> str:
    """Return an amount as people write it, to the last satoshi.

    >>> bitcoin(150_000_001)
    '1.50000001 BTC'
    """
    if satoshi == UNKNOWN:
        return "unknown"
    return f"{satoshi // 100_000_000:,}.{satoshi % 100_000_000:08d} BTC"


def moment(time: pd.Timestamp) -> str:
    """Return a time in UTC as people write it, to the second."""
    return f"{time:%Y-%m-%d %H:%M:%S} UTC"


class Coin(NamedTuple):
    """One input or output of a transaction."""

    address: str  # empty where it is unknown or there is none
    value: int  # satoshi; -1 unknown
    note: str


class _View(ABC):
    """A row of a chain that shows itself as lines of label and text."""

    def __init__(self, chain: "Chain", row: int) -> None:
        self.chain = chain
        self.row = row

    @abstractmethod
    def _lines(self) -> list[tuple[str, str]]:
        """Return what there is to tell, each with its label."""

    def __repr__(self) -> str:
        lines = self._lines()
        width = max(len(label) for label, _ in lines)
        return "\n".join(f"{label:<{width}}  {text}".rstrip() for label, text in lines)

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><th style='text-align:left'>{escape(label)}</th>"
            f"<td style='text-align:left'>{escape(text)}</td></tr>"
            for label, text in self._lines()
        )
        return f"<table>{rows}</table>"


class TransactionView(_View):
    """A transaction: who is paid, from what, and what the miner gets."""

    @property
    def txid(self) -> str:
        """Its name: 64 hex digits."""
        return _hex(self.chain.columns.txs.txid, self.row)

    @property
    def height(self) -> int:
        """Height of its block."""
        return int(self.chain.columns.txs.height[self.row])

    @property
    def time(self) -> pd.Timestamp:
        """Time of its block, in UTC."""
        return self.chain.block(self.height).time

    @property
    def fee(self) -> int:
        """What the miner gets, in satoshi; -1 where an input's value is unknown."""
        return int(self.chain.columns.txs.fee[self.row])

    @property
    def vsize(self) -> int:
        """Size in virtual bytes."""
        return int(self.chain.columns.txs.vsize[self.row])

    @property
    def coinbase(self) -> bool:
        """Whether it creates new coins for a miner."""
        return bool(self.chain.columns.txs.coinbase[self.row])

    @property
    def input_rows(self) -> range:
        """Rows of its inputs."""
        first = self.chain.first_input
        return range(int(first[self.row]), int(first[self.row + 1]))

    @property
    def output_rows(self) -> range:
        """Rows of its outputs."""
        first = self.chain.first_output
        return range(int(first[self.row]), int(first[self.row + 1]))

    @property
    def inputs(self) -> list[Coin]:
        """The coins that it spends."""
        columns = self.chain.columns.inputs
        notes = {COINBASE: "new coins", -2: "from outside the data"}
        return [
            Coin(
                _address(self.chain, columns.address[row]),
                int(columns.value[row]),
                notes.get(int(columns.spends[row]), ""),
            )
            for row in self.input_rows
        ]

    @property
    def spends_from(self) -> list[str]:
        """The different addresses that it spends from, in the order of its inputs.

        A coin whose address the data don't tell counts for none.

        Examples
        --------
        >>> import nps_chain as nps
        >>> tx = nps.load("core-regtest").tx(136)
        >>> len(tx.inputs), len(tx.spends_from)
        (6, 2)
        """
        return list(dict.fromkeys(coin.address for coin in self.inputs if coin.address))

    @property
    def outputs(self) -> list[Coin]:
        """The coins that it makes."""
        columns = self.chain.columns.outputs
        coins = []
        for row in self.output_rows:
            spendable = columns.address[row] != UNKNOWN
            left = "unspent" if spendable else "can't be spent"
            note = left if columns.spent_by[row] == UNKNOWN else "spent"
            coins.append(
                Coin(_address(self.chain, columns.address[row]), int(columns.value[row]), note)
            )
        return coins

    def coin(self, label: str) -> Coin:
        """Return the input or output of a label, as interpretations name them: ``i0``, ``o3``.

        Raises
        ------
        ChainError
            If the transaction has no such coin.

        Examples
        --------
        >>> import nps_chain as nps
        >>> tx = nps.load("core-regtest").tx(535)
        >>> tx.coin("o2") == tx.outputs[2]
        True
        """
        coins = {f"i{place}": coin for place, coin in enumerate(self.inputs)}
        coins |= {f"o{place}": coin for place, coin in enumerate(self.outputs)}
        if not isinstance(label, str) or label not in coins:
            raise ChainError(
                f"There is no coin {label!r:.40} in this transaction: its inputs are i0 to"
                f" i{len(self.inputs) - 1}, its outputs o0 to o{len(self.outputs) - 1}."
            )
        return coins[label]

    @property
    def came_from(self) -> "list[TransactionView | None]":
        """For each input the transaction that made its coin; None where none is in the data."""
        inputs, outputs = self.chain.columns.inputs, self.chain.columns.outputs
        spends = (int(inputs.spends[row]) for row in self.input_rows)
        return [self.chain.tx(int(outputs.tx[coin])) if coin >= 0 else None for coin in spends]

    @property
    def went_to(self) -> "list[TransactionView | None]":
        """For each output the transaction that spends it; None where none in the data does."""
        spent_by = (int(self.chain.columns.outputs.spent_by[row]) for row in self.output_rows)
        return [None if tx == UNKNOWN else self.chain.tx(tx) for tx in spent_by]

    def _lines(self) -> list[tuple[str, str]]:
        lines = [
            ("Transaction", self.txid),
            ("Block", f"{self.height:,}, {moment(self.time)}"),
        ]
        for row, coin in zip(self.input_rows, self.inputs, strict=True):
            lines.append((f"Input {row - self.input_rows.start}", _shown(coin)))
        kinds = self.chain.columns.outputs.script_type
        for row, coin in zip(self.output_rows, self.outputs, strict=True):
            named = coin if coin.address else coin._replace(address=SCRIPT_TYPES[kinds[row]])
            lines.append((f"Output {row - self.output_rows.start}", _shown(named)))
        fee = "none: new coins" if self.coinbase else bitcoin(self.fee)
        return [*lines, ("Fee", fee)]


class AddressView(_View):
    """An address: what it received and spent in all."""

    @property
    def text(self) -> str:
        """The address itself."""
        return _address(self.chain, self.row)

    @property
    def script_type(self) -> str:
        """The kind of its locking script."""
        return SCRIPT_TYPES[self.chain.columns.addresses.script_type[self.row]]

    @property
    def received(self) -> int:
        """All it was paid within the data, in satoshi."""
        outputs = self.chain.columns.outputs
        return int(outputs.value[outputs.address == self.row].sum())

    @property
    def balance(self) -> int:
        """What it was paid within the data and has not spent, in satoshi."""
        outputs = self.chain.columns.outputs
        kept = (outputs.address == self.row) & (outputs.spent_by == UNKNOWN)
        return int(outputs.value[kept].sum())

    @property
    def tx_rows(self) -> np.ndarray:
        """Rows of the transactions that pay it or spend from it, in chain order."""
        inputs, outputs = self.chain.columns.inputs, self.chain.columns.outputs
        paid = outputs.tx[outputs.address == self.row]
        return np.union1d(paid, inputs.tx[inputs.address == self.row])

    @property
    def txids(self) -> list[str]:
        """The same transactions by name."""
        return [_hex(self.chain.columns.txs.txid, row) for row in self.tx_rows]

    def _lines(self) -> list[tuple[str, str]]:
        first, last = self.tx_rows[[0, -1]]
        heights = self.chain.columns.txs.height
        return [
            ("Address", self.text),
            ("Kind", self.script_type),
            ("Received", bitcoin(self.received)),
            ("Balance", bitcoin(self.balance)),
            ("Transactions", f"{len(self.tx_rows):,}"),
            ("In blocks", f"{heights[first]:,} to {heights[last]:,}"),
        ]


class BlockView(_View):
    """A block: when it was made, and what is in it."""

    @property
    def hash(self) -> str:
        """Its name: 64 hex digits."""
        return _hex(self.chain.columns.blocks.hash, self.row)

    @property
    def height(self) -> int:
        """How many blocks came before it."""
        return int(self.chain.columns.blocks.height[self.row])

    @property
    def header(self) -> bytes:
        """The 80 bytes whose hash names it.

        Raises
        ------
        ChainError
            If the source of the chain didn't give them.
        """
        header = self.chain.columns.blocks.header[self.row].tobytes()
        if not any(header):
            raise ChainError(
                f"The header of block {self.height:,} is not in the data: their source gave none."
                " Read the block from a node's block files to have it."
            )
        return header

    @property
    def previous(self) -> str:
        """The hash of the block before it, as its header names it: 64 hex digits."""
        return shown(self.header[4:36])

    @property
    def time(self) -> pd.Timestamp:
        """When it was made by its miner's clock, in UTC."""
        return pd.Timestamp(int(self.chain.columns.blocks.time[self.row]), unit="s", tz="UTC")

    @property
    def tx_rows(self) -> range:
        """Rows of its transactions."""
        heights = self.chain.columns.txs.height
        first = np.searchsorted(heights, self.height, "left")
        return range(int(first), int(np.searchsorted(heights, self.height, "right")))

    @property
    def txids(self) -> list[str]:
        """Its transactions by name, in their order."""
        return [_hex(self.chain.columns.txs.txid, row) for row in self.tx_rows]

    def _lines(self) -> list[tuple[str, str]]:
        return [
            ("Block", f"{self.height:,}"),
            ("Hash", self.hash),
            ("Time", moment(self.time)),
            ("Transactions", f"{len(self.tx_rows):,}"),
        ]


def _hex(hashes: np.ndarray, row: int) -> str:
    return hexadecimal(hashes[row : row + 1])[0].as_py()


def _address(chain: "Chain", row: int) -> str:
    return "" if row == UNKNOWN else chain.columns.addresses.address[int(row)].as_py()


def _shown(coin: Coin) -> str:
    parts = [bitcoin(coin.value) if coin.note != "new coins" else "", coin.address, coin.note]
    return "  ".join(part for part in parts if part)
