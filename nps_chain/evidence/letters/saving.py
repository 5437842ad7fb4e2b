"""A document and its data, side by side: one for people, one to be read back."""

import json
import os
from pathlib import Path
from typing import Any

from nps_chain.errors import NpsError
from nps_chain.evidence.reading import read, text_of
from nps_chain.files import write_files


def save_document(
    path: str | Path, html: str, data: dict[str, Any], *, overwrite: bool
) -> list[Path]:
    """Write a document, and its data beside it; both or none.

    Parameters
    ----------
    path : str or path
        A file whose name ends in ``.html``; the data get the same name with ``.json``.
    html : str
        The document.
    data : dict
        Its data.
    overwrite : bool
        Whether files of these names may be replaced.

    Raises
    ------
    NpsError
        If the name is another, a file is there already, or can't be written.
    """
    file = _path(path)
    if file.suffix != ".html":
        raise NpsError(f"{str(file)!r:.120} should end in .html: give such a name.")
    told = json.dumps(data, indent=1, ensure_ascii=False) + "\n"
    files = {file: html.encode(), file.with_suffix(".json"): told.encode()}
    return write_files(files, overwrite=overwrite)


def saved_data(path: str | Path, most: int) -> Any:
    """Return the data of a document that was saved.

    Parameters
    ----------
    path : str or path
        The ``.json`` file.
    most : int
        Bytes of it that are read.

    Raises
    ------
    NpsError
        If it can't be read, is larger, or isn't JSON.
    """
    file = _path(path)
    try:
        return json.loads(text_of(read(file, most), file))
    except (ValueError, RecursionError):
        raise NpsError(f"{file} is no letter and no reply: it isn't JSON.") from None


def _path(path: object) -> Path:
    if not isinstance(path, str | os.PathLike):
        raise NpsError(f"{path!r:.80} is no file: give its name.")
    return Path(path)
