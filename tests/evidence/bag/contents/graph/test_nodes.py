"""Identifiers and values of a graph."""

import json

import pytest

from nps_chain.evidence.bag.contents.graph.nodes import Graph, identifier, time


def test_an_identifier_is_that_of_what_a_thing_is():
    assert identifier("core:Event", "Bitcoin", "main", "ab") == identifier(
        "core:Event", "Bitcoin", "main", "ab"
    )
    names = {
        identifier("core:Event", "a", "b"),
        identifier("core:Event", "ab"),
        identifier("core:Event", "a", "b", ""),
        identifier("core:Item", "a", "b"),
    }
    assert len(names) == 4


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2025-01-02", "2025-01-02T00:00:00Z"),
        ("2025-01-02T03:04:05Z", "2025-01-02T03:04:05Z"),
        ("2025-01-02T03:04:05+02:00", None),
        ("2025-13-02", None),
        ("2025-02-30T00:00:00Z", None),
        ("", None),
        (7, None),
    ],
)
def test_a_time_is_one_or_left_out(text, value):
    assert time(text) == (value and {"@type": "xsd:dateTime", "@value": value})


def test_a_thing_is_there_once_and_what_is_empty_is_left_out():
    graph = Graph()
    case = graph.add("core:Bundle", ("case",), {"core:name": "case"})
    one = graph.add(
        "core:Event", ("a",), {"core:name": "a", "core:tag": [], "core:description": ""}
    )
    assert graph.add("core:Event", ("a",), {"core:name": "again"}) == one
    told = json.loads(graph.json(case, []))["@graph"]
    assert told == [
        {"@id": case, "@type": "core:Bundle", "core:name": "case"},
        {"@id": one, "@type": "core:Event", "core:name": "a"},
    ]
