"""Keys and signatures as Sequoia PGP reads them, and never an error of its own.

Whether a key had expired is judged as of today. Source: RFC 9580.
"""

from collections.abc import Mapping
from typing import NamedTuple

import pysequoia

from nps_chain.evidence.pgp.blocks import dearmored
from nps_chain.harmless import harmless

_MOST_KEYS = 300  # that a signature is tried against, if none is named as its own
_MOST_NAMES = 5
_NAME = 200  # characters


class Verified(NamedTuple):
    """What came of verifying a signature.

    Attributes
    ----------
    signer : str
        The fingerprint of the key by which it holds; else that which it names as its own.
    holds : bool
        Whether it does.
    said : bytes
        What was signed; empty, if it doesn't hold.
    made : str
        When it was made, in UTC, as the signer wrote it; empty, if nothing is said.
    broken : str
        Why it is no signature at all, empty if it is one.
    """

    signer: str = ""
    holds: bool = False
    said: bytes = b""
    made: str = ""
    broken: str = ""


def certs_of(armored: str) -> tuple[list[pysequoia.Cert], str]:
    """Return the keys of a block; or none, and why."""
    try:
        return pysequoia.Cert.split_bytes(dearmored(armored)), ""
    except ValueError as error:
        return [], f"It is no key: {error}"
    except RuntimeError:
        return [], "It is no key: what it holds can't be read."


def names_of(cert: pysequoia.Cert) -> tuple[str, ...]:
    """Return the names that a key has confirmed by its own signature, each in one line."""
    try:
        return tuple(harmless(str(name), _NAME) for name in cert.user_ids[:_MOST_NAMES])
    except RuntimeError:  # it has none, or somebody put another in
        return ()


def named(certs: Mapping[str, pysequoia.Cert], names: list[str]) -> list[pysequoia.Cert]:
    """Return keys by fingerprint or long id; all, where a subkey may be meant."""
    wanted = [name.upper() for name in names]
    found = [
        cert
        for name, cert in certs.items()
        if any(name.endswith(one) for one in wanted if len(one) >= 16)
    ]
    return found or list(certs.values())[:_MOST_KEYS]


def verified(said: str, armored: str, certs: Mapping[str, pysequoia.Cert]) -> Verified:
    """Return what comes of verifying a signature.

    Parameters
    ----------
    said : str
        The message from its first line to the signature's block.
    armored : str
        That block.
    certs : dict of str to Cert
        Keys by their fingerprints, in capitals.
    """
    try:
        data = dearmored(armored)
        signature = pysequoia.Sig.from_bytes(data)
    except ValueError as error:
        return Verified(broken=f"It is no signature: {error}")
    except RuntimeError:
        return Verified(broken="It is no signature: what it holds can't be read.")
    made = f"{signature.created:%Y-%m-%dT%H:%M:%SZ}" if signature.created else ""
    armor = pysequoia.armor(data, pysequoia.ArmorKind.Signature)
    said = f"{said.rstrip(' ').removesuffix(chr(10))}\n"
    bare = "\n".join(line.strip() for line in said.split("\n"))
    for message in (said + armor, bare + armor):  # the second, if a page moved its lines in
        try:
            held = pysequoia.verify(message.encode(), store=lambda names: named(certs, names))
        except RuntimeError:
            continue
        for each in held.valid_sigs:
            return Verified(str(each.certificate).upper(), True, held.bytes or b"", made)
    return Verified((signature.issuer_fingerprint or "").upper(), made=made)
