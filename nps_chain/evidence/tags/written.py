"""Tags as TagPacks again: YAML that the public schema allows, and that loses nothing on the way.

The schema has no room for a word that isn't on GraphSense's list, such as INTERPOL's "vendor". Such
words go into the tag's context (`nps_chain.evidence.tags.room`); whoever reads the pack by
:func:`nps_chain.evidence.tags.tags` gets them back in their place. Texts are written in
ASCII, so that signs that can't be seen can.

Source: GraphSense's ``tagpack-tool``; see `nps_chain.evidence.tags.schema`.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import yaml

from nps_chain.evidence.tags.room import packed
from nps_chain.evidence.tags.words import CONCEPTS, COUNTRIES

if TYPE_CHECKING:
    from nps_chain.evidence.tags.collection import Tags

_DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)  # libyaml is several times as fast
_WIDTH = 1_000_000  # no text is folded: libyaml folds some elsewhere, and would give other bytes


def files(tags: "Tags") -> dict[str, str]:
    """Return each pack as YAML, by its name."""
    return {header["pack"]: _text(tags, header) for header in tags.packs.to_dict("records")}


def _text(tags: "Tags", header: dict[Any, Any]) -> str:
    rows, actors = (frame[frame["pack"] == header["pack"]] for frame in (tags.frame, tags.actors))
    told: dict[str, Any] = {"title": header["title"], "creator": header["creator"]}
    told |= {name: header[name] for name in ("description", "owner") if header[name]}
    told["is_public"] = bool(header["is_public"])
    # The date of the pack is that of each tag without one, so it can't be told beside such.
    if header["date"] and (rows["date"] != "").all():
        told["lastmod"] = _date(header["date"])
    if len(actors) or header["items"] == "actors":
        told.pop("owner", None)  # which an ActorPack hasn't
        told["actors"] = [_actor(row) for row in actors.to_dict("records")]
    else:
        told["tags"] = [_tag(row) for row in rows.to_dict("records")]
    return yaml.dump(told, Dumper=_DUMPER, sort_keys=False, allow_unicode=False, width=_WIDTH)


def _tag(row: Mapping[Any, Any]) -> dict[str, Any]:
    kept: dict[str, Any] = {}
    told: dict[str, Any] = {name: row[name] for name in ("label", "source", "currency", "network")}
    told |= {"confidence": row["confidence"], "is_cluster_definer": bool(row["definer"])}
    if row["date"]:
        told["lastmod"] = _date(row["date"])
    for name in ("category", "abuse"):
        if row[name]:
            (told if row[name] in CONCEPTS else kept)[name] = row[name]
    told |= {"address": row["address"]} if row["address"] else {"tx_hash": row["txid"]}
    if row["actor"]:
        told["actor"] = row["actor"]
    told["concepts"], rest = _parted(row["concepts"], CONCEPTS)
    told["tag_type"] = row["tag_type"]
    # The category is among the concepts by itself.
    rest = [word for word in rest if word not in (row["category"], row["abuse"])]
    return told | packed(row["context"], kept | ({"concepts": rest} if rest else {}))


def _actor(row: Mapping[Any, Any]) -> dict[str, Any]:
    told: dict[str, Any] = {name: row[name] for name in ("id", "uri", "label")}
    told["lastmod"] = _date(row["date"])
    kept = {}
    for name, listed in (("categories", CONCEPTS), ("jurisdictions", COUNTRIES)):
        told[name], rest = _parted(row[name], listed)
        if rest:
            kept[name] = rest
    if not told["jurisdictions"]:
        del told["jurisdictions"]
    if row["aliases"]:
        told["aliases"] = list(row["aliases"])
    return told | packed(row["context"], kept)


def _parted(words: Iterable[str], listed: frozenset[str]) -> tuple[list[str], list[str]]:
    on = [word for word in words if word in listed]
    return on, [word for word in words if word not in listed]


def _date(told: str) -> date:
    return date.fromisoformat(told) if len(told) == 10 else datetime.fromisoformat(told)
