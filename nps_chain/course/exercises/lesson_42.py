"""Exercises of lesson 42: weigh a name."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from nps_chain.chain.tables import Chain
from nps_chain.course import material
from nps_chain.course.exercise import Exercise, Lesson
from nps_chain.course.material import once
from nps_chain.course.quiz import Quiz
from nps_chain.evidence.folder import folder
from nps_chain.evidence.tags import Tags, tags
from nps_chain.exhibits import exhibit
from nps_chain.groundtruth.truth import Truth
from nps_chain.trace.cluster import Clustering, cluster

ROLES = ("agency-purchases", "agency-pages", "agency-phone")

LIMIT = 50  # the number of a confidence from which a colleague keeps tags

ROUND = "power_of_ten_4"
"""The rule of change by which clusters hold a few more strangers."""

SELF = "clustering"
"""The word in a source that is itself an inference from the chain."""

MAY_STAND = {1, 5, 6}

_Pairs = list[tuple[str, str]]


@dataclass(frozen=True)
class _Case:
    """The chain, the truth about it, and what three agencies say of addresses."""

    chain: Chain
    truth: Truth
    clusters: Clustering
    tags: Tags

    @cached_property
    def frame(self) -> pd.DataFrame:
        """A row a tag; ``right`` says if the owner's name is a part of its label."""
        rows = self.tags.frame
        right = [
            self.truth.owner(address) in label
            for address, label in zip(rows["address"], rows["label"], strict=True)
        ]
        return rows.assign(right=right)

    def wrong_and_right(self, chosen: pd.Series) -> tuple[int, int]:
        """Return how many of some tags have a wrong name, and how many a right one."""
        right = self.frame["right"]
        return int((chosen & ~right).sum()), int((chosen & right).sum())

    def limited(self, number: int, *, above: bool = False) -> list[int]:
        """Return the wrong tags that a limit keeps, and the right ones that it throws away."""
        kept = self.frame["sure"] > number if above else self.frame["sure"] >= number
        return [self.wrong_and_right(kept)[0], self.wrong_and_right(~kept)[1]]

    def kept(self) -> tuple[int, int]:
        """Return the wrong tags that the limit keeps, and the right ones."""
        return self.wrong_and_right(self.frame["sure"] >= LIMIT)

    def lost(self) -> tuple[int, int]:
        """Return the wrong tags that the limit throws away, and the right ones."""
        return self.wrong_and_right(self.frame["sure"] < LIMIT)

    # What clusters inherit.

    @cached_property
    def named(self) -> pd.DataFrame:
        """A row a name on a cluster by co-spending."""
        return self.tags.on(self.clusters)

    @cached_property
    def rounder(self) -> tuple[Clustering, pd.DataFrame]:
        """The clusters with round amounts, and the names on them."""
        clusters = cluster(self.chain, change=ROUND)
        return clusters, self.tags.on(clusters)

    def errors(self, clusters: Clustering, named: pd.DataFrame) -> tuple[list[int], list[int]]:
        """Return addresses that are named wrongly, by wrong tags and by wrong links; and names."""
        names = self.truth.entities["name"].to_numpy(object)
        owners = self.truth.owners(self.chain)
        addresses, lines = [0, 0], [0, 0]
        columns = (named["cluster"], named["label"], named["by"])
        for label_of, label, by in zip(*columns, strict=True):
            inside = owners[clusters.labels == label_of]
            counts = np.bincount(inside[inside >= 0], minlength=len(names))
            wrong = sum(
                int(counts[one]) for one in np.flatnonzero(counts) if names[one] not in label
            )
            place = 1 if self.truth.owner(by[0]) in label else 0
            addresses[place] += wrong
            lines[place] += wrong > 0
        return addresses, lines

    @cached_property
    def errors_here(self) -> list[int]:
        """Return the wrongly named addresses by co-spending, as the lesson has counted them."""
        return self.errors(self.clusters, self.named)[0]

    @cached_property
    def errors_round(self) -> tuple[list[int], list[int]]:
        """Return the wrongly named addresses with round amounts, and how many names that is."""
        return self.errors(*self.rounder)

    # Conflicts.

    @cached_property
    def disputed(self) -> pd.Series:
        """Whether each tag is on an address of a name that stands beside another name."""
        names = self.named.loc[self.named["conflict"], "by"]
        return self.frame["address"].isin({address for by in names for address in by})

    def visible(self, name: str, *, then: bool = True) -> list[int]:
        """Return the conflicts that the buyer sees alone, and all together, at a purchase."""
        day = self.chain.tx(exhibit(name))
        known = self.tags.as_of(day.time) if then else self.tags
        clusters = cluster(self.chain, as_of=day.height) if then else self.clusters
        alone = known.by(exhibit("agency-purchases"))
        return [len(alone.conflicts(clusters)), len(known.conflicts(clusters))]

    def unclustered(self, name: str) -> list[int]:
        """Return the same where no clusters are asked for."""
        known = self.tags.as_of(self.chain.tx(exhibit(name)).time)
        return [len(known.by(exhibit("agency-purchases")).conflicts()), len(known.conflicts())]

    # The clone.

    def shown(self, name: str) -> list[str | int]:
        """Return the address of an exhibit, and what it received."""
        found = self.chain.address(exhibit(name))
        return [found.text, int(found.received)]


