"""The addresses at which a trace must stop: those of services that pool their customers' coins.

What goes into a pool comes out as somebody else's money. So a trace ends at the first address of a
service that it meets, and that is most often a deposit address, which no label names. It goes on by
a request to the service.
"""

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

from nps_chain.chain.tables import Chain
from nps_chain.errors import NpsError
from nps_chain.trace.arguments import check_columns
from nps_chain.trace.clock import known
from nps_chain.trace.coinjoin.chosen import KEEP
from nps_chain.trace.services.ledger import ledger_of
from nps_chain.trace.services.rules import RULES
from nps_chain.trace.texts import address_texts

HOLDERS: tuple[str, ...] = (
    "exchange", "market", "mixer", "swap", "gambling", "processor", "gift_cards", "custodian",
)  # fmt: skip
"""What a model or a label may call a service that holds its customers' coins in one pool."""

_RULES = tuple(rule.kind for rule in RULES)

CUSTODY: tuple[str, ...] = tuple(
    dict.fromkeys([*(rule.kind for rule in RULES if rule.custody), *HOLDERS])
)
"""Kinds of verdicts that stop a trace: by the rules' words, and by those of a model."""


def stops(
    chain: Chain,
    clusters: Any,
    verdicts: pd.DataFrame,
    *,
    kinds: str | Iterable[str] = CUSTODY,
    as_of: int | None = None,
) -> pd.DataFrame:
    """Return the addresses of services, in the form that ``stop`` takes in a trace.

    Fails where a verdict does: a service that wasn't recognised doesn't stop the trace, and a
    person who was taken for one does. Look at what it stopped at.

    Parameters
    ----------
    chain, clusters, as_of
        As given to :func:`nps_chain.trace.services.services`.
    verdicts : pandas.DataFrame
        What it returned, or rows chosen from that; or what a model of services said.
    kinds : str or iterable of str
        Which kinds stop a trace; a payroll doesn't, since its money is its owner's own.

    Returns
    -------
    pandas.DataFrame
        One row an address, in order of the chain: ``address`` as text, its ``cluster``, ``kind`` by
        the verdict of highest confidence, and the ``service`` that it belongs to.

    Raises
    ------
    NpsError
        If the verdicts lack a column, or name a cluster that isn't among the clusters, or there is
        no such kind.

    Notes
    -----
    Source: none that was published; that follow-on taint means nothing beyond a pool of many
    people's coins is why every policy has to be told where to stop.

    Examples
    --------
    >>> import nps_chain as nps
    >>> from nps_chain.trace.services import services, stops
    >>> chain = nps.load("core-regtest")
    >>> clusters = nps.cluster(chain)
    >>> verdicts = services(chain, clusters, at_least=0.8)
    >>> found = stops(chain, clusters, verdicts)
    >>> len(found), set(found["kind"])
    (41, {'hot wallet'})
    """
    check_columns(verdicts, "cluster", "kind", "confidence", "service", what="Verdicts on services")
    kinds = [kinds] if isinstance(kinds, str) or not isinstance(kinds, Iterable) else [*kinds]
    for kind in kinds:
        if not isinstance(kind, str) or kind not in (*_RULES, *HOLDERS, *verdicts["kind"]):
            raise NpsError(
                f"There is no kind of service {kind!r:.80}, so it would stop nothing: choose from"
                f" {', '.join(dict.fromkeys([*_RULES, *HOLDERS]))}."
            )
    ledger = ledger_of(known(chain, as_of), clusters, KEEP)
    chosen = verdicts[verdicts["kind"].isin(kinds)]
    chosen = chosen.sort_values("confidence", ascending=False, kind="stable")
    chosen = chosen.drop_duplicates("cluster")
    number = ledger.names.get_indexer(pd.Index(chosen["cluster"]))
    if (number < 0).any():
        raise NpsError(
            f"There is no cluster {chosen['cluster'][number < 0].tolist()[0]!r} among the"
            " clusters: give those that the verdicts are about, as of the same height."
        )
    verdict = np.full(ledger.everyone, -1)
    verdict[number] = np.arange(len(chosen))
    rows = np.flatnonzero(verdict[ledger.of_address] >= 0)
    which = verdict[ledger.of_address[rows]]
    found = chosen[["cluster", "kind", "service"]].iloc[which].reset_index(drop=True)
    found.insert(0, "address", address_texts(ledger.chain, rows))
    return found
