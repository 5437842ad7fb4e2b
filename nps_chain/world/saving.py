"""A world as the folder of a data set: chain, truth, and what people could know.

All of it is written into a folder beside, which then takes the place of what is there. So a data
set is the old one or the new one, and never has files of both.
"""

import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import astuple, fields
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

import pandas as pd

from nps_chain import exhibits
from nps_chain.errors import NpsError
from nps_chain.groundtruth import store as truth
from nps_chain.world import mempool_log
from nps_chain.world.card import card
from nps_chain.world.channels import Membership
from nps_chain.world.data_set import (
    BLOCKS,
    CARD,
    EXCHANGES,
    EXHIBITS,
    FOLDERS,
    MEMBERSHIPS,
    MEMPOOL,
    OFFICES,
    PAGES,
    PAGES_TRUTH,
    SCENARIO,
    SHOWN_TRUTH,
    WRONG_TRUTH,
    refuse_foreign,
)
from nps_chain.world.folders.folder import Wrong
from nps_chain.world.offices import Office
from nps_chain.world.pages import folder as pages

if TYPE_CHECKING:
    from nps_chain.world.world import World


def save(world: "World", folder: Path, *, blocks: bool) -> None:
    """Write a world as a data set, in place of one that is there.

    Raises
    ------
    NpsError
        If the folder holds other things, or can't be written. Then it is as it was.
    """
    try:
        refuse_foreign(folder)
        folder = folder.absolute()
        folder.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
        try:
            new = beside / "new"
            new.mkdir()
            _write(world, new, blocks)
            if folder.exists():
                folder.rename(beside / "old")
            new.rename(folder)
        finally:
            if (beside / "old").exists() and not folder.exists():
                (beside / "old").rename(folder)
            shutil.rmtree(beside, ignore_errors=True)
    except (OSError, ValueError) as error:  # no name of a folder can have the character zero
        raise NpsError(
            f"The world can't be saved in {folder!s:.200}:"
            f" {getattr(error, 'strerror', None) or error}. Make room or choose another folder,"
            " then save again."
        ) from error


def _write(world: "World", folder: Path, blocks: bool) -> None:
    world.chain.save(folder)
    truth.save(world.truth, folder / truth.FOLDER)
    if blocks:
        (folder / BLOCKS).mkdir()
        shutil.copyfile(world.blocks.path, folder / BLOCKS / world.blocks.path.name)
    files = {
        SCENARIO: world.scenario.to_toml().encode(),
        EXHIBITS: exhibits.written(world.exhibits.values()),
        MEMPOOL: mempool_log.written(world.log),
        CARD: card(world, blocks=blocks).encode(),
    }
    if world.pages:
        pages.write_pages(world.pages, folder / PAGES)
        files[PAGES_TRUTH] = _csv(pages.truth(world.pages))
        files[SHOWN_TRUTH] = _csv(pages.shown(world.pages))
    for top, owners in ((FOLDERS, world.folders), (EXCHANGES, world.exchanges)):
        for owner, held in owners.items():
            files |= {f"{top}/{owner}/{path}": data for path, data in held.items()}
    if world.folders:
        files[WRONG_TRUTH] = _rows(Wrong, world.wrong)
    if world.offices:
        files[OFFICES] = _rows(Office, world.offices)
        files[MEMBERSHIPS] = _rows(Membership, world.memberships)
    for path, data in files.items():
        file = folder / PurePosixPath(path)
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("xb") as opened:  # never over another, whose name differs in case alone
            opened.write(data)


def _rows(kind: Any, rows: Sequence[Any]) -> bytes:
    names = [field.name for field in fields(kind)]
    return _csv(pd.DataFrame([astuple(one) for one in rows], columns=names))


def _csv(frame: pd.DataFrame) -> bytes:
    return str(frame.to_csv(index=False, lineterminator="\n")).encode()
