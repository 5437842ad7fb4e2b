"""Room for what the public schema has none for: words that are on other lists than GraphSense's.

A tag's context is free text, which the public tool takes as it is, and JSON in it is common. So
words that the tool would refuse in their own place go there, as an object under a name of our own;
whoever reads the tag here gets them back in their place, and whoever reads it by the public tool
loses nothing but these.
"""

import json
from collections.abc import Mapping
from typing import Any

OURS = "nps_chain"
"""The name under which they stand in the context."""

LONGEST = 20_000
"""Characters of such a context."""

_TEXTS, _LISTS = ("category", "abuse", "context"), ("concepts", "categories", "jurisdictions")


def packed(context: str, kept: Mapping[str, Any]) -> dict[str, str]:
    """Return the field ``context`` of a tag or an actor, or none where nothing is to stand in it.

    Parameters
    ----------
    context : str
        What stands in it anyway.
    kept : mapping
        ``category``, ``abuse`` (texts), ``concepts``, ``categories``, ``jurisdictions`` (lists),
        those for which the schema has no room.

    Examples
    --------
    >>> packed("a page", {"category": "vendor"})
    {'context': '{"nps_chain": {"category": "vendor", "context": "a page"}}'}
    """
    if not kept and _passes(context):
        return {"context": context} if context else {}
    full = {**kept, "context": context} if context else dict(kept)
    return {"context": json.dumps({OURS: full})}


def unpacked(told: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of a tag or an actor, with those that `packed` put into its context.

    Only what is missing is filled in, so that both tools read the same of what both can read.

    Parameters
    ----------
    told : mapping
        The fields, as they were read. A context that was made otherwise stays as it is.
    """
    context = told.get("context")
    if not isinstance(context, str) or OURS not in context or len(context) > LONGEST:
        return dict(told)
    kept = _kept(context)
    if kept is None:
        return dict(told)
    texts = {field: kept[field] for field in _TEXTS if field in kept}
    lists = {field: kept[field] for field in _LISTS if field in kept}
    full = {**texts, **told, **{field: [*told.get(field, []), *lists[field]] for field in lists}}
    del full["context"]
    return full | ({"context": texts["context"]} if texts.get("context") else {})


def _kept(context: str) -> dict[str, Any] | None:
    """Return what `packed` was given; None if it didn't make this context."""
    try:
        told = json.loads(context)
    except (ValueError, RecursionError):
        return None
    kept = told.get(OURS) if isinstance(told, dict) and len(told) == 1 else None
    if not isinstance(kept, dict) or not kept.keys() <= {*_TEXTS, *_LISTS}:
        return None
    texts = [kept[field] for field in _TEXTS if field in kept]
    for field in _LISTS:
        if not isinstance(kept.get(field, []), list):
            return None
        texts += kept.get(field, [])
    return kept if all(isinstance(one, str) for one in texts) else None


def _passes(context: str) -> bool:
    """Return whether the public tool can read a context: it wants no JSON, or an object of it."""
    try:
        told = json.loads(context)
    except (ValueError, RecursionError):
        return True
    return isinstance(told, dict) and OURS not in told and told.get("tags") is None
