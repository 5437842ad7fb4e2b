"""The materials: on which data a report rests, so that another can tell whether he has the same."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from operator import attrgetter

import pandas as pd

from nps_chain.chain.store.manifest import NAME, canonical_hash, read_manifest
from nps_chain.chain.tables import Chain
from nps_chain.errors import NpsError
from nps_chain.evidence.folder import INDEX, Folder
from nps_chain.evidence.report.paths import written
from nps_chain.evidence.report.workings import Workings
from nps_chain.places import data_folders


@dataclass(frozen=True)
class ChainUsed:
    """A chain among the materials.

    Attributes
    ----------
    name, code : str
        Its name in the workings, and the call that it is from.
    network : str
        Of which it is.
    first, height : int
        Heights of its first and last block.
    hash : str
        Of its last block.
    time : pandas.Timestamp
        Of its last block, UTC.
    sha256 : str
        Of its columns; see :func:`nps_chain.chain.store.manifest.canonical_hash`.
    notes : tuple of str
        What its source lacked.
    """

    name: str
    code: str
    network: str
    first: int
    height: int
    hash: str
    time: pd.Timestamp
    sha256: str
    notes: tuple[str, ...]


@dataclass(frozen=True)
class FolderUsed:
    """An agency's folder among the materials: its name, whose, how many files, and its index."""

    name: str
    agency: str
    country: str
    files: int
    sha256: str


def chains_used(workings: Workings) -> list[ChainUsed]:
    """Return the chains that the workings made or were given, in their order."""
    return [_chain_used(workings, name, chain) for name, chain in workings.chains()]


def folders_used(workings: Workings) -> list[FolderUsed]:
    """Return the agencies' folders that the workings opened, in their order."""
    return [
        FolderUsed(
            name, one.agency, one.country, len(one.index),
            hashlib.sha256(one.bytes(INDEX)).hexdigest(),
        )
        for name, one in workings.results.items()
        if isinstance(one, Folder)
    ]  # fmt: skip


def where_it_is_kept(chain: Chain) -> str:
    """Return the call that loads a chain which is at hand, from the data sets.

    Raises
    ------
    NpsError
        If it is in none of them.
    """
    sha256 = canonical_hash(chain)
    seen: set[str] = set()
    for name, its in _data_sets():
        if name not in seen and its == sha256:
            return f"nps.load({written(name)})"
        seen.add(name)
    raise NpsError(
        "This chain is in no data set, so nobody could load it again: let the report load it, as in"
        ' report.call("chain", nps.load, "a folder"), or cut it, as in'
        ' report.call("known", chain.upto, 1200).'
    )


def _data_sets() -> Iterator[tuple[str, str]]:
    """Yield the data sets, those that are found first by a name first, with the chain's hash."""
    for place in data_folders():
        for path in sorted(place.glob(f"*/{NAME}"), key=attrgetter("parent.name")):
            try:
                yield path.parent.name, read_manifest(path.parent).sha256
            except (NpsError, OSError):
                continue  # a folder that can't be loaded isn't where the chain came from


def _chain_used(workings: Workings, name: str, chain: Chain) -> ChainUsed:
    last = chain.block(chain.height)
    return ChainUsed(
        name,
        workings.steps[name].code,
        chain.network,
        int(chain.columns.blocks.height[0]),
        last.height,
        last.hash,
        last.time,
        canonical_hash(chain),
        chain.notes,
    )
