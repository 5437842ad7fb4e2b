"""Two chains, and where they differ: what two sources say of the same blocks.

Two sources are rarely asked at the same moment, and one of them may tell less. So equal tables are
the exception, and what differs falls into kinds that mean different things. Another block at one
height is a race, or a lie. A block or a transaction that one of them lacks is a gap, or came later.
A coin that only one of them knows to be spent is a gap in the other, or was spent later. What both
tell of one transaction, its amounts above all, has to be the same, but for what one doesn't know.

Nothing here says which of the two is right.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa

from nps_chain.chain.schema import UNKNOWN
from nps_chain.chain.tables import Chain
from nps_chain.errors import ChainError

_UNTOLD = "0" * 64
"""The hash of a block that a source doesn't tell."""

_FIELDS = {
    "txs": ("fee", "version", "locktime", "vsize", "coinbase"),
    "inputs": ("value", "address", "sequence", "witness"),
    "outputs": ("value", "address", "script_type"),
}
"""What two sources should tell alike of a transaction that both have, by table."""


@dataclass(frozen=True, repr=False)
class Comparison:
    """Where two chains differ: ``one`` is the chain that was given first, ``other`` the second.

    Attributes
    ----------
    blocks : pandas.DataFrame
        The heights at which they have not the same block: ``height``, and the hash in ``one`` and
        in ``other``, empty where there is no block.
    transactions : pandas.DataFrame
        The transactions that they have not in the same block: ``txid``, and the height in ``one``
        and in ``other``, -1 where there is no such transaction.
    spent : pandas.DataFrame
        The outputs that both have, and of which only one says that they are spent: ``txid``, ``n``,
        ``value`` in satoshi, and the height of the spending in ``one`` and in ``other``, -1 where
        it looks unspent.
    fields : pandas.DataFrame
        The fields in which they differ on transactions that both have: ``field``, such as
        ``inputs.value``; in how many ``rows``; and in how many of these one of them says that it
        doesn't know, ``unknown``.
    """

    blocks: pd.DataFrame
    transactions: pd.DataFrame
    spent: pd.DataFrame
    fields: pd.DataFrame

    def __len__(self) -> int:
        """Return how many differences there are, of all kinds; 0 for chains that are equal."""
        return sum(map(len, (self.blocks, self.transactions, self.spent, self.fields)))

    def __repr__(self) -> str:
        found = ", ".join(
            f"{what}: {len(table):,}"
            for what, table in (
                ("blocks", self.blocks),
                ("transactions", self.transactions),
                ("spent in one only", self.spent),
                ("fields", self.fields),
            )
        )
        return f"Comparison({found if len(self) else 'no difference'})"


def compare(one: Chain, other: Chain) -> Comparison:
    """Return where two chains differ.

    They are compared by hashes, txids and addresses, never by rows: so it doesn't matter where each
    begins and ends, or in which order transactions stand in a block. A hash that a source doesn't
    tell contradicts none.

    Parameters
    ----------
    one, other : Chain
        Of one network.

    Raises
    ------
    ChainError
        If they are of two networks.

    Examples
    --------
    >>> import nps_chain as nps
    >>> chain = nps.load("core-regtest")
    >>> compare(chain, chain)
    Comparison(no difference)
    >>> compare(chain, chain.upto(150)).blocks["height"].tolist()
    [151, 152, 153]
    """
    if one.network != other.network:
        raise ChainError(
            f"These chains are of two networks, {one.network} and {other.network}, and have nothing"
            " in common. Compare sources of one network."
        )
    shared = _shared(one, other)
    return Comparison(_blocks(one, other), _moved(one, other), _spent(shared), _differing(shared))


def _blocks(one: Chain, other: Chain) -> pd.DataFrame:
    hashes = _side_by_side(
        one.blocks.set_index("height")["hash"], other.blocks.set_index("height")["hash"], ""
    )
    return hashes[_differ(hashes["one"], hashes["other"])].rename_axis("height").reset_index()


def _moved(one: Chain, other: Chain) -> pd.DataFrame:
    heights = _side_by_side(_of_tx(one, one.txs["height"]), _of_tx(other, other.txs["height"]), -1)
    hashes = _side_by_side(_block_of_tx(one), _block_of_tx(other), "")
    moved = (heights["one"] != heights["other"]) | _differ(hashes["one"], hashes["other"])
    found = heights[moved].astype(np.int64)
    return found.rename_axis("txid").sort_values(["one", "other"], kind="stable").reset_index()


