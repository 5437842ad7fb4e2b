"""Signing: how a draft becomes a transaction that every node accepts.

Each input shows that the keys of its coin agree to all of the outputs, by a signature over a hash
of the whole draft. What goes into that hash, and where signatures stand, depends on the lock:

=============  ==================  =================================================================
lock           hash                where the proof stands
=============  ==================  =================================================================
p2pkh          as before segwit    unlocking script: signature, public key
p2sh-multisig  as before segwit    unlocking script: an empty push, two signatures, redeem script
p2wpkh         BIP 143             witness: signature, public key
p2sh-p2wpkh    BIP 143             the same, and in the unlocking script the program that is hashed
p2wsh          BIP 143             witness: an empty item, two signatures, witness script
p2tr           BIP 341             witness: one signature, by Schnorr's method
=============  ==================  =================================================================

A wallet draws a random number for each signature. Here it follows from key and hash, so that a
transaction has the same bytes each time (RFC 6979; BIP 340 without auxiliary randomness).
"""

import hashlib
from collections.abc import Callable
from functools import cached_property
from typing import NamedTuple

from coincurve import PrivateKey, PublicKeyXOnly
from coincurve.context import GLOBAL_CONTEXT

from nps_chain.chain.wire.cursor import compact_size, with_length
from nps_chain.chain.wire.hashes import double_sha256
from nps_chain.world.draft import Draft
from nps_chain.world.keys import Address, hash160

_ALL = b"\x01"  # the hash type of all ECDSA signatures here: they sign all inputs and outputs
_DEFAULT = b"\x00"  # taproot's for the same, which is signed but not written


def sign(draft: Draft) -> None:
    """Give a draft its bytes and its txid, with signatures by its coins' keys.

    Parameters
    ----------
    draft : Draft
        The drafts of its coins have txids. ``raw`` and ``txid`` (in wire order) are set.
    """
    _write(draft, _KEYS)


def mark(draft: Draft) -> None:
    """Give a draft bytes of the right length and a txid, with signatures that no node accepts.

    It is quicker by far, for trying out how people behave. Txids are those of `sign`, but for
    transactions with a signature in an unlocking script, and what spends from these.
    """
    _write(draft, _MARKS)


class _Pen(NamedTuple):
    """How to sign: each gives the signature of a hash by one of an address's keys."""

    ecdsa: Callable[[Address, int, bytes], bytes]  # with the hash type
    schnorr: Callable[[Address, int, bytes], bytes]


class _Key(PrivateKey):
    """A key that signs. Its public key is on record: to find it again costs as much as to sign."""

    def __init__(self, secret: bytes) -> None:
        self.secret, self.context = secret, GLOBAL_CONTEXT


def _ecdsa(address: Address, number: int, digest: bytes) -> bytes:
    return _Key(address.secrets[number]).sign(digest, hasher=None) + _ALL


def _schnorr(address: Address, number: int, digest: bytes) -> bytes:
    key = _Key(address.secrets[number])
    key.public_key_xonly = PublicKeyXOnly(address.script[2:])  # checks the signature by it
    return key.sign_schnorr(digest, aux_randomness=None)  # type: ignore[arg-type]


_KEYS = _Pen(_ecdsa, _schnorr)
_MARKS = _Pen(lambda address, number, digest: bytes(72), lambda address, number, digest: bytes(64))


