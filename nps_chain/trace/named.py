"""Addresses, transactions and outputs as a person names them, turned into rows.

A person has a text from a page or a report, a row from a frame, a view, or a whole frame of them;
a technique works on row numbers. Here names become rows, all of them at once, and a name that isn't
there is refused with the name.
"""

import re
from collections.abc import Iterable
from operator import index
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from nps_chain.chain.schema import as_binary
from nps_chain.chain.tables import Chain
from nps_chain.chain.views import AddressView, TransactionView
from nps_chain.errors import ChainError, NpsError

_TXID = re.compile("[0-9a-fA-F]{64}")
_OUTPUT = re.compile("([0-9a-fA-F]{64}):([0-9]{1,9})")


def is_txid(text: str) -> bool:
    """Return whether a text looks like the name of a transaction: 64 hex digits."""
    return _TXID.fullmatch(text.strip()) is not None


def address_rows(chain: Chain, addresses: Any, *, missing: str = "refuse") -> np.ndarray:
    """Return the distinct rows of addresses, sorted.

    Parameters
    ----------
    chain : Chain
        The chain, as it was known.
    addresses : str, int, AddressView, iterable of these, pandas.DataFrame or None
        Texts, rows or views; a frame has them in its column ``address``; None is no address.
    missing : str
        What to do with a text that is not in the chain: ``refuse`` it, or ``skip`` it.

    Returns
    -------
    numpy.ndarray
        Shape (addresses,), int64.

    Raises
    ------
    ChainError
        If an address is not in the chain; the message names it.

    Examples
    --------
    >>> import nps_chain as nps
    >>> chain = nps.load("core-regtest")
    >>> address_rows(chain, [chain.address(7), chain.address(3).text, 3]).tolist()
    [3, 7]
    """
    given = [from_view(chain, one) if isinstance(one, AddressView) else one
             for one in listed(addresses, "address")]  # fmt: skip
    texts = sorted({text.strip() for text in given if isinstance(text, str)})
    many = len(chain.columns.addresses.address)
    rows = {_row(one, many, "address", "addresses") for one in given if not isinstance(one, str)}
    if texts:
        known = chain.columns.addresses.address
        if len(texts) == 1:  # a scan, without a table of all that is looked for
            found = pa.array([pc.index(known, pa.scalar(texts[0], known.type)).as_py()])
        else:
            found = _places(known, pa.array(texts, known.type))
        for text, row in zip(texts, found.to_pylist(), strict=True):
            if row >= 0:
                rows.add(row)
            elif missing != "skip":
                raise ChainError(f"No output or input of {chain!r} has the address {text:.100}.")
    return np.array(sorted(rows), np.int64)


def tx_rows(chain: Chain, txs: Any) -> np.ndarray:
    """Return the distinct rows of transactions, sorted.

    Parameters
    ----------
    chain : Chain
        The chain, as it was known.
    txs : str, int, TransactionView, iterable of these, pandas.DataFrame or None
        Txids, rows or views; a frame has them in its column ``tx``; None is no transaction.

    Raises
    ------
    ChainError
        If a transaction is not in the chain; the message names it.

    Examples
    --------
    >>> import nps_chain as nps
    >>> chain = nps.load("core-regtest")
    >>> tx_rows(chain, [300, chain.tx(7).txid, chain.tx(300)]).tolist()
    [7, 300]
    """
    given = [from_view(chain, one) if isinstance(one, TransactionView) else one
             for one in listed(txs, "tx")]  # fmt: skip
    texts = sorted({text.strip().lower() for text in given if isinstance(text, str)})
    many = len(chain.columns.txs.txid)
    rows = {_row(one, many, "transaction", "transactions") for one in given
            if not isinstance(one, str)}  # fmt: skip
    return np.array(sorted(rows.union(_rows_of_txids(chain, texts))), np.int64)


def output_rows(chain: Chain, outputs: Any) -> np.ndarray:
    """Return the rows of outputs, in the order in which they are given.

    Parameters
    ----------
    chain : Chain
        The chain, as it was known.
    outputs : str, int, iterable of these, pandas.DataFrame or None
        Names as ``txid:n``, or rows; a frame has them in its column ``output``. Those of a set,
        which has no order, are given back in the order of the chain.

    Raises
    ------
    ChainError
        If an output is not in the chain; the message names it.

    Examples
    --------
    >>> import nps_chain as nps
    >>> chain = nps.load("core-regtest")
    >>> output_rows(chain, [f"{chain.tx(300).txid}:1", 5]).tolist()
    [740, 5]
    """
    given = listed(outputs, "output")
    names = {one for one in given if isinstance(one, str)}
    parts = {name: txid_and_place(name) for name in sorted(names)}
    txids = sorted({txid for txid, _ in parts.values()})
    tx_of = dict(zip(txids, _rows_of_txids(chain, txids), strict=True))
    rows = {name: output_at(chain, tx_of[txid], n) for name, (txid, n) in parts.items()}
    many = len(chain.columns.outputs.tx)
    found = [rows[one] if isinstance(one, str) else _row(one, many, "output", "outputs")
             for one in given]  # fmt: skip
    # The order in which Python walks a set of texts differs from one run to the next.
    return np.array(sorted(found) if isinstance(outputs, set | frozenset) else found, np.int64)


