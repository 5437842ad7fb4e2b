"""Clusters in whatever form they come, as a number for each address.

They may be an inference of ours, a table from another tool, or the truth. What is asked of them is
only that one address is in one cluster, and that an inference of ours knows no later day than the
question.
"""

from collections.abc import Hashable
from operator import index
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from nps_chain.chain.schema import UNKNOWN
from nps_chain.chain.tables import Chain
from nps_chain.errors import NpsError
from nps_chain.trace.arguments import check_columns
from nps_chain.trace.cluster import Clustering


def numbered(chain: Chain, clusters: Any) -> tuple[pd.Index, np.ndarray, int]:
    """Return the names of clusters in order, the number of each address, and how many there are.

    An address without a cluster has a number of its own, behind those of clusters.

    Parameters
    ----------
    chain : Chain
        The chain, as it was known.
    clusters : Clustering, pandas.DataFrame, pandas.Series or numpy.ndarray
        See :func:`nps_chain.trace.services.features`.
    """
    many = len(chain.columns.addresses.address)
    of_address = np.full(many, UNKNOWN, np.int32)
    if isinstance(clusters, Clustering):
        labels = _labels_of_the_same_day(chain, clusters)
        # Each cluster is named by its smallest row, so their order is known.
        names: Any = np.flatnonzero(labels == np.arange(len(labels)))
        of_address[names] = np.arange(len(names))
        of_address[: len(labels)] = of_address[labels]
    else:
        if isinstance(clusters, pd.DataFrame):
            rows, given = _labels_of_frame(chain, clusters)
        elif isinstance(clusters, pd.Series | pd.Index | np.ndarray | list):
            if isinstance(clusters, np.ndarray) and clusters.ndim != 1:
                raise NpsError(
                    "Labels of clusters stand in one row, one for each of chain.addresses, not in"
                    f" an array of shape {clusters.shape}."
                )
            if isinstance(clusters, pd.Series) and not clusters.index.equals(
                pd.RangeIndex(len(clusters))
            ):
                raise NpsError(
                    "The Series of clusters has an index of its own, so whose labels these are"
                    " can't be told: let its index be 0, 1, 2 and so on, the rows of"
                    " chain.addresses, or give a frame with columns address and cluster."
                )
            given = _told(pd.Series(clusters).reset_index(drop=True)[:many])
            rows = np.arange(len(given))
        else:
            raise NpsError(
                "Give the clusters as cluster(chain), as a frame with columns address and cluster,"
                f" or as one label an address, in the order of chain.addresses; not"
                f" {clusters!r:.80}."
            )
        codes, found = pd.factorize(given)
        names, place = _in_order(found)
        of_address[rows] = place[codes]
    alone = np.flatnonzero(of_address < 0)
    of_address[alone] = np.arange(len(names), len(names) + len(alone), dtype=np.int32)
    return pd.Index(names, name="cluster"), of_address, len(names) + len(alone)


def _labels_of_the_same_day(chain: Chain, clusters: Clustering) -> np.ndarray:
    """Return the labels of clusters; refuse some that know later blocks."""
    if len(clusters.chain.columns.blocks.height):
        height = clusters.chain.height
        if clusters.as_of is not None:
            height = min(height, clusters.as_of)
        last = chain.height if len(chain.columns.blocks.height) else UNKNOWN
        if height > last:
            raise NpsError(
                f"The clusters know the chain up to height {height:,}, but here it is known up to"
                f" {last:,} only: make them as of that height, too, cluster(chain, as_of={last})."
            )
    theirs, ours = clusters.chain.columns.addresses.address, chain.columns.addresses.address
    many = len(clusters.labels)
    # Chains of one past have the same addresses in the same rows; to compare the last is enough.
    if many > len(ours) or (many and theirs[many - 1].as_py() != ours[many - 1].as_py()):
        raise NpsError("The clusters are of another chain: make them of this one.")
    return clusters.labels


def _labels_of_frame(chain: Chain, frame: pd.DataFrame) -> tuple[np.ndarray, pd.Series]:
    """Return the rows of the frame's addresses that are known, and their labels.

    What appears later, or never, says nothing about the chain as it was known.
    """
    check_columns(frame, "address", "cluster", what="Clusters")
    given = pd.DataFrame({"address": frame["address"], "cluster": _told(frame["cluster"])}).dropna()
    odd = [text for text in given["address"] if not isinstance(text, str)]
    if odd:
        raise NpsError(f"The frame of clusters has {odd[0]!r:.80} for an address: give its text.")
    given = given.assign(address=given["address"].astype("str").str.strip()).drop_duplicates()
    twice = given["address"].duplicated()
    if twice.any():
        raise NpsError(
            f"The address {given['address'][twice].iloc[0]} stands in two clusters of the frame:"
            " give each address once."
        )
    column = chain.columns.addresses.address
    texts = pa.array(given["address"].tolist(), column.type)
    place = pc.index_in(column, value_set=texts).fill_null(-1).to_numpy(zero_copy_only=False)
    rows = np.flatnonzero(place >= 0)
    return rows, given["cluster"].iloc[place[rows]]


def _told(labels: pd.Series) -> pd.Series:
    """Return labels; refuse lists and the like, by which nothing can be looked up."""
    if labels.dtype == object:
        for label in labels:
            if not isinstance(label, Hashable):
                raise _odd(label)
    return labels


def _in_order(labels: Any) -> tuple[np.ndarray | pd.Index, np.ndarray]:
    """Return distinct labels in order, and the place there of each; UNKNOWN for what is no cluster.

    One more place stands at the end, for what has no label: -1 reads it.
    """
    if not len(labels):
        return np.zeros(0, np.int64), np.full(1, UNKNOWN)
    numbers = not isinstance(labels[0], str)
    if isinstance(labels[0], bool | np.bool_):
        raise _odd(labels[0])
    if isinstance(labels, np.ndarray) and np.can_cast(labels.dtype, np.int64):
        labels = labels.astype(np.int64)
    elif numbers:
        labels = np.array([_whole(label) for label in labels], np.int64)
    elif not all(isinstance(label, str) for label in labels):
        raise _odd(next(label for label in labels if not isinstance(label, str)))
    order = np.argsort(np.asarray(labels), kind="stable")
    if numbers:
        order = order[labels[order] >= 0]
    place = np.full(len(labels) + 1, UNKNOWN)
    place[order] = np.arange(len(order))
    return labels[order], place


def _whole(label: Any) -> int:
    """Return a label as a whole number, which a column with gaps holds as a float."""
    try:
        number = int(label) if isinstance(label, float) and label.is_integer() else index(label)
    except TypeError:
        raise _odd(label) from None
    if isinstance(label, bool):
        raise _odd(label)
    if not -(2**63) <= number < 2**63:
        raise _odd(label)
    return number


def _odd(label: Any) -> NpsError:
    return NpsError(
        f"{label!r:.80} can't be the label of a cluster here: give all labels as texts, or all as"
        " whole numbers."
    )
