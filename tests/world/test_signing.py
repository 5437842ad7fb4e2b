"""Signatures against the sighashes of the wire, checked in plain Python on the curve."""

import pytest

from nps_chain.chain.wire.sighash import legacy_sighash, segwit_sighash, taproot_sighash
from nps_chain.chain.wire.transaction import Output as WireOutput
from nps_chain.chain.wire.transaction import parse_transaction
from nps_chain.world import keys, signing
from nps_chain.world.draft import REPLACEABLE, Coin, Draft, Output
from tests.secp256k1 import N, ecdsa_holds, schnorr_holds
from tests.world.small_chain import LOCKS


def secret(number: int) -> bytes:
    return number.to_bytes(32, "big")


def address(lock: str, number: int) -> keys.Address:
    if lock in ("p2wsh", "p2sh-multisig"):
        three = (secret(number), secret(number + 1), secret(number + 2))
        return keys.two_of_three(lock, None, three)
    return keys.single(lock, None, secret(number))


def draft_of(*locks: str, **marks) -> Draft:
    """Return a draft that spends coins of these locks into two outputs and some data."""
    source = Draft("payment", [], [], ())
    source.txid = bytes(range(32))
    coins = [Coin(50_000 + n, address(lock, 7 + 10 * n), source, n) for n, lock in enumerate(locks)]
    outputs = [
        Output(1_000, address("p2wpkh", 1), "payment"),
        Output(0, None, "data", data=b"\x6a\x04nps!"),
        Output(2_000, address("p2tr", 2), "change"),
    ]
    return Draft("payment", coins, outputs, (), **marks)


def pushes(script: bytes) -> list[bytes]:
    found, at = [], 0
    while at < len(script):
        at += script[at] == 0x4C
        found.append(script[at + 1 : at + 1 + script[at]])
        at += 1 + script[at]
    return found


def holds(draft: Draft, place: int) -> bool:
    """Return whether the signatures of an input are by the keys that it reveals."""
    tx = parse_transaction(draft.raw)
    coin, spent = draft.inputs[place], tx.inputs[place]
    lock, script = coin.address.lock, coin.address.script
    if lock == "p2tr":
        outputs = [WireOutput(coin.value, coin.address.script) for coin in draft.inputs]
        (signature,) = spent.witness
        digest = taproot_sighash(tx, place, outputs)
        return spent.script == b"" and schnorr_holds(script[2:], signature, digest)
    proof = list(spent.witness) or pushes(spent.script)
    if lock in ("p2pkh", "p2sh-multisig"):
        code = script if lock == "p2pkh" else proof[-1]
        digest = legacy_sighash(tx, place, code, 1)
    else:
        pubkey_hash = keys.hash160(proof[-1])
        code = proof[-1] if lock == "p2wsh" else b"\x76\xa9\x14" + pubkey_hash + b"\x88\xac"
        digest = segwit_sighash(tx, place, code, coin.value, 1)
    if lock in ("p2wsh", "p2sh-multisig"):
        empty, *signatures, redeem = proof
        two = sorted(draft.signers.get(place, (0, 1)))
        signers = [redeem[2 + 34 * key : 35 + 34 * key] for key in two]
        assert (empty, len(signatures)) == (b"", 2)
    else:
        signatures, signers = [proof[0]], [proof[1]]
    for signer, signature in zip(signers, signatures, strict=True):
        length = signature[3]
        s = int.from_bytes(signature[6 + length : -1])
        assert s <= N // 2
        assert signature[-1] == 1
        if not ecdsa_holds(signer, signature[:-1], digest):
            return False
    return True


@pytest.mark.parametrize("lock", LOCKS)
def test_two_inputs_of_a_lock_are_signed_by_their_keys(lock):
    draft = draft_of(lock, lock)
    signing.sign(draft)
    assert [holds(draft, 0), holds(draft, 1)] == [True, True]
    tx = parse_transaction(draft.raw)
    assert tx.txid == draft.txid
    assert tx.to_bytes() == draft.raw