def txid_and_place(name: str) -> tuple[str, int]:
    """Return the transaction and the place that an output is named by.

    Raises
    ------
    ChainError
        If it is no such name.

    Examples
    --------
    >>> txid_and_place(f"{'AB' * 32}:1") == ("ab" * 32, 1)
    True
    """
    part = _OUTPUT.fullmatch(name.strip())
    if part is None:
        raise ChainError(
            f"{name[:80]!r} names no output: write its transaction, a colon and its place,"
            " as in txid:0, or give its row in outputs."
        )
    return part[1].lower(), int(part[2])


def output_at(chain: Chain, tx: int, n: int) -> int:
    """Return the row of a transaction's output, by its place.

    Raises
    ------
    ChainError
        If the transaction has fewer outputs.
    """
    first, end = chain.first_output[tx : tx + 2].tolist()
    if n >= end - first:
        raise ChainError(
            f"Transaction {chain.tx(tx).txid} has {end - first} outputs, numbered from 0, and no"
            f" output {n}."
        )
    return first + n


def listed(given: Any, column: str) -> list[Any]:
    """Return what was given as a list of texts, rows and views; a frame has them in a column."""
    if given is None:
        return []
    if isinstance(given, pd.DataFrame):
        if column not in given:
            raise NpsError(
                f"The frame has no column {column!r}; it has {', '.join(map(str, given.columns))}."
            )
        given = given[column]
    if isinstance(given, np.ndarray):
        given = given.ravel()
    if isinstance(given, str | bytes) or not isinstance(given, Iterable):
        given = [given]
    if isinstance(given, pd.Series | np.ndarray):
        given = given.tolist()
    return given if isinstance(given, list) else [*given]


def from_view(chain: Chain, view: AddressView | TransactionView) -> int | str:
    """Return the row of what a view shows; or its name, if another chain's view has other rows.

    Parameters
    ----------
    chain : Chain
        The chain, as it was known.
    view : AddressView or TransactionView
        Of this chain, of a longer one, or of any other.

    Examples
    --------
    >>> import nps_chain as nps
    >>> chain = nps.load("core-regtest")
    >>> from_view(chain.upto(120), chain.tx(7))
    7
    >>> from_view(chain.upto(120), chain.tx(700)) == chain.tx(700).txid
    True
    """
    if view.chain is chain:
        return view.row
    c, row = chain.columns, view.row
    if isinstance(view, TransactionView):
        theirs = view.chain.columns.txs.txid[row]
        same = row < len(c.txs.txid) and bool((c.txs.txid[row] == theirs).all())
        return row if same else view.txid
    same = row < len(c.addresses.address) and c.addresses.address[row].as_py() == view.text
    return row if same else view.text


def _row(given: Any, rows: int, what: str, many: str) -> int:
    try:
        if isinstance(given, bool):  # Python takes it for 0 or 1, and a mask of them for rows
            raise TypeError
        row = index(given)
    except TypeError:
        raise ChainError(
            f"{given!r:.80} names no {what}: give its text, or its row as a whole number."
        ) from None
    if not 0 <= row < rows:
        raise ChainError(f"There is no {what} in row {row}: there are {rows:,} {many}, from 0 on.")
    return row


def _rows_of_txids(chain: Chain, txids: list[str]) -> list[int]:
    """Return the last row of each txid; early coinbases have a txid that came again."""
    if len(txids) == 1:
        return [chain.tx(txids[0]).row]
    if not txids:
        return []
    for txid in txids:
        if not is_txid(txid):
            raise ChainError(f"{txid[:80]!r} is no txid, which is 64 hex digits.")
    wanted = pa.array([bytes.fromhex(txid)[::-1] for txid in txids], pa.binary(32))
    rows = _places(as_binary(chain.columns.txs.txid), wanted).to_pylist()
    for txid, row in zip(txids, rows, strict=True):
        if row < 0:
            raise ChainError(f"No transaction {txid} is in {chain!r}.")
    return rows


def _places(known: Any, wanted: pa.Array) -> pa.Array:
    """Return the last place of each wanted value among the known ones, -1 where there is none."""
    found = pc.index_in(known, value_set=wanted)
    rows = np.flatnonzero(found.is_valid().to_numpy(zero_copy_only=False))
    places = np.full(len(wanted), -1, np.int64)
    places[found.take(pa.array(rows)).to_numpy(zero_copy_only=False)] = rows
    return pa.array(places)
