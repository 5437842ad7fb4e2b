"""Small packages, to be tampered with: files by name, then written in each form."""

import hashlib
import io
import tarfile
import warnings
import zipfile
from typing import NamedTuple

import bagit
import pytest

from nps_chain.evidence.bag import manifest
from nps_chain.evidence.bag.seal import sign
from nps_chain.evidence.bag.seal.key import Key
from nps_chain.evidence.bag.sealed import SEAL, SEALED
from nps_chain.evidence.bag.written import packed

KEY, OTHER = Key(bytes(range(32)), "Anna"), Key(bytes(range(1, 33)), "Boris")
"""Keys that anybody can make, their secrets 0, 1, 2 and so on: never to be trusted."""

SAID = [
    ("Source-Organization", "TCB"),
    ("Bagging-Date", "2025-03-23"),
    ("Sealed-By", KEY.fingerprint),
]
PAYLOAD = {"files/note.txt": b"seen at noon\n", "files/kept/list.csv": b"a,b\n1,2\n"}
NOTE, LIST = "data/files/note.txt", "data/files/kept/list.csv"

FORMS = ["folder", "zip", "tar"]


class Link(NamedTuple):
    """In the place of a file's bytes: a symbolic link to somewhere."""

    to: str


def sealed(payload=None, said=None, key=KEY):
    """The files of a package as it is made here."""
    return packed(payload or PAYLOAD, said or SAID, key)


def relisted(files, key=None):
    """The package with all lists made anew; sealed anew, if a key is given, else with its seal."""
    payload = {name: data for name, data in files.items() if name.startswith("data/")}
    about = {
        name: data
        for name, data in files.items()
        if name not in payload and name != SEAL and not name.startswith("tagmanifest-")
    }
    about |= {name: manifest.written(payload, algorithm) for name, algorithm in lists(about)}
    tags = {
        f"tagmanifest-{each}.txt": manifest.written(about, each) for each in ("sha256", "sha512")
    }
    seal = {SEAL: sign(tags[SEALED], key)} if key else {SEAL: files[SEAL]}
    return {**payload, **about, **tags, **seal}


def lists(files):
    return [(name, manifest.kind(name)[1]) for name in files if manifest.kind(name)]


def digest(data, algorithm="sha512"):
    return hashlib.new(algorithm, data).hexdigest()


def stored(files, form, where):
    """Write a package, and return its path."""
    if form == "folder":
        return as_folder(files, where / "case")
    return {"zip": as_zip, "tar": as_tar}[form](files, where)


def as_folder(files, top):
    for name, data in files.items():
        place = top / name
        place.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(data, Link):
            try:
                place.symlink_to(data.to)
            except OSError:
                pytest.skip("links can't be made here")
        else:
            place.write_bytes(data)
    return top


def as_zip(files, where, base="case/", packing=zipfile.ZIP_STORED):
    """Write files as a ZIP file; a list of pairs may have a name twice."""
    made = where / "case.zip"
    with zipfile.ZipFile(made, "w", packing) as opened, warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # of a name that is there twice
        for name, data in files.items() if isinstance(files, dict) else files:
            member = zipfile.ZipInfo(base + name)
            member.compress_type = packing
            member.create_system, member.external_attr = 3, 0o100644 << 16
            if isinstance(data, Link):
                member.external_attr, data = 0o120777 << 16, data.to.encode()
            opened.writestr(member, data)
    return made


def as_tar(files, where, base="case/"):
    """Write files as a tar file; a list of pairs may have a name twice."""
    made = where / "case.tar.gz"
    with tarfile.open(made, "w:gz") as opened:
        for name, data in files.items() if isinstance(files, dict) else files:
            member = tarfile.TarInfo(base + name)
            if isinstance(data, Link):
                member.type, member.linkname = tarfile.SYMTYPE, data.to
                opened.addfile(member)
            else:
                member.size = len(data)
                opened.addfile(member, io.BytesIO(data))
    return made


def found(verdict):
    """What a package is refused for, as pairs of what and where."""
    problems = verdict.problems
    return sorted(zip(problems["what"], problems["where"], strict=True))


def library_says(top):
    """Whether the library for BagIt calls a folder valid."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "'count' is passed", DeprecationWarning)  # by bagit 1.9
        try:
            return bagit.Bag(str(top)).is_valid()
        except bagit.BagError:
            return False
