"""The rules by which a package is whole, or is refused: each file against each list.

All of them are looked at, so that whoever gets a refused package is told everything that is wrong
with it. What BagIt allows and yet is odd is a note: it refuses nothing.

Source: RFC 8493, section 3 (what a complete and a valid bag is), and section 5 (what to beware of).
Beyond it, a file about the package has to be listed, too, wherever there is a list of such files;
and names are judged for all systems alike.
"""

import hashlib
from collections import defaultdict
from collections.abc import Collection

from nps_chain.errors import NpsError
from nps_chain.evidence.bag import names
from nps_chain.evidence.bag.examination import KEPT, Examination
from nps_chain.evidence.bag.findings import Refused
from nps_chain.evidence.bag.manifest import (
    ALGORITHMS,
    PAYLOAD,
    WEAK,
    Line,
    Manifest,
    decoded,
    kind,
    parse,
)
from nps_chain.evidence.bag.opened.package import Package
from nps_chain.evidence.bag.seal.signers import Expected
from nps_chain.evidence.bag.sealed import SEAL, look_at_seal
from nps_chain.evidence.bag.tag_files import (
    DECLARATION,
    FETCH,
    INFO,
    OLD_INFO,
    Declaration,
    declaration,
    decode,
    fetched,
    info,
)


def examine(package: Package, accepted: Collection[Expected] | None) -> Examination:
    """Look at all of a package.

    Parameters
    ----------
    package : Package
        What is in it.
    accepted : collection of Expected, or None
        By whom it has to be sealed; None if that isn't told.
    """
    made = Examination()
    try:
        _look(package, accepted, made)
    except Refused as refused:  # a file that can't be read to its end
        what, where, why = refused.finding
        made.refuse(what, where.removeprefix(package.base), why)
    return made


def _look(package: Package, accepted: Collection[Expected] | None, made: Examination) -> None:
    lists = {name: found for name in package.files if (found := kind(name))}
    texts = package.texts({DECLARATION, INFO, OLD_INFO, FETCH, SEAL, *_known(lists)})
    made.problems += package.findings
    declared = _declared(texts, made)
    if declared is not None:
        _names(package, made)
        manifests = _manifests(lists, texts, declared, made)
        _checksums(package, {manifest.algorithm for manifest in manifests}, made)
        wanted = _wanted(texts, declared, manifests, made)
        listed = _listed(manifests, declared, wanted, made)
        _unlisted(manifests, listed, declared, made)
        _look_alike(made)
        _said(texts, declared, made)
        look_at_seal(texts, lists.values(), accepted, made)


def _known(lists: dict[str, tuple[bool, str]]) -> list[str]:
    return [name for name, (_, algorithm) in lists.items() if algorithm in ALGORITHMS]


def _declared(texts: dict[str, bytes], made: Examination) -> Declaration | None:
    if DECLARATION not in texts:
        made.refuse("declaration", DECLARATION, "it isn't there, so this is no BagIt package")
        return None
    try:
        return declaration(texts[DECLARATION])
    except NpsError as error:
        made.refuse("declaration", DECLARATION, str(error))
        return None


def _names(package: Package, made: Examination) -> None:
    for name in package.files:
        if hindrance := names.hindrance(name):
            made.note("name", name, hindrance)


def _manifests(
    lists: dict[str, tuple[bool, str]],
    texts: dict[str, bytes],
    declared: Declaration,
    made: Examination,
) -> list[Manifest]:
    """Return the lists that can be read, those by the strongest checksums first."""
    found = []
    for name in sorted(_known(lists), key=lambda name: ALGORITHMS.index(lists[name][1])):
        text = _text(name, texts, declared, made)
        if text is not None:
            found.append(parse(name, text, declared.version))
            made.problems += found[-1].problems
            made.notes += found[-1].notes
    if not any(about is False for about, algorithm in lists.values() if algorithm in ALGORITHMS):
        made.refuse("missing", "manifest-sha512.txt", "no list of the payload is there")
    for name in sorted(lists.keys() - set(_known(lists))):
        made.note("list", name, "its kind of checksum isn't known here, so it isn't used")
    if found and {manifest.algorithm for manifest in found} <= set(WEAK):
        made.note("weak", found[0].file, "a file with this checksum can be forged on purpose")
    return found


def _text(
    name: str, texts: dict[str, bytes], declared: Declaration, made: Examination
) -> str | None:
    if name in texts:
        try:
            return decode(texts[name], declared.encoding)
        except NpsError as error:
            made.refuse("encoding", name, str(error))
    return None


