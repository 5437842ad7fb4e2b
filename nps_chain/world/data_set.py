"""The folder of a simulated data set: which files it has, and when it may be written."""

from pathlib import Path

from nps_chain import exhibits
from nps_chain.chain.schema import TABLES
from nps_chain.chain.store.manifest import NAME as CHAIN
from nps_chain.errors import NpsError
from nps_chain.groundtruth.store import FOLDER as TRUTH

CARD, SCENARIO, MEMPOOL, EXHIBITS = "README.md", "scenario.toml", "mempool.csv", exhibits.FILE
PAGES, FOLDERS, EXCHANGES, BLOCKS = "pages", "folders", "exchanges", "blocks"
PAGES_TRUTH, SHOWN_TRUTH = f"{TRUTH}/pages.csv", f"{TRUTH}/shown.csv"
WRONG_TRUTH = f"{TRUTH}/folders.csv"
OFFICES, MEMBERSHIPS = "offices.csv", "memberships.csv"

_OWN = {
    CHAIN, TRUTH, CARD, SCENARIO, MEMPOOL, EXHIBITS, PAGES, FOLDERS, EXCHANGES, BLOCKS, OFFICES,
    MEMBERSHIPS,
}  # fmt: skip


def refuse_foreign(folder: Path) -> None:
    """Raise an NpsError if a data set may not be put here: it would remove other things."""
    if not folder.exists():
        return
    if not folder.is_dir():
        raise NpsError(f"{folder} is a file; a data set is a folder.")
    held = sorted(path.name for path in folder.iterdir())
    foreign = [name for name in held if name not in _OWN and not _is_table(name)]
    if foreign or (held and not {CHAIN, SCENARIO} <= set(held)):
        raise NpsError(
            f"{folder} holds other things than a simulated data set ({(foreign or held)[0]});"
            " choose a new or empty folder."
        )


def _is_table(name: str) -> bool:
    return name.endswith(".parquet") and name.split("-")[0] in TABLES
