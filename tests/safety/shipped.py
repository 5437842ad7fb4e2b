"""What ships, as texts: each file of the project, opened where it is packed.

Packed are gzip and Parquet; pictures and signatures in base 64 are left out, since chance could
write anything there.
"""

import gzip
import html
import re
from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq

ROOT = Path(__file__).parents[2]

_OWN = {".ci", ".github", ".gitignore", ".gitattributes"}
_NOT_OURS = {"my-course", "build", "dist", "__pycache__", "node_modules"}
_BASE_64 = re.compile(r"[0-9A-Za-z+/]{200,}={0,2}")
_ELEMENT = re.compile(r"<(?!!)[^>]*>")


def files(folder: Path) -> Iterator[Path]:
    """Yield all files of the project or of a data set, not those of an environment or a cache."""
    for path in sorted(folder.iterdir()):
        hidden = path.name.startswith(".") and path.name not in _OWN
        if hidden or path.name in _NOT_OURS:
            continue
        if path.is_dir():
            yield from files(path)
        else:
            yield path


def texts(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield each file that holds text: its path below the folder, and what it says.

    What a page's source says and what its reader sees are two texts; both are given, as one.
    """
    for path in files(folder):
        said = text_of(path)
        if said is not None:
            yield path.relative_to(folder).as_posix(), said


def text_of(path: Path) -> str | None:
    """Return what a file says, or None if it holds no text."""
    if path.suffix == ".parquet":
        return _table(path)
    data = path.read_bytes()
    if path.suffix == ".gz":
        data = gzip.decompress(data)
    try:
        said = _BASE_64.sub(" ", data.decode())
    except UnicodeDecodeError:
        return None
    return f"{said}\n{seen(said)}" if path.suffix == ".html" else said


def seen(page: str) -> str:
    """Return what the reader of a page sees, its letters put together again."""
    shown = re.sub("(?s)<style>.*?</style>", " ", page)
    joined = shown.replace("<wbr>", "").replace("\u200b", "")
    return html.unescape(_ELEMENT.sub(" ", joined)).replace("\u200b", "").replace("[.]", ".")


def _table(path: Path) -> str:
    """Return all texts in a table, a line for each."""
    try:
        table = pq.read_table(path)
    except (OSError, ValueError):  # made wrong on purpose
        return ""
    told = [str(value) for value in (table.schema.metadata or {}).values()]
    for column in table.columns:
        if "string" in str(column.type):
            told += [value for value in column.to_pylist() if value]
    return "\n".join(told)
