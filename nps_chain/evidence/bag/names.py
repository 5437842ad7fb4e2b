r"""Names of files in a package: which stay inside it, and which are one name on some systems.

A package made on one system is opened on another. There a name may lead out of the folder, reach
another file than here, or not be possible at all. So what a name does is judged for all systems
alike, whichever this one is: ``C:\x`` leads out, though on Linux it is a name like any other.
"""

import unicodedata
from collections.abc import Iterable, Iterator

LONGEST = 1_000
"""Characters of a path."""

_WINDOWS_KEEPS = frozenset(
    ["con", "prn", "aux", "nul", "conin$", "conout$"]
    + [f"{port}{n}" for port in ("com", "lpt") for n in "123456789¹²³"]
)
"""Names of devices, whatever ending they have."""

_LONGEST_PART = 255  # bytes on Linux; macOS and Windows count letters, and so allow no less


def refusal(name: str) -> str:
    r"""Return why a path can't be used on any system, empty where it can.

    Examples
    --------
    >>> refusal("data/dir1/~test.txt"), refusal("data/../../secret")
    ('', 'it leads out of the package')
    """
    parts = name.split("/")
    if len(name) > LONGEST:
        return f"its name is longer than {LONGEST:,} characters"
    if (
        "" in parts
        or ".." in parts
        or "\\" in name  # parts folders on Windows
        or ":" in name  # after a drive, or before a file hidden in another
        or name[0] == "~"  # somebody's home
    ):
        return "it leads out of the package"
    if "." in parts:
        return "a part of its name is '.'"
    if not all(_is_seen(letter) for letter in name):
        return "its name has a character that can't be seen"
    return ""


def hindrance(name: str) -> str:
    """Return why Windows or Linux can't have a file of a name, empty where both can.

    Examples
    --------
    >>> hindrance("data/what?.html"), hindrance("data/aux.csv")
    ("Windows can't have the character '?' in a name", "'aux' is a device on Windows")
    """
    for letter in '*?"<>|':
        if letter in name:
            return f"Windows can't have the character {letter!r} in a name"
    for part in name.split("/"):
        if len(part.encode(errors="replace")) > _LONGEST_PART:
            return f"Linux can't have a name of more than {_LONGEST_PART} bytes"
        if part[-1:] in (" ", "."):
            return "Windows drops a blank or a dot at the end of a name"
        stem = part.split(".")[0].rstrip(" ")
        if stem.lower() in _WINDOWS_KEEPS:
            return f"{stem!r} is a device on Windows"
    return ""


def alike(name: str) -> str:
    """Return what names have in common that are one on a system which doesn't tell case.

    Letters that are written in two ways, such as one with its accent or two of which one is the
    accent, are one as well.

    Examples
    --------
    >>> alike("data/Núñez.TXT") == alike("data/nu\u0301n\u0303ez.txt")
    True
    """
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def composed(name: str) -> str:
    """Return a name with its letters written in one way: macOS may change that, and means none."""
    return unicodedata.normalize("NFC", name)


def clashes(paths: Iterable[str]) -> Iterator[tuple[tuple[str, ...], bool]]:
    """Yield files that are one on some system, and whether a folder has their name as well.

    Examples
    --------
    >>> list(clashes(["data/a.csv", "data/A.csv", "data/b", "data/B/c"]))
    [(('data/A.csv', 'data/a.csv'), False), (('data/b',), True)]
    """
    groups: dict[str, list[str]] = {}
    folders = set()
    for path in sorted(paths):
        key = alike(path)
        groups.setdefault(key, []).append(path)
        while key := key.rpartition("/")[0]:
            folders.add(key)
    for key, group in groups.items():
        if len(group) > 1 or key in folders:
            yield tuple(group), key in folders


def _is_seen(letter: str) -> bool:
    # macOS writes wide and narrow blanks into the names of its pictures of the screen.
    return letter.isprintable() or unicodedata.category(letter) == "Zs"
