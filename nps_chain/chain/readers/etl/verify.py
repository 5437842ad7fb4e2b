"""The transactions of bitcoin-etl as pieces, each held against its txid, its size and its coins."""

from collections.abc import Iterator

import numpy as np
import pyarrow as pa

from nps_chain.chain.columns import UNKNOWN
from nps_chain.chain.hashes import double_sha256, shown
from nps_chain.chain.parse import parse
from nps_chain.chain.pieces import Pieces, starts
from nps_chain.chain.readers.etl.arrow import fixed_octets, ragged_octets, whole
from nps_chain.chain.readers.etl.coins import add_coins, witnesses
from nps_chain.chain.readers.etl.order import Places
from nps_chain.errors import ChainError

_SEQUENCES = (0xFFFFFFFF, 0xFFFFFFFE, 0)
"""What coinbases have for a sequence: most miners', Bitcoin Core's of late, some miners'."""

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
        If a transaction isn't what its txid stands for, or a field contradicts another.
    """
    place = Places(names, table)
    data, edges = ragged_octets(table["wire"])
    pieces = parse(data, edges, where=place, framed=False)
    exact = _check_txids(pieces, table, data, edges, place)
    has = _check_sizes(pieces, table, np.diff(edges), exact, place)

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
    return pieces, tuple(_notes(pieces, exact))


def _check_txids(
    pieces: Pieces, table: pa.Table, data: np.ndarray, edges: np.ndarray, place: Places
) -> np.ndarray:
    """Check that each transaction's bytes hash to its txid; return for which that is so.

    The sequence of a coinbase is found by trying the usual ones, if its script is known.
    """
    told, coinbase = fixed_octets(table["hash"]), table["coinbase"].to_numpy()
    exact = (pieces.txid == told).all(axis=1)
    wrong = ~exact & ~coinbase
    if wrong.any():
        at = int(wrong.argmax())
        raise ChainError(
            f'{place(at)}: its fields don\'t hash to the txid in its field "hash",'
            f" {shown(told[at].tobytes())}. Something was changed or lost. {_AGAIN}"
        )
    first_input = starts(pieces.tx_inputs)
    for t in np.flatnonzero(coinbase & ~exact):
        raw = data[edges[t] : edges[t + 1]].tobytes()
        at = 42 + raw[41]  # after version, count, outpoint, and a script of up to 100 bytes
        for sequence in _SEQUENCES:
            guess = raw[:at] + sequence.to_bytes(4, "little") + raw[at + 4 :]
            if double_sha256(guess) == told[t].tobytes():
                pieces.sequence[first_input[t]], exact[t] = sequence, True
    pieces.txid = told.copy()
    return exact


def _check_sizes(
    pieces: Pieces, table: pa.Table, stripped: np.ndarray, exact: np.ndarray, place: Places
) -> np.ndarray:
    """Set virtual sizes, and return which transactions have a witness: 1, 0 or UNKNOWN.

    The rebuilt bytes are the size without witnesses; with it, either size gives the other.
    """
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


def _notes(pieces: Pieces, exact: np.ndarray) -> Iterator[str]:
    if lost := int((~exact).sum()):
        yield (
            f"{lost:,} coinbases: the source doesn't tell their sequence, which is set to"
            " 0xffffffff, and so their txids can't be checked."
        )
    if unsure := int((pieces.witness == UNKNOWN).sum()):
        yield f"{unsure:,} inputs: the source doesn't tell whether they have a witness."
