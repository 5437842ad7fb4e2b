"""The case in CASE: what the tables tell, with who did what; and CASE's own verdict on it."""

import json
import os
import shutil
import subprocess
from collections import Counter
from dataclasses import replace

import pandas as pd
import pytest

import nps_chain as nps
from nps_chain.evidence.bag.contents import contents, opened
from nps_chain.evidence.tags import Tags
from tests.evidence.bag.contents.conftest import ABOUT
from tests.evidence.bag.contents.graph.shapes import wrong
from tests.handmade import address_of, chain_of

VALIDATE = os.environ.get("NPS_CASE_VALIDATE") or shutil.which("case_validate")


def graph_of(package):
    return json.loads(package["case.jsonld"])["@graph"]


def of_type(graph, kind):
    return [node for node in graph if node["@type"] == kind]


def named(graph, kind, name):
    (node,) = [node for node in of_type(graph, kind) if node["core:name"] == name]
    return node


def facet(node, kind):
    (one,) = [one for one in node["core:hasFacet"] if one["@type"] == kind]
    return one


def number(literal):
    return int(literal["@value"])


@pytest.fixture(scope="module")
def graph(package):
    return graph_of(package)


def test_it_has_the_shape_that_case_asks_for(graph):
    assert wrong(graph) == []


def test_the_case_comes_first_and_holds_all_that_is_in_the_graph(graph):
    case, *others = graph
    things = [node for node in others if not node["@id"].startswith("nps:")]
    assert (case["@type"], case["core:name"]) == (
        "investigation:Investigation",
        "Who is saltmeadow?",
    )
    assert {one["@id"] for one in case["core:object"]} == {node["@id"] for node in things}
    by = named(graph, "identity:Organization", "Aldorian Drug Police (ADP)")
    assert case["core:createdBy"] == {"@id": by["@id"]}
    assert case["core:objectCreatedTime"]["@value"] == "2025-01-31T00:00:00Z"


def test_each_address_and_transaction_is_a_thing(graph, package):
    case = opened(package)
    accounts = {
        facet(node, "observable:AccountFacet")["observable:accountIdentifier"]
        for node in of_type(graph, "observable:Account")
        if node["core:tag"] == ["Bitcoin address", "regtest"]
    }
    assert accounts == set(case.addresses["address"])
    told = {
        node["core:name"]: (
            node["core:startTime"]["@value"],
            number(facet(node, "nps:TransactionFacet")["nps:fee"]),
        )
        for node in of_type(graph, "core:Event")
    }
    rows = case.transactions.set_index("txid")
    assert told == {txid: (rows["time"][txid], rows["fee"][txid]) for txid in rows.index}


def test_what_is_paid_comes_to_what_the_coins_say(graph, package):
    case = opened(package)
    names = {node["@id"]: node["core:name"] for node in graph if "core:name" in node}
    paid = {
        (names[link["core:source"]["@id"]], names[link["core:target"]["@id"]]):
            number(facet(link, "nps:AmountFacet")["nps:satoshi"])
        for link in of_type(graph, "core:Relationship")
        if link["core:kindOfRelationship"] in ("Spent_In", "Paid_To")
    }  # fmt: skip
    mine = case.coins[case.coins["named"]]
    sums = mine.groupby(["txid", "side", "address"])["value"].sum()
    assert paid == {
        (address, txid) if side == "input" else (txid, address): value
        for (txid, side, address), value in sums.items()
    }


def test_an_amount_of_which_a_part_is_unknown_is_not_told():
    chain = chain_of("pay: ?carol=5 ?carol ?dan=7 -> bob 9")
    note = " ".join(map(address_of, ("carol", "dan")))
    log = json.dumps({"explorer": 1, "steps": [], "names": note})
    links = of_type(graph_of(contents(**ABOUT, chain=chain, log=log)), "core:Relationship")
    told = [
        [one["nps:satoshi"]["@value"] for one in link.get("core:hasFacet", [])] for link in links
    ]
    assert told == [[], ["7"]]


def test_without_a_chain_nothing_was_looked_up_on_it(put):
    graph = graph_of(contents(**ABOUT, tags=put.tags))
    acts = [act["core:name"] for act in of_type(graph, "investigation:InvestigativeAction")]
    assert (acts, wrong(graph)) == (["Packing of the case"], [])


