"""A package as files, and these as a folder or a ZIP file: whole or not at all, the same again.

Whoever packs the same things on the same date with the same key gets the same bytes, on every
system: files are sorted, times are the package's date, and nothing is squeezed in a ZIP file, since
how that is done differs from one system to the next.
"""

import io
import tempfile
import zipfile
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path
from shutil import rmtree

from nps_chain.errors import NpsError
from nps_chain.evidence.bag import manifest, names, seal, tag_files
from nps_chain.evidence.bag.opened.package import MOST_FILES, MOST_TEXT
from nps_chain.evidence.bag.seal.key import Key
from nps_chain.evidence.bag.sealed import SEAL, SEALED
from nps_chain.files import write_files

ALGORITHMS = ("sha256", "sha512")
"""By which each file is listed."""

_OTHERS = (".tar", ".gz", ".tgz", ".bz2", ".xz", ".7z", ".rar")
_MODE = 0o100644 << 16  # a plain file, for those who unpack on Linux and macOS
_UNIX = 3


def packed(
    payload: Mapping[str, bytes], said: list[tuple[str, str]], key: Key | None
) -> dict[str, bytes]:
    """Return the files of a package, by their paths.

    Parameters
    ----------
    payload : mapping of str to bytes
        What is packed, by its paths in ``data/``.
    said : list of (str, str)
        What ``bag-info.txt`` says, labels and values; the count of files is added.
    key : Key, optional
        With which it is sealed.

    Raises
    ------
    NpsError
        If there is nothing, or more than is read of a package; or a name can't be had on some
        system, or two names are one on some.
    """
    data = {manifest.PAYLOAD + name: content for name, content in payload.items()}
    _refuse_names(data)
    total = sum(map(len, data.values()))
    about = {
        tag_files.DECLARATION: tag_files.written_declaration(),
        tag_files.INFO: tag_files.written_info([*said, ("Payload-Oxum", f"{total}.{len(data)}")]),
    }
    about |= {f"manifest-{each}.txt": manifest.written(data, each) for each in ALGORITHMS}
    lists = {f"tagmanifest-{each}.txt": manifest.written(about, each) for each in ALGORITHMS}
    seals = {SEAL: seal.sign(lists[SEALED], key)} if key else {}
    files = {**data, **about, **lists, **seals}
    if len(files) > MOST_FILES or max(map(len, about.values())) > MOST_TEXT:
        raise NpsError(
            f"A package has at most {MOST_FILES:,} files, and a list of them {MOST_TEXT:,} bytes:"
            f" these are {len(data):,} files to pack. Pack a part of them."
        )
    return dict(sorted(files.items()))


def _refuse_names(data: Mapping[str, bytes]) -> None:
    if not data:
        raise NpsError("There is nothing to pack.")
    for name in sorted(data):
        refusal = names.refusal(name) or names.hindrance(name)
        if not refusal and manifest.plain(name) != name:
            refusal = "%0A, %0D and %25 stand for other characters in a list"
        if refusal:
            raise NpsError(f"{name!r:.200} can't be packed: {refusal}. Rename it.")
    for group, is_folder in names.clashes(data):
        same = "a folder" if is_folder else f"{group[1]!r:.120}"
        raise NpsError(f"{group[0]!r:.120} and {same} are one on some systems. Rename one.")


def must_be_new(to: Path) -> None:
    """Refuse a place where something is already, and the name of an archive of another kind.

    Raises
    ------
    NpsError
        If it is so.
    """
    if to.suffix.lower() in _OTHERS:
        raise NpsError(f"{to} would be no folder by its name: let it end in .zip, or in nothing.")
    try:
        there = to.exists()
    except OSError as error:
        raise NpsError(f"{str(to)!r:.200} can't be written: {error.strerror}.") from None
    if there:
        raise NpsError(f"{to} is there already: choose another name.")


def write(files: Mapping[str, bytes], to: Path, day: date) -> None:
    """Write a package: as a ZIP file where the name ends in ``.zip``, else as a folder.

    Raises
    ------
    NpsError
        If there is something already, or it can't be written.
    """
    must_be_new(to)
    if to.suffix.lower() == ".zip":
        write_files({to: _zipped(files, to.stem, day)})
    else:
        _write_folder(files, to)


def _zipped(files: Mapping[str, bytes], stem: str, day: date) -> bytes:
    if refusal := names.refusal(stem):
        raise NpsError(f"{stem!r:.120} can't be a package's name: {refusal}.")
    time = (max(day.year, 1980), day.month, day.day, 0, 0, 0)  # no earlier year can be told
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED, allowZip64=False) as opened:
        for name, content in files.items():
            member = zipfile.ZipInfo(f"{stem}/{name}", time)
            member.create_system, member.external_attr = _UNIX, _MODE
            opened.writestr(member, content)
    return made.getvalue()


def _write_folder(files: Mapping[str, bytes], to: Path) -> None:
    to = to.absolute()
    beside = None
    try:
        to.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix=f".{to.name}.", dir=to.parent))
        new = beside / "new"
        write_files({new / name: content for name, content in files.items()})
        new.rename(to)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise NpsError(f"{str(to)!r:.200} can't be written: {reason}.") from None
    finally:
        if beside is not None:
            with suppress(OSError):
                rmtree(beside)
