"""All policies side by side: the same money, the same chain, seven answers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from nps_chain.chain.schema import UNKNOWN
from nps_chain.chain.tables import Chain
from nps_chain.chain.views import AddressView
from nps_chain.trace.clock import known
from nps_chain.trace.taint.follow import taint
from nps_chain.trace.taint.policies import POLICIES
from nps_chain.trace.taint.result import Taint, one_output
from nps_chain.trace.taint.sources import Source, source_rows


@dataclass(frozen=True, eq=False, repr=False)
class Comparison:
    """The taint of the same source by each policy.

    Parameters
    ----------
    taints : mapping of str to Taint
        By policy.
    """

    taints: Mapping[str, Taint]

    @property
    def frame(self) -> pd.DataFrame:
        """One row a ``policy``.

        ``outputs`` and ``addresses`` that it reached; ``unspent_outputs``, how many of them are
        tainted and unspent; and in satoshi ``source``, ``unspent``, ``stopped``, ``unspendable``,
        ``fees`` and ``unknown``, see :attr:`Taint.total`. Poison's are whole outputs, and no sum.
        """
        return self._frame.copy(deep=False)

    @cached_property
    def _frame(self) -> pd.DataFrame:
        rows = {}
        for policy, found in self.taints.items():
            c = found.chain.columns.outputs
            address, spent_by = c.address[found.outputs], c.spent_by[found.outputs]
            can_go_on = (address != UNKNOWN) & ~np.isin(address, found.stops)
            rows[policy] = {
                "outputs": len(found.outputs),
                "addresses": len(np.unique(address[address != UNKNOWN])),
                "unspent_outputs": int((can_go_on & (spent_by == UNKNOWN)).sum()),
                **found.total.to_dict(),
            }
        frame = pd.DataFrame.from_dict(rows, orient="index", dtype=np.int64)
        return frame.rename_axis("policy")

    @property
    def outputs(self) -> pd.DataFrame:
        """Tainted satoshi: one row an ``output`` that any policy reached, one column a policy."""
        rows = np.unique(np.concatenate([found.outputs for found in self.taints.values()]))
        columns = {policy: found.amounts[rows] for policy, found in self.taints.items()}
        return pd.DataFrame(columns, index=pd.Index(rows, name="output"))

    def of(self, output: int | str) -> pd.DataFrame:
        """Return how much of one output is tainted, by each policy.

        The policies differ most over a single coin: by one it is all tainted, by another not at
        all. That is no measure of guilt, whatever the policy.

        Parameters
        ----------
        output : int or str
            A row in ``outputs``, or ``txid:n``.

        Returns
        -------
        pandas.DataFrame
            One row a ``policy``: what is ``tainted``, in satoshi, and the ``share`` of the output's
            value, from 0 to 1. Both are 0 where a policy doesn't reach it.

        Raises
        ------
        NpsError
            If there is no such output, or not yet.

        Examples
        --------
        >>> import nps_chain as nps
        >>> from nps_chain.trace.taint import compare_policies
        >>> compare_policies(nps.load("core-regtest"), 843, None).of(1613).round(2)
                    tainted  share
        policy
        poison     12807332   1.00
        haircut     1034066   0.08
        fifo        2173233   0.17
        lifo              0   0.00
        tiho              0   0.00
        seniority         0   0.00
        juniority   2171791   0.17
        """
        rows = {}
        chain = next(iter(self.taints.values())).chain  # the same for all
        row = one_output(chain, output)
        value = int(chain.columns.outputs.value[row])
        for policy, found in self.taints.items():
            tainted = int(found.amounts[row])
            share = tainted / value if value else float(row in found.outputs)
            rows[policy] = {"tainted": tainted, "share": share}
        return pd.DataFrame.from_dict(rows, orient="index").rename_axis("policy")

    def __repr__(self) -> str:
        return repr(self.frame)

    def _repr_html_(self) -> str:
        return self.frame.to_html()


def compare_policies(
    chain: Chain,
    source: Source,
    stop: Any,
    *,
    fees: str = "follow",
    as_of: int | None = None,
) -> Comparison:
    """Return the taint of a source by each of the seven policies.

    They differ by orders of magnitude, and none is right: they are conventions. Whoever reports one
    figure has chosen a policy, and should say which and why.

    Parameters
    ----------
    chain, source, stop, fees, as_of
        As in :func:`nps_chain.trace.taint.taint`.

    Raises
    ------
    NpsError
        As there.

    Notes
    -----
    The rules and their sources stand in :mod:`nps_chain.trace.taint.policies`.

    Known failure: that policies agree proves nothing, since all rest on the same chain and the same
    stops. A service that nobody labelled misleads each of them.

    Examples
    --------
    >>> import nps_chain as nps
    >>> from nps_chain.trace.taint import compare_policies
    >>> found = compare_policies(nps.load("core-regtest"), 843, None)
    >>> found.frame[["outputs", "unspent_outputs", "unspent"]]
               outputs  unspent_outputs      unspent
    policy
    poison          56               44  30505269311
    haircut         50               44     42180526
    fifo            11                5     42180526
    lifo             6                3     42180526
    tiho             6                3     42180526
    seniority        6                3     42180526
    juniority       13                8     42180526
    """
    chain = known(chain, as_of)
    if not isinstance(stop, str | bytes | AddressView | pd.DataFrame | np.ndarray) and isinstance(
        stop, Iterable
    ):
        stop = list(stop)  # it is read once for each policy
    rows = source_rows(chain, source)
    taints = {p: taint(chain, rows, stop, policy=p, fees=fees, as_of=as_of) for p in POLICIES}
    return Comparison(taints)
