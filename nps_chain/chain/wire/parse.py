"""Blocks in Bitcoin's wire format, many at a time, into pieces.

This is the one door by which raw blocks come in, real and synthetic alike: their bytes are walked
(:mod:`~nps_chain.chain.wire.walk`), their transactions named and the blocks verified
(:mod:`~nps_chain.chain.wire.verify`).
"""

from collections.abc import Callable

import numpy as np

from nps_chain.chain.networks import NETWORKS
from nps_chain.chain.pieces import NO_SCRIPT, Pieces, plain
from nps_chain.chain.schema import UNKNOWN
from nps_chain.chain.wire import verify, walk
from nps_chain.errors import ChainError

_FAULTS = walk.FAULTS | verify.FAULTS


def parse(
    data: np.ndarray,
    edges: np.ndarray,
    *,
    where: Callable[[int], str],
    network: str = "main",
    framed: bool = True,
    hashes: bool = True,
) -> Pieces:
    """Parse blocks that lie end to end, and verify each of them.

    Parameters
    ----------
    data : numpy.ndarray
        The bytes (uint8) of all blocks.
    edges : numpy.ndarray
        Shape (blocks + 1,), int64: where each block starts, and where the last one stops.
    where : callable
        Turns a block's place in ``edges`` into words for an error message ("blk00000.dat, byte 8").
    network : str
        Whose proof of work is wanted.
    framed : bool
        False: ``edges`` are those of single transactions, one in each "block", without headers.
    hashes : bool
        False: leave out txids, block hashes and all that is checked with them.

    Returns
    -------
    Pieces
        Heights are all 0; whoever knows them sets them.

    Raises
    ------
    ChainError
        The first thing that is wrong, in which block, at which of its bytes.
    """
    data = plain(data)
    data = plain(data)
    totals = np.zeros(4, np.int64)
    blocks = len(edges) - 1
    _refuse(walk.walk(data, edges, framed, False, totals, walk.room(0, 0, 0, 0, 0)), edges, where)
    walked = walk.room(blocks, *totals)
    walk.walk(data, edges, framed, True, totals, walked)

    header, block_hash = np.zeros((blocks, 80), np.uint8), np.zeros((blocks, 32), np.uint8)
    if framed:
        header[:] = data[edges[:-1, None] + np.arange(80)]
    txid, wtxid = np.zeros((2, len(walked.version), 32), np.uint8)
    if hashes:
        verify.name(data, walked, txid, wtxid)
    if hashes and framed:
        block_hash = verify.hash_rows(header)
        easiest = NETWORKS[network].easiest
        _refuse(verify.verify(data, edges, walked, block_hash, txid, wtxid, easiest), edges, where)
    inputs = len(walked.prevout_n)
    return Pieces(
        height=np.zeros(blocks, np.int32),
        block_hash=block_hash,
        time=header[:, 68:72].copy().view("<u4").ravel().astype(np.int64),
        header=header,
        block_txs=walked.block_txs,
        txid=txid,
        version=walked.version,
        locktime=walked.locktime,
        vsize=walked.vsize,
        tx_inputs=walked.tx_inputs,
        tx_outputs=walked.tx_outputs,
        prevout_txid=walked.prevout_txid,
        prevout_n=walked.prevout_n,
        sequence=walked.sequence,
        witness=walked.witness,
        prevout_value=np.full(inputs, UNKNOWN, np.int64),
        prevout_script_length=np.full(inputs, NO_SCRIPT, np.int32),
        value=walked.value,
        script_length=walked.script_length,
        prevout_scripts=np.zeros(0, np.uint8),
        scripts=walked.scripts,
    )


def _refuse(fault: tuple[int, int, int], edges: np.ndarray, where: Callable[[int], str]) -> None:
    code, block, at = fault
    if code:
        raise ChainError(
            f"{where(block)}: {_FAULTS[code]} (byte {at - edges[block]:,} of the block)."
            " Get this block again from its source."
        )
