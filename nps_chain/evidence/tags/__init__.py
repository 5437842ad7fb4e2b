"""Tags: what somebody says of an address, in the form that agencies exchange, and its worth.

A clustering has no names; they come from tags. GraphSense's TagPacks are the common form, and
INTERPOL's taxonomy has common words. Neither makes a tag true: it is its maker's word, with a
source, a date and a confidence, and the inference from one address to its cluster comes on top. So
tags are read strictly, shown with who says them, set against each other, and never carried to a
cluster without what that rests on.

Source: GraphSense's ``tagpack-tool`` 25.8.1, its schemas for TagPacks and ActorPacks; the INTERPOL
Dark Web and Virtual Assets taxonomy, version 0.3.
"""

import os
from collections.abc import Iterable
from typing import Any

from nps_chain.errors import NpsError
from nps_chain.evidence.tags.collection import Tags
from nps_chain.evidence.tags.files import MOST_BYTES, content_of, files_of
from nps_chain.evidence.tags.merged import TABLES, framed, free
from nps_chain.evidence.tags.pack import read_pack
from nps_chain.evidence.tags.problems import Problem

__all__ = ["Tags", "tags"]


def tags(
    path: str | os.PathLike[str] | Iterable[str | os.PathLike[str]], *, strict: bool = True
) -> Tags:
    """Return the tags of TagPacks, and the actors of ActorPacks.

    A tag that breaks a rule is left out, and ``.problems`` tells which and why. To the rules of the
    public schema come some of our own, which catch what the schema lets through: an address has a
    right checksum and is of the network that is named, a transaction's hash is one, a date is real
    and not after that of the pack, no text is longer than is read of it, and no field unknown.

    Fails to see whether a tag is true.

    Parameters
    ----------
    path : path, nps.folder, or iterable of these
        A YAML file; a folder, looked through with what is below it; an agency's folder, of which
        its packs are read.
    strict : bool
        Whether tags that break one of our rules are left out. If not, they are kept and told, a
        date that is none as no date; and a file that can't be read is told and passed over.

    Returns
    -------
    Tags
        ``.frame`` has a row a tag.

    Raises
    ------
    NpsError
        If there is no pack; or, if strict, a file is no pack, breaks the public schema in its
        header, or holds more than plain data of bounded size.

    Examples
    --------
    >>> import nps_chain as nps
    >>> known = nps.tags([nps.folder(name, data="tiny") for name in ("ADP", "CFI", "TCB")])
    >>> known
    Tags(108 tags on 81 addresses by ADP, CFI, TCB; 4 conflicts)
    >>> known.frame[["label", "category", "confidence", "sure"]].head(2)
                  label   category              confidence  sure
    0  Harbrook Custody  custodian      manual_transaction    90
    1             Ferry       swap  forensic_investigation    70
    >>> known.conflicts()[["kind", "says"]].tail(2)
           kind                       says
    2   address          (Confetti, South)
    3  category  (payroll, mixing_service)
    """
    rows: dict[str, list[Any]] = {table: [] for table in TABLES}
    read: set[tuple[str, str, str]] = set()
    used: set[str] = set()
    total = 0
    for file in files_of(path):
        try:
            content = content_of(file)
            total += content.size
            if total > MOST_BYTES:
                break
            same = file.name, content.sha256, content.header
            if same in read:
                continue
            pack = read_pack(free(file.name, used), content, strict=strict)
        except NpsError as error:
            if strict:
                raise
            rows["problems"].append(Problem(file.name, 0, 0, "", str(error), True))
            continue
        read.add(same)
        rows["frame"] += pack.tags
        rows["actors"] += pack.actors
        rows["packs"].append(pack.header)
        rows["problems"] += pack.problems
    if total > MOST_BYTES:
        raise NpsError(f"These packs have more than {MOST_BYTES:,} bytes: read fewer at once.")
    if not read:
        told = rows["problems"]
        raise NpsError(told[0].why if told else "No pack was given: name a file or a folder.")
    frame, actors, packs, problems = (framed(table, rows[table]) for table in TABLES)
    return Tags(frame, actors, packs, problems)