def _side_by_side(one: pd.Series, other: pd.Series, lacking: str | int) -> pd.DataFrame:
    """Return two columns by what either has in its index."""
    return pd.concat({"one": one, "other": other}, axis=1).sort_index().fillna(lacking)


def _differ(one: pd.Series, other: pd.Series) -> pd.Series:
    """Return where two hashes differ; one that isn't told differs from none that is there."""
    untold = ((one == _UNTOLD) & (other != "")) | ((other == _UNTOLD) & (one != ""))
    return (one != other) & ~untold


def _of_tx(chain: Chain, values: pd.Series) -> pd.Series:
    """Return a column of transactions by txid; of two with one txid, the later one."""
    named = pd.Series(values.to_numpy(), index=pd.Index(chain.txs["txid"]))
    return named[~named.index.duplicated(keep="last")]


def _block_of_tx(chain: Chain) -> pd.Series:
    hashes = chain.blocks.set_index("height")["hash"]
    return _of_tx(chain, hashes.loc[chain.txs["height"]])


class _Half(NamedTuple):
    """The rows of one chain that are of transactions which both have, in an order that both have.

    ``outputs`` and ``inputs`` are empty for a transaction of which the two don't tell equally many.
    """

    chain: Chain
    txs: np.ndarray
    inputs: np.ndarray
    outputs: np.ndarray


def _shared(one: Chain, other: Chain) -> tuple[_Half, _Half]:
    rows = [_of_tx(chain, pd.Series(np.arange(len(chain.txs)))) for chain in (one, other)]
    txids = rows[0].index.intersection(rows[1].index)
    txs = [found.loc[txids].to_numpy() for found in rows]
    edges = [(chain.first_input, chain.first_output) for chain in (one, other)]
    fits = np.ones(len(txids), bool)
    for first, second in zip(*edges, strict=True):
        fits &= np.diff(first)[txs[0]] == np.diff(second)[txs[1]]
    halves = [
        _Half(chain, of, _rows(inputs, of[fits]), _rows(outputs, of[fits]))
        for chain, of, (inputs, outputs) in zip((one, other), txs, edges, strict=True)
    ]
    return halves[0], halves[1]


def _rows(first: np.ndarray, txs: np.ndarray) -> np.ndarray:
    """Return the rows of the inputs or outputs of some transactions, in their order."""
    lengths = np.diff(first)[txs]
    ends = np.cumsum(lengths)
    return np.arange(lengths.sum()) + np.repeat(first[txs] - (ends - lengths), lengths)


def _spent(halves: tuple[_Half, _Half]) -> pd.DataFrame:
    at = []
    for half in halves:
        spent_by = half.chain.columns.outputs.spent_by[half.outputs]
        heights = half.chain.columns.txs.height
        at.append(np.where(spent_by == UNKNOWN, UNKNOWN, heights[spent_by]).astype(np.int64))
    one, other = at
    differs = (one == UNKNOWN) != (other == UNKNOWN)
    half = halves[0]
    outputs = half.chain.outputs.iloc[half.outputs[differs]]
    return pd.DataFrame(
        {
            "txid": half.chain.txs["txid"].iloc[outputs["tx"]].array,
            "n": outputs["n"].array,
            "value": outputs["value"].array,
            "one": one[differs],
            "other": other[differs],
        }
    )


def _differing(halves: tuple[_Half, _Half]) -> pd.DataFrame:
    found = []
    for table, names in _FIELDS.items():
        for name in names:
            one, other = (_told(half, table, name) for half in halves)
            differs = one != other
            if differs.any():
                unknown = differs & (_open(one) | _open(other))
                found.append((f"{table}.{name}", int(differs.sum()), int(unknown.sum())))
    return pd.DataFrame(found, columns=["field", "rows", "unknown"])


def _told(half: _Half, table: str, name: str) -> np.ndarray:
    """Return a column as it can be compared: an address as its text, empty where there is none."""
    column = getattr(half.chain.columns, table)
    values = getattr(column, name)[getattr(half, table)]
    if name != "address":
        return values
    texts = half.chain.columns.addresses.address.take(pa.array(values, mask=values == UNKNOWN))
    return texts.fill_null("").to_numpy(zero_copy_only=False)


def _open(values: np.ndarray) -> np.ndarray:
    return values == ("" if values.dtype == object else UNKNOWN)
