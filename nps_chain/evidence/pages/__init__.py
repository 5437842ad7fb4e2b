"""Saved web pages, read for evidence: what is on them, where, and what isn't what it seems.

A page is somebody's word. What can be taken from it are indicators: addresses, keys, names,
contacts, each with its place in the source, so that another person finds it again, and with a
verdict where a checksum or a signature allows one. Near-misses are kept, and refused with the
reason, since a report that leaves them out invites the question.

Pages are hostile. Nothing of them is run, and nothing is fetched; how much is read is bounded.
"""

import os
from functools import lru_cache

from nps_chain.chain.tables import Chain
from nps_chain.evidence.pages.collection import Pages
from nps_chain.evidence.pages.page import Page
from nps_chain.evidence.pages.rows import Row
from nps_chain.evidence.pages.saved import Saved, all_saved, place
from nps_chain.evidence.pages.search import search_all
from nps_chain.evidence.pages.sheet import Sheet, read

__all__ = ["Page", "Pages", "pages"]

MOST_KEPT = 16 * 1024 * 1024
"""Bytes of pages of which it is kept what is on them, for whoever reads them once more."""

_Taken = tuple[dict[str, Sheet], list[Row], dict[str, str]]


def pages(folder: str | os.PathLike[str], *, chain: Chain | None = None) -> Pages:
    """Return the saved pages of a folder, and what is on them.

    Parameters
    ----------
    folder : str or path
        A folder of pages, with an ``index.csv`` (url, captured, sha256, file) or without; an
        agency's folder (``nps.folder("TCB")``); or the name of a data set.
    chain : Chain, optional
        The chain, which decides whether 64 hexadecimal digits name a transaction. Without it the
        words around decide.

    Returns
    -------
    Pages
        ``.frame``, a row a page; ``.indicators``, a row a thing found; ``.refused``, those that
        aren't what they look like; ``pages["forum/index.html"]``, a page shown as text.

    Raises
    ------
    NpsError
        If there is no such folder, or its index can't be read. What is wrong with a single page is
        told in its note.

    Examples
    --------
    >>> import nps_chain as nps
    >>> seen = nps.pages("tiny")
    >>> seen.refused[["type", "trap"]].value_counts().sort_index()
    type       trap
    address    look-alike letter       1
               shortened               1
               wrong checksum          2
    code       catalogue number        9
    handle     look-alike letter       2
    onion      changed letter          1
    signature  signature that fails    1
    Name: count, dtype: int64
    """
    where = place(folder)
    saved = tuple(all_saved(where))
    keep = chain is None and sum(len(each.data) for each in saved) <= MOST_KEPT
    return Pages(str(where), *(_kept(saved) if keep else _taken_apart(saved, chain)))


def _taken_apart(saved: tuple[Saved, ...], chain: Chain | None) -> _Taken:
    sheets = [read(each) for each in saved]
    rows, full = search_all(sheets, chain)
    return {sheet.file: sheet for sheet in sheets}, rows, full


@lru_cache(maxsize=2)
def _kept(saved: tuple[Saved, ...]) -> _Taken:
    """Return the same, for pages that were read before: the files are, and their bytes."""
    return _taken_apart(saved, None)
