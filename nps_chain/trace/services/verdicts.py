"""What a cluster seems to be, by rules that give their reasons.

Services are told by what their software does all day: gather deposits, pay in batches, hold money
back. The rules name what they counted, and what would look the same. What most people do as well is
no sign of a service: to be paid by many, to let money lie, to gather coins. An exchange, a market
and a mixer are easily taken for one another, and even those who sell such names find between a
quarter and nearly all of a service's addresses (K. Lubbertsen, M. van Eeten, R. van Wegberg, "Ghost
Clusters", USENIX Security 2025). So a verdict is a lead: to be confirmed by a test purchase, by
tags, or by asking the service.
"""

from typing import Any

import numpy as np
import pandas as pd

from nps_chain.chain.tables import Chain
from nps_chain.errors import NpsError
from nps_chain.trace.clock import known
from nps_chain.trace.coinjoin.chosen import LEAVE_OUT
from nps_chain.trace.services.dealings import ONLY_PAYEE, partners_of
from nps_chain.trace.services.features import frame_of
from nps_chain.trace.services.ledger import Ledger, ledger_of
from nps_chain.trace.services.rules import RULES, Rule
from nps_chain.trace.services.rules.measures import feeding, measures

LEAST = 4
"""So many conditions have to be told by the data, or a rule abstains."""


def services(
    chain: Chain,
    clusters: Any,
    *,
    at_least: float = 0.7,
    coinjoins: Any = LEAVE_OUT,
    as_of: int | None = None,
) -> pd.DataFrame:
    """Return which clusters behave like a service, of what kind, and why.

    A rule is a list of conditions. It speaks where all that it must have are met; its confidence is
    the share of all its conditions that are met, of those that the data can tell. **That is a count
    of reasons, not a probability**: how often such a verdict is wrong, nobody has measured for the
    data at hand. Where data are few the rules abstain, and a cluster that fits none is not listed.

    Fails where the clusters do: with co-spending alone most of a wallet is not found, so most
    services are missed, and change that isn't recognised makes a payment look like a batch. A
    CoinJoin that isn't left out of the clustering joins strangers into a cluster that many pay and
    that pays many: it looks like a hot wallet. And whoever knows the rules can behave otherwise.
    Read the reasons: each ends with what would look the same.

    Parameters
    ----------
    chain, clusters, coinjoins, as_of
        As for :func:`nps_chain.trace.services.features`.
    at_least : float
        List verdicts of this confidence or more, from 0 to 1.

    Returns
    -------
    pandas.DataFrame
        One row a cluster and kind, so a cluster can have several; by cluster in order of the
        labels, the highest confidence first:

        ``cluster``; ``kind``, one of "deposit address", "deposit wallet", "hot wallet", "mixer",
        "market", "commission wallet", "mining pool" and "payroll"; ``confidence``, from 0 to 1,
        which is ``met`` by ``told``, the numbers of conditions; ``service``, the cluster whose
        verdict this is: for a deposit address the one that it feeds (missing if that is an address
        without a cluster), else the same; and ``reasons``, sentences with the numbers that decided.

    Raises
    ------
    NpsError
        If the clusters are none, or know more than ``as_of`` allows.

    Notes
    -----
    Sources stand with each rule, in :data:`nps_chain.trace.services.RULES`; its bounds are our own.

    Examples
    --------
    >>> import nps_chain as nps
    >>> from nps_chain.trace.services import services
    >>> chain = nps.load("core-regtest")
    >>> clusters = nps.cluster(chain)
    >>> found = services(chain, clusters, at_least=0.8)
    >>> found[["cluster", "kind", "met", "told"]]
       cluster        kind  met  told
    0       85  hot wallet    9     9
    1       85       mixer    9    11
    >>> for reason in found["reasons"][0].split("; ")[:3]:
    ...     print(reason)
    For: it made 18 transactions alone (rule: at least 10)
    111 others pay in (rule: at least 10)
    it pays 95 others (rule: at least 10)
    """
    if not isinstance(at_least, int | float | np.number) or not 0 <= at_least <= 1:
        raise NpsError(f"at_least is {at_least!r:.80}: give a share of conditions, from 0 to 1.")
    ledger = ledger_of(known(chain, as_of), clusters, coinjoins)
    partners = partners_of(ledger)
    features = frame_of(ledger, partners)
    only_payee = partners[:, ONLY_PAYEE].astype(np.int64)
    fed = feeding(features, only_payee)
    # No rule speaks of others, and there are many: those who spent once, and not as many do.
    alone = features["txs_out"].to_numpy() - features["shared_txs"].to_numpy()
    # Who takes a share of each payment may not have spent any of it yet.
    shares = features["usual_parts"].to_numpy() >= LEAST
    some = np.flatnonzero((alone > 1) | (fed["feeders"] > 1) | shares)
    fed = {name: numbers[some] for name, numbers in fed.items()}
    measured = measures(ledger.chain, features.iloc[some], fed)
    del features
    counts = [(rule.speaks(measured), *rule.counts(measured)) for rule in RULES]
    found = []
    for rule, (speaks, met, told) in zip(RULES, counts, strict=True):
        place = np.flatnonzero(speaks & (told >= LEAST) & (met >= at_least * told))
        others = _others(rule, counts, place)
        found.append(
            pd.DataFrame(
                {
                    "cluster": measured.index[place],
                    "kind": pd.array([rule.kind] * len(place), dtype="str"),
                    "confidence": met[place] / told[place],
                    "met": met[place],
                    "told": told[place],
                    "service": _fed(ledger, rule, some[place], only_payee),
                    "reasons": pd.array(_reasons(rule, measured.iloc[place], others), dtype="str"),
                    "place": place,
                }
            )
        )
    table = pd.concat(found, ignore_index=True)
    order = np.lexsort((-table["confidence"], table["place"]))
    return table.drop(columns="place").iloc[order].reset_index(drop=True)


