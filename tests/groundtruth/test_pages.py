"""How good a reading of pages is: what it finds, and what takes it in."""

import math

import pandas as pd
import pytest

import nps_chain as nps
from nps_chain.errors import NpsError
from nps_chain.groundtruth.pages import score_pages
from nps_chain.groundtruth.saved import PAGES_COLUMNS, SHOWN_COLUMNS, Saved
from nps_chain.groundtruth.truth import Truth
from tests.evidence.pages.made import saved
from tests.groundtruth.worlds import tables_of


def known(*shown, pages=("a", "b")):
    """A truth: things shown as ``a address X``, ``a address X; trap`` or ``a address X! trap``."""
    rows = []
    for each in shown:
        told, genuine = each.partition("!")[0].partition(";")[0], "!" not in each
        trap = each[len(told) + 1 :].strip()
        rows.append((*told.split(" ", 2), trap, genuine))
    told = [(file, "ADP", file, "", "shop", True, "en", "", "") for file in pages]
    return Truth(
        tables_of({}),
        saved=Saved(
            pd.DataFrame(told, columns=list(PAGES_COLUMNS)),
            pd.DataFrame(rows, columns=list(SHOWN_COLUMNS)),
        ),
    )


def found(*things):
    """Indicators, as ``a address X``; with a minus before, refused."""
    rows = [(*each.lstrip("-").split(" ", 2), not each.startswith("-")) for each in things]
    return pd.DataFrame(rows, columns=["file", "type", "text", "valid"])


def test_a_small_case_in_full():
    truth = known(
        "a address X",
        "a address Y; in a comment",
        "a address X",  # twice on one page
        "b address Z! changed letter",
        "b address W! shortened",
        "b handle ann; namesake",
        "b handle eve! look-alike",
        "a phrase so it is",
    )
    result = score_pages(
        found(
            "a address X",
            "a address X",
            "-a address Q",  # refused, and not on record
            "-b address Z",
            "b handle ann",
            "b handle eve",  # taken in
            "b price 1 BTC",  # not there
        ),
        truth,
    )
    figures = result.frame["value"]
    names = ["pages", "held", "right", "there", "near_misses", "not_judged"]
    assert figures[names].tolist() == [2, 4, 2, 3, 3, 0]
    assert (result.precision, result.recall, result.refusal) == (2 / 4, 2 / 3, 2 / 3)
    assert result.by_type.reset_index().fillna(-1).values.tolist() == [
        ["address", 2, 1, 1, 1, 0.5],
        ["handle", 1, 2, 1, 0.5, 1],
        ["price", 0, 1, 0, 0, -1],
    ]
    assert result.by_trap.reset_index().values.tolist() == [
        ["changed letter", False, 1, 0, 1],
        ["in a comment", True, 1, 0, 0],
        ["look-alike", False, 1, 1, 0],
        ["namesake", True, 1, 1, 1],
        ["shortened", False, 1, 0, 1],
    ]
    assert result.wrong.values.tolist() == [
        ["b", "handle", "eve", "look-alike"],
        ["b", "price", "1 BTC", ""],
    ]
    assert result.missed.values.tolist() == [["a", "address", "Y", "in a comment"]]
    assert repr(result) == (
        "finds 66.7 % of 3 things on 2 pages (95 % interval 50.0 to 100.0); 50.0 % of 4 it holds"
        " for valid are so (95 % interval 33.3 to 100.0); isn't taken in by 2 of 3 near-misses"
    )


def test_what_stands_on_a_page_as_a_trap_and_rightly_is_there():
    truth = known("a address X! shortened", "a address X")
    assert score_pages(found("a address X"), truth).right == 1


def test_only_pages_that_were_read_and_are_known_are_judged():
    truth = known("a address X", "b address Y")
    result = score_pages(found("a address X", "c address Z"), truth)
    assert (result.pages, result.there, result.held, result.not_judged) == (1, 1, 1, 1)
    with pytest.raises(NpsError, match="knows none of these pages"):
        score_pages(found("c address Z"), truth)
    with pytest.raises(NpsError, match="knows of no saved page"):
        score_pages(found("a address X"), nps.truth("core-regtest"))
    with pytest.raises(NpsError, match="valid"):
        score_pages(pd.DataFrame({"file": ["a"], "type": ["t"], "text": [""]}), truth)


def test_a_reading_that_holds_nothing_for_valid():
    result = score_pages(found("-a address X"), known("a address X"))
    assert math.isnan(result.precision)
    assert repr(result) == "finds 0 % of 1 thing on 1 page (95 % interval 0.0 to 100.0)"


def test_the_pages_of_tiny_are_scored_through_the_public_door():
    pages, truth = saved("tiny"), nps.truth("tiny")
    result = nps.score(pages, truth)
    assert (result.pages, result.not_judged) == (42, 0)
    assert result.there == len(
        truth.shown[truth.shown["genuine"] & truth.shown["type"].ne("phrase")].drop_duplicates(
            ["file", "type", "text"]
        )
    )
    assert result.precision > 0.95
    assert result.recall > 0.95
    assert result.refusal > 0.9
    assert nps.score(pages.indicators, truth).right == result.right
