"""Exercises of the lesson beyond the course: your own chain."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from nps_chain.chain.compare import compare
from nps_chain.chain.readers import read
from nps_chain.chain.tables import Chain
from nps_chain.course.altered import ALTERATIONS, read_altered
from nps_chain.course.exercise import Exercise, Lesson
from nps_chain.course.material import once
from nps_chain.course.quiz import Quiz
from nps_chain.places import data_path

MAY_STAND = {2, 3, 6}
"""The sentences that a report on the explorer's pages may hold."""


@dataclass(frozen=True)
class _Case:
    """One chain from a node, from an export that ended early, and from an explorer's pages."""

    node: Chain
    export: Chain
    answer: Chain
    address: str
    tip: int  # height of the last block when the explorer was asked

    @cached_property
    def then(self) -> Chain:
        """The node's chain as it was when the explorer was asked."""
        return self.node.upto(self.tip)

    @cached_property
    def race(self) -> pd.DataFrame:
        """The transactions that node and export have not in the same block, to one height."""
        return compare(self.node.upto(self.export.height), self.export).transactions

    @property
    def moved(self) -> int:
        """How many transactions of the lost block stand in the other one, too."""
        return int(((self.race["one"] >= 0) & (self.race["other"] >= 0)).sum())

    @property
    def in_lost_block(self) -> int:
        """How many transactions the lost block has."""
        return int((self.race["other"] >= 0).sum())

    def paid(self, lost: bool = True) -> int:
        """Return what the lost block's transactions paid: those that are lost, or the others."""
        its = self.race[(self.race["other"] >= 0) & ((self.race["one"] < 0) == lost)]
        return sum(coin.value for txid in its["txid"] for coin in self.export.tx(txid).outputs)

    @property
    def seem_unspent(self) -> int:
        """How many outputs in the pages look unspent."""
        return int(((self.answer.outputs["spent_by"] < 0) & self._spendable).sum())

    @property
    def _spendable(self) -> pd.Series:
        return self.answer.outputs["address"] >= 0

    def spent(self, chain: Chain) -> int:
        """Return how many of these a whole chain knows to be spent."""
        return len(compare(chain, self.answer).spent)

    def rounds(self, chain: Chain) -> Iterator[set[str]]:
        """Yield the addresses known after each round of asking, until nothing new comes."""
        known = {self.address}
        while True:
            found = known | {new for one in known for new in _beside(chain, one)}
            yield found
            if found == known:
                return
            known = found

    def asked(self, chain: Chain) -> list[int]:
        """Return how many addresses were asked for, and in how many rounds."""
        rounds = list(self.rounds(chain))
        return [len(rounds[-1]), len(rounds)]


def _beside(chain: Chain, address: str) -> set[str]:
    """Return the addresses that were spent with one, by all its transactions."""
    lists = (chain.tx(txid).spends_from for txid in chain.address(address).txids)
    return {other for spent in lists if address in spent for other in spent}


@once
def _case() -> _Case:
    home = data_path("core-regtest")
    log = pd.read_csv(home / "explorer" / "SOURCES.csv")
    return _Case(
        read(home / "blocks"),
        read(home / "export"),
        read(home / "explorer"),
        str(log["address"].iloc[0]),
        int(log["tip_height"].iloc[0]),
    )


@once
def _accepted(path: str) -> set[str]:
    """Return the letters of the alterations of a source that reading takes without a word."""
    whole: Path = data_path(f"core-regtest/{path}")
    return {letter for letter in ALTERATIONS if read_altered(whole, letter) == "accepted"}


class _Block(NamedTuple):
    """How many transactions a block has, and of how many beside the coinbase the fee is known."""

    transactions: int
    fee_known: int


def _block() -> _Block:
    """Return the counts of the lesson's real block."""
    txs = read(data_path("mainnet-block/block574200.raw.gz")).txs
    return _Block(len(txs), int(((txs["fee"] >= 0) & ~txs["coinbase"]).sum()))


