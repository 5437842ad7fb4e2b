"""The rules for a seal: it fits, it is by who is expected, and it holds for every byte.

The signature stands beside the list that it signs, where ``ssh-keygen -Y sign`` puts it. That list
can't have it, since it is made later; and BagIt allows a file about the package that no list has.
So the package stays valid for every tool for BagIt, which take no notice of the seal.

Two files are not held by any list: the signed one, which the signature holds, and the second of its
kind, with SHA-256. Of that one all is known from the files that it lists, so it can't be another
without contradicting them, but for its blanks and the order of its lines; a sealed package has to
have it, and no third.
"""

from collections.abc import Collection, Mapping

from nps_chain.errors import NpsError
from nps_chain.evidence.bag import seal
from nps_chain.evidence.bag.examination import Examination
from nps_chain.evidence.bag.seal.signers import Expected
from nps_chain.evidence.bag.tag_files import INFO

SEALED = "tagmanifest-sha512.txt"
"""What is signed: it lists the lists of the payload, and so holds for every byte of the package."""

SEAL = SEALED + ".sig"
"""The signature, where ssh-keygen puts it; no list has it, since it is made after them."""

SEALED_BY = "Sealed-By"
"""What in ``bag-info.txt`` tells by which key a package was to be sealed."""


def look_at_seal(
    texts: Mapping[str, bytes],
    lists: Collection[tuple[bool, str]],
    accepted: Collection[Expected] | None,
    made: Examination,
) -> None:
    """Look at the seal of a package: whether it fits, whose it is, and what it holds for.

    Parameters
    ----------
    texts : mapping of str to bytes
        The package's own small files.
    lists : collection of (bool, str)
        Its lists: whether of what is about it, and by which algorithm.
    accepted : collection of Expected, or None
        By whom it has to be sealed; None if that isn't told.
    made : Examination
        What was found; problems are added to it.
    """
    promised = made.said(SEALED_BY)
    if SEAL not in texts:
        if promised:
            made.refuse("signature", SEAL, f"{promised[0]} sealed the package; its seal is missing")
        elif accepted is not None:
            made.refuse("signature", SEAL, "a seal was expected, and there is none")
        return
    try:
        signature = seal.opened(texts[SEAL])
    except NpsError as error:
        made.refuse("signature", SEAL, "it" + str(error).removeprefix("It").rstrip("."))
        return
    if SEALED not in texts:
        made.refuse("missing", SEALED, "it is what is sealed, and it isn't there")
        return
    if not signature.fits(texts[SEALED]):
        made.refuse("signature", SEAL, f"it doesn't fit {SEALED}: one of them is another")
        return
    made.signer = signature.fingerprint
    _one_of_each(lists, made)
    if promised and promised != [made.signer]:
        made.refuse("signer", SEAL, f"{made.signer} sealed it; {INFO} says {promised[0]}")
    if accepted is not None:
        _signer(accepted, made)


def _one_of_each(lists: Collection[tuple[bool, str]], made: Examination) -> None:
    payload = {algorithm for about, algorithm in lists if not about}
    about = {algorithm for about, algorithm in lists if about}
    for algorithm in sorted(payload - about):
        made.refuse("missing", f"tagmanifest-{algorithm}.txt", "a sealed package has one of each")
    for algorithm in sorted(about - payload):
        if not made.has("missing", f"manifest-{algorithm}.txt"):
            why = "the case has no list with such checksums"
            made.refuse("unlisted", f"tagmanifest-{algorithm}.txt", why)


def _signer(accepted: Collection[Expected], made: Examination) -> None:
    known = [each for each in accepted if each.fingerprint == made.signer]
    date = (made.said("Bagging-Date") or [""])[0]
    objections = [each.objection(date) for each in known]
    if not known:
        others = ", ".join(sorted({each.fingerprint for each in accepted})[:3])
        made.refuse("signer", SEAL, f"{made.signer} sealed it; expected was {others}")
    elif all(objections):
        made.refuse("signer", SEAL, f"{made.signer}: {objections[0]}")
    else:
        made.name = known[objections.index("")].name
