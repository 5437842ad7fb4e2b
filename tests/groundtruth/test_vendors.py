"""How good links between vendors and verdicts on copies are: who was really behind what."""

import math

import pandas as pd
import pytest

import nps_chain as nps
from nps_chain.errors import NpsError
from nps_chain.groundtruth.saved import PAGES_COLUMNS, SHOWN_COLUMNS, Saved
from nps_chain.groundtruth.truth import Truth
from nps_chain.groundtruth.vendors import score_copies, score_links
from tests.groundtruth.worlds import tables_of


def known():
    """A world: salt and brine are one, hazel another; a shop with a mirror and a clone; a cook."""
    told = [
        # file, site, kind, about, key, namesake
        ("m/salt", "market", "market", "salt", "K1", ""),
        ("q/brine", "quay", "market", "brine", "K1", ""),
        ("m/hazel", "market", "market", "hazel", "K2", ""),
        ("s/front", "shop-hazel", "shop", "hazel", "K2", ""),
        ("r/front", "mirror-hazel", "mirror", "hazel", "K2", ""),
        ("c/front", "clone-hazel", "clone", "hazel", "K2", ""),
        ("k/sugar", "cooking", "benign", "", "", "hazel"),
        ("k/bread", "cooking", "benign", "", "", ""),
        ("m2/front", "market-2", "market", "", "", ""),
    ]
    pages = [(f, "ADP", site, "", kind, True, "en", about, "") for f, site, kind, about, *_ in told]
    shown = [(f, "key", key, "", True) for f, *_, key, _ in told if key]
    shown += [(f, "handle", who, "namesake", True) for f, *_, who in told if who]
    return Truth(
        tables_of({}),
        saved=Saved(
            pd.DataFrame(pages, columns=list(PAGES_COLUMNS)),
            pd.DataFrame(shown, columns=list(SHOWN_COLUMNS)),
        ),
    )


def linked(*rows):
    told = [(one, other, by, tuple(files.split())) for one, other, by, files in rows]
    return pd.DataFrame(told, columns=["one", "other", "by", "files"])


def test_links_in_full():
    links = linked(
        ("salt", "brine", "key", "m/salt q/brine"),
        ("salt", "hazel", "wording", "m/salt m/hazel"),
        ("hazel", "hazel", "key", "m/hazel s/front"),
        ("hazel", "hazel", "key", "m/hazel c/front"),  # a thief's copy
        ("hazel", "hazel", "handle elsewhere", "m/hazel k/bread"),  # the cook, on another page
        ("ann", "ann", "handle elsewhere", "k/sugar k/bread"),  # nobody the truth has a key of
        ("ann", "ann", "handle elsewhere", "k/sugar unknown"),
    )
    result = score_links(links, known())
    names = ["links", "right", "pairs", "found", "not_judged"]
    assert result.frame.loc[names, "value"].tolist() == [6, 3, 1, 1, 1]
    assert (result.precision, result.recall, result.base_rate) == (0.5, 1.0, 1 / 3)
    assert result.by_kind.reset_index().values.tolist() == [
        ["handle elsewhere", False, 2, 1, 0.5],
        ["key", False, 2, 1, 0.5],
        ["key", True, 1, 1, 1.0],
        ["wording", True, 1, 0, 0.0],
    ]
    assert result.wrong["files"].tolist() == [
        ("m/salt", "m/hazel"), ("m/hazel", "c/front"), ("m/hazel", "k/bread"),
    ]  # fmt: skip
    assert repr(result).endswith("joins 1 of 1 pair of one person's handles")


def test_no_links():
    result = nps.score(linked(), known())
    assert math.isnan(result.precision)
    assert repr(result) == "no link; joins 0 of 1 pair of one person's handles"


def copied(*rows):
    told = [
        (verdict, copier, *files.split(), tuple(files.split())) for verdict, copier, files in rows
    ]
    return pd.DataFrame(told, columns=["verdict", "copier", "site", "other", "files"])


def test_copies_in_full():
    verdicts = copied(
        ("clone", "c/front", "s/front c/front"),
        ("clone", "r/front", "r/front c/front"),  # names the wrong one
        ("mirror", "", "s/front r/front"),
        ("mirror", "", "m/salt m/hazel"),  # one site is no pair
        ("alike", "", "m/salt m2/front"),
        ("clone", "", "m/salt q/brine"),
        ("clone", "", "m/salt unknown"),
    )
    result = score_copies(verdicts, known())
    assert result.frame["value"].tolist() == [3 / 5, 3 / 4, 5, 3, 4, 2, 1]
    assert result.confusion.reset_index().values.tolist() == [
        ["alike", 0, 1, 0],
        ["clone", 2, 0, 1],
        ["mirror", 0, 1, 1],
    ]
    assert result.confusion.columns.tolist() == ["clone", "mirror", "neither"]
    assert repr(result) == "3 of 5 verdicts right; tells 3 of 4 pairs of clones and mirrors"
    assert repr(nps.score(verdicts, known())) == repr(result)


def test_a_truth_without_pages_scores_none():
    for scored in (linked(), copied()):
        with pytest.raises(NpsError, match="knows of no saved page"):
            nps.score(scored, nps.truth("core-regtest"))
