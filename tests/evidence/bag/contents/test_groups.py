"""The clusters of what is named, each called by its first address."""

from importlib import import_module

import pandas as pd
import pytest

import nps_chain as nps
from nps_chain.errors import NpsError
from nps_chain.evidence.bag.contents.groups import groups
from nps_chain.evidence.bag.contents.named import Named

FRAME = pd.DataFrame({"address": ["d", "a", "b", "c", "e"], "cluster": [0, 1, 0, 1, 4]})
NAMES = Named({"b": ("tag",), "e": ("tag",), "x": ("page",)}, {})
COLUMNS = ["cluster", "address", "named", "addresses"]


def rows(*some):
    return [dict(zip(COLUMNS, row, strict=True)) for row in some]


def test_clusters_of_named_addresses_have_all_their_members():
    assert groups(FRAME, NAMES).to_dict("records") == rows(
        ("d", "b", True, 2), ("d", "d", False, 2), ("e", "e", True, 1)
    )


def test_of_a_large_cluster_only_the_named_are_told(monkeypatch):
    # Its package has a function of the same name.
    monkeypatch.setattr(import_module(groups.__module__), "MOST", 1)
    assert groups(FRAME, NAMES).to_dict("records") == rows(("d", "b", True, 2), ("e", "e", True, 1))


def test_a_clustering_is_taken_as_its_frame():
    clusters = nps.cluster(nps.load("core-regtest"))
    address = clusters.frame["address"][7]
    found = groups(clusters, Named({address: ("log",)}, {}))
    assert found["address"].tolist() == clusters.of(address)
    assert found["addresses"].unique().tolist() == [len(clusters.of(address))]


def test_no_clusters_are_an_empty_table():
    assert groups(None, NAMES).dtypes.astype(str).to_dict() == {
        "cluster": "str", "address": "str", "named": "bool", "addresses": "int64"
    }  # fmt: skip


def test_a_frame_without_clusters_is_refused():
    with pytest.raises(NpsError, match="has no column 'cluster'"):
        groups(FRAME[["address"]], NAMES)
