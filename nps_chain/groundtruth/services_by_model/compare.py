"""All splits side by side: what a model's score is worth depends on what it hadn't seen."""

import math
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import pandas as pd

from nps_chain.chain.schema import UNKNOWN
from nps_chain.chain.tables import Chain
from nps_chain.groundtruth.asked import chain_meant, check_seed
from nps_chain.groundtruth.bootstrap import of_share, resampled
from nps_chain.groundtruth.calibration import calibration
from nps_chain.groundtruth.result import Figure, Score, share
from nps_chain.groundtruth.services import CUSTODY, meant
from nps_chain.groundtruth.services_by_model.case import PERSON, Case, kinds_of
from nps_chain.groundtruth.services_by_model.splits import at_random, by_owner, by_rules, judged
from nps_chain.groundtruth.truth import Truth
from nps_chain.trace.arguments import whole
from nps_chain.trace.cluster import Clustering, cluster
from nps_chain.trace.services.model import learn
from nps_chain.trace.services.model_examples import whose
from nps_chain.trace.texts import count, percent

HONEST, LEAK, ELSEWHERE, RULES = "owners and time", "at random", "other chains", "rules"
"""The splits, as they are named in tables."""


def services_by_model(
    truth: Truth,
    *,
    chain: Chain | None = None,
    others: Iterable[Truth | tuple[Chain, Truth]] = (),
    trained_at: int | None = None,
    clusters: Callable[..., Clustering] = cluster,
    at_least: float = 0.8,
    folds: int = 5,
    seed: int = 0,
) -> Score:
    """Return how well a model tells services by splits that leak and by ones that don't.

    It is still kinder than a real case: the labels are the whole truth about the owners that are
    learned from. And on other simulated chains services of the same programs are at work; no real
    service can be counted on to have the program of the one next to it.

    Parameters
    ----------
    truth : Truth
        The truth.
    chain : Chain, optional
        The chain; by default that of the truth's data set.
    others : iterable of Truth, or of pairs of Chain and Truth
        Other chains: to learn from all of these, and be judged on this one. That is the way where
        a kind has so few owners on one chain that none is left to learn from.
    trained_at : int, optional
        The height up to which the honest split learns, by default two thirds of all. It is judged
        on all of the chain.
    clusters : callable
        How to cluster: it is called with a chain and ``as_of``. Another way is
        ``functools.partial(nps.cluster, change="vote")``.
    at_least : float
        The probability from which the model speaks, from 0.5 to 1.
    folds : int
        Each owner, or each cluster, is left out once, in so many rounds.
    seed : int
        Names the random split, and the draws of the bootstrap; its unit is an owner.

    Returns
    -------
    Score
        ``precision``, ``recall`` and ``said`` of the honest split; the same with ``leaking_``
        before it for the random one, and ``elsewhere_`` and ``rules_``. Tables:

        ``splits``, one row a split: ``clusters`` that are judged; ``verdicts`` on them, of these
        ``right``, and ``unseen``, wrong ones on owners of a kind that the model had no example of,
        so that it had to take them for something else; ``precision`` with its 95 % interval from
        ``low`` to ``high``; ``said``, the mean probability of verdicts, which is to be near that;
        ``no_service``, clusters that are said to be none, and ``abstained``, without an answer;
        ``services`` that own an address, of these ``found`` by a right verdict, ``recall``;
        ``custody``, the precision where only that is asked whether a service holds others' coins,
        so that a trace has to stop.

        ``by_kind``, one row a split and kind of verdict; ``learned``, from how many owners and
        clusters of each kind; ``reliability``, how often what was said to be so probable came true;
        ``judged``, one row a cluster and split.

    Raises
    ------
    NpsError
        If there are too few kinds or owners to learn from, or an argument makes no sense.

    Notes
    -----
    A verdict of the rules is right if the owner is of a kind that it can mean, see
    :data:`nps_chain.groundtruth.services.MEANS`: "hot wallet" is any custodian's. The model has to
    tell which. Known failure: a cluster of several owners is judged by its largest.

    Source: S. Kapoor, A. Narayanan, "Leakage and the Reproducibility Crisis in
    Machine-Learning-Based Science", Patterns 2023.

    Examples
    --------
    >>> from nps_chain.groundtruth.store import truth
    >>> result = services_by_model(truth("core-regtest"), trained_at=130)
    >>> print(result)
    On owners it hasn't seen, at a later day: none of 0 verdicts right, 0 of 7 services recognised;
    split at random, so that it has seen their other clusters: 100 % of 4 verdicts right, 1 of 7
    services recognised; the rules: 50.0 % of 2 verdicts right, 1 of 7 services recognised; 4 kinds
    of service have one owner only on this chain, so that none is left to learn from
    """
    chain = chain_meant(None, truth, chain)
    folds, seed = whole(folds, "folds", 2, 100), check_seed(seed)
    height = chain.height if len(chain.columns.blocks.height) else UNKNOWN
    start = height * 2 // 3 if trained_at is None else whole(trained_at, "trained_at", 0, height)
    now, before = Case(chain, truth, clusters, None), Case(chain, truth, clusters, start)
    school = [
        Case(*(other if isinstance(other, tuple) else (other.chain, other)), clusters, None)
        for other in others
    ]
    rows = {
        HONEST: by_owner(now, before, folds, at_least),
        LEAK: at_random(now, folds, at_least, seed),
    }
    learned = {HONEST: before.examples, LEAK: now.examples}
    if school:
        learned[ELSEWHERE] = pd.concat([case.examples for case in school])
        rows[ELSEWHERE] = judged(now, learn(learned[ELSEWHERE]), now.owner.index, at_least)
    rows[RULES] = by_rules(now)

    kind = kinds_of(truth)
    there = [owner for owner in now.owners.tolist() if kind[owner] != PERSON]
    for frame in rows.values():
        pairs = zip(frame["kind"], frame["truth"], strict=True)
        frame["right"] = [true in meant(said) for said, true in pairs]
    many = len(rows[LEAK])
    sums = [_sums(frame, len(there), many, seed) for frame in rows.values()]
    splits = pd.DataFrame(sums, pd.Index([*rows], name="split"))
    tables = {
        "splits": splits,
        "by_kind": _by_kind(rows, kind[there]),
        "learned": pd.concat({name: _learned(frame) for name, frame in learned.items()}),
        "reliability": pd.concat({name: _reliability(rows[name]) for name in learned}),
        "judged": pd.concat(rows, names=["split", ""]).reset_index(0).reset_index(drop=True),
    }
    return Score(_line(splits, kind[there]), _figures(splits), tables)


