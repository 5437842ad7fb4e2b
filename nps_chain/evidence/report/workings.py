"""The workings of a report: each call that was made, as text that another can run, and its result.

A call is made through here, so that what stands in the report is what the call gave and not what
somebody remembers. Results are kept by name; a call that was given an earlier result refers to it
by its name. So the calls in their order are a program.
"""

import keyword
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from nps_chain.chain.tables import Chain
from nps_chain.errors import NpsError
from nps_chain.evidence.report.arguments import argument
from nps_chain.evidence.report.functions import ELSEWHERE, FACT, READS, TRUTH, Nature, known
from nps_chain.evidence.report.paths import NAME, OVER, Path
from nps_chain.exhibits import Exhibit

MOST = 1_000
"""Calls of a report."""

_TAKEN = frozenset(
    {*OVER, *keyword.kwlist, *(name for _, name in ELSEWHERE), "nps", "int", "print", "numbers"}
)


@dataclass(frozen=True)
class Step:
    """A call that was made.

    Attributes
    ----------
    name : str
        Of its result.
    code : str
        The call, in Python.
    needs : tuple of str
        Names of the results that it was given.
    function : str
        The bare name of what made it, such as ``score``; empty for what was given, or read off an
        earlier result.
    nature : Nature
        What its result rests on.
    imported : str
        A line by which a program gets at its function, or an empty text.
    as_of : int or None
        The height that it was asked as of.
    again : callable
        Makes it again, given the results by name.
    """

    name: str
    code: str
    needs: tuple[str, ...]
    function: str
    nature: Nature
    imported: str
    as_of: int | None
    again: Callable[[dict[str, Any]], Any]


