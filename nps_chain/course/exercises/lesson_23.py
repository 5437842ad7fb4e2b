"""Exercises of lesson 23: spot a CoinJoin."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from math import factorial

import pandas as pd

from nps_chain.chain.tables import Chain
from nps_chain.chain.views import TransactionView
from nps_chain.course import material
from nps_chain.course.exercise import Exercise, Lesson
from nps_chain.course.material import once
from nps_chain.course.quiz import Quiz
from nps_chain.exhibits import exhibit
from nps_chain.trace.coinjoin import coinjoins, interpretations_of
from nps_chain.trace.coinjoin.linkage import Interpretations

BTC = 100_000_000
FOUR = (
    [57_310_000, 31_070_000, 90_640_000, 44_180_000],
    [
        20_000_000, 24_180_000, 20_000_000, 70_640_000,
        11_070_000, 20_000_000, 37_310_000, 20_000_000,
    ],
)  # fmt: skip
"""What four people bring and take out, in satoshi, as the lesson gives it."""

SUSPECT, SUSPECT_AT = "i2", 2
EQUAL, CHANGE = 0, 1  # the rows of an equal output, and of another person's change

SHAPES = ("wasabi1", "wabisabi", "joinmarket")
"""Kinds that the number of equal outputs tells apart."""

COINJOINS, WAGES = 3, 2
"""How many of each are among the five that are judged."""

SENTENCES = {"A", "B", "C", "D", "E", "F"}
MAY_STAND = {"B", "D", "E"}


@dataclass(frozen=True)
class _Case:
    """The chain, what our rules find on it, and what the published rule finds."""

    chain: Chain
    found: pd.DataFrame
    published: pd.DataFrame

    def tx(self, name: str) -> TransactionView:
        """Return the transaction of an exhibit."""
        return self.chain.tx(exhibit(name))

    @property
    def firsts(self) -> pd.DataFrame:
        """The first finding of each kind in ``SHAPES``, in the order of the chain."""
        return self.found[self.found["kind"].isin(SHAPES)].drop_duplicates("kind")

    @property
    def shapes(self) -> list[str]:
        """The kinds of these."""
        return list(self.firsts["kind"])

    def exchanged(self, one: str, other: str) -> list[str]:
        """Return the kinds of these with two kinds taken for each other."""
        return [{one: other, other: one}.get(kind, kind) for kind in self.shapes]

    @property
    def five(self) -> list[TransactionView]:
        """Some that the published rule flags: CoinJoins and wages, in the order of their txids."""
        flagged = [self.chain.tx(row) for row in self.published["tx"]]
        coinjoins = [tx for tx in flagged if _true_kind(tx) == "coinjoin"]
        wages = [tx for tx in flagged if _true_kind(tx) == "wage" and self._pays_more_kinds(tx)]
        chosen = [*coinjoins[:COINJOINS], *wages[:WAGES]]
        return sorted(chosen, key=lambda tx: tx.txid)

    @property
    def innocent(self) -> set[int]:
        """The places among the five of those that are no CoinJoins."""
        return {n for n, tx in enumerate(self.five) if _true_kind(tx) != "coinjoin"}

    def _pays_more_kinds(self, tx: TransactionView) -> bool:
        """Return whether a transaction pays to more kinds of addresses than it spends from."""
        sides = (
            {self.chain.address(c.address).script_type for c in side if c.address}
            for side in (tx.inputs, tx.outputs)
        )
        spent, paid = map(len, sides)
        return paid > spent


@once
def _kinds_of_all() -> pd.Series:
    return material.truth().transactions.set_index("txid")["kind"]


def _true_kind(tx: TransactionView) -> str:
    return str(_kinds_of_all()[tx.txid])


@once
def _case() -> _Case:
    chain = material.chain()
    return _Case(chain, coinjoins(chain), coinjoins(chain, rule="blocksci"))


def three_coinjoins() -> list[TransactionView]:
    """Return a CoinJoin of each of three kinds, without its name."""
    return [_case().chain.tx(row) for row in _case().firsts["tx"]]


def five_flagged() -> list[TransactionView]:
    """Return five transactions that the published rule flags; some are no CoinJoins."""
    return _case().five


def _equal_outputs(tx: TransactionView) -> int:
    """Return how often the most common value occurs among a transaction's outputs."""
    return _groups(tx)[0][1]


