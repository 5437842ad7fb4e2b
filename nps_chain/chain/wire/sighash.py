"""What a signature signs: the hash over a transaction, for each of Bitcoin's three schemes.

Whoever signs a payment signs this hash, so it says what the signature vouches for. The hash type
chooses: all outputs (ALL), none (NONE), or the one beside the input (SINGLE), and, with
ANYONECANPAY, this input alone, so that others may add theirs. A CoinJoin is possible because each
participant signs only for their own input, and sees all outputs before they do.

Limit: no script is run and no signature is looked for. Where a script has OP_CODESEPARATOR, the
caller passes the part from the last executed one on. Taproot: spends by key, not by script.

Sources: Bitcoin Core's ``script/interpreter.cpp``; BIP 143 (segwit); BIP 341 (taproot).
"""

import hashlib
import struct
from collections.abc import Sequence
from dataclasses import replace

from nps_chain.chain.wire.cursor import pack, with_length
from nps_chain.chain.wire.hashes import double_sha256
from nps_chain.chain.wire.transaction import Input, Output, Transaction
from nps_chain.errors import ChainError

DEFAULT, ALL, NONE, SINGLE = 0, 1, 2, 3
"""Which outputs are signed; DEFAULT, taproot only, means ALL and saves a byte."""

ANYONECANPAY = 0x80
"""Added to the above: sign this input alone."""

_UINT32 = struct.Struct("<I")
_VALUE = struct.Struct("<q")
_OP_PUSHDATA1, _OP_PUSHDATA4, _OP_CODESEPARATOR = 0x4C, 0x4E, 0xAB
_NOTHING = bytes(32)


def legacy_sighash(tx: Transaction, index: int, script: bytes, hash_type: int) -> bytes:
    """Return the 32 bytes that input `index` signs, as before segwit.

    Parameters
    ----------
    tx
        The transaction; unlocking scripts and witnesses in it don't matter.
    index
        Which input.
    script
        The locking script of the output it spends, or the redeem script behind a P2SH address.
    hash_type
        Any number of 32 bits. All of it is signed; an unknown low part counts as ALL.

    Notes
    -----
    With SINGLE and no output beside the input the "hash" is the number 1. This is a mistake of the
    first Bitcoin software that all must repeat; such a signature vouches for nothing.
    """
    _check_index(tx, index)
    kind = hash_type & 0x1F
    if kind == SINGLE and index >= len(tx.outputs):
        return (1).to_bytes(32, "little")
    inputs = [replace(other, script=b"", witness=()) for other in tx.inputs]
    if kind in (NONE, SINGLE):
        inputs = [replace(other, sequence=0) for other in inputs]
    inputs[index] = Input(
        tx.inputs[index].txid,
        tx.inputs[index].n,
        _without_separators(script),
        tx.inputs[index].sequence,
    )
    outputs = list(tx.outputs)
    if kind == NONE:
        outputs = []
    elif kind == SINGLE:
        outputs = [Output(-1, b"")] * index + [tx.outputs[index]]
    if hash_type & ANYONECANPAY:
        inputs = [inputs[index]]
    signed = Transaction(tx.version, tuple(inputs), tuple(outputs), tx.locktime)
    return double_sha256(signed.to_bytes() + _UINT32.pack(hash_type & 0xFFFFFFFF))


def segwit_sighash(tx: Transaction, index: int, script: bytes, value: int, hash_type: int) -> bytes:
    """Return the 32 bytes that input `index` signs in a segwit spend of version 0 (BIP 143).

    Parameters
    ----------
    tx
        The transaction; unlocking scripts and witnesses in it don't matter.
    index
        Which input.
    script
        The script code: for P2WPKH the P2PKH script of the same key hash, for P2WSH the witness
        script.
    value
        Satoshi in the output it spends. Since it is signed, a wallet can't be lied to about fees.
    hash_type
        As in `legacy_sighash`.
    """
    _check_index(tx, index)
    kind, alone, spent = hash_type & 0x1F, hash_type & ANYONECANPAY, tx.inputs[index]
    outputs = _NOTHING
    if kind == SINGLE and index < len(tx.outputs):
        outputs = double_sha256(tx.outputs[index].to_bytes())
    elif kind not in (NONE, SINGLE):
        outputs = double_sha256(_outputs(tx))
    return double_sha256(
        b"".join(
            [
                pack(_UINT32, tx.version),
                _NOTHING if alone else double_sha256(_outpoints(tx)),
                _NOTHING if alone or kind in (NONE, SINGLE) else double_sha256(_sequences(tx)),
                spent.outpoint(),
                with_length(script),
                pack(_VALUE, value),
                pack(_UINT32, spent.sequence),
                outputs,
                pack(_UINT32, tx.locktime),
                pack(_UINT32, hash_type & 0xFFFFFFFF),
            ]
        )
    )


