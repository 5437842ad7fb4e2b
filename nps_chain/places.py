"""Where the course's files live: the checkout, the installed package, a participant's working copy.

Data sets are looked for in a fixed order, so that one variable, ``NPS_DATA``, runs every lesson on
other data. Each is taken whole from one place: what it lacks isn't filled up from another of its
name, which may tell of another world. Nothing is read here: the module only knows places, and so
may be imported by all.
"""

import os
from pathlib import Path

from nps_chain.errors import SetupError

PACKAGE = Path(__file__).resolve().parent
RECORD = ".nps-chain.json"  # set-up writes it into a working copy, and so marks one


def checkout() -> Path | None:
    """Return the root of the source tree that this package runs from, or None."""
    root = PACKAGE.parent
    return root if (root / "start.py").is_file() else None


def shipped() -> Path:
    """Return the folder whose ``notebooks`` and ``datasets`` came with this package.

    Raises
    ------
    SetupError
        If the package came without the course.
    """
    root = checkout() or PACKAGE / "_course"
    if not root.is_dir():
        raise SetupError(
            f"The lessons and data sets are missing beside {PACKAGE}; install nps-chain again."
        )
    return root


def working_copy() -> Path | None:
    """Return the participant's copy of the course that the current folder lies in, if any."""
    here = Path.cwd()
    return next((folder for folder in (here, *here.parents) if (folder / RECORD).is_file()), None)


def data_folders() -> list[Path]:
    """Return the folders that hold data sets, in the order in which a name is looked up.

    ``NPS_DATA``, the working copy, then the checkout or the installed package; only those that
    exist.

    Raises
    ------
    SetupError
        If ``NPS_DATA`` names no folder: other data must not be taken silently.
    """
    chosen = os.environ.get("NPS_DATA")
    if chosen and not Path(chosen).is_dir():
        raise SetupError(
            f"NPS_DATA names {chosen}, which is no folder; correct the variable or remove it."
        )
    roots = (working_copy(), checkout(), PACKAGE / "_course")
    folders = [Path(chosen)] if chosen else []
    folders += [root / "datasets" for root in roots if root is not None]
    return [folder for folder in folders if folder.is_dir()]


def data_set(name: str) -> Path | None:
    """Return the folder of a data set, from the first place that has one of that name, or None."""
    return next((top / name for top in data_folders() if (top / name).is_dir()), None)


def data_sets(holding: str) -> list[str]:
    """Return the names of the data sets that hold such a file, sorted."""
    depth = len(Path(holding).parts)
    found = {path.parents[depth - 1] for top in data_folders() for path in top.glob(f"*/{holding}")}
    return sorted(folder.name for folder in found if folder == data_set(folder.name))


def data_path(name: str) -> Path:
    """Return a file or folder of a data set.

    Parameters
    ----------
    name : str
        Its path below a folder of data sets, with ``/``, such as ``core-regtest/blocks``.

    Raises
    ------
    SetupError
        If no place has such a data set, or the first that has one lacks the file.
    """
    first, *rest = name.split("/")
    found = data_set(first)
    if found is None or not found.joinpath(*rest).exists():
        looked = str(found) if found else ", ".join(map(str, data_folders()))
        looked = looked or "no folder, for none exists"
        raise SetupError(f"There is no data named {name!r}; this was looked through: {looked}.")
    return found.joinpath(*rest)