def _groups(tx: TransactionView) -> list[tuple[int, int]]:
    """Return the values of a transaction's outputs, each with its number, the most common first."""
    return Counter(coin.value for coin in tx.outputs).most_common()


def _some_transactions(case: _Case) -> list[tuple[TransactionView]]:
    """Return transactions with anonymity sets of several sizes."""
    names = ("wabisabi", "joinmarket", "whirlpool", "payroll", "airdrop", "payjoin")
    return [(case.tx(name),) for name in names]


@once
def _four() -> Interpretations:
    return interpretations_of(*FOUR)


def _sure(coin: str) -> Callable[[Interpretations], str]:
    """Return the function that gives the output to which an input is linked for certain."""
    return lambda read: dict(read.deterministic)[coin]


def _equal(read: Interpretations) -> str:
    """Return the name of an equal output, which is nobody's for certain."""
    return read.outputs[EQUAL]


def _apart(read: Interpretations) -> int:
    """Return in how many ways equal outputs go to as many people, each with a single input."""
    return factorial(len(read.inputs))


def _share(read: Interpretations, row: int) -> int:
    """Return in how many percent of the interpretations an output belongs to the suspect."""
    return round(100 * int(read.links[row][SUSPECT_AT]) / int(read.n))


def _without(letter: str) -> Callable[[object], set[str]]:
    """Return what gives the sentences that may stand without one of them."""
    return lambda _: MAY_STAND - {letter}


