"""Packs for the tests, in two lines; and the public validator's rules, written down once more.

The rules are read from GraphSense's own schema files, and otherwise follow what its tool does, so
that what we write is held against another reading of them than our own.
"""

import csv
import json
from datetime import date
from functools import cache
from pathlib import Path

import yaml

DATA = Path(__file__).parents[2] / "data" / "tagpacks"
MAIN = "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"
OTHER = "1BoatSLRHtKNngkdXEeobR76b53LETtpyT"
REGTEST = "bcrt1qw508d6qejxtdg4y5r3zarvary0c5xw7kygt080"

HEADER = {"title": "A pack", "creator": "ADP"}
TAG = {
    "address": MAIN, "label": "Halvern", "source": "a test payment", "currency": "BTC",
    "confidence": "manual_transaction",
}  # fmt: skip
ACTOR = {
    "id": "halvern", "uri": "https://halvern.example", "label": "Halvern",
    "lastmod": date(2025, 1, 2), "categories": ["exchange"],
}  # fmt: skip


def pack(*tags, **header):
    """Return a TagPack as text, each tag like `TAG` but for what is given; None is no field."""
    told = [{k: v for k, v in (TAG | tag).items() if v is not None} for tag in tags]
    full = {k: v for k, v in (HEADER | header).items() if v is not None}
    return yaml.safe_dump({**full, "tags": told}, sort_keys=False)


def actors(*given, **header):
    """Return an ActorPack as text, each actor like `ACTOR` but for what is given."""
    told = [{k: v for k, v in (ACTOR | one).items() if v is not None} for one in given]
    return yaml.safe_dump({**HEADER, **header, "actors": told}, sort_keys=False)


def put(folder, **texts):
    """Write packs into a folder, by name without ending, and return the folder."""
    for name, text in texts.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


@cache
def words():
    """Return the words of the public lists."""
    concepts = yaml.safe_load((DATA / "schema/concepts.yaml").read_text(encoding="utf-8"))
    lists = {"concept": [one["id"] for one in concepts.values() if one["type"] == "concept"]}
    names = {"confidence": "confidence", "tag_type": "tag_types", "country": "countries"}
    for name, file in names.items():
        with (DATA / f"schema/{file}.csv").open(encoding="utf-8", newline="") as opened:
            lists[name] = [row["id"] for row in csv.DictReader(opened)]
    return lists


@cache
def schema_of(kind):
    """Return the public schema of a kind of pack."""
    return yaml.safe_load((DATA / f"schema/{kind}_schema.yaml").read_text(encoding="utf-8"))


def public_faults(text, kind="tagpack"):
    """Return what the public validator refuses in a pack."""
    schema = schema_of(kind)
    each, items = ("tag", "tags") if kind == "tagpack" else ("actor", "actors")
    lists, told, found = words(), yaml.safe_load(text), []

    def look(where, fields, allowed):
        for name, value in fields.items():
            if name not in allowed:
                found.append(f"{where}: {name} not allowed")
                continue
            rule = allowed[name]
            if not fits(rule["type"], value, rule.get("item_type")):
                found.append(f"{where}: {name} is no {rule['type']}")
            lists_of = rule.get("taxonomy", [])
            for one in [lists_of] if isinstance(lists_of, str) else lists_of:
                values = value if isinstance(value, list) else [value]
                found.extend(f"{where}: {v} unknown" for v in values if v not in lists[one])

    look("header", told, schema["header"] | schema[each])
    found += [f"header: no {name}" for name, rule in schema["header"].items()
              if rule["mandatory"] and name not in told]  # fmt: skip
    for number, fields in enumerate(told[items], 1):
        look(f"{number}", fields, schema[each])
        found += [f"{number}: no {name}" for name, rule in schema[each].items()
                  if rule["mandatory"] and name not in fields and name not in told]  # fmt: skip
        if each == "tag" and ("address" in fields) == ("tx_hash" in fields):
            found.append(f"{number}: address or tx_hash")
        if each == "tag" and not passes(fields.get("context", "")):
            found.append(f"{number}: the context stops the tool")
        found += [f"{number}: zero" for value in fields.values()
                  if isinstance(value, str) and "\0" in value]  # fmt: skip
    return found


def fits(kind, value, item=None):
    if kind == "text":
        return isinstance(value, str) and bool(value.strip())
    if kind == "list":
        return isinstance(value, list) and (item is None or all(fits(item, v) for v in value))
    if kind == "json_text":
        return isinstance(json.loads(value), dict)
    return isinstance(value, {"boolean": bool, "datetime": date}[kind])


def passes(context):
    """Return whether the tool can read a context: of JSON, it asks an object for its tags."""
    try:
        told = json.loads(context)
    except ValueError:
        return True
    return isinstance(told, dict) and told.get("tags") is None
