"""What a cluster inherits: an attribution upon an inference, with what it rests on."""

import pandas as pd
import pytest

import nps_chain as nps
from nps_chain.errors import NpsError
from tests.evidence.tags.packs import pack, put
from tests.handmade import address_of, chain_of

CHAIN = chain_of(
    "a: ?ann=1 ?bob=1 -> shop 1",
    "b: ?bob=1 ?eve=1 -> cat 1",
    "c: ?kim=1 -> dog 1",
)
NOBODY = (
    "The cluster rests on 2 merges by co_spending, and how often that rule is wrong is not known."
)


def on(name, label, **more):
    return {"address": address_of(name), "network": "REGTEST", "label": label, **more}


@pytest.fixture
def clusters():
    return nps.cluster(CHAIN, coinjoins="keep")


def rows(found, *columns):
    return found[list(columns)].to_numpy().tolist()


def test_a_name_goes_to_the_cluster_with_what_it_is_from(tmp_path, clusters):
    tags = nps.tags(
        put(
            tmp_path,
            a=pack(
                on("ann", "Owl", category="vendor", actor="owl", is_cluster_definer=True),
                on("kim", "Kim"),
            ),
            b=pack(on("bob", "OWL", actor="owl", confidence="web_crawl"), creator="TCB"),
        )
    )
    ann, bob, kim = map(address_of, ("ann", "bob", "kim"))
    assert tags.on(clusters).to_dict("records") == [
        {
            "cluster": CHAIN.address(ann).row,
            "label": "Owl",
            "actor": "owl",
            "category": "vendor",
            "sure": 90,
            "by": tuple(sorted((ann, bob))),
            "who": ("ADP", "TCB"),
            "tags": 2,
            "addresses": 3,
            "definer": True,
            "conflict": False,
            "inference": f"ADP names {ann} “Owl” (manual_transaction). Other tags say so of 1 more"
            " address. For 1 other address of the cluster it is an inference.",
            "error": NOBODY,
        },
        {
            "cluster": CHAIN.address(kim).row,
            "label": "Kim",
            "actor": "",
            "category": "",
            "sure": 90,
            "by": (kim,),
            "who": ("ADP",),
            "tags": 1,
            "addresses": 1,
            "definer": False,
            "conflict": False,
            "inference": f"ADP names {kim} “Kim” (manual_transaction). It is alone in its cluster,"
            " so nothing is inferred.",
            "error": "No clustering is needed.",
        },
    ]


def test_agreement_adds_nothing_and_a_conflict_is_told_and_not_decided(tmp_path, clusters):
    weak = {"confidence": "web_crawl"}
    many = (on("ann", "Owl", source=f"s{n}", **weak) for n in range(5))
    tags = nps.tags(put(tmp_path, a=pack(*many, on("bob", "Cat", confidence="heuristic"))))
    found = tags.on(clusters)
    assert rows(found, "label", "sure", "tags", "conflict") == [
        ["Owl", 20, 5, True], ["Cat", 10, 1, True],
    ]  # fmt: skip
    assert found["inference"][1] == (
        f"ADP names {address_of('bob')} “Cat” (heuristic). For 2 other addresses of the cluster it"
        " is an inference. No maker says that the tag stands for the whole cluster. Another name is"
        " on the cluster: a name is wrong, or the clustering is."
    )


def test_where_each_address_is_tagged_nothing_is_inferred(tmp_path, clusters):
    tags = nps.tags(put(tmp_path, a=pack(*(on(name, "Owl") for name in ("ann", "bob", "eve")))))
    assert tags.on(clusters)["inference"].tolist() == [
        f"ADP names {address_of('ann')} “Owl” (manual_transaction). Other tags say so of 2 more"
        " addresses."
    ]


def test_only_those_that_stand_for_a_cluster_if_asked(tmp_path, clusters):
    tags = nps.tags(
        put(tmp_path, a=pack(on("ann", "Owl"), on("bob", "Cat", is_cluster_definer=True)))
    )
    assert rows(tags.on(clusters, definers=True), "label", "conflict") == [["Cat", False]]


def test_neither_mentions_nor_addresses_that_are_not_there_are_inherited(tmp_path, clusters):
    tags = nps.tags(
        put(
            tmp_path,
            a=pack(
                on("ann", "Owl", tag_type="mention"),
                on("zoe", "Zoe"),
                {"address": None, "tx_hash": "ab" * 32},
            ),
        )
    )
    found = tags.on(clusters)
    assert (len(found), found["cluster"].dtype, found["conflict"].dtype) == (0, "int64", "bool")
    assert list(found.columns)[-2:] == ["inference", "error"]


def test_the_error_of_each_rule_is_that_of_the_clustering(tmp_path):
    tags = nps.tags(put(tmp_path, a=pack(on("ann", "Owl"))))
    change = pd.Series([0, -1, -1], name="meiklejohn")
    clusters = nps.cluster(CHAIN, coinjoins="keep", change=change)
    assert tags.on(clusters)["error"].tolist() == [
        f"{NOBODY[:-1]}; and on 1 merge by meiklejohn, 5.1% of whose answers are wrong where it was"
        " measured."
    ]
    own = nps.cluster(CHAIN, coinjoins="keep", errors={"co_spending": 0.25})
    assert tags.on(own)["error"].tolist() == [
        "The cluster rests on 2 merges by co_spending, 25.0% of whose answers are wrong where it"
        " was measured."
    ]


def test_what_is_no_clustering_is_refused(tmp_path):
    with pytest.raises(NpsError, match=r"clusters is what nps\.cluster\(\.\.\.\) returns"):
        nps.tags(put(tmp_path, a=pack({}))).on(None)
