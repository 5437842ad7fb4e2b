"""Packages as they come, of three kinds: a folder, a ZIP file, a tar file."""

from pathlib import Path

from nps_chain.errors import NpsError
from nps_chain.evidence.bag.opened.of_folder import FolderSource
from nps_chain.evidence.bag.opened.of_tar import TarSource
from nps_chain.evidence.bag.opened.of_zip import ZipSource
from nps_chain.evidence.bag.opened.package import Package, Source, package_of

_ZIP, _GZIP = (b"PK\3\4", b"PK\5\6"), b"\x1f\x8b"
_TAR_AT, _TAR = 257, b"ustar"


def open_package(path: Path) -> Package:
    """Return what is in a package; its first bytes tell of which kind it is, not its name.

    Raises
    ------
    NpsError
        If it isn't there, or is of another kind.
    Refused
        If it is damaged, or holds more than is read.
    """
    return package_of(_source(path), path.name)


def _source(path: Path) -> Source:
    try:
        if path.is_dir():
            return FolderSource(path)
        if not path.is_file():
            raise NpsError(f"{str(path)!r:.200} isn't there: give a package's folder or file.")
        with path.open("rb") as opened:
            head = opened.read(_TAR_AT + len(_TAR))
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise NpsError(f"{str(path)!r:.200} can't be read: {reason}.") from None
    if head.startswith(_ZIP):
        return ZipSource(path)
    if head.startswith(_GZIP) or head[_TAR_AT:] == _TAR:
        return TarSource(path)
    raise NpsError(f"{path} is no package: give a folder, a ZIP file, or a tar file (.tar.gz).")
