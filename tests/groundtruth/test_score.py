"""The score that fits each thing, how it shows, and what there is no score for."""

import math

import numpy as np
import pandas as pd
import pytest

import nps_chain as nps
from nps_chain.errors import NpsError
from nps_chain.groundtruth.result import Figure, Score, between, share
from nps_chain.groundtruth.score import score
from nps_chain.groundtruth.store import truth
from nps_chain.trace.change import change
from nps_chain.trace.coinjoin import coinjoins
from nps_chain.trace.services import services
from nps_chain.trace.taint import taint
from nps_chain.trace.texts import count, percent


@pytest.fixture(scope="module")
def known():
    return truth("core-regtest")


def test_each_thing_gets_the_score_that_fits(known):
    chain = known.chain
    clusters = nps.cluster(chain)
    for x, options, figure in (
        (clusters, {}, "pair_precision"),
        (clusters.labels, {"by": "wallet"}, "b_cubed_f1"),
        (change(chain, "address_type"), {"without": "coinjoin"}, "coverage"),
        (coinjoins(chain), {}, "false_alarms"),
        (services(chain, clusters), {"clusters": clusters}, "verdicts"),
        (taint(chain, 1, None), {"entity": "miner_a"}, "told"),
        (pd.DataFrame({"output": [1], "tainted": [5]}), {"entity": "miner_a"}, "told"),
        (pd.DataFrame({"output": [1], "probability": [0.5]}), {}, "brier"),
        (pd.DataFrame({"a": [1], "b": [2], "probability": [0.5]}), {"seed": 3}, "skill"),
    ):
        result = score(x, known, **options)
        assert figure in result.figures
        assert figure in result.frame.index
        assert repr(result) == str(result) == result.line


def test_what_there_is_no_score_for(known):
    for x in (pd.DataFrame({"tx": [1]}), "clusters", 5, None, [1, 2]):
        with pytest.raises(NpsError, match=f"no score for {type(x).__name__}"):
            score(x, known)
    with pytest.raises(NpsError, match=r"no option 'as_of'.* chain, by, seed"):
        score(np.zeros(3, int), known, as_of=3)
    with pytest.raises(NpsError, match="Score against a truth"):
        score(np.zeros(3, int), "core-regtest")


def test_a_score_shows_its_figures_and_tables():
    table = pd.DataFrame({"a": [1]})
    result = Score("so it is", {"one": Figure(0.5, "a half", 0.25, 1.0)}, {"table": table})
    assert repr(result) == "so it is"
    assert result.one == 0.5
    assert result.interval("one") == (0.25, 1.0)
    assert result.table.equals(table)
    assert result.frame.loc["one"].to_list() == [0.5, 0.25, 1.0, "a half"]
    assert {"one", "table", "frame", "line"} <= set(dir(result))
    with pytest.raises(AttributeError, match=r"no 'two': it has .*one"):
        _ = result.two
    assert not hasattr(result, "_repr_html_")


def test_figures_in_words():
    assert [percent(x) for x in (0, 1, 0.5, 0.0001, 0.9999, math.nan)] == [
        "0 %", "100 %", "50.0 %", "under 0.1 %", "over 99.9 %", "none",
    ]  # fmt: skip
    assert math.isnan(share(0, 0))
    assert share(1, 4) == 0.25
    assert between(0.5, 0.5) == ""
    assert between(0.25, 1) == " (95 % interval 25.0 to 100.0)"
    assert count(1, "address", "addresses") == "1 address"