def taproot_sighash(
    tx: Transaction,
    index: int,
    spent: Sequence[Output],
    hash_type: int = DEFAULT,
    annex: bytes | None = None,
) -> bytes:
    """Return the 32 bytes that input `index` signs in a taproot spend by key (BIP 341).

    Parameters
    ----------
    tx
        The transaction; unlocking scripts and witnesses in it don't matter.
    index
        Which input.
    spent
        The outputs that all inputs spend, in their order: amounts and scripts are signed too.
    hash_type
        DEFAULT, ALL, NONE or SINGLE, the last three also with ANYONECANPAY.
    annex
        The last item of the witness, if it is an annex (it starts with 0x50).

    Raises
    ------
    ChainError
        For another hash type, SINGLE without an output beside the input, or another annex.
    """
    _check_index(tx, index)
    kind, alone = hash_type & 3, hash_type & ANYONECANPAY
    if hash_type not in (0, 1, 2, 3, 0x81, 0x82, 0x83):
        raise ChainError(f"Taproot has no hash type {hash_type}; it is 0 to 3, or 129 to 131.")
    if kind == SINGLE and index >= len(tx.outputs):
        raise ChainError(f"Input {index} can't sign SINGLE: the transaction has no output {index}.")
    if annex is not None and annex[:1] != b"\x50":
        raise ChainError("An annex starts with the byte 0x50; this is another witness item.")
    if len(spent) != len(tx.inputs):
        raise ChainError(f"{len(tx.inputs)} inputs spend as many outputs, not {len(spent)}.")
    parts = [bytes([0, hash_type]), pack(_UINT32, tx.version), pack(_UINT32, tx.locktime)]
    if not alone:
        parts += [
            _sha256(_outpoints(tx)),
            _sha256(b"".join(pack(_VALUE, output.value) for output in spent)),
            _sha256(b"".join(with_length(output.script) for output in spent)),
            _sha256(_sequences(tx)),
        ]
    if kind in (DEFAULT, ALL):
        parts.append(_sha256(_outputs(tx)))
    parts.append(bytes([annex is not None]))
    if alone:
        own = tx.inputs[index]
        parts += [own.outpoint(), spent[index].to_bytes(), pack(_UINT32, own.sequence)]
    else:
        parts.append(pack(_UINT32, index))
    if annex is not None:
        parts.append(_sha256(with_length(annex)))
    if kind == SINGLE:
        parts.append(_sha256(tx.outputs[index].to_bytes()))
    return tagged_hash("TapSighash", b"".join(parts))


def tagged_hash(tag: str, data: bytes) -> bytes:
    """Return SHA-256 with a prefix for its purpose, so that no hash can serve another (BIP 340)."""
    prefix = _sha256(tag.encode())
    return _sha256(prefix + prefix + data)


def _sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def _outpoints(tx: Transaction) -> bytes:
    return b"".join(spent.outpoint() for spent in tx.inputs)


def _sequences(tx: Transaction) -> bytes:
    return b"".join(pack(_UINT32, spent.sequence) for spent in tx.inputs)


def _outputs(tx: Transaction) -> bytes:
    return b"".join(made.to_bytes() for made in tx.outputs)


def _check_index(tx: Transaction, index: int) -> None:
    if not 0 <= index < len(tx.inputs):
        raise ChainError(f"There is no input {index}: the transaction has {len(tx.inputs)}.")


def _without_separators(script: bytes) -> bytes:
    """Return the script without OP_CODESEPARATOR, which inside of pushed data is kept."""
    kept, place = bytearray(), 0
    while place < len(script):
        opcode, end = script[place], place + 1
        if opcode < _OP_PUSHDATA1:
            end += opcode
        elif opcode <= _OP_PUSHDATA4:
            width = 1 << (opcode - _OP_PUSHDATA1)
            end += width + int.from_bytes(script[end : end + width], "little")
        if opcode != _OP_CODESEPARATOR:
            kept += script[place:end]  # to the end of the script, where a push is cut short
        place = end
    return bytes(kept)
