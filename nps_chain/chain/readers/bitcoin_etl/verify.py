"""The transactions of bitcoin-etl as pieces, each held against its size and its coins."""

from collections.abc import Iterator

import numpy as np
import pyarrow as pa

from nps_chain.chain.pieces import Pieces, starts
from nps_chain.chain.readers.bitcoin_etl.arrow import fixed_octets, ragged_octets, whole
from nps_chain.chain.readers.bitcoin_etl.coins import add_coins, witnesses
from nps_chain.chain.readers.bitcoin_etl.order import Places
from nps_chain.chain.schema import UNKNOWN
from nps_chain.chain.wire.parse import parse
from nps_chain.errors import ChainError

_AGAIN = "Export the data again."


def verified(table: pa.Table, network: str, names: list[str]) -> tuple[Pieces, tuple[str, ...]]:
    """Return transactions as pieces, and notes on what isn't known.

    Parameters
    ----------
    table : pyarrow.Table
        Transactions in order.
    network : str
        Of which network addresses must be.
    names : list of str
        The files by their number.

    Raises
    ------
    ChainError
        If a field contradicts another.
    """
    place = Places(names, table)
    data, edges = ragged_octets(table["wire"])
    pieces = parse(data, edges, where=place, framed=False, hashes=False)
    pieces.txid = fixed_octets(table["hash"])
    has = _check_sizes(pieces, table, np.diff(edges), place)

    def fault(at: int, problem: str) -> ChainError:
        ends = starts(pieces.tx_inputs)
        t = int(np.searchsorted(ends, at, "right")) - 1
        return ChainError(f"{place(t)}, input {at - ends[t]}: {problem}. {_AGAIN}")

    # The inputs of coinbases, which the source leaves out, get a row of nulls.
    real = np.repeat(~table["coinbase"].to_numpy(), pieces.tx_inputs)
    coins = whole(table["coins"]).flatten()
    coins = coins.take(pa.array(np.cumsum(real) - 1, mask=~real))
    kind = add_coins(pieces, coins, network, fault)
    pieces.witness = witnesses(pieces, has, kind, coins, fault)
    return pieces, tuple(_notes(pieces, table))


def _check_sizes(
    pieces: Pieces, table: pa.Table, stripped: np.ndarray, place: Places
) -> np.ndarray:
    """Set virtual sizes, and return which transactions have a witness: 1, 0 or UNKNOWN.

    The rebuilt bytes are the size without witnesses; with it, either size gives the other.
    """
    exact = table["proven"].to_numpy()
    size, vsize = (table[name].fill_null(UNKNOWN).to_numpy() for name in ("size", "vsize"))
    sized, virtual = size != UNKNOWN, vsize != UNKNOWN
    # The least witness: marker and flag, a count for each input, and one item of no length.
    least = stripped + np.where(size > stripped, 3 + pieces.tx_inputs, 0)
    weighed = (3 * stripped + size + 3) // 4
    wrong = ~sized & ~virtual
    wrong |= exact & sized & (size < least)
    wrong |= exact & sized & virtual & (vsize != weighed)
    wrong |= exact & virtual & (vsize < stripped)
    wrong |= sized & virtual & (vsize > size)
    if wrong.any():
        raise ChainError(
            f'{place(int(wrong.argmax()))}: the fields "size" and "virtual_size" are missing or'
            f" don't fit the transaction. {_AGAIN}"
        )
    pieces.vsize = np.where(virtual, vsize, np.where(exact, weighed, size)).astype(np.int32)
    larger = np.where(sized, size, vsize) > stripped
    guess = np.where(sized & virtual, size != vsize, UNKNOWN)
    return np.where(exact, larger, guess).astype(np.int8)


def _notes(pieces: Pieces, table: pa.Table) -> Iterator[str]:
    if lost := int((~table["proven"].to_numpy()).sum()):
        yield (
            "Coinbases whose sequence the source doesn't tell, and whose txid can't be checked for"
            f" that: {lost:,}. The sequence is set to 0xffffffff."
        )
    if unsure := int((pieces.witness == UNKNOWN).sum()):
        yield f"Inputs that may have a witness, which the source doesn't tell: {unsure:,}."