def _fed(ledger: Ledger, rule: Rule, number: np.ndarray, only_payee: np.ndarray) -> pd.Series:
    """Return the label of the cluster that each verdict belongs to, missing if it has none."""
    belongs = only_payee[number] if rule.passes_on else number
    labels = pd.Series(ledger.names)
    return labels.reindex(np.where(belongs < len(labels), belongs, -1)).reset_index(drop=True)


def _others(
    rule: Rule, counts: list[tuple[np.ndarray, np.ndarray, np.ndarray]], place: np.ndarray
) -> list[str]:
    """Return for each verdict which other rules speak for its cluster, with how many reasons."""
    texts: list[list[str]] = [[] for _ in place]
    for other, (speaks, met, told) in zip(RULES, counts, strict=True):
        if other is not rule:
            for k in np.flatnonzero(speaks[place]):
                at = place[k]
                texts[k].append(f"a {other.kind} ({met[at]} of {told[at]} conditions)")
    return [", ".join(text) for text in texts]


def _reasons(rule: Rule, measured: pd.DataFrame, others: list[str]) -> list[str]:
    """Return what speaks for each verdict, what against it, and what would look the same."""
    said: list[dict[str, list[str]]] = [
        {"For": [], "Against": [], "Can't be told": []} for _ in others
    ]
    for condition in rule.conditions:
        numbers = measured[condition.column].tolist()
        met, told = condition.met(measured).tolist(), condition.told(measured).tolist()
        for k, number in enumerate(numbers):
            side = "For" if met[k] else "Against" if told[k] else "Can't be told"
            said[k][side].append(condition.says(number))
    unknown = measured["unknown_inputs"].tolist()
    reasons = []
    for k, sides in enumerate(said):
        parts = [f"{side}: {'; '.join(texts)}." for side, texts in sides.items() if texts]
        if unknown[k]:
            parts.append(f"Inputs of unknown address: {unknown[k]:,}; they may hide who paid.")
        if others[k]:
            parts.append(f"It could also be {others[k]}.")
        parts.append(f"The same is done by {rule.mistaken_for}.")
        reasons.append(" ".join(parts))
    return reasons
