"""Tags as a TagPack: a YAML file in the form that GraphSense made common.

Source: GraphSense's ``tagpack-tool``, its schema for tag packs; the words for concepts are those of
the INTERPOL Dark Web and Virtual Assets taxonomy where that has one.
"""

from typing import Any

import yaml

from nps_chain.world.folders.case import Case
from nps_chain.world.folders.folder import SYNTHETIC, Folder
from nps_chain.world.folders.tags import Tag
from nps_chain.world.pages.dates import seconds, short
from nps_chain.world.pages.hosts import slug


def add_tags(case: Case, folder: Folder, tags: list[Tag]) -> None:
    """Put an agency's TagPack in, and what is wrong in it on record."""
    agency = folder.agency
    path = f"tags/{agency.short.lower()}.yaml"
    pack = {
        "title": f"{agency.name}: tags on its cases",
        "creator": agency.short,
        "description": SYNTHETIC,
        "owner": agency.short,
        "is_public": False,
        "tags": [_tag(tag) for tag in tags],
    }
    text = yaml.safe_dump(pack, sort_keys=False, allow_unicode=False, width=100)
    folder.add(path, text, source=f"{agency.name}, analysts", at=seconds(case.date))
    folder.describe("tags/", "a TagPack: names that we have for addresses, with source, confidence")
    for tag in tags:
        if tag.truth:
            folder.mistake(path, tag.address, says=tag.label, truth=tag.truth, why=tag.why)


def _tag(tag: Tag) -> dict[str, Any]:
    told: dict[str, Any] = {
        "label": tag.label,
        "source": tag.source,
        "currency": "BTC",
        "network": "REGTEST",
        "confidence": tag.confidence,
        "is_cluster_definer": tag.definer,
        "lastmod": short(tag.day),
        "category": tag.category,
        "address": tag.address,
        "actor": slug(tag.label).replace("--", "-"),
        "tag_type": "actor",
        "concepts": list(tag.concepts),
    }
    if "drugs" in tag.concepts:
        told["abuse"] = "drugs"
    if tag.context:
        told["context"] = tag.context
    return told
