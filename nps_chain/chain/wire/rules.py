"""What a transaction or block must meet by itself, whatever the chain before it holds.

A copy of a block that was changed in any bit fails here: its work, its merkle root or its witness
commitment no longer fits. Signatures, the coins that are spent and the number of signature checks
are not looked at: that takes a node, and a block in a node's files has passed it.

Sources: Bitcoin Core's ``consensus/tx_check.cpp`` and ``CheckBlock`` in ``validation.cpp``;
BIP 34 (height) and BIP 141 (witness commitment, weight).
"""

from collections.abc import Iterable

from nps_chain.chain.wire.block import Block
from nps_chain.chain.wire.hashes import (
    EASIEST_TARGET,
    meets_target,
    merkle_root,
    shown,
    witness_commitment,
)
from nps_chain.chain.wire.transaction import Transaction
from nps_chain.errors import ChainError

MAX_MONEY = 21_000_000 * 100_000_000
"""More satoshi than there will ever be."""

MAX_WEIGHT = 4_000_000
"""The weight units of the largest block."""

COMMITMENT_PREFIX = bytes.fromhex("6a24aa21a9ed")
"""How the locking script starts that holds a block's witness commitment (BIP 141)."""

_OP_1, _OP_16 = 0x51, 0x60


def check_transaction(transaction: Transaction) -> None:
    """Raise `ChainError` if the transaction breaks a rule that needs no chain."""
    fault = _transaction_fault(transaction)
    if fault:
        raise ChainError(f"Transaction {shown(transaction.txid)} can't be valid: {fault}.")


def check_block(block: Block, limit: int = EASIEST_TARGET) -> None:
    """Raise `ChainError` if a block is not what its header vouches for, or breaks a rule.

    Parameters
    ----------
    block
        The block. All of its witnesses may have been left out, as older software does.
    limit
        The easiest target of the network, ``target(0x1D00FFFF)`` on the main one.
    """
    fault = _block_fault(block, limit)
    if fault:
        raise ChainError(
            f"Block {shown(block.hash)} can't be valid: {fault}. The copy is damaged or was "
            "altered; fetch the block from another source."
        )
    for transaction in block.transactions:
        check_transaction(transaction)


def find_commitment(scripts: Iterable[bytes]) -> bytes | None:
    """Return the witness commitment among a coinbase's locking scripts, or None.

    Of several the last counts; bytes after the 32 of the hash mean nothing (BIP 141).
    """
    found = None
    for script in scripts:
        if len(script) >= 38 and script.startswith(COMMITMENT_PREFIX):
            found = script[6:38]
    return found


def bip34_height(script: bytes) -> int | None:
    """Return the block height that a coinbase's unlocking script starts with, or None.

    Binding on the main network from height 227,931 on. Before, miners wrote what they liked, most
    often the header's `bits`, which are four bytes: since no chain has that many blocks (8,388,608)
    yet, a number of four bytes is taken for such bits.
    """
    if not script:
        return None
    length = script[0]
    if length == 0 or _OP_1 <= length <= _OP_16:
        return length and length - _OP_1 + 1
    number = script[1 : 1 + length]
    if length > 3 or len(number) < length:
        return None
    height = int.from_bytes(number, "little")
    # Only the shortest form counts. It has a bit to spare at the end: that one is a minus sign.
    return height if height > 16 and length == height.bit_length() // 8 + 1 else None


def _transaction_fault(transaction: Transaction) -> str | None:
    inputs, outputs = transaction.inputs, transaction.outputs
    if not inputs or not outputs:
        return "it has no inputs" if outputs else "it has no outputs"
    if 4 * len(transaction.to_bytes(witness=False)) > MAX_WEIGHT:
        return "it is larger than a block may be"
    for n, output in enumerate(outputs):
        if not 0 <= output.value <= MAX_MONEY:
            return f"output {n} has {output.value} satoshi"
    if sum(output.value for output in outputs) > MAX_MONEY:
        return "its outputs add up to more than all bitcoin there can be"
    if len({(spent.txid, spent.n) for spent in inputs}) < len(inputs):
        return "it spends the same output twice"
    if transaction.coinbase:
        length = len(inputs[0].script)
        return None if 2 <= length <= 100 else f"its coinbase has {length} bytes, not 2 to 100"
    if any(spent.coinbase for spent in inputs):
        return "one of its inputs spends nothing"
    return None


def _block_fault(block: Block, limit: int) -> str | None:
    transactions = block.transactions
    if not meets_target(block.hash, block.header.bits, limit):
        return "its hash does not prove the work that its header asks for"
    txids = [transaction.txid for transaction in transactions]
    if merkle_root(txids, check=True) != block.header.merkle_root:
        return "its transactions are not those of the merkle root in its header"
    if [transaction.coinbase for transaction in transactions] != [True] + [False] * len(txids[1:]):
        return "its first transaction, and no other, must be the coinbase"
    if block.weight > MAX_WEIGHT:
        return f"it weighs {block.weight} units of at most {MAX_WEIGHT}"
    # Without any witness there is nothing to compare. A commitment may be there all the same:
    # miners wrote it, with no reserved value yet, before segwit was in force.
    if not any(transaction.has_witness for transaction in transactions):
        return None
    committed = find_commitment(output.script for output in transactions[0].outputs)
    reserved = transactions[0].inputs[0].witness
    wtxids = [transaction.wtxid for transaction in transactions]
    if len(reserved) != 1 or len(reserved[0]) != 32 or committed is None:
        return "it has witnesses, but its coinbase does not commit to them"
    if witness_commitment(wtxids, reserved[0]) != committed:
        return "its witnesses are not those that its coinbase commits to"
    return None