def test_a_tag_is_somebodys_statement_and_no_fact(graph, put):
    row = put.tags.frame.iloc[0]
    annotations = of_type(graph, "core:Annotation")
    assert len(annotations) == len(put.tags.frame)
    tag = next(one for one in annotations if row["address"] in one["core:statement"])
    by = named(graph, "identity:Identity", row["creator"])
    account = named(graph, "observable:Account", row["address"])
    assert {key: tag[key] for key in tag if key not in ("@id", "core:objectMarking")} == {
        "@type": "core:Annotation",
        "core:createdBy": {"@id": by["@id"]},
        "core:description": f"An attribution, not a fact. Source: {row['source']}."
        f" Confidence: {row['confidence']}.",
        "core:hasFacet": [
            {
                "@id": tag["core:hasFacet"][0]["@id"],
                "@type": "core:ConfidenceFacet",
                "core:confidence": {
                    "@type": "xsd:nonNegativeInteger",
                    "@value": str(row["sure"]),
                },
            }
        ],
        "core:name": row["label"],
        "core:object": [{"@id": account["@id"]}],
        "core:objectCreatedTime": {"@type": "xsd:dateTime", "@value": f"{row['date']}T00:00:00Z"},
        "core:statement": f"{row['label']} ({row['category']}) is the name given to"
        f" {row['address']}.",
        "core:tag": ["attribution", row["category"], row["actor"]],
    }


def test_a_tag_of_another_network_is_on_nothing_of_this_chain(put):
    (row,) = put.tags.frame.iloc[:1].to_dict("records")
    frame = pd.DataFrame([row, {**row, "network": "TESTNET"}])
    graph = graph_of(contents(**ABOUT, chain=put.chain, tags=replace(put.tags, frame=frame)))
    accounts = {node["@id"]: node for node in of_type(graph, "observable:Account")}
    on = [one["core:object"][0]["@id"] for one in of_type(graph, "core:Annotation")]
    assert [accounts[name]["core:tag"][1] for name in on] == ["regtest", "test"]
    assert {accounts[name]["core:name"] for name in on} == {row["address"]}


def test_an_address_on_a_page_is_tied_to_its_place_there(graph, put):
    (row,) = put.pages.of("address").to_dict("records")
    account = named(graph, "observable:Account", row["text"])
    page = named(graph, "observable:File", f"pages/{row['file']}")
    (link,) = [
        link
        for link in of_type(graph, "observable:ObservableRelationship")
        if link["core:source"]["@id"] == account["@id"]
    ]
    assert link["core:kindOfRelationship"] == "Contained_Within"
    assert link["core:target"] == {"@id": page["@id"]}
    assert link["core:description"] == [
        f"Characters {row['start']:,} to {row['end']:,} of the source: {row['where']}."
    ]


def test_a_page_has_its_hash_and_where_and_when_it_was_saved(graph, put):
    (row,) = put.pages.frame.to_dict("records")
    page = named(graph, "observable:File", f"pages/{row['file']}")
    content = facet(page, "observable:ContentDataFacet")
    (digest,) = content["observable:hash"]
    assert digest["types:hashValue"]["@value"] == row["sha256"]
    assert number(content["observable:sizeInBytes"]) == row["bytes"]
    (link,) = [
        link
        for link in of_type(graph, "observable:ObservableRelationship")
        if link["core:kindOfRelationship"] == "Downloaded_From"
    ]
    (url,) = [node for node in graph if node["@id"] == link["core:target"]["@id"]]
    assert facet(url, "observable:URLFacet")["observable:fullValue"] == row["url"]
    assert link["core:startTime"] == {"@type": "xsd:dateTime", "@value": row["captured"]}


