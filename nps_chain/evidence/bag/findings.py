"""What is found in a package, each in the same form: what kind, where, and why.

The kinds are few words, so that a person and a program can tell a changed file from a missing one.
"""

from typing import NamedTuple

from nps_chain.errors import NpsError

WORDS = {
    "unread": "it isn't read: too large, locked, or damaged",
    "declaration": "bagit.txt is missing, or says what isn't known here",
    "encoding": "a text is in another encoding than the package says",
    "path": "a name leads out of the package, or can't be used",
    "link": "a link or a device in the place of a file",
    "list": "a line in a list of files can't be read, or lists what it must not",
    "twice": "a file is there or listed twice",
    "alike": "two names are one on some systems",
    "missing": "a file is listed and isn't there",
    "unlisted": "a file is there and isn't listed",
    "changed": "a file has another checksum than the one listed",
    "count": "the number of files or bytes is another than bag-info.txt says",
    "fetch": "the package asks for files to be fetched; nothing is",
    "signature": "the seal is broken, missing, or of a kind that isn't known here",
    "signer": "the seal is by another key than expected",
    "name": "Windows or Linux can't have a file of this name",
    "weak": "a checksum that can be forged",
}
"""What each kind means."""


class Finding(NamedTuple):
    """Something that is wrong with a package, or is odd.

    Attributes
    ----------
    what : str
        Its kind; one of `WORDS`.
    where : str
        The file's name as the package has it, or a list and line.
    why : str
        What is wrong, as a sentence's second half or a sentence.
    """

    what: str
    where: str
    why: str


class Refused(NpsError):
    """A package that can't be looked at any further; it carries the finding."""

    def __init__(self, what: str, where: str, why: str) -> None:
        super().__init__(f"{where}: {why}.")
        self.finding = Finding(what, where, why)
