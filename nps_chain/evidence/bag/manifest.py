r"""Lists of files with their checksums, as BagIt has them: a line a file.

    2cf24dba...9824  data/files/note.txt

A line that isn't so is a finding, however it is wrong; the others are read on. What older tools
write (a star before a name, ``./``, a name twice) is understood where no doubt arises, and told.

Source: RFC 8493, sections 2.1.3, 2.2.1 and 6.1; the drafts before it for versions below 1.0.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from nps_chain.errors import NpsError
from nps_chain.evidence.bag import names
from nps_chain.evidence.bag.findings import Finding

PAYLOAD = "data/"
"""What begins the path of each file that a package is for; all others are about it."""

ALGORITHMS = ("sha512", "sha384", "sha256", "sha224", "sha1", "md5")
"""What checksums are known, the strongest first."""

WEAK = ("sha1", "md5")
"""Of which two files with the same checksum can be made on purpose."""

MOST_LINES = 20_000
"""Lines that are read of a text, as many as files of a package."""

_NAME = re.compile(r"(tag)?manifest-([A-Za-z0-9]+)\.txt")
_LINE = re.compile(r"([0-9A-Fa-f]+)[ \t]+([^ \t].*)", re.S)
_ENDS = re.compile(r"\r\n|\r|\n")
_ENCODED = {"%0A": "\n", "%0D": "\r", "%25": "%"}


class Line(NamedTuple):
    """A line of a list.

    Attributes
    ----------
    digest : str
        The checksum, hex in lower case.
    name : str
        The file's path in the package.
    """

    digest: str
    name: str


@dataclass
class Manifest:
    """A list of files.

    Attributes
    ----------
    file : str
        Its own name.
    about : bool
        Whether it lists what is about the package, not the payload.
    algorithm : str
        Of its checksums.
    lines : list of Line
        What it lists.
    problems, notes : list of Finding
        What is wrong with it, and what is odd.
    """

    file: str
    about: bool
    algorithm: str
    lines: list[Line] = field(default_factory=list)
    problems: list[Finding] = field(default_factory=list)
    notes: list[Finding] = field(default_factory=list)


def kind(file: str) -> tuple[bool, str] | None:
    """Return whether a list is about the package, and its algorithm; None if it is no list.

    Examples
    --------
    >>> kind("tagmanifest-sha512.txt"), kind("data/manifest-md5.txt")
    ((True, 'sha512'), None)
    """
    found = _NAME.fullmatch(file)
    return (found[1] is not None, found[2].lower()) if found else None


def lines_of(text: str) -> Iterator[str]:
    """Yield the lines of a text; only the ends that BagIt knows are ends.

    Raises
    ------
    NpsError
        If there are more than `MOST_LINES`.
    """
    at = 0
    for number, end in enumerate(_ENDS.finditer(text), 1):
        if number > MOST_LINES:
            raise NpsError(f"it has more than {MOST_LINES:,} lines, the most that are read")
        yield text[at : end.start()]
        at = end.end()
    if at < len(text):
        yield text[at:]


def parse(file: str, text: str, version: tuple[int, int]) -> Manifest:
    """Return what a list says, with all that is wrong in it.

    Parameters
    ----------
    file : str
        The list's name, of which `kind` isn't None.
    text : str
        What is in it.
    version : (int, int)
        Of BagIt: since 1.0, no file may be listed twice.
    """
    about, algorithm = kind(file) or (False, "")
    made = Manifest(file, about, algorithm)
    width = 2 * hashlib.new(algorithm, usedforsecurity=False).digest_size
    listed: dict[str, str] = {}
    for number, written in enumerate(_bounded(text, made), 1):
        where = f"{file}, line {number}"
        found = _LINE.fullmatch(written)
        if found is None or len(found[1]) != width:
            why = f"it isn't a checksum of {width} characters, a blank, and a name"
            made.problems.append(Finding("list", where, why))
            continue
        line = Line(found[1].lower(), _name(found[2], where, made.notes))
        refusal = names.refusal(plain(line.name)) or _out_of_place(line.name, about)
        if refusal:
            what = "path" if names.refusal(plain(line.name)) else "list"
            made.problems.append(Finding(what, where, f"{line.name}: {refusal}"))
        elif line.name in listed:
            same = listed[line.name] == line.digest and version < (1, 0)
            found_twice = Finding("twice", where, f"{line.name} is listed before")
            (made.notes if same else made.problems).append(found_twice)
        else:
            listed[line.name] = line.digest
            made.lines.append(line)
    return made


def _bounded(text: str, made: Manifest) -> Iterator[str]:
    try:
        yield from lines_of(text)
    except NpsError as error:
        made.problems.append(Finding("list", made.file, str(error)))


def written(files: Mapping[str, bytes], algorithm: str) -> bytes:
    """Return a list of files, sorted by their paths."""
    lines = [
        f"{hashlib.new(algorithm, files[name]).hexdigest()}  {name}\n" for name in sorted(files)
    ]
    return "".join(lines).encode()


def decoded(name: str, there: Mapping[str, object]) -> str:
    """Return the name under which a listed file is there, itself if under none.

    An end of a line can't stand in a name, so RFC 8493 writes it ``%0A`` or ``%0D``, and a per cent
    sign ``%25``; most tools write that as it is. A name that is there as it is written is meant so.
    """
    if name in there:
        return name
    return meant if (meant := plain(name)) in there else name


def plain(name: str) -> str:
    """Return a name with what stands for an end of a line or a per cent sign put back."""
    return re.sub("%0[AaDd]|%25", lambda found: _ENCODED[found[0].upper()], name)


def _name(name: str, where: str, notes: list[Finding]) -> str:
    if name.startswith("*"):
        notes.append(Finding("list", where, "it has a star before the name, as md5sum writes it"))
        name = name[1:]
    if name.startswith("./"):
        notes.append(Finding("list", where, "it has ./ before the name"))
        name = name[2:]
    return name


def _out_of_place(name: str, about: bool) -> str:
    if name.startswith(PAYLOAD) == about:
        return "it is listed in the wrong list"
    if about and (found := kind(name)) and found[0]:
        return "it is a list of this kind itself, which can't list another"
    return ""
