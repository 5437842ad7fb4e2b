"""Whose seal is expected: told by a fingerprint, a public key, or OpenSSH's list of signers.

A package can't vouch for its own signer. The fingerprint has to come by another way: by telephone,
by a liaison officer, out of an earlier case.

Source: ssh-keygen(1), ALLOWED SIGNERS.
"""

import os
import re
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path
from typing import NamedTuple

from nps_chain.errors import NpsError
from nps_chain.evidence.bag.seal import NAMESPACE, wire
from nps_chain.evidence.bag.seal.key import LARGEST, PRIVATE, blob, fingerprint
from nps_chain.evidence.reading import read, text_of
from nps_chain.harmless import harmless

_FINGERPRINT = re.compile("SHA256:[A-Za-z0-9+/]{43}")
_WORD = re.compile(r'(?:[^\s"]|"[^"]*")+')  # blanks in quotation marks don't end a word
_OPTION = re.compile(r'([a-z-]+)(?:="([^"]*)")?(?:,|$)')
_TIME = re.compile("[0-9]{8}(?:[0-9]{4}(?:[0-9]{2})?)?Z?")
_KINDS = ("ssh-", "ecdsa-", "sk-")


class Expected(NamedTuple):
    """A key whose seal is accepted.

    Attributes
    ----------
    fingerprint : str
        Of the key.
    name : str
        Whose it is, as the list of signers says; empty where nothing does.
    since, until : str
        Within which time, as 14 digits; empty where not limited.
    """

    fingerprint: str
    name: str = ""
    since: str = ""
    until: str = ""

    def objection(self, date: str) -> str:
        """Return why a seal of a day, ``2025-03-23``, isn't accepted; empty where it is."""
        day = date.replace("-", "")
        if (self.since or self.until) and not re.fullmatch("[0-9]{8}", day):
            return "its key is accepted for a time only, and the package doesn't tell its date"
        if self.since and day < self.since[:8]:
            return f"its key is accepted from {_day(self.since)} on, and the package is of {date}"
        if self.until and day + "000000" >= self.until:
            return f"its key is accepted until {_day(self.until)}, and the package is of {date}"
        return ""


def _day(time: str) -> str:
    return f"{time[:4]}-{time[4:6]}-{time[6:8]}"


def expected(signer: str | os.PathLike[str]) -> tuple[Expected, ...]:
    """Return the keys that a user accepts.

    Parameters
    ----------
    signer : str or path
        A fingerprint, ``SHA256:`` and 43 characters; a public key, as in a ``.pub`` file; or the
        file of a public key, or of allowed signers. Lines of that for other purposes are left out.

    Raises
    ------
    NpsError
        If it is none of these, or names no Ed25519 key for this purpose.
    """
    told = os.fspath(signer)
    if told.startswith("SHA256:"):
        if not _FINGERPRINT.fullmatch(told):
            raise NpsError(f"{told!r:.80} is no fingerprint: it has SHA256: and 43 characters.")
        return (Expected(told),)
    if told.startswith("ssh-ed25519 "):
        text, where = told, "The public key"
    else:
        text, where = text_of(read(Path(told), LARGEST), told), told
    if PRIVATE in text:
        raise NpsError(f"{where} is a private key: give the public one, whose name ends in .pub.")
    try:
        found = tuple(_lines(text))
    except NpsError as error:
        raise NpsError(f"{where} has a line that can't be read. {error}") from None
    if not found:
        raise NpsError(f"{where} names no Ed25519 key that may seal a case package.")
    return found


def _lines(text: str) -> Iterator[Expected]:
    for line in text.splitlines():
        words = _WORD.findall(line)
        if not words or words[0].startswith("#"):
            continue
        names, options = "", ""
        if not words[0].startswith(_KINDS):
            names = words.pop(0).strip('"')
            if words and not words[0].startswith(_KINDS):
                options = words.pop(0)
        if len(words) < 2:
            raise NpsError(f"{harmless(line, 60)!r} has no key.")
        if words[0] != wire.ED25519.decode():
            continue
        limits = _limits(options)
        if limits is not None:
            written = wire.from_base_64(words[1])
            if written != blob(written[-32:]):
                raise NpsError(f"{harmless(words[1], 60)!r} isn't a whole key.")
            yield Expected(fingerprint(written), harmless(names, 80), *limits)


def _limits(options: str) -> tuple[str, str] | None:
    """Return from when and until when a key counts; None if never for a case package."""
    since, until, at = "", "", 0
    while at < len(options):
        found = _OPTION.match(options, at)
        name, value = (found[1], found[2]) if found else ("", None)
        at = found.end() if found else at
        if name == "namespaces" and value is not None:
            if not _matches(value):
                return None
        elif name == "cert-authority":
            return None  # signs keys, not packages
        elif name in ("valid-after", "valid-before") and value and _TIME.fullmatch(value):
            time = value.rstrip("Z").ljust(14, "0")
            since, until = (time, until) if name == "valid-after" else (since, time)
        else:
            raise NpsError(f"{harmless(options, 60)!r} has an option that isn't known here.")
    return since, until


def _matches(patterns: str) -> bool:
    """Return whether a list of patterns has the purpose of a seal; one with ``!`` takes it out."""
    matched = False
    for pattern in patterns.split(","):
        wanted = pattern.removeprefix("!").replace("[", "[[]")
        if fnmatchcase(NAMESPACE, wanted):
            if pattern.startswith("!"):
                return False
            matched = True
    return matched