def _sums(frame: pd.DataFrame, there: int, many: int, seed: int) -> dict[str, Any]:
    """Return one row of the table of splits."""
    told = frame[frame["answer"] == "verdict"]
    right = told["right"].to_numpy()
    units = told.groupby("owner")["right"].agg(["sum", "size"]).to_numpy(float)
    d_right, d_all = resampled(units.reshape(-1, 2), seed).T
    all_or_none = len(units) if right.all() else -1 if right.any() else 0
    low, high = of_share(d_right, d_all, all_or_none, len(units))
    custody = told["kind"].map(meant).map(CUSTODY.issuperset).astype(bool)
    found = told["owner"][right].nunique()
    none = int((frame["answer"] == "no service").sum())
    return {
        "clusters": many,
        "verdicts": len(told),
        "right": int(right.sum()),
        "unseen": int((told["unseen"] & ~told["right"]).sum()),
        "precision": share(int(right.sum()), len(told)),
        "low": low,
        "high": high,
        "said": told["probability"].mean(),
        "no_service": none,
        "abstained": many - told["cluster"].nunique() - none,
        "services": there,
        "found": found,
        "recall": share(found, there),
        "custody": share(int(told["truth"][custody].isin(CUSTODY).sum()), int(custody.sum())),
    }


def _by_kind(rows: dict[str, pd.DataFrame], there: np.ndarray) -> pd.DataFrame:
    """Return verdicts and services by split and kind of verdict."""
    table = []
    for split, frame in rows.items():
        told = frame[frame["answer"] == "verdict"]
        kinds = sorted(set(told["kind"]) | (set(there.tolist()) if split != RULES else set()))
        for kind in kinds:
            of_kind = told[told["kind"] == kind]
            right = of_kind["right"].to_numpy()
            owners = sum(one in meant(kind) for one in there)
            found = of_kind["owner"][right].nunique()
            table.append((split, kind, len(of_kind), int(right.sum()), owners, found))
    columns = ["split", "kind", "verdicts", "right", "services", "found"]
    counts = pd.DataFrame(table, columns=columns).set_index(["split", "kind"])
    counts["precision"] = counts["right"] / counts["verdicts"]
    counts["recall"] = counts["found"] / counts["services"]
    return counts


def _learned(known: pd.DataFrame) -> pd.DataFrame:
    by_kind = known.assign(owner=whose(known)).groupby("kind")
    return pd.DataFrame({"owners": by_kind["owner"].nunique(), "clusters": by_kind.size()})


def _reliability(frame: pd.DataFrame) -> pd.DataFrame:
    """Return how honest probabilities are where the likeliest kind is a service."""
    asked = frame[frame["kind"] != PERSON]
    return calibration(asked["probability"], asked["right"].astype(bool)).reliability


def _figures(splits: pd.DataFrame) -> dict[str, Figure]:
    before = {HONEST: "", LEAK: "leaking_", ELSEWHERE: "elsewhere_", RULES: "rules_"}
    meaning = {
        "precision": "verdicts that are right",
        "recall": "services of which a cluster is recognised",
        "said": "mean probability of verdicts",
    }
    figures = {}
    for split, row in zip(splits.index, splits.to_dict("records"), strict=True):
        for name, text in meaning.items():
            if name == "said" and split == RULES:
                continue
            ends = (row["low"], row["high"]) if name == "precision" else (math.nan, math.nan)
            figures[before[split] + name] = Figure(row[name], f"{split}: {text}", *ends)
    return figures


def _line(splits: pd.DataFrame, there: np.ndarray) -> str:
    texts = {
        HONEST: "On owners it hasn't seen, at a later day",
        LEAK: "split at random, so that it has seen their other clusters",
        ELSEWHERE: "learned on other chains",
        RULES: "the rules",
    }
    said = [
        f"{texts[split]}: {percent(row['precision'])} of {count(row['verdicts'], 'verdict')} right,"
        f" {row['found']} of {count(row['services'], 'service')} recognised"
        for split, row in zip(splits.index, splits.to_dict("records"), strict=True)
    ]
    alone = int((np.unique(there.astype(str), return_counts=True)[1] == 1).sum())
    if alone:
        said.append(
            f"{count(alone, 'kind')} of service {'has' if alone == 1 else 'have'} one owner only on"
            " this chain, so that none is left to learn from"
        )
    return "; ".join(said)
