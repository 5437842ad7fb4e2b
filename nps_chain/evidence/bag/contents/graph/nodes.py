"""A graph of things with names that don't change: the form in which CASE and UCO are written.

Each thing has an identifier that is worked out of what it is (a UUID of version 5, RFC 9562), and
none is drawn by chance. So the same case gives the same bytes; and an address, a transaction or a
page has one identifier in the packages of all agencies, so that whoever puts two of them together
has it once. An address of a test network has one form on several of these networks, so the network
counts; without a chain it isn't known.

Source: JSON-LD 1.1 (W3C, 2020); CASE 1.5.0 on UCO 1.5.0, https://caseontology.org.
"""

import json
import re
import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import pandas as pd

from nps_chain.harmless import harmless

CASE = "https://ontology.caseontology.org/case/"
UCO = "https://ontology.unifiedcyberontology.org/uco/"

OWN = "http://nps-chain.example/case/"
"""Of the terms that UCO lacks: below a name that nobody can have (RFC 2606)."""

CONTEXT = {
    "investigation": f"{CASE}investigation/",
    **{
        part: f"{UCO}{part}/"
        for part in ("action", "core", "identity", "marking", "observable", "tool", "types")
    },
    "nps": OWN,
    "owl": "http://www.w3.org/2002/07/owl#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

LONGEST = 2_000
"""Characters of a text."""

_SPACE = uuid.uuid5(uuid.NAMESPACE_URL, OWN)
_TIME = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}:[0-9]{2}Z)?")


class Graph:
    """Things, each once, in the order in which they were added.

    Attributes
    ----------
    marking : str
        Identifier of the marking that evidence and statements carry; what anybody can look up on
        the chain carries none.
    """

    def __init__(self) -> None:
        self.marking = ""
        self._nodes: dict[str, dict[str, Any]] = {}

    def add(
        self,
        kind: str,
        what: Iterable[str],
        properties: Mapping[str, Any],
        facets: Mapping[str, Mapping[str, Any]] | None = None,
        *,
        marked: bool = False,
    ) -> str:
        """Add a thing, if it isn't there yet, and return its identifier.

        Parameters
        ----------
        kind : str
            Its class, such as ``core:Event``.
        what : iterable of str
            What tells it from all others of its class.
        properties : mapping
            By term; what is None, empty, or an empty list is left out.
        facets : mapping of str to mapping, optional
            By class of facet, its properties.
        marked : bool
            Whether it carries the marking.
        """
        name = identifier(kind, *what)
        if name not in self._nodes:
            held = [
                {"@id": identifier(facet, name), "@type": facet, **_kept(some)}
                for facet, some in (facets or {}).items()
            ]
            self._nodes[name] = {
                "@id": name,
                "@type": kind,
                **_kept(
                    {
                        **properties,
                        "core:hasFacet": held,
                        "core:objectMarking": [ref(self.marking)] if marked else None,
                    }
                ),
            }
        return name

    def link(
        self,
        source: str,
        kind: str,
        target: str,
        *,
        observable: bool = True,
        marked: bool = False,
        properties: Mapping[str, Any] | None = None,
        facets: Mapping[str, Mapping[str, Any]] | None = None,
    ) -> str:
        """Add a relation from one thing to another, and return its identifier."""
        return self.add(
            "observable:ObservableRelationship" if observable else "core:Relationship",
            (source, kind, target),
            {
                "core:isDirectional": True,
                "core:kindOfRelationship": kind,
                "core:source": ref(source),
                "core:target": ref(target),
                **(properties or {}),
            },
            facets,
            marked=marked,
        )

    def names(self) -> list[str]:
        """Return the identifiers of all things."""
        return list(self._nodes)

    def json(self, first: str, terms: Iterable[Mapping[str, Any]]) -> bytes:
        """Return the graph as JSON-LD: one thing that all begins with, the others, own terms."""
        others = [node for name, node in self._nodes.items() if name != first]
        whole = {"@context": CONTEXT, "@graph": [self._nodes[first], *others, *terms]}
        return (json.dumps(whole, indent=1, ensure_ascii=False) + "\n").encode()


def identifier(kind: str, *what: str) -> str:
    """Return the identifier of a thing.

    >>> identifier("observable:URL", "http://shop.example/")
    'urn:uuid:af17e609-4b9a-5a61-a11c-5d4a92d8edac'
    """
    return f"urn:uuid:{uuid.uuid5(_SPACE, json.dumps([kind, *what]))}"


def records(frame: pd.DataFrame) -> list[dict[Any, Any]]:
    """Return the rows of a frame, each by column, as values of Python."""
    return frame.to_dict("records")


# Values, as JSON-LD types them.


def ref(name: str) -> dict[str, str]:
    """Return a thing as the value of a property."""
    return {"@id": name}


def refs(names: Iterable[str]) -> list[dict[str, str]]:
    """Return things as the values of a property."""
    return [ref(name) for name in names]


def words(given: Any, most: int = LONGEST) -> str:
    """Return a text from outside as one harmless line."""
    return harmless(given, most)


def time(text: str) -> dict[str, str] | None:
    """Return a time in UTC, or the beginning of a day; None where it is neither."""
    if not isinstance(text, str) or not _TIME.fullmatch(text):
        return None
    moment = text if len(text) > len("2025-01-02") else f"{text}T00:00:00Z"
    try:
        datetime.fromisoformat(moment)
    except ValueError:
        return None
    return {"@type": "xsd:dateTime", "@value": moment}


def natural(number: int) -> dict[str, str]:
    """Return a whole number that is not negative."""
    return {"@type": "xsd:nonNegativeInteger", "@value": str(number)}


def whole(number: int) -> dict[str, str]:
    """Return a whole number."""
    return {"@type": "xsd:integer", "@value": str(number)}


def sha256(owner: str, value: str) -> dict[str, Any]:
    """Return a SHA-256 as a thing with a hash has it."""
    return {
        "@id": identifier("types:Hash", owner, value),
        "@type": "types:Hash",
        "types:hashMethod": "SHA256",
        "types:hashValue": {"@type": "xsd:hexBinary", "@value": value},
    }


def _kept(properties: Mapping[str, Any]) -> dict[str, Any]:
    return {
        term: value
        for term, value in sorted(properties.items())
        if value is not None and value != "" and value != []
    }
