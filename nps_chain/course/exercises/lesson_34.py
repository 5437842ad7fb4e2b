"""Exercises of lesson 34: recognise a service."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from nps_chain.course import material
from nps_chain.course.exercise import Exercise, Lesson
from nps_chain.course.material import once
from nps_chain.course.quiz import Quiz
from nps_chain.exhibits import exhibit
from nps_chain.groundtruth.services_by_model import labels_of_truth
from nps_chain.trace.cluster import cluster
from nps_chain.trace.services import examples, features, services

TREES = 20
NOT_FEATURES = 4  # columns of examples that stand before the features

MAY_STAND = [True, True, False, False, False]
SPLITS = ["leak", "honest", "leak", "leak", "honest"]


def _height(name: str) -> int:
    """Return the block of an exhibit's transaction."""
    return material.chain().tx(exhibit(name)).height


@once
def _profiles() -> pd.DataFrame:
    """Return what each cluster does."""
    return features(material.chain(), material.clusters())


@dataclass(frozen=True)
class _Parts:
    """The profiles that have to do with the second market's commission."""

    market: pd.Series
    vendor: pd.Series
    first_market: pd.Series


def _profile(address: str) -> pd.Series:
    chain, clusters = material.chain(), material.clusters()
    return _profiles().loc[clusters.labels[chain.address(address).row]]


def _parts() -> _Parts:
    outputs = material.chain().tx(exhibit("ADP-2-release")).outputs
    market, vendor = sorted(outputs, key=lambda coin: coin.value)[:2]
    return _Parts(
        _profile(market.address), _profile(vendor.address), _profile(exhibit("ADP-1-address"))
    )


def _commission(profile: pd.Series) -> list[int]:
    """Return the usual part, and what percent of the parts are as large."""
    share = round(100 * int(profile["usual_parts"]) / max(int(profile["parts"]), 1))
    return [int(profile["usual_part"]), share]


@once
def _known(as_of: int | None = None) -> pd.DataFrame:
    """Return the clusters whose kind is known, as of a height."""
    chain, truth = material.chain(), material.truth()
    groups = material.clusters() if as_of is None else cluster(chain, as_of=as_of)
    return examples(chain, groups, labels_of_truth(truth), as_of=as_of)


def _fresh(known: pd.DataFrame) -> pd.DataFrame:
    return known[known["fresh_percent"] >= 90]


def _small(known: pd.DataFrame) -> pd.DataFrame:
    """Return those that the learner's rule calls a mixer."""
    fresh = _fresh(known)
    return fresh[fresh["payout_percent"] <= 100]


def _mixers(rows: pd.DataFrame) -> int:
    return int((rows["kind"] == "mixer").sum())


def _score(known: pd.DataFrame, said: pd.DataFrame) -> list[int]:
    """Return precision and recall of calling these rows a mixer, in percent."""
    right = _mixers(said)
    return [round(100 * right / max(len(said), 1)), round(100 * right / max(_mixers(known), 1))]


def _larger(known: pd.DataFrame) -> pd.DataFrame:
    fresh = _fresh(known)
    return fresh[fresh["payout_percent"] > 100]


def _first(kind: str) -> Callable[[pd.DataFrame], int]:
    """Return a function that gives the number of the first cluster of a kind."""
    return lambda known: int(known.index[known["kind"] == kind][0])


@dataclass(frozen=True)
class _Wallets:
    """Verdicts as of three blocks: of the two purchases, and the last one."""

    first: pd.Series
    second: pd.Series
    last: pd.Series

    def counts(self, *, kind: str = "deposit wallet", first: bool = False) -> list[int]:
        """Return how many there are as of a purchase, and as of the last block."""
        then = self.first if first else self.second
        return [int((then == kind).sum()), int((self.last == kind).sum())]


@once
def _wallets() -> _Wallets:
    chain = material.chain()
    first, second = (
        services(chain, cluster(chain, as_of=height), as_of=height)["kind"]
        for height in (_height("ADP-1"), _height("ADP-2"))
    )
    return _Wallets(first, second, services(chain, material.clusters())["kind"])


def _ask(training: pd.DataFrame, others: pd.DataFrame) -> np.ndarray:
    """Return what the lesson's forest says of clusters."""
    from sklearn.ensemble import RandomForestClassifier  # it takes a second to load

    numbers = training.columns[NOT_FEATURES:]
    forest = RandomForestClassifier(TREES, random_state=1)
    forest.fit(training[numbers], training["kind"])
    return np.asarray(forest.predict(others[numbers]), object)


class _Stranger:
    """What the forest says of the first market's clusters, by how it is tested."""

    def __init__(self) -> None:
        self.known = _known()
        self.owner = material.truth().owner(exhibit("ADP-1-address"))

    @cached_property
    def honest(self) -> np.ndarray:
        """It learned from other owners, as of the second purchase."""
        return self._without_the_owner(_known(_height("ADP-2")))

    @cached_property
    def late(self) -> np.ndarray:
        """It learned from other owners, from all blocks."""
        return self._without_the_owner(self.known)

    def called(self, kind: str) -> int:
        """Return how many the honest test calls so."""
        return int((self.honest == kind).sum())

    def _without_the_owner(self, examples_: pd.DataFrame) -> np.ndarray:
        asked = self.known[self.known["owner"] == self.owner]
        return _ask(examples_[examples_["owner"] != self.owner], asked)


