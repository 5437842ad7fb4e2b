"""Which of Bitcoin's networks data are of, by what they tell: block 0, proof of work, addresses.

The test networks have much in common, so each piece of evidence only rules networks out; of those
left the first one counts, which is the main one for data that could be from anywhere.
"""

from collections.abc import Iterable
from itertools import islice

from nps_chain.chain.address import check
from nps_chain.chain.networks import NETWORKS
from nps_chain.chain.wire.hashes import shown, target
from nps_chain.errors import ChainError

ENOUGH = 4
"""So many addresses are looked at."""


def network_of(
    asked: str | None = None,
    *,
    genesis: bytes | None = None,
    bits: int | None = None,
    addresses: Iterable[str] = (),
) -> str:
    """Return the name of the network that data are of.

    Parameters
    ----------
    asked : str, optional
        What the user says. It decides between networks that the data fit alike.
    genesis : bytes, optional
        The hash of block 0, in the order of the wire; one that no network is known by is ignored.
    bits : int, optional
        The compact bits of any header.
    addresses : iterable of str
        Texts that may be addresses.

    Raises
    ------
    ChainError
        If the data contradict the user or themselves, or there is no such network as asked for.
    """
    if asked is not None and asked not in NETWORKS:
        raise ChainError(f"There is no network {asked!r}: choose from {', '.join(NETWORKS)}.")
    fits = list(NETWORKS)
    if genesis is not None:
        fits = [name for name in fits if NETWORKS[name].genesis == shown(genesis)] or fits
    if bits is not None:
        fits = [name for name in fits if _may_ask(name, bits)]
    for text in islice((text for text in addresses if check(text).valid), ENOUGH):
        fits = [name for name in fits if check(text, name).valid]
    if not fits:
        raise ChainError(
            "The addresses, the proof of work and the first block are not of one network."
            " The data are mixed; read each network's files on their own."
        )
    if asked is not None and asked not in fits:
        raise ChainError(
            f"The data are of the network {' or '.join(fits)}, not of {asked}."
            " Leave the network out, or read another file."
        )
    return asked or fits[0]


def _may_ask(name: str, bits: int) -> bool:
    """Whether a header of this network may ask for so much work: regtest's never asks for more."""
    easiest = NETWORKS[name].easiest
    return bits == easiest if name == "regtest" else 0 < target(bits) <= target(easiest)
