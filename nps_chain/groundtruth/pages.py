"""How good a reading of saved pages is: what it finds of what they show, and what takes it in.

A thing counts once for each page that shows it, by its type and its text. It is found if the
reading holds it for valid; so a near-miss, such as an address with a changed letter, is judged
rightly if it is refused, or not seen at all. Turns of phrase are on record, but are no indicators,
and aren't asked for.

It fails to tell how good a reading is on other pages: these were made by one maker, who knew what
is hard. And what stands twice on a page and is found once counts as found.
"""

from typing import Any

import numpy as np
import pandas as pd

from nps_chain.errors import NpsError
from nps_chain.groundtruth.bootstrap import of_share, resampled
from nps_chain.groundtruth.result import Figure, Score, between, share
from nps_chain.groundtruth.truth import Truth
from nps_chain.trace.arguments import check_columns
from nps_chain.trace.texts import count, percent

NOT_ASKED = frozenset(["phrase"])
"""Types on record that no reading of a page reports."""

_THING = ["file", "type", "text"]


def score_pages(pages: Any, truth: Truth, *, seed: int = 0) -> Score:
    """Return how far off a reading of pages was.

    Parameters
    ----------
    pages : Pages or pandas.DataFrame
        The pages, or their indicators: a frame ``file``, ``type``, ``text``, ``valid``. Of a bare
        frame all pages in it are taken for all that were read.
    truth : Truth
        The truth, of a data set that has pages.
    seed : int
        Names the draws of the bootstrap; its unit is a page.

    Returns
    -------
    Score
        ``precision`` (of what was held for valid, what is so), ``recall`` (of what is there, what
        was held for valid), ``refusal`` (of near-misses, those not held for valid), and counts;
        tables ``by_type``, ``by_trap``, ``wrong`` and ``missed``.

    Raises
    ------
    NpsError
        If the truth knows of no page, or of none of these.

    Notes
    -----
    Known failure: pages of one maker, which a reading can be made to fit: where nothing is wrong,
    that says that the two fit, not that the reading never errs. Intervals draw pages, which are
    more alike than those of the world, so they are too narrow.

    Source: precision and recall as everywhere.

    Examples
    --------
    >>> import nps_chain as nps
    >>> from nps_chain.groundtruth.store import truth
    >>> result = score_pages(nps.pages("tiny"), truth("tiny"))
    >>> int(result.pages), int(result.there), int(result.near_misses)
    (42, 395, 16)
    """
    found, files = _found(pages)
    known = pages_known(truth)
    here = [file for file in files if file in known.index]
    if not here:
        raise NpsError("The truth knows none of these pages: give the truth of their data set.")
    shown = truth.shown
    shown = shown[shown["file"].isin(here) & ~shown["type"].isin(NOT_ASKED)]
    # Of one thing that stands twice on a page, once as a trap, the genuine one counts.
    shown = shown.sort_values("genuine", ascending=False, kind="stable").drop_duplicates(_THING)
    asked = found[found["file"].isin(here) & ~found["type"].isin(NOT_ASKED)]
    asked = asked.sort_values("valid", ascending=False, kind="stable").drop_duplicates(_THING)
    both = shown.merge(asked, on=_THING, how="outer", sort=True)
    there = both["genuine"].eq(True)
    near = both["genuine"].eq(False)
    held = both["valid"].eq(True)
    right = there & held

    page = pd.Categorical(both["file"], categories=here).codes.astype(np.int64)
    units = np.zeros((len(here), 5))
    for column, chosen in enumerate((right, held, there, near & ~held, near)):
        units[:, column] = np.bincount(page[chosen.to_numpy()], minlength=len(here))
    d_right, d_held, d_there, d_refused, d_near = resampled(units, seed).T
    n = {name: int(value) for name, value in zip(
        ("right", "held", "there", "refused", "near"), units.sum(axis=0), strict=True)}  # fmt: skip
    figures = {
        "precision": Figure(
            share(n["right"], n["held"]),
            "of what was held for valid, what is so",
            *of_share(d_right, d_held, n["right"], n["held"]),
        ),
        "recall": Figure(
            share(n["right"], n["there"]),
            "of what the pages show, what was held for valid",
            *of_share(d_right, d_there, n["right"], n["there"]),
        ),
        "refusal": Figure(
            share(n["refused"], n["near"]),
            "of near-misses, those not held for valid",
            *of_share(d_refused, d_near, n["refused"], n["near"]),
        ),
        "pages": Figure(len(here), "pages judged"),
        "held": Figure(n["held"], "things held for valid"),
        "right": Figure(n["right"], "of these, are so"),
        "there": Figure(n["there"], "things that the pages show"),
        "near_misses": Figure(n["near"], "things that only look like one"),
        "not_judged": Figure(len(files) - len(here), "pages that the truth doesn't know"),
    }
    wrong = both.loc[held & ~right, [*_THING, "trap"]]
    tables = {
        "by_type": _by_type(both["type"], right, held, there),
        "by_trap": _by_trap(both, held),
        "wrong": wrong.fillna({"trap": ""}).reset_index(drop=True),
        "missed": both.loc[there & ~held, [*_THING, "trap"]].reset_index(drop=True),
    }
    return Score(_line(figures), figures, tables)


