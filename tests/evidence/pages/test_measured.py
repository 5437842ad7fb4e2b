"""The stated errors of links are what is measured on generated pages, and strength follows them."""

import math
from pathlib import Path

import pytest

import nps_chain as nps
from nps_chain.evidence.pages.measured import (
    MEASURED,
    ONE_HANDLE,
    TWO_HANDLES,
    Measured,
    measured,
    strength,
)
from nps_chain.groundtruth.saved import Saved
from nps_chain.groundtruth.truth import Truth
from nps_chain.world.dice import Dice
from nps_chain.world.pages import make_pages
from nps_chain.world.pages.folder import shown, truth, write_pages
from tests.groundtruth.worlds import tables_of
from tests.world.pages.story import story

SAMPLE = range(0, 40, 4)
"""Of the forty stories that were measured, those that are measured again."""


def test_strength_is_no_more_than_the_error_allows():
    for kind in MEASURED.values():
        assert 0 <= kind.error <= kind.at_most <= 1
        assert {"strong": 0.1, "fair": 0.5, "weak": 1}[strength(kind)] >= kind.at_most
    assert strength(measured("wording", TWO_HANDLES)) == "weak"
    assert strength(measured("key", TWO_HANDLES)) == "strong"
    assert strength(measured("address", TWO_HANDLES)) == "not measured"


def test_the_interval_of_an_error():
    # Wilson's interval for 80 of 120, and none of 40, worked out apart.
    assert Measured(120, 80).at_most == pytest.approx(0.7446, abs=0.0001)
    assert Measured(40, 0).at_most == pytest.approx(0.0876, abs=0.0001)
    assert Measured(3, 3).at_most == pytest.approx(1)
    assert math.isnan(Measured(0, 0).error)
    assert math.isnan(Measured(0, 0).at_most)


def counted(seed: int, folder: Path):
    """Links by kind on the pages of one story: how many there are, and how many are wrong."""
    pages = make_pages(story(seed), Dice(seed, "pages of a test"))
    write_pages(pages, folder / str(seed))
    known = Truth(tables_of({}), saved=Saved(truth(pages), shown(pages)))
    result = nps.score(nps.pages(folder / str(seed)).links(), known)
    return {
        (by, TWO_HANDLES if row.two_handles else ONE_HANDLE): (row.links, row.links - row.right)
        for by, row in result.by_kind.iterrows()
    }


def summed(counts):
    total = {}
    for each in counts:
        for kind, (links, wrong) in each.items():
            before = total.get(kind, Measured(0, 0))
            total[kind] = Measured(before.links + links, before.wrong + wrong)
    return total


@pytest.mark.slow
def test_the_stated_errors_measured_again(tmp_path):
    found = summed(counted(seed, tmp_path) for seed in SAMPLE)
    assert set(found) == set(MEASURED)
    for kind, stated in MEASURED.items():
        assert found[kind].links * 4 == pytest.approx(stated.links, rel=0.3), kind
        assert found[kind].error == pytest.approx(stated.error, abs=0.05), kind
