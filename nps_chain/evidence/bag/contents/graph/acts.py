"""Who did what with what, and what came of it: the provenance of all that is in a package.

Only what is known is told. When a page was saved is known, by whom isn't: its index doesn't say;
nor does a log say who took its steps. Of the day on which the package was made the hour isn't
known, so its time is the day's beginning.
"""

import json
from collections.abc import Iterable

from nps_chain import __version__
from nps_chain.evidence.bag.contents.graph.nodes import Graph, identifier, ref, refs, time, words
from nps_chain.evidence.handling import TLP


def add_marking(graph: Graph, handling: str) -> None:
    """Add the mark of handling, which evidence and statements carry from here on."""
    graph.marking = graph.add(
        "marking:MarkingDefinition",
        (handling,),
        {
            "core:name": handling,
            "marking:definitionType": "statement",
            "marking:definition": [
                {
                    "@id": identifier("marking:StatementMarking", handling),
                    "@type": "marking:StatementMarking",
                    "marking:definitionType": "statement",
                    "marking:statement": f"{handling} (version 2.0). {TLP[handling]}",
                }
            ],
        },
    )


def add_agency(graph: Graph, agency: str) -> str:
    """Add the agency that makes the package."""
    return graph.add("identity:Organization", (agency,), {"core:name": words(agency)})


def add_tool(graph: Graph) -> str:
    """Add this program."""
    return graph.add(
        "tool:AnalyticTool",
        ("nps-chain", __version__),
        {"core:name": "nps-chain", "tool:toolType": "Tracing", "tool:version": __version__},
    )


def add_act(
    graph: Graph,
    name: str,
    *,
    performer: str = "",
    instrument: str = "",
    of: Iterable[str] = (),
    result: Iterable[str] = (),
    after: Iterable[str] = (),
    start: str = "",
    end: str = "",
    about: str = "",
) -> str:
    """Add something that was done, and return its identifier.

    Parameters
    ----------
    graph : Graph
        Where to.
    name : str
        What was done.
    performer, instrument : str
        Identifiers of who did it and with what; empty where it isn't known.
    of, result, after : iterable of str
        Identifiers of what it was done to, what came of it, and what was done before and used.
    start, end : str
        Times in UTC; empty where they aren't known.
    about : str
        A sentence more.
    """
    results = sorted(set(result))
    return graph.add(
        "investigation:InvestigativeAction",
        (name, performer, start, end, *results),
        {
            "core:name": name,
            "core:description": about,
            "action:performer": ref(performer) if performer else None,
            "action:instrument": [ref(instrument)] if instrument else None,
            "action:object": refs(sorted(set(of))),
            "action:result": refs(results),
            "action:startTime": time(start),
            "action:endTime": time(end),
            "investigation:wasInformedBy": refs(after),
        },
        marked=True,
    )


def add_investigation(graph: Graph, title: str, agency: str, date: str) -> str:
    """Add the case, with all that is in the graph so far, and return its identifier."""
    return graph.add(
        "investigation:Investigation",
        (title, agency, date),
        {
            "core:name": words(title),
            "core:createdBy": ref(agency),
            "core:objectCreatedTime": time(date),
            "core:object": refs(graph.names()),
            "investigation:investigationForm": "case",
        },
        marked=True,
    )


def log_times(log: bytes) -> tuple[str, str]:
    """Return the times of a log's first and last step, empty where it has none."""
    try:
        steps = json.loads(log)["steps"]
        return str(steps[0]["at"]), str(steps[-1]["at"])
    except (ValueError, KeyError, IndexError, TypeError, RecursionError):
        return "", ""
