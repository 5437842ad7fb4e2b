"""What a user gives as the source of a taint, as rows of outputs."""

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

from nps_chain.chain.tables import Chain
from nps_chain.chain.views import AddressView, TransactionView
from nps_chain.errors import NpsError
from nps_chain.trace.named import address_rows, is_txid, output_rows, tx_rows

Source = int | str | TransactionView | AddressView | Iterable[Any] | pd.DataFrame
"""Outputs by row or ``txid:n``; a txid or a transaction's view for all outputs that it makes; an
address or its view for all outputs paid to it; several of these; or a frame with outputs."""


def source_rows(chain: Chain, source: Source) -> np.ndarray:
    """Return the distinct rows of the outputs that are meant, sorted.

    Raises
    ------
    NpsError
        If one is not in the chain, or nothing is meant at all.
    """
    if isinstance(source, pd.DataFrame | pd.Series | np.ndarray):
        rows_given = source.get("output") if isinstance(source, pd.DataFrame) else source
        if rows_given is not None and rows_given.size and rows_given.dtype.kind in "iu":
            return _checked(chain, np.unique(rows_given))
    given = _listed(source)
    txs = [one for one in given if isinstance(one, TransactionView) or _is_txid(one)]
    addresses = [one for one in given if isinstance(one, AddressView) or _is_address(one)]
    grouped = {id(one) for one in (*txs, *addresses)}
    rows = [output_rows(chain, [one for one in given if id(one) not in grouped])]
    first = chain.first_output
    rows += [np.arange(first[tx], first[tx + 1]) for tx in tx_rows(chain, txs)]
    if addresses:
        paid = np.isin(chain.columns.outputs.address, address_rows(chain, addresses))
        rows.append(np.flatnonzero(paid))
    found = np.unique(np.concatenate(rows))
    if not len(found):
        raise NpsError(
            "The source names no output of this chain, so there is nothing to follow: give outputs"
            " (rows, or txid:n), a transaction, or an address that was paid."
        )
    return found


def _checked(chain: Chain, rows: np.ndarray) -> np.ndarray:
    """Return sorted rows, if all are there; a great many are not looked at one by one."""
    output_rows(chain, rows[[0, -1]])
    return rows.astype(np.int64)


def _listed(source: Source) -> list[Any]:
    if isinstance(source, pd.DataFrame):
        for column in ("output", "address"):
            if column in source:
                return source[column].tolist()
        raise NpsError(
            "The frame of the source has neither a column 'output' nor 'address'; it has"
            f" {', '.join(map(str, source.columns))}."
        )
    if isinstance(source, str | TransactionView | AddressView) or not isinstance(source, Iterable):
        return [source]
    if isinstance(source, bytes):  # or its bytes would pass for rows
        raise NpsError(f"{source!r:.80} names no output: give its text, or its row.")
    return np.ravel(source).tolist() if isinstance(source, pd.Series | np.ndarray) else list(source)


def _is_txid(one: Any) -> bool:
    return isinstance(one, str) and is_txid(one)


def _is_address(one: Any) -> bool:
    """Whether a text is left to be an address: ``script:`` and hex digits may be one, too."""
    if not isinstance(one, str) or is_txid(one):
        return False
    return ":" not in one or one.strip().startswith("script:")
