"""What CASE asks of things, looked at without CASE's own validator: a light check, in a second."""

import json
import re
from collections import Counter
from pathlib import Path

SHAPES = json.loads(
    (Path(__file__).parents[4] / "data" / "case" / "shapes-1.5.0.json").read_text("utf-8")
)
UUID = re.compile("urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
FORMS = {
    "xsd:dateTime": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ",
    "xsd:hexBinary": "([0-9a-f]{2})+",
    "xsd:integer": "-?[0-9]+",
    "xsd:nonNegativeInteger": "[0-9]+",
}


def flat(value):
    """Yield every thing below a value, the deepest last."""
    if isinstance(value, list):
        for one in value:
            yield from flat(one)
    elif isinstance(value, dict) and "@type" in value and "@value" not in value:
        yield value
        for key, inner in value.items():
            if not key.startswith("@"):
                yield from flat(inner)


def wrong(graph):
    """Return what is wrong with a graph, a sentence each."""
    own = {node["@id"] for node in graph if node["@id"].startswith("nps:")}
    things = [thing for node in graph if node["@id"] not in own for thing in flat(node)]
    kinds = {thing["@id"]: thing["@type"] for thing in things}
    there = Counter(node["@id"] for node in graph)
    found = [f"{name} is there twice" for name, times in there.items() if times > 1]
    for thing in things:
        name, kind = thing["@id"], thing["@type"]
        if not UUID.fullmatch(name):
            found.append(f"{name} is no UUID of version 5")
        if kind in own:
            undefined = [term for term in thing if term.startswith("nps:") and term not in own]
            found += [f"{term} is defined nowhere" for term in undefined]
        elif kind not in SHAPES:
            found.append(f"{kind} is no class that is used")
        else:
            found += [f"{kind}: {told}" for told in _of_its_class(thing, SHAPES[kind], kinds, own)]
    return sorted(set(found))


def _of_its_class(thing, shape, kinds, own):
    asked = shape["properties"]
    told = {key: value if isinstance(value, list) else [value] for key, value in thing.items()}
    yield from (f"{key} isn't its own" for key in told if key[0] != "@" and key not in asked)
    for key, rule in asked.items():
        values = told.get(key, [])
        if len(values) < rule.get("least", 0):
            yield f"{key} is missing"
        if len(values) > rule.get("most", len(values)):
            yield f"{key} is there {len(values)} times"
        for value in values:
            if "in" in rule and _word(value) not in rule["in"]:
                yield f"{key} is {_word(value)!r}, no word for it"
            for kind in rule.get("datatype", ()):
                if not _is(value, kind):
                    yield f"{key} is {value!r}, no {kind}"
            for kind in rule.get("class", ()):
                if not _is_thing(value, kind, kinds, own):
                    yield f"{key} is {value!r}, no {kind}"


def _word(value):
    return value["@value"] if isinstance(value, dict) else value


def _is(value, kind):
    if kind in ("xsd:string", "xsd:boolean"):
        return type(value) is {"xsd:string": str, "xsd:boolean": bool}[kind]
    return (
        isinstance(value, dict)
        and value.keys() == {"@type", "@value"}
        and value["@type"] == kind
        and re.fullmatch(FORMS[kind], value["@value"]) is not None
    )


def _is_thing(value, kind, kinds, own):
    of = kinds.get(value.get("@id")) if isinstance(value, dict) else None
    if of in own:
        return kind == "core:Facet"
    return of is not None and kind in (of, *SHAPES[of]["above"])
