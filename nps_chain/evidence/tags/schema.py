"""The public schema of TagPacks and ActorPacks: which fields there are, and what stands in them.

A pack that breaks it can't be passed on: the other agency's tool refuses it as a whole. So these
rules are kept to the letter, but for one: words of a category need not be on GraphSense's list, to
which others' lists, INTERPOL's among them, are as good. Whoever writes a pack puts such words where
the schema has room for them (`nps_chain.evidence.tags.written`).

Source: GraphSense's ``tagpack-tool`` 25.8.1 (MIT), ``tagpack_schema.yaml``,
``actorpack_schema.yaml`` and what ``tagpack validate`` and ``actorpack validate`` do beyond these.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from nps_chain.evidence.tags.yaml_data import NotText
from nps_chain.harmless import harmless, is_there


class Field(NamedTuple):
    """What the schema says of a field.

    Attributes
    ----------
    kind : str
        ``text``, ``list`` (of texts), ``datetime``, ``boolean``, ``json_text``, ``items`` (the
        pack's tags or actors).
    mandatory : bool
        Whether it must be there; for what is told of each tag, in the tag or in the header.
    words : str
        The list of words that it is to take from, if there is one.
    """

    kind: str = "text"
    mandatory: bool = False
    words: str = ""


PACK = {
    "title": Field(mandatory=True), "creator": Field(mandatory=True), "description": Field(),
    "owner": Field(), "is_public": Field("boolean"), "tags": Field("items", mandatory=True),
}  # fmt: skip
"""Fields of a TagPack's header."""

TAG = {
    "label": Field(mandatory=True), "source": Field(mandatory=True),
    "currency": Field(mandatory=True), "network": Field(mandatory=True), "context": Field(),
    "confidence": Field(mandatory=True, words="confidence"), "is_cluster_definer": Field("boolean"),
    "lastmod": Field("datetime"), "category": Field(words="concept"),
    "abuse": Field(words="concept"), "address": Field(), "tx_hash": Field(), "actor": Field(),
    "concepts": Field("list", words="concept"), "tag_type": Field(words="tag_type"),
}  # fmt: skip
"""Fields of a tag; in the header they hold for all tags that don't say otherwise."""

ACTOR_PACK = {
    "title": Field(mandatory=True), "creator": Field(mandatory=True), "description": Field(),
    "is_public": Field("boolean"), "actors": Field("items", mandatory=True),
}  # fmt: skip
"""Fields of an ActorPack's header."""

ACTOR = {
    "id": Field(mandatory=True), "uri": Field(mandatory=True), "label": Field(mandatory=True),
    "lastmod": Field("datetime", mandatory=True),
    "categories": Field("list", mandatory=True, words="concept"),
    "jurisdictions": Field("list", words="country"), "context": Field("json_text"),
    "aliases": Field("list"),
}  # fmt: skip
"""Fields of an actor; in the header they hold for all actors that don't say otherwise."""

CONTEXT = {
    "uris": "list", "refs": "list", "images": "list", "coingecko_ids": "list",
    "defilama_ids": "list", "twitter_handle": "text", "github_organisation": "text",
    "legal_name": "text",
}  # fmt: skip
"""What the JSON object in an actor's context may hold, and of which kind; more is let through."""

_WANTED = {
    "text": "a text", "json_text": "a text", "list": "a list of texts", "boolean": "true or false",
    "datetime": "a date such as 2025-03-01", "items": "a list",
}  # fmt: skip


def faults(told: Mapping[str, Any], fields: Mapping[str, Field]) -> Iterator[tuple[str, str]]:
    """Yield what the schema refuses: a field, and why, as the end of a sentence about it.

    Fields that are missing aren't looked for here: a header may tell them.

    Parameters
    ----------
    told : mapping
        Fields and values, as `nps_chain.evidence.tags.yaml_data.read_yaml` gives them.
    fields : mapping of str to Field
        Which there may be.
    """
    for name, value in told.items():
        field = fields.get(name)
        if field is None:
            yield name, "is no field of the public schema: correct its name, or take it out"
        elif value is None:
            yield name, "has nothing in it: fill it in, or take it out"
        elif why := _wrong(field.kind, value):
            yield name, why


def _wrong(kind: str, value: Any) -> str:
    if kind == "list":
        if not isinstance(value, list):
            return f"is {_shown(value)}, where a list of texts is wanted"
        return next((why for one in value if (why := _wrong("text", one))), "")
    if kind == "json_text" and isinstance(value, str):
        return _wrong_json(value)
    if kind in ("text", "json_text"):
        if isinstance(value, str):
            return "" if is_there(value, len(value)) else "has nothing in it that can be seen"
        if isinstance(value, NotText):
            return (
                f"is {harmless(value.written, 60)}, which YAML takes for {value.taken_for}: put it"
                " in quotation marks"
            )
        if isinstance(value, bool):
            return "is a word that YAML takes for yes or no: put it in quotation marks"
        return f"is {_shown(value)}, where a text is wanted"
    fits = (
        (kind == "boolean" and isinstance(value, bool))
        or (kind == "items" and isinstance(value, list))
        # A date in quotation marks is read as one; what it says is looked at later.
        or (kind == "datetime" and isinstance(value, date | str))
    )
    return "" if fits else f"is {_shown(value)}, where {_WANTED[kind]} is wanted"


def _wrong_json(value: str) -> str:
    try:
        told = json.loads(value)
    except (ValueError, RecursionError):
        return "is no JSON"
    if not isinstance(told, dict):
        return 'is no JSON object, as in {"uris": []}'
    inside = ((name, _wrong(CONTEXT[name], one)) for name, one in told.items() if name in CONTEXT)
    return next((f"has {name}, which {why}" for name, why in inside if why), "")


def _shown(value: Any) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, NotText):
        return f"{harmless(value.written, 60)} ({value.taken_for})"
    if isinstance(value, str):
        return f"the text {harmless(value, 60)!r}"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return "a number"
    kinds = {dict: "a mapping", list: "a list"}
    return next((name for kind, name in kinds.items() if isinstance(value, kind)), "a date")