def test_locks_stand_side_by_side_and_all_marks_are_signed():
    draft = draft_of(*LOCKS, *LOCKS[::-1], version=1, locktime=102, sequence=REPLACEABLE)
    signing.sign(draft)
    tx = parse_transaction(draft.raw)
    assert (tx.version, tx.locktime) == (1, 102)
    assert [(spent.txid, spent.n, spent.sequence) for spent in tx.inputs] == [
        (bytes(range(32)), n, REPLACEABLE) for n in range(12)
    ]
    assert [(out.value, out.script) for out in tx.outputs] == [
        (out.value, out.script) for out in draft.outputs
    ]
    assert tx.txid == draft.txid
    assert [holds(draft, place) for place in range(12)] == [True] * 12


def test_a_signature_vouches_for_amounts_and_outputs():
    draft = draft_of("p2wpkh", "p2tr", "p2pkh")
    signing.sign(draft)
    draft.inputs[0].value += 1  # signed by segwit inputs, since BIP 143
    assert [holds(draft, place) for place in range(3)] == [False, False, True]
    draft.inputs[0].value -= 1
    raw = draft.raw
    draft.raw = raw.replace((1_000).to_bytes(8, "little"), (1_001).to_bytes(8, "little"))
    assert draft.raw != raw
    assert [holds(draft, place) for place in range(3)] == [False, False, False]


@pytest.mark.parametrize("lock", ["p2wsh", "p2sh-multisig"])
@pytest.mark.parametrize("two", [(0, 1), (0, 2), (1, 2), (2, 0)])
def test_any_two_of_three_keys_sign(lock, two):
    draft = draft_of(lock, lock, signers={1: two})
    signing.sign(draft)
    assert [holds(draft, 0), holds(draft, 1)] == [True, True]


def test_more_inputs_than_one_byte_counts():
    draft = draft_of(*["p2wpkh"] * 253)
    signing.sign(draft)
    assert len(parse_transaction(draft.raw).inputs) == 253
    assert holds(draft, 252)


def test_the_same_draft_has_the_same_bytes_everywhere():
    draft = draft_of(*LOCKS)
    signing.sign(draft)
    assert keys.hash160(draft.raw).hex() == "a65c4bd892a573e73d332d659de2eef8ce71ff1e"


@pytest.mark.parametrize("lock", LOCKS)
@pytest.mark.parametrize("many", [1, 2, 9])
def test_a_draft_knows_its_size_before_it_is_signed(lock, many):
    draft = draft_of(*[lock] * many)
    signing.mark(draft)
    # Without any witness a transaction is half a virtual byte smaller than reckoned.
    legacy = lock in ("p2pkh", "p2sh-multisig")
    assert draft.vsize - parse_transaction(draft.raw).vsize == legacy
    signing.sign(draft)
    signatures = many * (2 if lock in ("p2wsh", "p2sh-multisig") else 1)
    spare = draft.vsize - parse_transaction(draft.raw).vsize
    # A signature is one byte shorter in every second case, and two or more in one of 256.
    assert 0 <= spare <= 2 + 2 * signatures


def test_a_mark_is_a_signature_by_nobody():
    draft, signed = draft_of(*LOCKS), draft_of(*LOCKS)
    signing.mark(draft)
    signing.sign(signed)
    tx = parse_transaction(draft.raw)
    assert tx.txid == draft.txid
    assert [spent.witness for spent in tx.inputs] == [
        (),
        (bytes(72), signed.inputs[1].address.redeem),
        (bytes(72), signed.inputs[2].address.redeem),
        (bytes(64),),
        (b"", bytes(72), bytes(72), signed.inputs[4].address.redeem),
        (),
    ]
    assert pushes(tx.inputs[0].script) == [bytes(72), signed.inputs[0].address.redeem]
    assert [spent.script for spent in tx.inputs[1:5]] == [
        spent.script for spent in parse_transaction(signed.raw).inputs[1:5]
    ]


def test_a_mark_names_native_segwit_payments_as_a_signature_does():
    draft = draft_of("p2wpkh", "p2tr", "p2wsh", "p2sh-p2wpkh")
    signing.mark(draft)
    marked = draft.txid
    signing.sign(draft)
    assert draft.txid == marked


def test_nobody_can_sign_for_an_unknown_lock():
    draft = draft_of("p2pkh")
    draft.inputs[0].address.lock = "p2pk"
    with pytest.raises(AssertionError, match="nobody can sign for the lock p2pk"):
        signing.sign(draft)