LESSON = Lesson(
    "beyond",
    "Your own chain",
    {
        1: Exercise(
            about=_case,
            right=lambda case: [case.moved, case.paid()],
            wrong=[
                (
                    lambda case: [case.paid(), case.moved],
                    "You have both numbers. How many transactions comes first.",
                ),
                (
                    lambda case: [len(case.race), case.paid()],
                    "The second is right. The first counts all rows, and each row is not in both.",
                ),
                (
                    lambda case: [case.in_lost_block, case.paid()],
                    "The second is right. The first counts all transactions of the lost block.",
                ),
                (
                    lambda case: [case.in_lost_block - case.moved, case.paid()],
                    "The second is right. The first counts those that are in no other block.",
                ),
                (
                    lambda case: [case.moved, case.paid() + case.paid(lost=False)],
                    "The first is right. The second adds up all that the lost block paid.",
                ),
                (
                    lambda case: [case.moved, case.paid(lost=False)],
                    "The first is right. The second is what the payments in both blocks paid.",
                ),
                (
                    lambda case: [case.moved, case.in_lost_block - case.moved],
                    "The first is right. For the second, add up satoshi.",
                ),
            ],
            otherwise="Look at `found.transactions`: where is `one` or `other` -1?",
            because="The payments are in both blocks. The miner's new coin is in none today.",
            hints=(
                "In `found.transactions`, -1 means that this side lacks the transaction.",
                "Both sides have it where one and other are the same height: count these rows.",
                "For a row with one == -1, add up the .value of export.tx(row.txid).outputs.",
            ),
        ),
        2: Exercise(
            about=_case,
            right=lambda case: [case.spent(case.then), case.spent(case.node)],
            wrong=[
                (
                    lambda case: [case.spent(case.node), case.spent(case.then)],
                    "You have both numbers. The hour of the explorer's answer comes first.",
                ),
                (
                    lambda case: [case.seem_unspent, case.seem_unspent],
                    "That is how many look unspent. How many of them were spent?",
                ),
                (
                    lambda case: [
                        case.seem_unspent - case.spent(case.then),
                        case.seem_unspent - case.spent(case.node),
                    ],
                    "These are the ones that were really unspent. Count the others.",
                ),
                (
                    lambda case: [case.spent(case.node)] * 2,
                    "The second is right. For the first, cut the node's chain where the answer"
                    " ended.",
                ),
                (
                    lambda case: [case.spent(case.then)] * 2,
                    "The first is right. For the second, take all blocks of the node.",
                ),
            ],
            otherwise="Compare the pages with `then`, and again with `node`, and look at `.spent`.",
            because="The others spent their coins, and the pages of one address do not show it.",
            hints=(
                "A comparison has a table `.spent`: coins that only one of two chains knows spent.",
                "Compare `then` with `answer` for the first number, and count rows.",
                "len(compare(then, answer).spent) is the first; for the second, put node for then.",
            ),
        ),
        3: Exercise(
            about=_case,
            right=lambda case: case.asked(case.then),
            example=lambda case: [len(next(case.rounds(case.then))), 1],
            wrong=[
                (
                    lambda case: case.asked(case.then)[::-1],
                    "You have both numbers. The number of addresses comes first.",
                ),
                (
                    lambda case: [case.asked(case.then)[0], case.asked(case.then)[1] - 1],
                    "The first is right. Does your last round ask for addresses, too?",
                ),
                (
                    lambda case: [case.asked(case.then)[0] - 1, case.asked(case.then)[1]],
                    "The second is right. The first address was asked for as well.",
                ),
                (
                    lambda case: case.asked(case.node),
                    "That is for the node's last block. Ask `then`, as `beside` does.",
                ),
            ],
            otherwise="Call `beside` again with what it gave, until it gives nothing new.",
            because="For one cluster the explorer has learned each address that you looked at.",
            hints=(
                "Begin with known = {address} and rounds = 0, and repeat.",
                "In each round: found = beside(known), and rounds = rounds + 1. When do you stop?",
                "`while True:` and, after counting the round, `if found == known: break`, then"
                " known = found",
            ),
        ),
        4: Exercise(
            about=lambda: _accepted("export/transactions.json.gz"),
            right=lambda accepted: accepted,
            example=lambda _: _accepted("export"),
            wrong=[
                (
                    lambda accepted: set(ALTERATIONS) - accepted,
                    "These are the ones that the library refuses.",
                ),
                (
                    lambda _: _accepted("explorer"),
                    "That is for the explorer. In this file one more is refused.",
                ),
                (
                    lambda _: {"c", "f"},
                    "With the table of blocks only these would pass, and one with a note.",
                ),
            ],
            otherwise="Give the path of this one file to `read_altered`, with each letter.",
            because="The header proves which transactions a block has. Without it, no one does.",
            hints=(
                "The loop of the lesson tries all letters. Let it try this one file.",
                "Put `only` in the place of paths[name], and print each letter with the answer.",
                'Keep each letter for which read_altered(only, letter) == "accepted"',
            ),
        ),
        5: Exercise(
            about=_block,
            right=lambda block: block.fee_known,
            wrong=[
                (
                    lambda block: block.fee_known + 1,
                    "The coinbase is among these: it makes new coins and pays no fee.",
                ),
                (
                    lambda block: block.transactions - 1 - block.fee_known,
                    "These are the ones whose fee is not known: -1 stands for unknown.",
                ),
                (
                    lambda block: block.transactions,
                    "That is all transactions of the block. Which of them have a fee of -1?",
                ),
                (
                    lambda block: block.transactions - 1,
                    "That is all but the coinbase. Which of them have a fee of -1?",
                ),
            ],
            otherwise="Count the rows of block.txs whose fee is 0 or more, without the coinbase.",
            because="They spend only coins that were made in the same block.",
            hints=(
                "Look at block.txs: what stands in the column fee where it is unknown?",
                'block.txs["fee"] >= 0 is True for each row whose fee is known; .sum() counts it.',
                "The coinbase has a fee of 0 and is counted with the others: take it away.",
            ),
        ),
        6: Exercise(
            about=lambda: None,
            right=lambda _: MAY_STAND,
            wrong=[
                (
                    lambda _: {2, 6},
                    "One more may stand: an inference that names its rule and its reach.",
                ),
                (
                    lambda _: {2, 3},
                    "One more may stand. Which of them says what was not checked?",
                ),
                (
                    lambda _: {3, 6},
                    "One more may stand. Which of them says only what the pages hold?",
                ),
                (
                    lambda _: {1, 2, 3, 6},
                    "One is too many: how many of the holder's addresses did the pages show?",
                ),
                (
                    lambda _: {2, 3, 4, 6},
                    "One is too many: do the pages show what the payees did later?",
                ),
                (
                    lambda _: {2, 3, 5, 6},
                    "One is too many: which alterations did the library not notice?",
                ),
                (
                    lambda _: {2, 3, 6, 7},
                    "One is too many: up to which block, and by whose word?",
                ),
                (
                    lambda _: {1, 4, 5, 7},
                    "These four go beyond the pages. Which ones stay within them?",
                ),
            ],
            otherwise="Ask of each: do the pages show it, up to which block, and by whose word?",
            because="They keep to the pages, name the rule, and say what is the explorer's word.",
            hints=(
                "Read the box above again. What did the library check, and what not?",
                "Four go further than the pages: on the holder, on payees, on the chain, on time.",
                "What is left tells what the pages hold, by which rule, and whose word it is.",
            ),
        ),
    },
    quiz=Quiz(
        ("b", "The hash proves the content. It does not prove that a block holds it."),
        ("c", "The next blocks will show it. Until then, name the hash that you used."),
        ("a", "All else hangs on what others did, and the pages do not show that."),
    ),
)
