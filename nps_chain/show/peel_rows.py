"""What has a row in the picture of a peel chain: a step, or several that are summed.

Of a long chain the steps that paid a place to stop at, and then those at which most came off, have
a row of their own; those between are summed, so that nothing is lost.
"""

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from string import ascii_uppercase
from typing import Any, NamedTuple

import pandas as pd

from nps_chain.chain.schema import UNKNOWN
from nps_chain.show import style
from nps_chain.trace.flow.peel import Peel

ROWS = 10
"""Rows at most."""

_OTHER = "; for the other: "  # what parts the clues for an output from those against it


class Row(NamedTuple):
    """A step, or several that follow each other."""

    when: str
    why: str
    value: int  # satoshi that came in
    carried: int
    peeled: int
    paid: str
    stopped: int  # satoshi of what was peeled off, at a place where to stop


@dataclass
class Clues:
    """The clues that spoke at any step, a letter each, in the order in which they came up."""

    letters: dict[str, str]
    against: bool  # whether any spoke against a step that was taken

    @classmethod
    def of(cls, reasons: pd.Series) -> "Clues":
        """Return the clues in the reasons of the steps."""
        texts = dict.fromkeys(
            clue for why in reasons for side in why.split(_OTHER) for clue in side.split("; ")
        )
        letters = dict(zip(texts, ascii_uppercase, strict=False))
        return cls(letters, any(_OTHER in why for why in reasons))

    def code(self, why: str) -> str:
        """Return the letters of the clues for, and after a minus of those against."""
        ours, _, others = why.partition(_OTHER)
        code, against = (
            "".join(sorted(self.letters[clue] for clue in side.split("; ") if clue))
            for side in (ours, others)
        )
        return f"{code} −{against}" if against else code

    def lines(self, broad: int) -> list[str]:
        """Return what the letters mean, in lines of so many letters."""
        if not self.letters:
            return []
        meanings = [
            f"{letter}:\u00a0{style.plain(text, 80)}" for text, letter in self.letters.items()
        ]
        told = f"It carries on, for {'; '.join(meanings)}."
        minus = " After −: what speaks for the other." if self.against else ""
        return textwrap.wrap(told + minus, broad)


def rows_of(peel: Peel, clues: Clues, times: Any) -> Iterator[Row]:
    """Yield what has a row, in the order of time."""
    frame = peel.frame if peel.direction == "forward" else peel.frame.iloc[::-1]
    alone = _alone(frame["peeled"].tolist(), frame["at_stop"].tolist())
    steps: list[Any] = list(frame.itertuples())
    start = 0
    while start < len(steps):
        stop = start + 1
        while start not in alone and stop < len(steps) and stop not in alone:
            stop += 1
        run = steps[start:stop]
        first, last = run[0], run[-1]
        peeled = sum(step.peeled for step in run)
        at_stop = [step.peeled for step in run if step.at_stop]
        # A coin from outside the data may be of unknown value; what came out of it is known.
        value = first.carried + first.peeled if first.value == UNKNOWN else first.value
        if len(run) == 1:
            when = f"{first.height:,}  {times[first.txid][:16]}"
            sure = "" if pd.isna(first.confidence) else f"{first.confidence:.2f}"
            why = f"{clues.code(first.why)}  {sure}".rstrip()
            who = style.plain(style.shorten(first.paid_to))
            paid = f"{'STOP: ' if at_stop else ''}{style.amount(peeled)} to {who}"
        else:
            when = f"{first.height:,} to {last.height:,}"
            why = f"{len(run):,} steps"
            paid = f"{style.amount(peeled)} in {len(run):,} steps"
            paid += f", STOP: {len(at_stop):,}" if at_stop else ""
        yield Row(when, why, value, last.carried, peeled, paid, sum(at_stop))
        start = stop


def _alone(peeled: list[int], at_stop: list[bool]) -> set[int]:
    """Return the steps that have a row of their own, so that there are ROWS at most in all."""
    order = sorted(range(len(peeled)), key=lambda k: (not at_stop[k], -peeled[k]))
    alone: set[int] = set()
    for step in order:
        more = sorted(alone | {step})
        bounds = [-1, *more, len(peeled)]
        runs = sum(b - a > 1 for a, b in pairwise(bounds))
        if len(more) + runs <= ROWS:
            alone.add(step)
    return alone