@once
def _case() -> _Case:
    packs = tags([folder(exhibit(role)) for role in ROLES])
    return _Case(material.chain(), material.truth(), material.clusters(), packs)


def _balance(case: _Case) -> list[str | int]:
    found = case.chain.address(exhibit("clone-tin_harbour"))
    return [found.text, int(found.balance)]


def _both(case: _Case) -> list[str | int]:
    copied, own = case.shown("clone-tin_harbour"), case.shown("shop-tin_harbour")
    return [copied[0], int(copied[1]) + int(own[1])]


def _sources(pairs: _Pairs) -> int:
    return len({source for _, source in pairs if SELF not in source})


def _function(count: Callable[[_Pairs], object]) -> Callable[[object], Callable[[_Pairs], object]]:
    """Return what gives a function of pairs, whatever an exercise is about."""
    return lambda _: count


SOME_PAIRS: list[_Pairs] = [
    [("ADP", "a page"), ("CFI", "a page")],
    [("ADP", "a phone"), ("TCB", "a page"), ("CFI", "a phone")],
    [("ADP", "our own clustering"), ("TCB", "a page"), ("TCB", "a register")],
    [("ADP", "our own clustering"), ("CFI", "the clustering of ADP")],
    [("TCB", "a page"), ("TCB", "a register"), ("TCB", "a phone")],
]
"""Makers of a tag, each with its source."""


