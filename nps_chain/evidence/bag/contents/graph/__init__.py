"""The case as CASE: JSON-LD that other investigators' tools read, with all that it came from.

CASE (Cyber-investigation Analysis Standard Expression) is an ontology for evidence and its
provenance, on top of UCO (Unified Cyber Ontology). What goes in is what the tables beside it tell,
in its words: things, who said what of them, and who did what to find them. All times are
`xsd:dateTime` in UTC.

Source: CASE 1.5.0, https://caseontology.org; examples of its community (casework/CASE-Examples).
"""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from nps_chain.evidence.bag.contents.facts import Facts
from nps_chain.evidence.bag.contents.graph.acts import (
    add_act,
    add_agency,
    add_investigation,
    add_marking,
    add_tool,
    log_times,
)
from nps_chain.evidence.bag.contents.graph.attributions import add_tags
from nps_chain.evidence.bag.contents.graph.nodes import Graph, time
from nps_chain.evidence.bag.contents.graph.on_chain import add_chain, add_clusters
from nps_chain.evidence.bag.contents.graph.on_pages import add_indicators, add_sources, file_node
from nps_chain.evidence.bag.contents.graph.terms import terms

MIME = {
    "csv": "text/csv",
    "htm": "text/html",
    "html": "text/html",
    "json": "application/json",
    "py": "text/x-python",
    "txt": "text/plain",
    "yaml": "application/yaml",
}
"""Media types by the ending of a file's name; of others none is told."""


def case_graph(
    *,
    title: str,
    agency: str,
    date: str,
    handling: str,
    network: str,
    facts: Facts,
    clusters: pd.DataFrame,
    pages: Any,
    tags: Any,
    files: Mapping[str, bytes],
) -> bytes:
    """Return the case as JSON-LD.

    Parameters
    ----------
    title, agency, date, handling : str
        Of the package.
    network : str
        Of the chain; empty where there is none.
    facts : Facts
        What the chain says.
    clusters : pandas.DataFrame
        As clusters.csv has them.
    pages, tags : Pages, Tags or None
        What was read, and who said what.
    files : mapping of str to bytes
        All that is in the package beside it, by path.
    """
    graph = Graph()
    add_marking(graph, handling)
    by, tool = add_agency(graph, agency), add_tool(graph)
    nodes = {path: _file(graph, path, data) for path, data in files.items()}
    accounts, events = add_chain(graph, network, facts)
    groups = add_clusters(graph, clusters, accounts)
    said = add_tags(graph, tags.frame, network, accounts, events) if tags is not None else []
    after = []

    def act(name: str, result: list[str], **more: Any) -> None:
        found = [nodes[path] for path in result if path in nodes]
        if found:
            after.append(add_act(graph, name, result=found, **more))

    own = {"performer": by, "instrument": tool}
    if pages is not None:
        paths = {file: f"pages/{file}" for file in pages.frame["file"]}
        saved = {file: nodes[path] for file, path in paths.items() if path in nodes}
        urls = add_sources(graph, pages.frame, saved)
        add_indicators(graph, pages.indicators, saved, accounts, events)
        times = sorted(one for one in pages.frame["captured"] if time(one))
        act(
            "Saving of web pages",
            list(paths.values()),
            of=urls,
            start=times[0] if times else "",
            end=times[-1] if times else "",
            about="Who saved them isn't told by their index.",
        )
        act("Reading of web pages", ["indicators.csv"], of=saved.values(), after=after[:], **own)
    chain = [nodes["chain.json"]] if "chain.json" in nodes else []
    if chain:
        tables = ["addresses.csv", "transactions.csv", "coins.csv"]
        act("Looking up on the chain", tables, of=chain, **own)
    if groups:
        act("Clustering of addresses", ["clusters.csv"], of=chain, **own)
    if "explorer-log.json" in nodes:
        start, end = log_times(files["explorer-log.json"])
        act(
            "Following of payments in the explorer",
            ["explorer-log.json"],
            of=chain,
            instrument=tool,
            start=start,
            end=end,
            about="Who did it isn't told by the log; its times are those of their machine.",
        )
    act(
        "Writing of the report",
        ["report.html", "report.json", "workings.py"],
        instrument=tool,
        about="Who wrote it stands in it.",
    )
    record = graph.add(
        "investigation:ProvenanceRecord",
        (title, agency, date),
        {
            "core:name": "Files of the package",
            "core:object": [{"@id": name} for name in [*nodes.values(), *groups, *said]],
        },
        marked=True,
    )
    add_act(graph, "Packing of the case", of=nodes.values(), result=[record], after=after,
            start=date, about="Of its time the day is known, and not the hour.", **own)  # fmt: skip
    case = add_investigation(graph, title, by, date)
    return graph.json(case, terms())


def _file(graph: Graph, path: str, data: bytes) -> str:
    return file_node(graph, path, data, MIME.get(path.rpartition(".")[2].lower(), ""))
