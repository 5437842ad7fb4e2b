"""The participant's working copy: handed out, renewed, and never overwritten.

A record in the copy keeps a fingerprint of each file as it was handed out. A file that still has it
is as the course left it, and may be renewed; any other is the participant's, and is kept, with the
course's newer version put beside it. A lesson's fingerprint is that of its cells' text: JupyterLab
saves a notebook that was only opened or run, and that changes nothing of the participant's.
"""

import hashlib
import json
import os
import shutil
from pathlib import Path

from nps_chain.errors import SetupError
from nps_chain.places import RECORD
from nps_chain.setup import checksums
from nps_chain.setup.checksums import files


def hand_out(source: Path, folder: Path, part: str = "") -> list[str]:
    """Bring a working copy up to date; return a sentence for each file that needs a word.

    Parameters
    ----------
    source : Path
        The folder that holds the course's files.
    folder : Path
        The working copy, made if need be.
    part : str
        Where in the working copy they belong, as ``datasets``; at its top by default.
    """
    target = folder / part
    target.mkdir(parents=True, exist_ok=True)
    record = _read_record(folder)
    before, said = record.get(part, {}), []
    now = {path: fingerprint(source / path) for path in files(source)}
    for path, digest in now.items():
        mine, news = target / path, before.get(path) != digest
        if not mine.exists() or (news and fingerprint(mine) == before.get(path)):
            _copy(source / path, mine)
        elif news and fingerprint(mine) != digest:
            aside = free_name(mine, "new")
            _copy(source / path, aside)
            said.append(f"You changed {mine.name}, so it is kept; the new version is {aside.name}.")
    for path in before.keys() - now.keys():
        gone = target / path
        if gone.is_file() and fingerprint(gone) == before[path]:
            gone.unlink()
    _write_record(folder, record | {part: now})
    return said


def reset(source: Path, folder: Path, lesson: str) -> str:
    """Hand one lesson out again; return a sentence that says where the participant's own is kept.

    Parameters
    ----------
    source, folder : Path
        As for `hand_out`.
    lesson : str
        Its number, its name, or its path.

    Raises
    ------
    SetupError
        If no lesson, or more than one, is meant.
    """
    lessons = names(source)
    wanted = lesson.replace("\\", "/").removesuffix(".ipynb")
    meant = [name for name in lessons if _means(name, wanted)]
    if len(meant) != 1:
        known = ", ".join(Path(name).stem for name in lessons)
        raise SetupError(f"No one lesson is called {lesson!r}; the lessons are: {known}.")
    mine, fresh = folder / meant[0], source / meant[0]
    kept = ""
    if mine.exists() and fingerprint(mine) != fingerprint(fresh):
        aside = free_name(mine, "mine")
        mine.rename(aside)
        kept = f" Your own is kept as {aside.name}."
    _copy(fresh, mine)
    record = _read_record(folder)
    record.setdefault("", {})[meant[0]] = fingerprint(fresh)
    _write_record(folder, record)
    return f"{mine.name} is as it was handed out.{kept} Close it in JupyterLab and open it again."


def names(source: Path) -> list[str]:
    """Return the paths of the lessons below a folder in the order of the course.

    A lesson's number says its place; those without one are extras, and come last.
    """
    lessons = (path for path in files(source) if path.endswith(".ipynb"))
    return sorted(lessons, key=lambda path: (not Path(path).name[0].isdigit(), path))


def fingerprint(file: Path) -> str:
    """Return the SHA-256 of what a file says: of a notebook's cells, or of any other file's bytes.

    A notebook that can't be read counts by its bytes.
    """
    if file.suffix == ".ipynb":
        try:
            cells = json.loads(file.read_text(encoding="utf-8"))["cells"]
            said = [[cell["cell_type"], "".join(cell["source"])] for cell in cells]
            return hashlib.sha256(json.dumps(said).encode()).hexdigest()
        except (ValueError, KeyError, TypeError):
            pass
    return checksums.sha256(file)


def free_name(file: Path, word: str) -> Path:
    """Return a path beside a file that nothing has yet: ``lesson.mine.ipynb``, or with a number."""
    numbers = ["", *(f"-{number}" for number in range(2, 1000))]
    names = (file.with_name(f"{file.stem}.{word}{number}{file.suffix}") for number in numbers)
    free = next((name for name in names if not os.path.lexists(name)), None)
    if free is None:
        raise SetupError(f"There are too many copies of {file.name} in {file.parent}: remove some.")
    return free


def _means(path: str, wanted: str) -> bool:
    stem = Path(path).stem
    return wanted in {path.removesuffix(".ipynb"), stem, stem.split("_")[0]}


def _copy(source: Path, target: Path) -> None:
    """Copy a file beside its place, then rename it, so that it is never there in part."""
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name(f".{target.name}.part")
    try:
        shutil.copyfile(source, beside)
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)


def _read_record(folder: Path) -> dict[str, dict[str, str]]:
    """Return the fingerprints handed out, by part and path; none if the record can't be read.

    Without its record every file that differs counts as changed by the participant.
    """
    try:
        handed = json.loads((folder / RECORD).read_text(encoding="utf-8"))["handed out"]
        return {part: dict(prints) for part, prints in handed.items()}
    except (FileNotFoundError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def _write_record(folder: Path, record: dict[str, dict[str, str]]) -> None:
    beside = folder / f"{RECORD}.part"
    beside.write_text(
        json.dumps({"handed out": record}, indent=1) + "\n", encoding="utf-8", newline="\n"
    )
    beside.replace(folder / RECORD)