def _checksums(package: Package, algorithms: set[str], made: Examination) -> None:
    for name, pieces in package.pieces(package.files.keys()):
        hashes = {
            algorithm: hashlib.new(algorithm, usedforsecurity=False)
            for algorithm in algorithms | {KEPT}
        }
        made.sizes[name] = 0
        for piece in pieces:
            made.sizes[name] += len(piece)
            for each in hashes.values():
                each.update(piece)
        made.digests[name] = {algorithm: each.hexdigest() for algorithm, each in hashes.items()}


def _wanted(
    texts: dict[str, bytes],
    declared: Declaration,
    manifests: list[Manifest],
    made: Examination,
) -> dict[str, str]:
    """Return what the package wants fetched, by name: nothing is."""
    text = _text(FETCH, texts, declared, made)
    if text is None:
        return {}
    try:
        wanted = {name: url for url, name in fetched(text)}
    except NpsError as error:
        made.refuse("fetch", FETCH, str(error))
        return {}
    listed = [{line.name for line in each.lines} for each in manifests if not each.about]
    for name in wanted:
        if refusal := names.refusal(name):
            made.refuse("path", FETCH, f"{name}: {refusal}")
        elif any(name not in each for each in listed):
            made.refuse("fetch", name, "it is to be fetched, and isn't listed")
    made.note("fetch", FETCH, f"files to be fetched: {len(wanted)}; nothing is fetched here")
    return wanted


def _listed(
    manifests: list[Manifest], declared: Declaration, wanted: dict[str, str], made: Examination
) -> dict[str, set[str]]:
    """Compare each list with what is there; return which files each list has."""
    composed = defaultdict(list)
    for name in made.digests:
        composed[names.composed(name)].append(name)
    listed: dict[str, set[str]] = {}
    for manifest in manifests:
        has = listed[manifest.file] = set()
        twins = {
            (names.alike(line.name), line.digest)
            for line in manifest.lines
            if line.name in made.digests
        }
        for line in manifest.lines:
            name = decoded(line.name, made.digests)
            same = composed.get(names.composed(name), [])
            if name not in made.digests and len(same) == 1:
                made.note("alike", name, "its letters are written in another way than in the list")
                name = same[0]
            if name in has and declared.version >= (1, 0):
                made.refuse("twice", name, f"{manifest.file} lists it in two ways of writing")
            if name in made.digests:
                has.add(name)
                _compare(name, line, manifest, made)
            elif declared.version < (1, 0) and (names.alike(name), line.digest) in twins:
                made.note("alike", name, f"{manifest.file} lists it in two ways of writing")
            elif name in wanted:
                made.refuse("missing", name, "it was to be fetched, which isn't done here")
            else:
                made.refuse("missing", name, f"{manifest.file} lists it, and it isn't there")
    return listed


def _compare(name: str, line: Line, manifest: Manifest, made: Examination) -> None:
    if made.digests[name][manifest.algorithm] != line.digest:
        checksum = manifest.algorithm.upper().replace("SHA", "SHA-")
        made.refuse("changed", name, f"its {checksum} is another than {manifest.file} says")


def _unlisted(
    manifests: list[Manifest],
    listed: dict[str, set[str]],
    declared: Declaration,
    made: Examination,
) -> None:
    strict = declared.version >= (1, 0) or SEAL in made.digests  # a seal is to hold for all
    for name in sorted(made.digests):
        about = not name.startswith(PAYLOAD)
        lists = [manifest.file for manifest in manifests if manifest.about == about]
        without = [file for file in lists if name not in listed[file]]
        if about and (name == SEAL or (kind(name) or (False,))[0]):
            continue
        if about and not (lists and strict):
            if without == lists:
                made.note("unlisted", name, "nothing vouches for it")
        elif without and (strict or without == lists):
            made.refuse("unlisted", name, f"it isn't listed in {without[0]}")


def _look_alike(made: Examination) -> None:
    """Refuse names of which a system that doesn't tell case would lose one."""
    for group, is_folder in names.clashes(made.digests):
        where = ", ".join(group)
        if is_folder:
            made.refuse("alike", where, "a folder has this name, too")
        elif len({made.digests[name][KEPT] for name in group}) > 1:
            made.refuse("alike", where, "on some systems these names are one, so one file is lost")
        else:
            made.note("alike", where, "on some systems these names are one; the files are equal")


def _said(texts: dict[str, bytes], declared: Declaration, made: Examination) -> None:
    name = OLD_INFO if INFO not in texts and declared.version < (0, 96) else INFO
    text = _text(name, texts, declared, made)
    try:
        made.told = info(text or "")
    except NpsError as error:
        made.refuse("list", name, str(error))
    payload = [file for file in made.digests if file.startswith(PAYLOAD)]
    total = sum(made.sizes[file] for file in payload)
    for told in made.said("Payload-Oxum"):
        if told != f"{total}.{len(payload)}":
            there = f"{total:,} bytes, and {len(payload):,} files"
            made.refuse("count", name, f"there are {there}; Payload-Oxum says {told!r:.60}")
