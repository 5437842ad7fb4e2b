"""A source in which one thing was altered, to see whether the library notices.

A lesson asks what each kind of source proves. Rather than to say it, this module tries it: it
writes a copy of the source with one alteration, and reads the copy. It knows a node's answers
(``getblock``), an export of bitcoin-etl in JSON, and an explorer's pages (Esplora).

Each alteration is the simplest of its kind. Whoever has much work to spare can make blocks of their
own, and whoever runs the only source that one asks can tell a whole history that never was: no look
at the bytes tells these from true ones.
"""

import gzip
import json
import re
from abc import ABC, abstractmethod
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, ClassVar

from nps_chain.chain.readers import files, read
from nps_chain.chain.wire.hashes import from_shown, shown
from nps_chain.chain.wire.transaction import Input, Output, Transaction
from nps_chain.errors import NpsError

ALTERATIONS = {
    "a": "an amount that was paid",
    "b": "an amount that was paid, and the txid made to fit",
    "c": "a transaction is missing",
    "d": "the time of a block",
    "e": "the amount of a coin that was spent",
    "f": "the last block is missing",
}
"""What can be altered, by the letter that the lesson gives it."""

DAY, MORE = 86_400, 1_000
"""By so many seconds a time is altered, and by so many satoshi an amount."""

Record = dict[str, Any]

_NUMBER = re.compile(r"\d[\d,]*")


def read_altered(path: Any, letter: str) -> str:
    """Return what reading says of a copy of a source in which one thing was altered.

    Parameters
    ----------
    path : str or path
        A file or a folder, as :func:`nps_chain.read` takes it.
    letter : str
        In `ALTERATIONS`.

    Returns
    -------
    str
        ``accepted``, ``noted: `` and what the chain's new note says, or ``refused: `` and why.

    Raises
    ------
    NpsError
        If there is no such alteration, or the source is of no kind that is known here.

    Examples
    --------
    >>> from nps_chain.places import data_path
    >>> read_altered(data_path("core-regtest/explorer"), "c")
    'accepted'
    """
    if letter not in ALTERATIONS:
        raise NpsError(
            f"There is no alteration {letter!r:.20}; there are {', '.join(ALTERATIONS)}."
        )
    tables = {file.name.removesuffix(".gz"): _records(file) for file in files(Path(path))}
    _alter(_form(tables), letter)
    with TemporaryDirectory() as folder:
        for name, records in tables.items():
            lines = "".join(json.dumps(record) + "\n" for record in records)
            (Path(folder) / name).write_text(lines, "utf-8")
        try:
            notes = read(folder).notes
        except NpsError as error:
            return f"refused: {error}"
    # What a note counts may change with anything; only one of another kind is news.
    old = {_NUMBER.sub("", note) for note in read(path).notes}
    new = [note for note in notes if _NUMBER.sub("", note) not in old]
    return f"noted: {' '.join(new)}" if new else "accepted"


def _records(file: Path) -> list[Record]:
    raw = file.read_bytes()
    text = (gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw).decode()
    if text.startswith("["):
        return list(json.loads(text))
    return [json.loads(line) for line in text.splitlines()]


class _Form(ABC):
    """A kind of source: where it keeps what is altered."""

    txid, inputs, outputs, locktime = "txid", "vin", "vout", "locktime"
    satoshi: ClassVar[float] = 1  # as its amounts are written

    def __init__(self, tables: dict[str, list[Record]]) -> None:
        self.tables = tables

    @abstractmethod
    def lists(self) -> Iterator[list[Record]]:
        """Yield the lists in which transactions stand."""

    @abstractmethod
    def block(self, tx: Record) -> Any:
        """Return what names the block of a transaction, larger for a later one."""

    @abstractmethod
    def times(self, block: Any) -> Iterator[tuple[Record, str]]:
        """Yield the places that tell the time of a block: a record, and the name of a field."""

    @abstractmethod
    def claim(self, spent: Record) -> Input:
        """Return an input without its witness."""

    @abstractmethod
    def script(self, made: Record) -> str:
        """Return the locking script of an output, in hex."""

    def coin(self, spent: Record) -> Record:
        """Return where the amount of a coin that is spent stands."""
        return spent["prevout"]

    def cut(self, block: Any) -> None:
        """Leave a block out."""
        for held in self.lists():
            held[:] = [tx for tx in held if self.block(tx) != block]

    def raise_value(self, coin: Record) -> None:
        """Make an amount larger."""
        coin["value"] = round(coin["value"] + MORE * self.satoshi, 8)

    def transaction(self, tx: Record) -> Transaction:
        """Return a transaction as the bytes have it, without witnesses."""
        made = [
            Output(round(one["value"] / self.satoshi), bytes.fromhex(self.script(one)))
            for one in tx[self.outputs]
        ]
        claims = tuple(map(self.claim, tx[self.inputs]))
        return Transaction(tx["version"], claims, tuple(made), tx[self.locktime])


