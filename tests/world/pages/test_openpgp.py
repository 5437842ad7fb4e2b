"""Keys and signatures, judged by Sequoia, a program that shares no code with ours."""

import hashlib

import pysequoia
import pytest

from nps_chain.errors import NpsError
from nps_chain.world.dice import Dice
from nps_chain.world.pages import armor, fixtures
from nps_chain.world.pages.openpgp import Key, read_secret

WHEN = 1738540800  # 3 February 2025

MESSAGE = """To whom it may concern   \t
- a line that begins with a dash
-----BEGIN NOTHING-----

Привет, mulțumesc
"""


def seen(signed, *blocks):
    """Return what Sequoia reads and who it says signed it, lower-case fingerprints."""
    known = [pysequoia.Cert.from_bytes(block.encode()) for block in blocks]
    result = pysequoia.verify(bytes=signed.encode(), store=lambda ids: known)
    return result.bytes.decode(), [signature.certificate for signature in result.valid_sigs]


def made(number):
    """Make a fixture key by the rule that stands beside the keys."""

    def digest(what):
        text = f"nps-chain fixture key {number:02}, teaching only: {what}"
        return hashlib.sha256(text.encode()).digest()

    locks = bytearray(digest("encryption"))
    locks[0] &= 248
    locks[31] = locks[31] & 127 | 64
    created = 1672531200 + int.from_bytes(digest("created")[:4], "big") % (729 * 86400)
    name = f"FIXTURE KEY {number:02}, teaching only <key-{number:02}@teaching.example>"
    return Key(name, created, digest("signing"), bytes(locks))


@pytest.mark.parametrize("name", fixtures.names())
def test_a_signed_text_is_read_as_it_was_and_names_its_key(name):
    key = fixtures.key(name)
    text, signers = seen(key.sign(MESSAGE, WHEN), fixtures.public_block(name))
    assert signers == [key.fingerprint.lower()]
    assert text == (
        "To whom it may concern\n- a line that begins with a dash\n-----BEGIN NOTHING-----\n\n"
        "Привет, mulțumesc"
    )


def test_a_changed_letter_or_another_key_is_refused():
    signed = fixtures.key("key-03").sign(MESSAGE, WHEN)
    for text, block in [
        (signed.replace("whom", "wham"), fixtures.public_block("key-03")),
        (signed, fixtures.public_block("key-04")),
    ]:
        with pytest.raises(RuntimeError, match="no valid signatures found"):
            seen(text, block)


def test_what_is_locked_to_a_key_its_owner_opens():
    public = pysequoia.Cert.from_bytes(fixtures.public_block("key-05").encode())
    locked = pysequoia.encrypt(recipients=[public], bytes=b"for your eyes")
    secret = pysequoia.Tsk.from_bytes(fixtures.key("key-05").secret_block("").encode())
    assert pysequoia.decrypt(decryptor=secret.decryptor(), bytes=locked).bytes == b"for your eyes"


def test_a_signature_has_no_chance_in_it_and_tells_its_time():
    key = fixtures.key("key-01")
    assert key.sign("a", WHEN) == key.sign("a", WHEN)
    assert key.sign("a", WHEN) != key.sign("a", WHEN + 1)


def test_the_fixtures_are_what_their_rule_makes_and_say_what_they_are():
    for number, name in enumerate(fixtures.names(), 1):
        key = made(number)
        assert fixtures.key(name) == key
        assert fixtures.public_block(name) == key.public_block("FIXTURE KEY, teaching only")
        read = pysequoia.Cert.from_bytes(fixtures.public_block(name).encode())
        assert read.fingerprint == key.fingerprint.lower()
        assert [str(user) for user in read.user_ids] == [key.user_id]
    assert len({fixtures.key(name).fingerprint for name in fixtures.names()}) == 40


def test_keys_are_dealt_by_the_seed_no_two_alike():
    people = [f"person {number}" for number in range(40)]
    dealt = fixtures.deal(Dice(1, "keys"), people)
    assert list(dealt) == people
    assert sorted(dealt.values()) == sorted(fixtures.names())
    assert dealt == fixtures.deal(Dice(1, "keys"), people)
    assert dealt != fixtures.deal(Dice(2, "keys"), people)
    with pytest.raises(NpsError, match="There are 40 fixture keys, too few for 41 people"):
        fixtures.deal(Dice(1, "keys"), [*people, "one more"])
    with pytest.raises(NpsError, match="There is no fixture key 'key-41'"):
        fixtures.key("key-41")


def test_numbers_with_zeros_in_front_are_kept():
    """An OpenPGP number has no zero bytes in front, so a secret that begins with some is short."""
    locks = bytes([0, *bytes(30), 64])
    key = Key("zeros", WHEN, bytes(31) + b"\x07", locks)
    assert read_secret(key.secret_block("")) == key
    text, signers = seen(key.sign("hello", WHEN), key.public_block(""))
    assert (text, signers) == ("hello", [key.fingerprint.lower()])


@pytest.mark.parametrize(
    ("block", "complaint"),
    [
        ("no block", "no armored PGP block"),
        ("", "no armored PGP block"),
        ("-----BEGIN PGP X-----\n\n!!!!\n=aaaa\n-----END PGP X-----\n", "aren't base 64"),
        ("-----BEGIN PGP X-----\n\nAAAA\n=AAAA\n-----END PGP X-----\n", "its checksum is wrong"),
        (armor.write("X", b""), "a part is missing"),
    ],
)
def test_a_damaged_block_is_refused(block, complaint):
    with pytest.raises(NpsError, match=complaint):
        read_secret(block)


def test_a_key_of_another_make_is_refused():
    other = fixtures.key("key-01").secret_block("")
    longer = armor.write("PRIVATE KEY BLOCK", armor.read(other) + armor.read(other)[-122:])
    with pytest.raises(NpsError, match="its parts don't fit"):
        read_secret(longer)


def test_the_checksum_is_the_standards():
    assert armor.crc24(b"123456789") == 0x21CF02  # the check value of CRC-24/OPENPGP
