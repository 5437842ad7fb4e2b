"""Locks and signatures of the lessons: who can open, who can sign, and the form of libsodium."""

from base64 import b64decode

import pytest
from nacl.public import SealedBox
from nacl.signing import SigningKey, VerifyKey

import nps_chain as nps
from nps_chain.course import locks

OFFICER, STRANGER = locks.pair("officer"), locks.pair("stranger")
TEXT = "Meet me at nine, at Ștefan's."


def test_only_the_private_key_of_the_pair_opens():
    locked = OFFICER.public.lock(TEXT)
    assert OFFICER.private.unlock(locked) == TEXT
    with pytest.raises(nps.NpsError, match="another key locked it"):
        STRANGER.private.unlock(locked)


def test_a_lock_is_a_sealed_box_of_libsodium():
    locked = OFFICER.public.lock(TEXT)
    opening = SigningKey(OFFICER.private.data).to_curve25519_private_key()
    assert SealedBox(opening).decrypt(locked.data) == TEXT.encode()
    theirs = SealedBox(opening.public_key).encrypt(TEXT.encode())
    assert OFFICER.private.unlock(locks.Locked(theirs)) == TEXT


def test_what_is_locked_shows_its_length_and_no_word():
    short, long = OFFICER.public.lock("no"), OFFICER.public.lock("Not today.")
    assert len(long) - len(short) == 8
    assert "today" not in long
    assert str(short).endswith("... (locked, length 50)")


def test_the_same_text_is_locked_alike_each_time_and_otherwise_for_others():
    assert OFFICER.public.lock(TEXT) == locks.pair("officer").public.lock(TEXT)
    assert OFFICER.public.lock(TEXT) != STRANGER.public.lock(TEXT)


def test_a_signature_fits_one_text_and_one_pair():
    signature = OFFICER.private.sign(TEXT)
    assert OFFICER.public.verify(TEXT, signature)
    assert not OFFICER.public.verify(TEXT.replace("nine", "ten"), signature)
    assert not STRANGER.public.verify(TEXT, signature)


def test_a_signature_is_one_of_ed25519():
    signature = b64decode(OFFICER.private.sign(TEXT), validate=True)
    assert VerifyKey(OFFICER.public.data).verify(TEXT.encode(), signature) == TEXT.encode()


@pytest.mark.parametrize("signature", ["", "mine", "A" * 86 + "==", "é", "=", None, 5, b"00"])
def test_whatever_is_given_as_a_signature_does_not_hold(signature):
    assert OFFICER.public.verify(TEXT, signature) is False


@pytest.mark.parametrize("name", ["", None, 7])
def test_a_pair_needs_a_word(name):
    with pytest.raises(nps.NpsError, match="made from a word"):
        locks.pair(name)


def test_only_texts_are_signed_and_locked():
    with pytest.raises(nps.NpsError, match="text in quotes"):
        OFFICER.private.sign(12)
    with pytest.raises(nps.NpsError, match="text in quotes"):
        OFFICER.public.lock(12)
    with pytest.raises(nps.NpsError, match="what `lock` returned"):
        OFFICER.private.unlock("abc")


def test_a_private_key_is_not_shown():
    assert OFFICER.private.data.hex() not in f"{OFFICER} {OFFICER.private!r} {OFFICER.private}"


def test_a_pgp_key_says_what_one_likes():
    key = nps.pgp_key(locks.pgp_block("somebody else"))
    assert key.names == ("somebody else",)
    assert key.fingerprint != nps.pgp_key(locks.pgp_block("somebody")).fingerprint


def test_of_five_pages_two_signed_their_words_and_one_each_fails_otherwise():
    key = locks.pair("heron").public
    judged = {
        reply.page: (key.verify(reply.text, reply.signature), reply.text == reply.asked)
        for reply in locks.replies()
    }
    assert judged == {
        "north": (False, True),
        "east": (True, True),
        "south": (True, False),
        "west": (False, True),
        "island": (True, True),
    }
