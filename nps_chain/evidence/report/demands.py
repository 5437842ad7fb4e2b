"""What a finding has to keep to: each kind rests on its own kind of knowledge, and on no future."""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from nps_chain.errors import NpsError
from nps_chain.evidence.report.functions import INFERENCE, TRUTH, WORD, Nature
from nps_chain.evidence.report.sentence import Sentence
from nps_chain.evidence.report.workings import Workings

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
            raise NpsError(
                f"{label} can't tell {told.code}, which is known only of invented data. A report"
                " may measure an error by it, error=..., and find nothing by it."
            )
        for nature, why in _REFUSED[tag]:
            if nature in rests_on and told.kind != "identifier":
                raise NpsError(f"{label} can't tell {told.code}, which {why}. It is from {call}.")


def must_be_measured(error: Sentence, label: str, workings: Workings) -> None:
    """Refuse an error that was not measured.

    Raises
    ------
    NpsError
        If no value in it comes from a score. Links between pages tell their own error, in a column
        of that name.
    """
    for told in error.told:
        rests_on = workings.steps[told.root].nature
        if TRUTH in rests_on or (WORD in rests_on and "error" in told.path.steps):
            return
    raise NpsError(
        f"{label} lacks its error as measured: say how often the method is wrong, with a value from"
        ' nps.score on data whose truth is known, as in error="On invented data'
        ' {quality.pair_precision:percent} of the pairs in a cluster had one owner."'
    )


def must_be_past(sentences: Iterable[Sentence], date: str, label: str, workings: Workings) -> None:
    """Refuse what rests on blocks that are later than the report.

    Truth and scores are let pass: an error may be measured on any data.

    Raises
    ------
    NpsError
        If it does; the message tells up to which block a chain was known.
    """
    for told in (one for sentence in sentences for one in sentence.told):
        found = workings.horizon(told.root)
        if found is None or TRUTH in workings.steps[told.root].nature:
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
