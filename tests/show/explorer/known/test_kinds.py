import math

import pandas as pd
import pytest

import nps_chain as nps
from nps_chain.show.explorer.known.kinds import Verdict, is_service, verdicts_by_cluster
from nps_chain.trace.services.stops import CUSTODY


@pytest.mark.parametrize("kind", [*CUSTODY, "Mixing_Service", "payment processor", "GIFT-CARDS"])
def test_who_pools_the_coins_of_many_is_a_service(kind):
    assert is_service(kind)


@pytest.mark.parametrize("kind", ["", "merchant", "payroll", "vendor", "user", "no exchange"])
def test_who_keeps_only_his_own_is_none(kind):
    assert not is_service(kind)


def test_the_verdict_of_highest_confidence_counts_and_of_equals_the_first():
    verdicts = pd.DataFrame(
        [(7, "mixer", 0.7, "x"), (7, "market", 0.9, "For: a.\nb."), (7, "payroll", 0.9, "x"),
         (4, None, 1.0, "x"), (None, "market", 1.0, "x"), (5, "mixer", "much", "x"),
         (5, "hot\u202ewallet", 0.1, None), (2, "swap", 1, "y" * 10_000)],
        columns=["cluster", "kind", "confidence", "reasons"], index=[9, 9, 1, 2, 3, 4, 5, 6],
    )  # fmt: skip
    found = {
        7: Verdict("market", 0.9, "For: a. b."),
        5: Verdict("hot\ufffdwallet", 0.1, ""),
        2: Verdict("swap", 1, "y" * 1999 + "…"),
    }
    assert verdicts_by_cluster(verdicts) == found
    unsaid = {cluster: verdict._replace(reasons="") for cluster, verdict in found.items()}
    assert verdicts_by_cluster(verdicts.drop(columns="reasons")) == unsaid


def test_a_verdict_without_confidence_comes_last():
    verdicts = pd.DataFrame({"cluster": [1, 1], "kind": ["a", "b"], "confidence": [None, 0]})
    assert verdicts_by_cluster(verdicts)[1].kind == "b"
    (alone,) = verdicts_by_cluster(verdicts[:1]).values()
    assert alone.kind == "a"
    assert math.isnan(alone.confidence)


@pytest.mark.parametrize("given", [pd.DataFrame({"cluster": [1], "kind": ["x"]}), "mixer", None])
def test_what_is_no_frame_of_verdicts_is_refused(given):
    with pytest.raises(nps.NpsError, match=r"Verdicts on services (are|need)"):
        verdicts_by_cluster(given)


def test_a_verdict_on_no_cluster_is_passed_over():
    odd = pd.DataFrame({"cluster": [[1], "x", 7], "kind": ["mixer"] * 3, "confidence": [1.0] * 3})
    assert list(verdicts_by_cluster(odd)) == [7]