@once
def _stranger() -> _Stranger:
    return _Stranger()


LESSON = Lesson(
    "34",
    "Recognise a service",
    {
        1: Exercise(
            about=_parts,
            right=lambda case: _commission(case.market),
            wrong=[
                (
                    lambda case: _commission(case.market)[::-1],
                    "You have both numbers. The usual part comes first, then the percent.",
                ),
                (
                    lambda case: [
                        _commission(case.market)[0],
                        int(case.market["usual_parts"]),
                    ],
                    "The first is right. The second is to be a share of the parts, in percent.",
                ),
                (
                    lambda case: _commission(case.vendor),
                    "That is the profile of the larger output. Who gets the larger part of a sale?",
                ),
                (
                    lambda case: _commission(case.first_market),
                    "That is the profile of the first market, where the officer paid in.",
                ),
                (
                    lambda case: [
                        _commission(case.market)[0] // 10,
                        _commission(case.market)[1],
                    ],
                    "The second is right. Give the first as the profile has it, in thousandths.",
                ),
                (
                    lambda case: [int(case.market["usual_parts"]), int(case.market["parts"])],
                    "You counted the parts. How large is the usual one, and what is its share?",
                ),
            ],
            otherwise="Take the cluster of the smaller output, and read three of its features.",
            because="One size for nearly all parts: a program takes its share of each sale.",
            hints=(
                "Which of the two addresses got the smaller output? The other one is the vendor's.",
                "Find the number of its cluster as for `paid`, then its line in `does`.",
                "One feature of that line is the first number. The second: `usual_parts` as a"
                " share of `parts`, in percent, rounded.",
            ),
        ),
        2: Exercise(
            about=_known,
            right=lambda known: _score(known, _small(known)),
            example=lambda known: _score(known, _fresh(known)),
            wrong=[
                (
                    lambda known: _score(known, _small(known))[::-1],
                    "You have both numbers. Precision comes first, then recall.",
                ),
                (
                    lambda known: _score(known, _fresh(known)),
                    "That is the rule without the new condition.",
                ),
                (
                    lambda known: [
                        100 - _score(known, _small(known))[0],
                        _score(known, _small(known))[1],
                    ],
                    "The second is right. The first is the share of false alarms.",
                ),
                (
                    lambda known: [_mixers(_small(known)), len(_small(known))],
                    "You counted. Give shares: of those called a mixer, and of all mixers.",
                ),
                (
                    lambda known: _score(known, _larger(known)),
                    "You kept those whose payouts are larger. A mixer pays out parts.",
                ),
            ],
            otherwise="Of those that are left, how many are mixers? And of all mixers, how many are"
            " left?",
            because="The one mixer is found, and many persons with it: mixers are rare.",
            hints=(
                "Keep the right lines of `fresh`, and count the kinds again.",
                "Both shares have the same number above: the mixers that are left.",
                "Below stands one time the number of all that are left, and one time that of all"
                " mixers in `known`.",
            ),
        ),
        3: Exercise(
            about=_known,
            right=_first("gambling"),
            wrong=[
                (
                    _first("broker"),
                    "It pays at known addresses at all hours, but not nearly double.",
                ),
                (
                    _first("mixer"),
                    "It works at all hours, but look where its payouts go.",
                ),
                (
                    _first("payroll"),
                    "It pays at known addresses, but it works a few hours a day.",
                ),
                (
                    lambda known: int((known["kind"] == "gambling").sum()),
                    "That counts the lines. What is the number of the cluster?",
                ),
                (
                    lambda known: len(known[known["fresh_percent"] <= 10]),
                    "That counts clusters which seldom pay at a new address. Use the other habits.",
                ),
            ],
            otherwise="Read its line in the table again: where, how much, and at which hours?",
            because="Three habits together leave one cluster. But you knew when to stop.",
            hints=(
                "The table names three habits. Each is a condition on one column.",
                "Which way does each habit point? Few new addresses, payouts well above the bets,"
                " nearly all hours.",
                "Begin with at most 10 percent new addresses, and payouts from 150 percent. Then"
                " raise the hours until one cluster is left.",
            ),
        ),
        4: Exercise(
            about=lambda: None,
            right=lambda _: MAY_STAND,
            wrong=[
                (
                    lambda _: [True, False, False, False, False],
                    "One is wrong: what did the table of verdicts count?",
                ),
                (
                    lambda _: [True, True, True, False, False],
                    "One is wrong: what kind of number is the share of conditions that are met?",
                ),
                (
                    lambda _: [True, True, False, True, False],
                    "One is wrong: what is a verdict good for, if others may behave alike?",
                ),
                (
                    lambda _: [True, True, False, False, True],
                    "One is wrong: what did the list of missed services show?",
                ),
                (
                    lambda _: [False, True, False, False, False],
                    "One is wrong: an inference may stand there, if it says what it rests on.",
                ),
                (
                    lambda _: [True, False, False, True, False],
                    "Two are wrong: one sounds bold and was counted, one sounds careful and is"
                    " false.",
                ),
                (
                    lambda _: [not one for one in MAY_STAND],
                    "You have them the wrong way round.",
                ),
            ],
            otherwise="Ask of each: was it counted in this lesson, or is it more than that?",
            because="What was counted may stand there, bold or not, if you say where it was"
            " counted.",
            hints=(
                "The reasons and the table say what was counted. Which sentences say more?",
                "A count of conditions is no probability, silence is no answer, and a lead is a"
                " lead.",
                "Careful words do not make a sentence true. Look each one up: in the reasons, in"
                " the table, in the list.",
            ),
        ),
        5: Exercise(
            about=_wallets,
            right=lambda case: case.counts(),
            wrong=[
                (
                    lambda case: case.counts()[::-1],
                    "You have both numbers. The earlier block comes first.",
                ),
                (
                    lambda case: case.counts(first=True),
                    "The second is right. The first is of the first purchase.",
                ),
                (
                    lambda case: [len(case.second), len(case.last)],
                    "You counted all verdicts. Keep those of the kind that is asked for.",
                ),
                (
                    lambda case: case.counts(kind="deposit address"),
                    "That is the kind 'deposit address'. Another kind is asked for.",
                ),
                (
                    lambda case: case.counts(kind="hot wallet"),
                    "That is the kind 'hot wallet'. Another kind is asked for.",
                ),
                (
                    lambda case: [case.counts()[1]] * 2,
                    "The second is right. The first must not know any later block.",
                ),
            ],
            otherwise="Make clusters and verdicts as of the same block, and count one kind.",
            because="A verdict needs its block: what the rules can see grows with the chain.",
            hints=(
                "The cell above did the same for another purchase.",
                "Both `nps.cluster` and `nps.services` need the block of ADP-2 as `as_of`.",
                "Filter by `kind` two times: the new verdicts of that block, and `verdicts`. Count"
                " the lines that are left.",
            ),
        ),
        6: Exercise(
            about=lambda: None,
            right=lambda _: SPLITS,
            wrong=[
                (
                    lambda _: ["honest", "honest", "leak", "leak", "honest"],
                    "One is wrong: whose addresses are on both sides?",
                ),
                (
                    lambda _: ["leak", "leak", "leak", "leak", "honest"],
                    "One is wrong: was the fifth exchange, or its time, on both sides?",
                ),
                (
                    lambda _: ["leak", "honest", "honest", "leak", "honest"],
                    "One is wrong: remember how you found the gambling site.",
                ),
                (
                    lambda _: ["leak", "honest", "leak", "honest", "honest"],
                    "One is wrong: time is kept apart there. What else has to be?",
                ),
                (
                    lambda _: ["leak", "honest", "leak", "leak", "leak"],
                    "One is wrong: who knew that market's kind in May?",
                ),
                (
                    lambda _: ["honest", "honest", "leak", "honest", "honest"],
                    "Two are wrong: there the same owners stand on both sides.",
                ),
                (
                    lambda _: ["honest", "honest", "honest", "honest", "honest"],
                    "Some of them leak. Ask each time whose data stand on which side.",
                ),
            ],
            otherwise="Ask of each test: was an owner, or a later day, on both sides?",
            because="Owner and time: both must be new to what is tested.",
            hints=(
                "In each test, look for what stands on both sides.",
                "A service acts in May as in June. And who chooses a bound learns, too.",
                "Two of the five are honest: there the owner that is asked about is new.",
            ),
        ),
        7: Exercise(
            about=_stranger,
            right=lambda case: case.called("person"),
            wrong=[
                (
                    lambda case: len(case.honest),
                    "That is how many clusters it was asked about. Of these, which are called so?",
                ),
                (
                    lambda case: case.called("exchange"),
                    "That is how many it calls an exchange.",
                ),
                (
                    lambda case: int((case.late == "person").sum()),
                    "That forest learned from later days, too. Use `as_stranger`.",
                ),
                (
                    lambda case: round(100 * case.called("person") / max(len(case.honest), 1)),
                    "That is a percent. A number of clusters is asked for.",
                ),
            ],
            otherwise="Let `as_stranger` answer for this owner, and count one of the words.",
            because="Where it has met no such market, it takes part of it for a person's wallet.",
            hints=(
                "`as_stranger(owner)` gives a word for each cluster of this owner.",
                'Compare each word with "person", and count those that are equal.',
                "Such a comparison gives an array of True and False, and `.sum()` counts what is"
                " true.",
            ),
        ),
    },
    quiz=Quiz(
        ("b", "Each was right here. It was said of the addresses of one service."),
        (
            "c",
            "Four others taught what the fifth does. No market like the first was among the"
            " examples.",
        ),
        ("a", "The next service is a stranger. A random split asks about owners that are known."),
    ),
)
