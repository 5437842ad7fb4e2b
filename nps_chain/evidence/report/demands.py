"""What a finding has to keep to: each kind rests on its own kind of knowledge, and on no future."""

from collections.abc import Iterable, Iterator

import numpy as np
import pandas as pd

from nps_chain.errors import NpsError
from nps_chain.evidence.report.functions import INFERENCE, TRUTH, WORD, Nature
from nps_chain.evidence.report.methods import Method
from nps_chain.evidence.report.sentence import Sentence
from nps_chain.evidence.report.telling import Told
from nps_chain.evidence.report.workings import Step, Workings

_REFUSED: dict[str, tuple[tuple[Nature, str], ...]] = {
    "fact": (
        (INFERENCE, "is worked out by a method that can err: tell it by report.inference"),
        (WORD, "is somebody's word: tell it by report.attribution"),
    ),
    "inference": (),
    "attribution": (
        (INFERENCE, "is worked out by a method that can err: tell it by report.inference"),
    ),
}


def keep_to(tag: str, sentences: Iterable[Sentence], label: str, workings: Workings) -> None:
    """Refuse a finding that tells as one kind of knowledge what is another.

    An address or a transaction may be named in any: to name it says nothing of it.

    Raises
    ------
    NpsError
        If a value in it rests on what a finding of its kind can't rest on.
    """
    for told in (one for sentence in sentences for one in sentence.told):
        rests_on = workings.steps[told.root].nature
        call = workings.steps[told.root].code
        if TRUTH in rests_on:
            raise _known_to_nobody(f"{label} can't tell {told.code}")
        for nature, why in _REFUSED[tag]:
            if nature in rests_on and told.kind != "identifier":
                raise NpsError(f"{label} can't tell {told.code}, which {why}. It is from {call}.")


def must_be_measured(error: Sentence, method: Method, label: str, workings: Workings) -> None:
    """Refuse an error that was not measured, or is another method's.

    Whether the figure that is told of a score is the one that matters, its author answers for.

    Raises
    ------
    NpsError
        If no value in it comes from a score of what the method gives. Links between pages tell
        their own error, in a column of that name.
    """
    unfit = None
    for told in error.told:
        if isinstance(told.value, float) and np.isnan(told.value):
            continue  # a share of nothing, by which nothing was measured
        for made in _measured(told, workings):
            if _fits(made, method, workings):
                return
            unfit = made
    if unfit is not None:
        wanted = f"what {' or '.join(method.measured_on)} gives"
        wanted += f' by the rule "{method.rule}"' if method.rule else ""
        raise NpsError(
            f"{label} has the method {method.name}, but an error that was measured on"
            f" {unfit.code}: score {wanted}, and tell a value of that."
        )
    raise NpsError(
        f"{label} lacks its error as measured: say how often the method is wrong, with a value from"
        ' nps.score on data whose truth is known, as in error="On invented data'
        ' {quality.pair_precision:percent} of the pairs in a cluster had one owner."'
    )


def _measured(told: Told, workings: Workings) -> Iterator[Step]:
    """Yield the calls whose error a value tells."""
    yield from workings.scored(told.root)
    made = workings.maker(told.root)
    if made.function == "links" and "error" in told.path.steps:
        yield made


def _fits(made: Step, method: Method, workings: Workings) -> bool:
    functions = {one.rpartition(".")[2] for one in method.measured_on}
    if functions and made.function not in functions:
        return False
    behind = (workings.steps[name].code for name in workings.behind(made.name))
    return not method.rule or any(f'"{method.rule}"' in code for code in behind)


def may_be_shown(result: str, date: str, label: str, workings: Workings) -> None:
    """Refuse a picture of what a finding couldn't tell: the truth, or later blocks.

    How well a method does may be shown.

    Raises
    ------
    NpsError
        If it is such a picture.
    """
    if TRUTH in workings.steps[result].nature and not any(workings.scored(result)):
        raise _known_to_nobody(f"{label} can't show {result}")
    must_be_past([result], date, label, workings)


def _known_to_nobody(refused: str) -> NpsError:
    return NpsError(
        f"{refused}, which is known only of invented data. A report may measure an error by it,"
        " error=..., and find nothing by it."
    )


def must_be_past(results: Iterable[str], date: str, label: str, workings: Workings) -> None:
    """Refuse what rests on blocks that are later than the report.

    Truth and scores are let pass: an error may be measured on any data.

    Parameters
    ----------
    results : iterable of str
        The names of what it rests on.

    Raises
    ------
    NpsError
        If it does; the message tells up to which block a chain was known.
    """
    for result in results:
        found = workings.horizon(result)
        if found is None or TRUTH in workings.steps[result].nature:
            continue
        time, name = found
        if f"{time:%Y-%m-%d}" <= date:
            continue
        blocks = workings.results[name].columns.blocks
        end = (pd.Timestamp(date, tz="UTC") + pd.Timedelta(days=1)).timestamp()
        past = np.flatnonzero(np.maximum.accumulate(blocks.time.astype(np.int64)) < end)
        height = int(blocks.height[past[-1]]) if len(past) else None
        cut = f', known = report.call("known", {name}.upto, {height})' if height else ""
        raise NpsError(
            f"{label} rests on blocks up to {time:%Y-%m-%d}, which are later than the report"
            f" ({date}): cut the chain first{cut}, or date the report later."
        )
