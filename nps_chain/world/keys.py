"""Keys, and the locks that they open: how a simulated wallet comes by its addresses.

A wallet's keys follow from the world's seed, the wallet's name and a running number, as a real
wallet's follow from its seed words. The coins are worthless and the seeds public, so nothing here
is a secret; a real wallet draws its seed from true chance.

A lock is named as investigators name it. Two of them hide a rule behind a hash: ``p2wsh`` and
``p2sh-multisig`` are opened by two keys of three.

Sources: BIP 16, 49, 67 (order of keys), 84, 86 and 341 (taproot, spent by key), 141.
"""

import hashlib
from functools import cached_property
from typing import TYPE_CHECKING

from nps_chain.chain import address as addresses
from nps_chain.chain.wire.sighash import tagged_hash
from nps_chain.errors import NpsError

try:
    from coincurve import PublicKey
except ModuleNotFoundError as missing:
    raise NpsError(
        "Playing a world needs coincurve, which isn't installed: pip install 'nps-chain[simulate]'."
    ) from missing

if TYPE_CHECKING:
    from nps_chain.world.wallets import Wallet

INPUT_WEIGHT = {
    "p2pkh": 592, "p2wpkh": 272, "p2sh-p2wpkh": 364, "p2tr": 230, "p2wsh": 418,
    "p2sh-multisig": 1188,
}  # fmt: skip
"""Weight units that an input of each lock takes, its signature of the usual length included."""

ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141
"""How many keys there are on Bitcoin's curve."""


class Address:
    """A lock on record: its script, whose wallet it is in, and the keys that open it.

    Attributes
    ----------
    script : bytes
        The locking script.
    lock : str
        A name in `INPUT_WEIGHT`.
    wallet : Wallet
        The one wallet that it belongs to.
    secrets : tuple of bytes
        Its secret keys in the order of their public keys: one, or three of which two sign.
    redeem : bytes
        What is revealed on spending beside signatures: a public key or a script.
    paid : int
        How many outputs on the chain have paid it.
    """

    __slots__ = ("__dict__", "lock", "paid", "redeem", "script", "secrets", "wallet")

    def __init__(
        self, script: bytes, lock: str, wallet: "Wallet", secrets: tuple[bytes, ...], redeem: bytes
    ) -> None:
        self.script, self.lock, self.wallet = script, lock, wallet
        self.secrets, self.redeem = secrets, redeem
        self.paid = 0

    @cached_property
    def text(self) -> str:
        """As people write it."""
        text = addresses.format(self.script, "regtest")
        assert text is not None, "each lock here has an address"
        return text

    def __repr__(self) -> str:
        return f"Address({self.text}, of {self.wallet.name})"


def secret(seed: int, wallet: str, number: int) -> bytes:
    """Return the 32 bytes of a wallet's secret key of a number."""
    name = f"nps-chain world\n{seed}\n{wallet}\n{number}".encode()
    return (int.from_bytes(hashlib.sha512(name).digest(), "big") % (ORDER - 1) + 1).to_bytes(
        32, "big"
    )


def public_key(secret_key: bytes) -> bytes:
    """Return the 33 bytes of the public key."""
    # A PrivateKey would work out two public keys, and this is half of what a new address costs.
    return PublicKey.from_valid_secret(secret_key).format()


def hash160(data: bytes) -> bytes:
    """Return RIPEMD-160 of SHA-256, by which older addresses name a key or script."""
    return hashlib.new("ripemd160", hashlib.sha256(data).digest()).digest()


def single(lock: str, wallet: "Wallet", secret_key: bytes) -> Address:
    """Return an address that one key opens."""
    public = public_key(secret_key)
    if lock == "p2tr":
        # BIP 86: no scripts, and the key is tweaked by its own hash.
        tweak = int.from_bytes(tagged_hash("TapTweak", public[1:]), "big")
        number = int.from_bytes(secret_key, "big")
        if public[0] == 3:
            number = ORDER - number
        tweaked = ((number + tweak) % ORDER).to_bytes(32, "big")
        return Address(b"\x51\x20" + public_key(tweaked)[1:], lock, wallet, (tweaked,), b"")
    name = hash160(public)
    script = {
        "p2pkh": b"\x76\xa9\x14" + name + b"\x88\xac",
        "p2wpkh": b"\x00\x14" + name,
    }.get(lock) or b"\xa9\x14" + hash160(b"\x00\x14" + name) + b"\x87"
    return Address(script, lock, wallet, (secret_key,), public)


def two_of_three(lock: str, wallet: "Wallet", secret_keys: tuple[bytes, bytes, bytes]) -> Address:
    """Return an address that two of three keys open; the public keys stand in sorted order."""
    pairs = sorted((public_key(key), key) for key in secret_keys)
    redeem = b"\x52" + b"".join(b"\x21" + public for public, _ in pairs) + b"\x53\xae"
    secrets = tuple(key for _, key in pairs)
    if lock == "p2wsh":
        script = b"\x00\x20" + hashlib.sha256(redeem).digest()
    else:
        script = b"\xa9\x14" + hash160(redeem) + b"\x87"
    return Address(script, lock, wallet, secrets, redeem)