LESSON = Lesson(
    "42",
    "Weigh a name",
    {
        1: Exercise(
            about=_case,
            right=lambda case: case.limited(LIMIT),
            wrong=[
                (
                    lambda case: case.limited(LIMIT)[::-1],
                    "You have both numbers. The wrong names that stay in come first.",
                ),
                (
                    lambda case: case.limited(LIMIT, above=True),
                    "Tags with exactly this number stay in, too: `>=`.",
                ),
                (
                    lambda case: list(case.kept()),
                    "Both numbers are of the tags that stay. For the second, look at the others.",
                ),
                (
                    lambda case: [case.kept()[0], sum(case.lost())],
                    "The first is right. The second counts wrong names, too.",
                ),
                (
                    lambda case: [case.kept()[1], case.lost()[0]],
                    "You counted right names that stay, and wrong ones that go: turn it round.",
                ),
            ],
            otherwise="Cut `frame` in two by `sure`, and count with `right` in each part.",
            because="The limit throws away much that is right, and keeps the wrong name with the"
            " highest number.",
            hints=(
                "`sure` has the number. `right` says whether the name is the owner's.",
                "Make two tables, as in lesson 13: one where `sure` is at least 50, one where it"
                " is less.",
                "The sum of `right` counts the right names. `~` turns the column round, as where"
                " the lesson counted all wrong names.",
            ),
        ),
        2: Exercise(
            about=_case,
            right=lambda case: case.errors_round[0],
            example=lambda case: case.errors_here,
            wrong=[
                (
                    lambda case: case.errors_round[0][::-1],
                    "You have both numbers. Those that come from wrong tags are first.",
                ),
                (
                    lambda case: case.errors_here,
                    "That is for co-spending alone. Take the clustering `rounder`, twice.",
                ),
                (
                    lambda case: case.errors_round[1],
                    "That many names are concerned. Count the addresses that have them.",
                ),
                (
                    lambda case: [sum(case.errors_round[0]), case.errors_round[0][1]],
                    "The second is right. The first counts all; leave out the wrong links.",
                ),
                (
                    lambda case: [case.errors_round[0][0], sum(case.errors_round[0])],
                    "The first is right. The second counts all; leave out the wrong tags.",
                ),
                (
                    lambda case: [
                        sum(case.errors_here),
                        sum(case.errors_round[0]) - sum(case.errors_here),
                    ],
                    "You compared with co-spending. Ask each name whether its own tag is wrong.",
                ),
            ],
            otherwise="Go through `tags.on(rounder)`, and sort each count by the owner of `by[0]`.",
            because="A right tag on a wrong cluster accuses people just as a wrong tag does.",
            hints=(
                "The loop above has all that you need, with another clustering and two sums.",
                "In the loop, ask: is truth.owner(name.by[0]) in name.label? Then the tag is"
                " right, and its wrong names come from links.",
                "Begin with two sums of 0. For each name of `tags.on(rounder)`, add"
                " wrongly_named(name, rounder) to one sum or to the other.",
            ),
        ),
        3: Exercise(
            about=lambda: None,
            right=_function(_sources),
            tried_on=lambda _: [(pairs,) for pairs in SOME_PAIRS],
            wrong=[
                (
                    _function(lambda pairs: len({maker for maker, _ in pairs})),
                    "It counts makers. Two makers may have one source.",
                ),
                (
                    _function(len),
                    "It counts pairs. A source that comes twice is one source.",
                ),
                (
                    _function(lambda pairs: len({source for _, source in pairs})),
                    "It counts a clustering as a source.",
                ),
                (
                    _function(lambda pairs: len([one for _, one in pairs if SELF not in one])),
                    "It leaves the clustering out, but counts one source twice.",
                ),
                (
                    _function(
                        lambda pairs: [*dict.fromkeys(one for _, one in pairs if SELF not in one)]
                    ),
                    "It returns the list of sources. Return its length.",
                ),
            ],
            otherwise="Collect each different source once, and none with this word in it.",
            because="Agencies that agree may have read one page.",
            hints=(
                "Begin with an empty list, as in lesson 21, and go through the pairs.",
                "for maker, source in pairs: gives you both. Which of the two do you count?",
                "Append a source only if it is not in the list yet, and if the word is not in it."
                " Return the length, `len(...)`.",
            ),
        ),
        4: Exercise(
            about=_case,
            right=lambda case: list(case.wrong_and_right(case.disputed)),
            wrong=[
                (
                    lambda case: list(case.wrong_and_right(case.disputed))[::-1],
                    "You have both numbers. The wrong names come first.",
                ),
                (
                    lambda case: list(case.wrong_and_right(~case.disputed)),
                    "These are the tags outside. Take those that are in `disputed`.",
                ),
                (
                    lambda case: [
                        case.wrong_and_right(case.disputed)[0],
                        case.wrong_and_right(~case.disputed)[0],
                    ],
                    "The first is right. The second is the wrong names outside: count right ones.",
                ),
                (
                    lambda case: [
                        case.wrong_and_right(case.disputed)[0],
                        int(case.disputed.sum()),
                    ],
                    "The first is right. The second counts the wrong names, too.",
                ),
                (
                    lambda case: list(case.wrong_and_right(case.disputed | ~case.disputed)),
                    "These are all tags. Take those whose address is in `disputed`.",
                ),
            ],
            otherwise="Take the rows of `frame` whose address is in `disputed`, and count `right`.",
            because="Right names stand in conflicts, too, and other wrong names contradict nobody.",
            hints=(
                "`frame` has a row for each tag. Which rows have an address of the list?",
                "The cell with `here` found the tags on some addresses with `isin`.",
                "There the addresses were `clusters.of(paid)`. Put `disputed` in their place; then"
                " count as in 42.1.",
            ),
        ),
        5: Exercise(
            about=_case,
            right=lambda case: case.shown("clone-tin_harbour"),
            wrong=[
                (
                    lambda case: case.shown("shop-tin_harbour"),
                    "That is the other page's address. In whose `source` is the copier's name?",
                ),
                (
                    _balance,
                    "The address is right. The number is what is left there, not what came.",
                ),
                (
                    _both,
                    "The address is right. Count what came to this address alone.",
                ),
            ],
            otherwise="Look for `copier` in the sources of the two tags, then ask the chain.",
            because="The victims of a thief would stand in the file as the vendor's customers.",
            hints=(
                "Each tag says in `source` which page the officer read.",
                "Go through `shop` with itertuples, and ask: if copier in row.source.",
                "The cell above added up what the two addresses had `received`. Take one of them.",
            ),
        ),
        6: Exercise(
            about=_case,
            right=lambda case: case.visible("ADP-2"),
            example=lambda case: case.visible("ADP-1"),
            wrong=[
                (
                    lambda case: case.visible("ADP-2")[::-1],
                    "You have both numbers. What the agency saw alone comes first.",
                ),
                (
                    lambda case: case.visible("ADP-2", then=False),
                    "That uses tags of later days. Stand at the block of the purchase.",
                ),
                (
                    lambda case: case.unclustered("ADP-2"),
                    "That looks at single addresses. Give `conflicts` the clusters of the day.",
                ),
            ],
            otherwise="Take tags and clusters as of the purchase, then `conflicts`, two times.",
            because="With all packs one sees more. It may take two agencies to see a dispute.",
            hints=(
                "The cell above did it for the first purchase, with all packs.",
                "Take the tags and the clusters of that day, as above: `as_of` stands in both.",
                "`known` has all packs, and `known.by(buyer)` one. Ask both for their `conflicts`,"
                " with the clusters of the day.",
            ),
        ),
        7: Exercise(
            about=lambda: None,
            right=lambda _: MAY_STAND,
            wrong=[
                (
                    lambda _: {1, 6},
                    "One more may stand. Which one says whose it probably is, and from what?",
                ),
                (
                    lambda _: {1, 2, 5, 6},
                    "One is too many: read again what the number of a confidence is.",
                ),
                (
                    lambda _: {1, 4, 5, 6},
                    "One is too many: how many of these addresses were tagged, how many inherit?",
                ),
                (
                    lambda _: {1, 3, 5, 6},
                    "One is too many: is nothing known of what the two agencies saw?",
                ),
                (
                    lambda _: {1, 3, 6},
                    "One of these sounds careful, and throws away what was seen. One is missing.",
                ),
                (
                    lambda _: {1, 2, 4},
                    "These make the vendor's name look sure. Which say who saw what, and when?",
                ),
                (
                    lambda _: {1, 5},
                    "One more may stand. Which of them says what was known on one day?",
                ),
                (
                    lambda _: {5, 6},
                    "One more may stand. Which of them names the maker and the reason?",
                ),
            ],
            otherwise="Ask of each: who says it, from what, on which day, and is it told or"
            " inherited?",
            because="A report says who told a name and why, what was seen, and on which day.",
            hints=(
                "Read the box above, and the first of the key points.",
                "A bold sentence may stand if it tells its grounds. A careful one may be wrong.",
                "Three must go: one takes an order for a percent, one takes inherited names for"
                " tags, and one throws away what was seen.",
            ),
        ),
    },
    quiz=Quiz(
        (
            "c",
            "It names the way, and puts it in an order. Here most of these names were right.",
        ),
        ("a", "Each of them inherits it. The tag made the error, and right links spread it."),
        ("b", "One name on two addresses contradicts nobody. Only the pages showed the thief."),
    ),
)
