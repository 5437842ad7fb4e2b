"""The light check finds what it is to find, so that its silence means something."""

import copy
import json

import pytest

from tests.evidence.bag.contents.graph.shapes import wrong

LOST = {"@id": "urn:uuid:00000000-0000-5000-8000-000000000000"}


@pytest.mark.parametrize(
    ("kind", "change", "says"),
    [
        ("core:Relationship", {"core:target": None}, "core:target is missing"),
        ("core:Relationship", {"core:source": LOST}, f"core:source is {LOST}, no core:UcoObject"),
        ("core:Event", {"core:startTime": "now"}, "core:startTime is 'now', no xsd:dateTime"),
        ("core:Event", {"core:name": ["a", "b"]}, "core:name is there 2 times"),
        ("core:Event", {"core:nmae": "a"}, "core:nmae isn't its own"),
        (
            "identity:Organization",
            {"core:objectStatus": "Old"},
            "core:objectStatus is 'Old', no word for it",
        ),
    ],
)
def test_each_kind_of_mistake_is_told(package, kind, change, says):
    graph = json.loads(package["case.jsonld"])["@graph"]
    assert wrong(graph) == []
    spoilt = copy.deepcopy(graph)
    node = next(node for node in spoilt if node["@type"] == kind)
    node.update(change)
    for key in [key for key, value in node.items() if value is None]:
        del node[key]
    assert wrong(spoilt) == [f"{kind}: {says}"]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"@type": "core:Evnt"}, "core:Evnt is no class that is used"),
        ({"@id": "kb:investigation"}, "kb:investigation is no UUID of version 5"),
    ],
)
def test_a_class_or_an_identifier_that_is_none_is_told(package, change, says):
    graph = json.loads(package["case.jsonld"])["@graph"]
    assert wrong([graph[0] | change, *graph[1:]]) == [says]


def test_a_thing_that_is_there_twice_is_told(package):
    graph = json.loads(package["case.jsonld"])["@graph"]
    assert wrong([*graph, graph[0]]) == [f"{graph[0]['@id']} is there twice"]
