"""A key is its fingerprint; a signature holds by a key that is given, or says why it doesn't."""

import pysequoia
import pytest

import nps_chain as nps
from nps_chain.errors import NpsError
from nps_chain.world.pages.fixtures import key, public_block

ANN, BEA = "key-01", "key-02"
AT = 1_738_000_000  # 2025-01-27T17:46:40Z
SAID = "This is me.\n- a dash, and <angles>\n\n    bcrt1qme"
SIGNED = key(ANN).sign(SAID, AT)
ANNS, BEAS = (nps.pgp_key(public_block(name)) for name in (ANN, BEA))


def test_a_key_is_its_fingerprint():
    assert ANNS.fingerprint == key(ANN).fingerprint
    assert ANNS.short == ANNS.fingerprint[32:]
    assert ANNS.names == (key(ANN).user_id,)
    assert not ANNS.private
    assert repr(ANNS) == f"Key({ANNS.fingerprint}; it says: {key(ANN).user_id!r})"
    assert nps.pgp_key(public_block(ANN)) == ANNS != BEAS


def test_a_private_half_is_told_and_not_shown():
    found = nps.pgp_key(key(ANN).secret_block("here"))
    assert found.private
    assert found.fingerprint == ANNS.fingerprint
    assert "WITH ITS PRIVATE HALF" in repr(found)


def test_a_name_that_somebody_put_into_a_key_is_not_told():
    cert = pysequoia.Cert.from_bytes(public_block(ANN).encode())
    data = bytes(cert).replace(b"FIXTURE KEY", b"SOMEBODY IT")
    found = nps.pgp_key(pysequoia.armor(data, pysequoia.ArmorKind.PublicKey))
    assert found.names == ()
    assert repr(found) == f"Key({ANNS.fingerprint}; it says: no name that the key confirms)"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Nothing here.", "There is no key in this text."),
        (SIGNED, "There is no key in this text."),
        (public_block(ANN) + public_block(BEA), "There are 2 of a key in this text"),
        (public_block(ANN)[:200], "The key begins in this text, and doesn't end"),
        (public_block(ANN).replace("\nxjME", "\nxjMF"), "its checksum is wrong"),
        (b"a key", "A key is read from a text"),
    ],
)
def test_a_text_without_one_whole_key_is_refused(text, why):
    with pytest.raises(NpsError, match=why):
        nps.pgp_key(text)


def test_two_keys_in_one_block_are_refused():
    both = b"".join(
        bytes(pysequoia.Cert.from_bytes(public_block(name).encode())) for name in (ANN, BEA)
    )
    with pytest.raises(NpsError, match="There are 2 keys in the block"):
        nps.pgp_key(pysequoia.armor(both, pysequoia.ArmorKind.PublicKey))


@pytest.mark.parametrize("keys", [ANNS, [ANNS], (BEAS, ANNS), {ANNS}])
def test_a_signature_holds_by_a_key_that_is_given(keys):
    found = nps.pgp_signature(f"Somebody wrote:\n\n{SIGNED}\nand no more.", keys)
    assert (found.holds, found.signer, found.said, found.made) == (
        True, ANNS.fingerprint, SAID, "2025-01-27T17:46:40Z",
    )  # fmt: skip
    assert (
        found.why == "The signature holds, by this key: not one letter was changed since it"
        " was made."
    )
    assert repr(found) == f"Signature(holds, key {ANNS.fingerprint}: {found.why})"


@pytest.mark.parametrize(
    ("text", "keys", "signer", "why"),
    [
        (SIGNED.replace("1qme", "1qhe"), ANNS, ANNS.fingerprint, "The signature fails"),
        (SIGNED, BEAS, ANNS.fingerprint, "It names another key than those that were given"),
        (SIGNED, [], ANNS.fingerprint, "It names another key than those that were given"),
        (" ".join(SIGNED.split()), ANNS, ANNS.fingerprint, "Its line breaks were lost"),
        (SIGNED.replace("\nwnUE", "\nwnUF"), ANNS, "", "It is no signature: its checksum"),
    ],
)
def test_a_signature_that_does_not_hold_says_why(text, keys, signer, why):
    found = nps.pgp_signature(text, keys)
    assert not found.holds
    assert found.signer == signer
    assert found.why.startswith(why)
    assert repr(found).startswith("Signature(doesn't hold, key ")


def test_what_stands_there_now_is_told_of_a_changed_message():
    changed = SIGNED.replace("1qme", "1qhe").replace("\n", "\r\n")
    assert nps.pgp_signature(changed, ANNS).said == SAID.replace("1qme", "1qhe")


def test_what_stands_outside_of_the_signed_text_is_not_said():
    smuggled = SIGNED.replace("Hash: SHA256", "Hash: SHA256\nPay: bcrt1qthief")
    assert "thief" not in nps.pgp_signature(smuggled, ANNS).said


@pytest.mark.parametrize(
    ("text", "keys", "why"),
    [
        (public_block(ANN), ANNS, "There is no signed message in this text."),
        (2 * SIGNED, ANNS, "There are 2 of a signed message in this text"),
        (SIGNED[: SIGNED.index("-----BEGIN PGP SIGNATURE")], ANNS, "part of it is missing"),
        (SIGNED, ANNS.fingerprint, "as nps.pgp_key"),
        (SIGNED, [ANNS.fingerprint], "as nps.pgp_key"),
        (SIGNED, None, "as nps.pgp_key"),
        (None, ANNS, "A signed message is read from a text"),
    ],
)
def test_what_cannot_be_verified_is_refused(text, keys, why):
    with pytest.raises(NpsError, match=why):
        nps.pgp_signature(text, keys)
