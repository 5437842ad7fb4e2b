"""Nothing from the future, for every technique at once.

Whatever happens after a height, an answer as of that height stays the same: that of the whole
chain, of the chain that ends there, and of a chain with the same past and quite another future.
"""

from collections.abc import Mapping
from functools import cache, partial

import networkx as nx
import numpy as np
import pandas as pd
import pytest

import nps_chain as nps
from nps_chain.trace.activity import activity
from nps_chain.trace.change import HEURISTICS, agreement, answers, explain_change, vote_scores
from nps_chain.trace.coinjoin.detect import undecidable
from nps_chain.trace.services import features, stops
from tests.node_chain import node_chain
from tests.other_future import other_future

DAY = 125
SOURCES = [610, 640, 700]  # outputs that are there on that day
POLICIES = "poison", "haircut", "fifo", "lifo", "tiho", "seniority", "juniority"


def largest(chain, as_of):
    """The largest cluster that change makes, as of a day, and its first and last address."""
    found = nps.cluster(chain, change="meiklejohn", as_of=as_of)
    first, *_, last = np.flatnonzero(found.labels == found.sizes.index[0]).tolist()
    return found, first, last


def why(chain, as_of):
    found, a, b = largest(chain, as_of)
    reasons = found.why(a, b)
    parts = found.without(*reasons.frame["tx"])
    return reasons.frame, reasons.sentences, found.when(a, b), parts.frame


def growth(found, address, _):
    grown = found.growth(address)
    return grown.frame, grown.first, grown.last


def apart(chain, as_of):
    past = chain.upto(DAY).addresses
    labels = pd.DataFrame({"address": past["address"][::7], "label": past.index[::7] % 5})
    found = nps.cluster(chain, change="vote", apart=labels, limit=3, as_of=as_of)
    return found.frame, found.refused


def grown(chain, as_of):
    found = nps.cluster(chain.upto(DAY - 20))
    found.grow(chain, as_of=as_of)
    return found.frame


def paths(chain, as_of, how):
    past = chain.upto(DAY)
    a, b = past.addresses["address"][100:110], past.addresses["address"][300:400]
    found = nps.paths(chain, a, b, how=how, most=5, as_of=as_of)
    return found.frame, found.table, found.graph, found.limits


def taint(chain, as_of, **choices):
    found = nps.taint(chain, SOURCES, None, as_of=as_of, **choices)
    explained = found.explain(int(found.frame["output"].iloc[-1]))
    return found.frame, found.total, found.amounts, explained.frame


def peel(chain, as_of, **choices):
    found = nps.peel(chain, 843, as_of=as_of, **choices)
    return found.frame, found.stopped, found.graph


def match(chain, as_of):
    fits = {"fee": (0, 0.05), "delay": 6}
    found = nps.match(chain, range(500, 530), range(530, 700), as_of=as_of, **fits)
    return found.frame, found.conclusion


def services(chain, as_of):
    clusters = nps.cluster(chain, change="vote", as_of=as_of)
    verdicts = nps.services(chain, clusters, at_least=0, as_of=as_of)
    counts = features(chain, clusters, as_of=as_of)
    return counts, verdicts, stops(chain, clusters, verdicts, as_of=as_of)


TECHNIQUES = {
    **{f"change {name}": partial(nps.change, heuristic=name) for name in HEURISTICS},
    "answers": answers,
    "agreement": partial(agreement, at_least=2),
    "vote_scores": vote_scores,
    "explain_change": partial(explain_change, tx=300),
    "ask_rules": partial(nps.ask_rules, tx=300),
    "change_output": partial(nps.change_output, tx=300),
    "coinjoins": nps.coinjoins,
    "undecidable": undecidable,
    "cluster": lambda chain, as_of: nps.cluster(chain, as_of=as_of).frame,
    "cluster apart": apart,
    "cluster grown": grown,
    "labels at": lambda chain, as_of: nps.cluster(chain, change="vote").labels_at(as_of),
    "at": lambda chain, as_of: nps.cluster(chain, change="vote").at(as_of).frame,
    "clusters as a graph": lambda chain, as_of: largest(chain, as_of)[0].graph(),
    "why, when, without": why,
    "growth": lambda chain, as_of: growth(*largest(chain, as_of)),
    "bridges": lambda chain, as_of: largest(chain, as_of)[0].bridges(),
    "activity": lambda chain, as_of: activity(chain, range(0, 300, 9), as_of=as_of).frame,
    **{
        f"taint {policy} {fees}": partial(taint, policy=policy, fees=fees)
        for policy in POLICIES
        for fees in ("follow", "lose")
    },
    **{f"origins {policy}": partial(taint, policy=policy, backward=True) for policy in POLICIES},
    "seven policies": lambda chain, as_of: (
        nps.compare_policies(chain, SOURCES, None, as_of=as_of).frame
    ),
    **{
        f"follow {direction}": partial(nps.follow, start=300, hops=4, direction=direction)
        for direction in ("forward", "backward", "both")
    },
    "trail": partial(nps.trail, output=843),
    "peel": peel,
    "peel backward": partial(peel, direction="backward"),
    "peel by a heuristic": partial(peel, change="locktime"),
    "shortest paths": partial(paths, how="shortest"),
    "widest paths": partial(paths, how="widest"),
    "match": match,
    "services": services,
}


@cache
def another() -> nps.Chain:
    return other_future(node_chain(), DAY)


def plain(result):
    """A result as something that compares by value."""
    if isinstance(result, nx.Graph):
        return result.graph, sorted(result.nodes.items()), sorted(map(str, result.edges.items()))
    if isinstance(result, Mapping):
        return {key: plain(value) for key, value in result.items()}
    if isinstance(result, tuple | list):
        return [plain(one) for one in result]
    if isinstance(result, pd.DataFrame | pd.Series):
        frame = result.reset_index().astype(object)
        return frame.where(frame.notna(), "nothing").to_dict("list")
    if isinstance(result, np.ndarray):
        return result.tolist()
    return result


def test_the_other_future_has_the_same_past_and_nothing_else():
    past = [chain.upto(DAY) for chain in (node_chain(), another())]
    for table in ("blocks", "txs", "inputs", "outputs", "addresses"):
        assert getattr(past[0], table).equals(getattr(past[1], table))
    after = [set(chain.txs["txid"][len(past[0].txs) :]) for chain in (node_chain(), another())]
    assert min(map(len, after)) > 50
    assert not after[0] & after[1]


@pytest.mark.parametrize("name", TECHNIQUES)
def test_an_answer_as_of_a_day_knows_nothing_of_what_came_after(name):
    technique = TECHNIQUES[name]
    on_the_day = plain(technique(node_chain().upto(DAY), as_of=DAY))
    assert plain(technique(node_chain(), as_of=DAY)) == on_the_day
    assert plain(technique(another(), as_of=DAY)) == on_the_day


@pytest.mark.parametrize(
    "given", ["core-regtest", None, node_chain().txs], ids=["text", "", "frame"]
)
@pytest.mark.parametrize(
    "technique",
    [nps.cluster, nps.change, nps.coinjoins, answers, vote_scores, *HEURISTICS.values()],
)
def test_what_is_no_chain_is_refused_in_a_sentence(technique, given):
    with pytest.raises(nps.NpsError, match=f"Give a chain first.* not {type(given).__name__}"):
        technique(given, as_of=5)


@pytest.mark.parametrize("height", [True, 1.0, "120", None.__class__, pd.Timestamp("2024-01-01")])
def test_a_height_is_a_whole_number(height):
    with pytest.raises(nps.NpsError, match="the height as a whole number"):
        nps.cluster(node_chain(), as_of=height)