def test_what_was_done_is_told_with_what_came_of_it(graph, put):
    names = {node["@id"]: node.get("core:name", "") for node in graph}
    acts = {
        act["core:name"]: (
            names.get(act.get("action:performer", {}).get("@id"), ""),
            sorted(names[one["@id"]] for one in act["action:result"]),
        )
        for act in of_type(graph, "investigation:InvestigativeAction")
    }
    by = ABOUT["agency"]
    page = put.pages.frame["file"][0]
    assert acts == {
        "Saving of web pages": ("", [f"pages/{page}"]),
        "Reading of web pages": (by, ["indicators.csv"]),
        "Looking up on the chain": (by, ["addresses.csv", "coins.csv", "transactions.csv"]),
        "Clustering of addresses": (by, ["clusters.csv"]),
        "Following of payments in the explorer": ("", ["explorer-log.json"]),
        "Writing of the report": ("", ["report.html", "report.json", "workings.py"]),
        "Packing of the case": (by, ["Files of the package"]),
    }
    steps = json.loads(put.log)["steps"]
    walk = named(
        graph, "investigation:InvestigativeAction", "Following of payments in the explorer"
    )
    assert walk["action:startTime"]["@value"] == steps[0]["at"]
    assert walk["action:endTime"]["@value"] == steps[-1]["at"]


def test_evidence_and_statements_carry_the_mark_and_facts_of_the_chain_do_not(graph):
    marked = Counter(node["@type"] for node in graph if "core:objectMarking" in node)
    assert sorted(marked) == [
        "core:Annotation",
        "core:Grouping",
        "investigation:Investigation",
        "investigation:InvestigativeAction",
        "investigation:ProvenanceRecord",
        "observable:File",
        "observable:ObservableRelationship",
    ]
    (mark,) = of_type(graph, "marking:MarkingDefinition")
    assert mark["core:name"] == "TLP:GREEN"


def test_the_packages_of_two_agencies_have_one_name_for_one_thing(put, package):
    other = contents(
        title="What did the phone pay?",
        agency="Tolvan Cyber Bureau (TCB)",
        date="2025-01-30",
        chain=put.chain,
        tags=nps.tags(nps.folder("TCB", data="tiny")),
    )
    one, two = ({node["@id"]: node for node in graph_of(each)} for each in (package, other))
    shared = [two[name] for name in two if name in one and not name.startswith("nps:")]
    facts = [node for node in shared if node["@type"] in ("observable:Account", "core:Event")]
    assert {node["@id"] for node in facts} == {
        node["@id"]
        for node in two.values()
        if node["@type"] in ("observable:Account", "core:Event")
    }
    assert facts == [one[node["@id"]] for node in facts]


def test_texts_from_outside_are_one_harmless_line():
    frame = pd.DataFrame(
        [
            {
                "address": "", "txid": "ab" * 32, "currency": "BTC", "network": "REGTEST",
                "label": "a\nb\u202ec", "actor": "", "category": "", "confidence": "=1",
                "sure": 0, "source": "s" * 5_000, "creator": "", "date": "yesterday",
            },
            {
                "address": "0xab", "txid": "", "currency": "ETH", "network": "ETH",
                "label": "x", "actor": "y", "category": "z", "confidence": "w",
                "sure": 100, "source": "", "creator": "\u202e", "date": "",
            },
        ]
    )  # fmt: skip

    class Told(Tags):
        @property
        def files(self):
            return {"a.yaml": "tags: []\n"}

    nothing = pd.DataFrame()
    graph = graph_of(contents(**ABOUT, tags=Told(frame, nothing, nothing, nothing)))
    assert wrong(graph) == []
    first, second = of_type(graph, "core:Annotation")
    assert first["core:statement"] == f"a b\ufffdc is the name given to {'ab' * 32}."
    assert len(first["core:description"]) < 2_100
    assert "core:objectCreatedTime" not in first
    (ether,) = of_type(graph, "observable:Account")
    assert ether["core:tag"] == ["ETH address", "ETH"]
    assert second["core:object"] == [{"@id": ether["@id"]}]


@pytest.mark.slow
@pytest.mark.skipif(not VALIDATE, reason="case_validate isn't installed (NPS_CASE_VALIDATE)")
def test_the_validator_of_case_finds_nothing(package, tmp_path):
    file = tmp_path / "case.jsonld"
    file.write_bytes(package["case.jsonld"])
    done = subprocess.run(
        [VALIDATE, "--built-version", "case-1.5.0", file],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout.split(), done.stderr) == (
        0, ["Validation", "Report", "Conforms:", "True"], ""
    )  # fmt: skip