LESSON = Lesson(
    "23",
    "Spot a CoinJoin",
    {
        1: Exercise(
            about=_case,
            right=lambda case: _equal_outputs(case.tx("wabisabi")),
            example=lambda case: _equal_outputs(case.tx("wasabi1")),
            wrong=[
                (
                    lambda case: _equal_outputs(case.tx("wasabi1")),
                    "That is the largest group of the CoinJoin before. Use `sabi` this time.",
                ),
                (
                    lambda case: len(case.tx("wabisabi").outputs),
                    "That is the number of all outputs. Count those of the most common value.",
                ),
                (
                    lambda case: len(case.tx("wabisabi").inputs),
                    "That is the number of inputs. Count outputs.",
                ),
                (
                    lambda case: len(_groups(case.tx("wabisabi"))),
                    "That is the number of different values. How often is the first one there?",
                ),
                (
                    lambda case: _groups(case.tx("wabisabi"))[0][0],
                    "That is the value in satoshi. How many outputs have it?",
                ),
            ],
            otherwise="Count the values of all outputs of `sabi` with `Counter`.",
            because="With so many of one value, nobody can tell them apart by the amount.",
            hints=(
                "The picture does not show all outputs. The cell with `Counter` counts them all.",
                "Copy that cell, and write sabi in the place of wasabi.",
                "The first of the three lines has the most common value, and how often it comes.",
            ),
        ),
        2: Exercise(
            about=_case,
            right=lambda case: case.shapes,
            example=lambda case: ["whirlpool"] * 3,
            wrong=[
                (
                    lambda case: case.exchanged("wasabi1", "wabisabi"),
                    "Compare Wasabi 1 and WabiSabi again: what is the most common value?",
                ),
                (
                    lambda case: case.exchanged("wasabi1", "joinmarket"),
                    "Compare Wasabi 1 and JoinMarket again: which has ten or more equal outputs?",
                ),
                (
                    lambda case: case.exchanged("wabisabi", "joinmarket"),
                    "Compare WabiSabi and JoinMarket again: which has several equal groups?",
                ),
                (
                    lambda case: ["wasabi1"] * 3,
                    "They are of three different kinds.",
                ),
            ],
            otherwise="Give three kinds in the order of the lines, written as in found['kind'].",
            because="Two numbers tell the three apart: how many are equal, and of what value.",
            hints=(
                "Which of them has a group of ten or more outputs near 0.1 BTC?",
                "Of the other two, look at the second pair: how often is this value there?",
                "WabiSabi has two groups of equal outputs, and the larger is not near 0.1 BTC.",
            ),
        ),
        3: Exercise(
            about=lambda: interpretations_of([BTC] * 3, [BTC] * 3),
            right=lambda read: read.n,
            example=lambda read: interpretations_of([BTC] * 2, [BTC] * 2).n,
            wrong=[
                (
                    lambda read: interpretations_of([BTC] * 2, [BTC] * 2).n,
                    "That is the number for two inputs and two outputs.",
                ),
                (
                    lambda read: _apart(read),
                    "You counted only three separate people. One person may have brought more.",
                ),
                (
                    lambda read: _apart(read) + 1,
                    "Between three separate people and one person with everything there is more.",
                ),
                (
                    lambda read: read.links.size,
                    "That is the number of pairs of an input and an output.",
                ),
                (
                    lambda read: read.n - 1,
                    "One is missing. Compare with the answers for Ana and Boris.",
                ),
                (
                    lambda read: round(read.entropy),
                    "That is the entropy in bits. How many interpretations are there?",
                ),
            ],
            otherwise="Count all ways, or give the library the amounts of all inputs and outputs.",
            because="Three separate people: 6. One alone, the others one person: 9. One person: 1.",
            hints=(
                "The library counted for Ana and Boris. It can count for three inputs of 1 BTC.",
                "Write 100_000_000 three times in each of the two lists.",
                "nps.interpretations_of([100_000_000] * 3, [100_000_000] * 3)",
            ),
        ),
        4: Exercise(
            about=_four,
            right=lambda read: [_sure(SUSPECT)(read), _share(read, EQUAL)],
            example=lambda read: ["o5", 12],
            wrong=[
                (
                    lambda read: [_sure("i0")(read), _share(read, EQUAL)],
                    "The percent are right. That output belongs to another person's coin.",
                ),
                (
                    lambda read: [_sure("i1")(read), _share(read, EQUAL)],
                    "The percent are right. That output belongs to another person's coin.",
                ),
                (
                    lambda read: [_sure("i3")(read), _share(read, EQUAL)],
                    "The percent are right. That output belongs to another person's coin.",
                ),
                (
                    lambda read: [_sure(SUSPECT)(read), round(100 / len(read.inputs))],
                    "The output is right. One in four forgets that people may have two inputs.",
                ),
                *(
                    (
                        lambda read, off=off: [_sure(SUSPECT)(read), _share(read, EQUAL) + off],
                        "The output is right, and the percent nearly: round to a whole number.",
                    )
                    for off in (-1, 1)
                ),
                (
                    lambda read: [_equal(read), _share(read, EQUAL)],
                    "The percent are right. But that output is one of the equal ones, not sure.",
                ),
                (
                    lambda read: [_sure(SUSPECT)(read), 100],
                    "The output is right. The number is asked for o0, not for this output.",
                ),
                (
                    lambda read: [_sure(SUSPECT)(read), int(read.links[EQUAL][SUSPECT_AT])],
                    "The output is right. That counts interpretations: give percent.",
                ),
                (
                    lambda read: [_sure(SUSPECT)(read), _share(read, CHANGE)],
                    "The output is right. The number is that of somebody's change.",
                ),
            ],
            otherwise="In the column of i2, take the output that is sure, and the percent of o0.",
            because="It is the input less the equal amount: no other sum fits. o0 stays open.",
            hints=(
                "The lesson drew the interpretations of Ana and Boris. Draw these in the same way.",
                "nps.draw(four), then plt.show(), or (100 * four.frame).round() for the table.",
                "In the column of i2, one cell is black, or 100. The row of o0 has the number.",
            ),
        ),
        5: Exercise(
            about=_case,
            right=lambda case: _equal_outputs,
            tried_on=_some_transactions,
            wrong=[
                (
                    lambda case: lambda tx: _groups(tx)[0][0],
                    "It returns the most common value. Return how often it occurs.",
                ),
                (
                    lambda case: lambda tx: len(tx.outputs),
                    "It returns the number of all outputs.",
                ),
                (
                    lambda case: lambda tx: len(_groups(tx)),
                    "It returns how many different values there are.",
                ),
                (
                    lambda case: (
                        lambda tx: Counter(coin.value for coin in tx.inputs).most_common()[0][1]
                    ),
                    "It counts the inputs. The anonymity set is made of outputs.",
                ),
            ],
            otherwise="Count the values of tx.outputs, and return the largest number of times.",
            because="The same few lines work for each transaction of each chain.",
            hints=(
                "Make the list of values as in the cell with `Counter`, but of `tx`.",
                "Counter(values).most_common(1) is a list with one pair: the value, how often.",
                "The last line is: return Counter(values).most_common(1)[0][1]",
            ),
        ),
        6: Exercise(
            about=_case,
            right=lambda case: case.innocent,
            example=lambda case: {7, 8},
            wrong=[
                (
                    lambda case: set(range(5)),
                    "Those are all five. Some of them are CoinJoins.",
                ),
                (
                    lambda case: set(range(5)) - case.innocent,
                    "Those are the CoinJoins. The others are innocent.",
                ),
                (
                    lambda case: {n + 1 for n in case.innocent},
                    "You count from 1. The first of the five has the number 0.",
                ),
                (
                    lambda case: {min(case.innocent)},
                    "That one is innocent, but it is not alone.",
                ),
                (
                    lambda case: {max(case.innocent)},
                    "That one is innocent, but it is not alone.",
                ),
            ],
            otherwise="Print the kinds of addresses on both sides for each, and compare.",
            because="A company pays into wallets of many kinds: these are wages.",
            hints=(
                "The cell above prints the kinds of addresses on both sides of each transaction.",
                "The line is: print(n, address_kinds(tx.inputs), address_kinds(tx.outputs))",
                "Take the numbers with more kinds of addresses on the right than on the left.",
            ),
        ),
        7: Exercise(
            about=lambda: None,
            right=lambda _: MAY_STAND,
            example=lambda _: {"X", "Y"},
            wrong=[
                *(
                    (_without(letter), "These may stand, but they are not all.")
                    for letter in sorted(MAY_STAND)
                ),
                (lambda _: {"E"}, "This one may stand, but it is not alone."),
                (
                    lambda _: SENTENCES - MAY_STAND,
                    "Those are the ones that may not stand.",
                ),
                (
                    lambda _: SENTENCES,
                    "Not all of them. Some sound careful, and are false for a CoinJoin.",
                ),
                (
                    lambda _: MAY_STAND | {"F"},
                    "One is too many. Read the box In court again.",
                ),
                (
                    lambda _: MAY_STAND | {"A"},
                    "One is too many. Who signed such a transaction in lesson 21?",
                ),
                (
                    lambda _: MAY_STAND | {"C"},
                    "One is too many. Read below the table of the four kinds.",
                ),
            ],
            otherwise="Of each sentence ask: does the lesson say so of a CoinJoin?",
            because="They say what shape and amounts carry, and no more.",
            hints=(
                "Three of them sound careful, and the lesson has shown that they are false.",
                "Look at mixers, at shares of interpretations, and at who signs a CoinJoin.",
                "Three letters: the anonymity set, the rule, and the link that names its limit.",
            ),
        ),
    },
    quiz=Quiz(
        ("c", "Each bit more means twice as many interpretations."),
        ("b", "It is a change: its amount fits only one input, so it stays linked."),
        ("a", "The kinds of addresses are a sign, and a sign needs more evidence."),
    ),
)
