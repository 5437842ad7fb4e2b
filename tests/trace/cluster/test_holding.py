import pandas as pd
import pytest

from nps_chain.errors import NpsError
from nps_chain.trace.cluster import cluster
from tests.handmade import address_of, chain_of

CHAIN = (
    "a: ?ann=1 ?bob=1 -> shop 1",
    "b: ?kim=1 ?lee=1 ?max=1 -> shop 1",
    "c: ?eve=1 -> shop 1",
)


def names(**label_of):
    return pd.DataFrame({"address": map(address_of, label_of), "label": label_of.values()})


def test_names_that_share_a_cluster_stand_in_one_row():
    clusters = cluster(chain_of(*CHAIN), coinjoins="keep")
    known = names(eve="Mixer", lee="Market", ann="Exchange", kim="Bank", max="Market", nobody="No")
    found = clusters.holding(known)
    assert found[["addresses", "names", "who"]].to_numpy().tolist() == [
        [3, 2, ("Market", "Bank")],
        [2, 1, ("Exchange",)],
        [1, 1, ("Mixer",)],
    ]
    assert found["cluster"].tolist() == [
        clusters.labels[clusters.chain.address(address_of(name)).row]
        for name in ("kim", "ann", "eve")
    ]


def test_names_are_taken_as_constraints_take_them():
    class Known:
        apart = names(ann="Exchange", bob="Exchange")

    clusters = cluster(chain_of(*CHAIN), coinjoins="keep")
    assert clusters.holding(Known())["who"].tolist() == [("Exchange",)]
    assert len(clusters.holding(names())) == 0
    with pytest.raises(NpsError, match="columns 'address' and 'label'"):
        clusters.holding(["ann"])
