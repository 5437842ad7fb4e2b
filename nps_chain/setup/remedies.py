"""Failures as one plain sentence that ends in the remedy.

A participant on a locked-down laptop can act on "the disk is full", not on a traceback. What the
system says (`OSError`) and what pip says (text) are translated here, and nowhere else.
"""

import errno
import re
import sys
from collections.abc import Callable
from typing import TextIO

from nps_chain.errors import NpsError

FULL = "The disk is full: make room (2 GB is plenty), then run this again."
UNWRITABLE = (
    "{where} can't be written: close what uses it, or copy the course to a folder of your own, "
    "then run this again."
)
TOO_LONG = (
    "The path of {where} is too long for this system: move the course to a short one, such as "
    "C:\\nps, then run this again."
)

_BY_NUMBER = {
    errno.ENOSPC: FULL,
    errno.EDQUOT: FULL,
    errno.EACCES: UNWRITABLE,
    errno.EPERM: UNWRITABLE,
    errno.EROFS: UNWRITABLE,
    errno.ENAMETOOLONG: TOO_LONG,
}

# In this order: pip reports a lost network as "no matching distribution" in the end, and a full
# disk may show itself while a hash is computed.
_BY_PIPS_WORDS = (
    (r"No space left|not enough space|Errno 28\b|WinError 112\b|Disk quota exceeded", FULL),
    (r"Long Path support|File name too long", TOO_LONG.format(where="this folder")),
    (
        r"DO NOT MATCH THE HASHES",
        "A package that arrived is not the one that was pinned, so nothing of it was installed: "
        "try again, on another network or with --wheels FOLDER.",
    ),
    (
        r"CERTIFICATE_VERIFY_FAILED|SSLError|SSLCertVerification",
        "The network's certificate is not trusted, as behind a company's proxy or with a wrong "
        "clock: ask its administrator, or use --wheels FOLDER, which needs no network.",
    ),
    (
        r"Failed to establish a new connection|NewConnectionError|NameResolutionError"
        r"|Temporary failure in name resolution|getaddrinfo failed|ConnectTimeout|ReadTimeout"
        r"|ProxyError|Connection (refused|reset|aborted|broken)|Network is unreachable",
        "The packages can't be fetched, because there is no network or a proxy refuses: connect "
        "and run this again, or use --wheels FOLDER, which needs none.",
    ),
    (r"Permission denied|Access is denied|WinError 5\b", UNWRITABLE.format(where="The folder")),
)


def of_system(error: OSError) -> str:
    """Return the sentence for what the system refused."""
    where = str(error.filename or "The folder")
    known = _BY_NUMBER.get(error.errno or 0)
    if known is None and getattr(error, "winerror", None) == 112:  # the disk, on Windows
        known = FULL
    return known.format(where=where) if known else f"{where}: {error.strerror or error}."


def of_pip(words: str, folder: object = None) -> str:
    """Return the sentence for a failure of pip.

    Parameters
    ----------
    words : str
        All that pip printed.
    folder : path, optional
        The folder of packages that it was to install from.
    """
    lacks = re.search(r"No matching distribution found for (\S+)", words)
    if lacks and folder is not None:
        python = f"{sys.version_info[0]}.{sys.version_info[1]}"
        return (
            f"{folder} lacks {lacks[1]} for this system and Python {python}: make it again with "
            "start.py wheels FOLDER, for this system (--platform) and this Python (--python)."
        )
    for pattern, sentence in _BY_PIPS_WORDS:
        if re.search(pattern, words):
            return sentence
    if lacks:
        return (
            f"There is no {lacks[1]} for this system, or the network hides it: try again on "
            "another network, or with --wheels FOLDER."
        )
    raised = re.findall(r"(\w+(?:Error|Exception): .+)", words)
    reasons = raised[-1:] or re.findall(r"^(?:ERROR|error): (.+)", words, re.MULTILINE)
    return f"pip failed, and this is its reason: {(reasons or ['it gave none'])[0].strip()}"


def in_one_sentence(work: Callable[[], int]) -> int:
    """Do the work and return its exit status; tell a failure that is the user's in a sentence."""
    for stream in (sys.stdout, sys.stderr):  # an old console lacks some letters: show "?" for them
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace", line_buffering=True)
    try:
        return work()
    except NpsError as error:
        return _say(str(error), sys.stderr)
    except OSError as error:
        return _say(of_system(error), sys.stderr)
    except KeyboardInterrupt:
        _say("\nStopped. Run it again to go on.", sys.stderr)
        return 130


def _say(sentence: str, stream: TextIO) -> int:
    print(sentence, file=stream)
    return 1