class _Parts:
    """A draft's fields as the wire has them, and the hashes over them that its inputs sign.

    What the hashes of all inputs have in common is worked out once.
    """

    def __init__(self, draft: Draft) -> None:
        self.coins = draft.inputs
        self.version = draft.version.to_bytes(4, "little")
        self.locktime = draft.locktime.to_bytes(4, "little")
        self.sequence = draft.sequence.to_bytes(4, "little")
        self.outpoints = [coin.draft.txid + coin.n.to_bytes(4, "little") for coin in self.coins]
        self.outputs = b"".join(
            [out.value.to_bytes(8, "little") + with_length(out.script) for out in draft.outputs]
        )
        self.many_outputs = compact_size(len(draft.outputs))

    def legacy(self, place: int, script: bytes) -> bytes:
        """Return what input `place` signs, as before segwit, for a locking or redeem script."""
        inputs = self._silent.copy()
        inputs[place] = self.outpoints[place] + with_length(script) + self.sequence
        start = self.version + compact_size(len(inputs)) + b"".join(inputs)
        end = self.many_outputs + self.outputs + self.locktime + _ALL + bytes(3)
        return double_sha256(start + end)

    @cached_property
    def _silent(self) -> list[bytes]:
        return [outpoint + b"\x00" + self.sequence for outpoint in self.outpoints]

    def segwit(self, place: int, script: bytes) -> bytes:
        """Return what input `place` signs by BIP 143, for a script code."""
        start, end = self._segwit
        value = self.coins[place].value.to_bytes(8, "little")
        return double_sha256(start + self.outpoints[place] + with_length(script) + value + end)

    @cached_property
    def _segwit(self) -> tuple[bytes, bytes]:
        sequences = double_sha256(self.sequence * len(self.coins))
        start = self.version + double_sha256(b"".join(self.outpoints)) + sequences
        end = self.sequence + double_sha256(self.outputs) + self.locktime + _ALL + bytes(3)
        return start, end

    def taproot(self, place: int) -> bytes:
        """Return what input `place` signs by BIP 341, to be spent by key."""
        return hashlib.sha256(self._taproot + place.to_bytes(4, "little")).digest()

    @cached_property
    def _taproot(self) -> bytes:
        tag = hashlib.sha256(b"TapSighash").digest()
        signed = (
            b"".join(self.outpoints),
            b"".join([coin.value.to_bytes(8, "little") for coin in self.coins]),
            b"".join([with_length(coin.address.script) for coin in self.coins]),
            self.sequence * len(self.coins),
            self.outputs,
        )
        hashes = b"".join([hashlib.sha256(part).digest() for part in signed])
        # The first zero is the version of this scheme; the last one says: by key, without an annex.
        return tag + tag + b"\x00" + _DEFAULT + self.version + self.locktime + hashes + b"\x00"


def _write(draft: Draft, pen: _Pen) -> None:
    parts = _Parts(draft)
    inputs, witnesses, any_witness = [], [], False
    for place, coin in enumerate(draft.inputs):
        two = draft.signers.get(place, (0, 1))
        script, witness = _unlock(parts, place, coin.address, two, pen)
        inputs.append(parts.outpoints[place] + with_length(script) + parts.sequence)
        witnesses.append(witness or b"\x00")
        any_witness = any_witness or witness != b""
    body = compact_size(len(inputs)) + b"".join(inputs) + parts.many_outputs + parts.outputs
    draft.raw = parts.version + body + parts.locktime
    draft.txid = double_sha256(draft.raw)
    if any_witness:
        proof = b"".join(witnesses)
        draft.raw = parts.version + b"\x00\x01" + body + proof + parts.locktime


def _unlock(
    parts: _Parts, place: int, address: Address, two: tuple[int, int], pen: _Pen
) -> tuple[bytes, bytes]:
    """Return an input's unlocking script and its witness as the wire has it, empty if none."""
    redeem = address.redeem
    match address.lock:
        case "p2wpkh" | "p2sh-p2wpkh" as lock:
            native = lock == "p2wpkh"
            program = address.script if native else b"\x00\x14" + hash160(redeem)
            # BIP 143: signed as if the lock were p2pkh, with the same hash of the key.
            code = b"\x76\xa9\x14" + program[2:] + b"\x88\xac"
            signature = with_length(pen.ecdsa(address, 0, parts.segwit(place, code)))
            return b"" if native else b"\x16" + program, b"\x02" + signature + b"\x21" + redeem
        case "p2pkh":
            signature = with_length(pen.ecdsa(address, 0, parts.legacy(place, address.script)))
            return signature + b"\x21" + redeem, b""
        case "p2tr":
            return b"", b"\x01\x40" + pen.schnorr(address, 0, parts.taproot(place))
        case "p2wsh":
            proof = _both(address, two, parts.segwit(place, redeem), pen)
            return b"", b"\x04\x00" + proof + with_length(redeem)
        case "p2sh-multisig":
            proof = _both(address, two, parts.legacy(place, redeem), pen)
            # 105 bytes: pushing more than 75 takes OP_PUSHDATA1.
            return b"\x00" + proof + b"\x4c" + with_length(redeem), b""
        case lock:
            raise AssertionError(f"nobody can sign for the lock {lock}")


def _both(address: Address, two: tuple[int, int], digest: bytes, pen: _Pen) -> bytes:
    # Signatures must stand in the order of their keys.
    return b"".join([with_length(pen.ecdsa(address, key, digest)) for key in sorted(two)])
