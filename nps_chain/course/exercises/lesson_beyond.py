"""Exercises of the lesson beyond the course: your own chain."""

from typing import NamedTuple

from nps_chain.chain.readers import read
from nps_chain.course.exercise import Exercise, Lesson
from nps_chain.places import data_path


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
    },
)
