"""Why two addresses are in one cluster, in a form that can be checked line by line and cited.

A cluster's number says nothing to a court. What can be said is: these transactions, by these rules,
link this address to that one; and each rule is wrong so often, where that was measured. The
shortest chain of transactions is given, since each link is a place where the inference can break.
Other evidence may link the two as well; that this chain falls doesn't yet part them
(:meth:`Clustering.without` tells).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from html import escape
from typing import Any

import numpy as np
import pandas as pd

from nps_chain.errors import NpsError
from nps_chain.trace.cluster.evidence import CO_SPENDING
from nps_chain.trace.cluster.links import Links
from nps_chain.trace.texts import address_texts, count, txid_texts

_SHOWN = 10  # sentences; the rest is in the frame


@dataclass(frozen=True, eq=False, repr=False)
class Why:
    """The evidence that links two addresses; true if there is any, or they are the same.

    Parameters
    ----------
    links : Links
        All evidence.
    errors : pandas.Series
        By rule, the share of its answers that are wrong; NaN where it isn't known.
    address, other : int
        Rows of the two addresses.
    steps : list of tuple
        The chain of evidence: transaction, from address, to address.
    """

    links: Links
    errors: pd.Series
    address: int
    other: int
    steps: list[tuple[int, int, int]]

    def __bool__(self) -> bool:
        return bool(self.steps) or self.address == self.other

    def __len__(self) -> int:
        """Return the number of transactions."""
        return len(self.steps)

    @property
    def frame(self) -> pd.DataFrame:
        """One row a transaction, on the way from the one address to the other.

        Columns ``tx`` (row), ``txid``, ``height``, ``address`` and ``other`` (the two that it
        links), ``rule``, and ``error``: the share of the rule's answers that are wrong, NaN where
        it isn't known.
        """
        return self._frame.copy(deep=False)  # so what is done to it stays in it

    @cached_property
    def _frame(self) -> pd.DataFrame:
        tx, a, b = np.array(self.steps, np.int64).reshape(-1, 3).T
        chain = self.links.chain
        rules = [self.links.rule_between(*step) for step in self.steps]
        return pd.DataFrame(
            {
                "tx": tx,
                "txid": txid_texts(chain, tx),
                "height": chain.columns.txs.height[tx].astype(np.int64),
                "address": address_texts(chain, a),
                "other": address_texts(chain, b),
                "rule": pd.array(rules, dtype="str"),
                "error": self.errors.reindex(rules).to_numpy(float),
            }
        )

    @property
    def sentences(self) -> list[str]:
        """The same in words: a sentence for each transaction, and one for each rule's error."""
        return [*self._told(len(self)), *self._of_rules()]

    def _told(self, most: int) -> Iterator[str]:
        frame = self._frame.head(most)
        columns = (frame[name].tolist() for name in ("txid", "height", "address", "other", "rule"))
        for step, (txid, height, a, b, rule) in zip(
            self.steps, zip(*columns, strict=True), strict=False
        ):
            told = f"Transaction {txid} in block {height:,} spends from "
            if rule == CO_SPENDING:
                yield f"{told}{a} and from {b}: {rule}."
            else:
                spent, got = (a, b) if step[2] == self.links.change[step[0]] else (b, a)
                yield f"{told}{spent}, and its change goes to {got}: {rule}."

    def _of_rules(self) -> Iterator[str]:
        for rule, error in self._frame.groupby("rule")["error"].first().items():
            if np.isnan(error):
                yield f"How often {rule} is wrong is not known."
            else:
                yield f"Where it was measured, {error:.1%} of the answers of {rule} are wrong."

    def _lines(self) -> list[str]:
        text = self.links.chain.columns.addresses.address
        a, b = text[self.address].as_py(), text[self.other].as_py()
        if self.address == self.other:
            return [f"{a} is one address: there is nothing to link."]
        if not self.steps:
            return [
                f"No evidence links {a} and {b}: they are in two clusters.",
                "That does not prove that they belong to two people.",
            ]
        verb = "links" if len(self) == 1 else "link"
        lines = [f"{count(len(self), 'transaction')} {verb} {a} and {b}:"]
        lines += [f"{n}. {told}" for n, told in enumerate(self._told(_SHOWN), 1)]
        if len(self) > _SHOWN:
            lines.append(f"... and {len(self) - _SHOWN:,} more, in .frame.")
        return [*lines, *self._of_rules()]

    def __repr__(self) -> str:
        return "\n".join(self._lines())

    def _repr_html_(self) -> str:
        return "".join(f"<div>{escape(line)}</div>" for line in self._lines())


def error_rates(errors: Any) -> pd.Series:
    """Return the error of each rule, from a mapping, a series or a frame.

    Raises
    ------
    NpsError
        If it is none of these, or an error is no share between 0 and 1.
    """
    if isinstance(errors, pd.DataFrame):
        if "error" not in errors:
            raise NpsError("The frame of errors has no column 'error'.")
        errors = errors.set_index("rule")["error"] if "rule" in errors else errors["error"]
    if not isinstance(errors, pd.Series | Mapping):
        raise NpsError(
            "errors gives the share of wrong answers by rule, such as {'meiklejohn': 0.05}."
        )
    given = pd.Series(errors)
    if not given.index.is_unique:
        raise NpsError("errors names a rule twice.")
    rates = pd.to_numeric(given, errors="coerce").astype(float)
    wrong = given[given.notna() & ~rates.between(0, 1)]
    if len(wrong):
        raise NpsError(
            f"The error of {wrong.index[0]} is a share between 0 and 1, not {wrong.iloc[0]!s:.80}."
        )
    return rates
