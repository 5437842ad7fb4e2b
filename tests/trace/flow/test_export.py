import csv

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nps_chain.errors import NpsError
from nps_chain.trace.flow import follow, paths, peel, to_csv, to_graphml
from nps_chain.trace.flow.export import harmless
from tests.node_chain import node_chain


def graphs():
    chain = node_chain()
    yield follow(chain, 300, direction="both", until=140, pause=30, stop=[5, 9])
    yield peel(chain, 220, steps=5).graph
    yield paths(chain, chain.tx(115).inputs[0].address, 337, most=3).graph
    yield paths(chain, 337, chain.tx(115).inputs[0].address).graph


def test_graphml_is_read_back_as_it_was(tmp_path):
    for k, graph in enumerate(graphs()):
        file = to_graphml(graph, tmp_path / f"{k}.graphml")
        again = nx.read_graphml(file, force_multigraph=True)
        assert dict(again.nodes(data=True)) == dict(graph.nodes(data=True))
        assert list(again.edges(keys=True, data=True)) == list(graph.edges(keys=True, data=True))
        assert again.graph.items() >= graph.graph.items()


def test_csv_is_read_back_as_it_was(tmp_path):
    for k, graph in enumerate(graphs()):
        nodes, coins = to_csv(graph, tmp_path / "made" / str(k))
        if not len(graph):
            assert nodes.read_bytes() == b"\xef\xbb\xbfnode\r\n"
            continue
        table = pd.read_csv(coins, keep_default_na=False)
        assert table["coin"].to_list() == [key for *_, key in graph.edges(keys=True)]
        assert table["value"].to_list() == [value for *_, value in graph.edges(data="value")]
        edges = zip(table["from"], table["to"], strict=True)
        assert list(edges) == list(graph.edges())
        assert pd.read_csv(nodes)["node"].to_list() == list(graph)


def test_a_name_is_no_formula_and_breaks_no_file(tmp_path):
    graph = nx.MultiDiGraph(start="=x")
    graph.add_node("=cmd|' /C calc'!A0", kind="@\x00\x1b", hop=-1, note=None)
    graph.add_edge("=cmd|' /C calc'!A0", '+1,"2"\r\n=3', key="\t=x", value=-1, name="Обмен ➝ 交換")
    nodes, coins = to_csv(graph, tmp_path)
    with nodes.open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file)) == [
            ["node", "kind", "hop", "note"],
            ["'=cmd|' /C calc'!A0", "'@\x00\x1b", "-1", "None"],
            ['\'+1,"2"\r\n=3', "", "", ""],
        ]
    with coins.open(encoding="utf-8-sig", newline="") as file:
        _, row = csv.reader(file)
    assert row[0] == "'\t=x"
    assert row[3:] == ["-1", "Обмен ➝ 交換"]
    again = nx.read_graphml(to_graphml(graph, tmp_path / "g.graphml"), force_multigraph=True)
    assert again.nodes["=cmd|' /C calc'!A0"] == {"kind": "@\ufffd\ufffd", "hop": -1}


@given(st.text())
def test_no_text_begins_as_a_formula(text):
    safe = harmless(text)
    assert safe.lstrip(" ")[:1] not in tuple("=+-@\t\r\n")
    assert safe.endswith(text)


def test_the_same_graph_gives_the_same_bytes(tmp_path):
    graph = follow(node_chain(), 300)
    first = to_graphml(graph, tmp_path / "a.graphml").read_bytes()
    assert to_graphml(graph.copy(), tmp_path / "b.graphml").read_bytes() == first
    tables = [file.read_bytes() for file in to_csv(graph, tmp_path)]
    assert [file.read_bytes() for file in to_csv(graph, tmp_path, overwrite=True)] == tables


def test_nothing_is_overwritten_or_left_in_part(tmp_path):
    graph = follow(node_chain(), 300, hops=1)
    file = to_graphml(graph, tmp_path / "flow.graphml")
    before = file.read_bytes()
    with pytest.raises(NpsError, match=r"flow\.graphml is there already"):
        to_graphml(follow(node_chain(), 301), file)
    assert file.read_bytes() == before
    to_graphml(follow(node_chain(), 301), file, overwrite=True)
    assert file.read_bytes() != before
    (tmp_path / "coins.csv").write_text("mine", "utf-8")
    with pytest.raises(NpsError, match=r"coins\.csv is there already"):
        to_csv(graph, tmp_path)
    (tmp_path / "nodes.csv").mkdir()
    with pytest.raises(NpsError, match="can't be written"):
        to_csv(graph, tmp_path, overwrite=True)
    with pytest.raises(NpsError, match="can't be written"):
        to_graphml(graph, file / "below")
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "coins.csv",
        "flow.graphml",
        "nodes.csv",
    ]


def test_numbers_of_numpy_are_written_as_numbers(tmp_path):
    graph = nx.MultiDiGraph()
    graph.add_node("a", hop=np.int64(-1), share=np.float64(0.5))
    nodes, _ = to_csv(graph, tmp_path)
    assert nodes.read_text("utf-8-sig") == "node,hop,share\na,-1,0.5\n"
