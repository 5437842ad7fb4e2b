"""Addresses: how people write locking scripts, with a checksum, on every Bitcoin network.

An address is no account; it is short for a locking script, and its checksum catches a slip of the
pen before money or an accusation goes astray. Whole chains are written in bulk by a kernel
(`encode`); a single text from a page or an exhibit is checked, with the reason for a refusal
(`check`).

Limits: a valid address need not ever have been used. The test networks share prefixes, so an
address doesn't say which of them it is from; unless a network is asked for, it is called "test"
("regtest" if it begins with ``bcrt1``).

Source: BIP 13, 16, 141, 173 and 350.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa

from nps_chain.chain.address import base58, bech32
from nps_chain.chain.address.kernels import write_all
from nps_chain.chain.address.lookalike import OTHER_COINS, recognise
from nps_chain.chain.address.script import classify
from nps_chain.chain.networks import NETWORKS, Network
from nps_chain.errors import AddressError

# Ours, or one case throughout and a 1 after some letters, as other coins write theirs.
_BECH32 = re.compile(r"(?i:bc|tb|bcrt)1|([a-z]{2,9}1[a-z0-9]{6,}|[A-Z]{2,9}1[A-Z0-9]{6,})$")
_ANCHOR = b"\x51\x02\x4e\x73"  # pay to anchor


@dataclass(frozen=True)
class Checked:
    """What a text was found to be.

    Attributes
    ----------
    valid : bool
        Is it an address, and of the network asked for, if one was?
    network, type : str or None
        Names in ``NETWORKS`` and ``SCRIPT_TYPES``. Also known of an address that is refused only
        for its network.
    why : str
        A sentence for people, which names the mistake if there is one.
    script : bytes or None
        The locking script that a valid address stands for.
    """

    valid: bool
    network: str | None
    type: str | None
    why: str
    script: bytes | None


def check(text: str, network: str | None = None) -> Checked:
    """Return what ``text`` is: an address, or why not. No text makes it raise.

    Parameters
    ----------
    text : str
        Anything, from anywhere.
    network : str, optional
        A name in ``NETWORKS``; addresses of other networks are refused.

    Examples
    --------
    >>> check("bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5").why[:22]
    'Its checksum is wrong:'
    """
    if network is not None:
        _prefixes(network)
    try:
        networks, kind, script = _read(text)
    except AddressError as refusal:
        return Checked(False, None, None, str(refusal), None)
    named = " or ".join(networks)
    if network is not None and network not in networks:
        why = f"It is an address of {named}, not of {network}."
        return Checked(False, networks[0], kind, why, None)
    why = f"It is a {kind} address of {named}, and its checksum is right."
    return Checked(True, network or networks[0], kind, why, script)


def parse(text: str, network: str | None = None) -> tuple[str, bytes]:
    """Return the network and the locking script of an address.

    Raises
    ------
    AddressError
        What `check` refuses. The message shows only the ends of a long text, which may be a secret.
    """
    found = check(text, network)
    if found.network is None or found.script is None:
        shown = str(text)
        shown = shown if len(shown) <= 16 else f"{shown[:6]}…{shown[-4:]}"
        raise AddressError(f"{shown!r} is refused as an address. {found.why}")
    return found.network, found.script


def _read(text: str) -> tuple[tuple[str, ...], str, bytes]:
    """Return the networks that an address may be of, its type, and its script."""
    if not isinstance(text, str):
        raise AddressError(f"An address is a text; this is something else ({type(text).__name__}).")
    if refusal := recognise(text):
        raise AddressError(refusal)
    if _BECH32.match(text):
        return _read_witness(text)
    data = base58.decode_checked(text)
    version, payload = data[0], data[1:]
    if len(payload) != 20:
        raise AddressError(f"It holds {len(payload)} bytes, where an address has 20.")
    for kind, script in (
        ("p2pkh", b"\x76\xa9\x14" + payload + b"\x88\xac"),
        ("p2sh", b"\xa9\x14" + payload + b"\x87"),
    ):
        networks = tuple(n for n, known in NETWORKS.items() if getattr(known, kind) == version)
        if networks:
            return networks, kind, script
    raise AddressError(
        f"It looks like an address of {OTHER_COINS[version]}."
        if version in OTHER_COINS
        else f"Its checksum is right, but its version, {version}, is of no Bitcoin network."
    )


def _read_witness(text: str) -> tuple[tuple[str, ...], str, bytes]:
    prefix, values, checksum = bech32.decode(text)
    networks = tuple(n for n, prefixes in NETWORKS.items() if prefixes.bech32 == prefix)
    if not networks:
        raise AddressError(
            f"Its checksum is right, but its prefix, {prefix!r}, is of no Bitcoin network."
        )
    version, program = bech32.decode_witness(values, checksum)
    script = bytes([0x50 + version if version else 0, len(program)]) + program
    if version == 0:
        return networks, "p2wpkh" if len(program) == 20 else "p2wsh", script
    if version == 1 and len(program) == 32:
        return networks, "p2tr", script
    return networks, "p2a" if script == _ANCHOR else "witness_unknown", script


def encode(
    scripts: np.ndarray,
    start: np.ndarray,
    length: np.ndarray,
    script_type: np.ndarray,
    network: str,
) -> pa.LargeStringArray:
    """Return how each locking script is written, as the address table has it.

    A script without an address reads ``script:`` and the first 16 hexadecimal digits of its
    SHA-256; one that can't be spent is null.

    Parameters
    ----------
    scripts, start, length
        The scripts, as for :func:`nps_chain.chain.address.script.classify`.
    script_type : int8[n]
        What ``classify`` returned for them. Nothing else will do: it says where to read.
    network : str
        A name in ``NETWORKS``.

    Returns
    -------
    pyarrow.LargeStringArray
        n texts in ASCII.
    """
    prefixes = _prefixes(network)
    text, ends, written = write_all(
        scripts,
        start,
        length,
        script_type,
        prefixes.p2pkh,
        prefixes.p2sh,
        np.frombuffer(prefixes.bech32.encode(), np.uint8),
    )
    bits = np.packbits(written, bitorder="little")
    buffers = [pa.py_buffer(bits), pa.py_buffer(ends), pa.py_buffer(text)]
    return pa.Array.from_buffers(pa.large_string(), len(start), buffers)


def format(script: bytes, network: str) -> str | None:
    """Return how one locking script is written, as `encode` does for many."""
    scripts = np.frombuffer(script, np.uint8)
    start, length = np.zeros(1, np.int64), np.array([len(script)], np.int32)
    kind = classify(scripts, start, length)
    return encode(scripts, start, length, kind, network)[0].as_py()


def decode(
    texts: Sequence[str | None] | pa.Array, network: str
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the locking scripts of many addresses, for sources that give no scripts.

    Parameters
    ----------
    texts
        Addresses, many of them repeated; each distinct one is decoded once.
    network : str
        The network that they must be of, a name in ``NETWORKS``.

    Returns
    -------
    scripts, start, length
        As `encode` takes them. The length is -1 where a text is no address of the network.
    """
    rows, distinct = pd.factorize(np.asarray(texts, dtype=object))
    found = [check(text, network).script for text in distinct]
    # None and its like have row -1: the last of these, which is no script either.
    length = np.array([-1 if s is None else len(s) for s in found] + [-1], np.int32)
    ends = np.cumsum(np.maximum(length, 0), dtype=np.int64)
    scripts = np.frombuffer(b"".join(s for s in found if s is not None), np.uint8)
    return scripts, (ends - np.maximum(length, 0))[rows], length[rows]


def _prefixes(network: str) -> Network:
    if network not in NETWORKS:
        raise AddressError(f"There is no network {network!r}; choose from {', '.join(NETWORKS)}.")
    return NETWORKS[network]