def pages_known(truth: Truth) -> pd.DataFrame:
    """Return the pages that a truth knows, by file.

    Raises
    ------
    NpsError
        If it knows none.
    """
    known = truth.pages.set_index("file")
    if not len(known):
        raise NpsError(
            "This truth knows of no saved page: take that of a data set with pages, such as"
            ' nps.truth("classroom").'
        )
    return known


def _found(pages: Any) -> tuple[pd.DataFrame, list[str]]:
    """Return what was found, and which files were read."""
    frame = pages if isinstance(pages, pd.DataFrame) else pages.indicators
    check_columns(frame, *_THING, "valid", what="Indicators of pages")
    read = frame if isinstance(pages, pd.DataFrame) else pages.frame
    return frame[[*_THING, "valid"]], list(dict.fromkeys(read["file"]))


def _by_type(kind: pd.Series, right: pd.Series, held: pd.Series, there: pd.Series) -> pd.DataFrame:
    counts = (
        pd.DataFrame({"type": kind, "there": there, "held": held, "right": right})
        .groupby("type")
        .sum()
    )
    counts["precision"] = counts["right"] / counts["held"]
    counts["recall"] = counts["right"] / counts["there"]
    return counts


def _by_trap(both: pd.DataFrame, held: pd.Series) -> pd.DataFrame:
    """Return how each trap was judged: a genuine thing is to be held, any other isn't."""
    traps = both[both["trap"].fillna("").ne("")]
    held = held[traps.index]
    genuine = traps["genuine"].astype(bool)
    counts = pd.DataFrame(
        {"trap": traps["trap"], "genuine": genuine, "there": 1, "held": held,
         "right": held == genuine}
    )  # fmt: skip
    return counts.groupby(["trap", "genuine"]).sum().reset_index("genuine")


def _line(figures: dict[str, Figure]) -> str:
    precision, recall = figures["precision"], figures["recall"]
    there = count(int(figures["there"].value), "thing")
    shown = (
        f"finds {percent(recall.value)} of {there} on {count(int(figures['pages'].value), 'page')}"
    )
    shown += between(recall.low, recall.high)
    held = int(figures["held"].value)
    if held:
        shown += f"; {percent(precision.value)} of {held:,} it holds for valid are so"
        shown += between(precision.low, precision.high)
    near = int(figures["near_misses"].value)
    if near:
        refused = round(figures["refusal"].value * near)
        shown += f"; isn't taken in by {refused:,} of {count(near, 'near-miss')}"
    return shown
