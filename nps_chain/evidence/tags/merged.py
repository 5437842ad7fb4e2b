"""Packs put side by side: each keeps its maker, and one that comes twice counts once."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

if TYPE_CHECKING:
    from nps_chain.evidence.tags.collection import Tags

TABLES = ("frame", "actors", "packs", "problems")

COLUMNS: dict[str, dict[str, str]] = {
    "frame": {
        "address": "str", "label": "str", "actor": "str", "category": "str", "abuse": "str",
        "concepts": "object", "confidence": "str", "sure": "int64", "source": "str",
        "creator": "str", "date": "str", "currency": "str", "network": "str", "definer": "bool",
        "tag_type": "str", "txid": "str", "context": "str", "pack": "str",
    },
    "actors": {
        "id": "str", "label": "str", "uri": "str", "categories": "object",
        "jurisdictions": "object", "aliases": "object", "context": "str", "date": "str",
        "creator": "str", "pack": "str",
    },
    "packs": {
        "pack": "str", "items": "str", "title": "str", "creator": "str", "description": "str",
        "owner": "str", "is_public": "bool", "date": "str", "sha256": "str", "header": "str",
    },
    "problems": {
        "file": "str", "line": "int64", "tag": "int64", "field": "str", "why": "str",
        "refused": "bool",
    },
}  # fmt: skip
"""The columns of the tables of tags, and what is in them."""


def framed(table: str, rows: Iterable[Any]) -> pd.DataFrame:
    """Return rows as one of the tables; ``object`` columns hold tuples."""
    kinds = COLUMNS[table]
    return pd.DataFrame(list(rows), columns=list(kinds)).astype(kinds)


def merged(several: Sequence["Tags"]) -> dict[str, Any]:
    """Return the tables and notes of several as one; a pack of a name that is taken, by another."""
    called: dict[tuple[str, str, str], str] = {}
    used: set[str] = set()
    parts: dict[str, list[pd.DataFrame]] = {table: [] for table in TABLES}
    for tags in several:
        names = {}
        for row in tags.packs.to_dict("records"):
            file = row["pack"], row["sha256"], row["header"]
            if file not in called:
                called[file] = free(row["pack"], used)
            names[row["pack"]] = called[file]
        for table in TABLES:
            parts[table].append(_renamed(getattr(tags, table), names))
    tables = {
        table: pd.concat(frames).drop_duplicates(ignore_index=True)
        for table, frames in parts.items()
    }
    return tables | {"notes": tuple(dict.fromkeys(note for tags in several for note in tags.notes))}


def _renamed(frame: pd.DataFrame, names: dict[str, str]) -> pd.DataFrame:
    column = "pack" if "pack" in frame else "file"
    told = [names.get(name, name) for name in frame[column]]
    return frame.assign(**{column: pd.array(told, dtype="str")})


def free(name: str, used: set[str]) -> str:
    """Return a name of a file that no other has, also where capitals aren't told apart, and use it.

    >>> used = set()
    >>> [free(name, used) for name in ("a.yaml", "b.yaml", "A.yaml", "a.yaml")]
    ['a.yaml', 'b.yaml', 'A-2.yaml', 'a-3.yaml']
    """
    stem, dot, ending = name.rpartition(".")
    free, number = name, 2
    while free.lower() in used:
        free, number = f"{stem}-{number}{dot}{ending}", number + 1
    used.add(free.lower())
    return free
