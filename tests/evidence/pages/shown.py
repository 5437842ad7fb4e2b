"""What was found on pages, beside what they truly show: how often a type is right, and found."""

import csv
import hashlib
from collections import Counter

import nps_chain as nps

NOT_LOOKED_FOR = "phrase"
"""Turns of phrase are told by comparing pages, not found on one."""


def pages_of(world, folder):
    """The pages of a world, saved as an agency would keep them, and read."""
    with (folder / "index.csv").open("w", encoding="utf-8", newline="") as file:
        index = csv.writer(file)
        index.writerow(["url", "captured", "sha256", "file"])
        for page in world.pages:
            place = folder / page.path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(page.data)
            digest = hashlib.sha256(page.data).hexdigest()
            index.writerow([page.url, page.captured_text, digest, page.path])
    return nps.pages(folder)


def told(pages):
    """What was found: file, type, text and verdict, as often as it stands on the page.

    A page's title repeats its heading, and isn't counted as another place.
    """
    rows = pages.indicators
    return Counter(
        rows[rows["where"] != "title"][["file", "type", "text", "valid"]].itertuples(
            index=False, name=None
        )
    )


def wrong(found, true):
    """What was found and isn't there, and what is there and wasn't found, by type."""
    extra, missing = found - true, true - found
    kinds = sorted({key[1] for key in (*extra, *missing)})
    return {
        kind: (
            sorted(key for key in extra if key[1] == kind),
            sorted(key for key in missing if key[1] == kind),
        )
        for kind in kinds
    }


def measures(found, true):
    """Precision and recall of each type."""
    kinds = sorted({key[1] for key in true} | {key[1] for key in found})

    def many(counted, kind):
        return sum(number for key, number in counted.items() if key[1] == kind)

    both = found & true
    return {
        kind: (
            many(both, kind) / max(many(found, kind), 1),
            many(both, kind) / max(many(true, kind), 1),
        )
        for kind in kinds
    }


def true_of(rows):
    """What pages truly show, from rows of file, type, text, trap and whether it is genuine."""
    return Counter(
        (file, kind, text, genuine)
        for file, kind, text, _, genuine in rows
        if kind != NOT_LOOKED_FOR
    )
