"""A document and its data, side by side: one for people, one to be read back."""

import json
from pathlib import Path
from typing import Any

from nps_chain.errors import NpsError
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
    file = Path(path)
    if file.suffix != ".html":
        raise NpsError(f"{str(file)!r:.120} should end in .html: give such a name.")
    told = json.dumps(data, indent=1, ensure_ascii=False) + "\n"
    files = {file: html.encode(), file.with_suffix(".json"): told.encode()}
    return write_files(files, overwrite=overwrite)
