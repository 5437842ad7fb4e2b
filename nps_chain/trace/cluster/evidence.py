"""What counts as evidence: which transactions are left out, and whose output is change.

A user names these in several ways: a heuristic by its name, CoinJoins as a frame, a transaction by
its txid. Here they become rows, for the chain at hand; what was asked is kept, so that it can be
asked again when the chain has grown.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from nps_chain.chain.tables import Chain
from nps_chain.errors import NpsError
from nps_chain.trace.change import change as find_change
from nps_chain.trace.coinjoin import coinjoins
from nps_chain.trace.named import tx_rows

CO_SPENDING = "co_spending"
"""The rule by which the inputs of one transaction belong together."""

LEAVE_OUT, KEEP = "leave out", "keep"

_NO_CHANGE = np.zeros(0, np.int32)
_MOST_ROWS = 2**31 - 1


@dataclass(frozen=True, eq=False)
class Evidence:
    """Of a chain: what is no evidence, and what is change.

    Parameters
    ----------
    left_out : numpy.ndarray
        Rows of the transactions that are no evidence, sorted; some may be of blocks to come.
    change : numpy.ndarray or None
        Of each transaction, the row of its change output, -1 where the rule abstains.
    rule : str
        The name of the rule that found the change; empty for none.
    """

    left_out: np.ndarray
    change: np.ndarray | None
    rule: str

    def change_addresses(self, chain: Chain, first: int) -> np.ndarray:
        """Return the address of the change of each transaction from ``first`` on, -1 for none."""
        if self.change is None:
            return _NO_CHANGE
        output = self.change[first:]
        address = np.full(len(output), -1, np.int32)
        found = np.flatnonzero(output >= 0)
        address[found] = chain.columns.outputs.address[output[found]]
        return address

    def continues(self, earlier: "Evidence", txs: int) -> bool:
        """Return whether this says the same of the first transactions as it was said earlier."""
        if self is earlier:
            return True
        ours, theirs = (
            rows[: np.searchsorted(rows, txs)] for rows in (self.left_out, earlier.left_out)
        )
        if not np.array_equal(ours, theirs) or self.rule != earlier.rule:
            return False
        if self.change is None or earlier.change is None:
            return self.change is earlier.change
        return np.array_equal(self.change[:txs], earlier.change)


@dataclass(frozen=True, eq=False)
class Asked:
    """What a user asked to be evidence, for any chain that begins like the first one.

    Parameters
    ----------
    change : str, callable, pandas.Series or None
        A heuristic's name, itself, or its answers.
    coinjoins : str or numpy.ndarray
        ``leave out``, ``keep``, or the rows of those that are known.
    without : numpy.ndarray
        Rows of other transactions that are no evidence.
    """

    change: Any
    coinjoins: Any
    without: np.ndarray

    @classmethod
    def of(cls, chain: Chain, change: Any, coinjoins: Any, without: Any) -> "Asked":
        """Return what was asked, with names turned into rows."""
        if not (change is None or isinstance(change, str | pd.Series) or callable(change)):
            raise NpsError(
                "change is the name of a heuristic, or the answers of one as nps.change(chain, ...)"
                f" gives them, not {type(change).__name__}."
            )
        if isinstance(change, pd.Series):
            change = change.copy()  # it is asked again when the chain grows
        return cls(change, _known_coinjoins(chain, coinjoins), tx_rows(chain, without))

    def look(self, chain: Chain, as_of: int | None) -> Evidence:
        """Return the evidence in a chain, as known at its end."""
        given = self._given
        if isinstance(self.coinjoins, str) and self.coinjoins == LEAVE_OUT:
            found = coinjoins(chain)["tx"].to_numpy(np.int64)
            given = replace(given, left_out=np.union1d(given.left_out, found))
        if self.change is not None:
            change, rule = _change(chain, self.change, as_of)
            given = replace(given, change=change, rule=rule)
        return given

    def again(self, chain: Chain, change: Any, coinjoins: Any, without: Any) -> "Asked":
        """Return what is asked of a longer chain: the same, but for what is given."""
        if change is None and coinjoins is None and isinstance(without, tuple) and not without:
            return self
        given = Asked.of(
            chain,
            self.change if change is None else change,
            self.coinjoins if coinjoins is None else coinjoins,
            without,
        )
        return replace(given, without=np.union1d(self.without, given.without))

    @cached_property
    def _given(self) -> Evidence:
        """The evidence as far as nothing has to be looked for: the same for any chain."""
        known = [] if isinstance(self.coinjoins, str) else self.coinjoins
        return Evidence(np.union1d(self.without, known).astype(np.int64), None, "")


def _known_coinjoins(chain: Chain, given: Any) -> Any:
    """Return one of the two words, or the rows of CoinJoins.

    Rows after the end of the chain are kept: one list serves a chain as it was on several days.
    """
    if isinstance(given, str) and given in (LEAVE_OUT, KEEP):
        return given
    if given is None or (isinstance(given, str) and len(given.strip()) != 64):
        raise NpsError(
            f"coinjoins is {LEAVE_OUT!r}, {KEEP!r}, or the transactions that are known to be some,"
            f" not {given!r:.80}."
        )
    rows = given["tx"] if isinstance(given, pd.DataFrame) and "tx" in given else given
    if isinstance(rows, pd.Series | np.ndarray):
        rows = np.asarray(rows).ravel()
        if rows.dtype.kind in "iu" and (rows >= 0).all():  # long ones are this, and quickly done
            return np.unique(np.minimum(rows, np.int64(_MOST_ROWS)).astype(np.int64))
        rows = rows.tolist()
    if isinstance(rows, pd.DataFrame):
        return tx_rows(chain, rows)  # which says what column it lacks
    if isinstance(rows, str | bytes) or not isinstance(rows, Iterable):
        rows = [rows]
    many = len(chain.columns.txs.txid)
    here, later = [], []
    for one in rows:
        if _is_row(one) and one >= many:
            later.append(min(int(one), _MOST_ROWS))
        else:
            here.append(one)
    return np.union1d(tx_rows(chain, here), np.array(later, np.int64))


def _is_row(one: Any) -> bool:
    return isinstance(one, int | np.integer) and not isinstance(one, bool)


def _change(chain: Chain, given: Any, as_of: int | None) -> tuple[np.ndarray, str]:
    """Return the change output of each transaction, and the name of the rule."""
    if isinstance(given, pd.Series):
        rule = "change" if given.name in (None, "output") else str(given.name)
    else:
        rule = given if isinstance(given, str) else getattr(given, "__name__", "change")
        given = find_change(chain, given, as_of=as_of)
    txs, made_by = len(chain.columns.txs.txid), chain.columns.outputs.tx
    if len(given) != txs:
        raise NpsError(
            f"change has {len(given):,} answers, and there are {txs:,} transactions: let"
            " nps.change work on the same chain, as of the same height."
        )
    if not pd.api.types.is_integer_dtype(given.dtype) or given.hasnans:
        raise NpsError("change holds rows of outputs, whole numbers, or -1 where there is none.")
    output = given.to_numpy(np.int64)
    found = np.flatnonzero(output != -1)
    known = np.clip(output[found], 0, len(made_by) - 1)
    wrong = found[(known != output[found]) | (made_by[known] != found)]
    if len(wrong):
        raise NpsError(
            f"change says that output {output[wrong[0]]} is change of transaction {wrong[0]}, which"
            " has no such output: give rows of the table outputs, or -1 for none."
        )
    return output, rule