class _Explorer(_Form):
    def lists(self) -> Iterator[list[Record]]:
        for records in self.tables.values():
            records[:] = [tx for tx in records if tx["status"]["confirmed"]]
            yield records

    def block(self, tx: Record) -> Any:
        return tx["status"]["block_height"]

    def times(self, block: Any) -> Iterator[tuple[Record, str]]:
        for held in self.lists():
            yield from ((tx["status"], "block_time") for tx in held if self.block(tx) == block)

    def claim(self, spent: Record) -> Input:
        return _claim(spent["txid"], spent["vout"], spent["scriptsig"], spent["sequence"])

    def script(self, made: Record) -> str:
        return str(made["scriptpubkey"])


class _Node(_Form):
    satoshi = 1e-8

    def __init__(self, tables: dict[str, list[Record]]) -> None:
        super().__init__(tables)
        for block in self._blocks():
            for tx in block["tx"]:
                tx["block_height"] = block["height"]
                # The node tells these twice; they would contradict what was altered.
                for again in ("hex", "hash"):
                    tx.pop(again, None)

    def _blocks(self) -> Iterator[Record]:
        for records in self.tables.values():
            yield from records

    def lists(self) -> Iterator[list[Record]]:
        yield from (block["tx"] for block in self._blocks())

    def block(self, tx: Record) -> Any:
        return tx["block_height"]

    def times(self, block: Any) -> Iterator[tuple[Record, str]]:
        yield from ((one, "time") for one in self._blocks() if one["height"] == block)

    def claim(self, spent: Record) -> Input:
        script = spent["scriptSig"]["hex"]
        return _claim(spent["txid"], spent["vout"], script, spent["sequence"])

    def script(self, made: Record) -> str:
        return str(made["scriptPubKey"]["hex"])

    def cut(self, block: Any) -> None:
        for records in self.tables.values():
            records[:] = [one for one in records if one["height"] != block]


class _Export(_Form):
    txid, inputs, outputs, locktime = "hash", "inputs", "outputs", "lock_time"

    def lists(self) -> Iterator[list[Record]]:
        yield from (held for held in self.tables.values() if "block_number" in held[0])

    def block(self, tx: Record) -> Any:
        return tx["block_number"]

    def times(self, block: Any) -> Iterator[tuple[Record, str]]:
        for held in self.tables.values():
            for row in held:
                if row.get("block_number", row.get("number")) == block:
                    yield row, "block_timestamp" if "block_number" in row else "timestamp"

    def claim(self, spent: Record) -> Input:
        coin = spent["spent_transaction_hash"], spent["spent_output_index"]
        return _claim(*coin, spent["script_hex"], spent["sequence"])

    def script(self, made: Record) -> str:
        return str(made["script_hex"])

    def coin(self, spent: Record) -> Record:
        return spent

    def cut(self, block: Any) -> None:
        for held in self.tables.values():
            held[:] = [row for row in held if row.get("block_number", row.get("number")) != block]


def _claim(txid: str, n: int, script: str, sequence: int) -> Input:
    return Input(from_shown(txid), n, bytes.fromhex(script), sequence)


def _form(tables: dict[str, list[Record]]) -> _Form:
    keys = {key for records in tables.values() for key in records[0]}
    for key, form in (("vin", _Explorer), ("tx", _Node), ("block_number", _Export)):
        if key in keys:
            return form(tables)
    raise NpsError("Of this kind of source, nothing can be altered here.")


def _alter(form: _Form, letter: str) -> None:
    tx = _payment(form)
    for total in ("fee", "input_value", "output_value"):  # which would not fit any longer
        tx.pop(total, None)
    match letter:
        case "a":
            form.raise_value(tx[form.outputs][0])
        case "b":
            form.raise_value(tx[form.outputs][0])
            tx[form.txid] = shown(form.transaction(tx).txid)
        case "c":
            for held in form.lists():
                held[:] = [one for one in held if one is not tx]
        case "d":
            for record, name in form.times(form.block(tx)):
                record[name] += DAY
        case "e":
            form.raise_value(form.coin(tx[form.inputs][0]))
        case "f":
            form.cut(max(form.block(one) for held in form.lists() for one in held))


def _payment(form: _Form) -> Record:
    """Return the first payment with change, if possible one whose coins are from outside."""
    known = {tx[form.txid] for held in form.lists() for tx in held}
    payments = [
        tx
        for held in form.lists()
        for tx in held
        if len(tx[form.outputs]) > 1 and tx[form.inputs] and "coinbase" not in tx[form.inputs][0]
    ]
    if not payments:
        raise NpsError("This source holds no payment, so nothing in it can be altered here.")
    inside = [
        any(shown(form.claim(one).txid) in known for one in tx[form.inputs]) for tx in payments
    ]
    return payments[inside.index(False) if False in inside else 0]