class Workings:
    """Calls in their order, and what they gave.

    Attributes
    ----------
    steps : dict of str to Step
        By the name of the result.
    results : dict of str to object
        What they gave.
    exhibits : dict of str to Exhibit
        Exhibits that were looked up or given to a call, by the name of the exhibit.
    """

    def __init__(self) -> None:
        self.steps: dict[str, Step] = {}
        self.results: dict[str, Any] = {}
        self.exhibits: dict[str, Exhibit] = {}
        self._horizons: dict[str, tuple[pd.Timestamp, str] | None] = {}

    def given(self, name: str, value: Any, code: str) -> None:
        """Take what was made elsewhere, and how a program gets at it."""
        self._must_be_free(name)
        self._add(Step(name, code, (), "", FACT, "", None, lambda _: value), value)

    def call(self, name: str, function: Any, args: Any, options: Mapping[str, Any]) -> Any:
        """Make a call, keep it, and return what it gave."""
        self._must_be_free(name)
        called = known(function, self.name_of)
        given = [argument(one, self) for one in args]
        named = {key: argument(one, self) for key, one in options.items()}
        inside = [part.code for part in given] + [f"{key}={p.code}" for key, p in named.items()]
        parts = [*given, *named.values()]
        needs = _once(
            [*([called.owner] if called.owner else []), *(n for p in parts for n in p.needs)]
        )
        as_of = options.get("as_of")

        def again(results: dict[str, Any]) -> Any:
            return called.bound(results)(
                *(part.again(results) for part in given),
                **{key: part.again(results) for key, part in named.items()},
            )

        value = again(self.results)
        for one in (*args, *options.values(), value):
            if isinstance(one, Exhibit):
                self.exhibits[one.name] = one
        code = f"{called.code}({', '.join(inside)})"
        nature = called.nature | self._nature(needs)
        if called.owner and called.name in READS:
            # What the truth alone names can't be found by it, whatever the chain shows of that.
            nature = self._nature((called.owner,)) | nature & TRUTH
        at = as_of if isinstance(as_of, int) else None
        made_by = "" if called.owner and called.nature == FACT else called.name
        step = Step(name, code, needs, made_by, nature, called.imported, at, again)
        self._add(step, value)
        return value

    def take(self, name: str, path: Path) -> Any:
        """Give a value of an earlier result a name of its own, and return it."""
        self._must_be_free(name)
        value = self.value(path)
        needs = (path.name,)
        nature = self._nature(needs)
        self._add(Step(name, path.code, needs, "", nature, "", None, path.value), value)
        return value

    def value(self, path: Path) -> Any:
        """Return a value of an earlier result; raise an NpsError if there is none."""
        if path.name not in self.results:
            there = ", ".join(self.results) or "none yet"
            raise NpsError(f"{path.name!r} is no name of a result; the names are: {there}.")
        return path.value(self.results)

    def name_of(self, value: Any) -> str:
        """Return the name of an earlier result, the very same thing; or an empty text."""
        if value is None or type(value) in (str, int, float, bool):  # equal ones may be one thing
            return ""
        return next((name for name, one in self.results.items() if one is value), "")

    def name_of_text(self, text: str) -> str:
        """Return the name of an earlier result that equals a text, or an empty text."""
        return next(
            (name for name, one in self.results.items() if isinstance(one, str) and one == text), ""
        )

    def behind(self, *names: str) -> list[str]:
        """Return the names of results and of all that they were worked out from, in order."""
        found, waiting = set(), list(names)
        while waiting:
            name = waiting.pop()
            if name not in found:
                found.add(name)
                waiting += self.steps[name].needs
        return [name for name in self.steps if name in found]

    def maker(self, name: str) -> Step:
        """Return the call that made a result, or that of which it was read off."""
        step = self.steps[name]
        while not step.function and step.needs:
            step = self.steps[step.needs[0]]
        return step

    def scored(self, name: str) -> Iterator[Step]:
        """Yield what was held against the truth for a result: the calls that made it."""
        for step in (self.steps[one] for one in self.behind(name)):
            held = [one for one in step.needs if TRUTH not in self.steps[one].nature]
            if step.function == "score" and held:
                yield self.maker(held[0])

    def horizon(self, name: str) -> tuple[pd.Timestamp, str] | None:
        """Return the time of the last block that a result knows of, and the name of its chain.

        None if it knows of no chain.
        """
        return self._horizons[name]

    def chains(self) -> Iterator[tuple[str, Chain]]:
        """Yield the chains among the results."""
        for name, value in self.results.items():
            if isinstance(value, Chain):
                yield name, value

    def again(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Return all results, worked out again; some may be given instead."""
        results: dict[str, Any] = {}
        for name, step in self.steps.items():
            results[name] = given[name] if name in given else step.again(results)
        return results

    def _add(self, step: Step, value: Any) -> None:
        self.steps[step.name] = step
        self.results[step.name] = value
        self._horizons[step.name] = self._seen(step, value)

    def _seen(self, step: Step, value: Any) -> tuple[pd.Timestamp, str] | None:
        if isinstance(value, Chain):
            return value.block(value.height).time, step.name
        seen = [found for name in step.needs if (found := self._horizons[name])]
        if not seen:
            return None
        time, chain = max(seen)
        if step.as_of is not None:
            cut = self.results[chain].upto(step.as_of)
            time = cut.block(cut.height).time
        return time, chain

    def _nature(self, needs: tuple[str, ...]) -> Nature:
        nature = FACT
        for name in needs:
            nature |= self.steps[name].nature
        return nature

    def _must_be_free(self, name: Any) -> None:
        if not isinstance(name, str) or not re.fullmatch(NAME, name):
            raise NpsError(
                f"{name!r:.60} is no name for a result: take a word of letters, figures and _,"
                " such as wallet."
            )
        if name in _TAKEN:
            raise NpsError(f"{name!r} means something in Python: give the result another name.")
        if name in self.steps:
            raise NpsError(f"{name!r} is the name of an earlier result: give this one another.")
        if len(self.steps) >= MOST:
            raise NpsError(f"A report rests on {MOST:,} calls at most: write another one.")


def _once(names: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
