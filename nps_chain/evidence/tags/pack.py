"""A pack, read into rows: each tag with what its header says of it, held against the public schema.

What a header tells of tags holds for each that doesn't say otherwise; so a tag is complete only
with it. A header that breaks the schema breaks all tags, and so the pack is refused as a whole; one
tag that does is left out, and told.
"""

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from nps_chain.errors import NpsError
from nps_chain.evidence.tags.files import Content
from nps_chain.evidence.tags.problems import Problem, Problems
from nps_chain.evidence.tags.room import unpacked
from nps_chain.evidence.tags.rows import Rows, short
from nps_chain.evidence.tags.schema import ACTOR, ACTOR_PACK, PACK, TAG, Field, faults
from nps_chain.evidence.tags.strict import day_of
from nps_chain.evidence.tags.yaml_data import Mapping, plain
from nps_chain.harmless import harmless

_TEXTS = ("title", "creator", "description", "owner")
_FILLED_IN = ("network", "confidence")  # by the public tool, where a pack doesn't tell them


class Pack(NamedTuple):
    """What a pack holds.

    Attributes
    ----------
    header : dict
        A row of `nps_chain.evidence.tags.collection.Tags.packs`.
    tags, actors : list of dict
        Rows of ``Tags.frame`` and of ``Tags.actors``.
    problems : list of Problem
        What is wrong with it.
    """

    header: dict[str, Any]
    tags: list[dict[str, Any]]
    actors: list[dict[str, Any]]
    problems: list[Problem]


def read_pack(name: str, content: Content, *, strict: bool) -> Pack:
    """Return the tags or actors of a pack.

    Parameters
    ----------
    name : str
        What to call the pack.
    content : Content
        What its file holds.
    strict : bool
        Whether tags that break a rule of our own are left out; those that break the public schema
        always are.

    Raises
    ------
    NpsError
        If the header breaks the public schema.
    """
    told = content.told
    items = "actors" if "actors" in told and "tags" not in told else "tags"
    of_pack, of_each = (ACTOR_PACK, ACTOR) if items == "actors" else (PACK, TAG)
    for field, why in faults(told, of_each | of_pack):
        raise NpsError(f"{name} is refused: in its header, {harmless(field, 60)!r} {why}.")
    for field, rule in of_pack.items():
        if rule.mandatory and field not in told:
            raise NpsError(f"{name} is refused: its header has no {field}, which it must have.")
    date, why = day_of(told["lastmod"]) if "lastmod" in told else ("", "")
    if why:
        raise NpsError(f"{name} is refused: in its header, lastmod {why}.")
    problems = Problems(name, strict)
    for field in content.overruled:
        problems.note(field, f"The {field} of the file is overruled by its header.")
    rows = Rows(name, short(told["creator"], "creator"), date, problems)
    common = {field: value for field, value in told.items() if field in of_each}
    found = list(_rows(told[items], common, of_each, rows, problems))
    rows.end()
    header = {
        "pack": name,
        "items": items,
        **{field: short(told.get(field, ""), field) for field in _TEXTS},
        "is_public": told.get("is_public", False),
        "date": date,
        "sha256": content.sha256,
        "header": content.header,
    }
    tags, actors = ([], found) if items == "actors" else (found, [])
    return Pack(header, tags, actors, problems.told)


def _rows(
    items: list[Any],
    common: dict[str, Any],
    fields: dict[str, Field],
    rows: Rows,
    problems: Problems,
) -> Iterator[dict[str, Any]]:
    """Yield the rows of a pack that aren't refused."""
    seen: dict[tuple[Any, ...], int] = {}
    for number, item in enumerate(items, 1):
        problems.begin(getattr(item, "line", 0), number)
        told = _fields(item, common, fields, problems)
        if problems.refused:
            continue
        row = rows.actor(told) if fields is ACTOR else rows.tag(told)
        if problems.refused:
            continue
        same = (row["id"],) if fields is ACTOR else tuple(row.values())
        first = seen.setdefault(same, number)
        if first == number:
            yield row
        elif fields is ACTOR:
            problems.break_public("id", f"It has the id of number {first:,}.")
        else:
            problems.break_public("", f"It says again what number {first:,} says.")


def _fields(
    item: Any, common: dict[str, Any], fields: dict[str, Field], problems: Problems
) -> dict[str, Any]:
    """Return the fields of a tag or an actor, those of the header among them."""
    if not isinstance(item, Mapping):
        problems.break_public("", "It has no fields, such as label.")
        return {}
    own = dict(item)
    if isinstance(own.get("context"), Mapping):  # as good as its JSON in quotation marks
        own["context"] = json.dumps(plain(own["context"]), ensure_ascii=False)
    for field, why in faults(own, fields):
        named = harmless(field, 60) or "a field"
        known = field in fields
        (problems.break_public if known else problems.break_ours)(named, f"Its {named} {why}.")
    told = unpacked(common | {field: own[field] for field in own if field in fields})
    for field, rule in fields.items():
        if rule.mandatory and field not in told and field not in _FILLED_IN:
            problems.break_public(field, f"It has no {field}, which it must have.")
    if fields is TAG and ("address" in told) == ("tx_hash" in told):
        problems.break_public("address", "It must have an address or a tx_hash, and not both.")
    return told
