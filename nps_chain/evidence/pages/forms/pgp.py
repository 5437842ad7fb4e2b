"""PGP keys and signed messages on pages: what they are, and whether a signature holds.

A key block proves nothing by itself, since anybody can copy one. A signature does: whoever made it
held the secret half of the key, and not one letter was changed since. It is verified against the
keys that stand on the same pages; which key is whose, the pages only claim.

See :mod:`nps_chain.evidence.pgp`, which reads both.
"""

from dataclasses import dataclass, field

import pysequoia

from nps_chain.evidence.pages.forms.sought import Found, Sought
from nps_chain.evidence.pgp.blocks import MESSAGE, Block, blocks, signature_of
from nps_chain.evidence.pgp.verify import certs_of, names_of, verified
from nps_chain.harmless import harmless

_NAMES = 200  # characters


@dataclass
class Keys:
    """Keys by their fingerprints, each with the file on which it stands first."""

    certs: dict[str, pysequoia.Cert] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)

    @property
    def prints(self) -> frozenset[str]:
        """All fingerprints, in capitals."""
        return frozenset(self.certs)


def learn(keys: Keys, text: str, file: str) -> None:
    """Add the keys of a text to those that are known."""
    for block in blocks(text):
        if block.kind != MESSAGE and block.end > 0:
            for cert in certs_of(text[block.start : block.end])[0]:
                keys.certs.setdefault(cert.fingerprint.upper(), cert)
                keys.files.setdefault(cert.fingerprint.upper(), file)


def find(sought: Sought, keys: Keys) -> None:
    """Find keys and signed messages in a text; what a message says stays to be searched."""
    text = sought.whole
    for block in blocks(text):
        if block.kind == MESSAGE:
            _message(sought, block, keys)
        elif block.end < 0:
            end = text.find("\n", block.start) if "\n" in text[block.start :] else len(text)
            why = "The block of a key begins here, and doesn't end."
            sought.add(
                Found("key", block.start, max(end, block.start + 1), "", False, why, "cut off")
            )
        else:
            _key(sought, block)


def _key(sought: Sought, block: Block) -> None:
    certs, wrong = certs_of(sought.whole[block.start : block.end])
    for cert in certs:
        names = harmless("; ".join(names_of(cert)), _NAMES)
        why = (
            f"It is the key of {names!r}, as it says itself."
            if names
            else "It is a key; no name in it is confirmed by the key itself."
        )
        if block.kind.startswith("PRIVATE"):
            why = f"{why} Its secret half is here, too: handle it as a secret."
        found = Found("key", block.start, block.end, cert.fingerprint.upper(), True, why)
        sought.add(found)
    if not certs:
        sought.add(Found("key", block.start, block.end, "", False, wrong, "damaged"))


def _message(sought: Sought, block: Block, keys: Keys) -> None:
    """Keep a signed message, and take out all but what it says."""
    text = sought.whole
    signature = signature_of(text, block)
    if signature < 0:
        end = block.start + len("-----BEGIN PGP SIGNED MESSAGE-----")
        why = "A signed message begins here, and has no signature."
        sought.add(Found("signature", block.start, end, "", False, why, "cut off"))
        return
    said, armored = text[block.start : signature], text[signature : block.end]
    signer, valid, why, trap = _verdict(said, armored, keys)
    found = Found("signature", block.start, block.end, signer, valid, why, trap)
    sought.add(found, taken=(signature, block.end))


def _verdict(said: str, armored: str, keys: Keys) -> tuple[str, bool, str, str]:
    """Return who signed, whether that holds, why, and what misleads."""
    found = verified(said, armored, keys.certs)
    if found.broken:
        return "", False, found.broken, "damaged"
    if found.holds:
        file = keys.files.get(found.signer, "these pages")
        return found.signer, True, f"The signature holds, by the key that stands on {file}.", ""
    if found.signer not in keys.certs:
        why = "The key that it names as its own isn't on these pages, so it can't be verified."
        return found.signer, False, why, "key not there"
    if f"{said.rstrip(' ').removesuffix(chr(10))}\n".count("\n") < 3:
        why = "Its line breaks were lost in the page, so it can't be verified."
        return found.signer, False, why, "lines lost"
    why = "The signature fails: the text was changed after it was signed, or the signature was."
    return found.signer, False, why, "signature that fails"
