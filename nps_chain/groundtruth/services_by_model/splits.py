"""The ways to divide what is known into what a model learns from and what it is judged on.

Each gives one row for each cluster that is judged, or for each verdict of the rules.
"""

from typing import Any

import numpy as np
import pandas as pd

from nps_chain.groundtruth.services_by_model.case import Case, kinds_of
from nps_chain.trace.services.model import NO_SERVICE, ServiceModel, learn
from nps_chain.trace.services.model_forest import deal, decide
from nps_chain.trace.services.verdicts import services


def by_owner(now: Case, before: Case, folds: int, at_least: float) -> pd.DataFrame:
    """Learn from some owners as of an earlier day, and judge all others now; each owner once."""
    every = np.arange(len(now.truth.tables.entities.kind))
    _, kind = np.unique(kinds_of(now.truth).astype(str), return_inverse=True)
    part = deal(kind, every, folds)
    name = now.truth.entities["name"]
    part_of = pd.Series(part, name.to_numpy(object))
    learned = part_of.reindex(before.examples["owner"]).to_numpy()
    rows = []
    for fold in range(folds):
        model = learn(before.examples[learned != fold])
        asked = now.owner.index[part[now.owner.to_numpy()] == fold]
        rows.append(judged(now, model, asked, at_least))
    return pd.concat(rows, ignore_index=True)


def at_random(now: Case, folds: int, at_least: float, seed: int) -> pd.DataFrame:
    """Learn from some clusters, and judge all others, as if each were a stranger: a leak."""
    clusters = now.owner.index
    order = np.argsort(np.random.PCG64(seed).random_raw(len(clusters)), kind="stable")
    dealt = np.empty(len(clusters), np.int64)
    dealt[order] = np.arange(len(clusters)) % folds
    part = pd.Series(dealt, clusters)
    learned = part.reindex(now.examples.index).to_numpy()
    strangers = now.examples.assign(owner=now.examples.index.astype("str"))
    rows = []
    for fold in range(folds):
        model = learn(strangers[learned != fold])
        rows.append(judged(now, model, clusters[dealt == fold], at_least))
    return pd.concat(rows, ignore_index=True)


def judged(now: Case, model: ServiceModel, asked: pd.Index, at_least: float) -> pd.DataFrame:
    """Return what a model says of the clusters that are asked about, and what they are.

    Returns
    -------
    pandas.DataFrame
        One row a cluster with enough data: ``cluster``; ``owner``, a row of entities; ``truth``,
        the owner's kind; ``kind``, the likeliest, with its ``probability``; ``answer``: "verdict",
        "no service", or "abstains"; ``unseen``, whether the model knows no other of its true kind.
    """
    told = model.probabilities(now.chain, now.clustering, coinjoins=now.coinjoins)
    told = told[told.index.isin(asked)]
    kind, verdict = decide(told.to_numpy(), model.forest.kinds, NO_SERVICE, at_least)
    names = np.array(model.forest.kinds, object)[kind]
    sure = told.max(axis=1).to_numpy() >= at_least
    owner = now.owner.reindex(told.index).to_numpy()
    answer = np.where(verdict, "verdict", np.where(sure, "no service", "abstains"))
    frame = _frame(now, told.index, owner, names, told.max(axis=1).to_numpy(), answer)
    return frame.assign(unseen=~frame["truth"].isin(model.forest.kinds))


def by_rules(now: Case) -> pd.DataFrame:
    """Return what the rules say, one row a verdict; they are silent on all other clusters."""
    found = services(now.chain, now.clustering, coinjoins=now.coinjoins)
    owner = now.owner.reindex(found["cluster"], fill_value=-1).to_numpy()
    found, owner = found[owner >= 0], owner[owner >= 0]
    kinds = found["kind"].to_numpy(object)
    answer = np.full(len(found), "verdict")
    return _frame(now, found["cluster"], owner, kinds, np.full(len(found), np.nan), answer).assign(
        unseen=False
    )


def _frame(
    now: Case,
    clusters: Any,
    owner: np.ndarray,
    kind: np.ndarray,
    probability: np.ndarray,
    answer: np.ndarray,
) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "cluster": np.asarray(clusters),
            "owner": owner,
            "truth": pd.array(kinds_of(now.truth)[owner], dtype="str"),
            "kind": pd.array(kind, dtype="str"),
            "probability": probability,
            "answer": pd.array(answer, dtype="str"),
        }
    )
