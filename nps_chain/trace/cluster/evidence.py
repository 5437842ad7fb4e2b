"""What counts as evidence: which transactions are left out, and whose output is change.

A user names these in several ways: a heuristic by its name, CoinJoins as a frame, a transaction by
its txid. Here they become rows, for the chain at hand; what was asked is kept, so that it can be
asked again when the chain has grown.
"""

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from nps_chain.chain.tables import Chain
from nps_chain.errors import NpsError
from nps_chain.trace.change.given import given_change
from nps_chain.trace.cluster.payees import against_payees
from nps_chain.trace.coinjoin import coinjoins
from nps_chain.trace.coinjoin.chosen import LEAVE_OUT, chosen
from nps_chain.trace.named import tx_rows

CO_SPENDING = "co_spending"
"""The rule by which the inputs of one transaction belong together."""

_NO_CHANGE = np.zeros(0, np.int32)
_NONE = np.zeros(0, np.int64)


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
    refused : numpy.ndarray
        Rows of the transactions whose change would make a payer one with somebody whom it paid,
        sorted; some may be of blocks to come.
    """

    left_out: np.ndarray
    change: np.ndarray | None
    rule: str
    refused: np.ndarray = field(default_factory=_NONE.copy)

    def change_addresses(self, chain: Chain, first: int) -> np.ndarray:
        """Return the address of the change of each transaction from ``first`` on, -1 for none."""
        if self.change is None:
            return _NO_CHANGE
        output = self.change[first:]
        if len(self.refused):
            output = output.copy()
            output[self.refused_within(first, len(self.change)) - first] = -1
        address = np.full(len(output), -1, np.int32)
        found = np.flatnonzero(output >= 0)
        address[found] = chain.columns.outputs.address[output[found]]
        return address

    def refused_within(self, first: int, end: int) -> np.ndarray:
        """Return those of ``refused`` from one transaction on, up to another."""
        return self.refused[slice(*np.searchsorted(self.refused, [first, end]))]

    def continues(self, earlier: "Evidence", txs: int) -> bool:
        """Return whether this says the same of the first transactions as it was said earlier."""
        if self is earlier:
            return True
        ours, theirs = (
            rows[: np.searchsorted(rows, txs)] for rows in (self.left_out, earlier.left_out)
        )
        if not np.array_equal(ours, theirs) or self.rule != earlier.rule:
            return False
        ours, theirs = (one.refused_within(0, txs) for one in (self, earlier))
        if not np.array_equal(ours, theirs):
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
    payees_apart : bool
        Whether change is refused that would make a payer one with somebody whom it paid.
    """

    change: Any
    coinjoins: Any
    without: np.ndarray
    payees_apart: bool = False

    @classmethod
    def of(
        cls, chain: Chain, change: Any, coinjoins: Any, without: Any, payees_apart: bool = False
    ) -> "Asked":
        """Return what was asked, with names turned into rows."""
        if not (change is None or isinstance(change, str | pd.Series) or callable(change)):
            raise NpsError(
                "change is the name of a heuristic, or the answers of one as nps.change(chain, ...)"
                f" gives them, not {type(change).__name__}."
            )
        if isinstance(change, pd.Series):
            change = change.copy()  # it is asked again when the chain grows
        if not isinstance(payees_apart, bool):
            raise NpsError(f"payees_apart is True or False, not {payees_apart!r:.60}.")
        return cls(change, chosen(chain, coinjoins), tx_rows(chain, without), payees_apart)

    def look(self, chain: Chain, as_of: int | None) -> Evidence:
        """Return the evidence in a chain, as known at its end."""
        given = self._given
        if isinstance(self.coinjoins, str) and self.coinjoins == LEAVE_OUT:
            found = coinjoins(chain)["tx"].to_numpy(np.int64)
            given = replace(given, left_out=np.union1d(given.left_out, found))
        if self.change is not None:
            change, rule = given_change(chain, self.change, as_of)
            given = replace(given, change=change, rule=rule)
        return self.weigh(chain, given)

    def weigh(self, chain: Chain, given: Evidence) -> Evidence:
        """Return evidence without the change that contradicts payments, if that was asked."""
        if not self.payees_apart or given.change is None:
            return given
        return replace(given, refused=against_payees(chain, given.left_out, given.change))

    def again(self, chain: Chain, change: Any, coinjoins: Any, without: Any) -> "Asked":
        """Return what is asked of a longer chain: the same, but for what is given."""
        if change is None and coinjoins is None and isinstance(without, tuple) and not without:
            return self
        given = Asked.of(
            chain,
            self.change if change is None else change,
            self.coinjoins if coinjoins is None else coinjoins,
            without,
            self.payees_apart,
        )
        return replace(given, without=np.union1d(self.without, given.without))

    @cached_property
    def _given(self) -> Evidence:
        """The evidence as far as nothing has to be looked for: the same for any chain."""
        known = [] if isinstance(self.coinjoins, str) else self.coinjoins
        return Evidence(np.union1d(self.without, known).astype(np.int64), None, "")
