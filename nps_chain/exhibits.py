"""Exhibits: what a case names, under names that stay when the data change.

A lesson says ``ADP-1``, not a txid: with another seed, or for another team, the same name stands
for another transaction that plays the same part. The names of a data set are in ``exhibits.json``
of its folder; whoever made the data wrote it, and it is as little trusted as any file.
"""

import json
import os
import re
from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from nps_chain.errors import NpsError
from nps_chain.places import data_set, data_sets

FILE = "exhibits.json"
FORMAT = "nps-chain-exhibits"
VERSION = 1

SYNTHETIC = "SYNTHETIC: all of this is invented, and nobody in it is real."
"""What stands in the file for whoever opens it by itself."""

LARGEST = 1_000_000
"""Bytes of the file; a full one has some tens of thousands."""

KINDS: dict[str, str] = {
    "transaction": "[0-9a-f]{64}",
    "output": "[0-9a-f]{64}:[0-9]{1,9}",
    "address": "[0-9A-Za-z:]{10,120}",
    "page": r"(?!\.)[\w.-]{1,80}(/(?!\.)[\w.-]{1,80}){0,5}",
    "tag": r"\S(.{0,98}\S)?",
    "entity": r"\S(.{0,98}\S)?",
}
"""What an exhibit may be, and what its value looks like: a page is a file below ``pages``."""

_NAME = re.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,59}")
_SET_NAME = re.compile("[A-Za-z0-9_-]+")
_MOST = 600  # characters of a sentence
_GET_AGAIN = "Get the folder again from its source."


class Exhibit(str):
    """What an exhibit's name stands for: a text to be used as such, with what is known of it.

    Attributes
    ----------
    name : str
        Such as ``ADP-1``.
    kind : str
        In `KINDS`.
    about : str
        A sentence that says what it is in the story.

    Raises
    ------
    NpsError
        If the value doesn't fit the kind, or a text can't be shown.

    Examples
    --------
    >>> purchase = Exhibit("ab" * 32, name="ADP-1", kind="transaction", about="A purchase.")
    >>> purchase[:8], purchase.kind, purchase.about
    ('abababab', 'transaction', 'A purchase.')
    """

    __slots__ = ("about", "kind", "name")
    name: str
    kind: str
    about: str

    def __new__(cls, value: str, *, name: str, kind: str, about: str) -> "Exhibit":
        """Return an exhibit that was checked."""
        if not all(isinstance(text, str) for text in (value, name, kind, about)):
            raise NpsError("An exhibit's value, name, kind and sentence are texts.")
        if not _NAME.fullmatch(name):
            raise NpsError(
                f"{name!r:.80} names no exhibit: a name has up to 60 letters, digits, - and _."
            )
        if kind not in KINDS:
            raise NpsError(f"The exhibit {name} is of no kind {kind!r:.80}; there are {_KINDS}.")
        if not re.fullmatch(KINDS[kind], value) or not value.isprintable():
            raise NpsError(f"The exhibit {name} can't be right: no {kind} is {value!r:.80}.")
        if not about or len(about) > _MOST or not about.isprintable():
            raise NpsError(f"The exhibit {name} needs a sentence of at most {_MOST} characters.")
        self = super().__new__(cls, value)
        self.name, self.kind, self.about = name, kind, about
        return self

    def __getnewargs_ex__(self) -> Any:
        """Say how it is made again, for copies."""
        return (str(self),), {"name": self.name, "kind": self.kind, "about": self.about}

    def __repr__(self) -> str:
        return f"Exhibit {self.name}, {self.kind} {self}: {self.about}"


_KINDS = ", ".join(KINDS)


def exhibit(name: str, data: str | os.PathLike[str] = "classroom") -> Exhibit:
    """Return what the name of an exhibit stands for in a data set.

    Parameters
    ----------
    name : str
        Such as ``ADP-1``.
    data : str or path
        The name of a data set, or its folder. A data set comes first.

    Returns
    -------
    Exhibit
        A text, to be given wherever a txid, an address, an output or a page is asked for; its
        ``.about`` says what it is.

    Raises
    ------
    NpsError
        If there is no such exhibit, which tells the nearest names, or no such data set.
    """
    folder = _find(data)
    known = read_exhibits(folder)
    if not isinstance(name, str) or name not in known:
        near = [] if not isinstance(name, str) else get_close_matches(name, known, 3, 0.5)
        some = ", ".join(list(known)[:20]) or "none"
        verb = "is" if len(near) == 1 else "are"
        told = f"the nearest {verb} {', '.join(near)}" if near else f"there are {some}"
        raise NpsError(f"There is no exhibit {name!r:.80} in {folder.name}; {told}.")
    return known[name]


def read_exhibits(folder: Path) -> dict[str, Exhibit]:
    """Return all exhibits of a data set's folder, by name.

    Raises
    ------
    NpsError
        If the file can't be read, is damaged or of a newer version.
    """
    path = folder / FILE
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        raise NpsError(f"{path} can't be read: {error.strerror or error}.") from error
    try:
        told = json.loads(data) if len(data) <= LARGEST else None
    except (ValueError, RecursionError):
        told = None
    if not isinstance(told, dict) or told.get("format") != FORMAT:
        raise NpsError(f"{path} is damaged, or holds no exhibits. {_GET_AGAIN}")
    version = told.get("version")
    if type(version) is int and version > VERSION:
        raise NpsError(
            f"{path} was made by a newer nps-chain (format {version}; this one reads {VERSION})."
            " Update nps-chain."
        )
    entries = told.get("exhibits")
    if type(version) is not int or version != VERSION or not isinstance(entries, list):
        raise NpsError(f"{path} is damaged: a field is missing or makes no sense. {_GET_AGAIN}")
    known: dict[str, Exhibit] = {}
    for number, entry in enumerate(entries, start=1):
        if not isinstance(entry, dict) or entry.keys() != {"name", "kind", "value", "about"}:
            raise NpsError(f"{path} is damaged: its exhibit {number} is none. {_GET_AGAIN}")
        try:
            one = Exhibit(
                entry["value"], name=entry["name"], kind=entry["kind"], about=entry["about"]
            )
        except NpsError as error:
            raise NpsError(f"{path} is damaged. {error} {_GET_AGAIN}") from error
        if one.name in known:
            raise NpsError(f"{path} is damaged: {one.name} is in it twice. {_GET_AGAIN}")
        known[one.name] = one
    return known


def written(exhibits: Iterable[Exhibit]) -> bytes:
    """Return the bytes of a file with these exhibits, sorted by name."""
    entries = [
        {"name": one.name, "kind": one.kind, "value": str(one), "about": one.about}
        for one in sorted(exhibits, key=lambda one: one.name)
    ]
    told = {"format": FORMAT, "version": VERSION, "note": SYNTHETIC, "exhibits": entries}
    return (json.dumps(told, indent=1, ensure_ascii=False) + "\n").encode()


def _find(data: str | os.PathLike[str]) -> Path:
    if not isinstance(data, str | os.PathLike):
        raise NpsError(f"{data!r:.80} names no data set: give its name, such as classroom.")
    found = Path(data)
    if isinstance(data, str) and _SET_NAME.fullmatch(data):
        found = data_set(data) or found
    try:
        if (found / FILE).is_file():
            return found
    except ValueError:  # no name of a folder can have the character zero
        pass
    raise NpsError(
        f"There is no data set or folder {str(data)!r:.200} with exhibits. Data sets with them:"
        f" {', '.join(data_sets(FILE)) or 'none'}."
    )
