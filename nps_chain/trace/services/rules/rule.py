"""A rule: conditions on what a cluster does, each with the sentence in which it gives its reason.

A condition compares one number with a bound, so anyone can check it, and it has three answers: met,
not met, or can't be told, where data are too few. A rule speaks where all conditions that it must
have are met; the share of all those that could be told is its confidence. That is a count of
reasons, not a probability: nobody has published how often such rules err.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd


@dataclass(frozen=True)
class Condition:
    """A number with a bound, or two.

    Parameters
    ----------
    column : str
        Which number: a column of the features, or one that ``measures`` adds; -1 can't be told.
    text : str
        The reason in words; ``{}`` stands for the number.
    at_least, at_most : int, optional
        Between which it speaks for the rule.
    must : bool
        Without it the rule says nothing.
    data : tuple of str and int, optional
        A column, and the number below which it is too small to tell anything.
    """

    column: str
    text: str
    at_least: int | None = None
    at_most: int | None = None
    must: bool = False
    data: tuple[str, int] | None = None

    def met(self, measured: pd.DataFrame) -> np.ndarray:
        """Return for which clusters it is met."""
        number = measured[self.column].to_numpy()
        met = np.ones(len(number), bool)
        if self.at_least is not None:
            met &= number >= self.at_least
        if self.at_most is not None:
            met &= number <= self.at_most
        return met & self.told(measured)

    def told(self, measured: pd.DataFrame) -> np.ndarray:
        """Return for which clusters the data can tell."""
        told = measured[self.column].to_numpy() >= 0
        if self.data is not None:
            told &= measured[self.data[0]].to_numpy() >= self.data[1]
        return told

    def says(self, number: int) -> str:
        """Return the reason, with the number and its bounds."""
        if self.at_least is None:
            bounds = f"at most {self.at_most:,}"
        elif self.at_most is None:
            bounds = f"at least {self.at_least:,}"
        else:
            bounds = f"{self.at_least:,} to {self.at_most:,}"
        return f"{self.text.format(f'{number:,}')} (rule: {bounds})"


@dataclass(frozen=True)
class Rule:
    """What a kind of service does.

    Parameters
    ----------
    kind : str
        What it tells.
    source : str
        Who described it.
    mistaken_for : str
        What behaves in the same way.
    conditions : tuple of Condition
        What speaks for it.
    custody : bool
        Such a service holds its customers' coins in one pool, so a trace stops at it.
    passes_on : bool
        The verdict belongs to the one cluster that it passes all on to.
    """

    kind: str
    source: str
    mistaken_for: str
    conditions: tuple[Condition, ...]
    custody: bool = True
    passes_on: bool = False

    def speaks(self, measured: pd.DataFrame) -> np.ndarray:
        """Return for which clusters all that it must have is there."""
        speaks = np.ones(len(measured), bool)
        for condition in self.conditions:
            if condition.must:
                speaks &= condition.met(measured)
        return speaks

    def counts(self, measured: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
        """Return how many conditions are met, and how many could be told."""
        met = sum((c.met(measured).astype(np.int32) for c in self.conditions), np.int32(0))
        told = sum((c.told(measured).astype(np.int32) for c in self.conditions), np.int32(0))
        return np.asarray(met), np.asarray(told)
