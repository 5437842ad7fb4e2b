"""Keys and locks, against the vectors of the BIPs that say how they are made."""

import hashlib

import pytest

from nps_chain.chain import address as addresses
from nps_chain.world import keys

FIRST = {
    # Secret key 1, whose public key is the curve's own point.
    "p2pkh": (f"{1:064x}", "76a914751e76e8199196d454941c45d1b3a323f1433bd688ac"),
    # BIP 84: account 0, first receiving address.
    "p2wpkh": (
        "4604b4b710fe91f584fff084e1a9159fe4f8408fff380596a604948474ce4fa3",
        "0014c0cebcd6c3d3ca8c75dc5ec62ebe55330ef910e2",
    ),
    # BIP 49: account 0, first receiving address.
    "p2sh-p2wpkh": (
        "c9bdb49cfbaedca21c4b1f3a7803c34636b1d7dc55a717132443fc3f4c5867e8",
        "a914336caa13e08b96080a32b5d818d59b4ab3b3674287",
    ),
    # BIP 86: account 0, first receiving address.
    "p2tr": (
        "41f41d69260df4cf277826a9b65a3717e4eeddbeedf637f212ca096576479361",
        "5120a60869f0dbcf1dc659c9cecbaf8050135ea9e8cdc487053f1dc6880949dc684c",
    ),
}


@pytest.mark.parametrize("lock", FIRST)
def test_a_lock_is_made_as_its_bip_says(lock):
    secret, script = FIRST[lock]
    address = keys.single(lock, None, bytes.fromhex(secret))
    assert (address.script.hex(), address.lock, address.paid) == (script, lock, 0)


def test_a_taproot_key_is_tweaked_so_that_it_opens_its_lock():
    for number in range(1, 9):  # of both parities
        address = keys.single("p2tr", None, number.to_bytes(32, "big"))
        assert address.script == b"\x51\x20" + keys.public_key(*address.secrets)[1:]


@pytest.mark.parametrize("lock", ["p2wsh", "p2sh-multisig"])
def test_two_of_three_hide_a_rule_with_their_keys_in_order(lock):
    secrets = tuple(number.to_bytes(32, "big") for number in (9, 2, 5))
    address = keys.two_of_three(lock, None, secrets)
    public = sorted(keys.public_key(secret) for secret in secrets)
    rule = b"\x52" + b"".join(b"\x21" + key for key in public) + b"\x53\xae"
    assert address.redeem == rule
    assert [keys.public_key(secret) for secret in address.secrets] == public
    assert sorted(address.secrets) == sorted(secrets)
    name = hashlib.sha256(rule).digest() if lock == "p2wsh" else keys.hash160(rule)
    assert (
        address.script
        == {
            "p2wsh": b"\x00\x20" + name,
            "p2sh-multisig": b"\xa9\x14" + name + b"\x87",
        }[lock]
    )
    assert address.script == keys.two_of_three(lock, None, secrets[::-1]).script


def test_a_secret_follows_from_seed_wallet_and_number():
    digest = hashlib.sha512(b"nps-chain world\n3\nAnn, savings\n12").digest()
    expected = int.from_bytes(digest, "big") % (keys.ORDER - 1) + 1
    assert keys.secret(3, "Ann, savings", 12) == expected.to_bytes(32, "big")
    told = {
        keys.secret(seed, name, number)
        for seed in (0, 1) for name in ("Ann", "Bob") for number in (1, 2)
    }  # fmt: skip
    assert len(told) == 8


def test_an_address_is_written_as_regtest_writes_it():
    address = keys.single("p2wpkh", None, bytes.fromhex(FIRST["p2wpkh"][0]))
    assert address.text == addresses.format(address.script, "regtest")
    assert address.text == "bcrt1qcr8te4kr609gcawutmrza0j4xv80jy8zeqchgx"
