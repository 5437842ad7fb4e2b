"""What a user may hand to a judgement about services by mistake: refused in a sentence."""

import numpy as np
import pandas as pd
import pytest

import nps_chain as nps
from nps_chain.errors import NpsError
from nps_chain.trace.services import RULES, features, hours, services, stops
from tests.handmade import address_of, chain_of
from tests.trace.services import economy

CHAIN = chain_of(*economy.exchange())
CLUSTERS = nps.cluster(CHAIN)
VERDICTS = services(CHAIN, CLUSTERS, coinjoins=())
ODD = (
    None, "x", 1.5, True, b"x", object(), {}, np.array(3), np.array([[0, 1], [2, 3]]), [[0], [1]],
    [0, "x"], [0.5], [True, False], [None, {}], pd.DataFrame({"q": [1]}), pd.NA, 10**30,
    pd.Series([0.5]), pd.Series([0, 0], [1, 0]), pd.Series([True, False]),
    np.array([0, 2**63], np.uint64), CHAIN,
    pd.DataFrame({"address": [1], "cluster": [2]}), pd.to_datetime(["2020-01-01"]),
    pd.DataFrame({"address": ["a", "b"], "cluster": [[1], [2]]}),
)  # fmt: skip


@pytest.mark.parametrize("technique", [features, hours, services])
def test_clusters_that_are_none_are_refused(technique):
    for odd in ODD:
        with pytest.raises(NpsError):
            technique(CHAIN, odd)
        with pytest.raises(NpsError):
            stops(CHAIN, odd, VERDICTS)


def test_clusters_of_another_chain_are_refused():
    other = nps.cluster(chain_of("a: new -> ann 5, bob 5", "b: a:0 a:1 -> eve 10"))
    assert len(other.labels) < len(CHAIN.addresses)
    with pytest.raises(NpsError, match="of another chain"):
        features(CHAIN, other)
    earlier = nps.cluster(CHAIN, as_of=3)
    assert len(features(CHAIN, earlier, coinjoins=())) == len(earlier)


def test_shares_verdicts_and_kinds_of_no_sense_are_refused():
    for odd in (None, "x", [], -0.1, 1.5, np.nan, pd.NA, [0.5], np.array([0.1, 0.2]), object()):
        with pytest.raises(NpsError, match="at_least is"):
            services(CHAIN, CLUSTERS, at_least=odd)
    for share in (np.float32(0.5), np.int8(1), 0, 1):
        assert services(CHAIN, CLUSTERS, at_least=share, coinjoins=()).columns[0] == "cluster"
    for odd in (None, "x", 5, [], pd.DataFrame({"cluster": [1]}), VERDICTS["cluster"]):
        with pytest.raises(NpsError):
            stops(CHAIN, CLUSTERS, odd)
    # A kind that is written wrong would stop nothing, and the trace would run on unseen.
    for odd in (None, 5, "Exchange", ["hot wallet", "Mixer"], [None], np.array(["x"])):
        with pytest.raises(NpsError, match="no kind of service"):
            stops(CHAIN, CLUSTERS, VERDICTS, kinds=odd)
    named = stops(CHAIN, CLUSTERS, VERDICTS, kinds=(kind for kind in ["hot wallet"]))
    pd.testing.assert_frame_equal(named, stops(CHAIN, CLUSTERS, VERDICTS, kinds="hot wallet"))
    assert len(named)
    assert stops(CHAIN, CLUSTERS, VERDICTS, kinds=()).empty


def test_what_is_given_is_not_changed():
    frame = pd.DataFrame({"address": [f" {address_of('hot')} ", None], "cluster": ["hot", "x"]})
    before, verdicts = frame.copy(), VERDICTS.copy()
    found = features(CHAIN, frame, coinjoins=())
    found.loc[:, "addresses"] = 0
    told = stops(CHAIN, CLUSTERS, VERDICTS)
    told.loc[:, "kind"] = "x"
    pd.testing.assert_frame_equal(frame, before)
    pd.testing.assert_frame_equal(VERDICTS, verdicts)
    assert features(CHAIN, frame, coinjoins=())["addresses"].tolist() == [1]


def test_small_chains_have_features_and_no_services():
    for lines in ([], ["a: new -> ann 50"], ["a: new -> data 0"], ["a: ? -> ann 1"]):
        chain = chain_of(*lines)
        clusters = nps.cluster(chain)
        assert len(features(chain, clusters)) == len(hours(chain, clusters)) == len(clusters)
        found = services(chain, clusters, at_least=0)
        assert found.empty
        assert stops(chain, clusters, found, kinds=[rule.kind for rule in RULES]).empty
