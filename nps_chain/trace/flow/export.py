"""A flow as files for other programs: GraphML for graph tools, CSV for spreadsheets.

What the files say may come from anybody, such as a name that a website gives itself. A spreadsheet
runs a cell that begins with = + - or @ as a formula; so such texts get an apostrophe in front,
which spreadsheets don't show (OWASP, "CSV Injection"). GraphML can't hold some control characters;
they become the sign for an unknown one. The same graph gives the same bytes on every machine.
"""

import csv
import io
import re
from numbers import Real
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np

from nps_chain.files import write_files

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
"""How a text begins that a spreadsheet may take for a formula, or that hides one."""

_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def to_graphml(graph: nx.MultiDiGraph, path: str | Path, *, overwrite: bool = False) -> Path:
    """Write a flow as GraphML, which Gephi, yEd, Cytoscape and networkx read; return the file.

    Parameters
    ----------
    graph : networkx.MultiDiGraph
        A graph, as ``follow``, and ``.graph`` of paths and peel chains give it.
    path : str or pathlib.Path
        The file.
    overwrite : bool
        Whether a file of that name may be replaced.

    Raises
    ------
    NpsError
        If the file is there already, or can't be written.

    Examples
    --------
    >>> import tempfile
    >>> import nps_chain as nps
    >>> from nps_chain.trace.flow import to_graphml
    >>> graph = nps.follow(nps.load("core-regtest"), 300, hops=1)
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     again = nx.read_graphml(to_graphml(graph, folder + "/flow.graphml"))
    >>> dict(again.nodes(data=True)) == dict(graph.nodes(data=True))
    True
    """
    clean = nx.MultiDiGraph(**_clean(graph.graph))
    clean.add_nodes_from((_xml(node), _clean(told)) for node, told in graph.nodes(data=True))
    clean.add_edges_from(
        (_xml(a), _xml(b), _xml(key), _clean(told))
        for a, b, key, told in graph.edges(keys=True, data=True)
    )
    file = io.BytesIO()
    nx.write_graphml_xml(clean, file)
    return write_files({Path(path): file.getvalue()}, overwrite=overwrite)[0]


def to_csv(graph: nx.MultiDiGraph, folder: str | Path, *, overwrite: bool = False) -> list[Path]:
    """Write a flow as two tables, ``nodes.csv`` and ``coins.csv``; return the files.

    Parameters
    ----------
    graph : networkx.MultiDiGraph
        A graph, as ``follow``, and ``.graph`` of paths and peel chains give it.
    folder : str or pathlib.Path
        The folder; it is made if it isn't there.
    overwrite : bool
        Whether files of these names may be replaced.

    Returns
    -------
    list of pathlib.Path
        A node has a row with its name (``node``) and what it knows; a coin has one with its name
        (``coin``), the nodes that it goes ``from`` and ``to``, and what it knows. Text in UTF-8,
        with the mark that tells spreadsheets so. Numbers stay numbers: -1 is unknown.

    Raises
    ------
    NpsError
        If a file is there already, or can't be written.

    Examples
    --------
    >>> import tempfile
    >>> import nps_chain as nps
    >>> from nps_chain.trace.flow import to_csv
    >>> graph = nps.follow(nps.load("core-regtest"), 300, hops=1)
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     [file.name for file in to_csv(graph, folder)]
    ['nodes.csv', 'coins.csv']
    """
    nodes = [{"node": node, **told} for node, told in graph.nodes(data=True)]
    coins = [
        {"coin": key, "from": a, "to": b, **told}
        for a, b, key, told in graph.edges(keys=True, data=True)
    ]
    tables = {
        Path(folder, "nodes.csv"): _table(("node",), nodes),
        Path(folder, "coins.csv"): _table(("coin", "from", "to"), coins),
    }
    return write_files(tables, overwrite=overwrite)


def harmless(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula.

    >>> harmless("=1+1"), harmless("Ann = Bob")
    ("'=1+1", 'Ann = Bob')
    """
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA) else text


def _table(first: tuple[str, ...], rows: list[dict[str, Any]]) -> bytes:
    """Return rows as CSV; columns in the order in which they first appear."""
    columns = list(dict.fromkeys([*first, *(name for row in rows for name in row)]))
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow([harmless(str(column)) for column in columns])
    for row in rows:
        values = (row.get(column, "") for column in columns)
        writer.writerow(
            [value if isinstance(value, Real) else harmless(str(value)) for value in values]
        )
    return file.getvalue().encode("utf-8-sig")


def _clean(told: dict[str, Any]) -> dict[str, Any]:
    """Return attributes as GraphML can hold them; what is None is left out."""
    return {
        _xml(name): value if isinstance(value, int | float) else _xml(value)
        for name, value in ((name, _plain(value)) for name, value in told.items())
        if value is not None
    }


def _plain(value: Any) -> Any:
    """Return a number of numpy's as one of Python's."""
    return value.item() if isinstance(value, np.generic) else value


def _xml(value: Any) -> str:
    return _NO_XML.sub("\N{REPLACEMENT CHARACTER}", str(value))
