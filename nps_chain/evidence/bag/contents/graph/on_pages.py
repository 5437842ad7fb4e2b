"""Saved pages in the graph, and what was found on them by which a person or a site is found again.

A page is a file with a hash, downloaded from a URL at a time. An address, an onion name or a key on
it is ``Contained_Within`` it, with the characters of the source at which it stands. Prices, product
codes and the like name nobody; they, and all that was refused, are in indicators.csv.
"""

import hashlib
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any

import pandas as pd

from nps_chain.evidence.bag.contents.graph.nodes import Graph, records, sha256, time, whole, words
from nps_chain.evidence.bag.contents.graph.on_chain import account

THINGS = {
    "onion": ("DomainName", "DomainNameFacet", "value"),
    "url": ("URL", "URLFacet", "fullValue"),
    "e-mail": ("EmailAddress", "EmailAddressFacet", "addressValue"),
    "phone": ("PhoneAccount", "PhoneAccountFacet", "phoneNumber"),
    # What somebody is shown as; what they log in with isn't known.
    "handle": ("DigitalAccount", "DigitalAccountFacet", "displayName"),
}
"""By type of indicator, of UCO's observables: class, facet, and the property that holds it."""

KEYS = ("key", "fingerprint")
"""Types of indicator that are the fingerprint of an OpenPGP key, for which UCO has no class."""

COINS = ("ethereum", "monero", "litecoin", "bitcoin cash", "cardano", "dogecoin", "dash", "tron")
"""Types of indicator that are an address of another coin."""

PICTURE = "picture"
"""The type of indicator that is the SHA-256 of a picture within the page."""

PLACES_TOLD = 3
"""Places on one page that are told of one thing; all are in indicators.csv."""


def file_node(graph: Graph, path: str, data: bytes, mime: str = "", note: str = "") -> str:
    """Add a file of the package, and return its identifier.

    Parameters
    ----------
    graph : Graph
        Where to.
    path : str
        Its path in the package.
    data : bytes
        What it holds.
    mime, note : str
        Its media type, and what is odd about it.
    """
    digest = hashlib.sha256(data).hexdigest()
    return graph.add(
        "observable:File",
        (path, digest),
        {"core:name": words(path), "core:description": words(note)},
        {
            "observable:FileFacet": {
                "observable:fileName": words(PurePosixPath(path).name),
                "observable:filePath": words(path),
                "observable:sizeInBytes": whole(len(data)),
            },
            "observable:ContentDataFacet": {
                "observable:hash": [sha256(path, digest)],
                "observable:mimeType": mime,
                "observable:sizeInBytes": whole(len(data)),
            },
        },
        marked=True,
    )


def url_node(graph: Graph, url: str) -> str:
    """Add a URL, and return its identifier."""
    return graph.add(
        "observable:URL", (url,), {}, {"observable:URLFacet": {"observable:fullValue": words(url)}}
    )


def add_sources(graph: Graph, frame: pd.DataFrame, files: Mapping[str, str]) -> list[str]:
    """Tie the pages to the URLs that they were downloaded from; return the URLs' identifiers.

    Parameters
    ----------
    graph : Graph
        Where to.
    frame : pandas.DataFrame
        ``Pages.frame``.
    files : mapping of str to str
        The identifier of each page, by its file.
    """
    urls = []
    told = frame[(frame["url"] != "") & frame["file"].isin(list(files))]
    for file, url, captured in zip(told["file"], told["url"], told["captured"], strict=True):
        urls.append(url_node(graph, url))
        when = {"core:startTime": time(captured)}
        graph.link(files[file], "Downloaded_From", urls[-1], properties=when, marked=True)
    return urls


def add_indicators(
    graph: Graph,
    indicators: pd.DataFrame,
    files: Mapping[str, str],
    accounts: Mapping[str, str],
    events: Mapping[str, str],
) -> None:
    """Tie what was found to the pages on which it stands.

    Parameters
    ----------
    graph : Graph
        Where to.
    indicators : pandas.DataFrame
        ``Pages.indicators``.
    files, accounts, events : mapping of str to str
        The identifiers of pages, addresses and transactions.
    """
    shown = indicators[indicators["valid"] & indicators["file"].isin(list(files))]
    places: dict[tuple[str, str, str], list[str]] = {}
    for row in records(shown):
        at = f"Characters {row['start']:,} to {row['end']:,} of the source: {row['where']}."
        places.setdefault((row["type"], row["text"], row["file"]), []).append(words(at))
    for (kind, text, file), told in sorted(places.items()):
        if of := _thing(graph, kind, text, accounts, events):
            graph.link(
                of,
                "Contained_Within",
                files[file],
                observable=kind != "txid",
                properties={"core:description": told[:PLACES_TOLD]},
                marked=True,
            )


def _thing(
    graph: Graph, kind: str, text: str, accounts: Mapping[str, str], events: Mapping[str, str]
) -> str:
    if kind == "address":
        return accounts[text]
    if kind == "txid":
        return events.get(text, "")
    if kind in COINS:
        return account(graph, "", text, kind.capitalize())
    if kind in KEYS:
        named: dict[str, Any] = {"core:name": words(text), "core:tag": "OpenPGP key fingerprint"}
        return graph.add("observable:GenericObservableObject", ("OpenPGP", text), named)
    if kind == PICTURE:
        held = {"observable:ContentDataFacet": {"observable:hash": [sha256(PICTURE, text)]}}
        return graph.add("observable:ContentData", (text,), {"core:tag": "picture"}, held)
    if kind not in THINGS:
        return ""
    what, facet, term = (f"observable:{name}" for name in THINGS[kind])
    if kind == "url":
        return url_node(graph, text)
    return graph.add(what, (text,), {"core:name": words(text)}, {facet: {term: words(text)}})
