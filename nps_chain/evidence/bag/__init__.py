"""The case package: what one agency hands to another, in a form that shows any change.

A package is a folder or one file, laid out as BagIt 1.0 has it, which archives and courts of many
countries read: the files of the case in ``data/``, lists of them with SHA-256 and SHA-512, and a
list of these lists, which is signed. So one signature of a few lines holds for every byte.

**What a seal proves**: that whoever held the key signed exactly these bytes. **What it doesn't**:
who that was, unless the key's fingerprint came by another way than the package; when that was; that
what is said in the package is true, or all there is. And who holds the key can change the package
and seal it again: against its own maker a seal is no proof, unless a copy, or the fingerprint of
the signed list, was left with somebody else.

Source: RFC 8493 (BagIt 1.0), October 2018; PROTOCOL.sshsig of OpenSSH.
"""

import os
from collections.abc import Sequence
from datetime import date as _Date
from pathlib import Path
from typing import Any

from nps_chain import __version__
from nps_chain.errors import NpsError
from nps_chain.evidence.bag.collected import Files, files_of
from nps_chain.evidence.bag.examination import Examination
from nps_chain.evidence.bag.examine import examine
from nps_chain.evidence.bag.findings import Refused
from nps_chain.evidence.bag.opened import open_package
from nps_chain.evidence.bag.seal import NAMESPACE
from nps_chain.evidence.bag.seal.key import read_key
from nps_chain.evidence.bag.seal.signers import Expected, expected
from nps_chain.evidence.bag.sealed import SEALED_BY
from nps_chain.evidence.bag.verdict import Verdict
from nps_chain.evidence.bag.written import must_be_new, packed, write
from nps_chain.evidence.handling import circle

__all__ = ["Verdict", "bag", "verify"]


def bag(
    folder: str | os.PathLike[str],
    *,
    title: str,
    agency: str,
    date: str,
    handling: str = "TLP:AMBER",
    chain: Any = None,
    pages: Any = None,
    tags: Any = None,
    clusters: Any = None,
    log: Any = None,
    report: Any = None,
    letters: Sequence[Any] = (),
    files: Files | None = None,
    sign_with: str | os.PathLike[str] | None = None,
) -> Verdict:
    """Pack what a case has, seal it, and return the verdict on what was written.

    Parameters
    ----------
    folder : path
        The package: a ZIP file if its name ends in ``.zip``, else a folder. It is new.
    title, agency : str
        What the case is, and who hands it over, each on one line.
    date : str
        The day, such as ``2025-03-23``: the machine's clock isn't asked.
    handling : str
        A TLP mark; see `nps_chain.evidence.handling.TLP`.
    chain, pages, tags, clusters, log, report, letters : optional
        What was found, as the library gives it.
    files : mapping of str to bytes or path, Folder, or path, optional
        Other files, by their paths, or the folder that has them.
    sign_with : path, optional
        The file of a private Ed25519 key of OpenSSH, not locked, and not among the files. Without
        one, the package isn't sealed, and can be later, with ``ssh-keygen -Y sign``.

    Returns
    -------
    Verdict
        As `verify` gives it, the key expected that it was sealed with.

    Raises
    ------
    NpsError
        If there is something at that place already, nothing to pack, a text that isn't one line, a
        date that is none, a file or key that can't be read, a name that can't be had elsewhere, or
        the private key among what is packed. Then nothing is written.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> import nps_chain as nps
    >>> case = {"title": "Operation Lantern", "agency": "TCB", "date": "2025-03-23"}
    >>> with TemporaryDirectory() as top:
    ...     nps.bag(Path(top) / "case.zip", **case, files={"note.txt": b"seen at noon"})
    The package is whole, but not sealed: whoever changes a file can change the lists as well.
    """
    from nps_chain.evidence.bag.contents import contents  # brings much that verifying doesn't need

    to = Path(folder)
    must_be_new(to)  # before the work, not after
    key = None if sign_with is None else read_key(sign_with, NAMESPACE)
    payload = contents(
        title=title,
        agency=agency,
        date=date,
        handling=handling,
        chain=chain,
        pages=pages,
        tags=tags,
        clusters=clusters,
        log=log,
        report=report,
        letters=letters,
        files=None if files is None else files_of(files, but=to),
    )
    if key is not None and (named := [name for name in payload if key.is_in(payload[name])]):
        raise NpsError(
            f"{named[0]} holds the private key: who gets the package could seal in your name."
            " Move the key out of what is packed."
        )
    said = [
        ("Source-Organization", agency.strip()),
        ("External-Description", title.strip()),
        ("Bagging-Date", date),
        ("Handling", circle(handling)),
        ("Bag-Software-Agent", f"nps-chain {__version__}"),
    ]
    if key is not None:
        said.append((SEALED_BY, key.fingerprint))
    write(packed(payload, said, key), to, _Date.fromisoformat(date))
    return verify(to, None if key is None else key.fingerprint)


def verify(path: str | os.PathLike[str], signer: str | os.PathLike[str] | None = None) -> Verdict:
    """Return whether a package is whole, and whose seal it bears.

    Any BagIt package is read, of versions 0.93 to 1.0. Nothing of it is unpacked, run or fetched.

    Parameters
    ----------
    path : path
        A folder, a ZIP file, or a tar file, packed with gzip or not.
    signer : str or path, optional
        Whose seal is expected: a fingerprint ``SHA256:...``, a public key or its file, or a file of
        allowed signers. Without it, whose seal it is remains for the reader to judge.

    Returns
    -------
    Verdict
        True if the package is whole, and sealed by who was expected, if anybody was.

    Raises
    ------
    NpsError
        If there is no such package, or it isn't told whose seal is expected.
    """
    if not isinstance(path, str | os.PathLike):
        raise NpsError(f"{path!r:.80} is no package: give the path of a folder or a file.")
    accepted: tuple[Expected, ...] | None = None if signer is None else expected(signer)
    place = Path(path)
    try:
        package = open_package(place)
    except Refused as refused:
        return Verdict(place, accepted is not None, Examination([refused.finding]), None)
    return Verdict(place, accepted is not None, examine(package, accepted), package)
