"""Exercises of lesson 23: spot a CoinJoin."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

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

SUSPECT = "i2"

SHAPES = ("wasabi1", "wabisabi", "joinmarket")
"""Kinds that the number of equal outputs tells apart."""

COINJOINS, WAGES = 3, 2
"""How many of each are among the five that are judged."""

SENTENCES = {"A", "B", "C", "D", "E", "F"}
MAY_STAND = {"A", "C", "E"}


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
                    lambda read: 3,
                    "That is the number for two people. Add a third amount to both lists.",
                ),
                (
                    lambda read: 6,
                    "Those are the ways with three separate people. Two may be one person.",
                ),
                (
                    lambda read: 7,
                    "You have counted three separate people, and one person with everything.",
                ),
                (
                    lambda read: read.links.size,
                    "That is the number of pairs of an input and an output.",
                ),
                (
                    lambda read: 15,
                    "One is missing: one person may have had everything.",
                ),
                (
                    lambda read: 4,
                    "That is the entropy in bits. How many interpretations are there?",
                ),
            ],
            otherwise="Both lists need three amounts of 1 BTC: 100_000_000 satoshi each.",
            because="Three separate people: 6. One alone, the others one person: 9. One person: 1.",
            hints=(
                "A third person brings a third input, and takes a third output.",
                "Write 100_000_000 three times in each of the two lists.",
                "nps.interpretations_of([100_000_000] * 3, [100_000_000] * 3)",
            ),
        ),
        4: Exercise(
            about=_four,
            right=_sure(SUSPECT),
            example=lambda read: "o5",
            wrong=[
                (_sure("i0"), "That output belongs to i0. Look at the column of i2."),
                (_sure("i1"), "That output belongs to i1. Look at the column of i2."),
                (_sure("i3"), "That output belongs to i3. Look at the column of i2."),
                (
                    lambda read: "o2",
                    "That is one of the equal outputs: it could belong to each of the four.",
                ),
                (
                    lambda read: "o0",
                    "Each equal output could belong to each of the four.",
                ),
                (
                    lambda read: SUSPECT,
                    "That is the input itself. Which output belongs to it?",
                ),
            ],
            otherwise="Give the name of an output as text, such as 'o5'.",
            because="It is the input less the equal amount: no other sum fits.",
            hints=(
                "Inputs are the columns. Find the column of i2.",
                "In this column one cell is black: 100 percent of the interpretations.",
                "The name at the left end of that row is the answer, such as 'o5'.",
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
                (
                    lambda _: {"A"},
                    "Facts are not all: an inference may stand too, if it names its rule.",
                ),
                (
                    lambda _: {"A", "C"},
                    "One more may stand: an inference that names what it supposes.",
                ),
                (
                    lambda _: SENTENCES - MAY_STAND,
                    "Those are the ones that may not stand.",
                ),
                (
                    lambda _: SENTENCES,
                    "Not all of them. A CoinJoin is no evidence of crime, for a beginning.",
                ),
                (
                    lambda _: MAY_STAND | {"F"},
                    "A share of interpretations is not the chance that somebody did something.",
                ),
                (
                    lambda _: MAY_STAND | {"D"},
                    "D is co-spending. In a CoinJoin several people spend together.",
                ),
                (
                    lambda _: MAY_STAND | {"B"},
                    "B accuses all who took part, and most of them are innocent.",
                ),
            ],
            otherwise="Keep the facts, and the inferences that name their rule or what they need.",
            because="One is a fact; the two inferences name their rule and what they suppose.",
            hints=(
                "Which sentence can anybody check in the record?",
                "An inference may stand if it says by which rule, or what it supposes.",
                "Three letters. None of them says whose money it is or whether there was a crime.",
            ),
        ),
    },
    quiz=Quiz(
        ("c", "Each bit more means twice as many interpretations."),
        ("b", "Its amount fits only one input, so it stays linked."),
        ("a", "The kinds of addresses are a sign, and a sign needs more evidence."),
    ),
)
