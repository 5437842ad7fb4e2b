"""A forest that is asked about owners it hasn't seen: trees that vote, and what a vote is worth.

A tree that has seen one wallet of an exchange knows the next by heart. So owners are dealt into
parts, and the trees of each part learn without its owners; their votes on these owners are what
they would say of a stranger. From these votes is learned how often a vote is right, which turns the
share of votes into a probability.

Sources: L. Breiman, "Random Forests", Machine Learning 45, 2001, as in scikit-learn; J. Platt,
"Probabilistic Outputs for Support Vector Machines", 1999 (a logistic curve through votes on cases
left out); A. Palczewska and others, "Interpreting Random Forest Models Using a Feature Contribution
Method", IEEE IRI 2013 (what each number adds to a vote). Known failure: a kind known from one owner
has no stranger to be tried on, so its probabilities stay near its share of the examples.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from nps_chain.errors import NpsError

PARTS = 5
TREES = 20
"""In each part."""

_LEAST_LEAF = 2  # examples on which a tree may rest an answer
_EDGE = 0.5 / TREES  # a share of votes is taken to be this far from 0 and 1 at least


@dataclass(frozen=True, eq=False)
class Forest:
    """Trees in parts, and the curves that turn votes into probabilities.

    Parameters
    ----------
    kinds : tuple of str
        What is told, in order.
    parts : tuple
        A scikit-learn forest for each part of the owners, which it hasn't seen.
    slope, level : numpy.ndarray
        Shape (kinds,): the logistic curve of each kind.
    """

    kinds: tuple[str, ...]
    parts: tuple[Any, ...]
    slope: np.ndarray
    level: np.ndarray

    def votes(self, numbers: np.ndarray) -> np.ndarray:
        """Return the share of votes for each kind; shape (cases, kinds)."""
        votes = [_votes(part, numbers, len(self.kinds)) for part in self.parts]
        return np.mean(votes, axis=0)

    def count(self, numbers: np.ndarray, kind: np.ndarray) -> tuple[np.ndarray, int]:
        """Return how many trees say that each case is of its kind, and how many there are."""
        met, trees = np.zeros(len(numbers), np.int64), 0
        for part in self.parts:
            for tree in part.estimators_:
                if len(numbers):
                    said = part.classes_[tree.predict(numbers).astype(np.int64)]
                    met += said == kind
                trees += 1
        return met, trees

    def probabilities(self, votes: np.ndarray) -> np.ndarray:
        """Return the probability of each kind, given votes.

        Each is told by the votes for that kind alone, so a row needn't add up to 1: where it is
        less, something else is likely.
        """
        return 1 / (1 + np.exp(-(self.slope * _logit(votes) + self.level)))

    def contributions(self, numbers: np.ndarray, kind: np.ndarray) -> np.ndarray:
        """Return what each number of a case adds to the share of votes for its kind.

        On its way down a tree each step asks for one number, and moves the share of the kind among
        the examples that are left: that is what the number adds. All steps together lead from the
        share at the top to the vote.

        Parameters
        ----------
        numbers : numpy.ndarray
            Shape (cases, columns).
        kind : numpy.ndarray
            Shape (cases,): a place in ``kinds``.
        """
        added = np.zeros(numbers.shape)
        narrow = numbers.astype(np.float32)  # as the trees see them
        cases = np.arange(len(numbers))
        many = sum(len(part.estimators_) for part in self.parts)
        for part in self.parts:
            place = np.full(len(self.kinds), -1)
            place[part.classes_] = np.arange(len(part.classes_))
            asked = cases[place[kind] >= 0]  # a part that doesn't know the kind never votes for it
            column = place[kind[asked]]
            for one in part.estimators_:
                tree = one.tree_
                share = tree.value[:, 0, :]
                row, of, node = asked, column, np.zeros(len(asked), np.int64)
                while len(row):
                    below = tree.children_left[node] >= 0
                    row, of, node = row[below], of[below], node[below]
                    feature = tree.feature[node]
                    left = narrow[row, feature] <= tree.threshold[node]
                    after = np.where(left, tree.children_left[node], tree.children_right[node])
                    added[row, feature] += (share[after, of] - share[node, of]) / many
                    node = after
        return added


def grow(
    numbers: np.ndarray, kind: np.ndarray, owner: np.ndarray, kinds: tuple[str, ...]
) -> Forest:
    """Return a forest for examples.

    Parameters
    ----------
    numbers : numpy.ndarray
        Shape (examples, columns).
    kind, owner : numpy.ndarray
        Shape (examples,): places in ``kinds``, and numbers of owners, from 0.
    kinds : tuple of str
        The kinds.
    """
    from sklearn.ensemble import RandomForestClassifier  # loading these takes a second
    from sklearn.linear_model import LogisticRegression

    part_of = deal(kind, owner)
    parts = []
    strange = np.empty((len(kind), len(kinds)))
    for number in np.unique(part_of):
        learned = part_of != number
        # Each kind weighs the same, or the many examples of one would outvote all others.
        part = RandomForestClassifier(
            TREES,
            min_samples_leaf=_LEAST_LEAF,
            class_weight="balanced",
            random_state=int(number),
            n_jobs=1,
        )
        parts.append(part.fit(numbers[learned], kind[learned]))
        strange[~learned] = _votes(part, numbers[~learned], len(kinds))
    curves = [
        LogisticRegression(solver="newton-cholesky").fit(_logit(strange[:, [place]]), kind == place)
        for place in range(len(kinds))
    ]
    slope = np.array([curve.coef_[0, 0] for curve in curves])
    level = np.array([curve.intercept_[0] for curve in curves])
    # Where more votes for a kind were right less often, votes for it mean nothing.
    share = np.bincount(kind, minlength=len(kinds)) / len(kind)
    level = np.where(slope > 0, level, np.log(share / (1 - share)))
    return Forest(kinds, tuple(parts), np.maximum(slope, 0), level)


def deal(kind: np.ndarray, owner: np.ndarray, parts: int = PARTS) -> np.ndarray:
    """Return the part of each example, from 0: all of an owner's in one, each kind in many.

    Owners are dealt in order, kind by kind, like cards; an owner of several kinds goes by the
    first.
    """
    owners, first = np.unique(owner, return_index=True)
    order = np.lexsort((first, kind[first]))
    part = np.empty(len(owners), np.int64)
    part[order] = np.arange(len(owners)) % parts
    return part[np.searchsorted(owners, owner)]


def decide(
    told: np.ndarray, kinds: tuple[str, ...], no_service: tuple[str, ...], at_least: float
) -> tuple[np.ndarray, np.ndarray]:
    """Return the likeliest kind of each case, a place in ``kinds``, and whether it is a verdict."""
    if not isinstance(at_least, int | float | np.number) or not 0.5 <= at_least <= 1:
        raise NpsError(f"at_least is {at_least!r:.80}: give a probability, from 0.5 to 1.")
    kind = told.argmax(axis=1)
    service = ~np.isin(kinds, no_service)
    return kind, service[kind] & (told.max(axis=1, initial=0) >= at_least)


def _votes(part: Any, numbers: np.ndarray, kinds: int) -> np.ndarray:
    votes = np.zeros((len(numbers), kinds))
    if len(numbers):
        votes[:, part.classes_] = part.predict_proba(numbers)
    return votes


def _logit(votes: np.ndarray) -> np.ndarray:
    share = np.clip(votes, _EDGE, 1 - _EDGE)
    return np.log(share / (1 - share))
