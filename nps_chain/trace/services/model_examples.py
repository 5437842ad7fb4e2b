"""What a model learns from: clusters of known kind, each with its behaviour as of a day.

Whoever learns from labels knows only as much as these. So each example says from which chain and up
to which height it is known, and, where that is told, who the owner is: clusters of one owner are
alike, and a model that saw one of them has seen the others.
"""

from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from nps_chain.chain.schema import hexadecimal
from nps_chain.chain.tables import Chain
from nps_chain.errors import NpsError
from nps_chain.trace.arguments import check_columns
from nps_chain.trace.clock import known
from nps_chain.trace.coinjoin.chosen import LEAVE_OUT
from nps_chain.trace.services.dealings import partners_of
from nps_chain.trace.services.features import frame_of
from nps_chain.trace.services.ledger import Ledger, ledger_of
from nps_chain.trace.services.model_columns import columns_of


def examples(
    chain: Chain,
    clusters: Any,
    labels: pd.DataFrame,
    *,
    coinjoins: Any = LEAVE_OUT,
    as_of: int | None = None,
) -> pd.DataFrame:
    """Return the clusters whose kind is known, with what they do: what a model learns from.

    A cluster is of the kind that its labels tell. Where they contradict each other, in kind or
    owner, it is left out, and so is one with too few transactions to show how it behaves.

    Fails where the labels do: who is labelled is who was easy to find, and a wrong name teaches a
    wrong kind. And a cluster of which one address alone is labelled may hold others' addresses.

    Parameters
    ----------
    chain, clusters, coinjoins, as_of
        As for :func:`nps_chain.trace.services.features`.
    labels : pandas.DataFrame
        ``address`` (text) or ``cluster``; ``kind``, any words, such as "exchange" or "person"; and,
        if it is known, ``owner``. Rows without a kind are passed over, and so are addresses that
        the chain doesn't know by then. Give those who are no service, too: without them a model
        can't learn what is none.

    Returns
    -------
    pandas.DataFrame
        By ``cluster``: ``kind``; ``owner``, the cluster's own label if it isn't known; ``chain``,
        by which examples of several chains stay apart once they are put together by
        ``pandas.concat``; ``height``, up to which they know it; and a column for each number of
        :data:`nps_chain.trace.services.model_columns.COLUMNS`, -1 if there is nothing to count.

    Raises
    ------
    NpsError
        If the clusters are none, know more than ``as_of`` allows, or the labels lack a column.

    Notes
    -----
    Source: a model of labelled clusters is that of M. Jourdan and others, "Characterizing Entities
    in the Bitcoin Blockchain", 2018; which numbers to learn from is our own choice.

    Examples
    --------
    >>> import nps_chain as nps
    >>> from nps_chain.trace.services.model import examples
    >>> known = nps.truth("core-regtest")
    >>> chain = known.chain
    >>> labels = known.ownership.rename(columns={"entity": "owner"})
    >>> labels["kind"] = labels["owner"].map(known.entities.set_index("name")["kind"])
    >>> found = examples(chain, nps.cluster(chain), labels)
    >>> found["kind"].value_counts().to_dict()
    {'person': 26, 'market': 6, 'miner': 4, 'merchant': 2, 'exchange': 2}
    >>> found.loc[85, ["kind", "owner", "height", "delay_hours", "active_hours"]].to_dict()
    {'kind': 'exchange', 'owner': 'exchange', 'height': 153, 'delay_hours': 0, 'active_hours': 8}
    """
    check_columns(labels, "kind", what="Labels")
    told = known(chain, as_of)
    ledger = ledger_of(told, clusters, coinjoins)
    partners = partners_of(ledger)
    behaviour = columns_of(told, frame_of(ledger, partners), partners)
    labelled = _labelled(ledger, labels)
    found = labelled.join(behaviour, how="inner").sort_index()
    found.insert(2, "chain", name_of(told))
    found.insert(3, "height", told.height if len(told.columns.blocks.height) else -1)
    return found


def name_of(chain: Chain) -> str:
    """Return what tells a chain from others of its network: the hash of its second block.

    The first is the same for all. A chain of one block has that one's.
    """
    hashes = chain.columns.blocks.hash[:2][-1:]
    return hexadecimal(hashes)[0].as_py() if len(hashes) else ""


def whose(known_clusters: pd.DataFrame) -> pd.Series:
    """Return the owners of examples as texts that differ between chains."""
    return known_clusters["chain"].astype("str") + " " + known_clusters["owner"].astype("str")


def refuse_future(known_clusters: pd.DataFrame, chain: Chain) -> None:
    """Refuse examples of the same chain that are known from later blocks than it has here.

    Raises
    ------
    NpsError
        If there are any.
    """
    height = chain.height if len(chain.columns.blocks.height) else -1
    heights = known_clusters["height"][known_clusters["chain"] == name_of(chain)]
    latest = int(heights.max()) if len(heights) else -1
    if latest > height:
        raise NpsError(
            f"The model has learned from this chain up to height {latest:,}, so it knows the future"
            f" of height {height:,}: learn from examples(..., as_of={height})."
        )


def _labelled(ledger: Ledger, labels: pd.DataFrame) -> pd.DataFrame:
    """Return the kind and the owner of each cluster whose labels agree."""
    number = _numbers(ledger, labels)
    kind = labels["kind"].astype(object)
    odd = [one for one in kind[kind.notna()] if not isinstance(one, str)]
    if odd:
        raise NpsError(f"{odd[0]!r:.80} is the kind of a label: give kinds as texts.")
    owner = labels["owner"].astype(object) if "owner" in labels else pd.Series(None, kind.index)
    rows = pd.DataFrame({"number": number, "kind": kind.array, "owner": owner.array})
    rows = rows[(rows["number"] >= 0) & rows["kind"].notna()]
    # A label that doesn't say whose it is contradicts none that does.
    rows["owner"] = rows["owner"].fillna(rows.groupby("number")["owner"].transform("first"))
    rows = rows.drop_duplicates()
    rows = rows[~rows["number"].duplicated(keep=False)]
    names = ledger.names[rows["number"]]
    own = pd.Series(names).astype("str").to_numpy(object)
    return pd.DataFrame(
        {
            "kind": pd.array(rows["kind"].tolist(), dtype="str"),
            "owner": pd.array(
                np.where(rows["owner"].notna(), rows["owner"].astype("str"), own), dtype="str"
            ),
        },
        index=names,
    )


def _numbers(ledger: Ledger, labels: pd.DataFrame) -> np.ndarray:
    """Return the number of the cluster that each label is about; -1 if there is none."""
    if "address" not in labels:
        check_columns(labels, "cluster", what="Labels without addresses")
        return ledger.names.get_indexer(pd.Index(labels["cluster"]))
    texts = [one.strip() if isinstance(one, str) else None for one in labels["address"]]
    column = ledger.chain.columns.addresses.address
    place = pc.index_in(pa.array(texts, column.type), value_set=column)
    row = place.fill_null(-1).to_numpy(zero_copy_only=False)
    number = np.append(ledger.of_address, np.int32(-1))[row]
    return np.where(number < len(ledger), number, -1)
