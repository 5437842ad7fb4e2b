"""Where tags contradict each other: a sign that one is wrong, and never which.

Three contradictions can be seen without knowing anything. An address has several names, though one
person or firm holds its key. A cluster holds several: then a name is wrong, or the clustering is.
One name is called two things, a payroll office by one agency and a mixer by another.

Most mistakes contradict nobody, since most addresses are tagged by one maker only. Of the 108 tags
of the classroom's three agencies nine are wrong; three of these are in a conflict, and five with
clusters by co-spending, next to eight that are right. So a tag without a conflict is not confirmed;
it is unopposed.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from nps_chain.errors import NpsError
from nps_chain.evidence.tags.names import Names
from nps_chain.evidence.tags.strict import bitcoin_network
from nps_chain.evidence.tags.words import spoken
from nps_chain.trace.cluster import Clustering
from nps_chain.trace.named import address_rows
from nps_chain.trace.texts import count

if TYPE_CHECKING:
    from nps_chain.evidence.tags.collection import Tags

COLUMNS = ["kind", "about", "says", "by", "tags", "why"]

_SAID = 5  # names that are told in a sentence


def conflicts(tags: "Tags", clusters: Clustering | None) -> pd.DataFrame:
    """Return a row a conflict; see `nps_chain.evidence.tags.collection.Tags.conflicts`."""
    names = Names(tags)
    told = names.attributions()
    rows = [
        *_of_addresses(told, names),
        *(() if clusters is None else _of_clusters(told, names, clusters)),
        *_of_categories(told, names),
    ]
    return pd.DataFrame(rows, columns=COLUMNS).astype(
        {"kind": "str", "about": "str", "tags": "int64", "why": "str"}
    )


def unopposed(tags: "Tags") -> pd.DataFrame:
    """Return the names that no tag contradicts, of those that stand for a whole cluster.

    Columns ``address`` and ``label``: see `nps_chain.evidence.tags.collection.Tags.apart`.
    """
    names = Names(tags)
    rows = names.attributions(definers=True)
    ours = [bitcoin_network(network) is not None for network in rows["network"]]
    rows = rows[np.array(ours, bool)]
    one = rows.groupby("address", sort=False)["name"].transform("nunique") == 1
    rows = rows[one].drop_duplicates("address").sort_values("address", kind="stable")
    labels = pd.array([names.label(name) for name in rows["name"]], dtype="str")
    return pd.DataFrame({"address": rows["address"].array, "label": labels})


def on_clusters(told: pd.DataFrame, clusters: Clustering) -> pd.DataFrame:
    """Return the tags whose addresses are in clusters, with the columns ``row`` and ``cluster``.

    Raises
    ------
    NpsError
        If it is no clustering.
    """
    if not isinstance(clusters, Clustering):
        raise NpsError(f"clusters is what nps.cluster(...) returns, not {type(clusters).__name__}.")
    addresses = clusters.chain.columns.addresses.address
    rows = address_rows(clusters.chain, sorted(set(told["address"])), missing="skip")
    row_of = dict(zip(addresses.take(rows).to_pylist(), rows.tolist(), strict=True))
    here = told[told["address"].isin(row_of)]
    at = here["address"].map(row_of).to_numpy("int64")
    return here.assign(row=at, cluster=clusters.labels[at].astype("int64"))


def _of_addresses(told: pd.DataFrame, names: Names) -> Iterator[tuple[Any, ...]]:
    for address, rows in _several(told, "address", "name"):
        said, why = _said(rows, names)
        yield (
            "address",
            address,
            said,
            _makers(rows),
            len(rows),
            f"{address} is named {why}: they can't all hold its key.",
        )


def _of_clusters(
    told: pd.DataFrame, names: Names, clusters: Clustering
) -> Iterator[tuple[Any, ...]]:
    for _, rows in _several(on_clusters(told, clusters), "cluster", "name"):
        said, why = _said(rows, names)
        about = rows.sort_values("row", kind="stable")["address"].iloc[0]
        size = clusters.sizes[rows["cluster"].iloc[0]]
        if size == 1:
            continue  # told of the address already
        yield (
            "cluster",
            about,
            said,
            _makers(rows),
            len(rows),
            f"The cluster of {count(size, 'address')} with {about} is named {why}: a name is"
            " wrong, or the clustering is.",
        )


def _of_categories(told: pd.DataFrame, names: Names) -> Iterator[tuple[Any, ...]]:
    spoken_of = told.assign(said=[spoken(word) for word in told["category"]])
    for name, rows in _several(spoken_of[spoken_of["said"] != ""], "name", "said"):
        first = rows.drop_duplicates("said")
        label = names.label(str(name))
        why = _listed(
            [f"{row.category} by {row.creator} ({row.confidence})" for row in first.itertuples()]
        )
        yield (
            "category",
            label,
            tuple(first["category"]),
            _makers(rows),
            len(rows),
            f"{label} is called {why}: it can't be told what it is.",
        )


def _several(told: pd.DataFrame, by: str, differs: str) -> Iterator[tuple[Any, pd.DataFrame]]:
    """Yield each group of tags that holds more than one name or word, sorted."""
    many = told.groupby(by, sort=False)[differs].transform("nunique")
    yield from told[many > 1].groupby(by, sort=True)


def _said(rows: pd.DataFrame, names: Names) -> tuple[tuple[str, ...], str]:
    """Return the names, the surest first, and a list of them with who says each."""
    first = rows.drop_duplicates("name")
    labels = [names.label(name) for name in first["name"]]
    if len(set(labels)) < len(labels):  # several actors of one label
        labels = [
            f"{label} ({actor or 'no actor'})"
            for label, actor in zip(labels, first["actor"], strict=True)
        ]
    makers, words = first["creator"], first["confidence"]
    told = [
        f"{label} by {maker} ({word})"
        for label, maker, word in zip(labels, makers, words, strict=True)
    ]
    return tuple(labels), _listed(told)


def _makers(rows: pd.DataFrame) -> tuple[str, ...]:
    return tuple(sorted(set(rows["creator"])))


def _listed(told: list[str]) -> str:
    shown = told[:_SAID]
    if len(told) > _SAID:
        return f"{', '.join(shown)} and {len(told) - _SAID:,} more"
    return f"{', '.join(shown[:-1])} and {shown[-1]}"
