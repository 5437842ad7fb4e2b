"""The files of a package, read once more after the examination, each only as it was examined.

A packed archive is gone through from its beginning whichever file is asked for, and a list of its
members is read anew. So several files are read in one pass: those that follow by name, since mostly
all are asked for, in this order.
"""

import hashlib
from bisect import bisect_left
from collections.abc import Collection, Iterator

from nps_chain.evidence.bag.examination import KEPT, Examination
from nps_chain.evidence.bag.opened.package import Package

AHEAD = 64 * 1024**2
"""Bytes that are kept of one pass, unless the file asked for is larger itself."""


class Reread:
    """The files of a package that was examined.

    Parameters
    ----------
    package : Package
        Where they are.
    made : Examination
        Their sizes and checksums.
    """

    def __init__(self, package: Package, made: Examination) -> None:
        self._package, self._made = package, made
        self._names = sorted(made.digests)
        self._held: dict[str, bytes] = {}

    def read(self, file: str) -> bytes | None:
        """Return what a file holds; None if it is another than it was.

        Raises
        ------
        Refused
            If the package can't be read any more.
        """
        if file not in self._held:
            self._held = dict(self._unchanged(self._from(file)))
        return self._held.get(file)

    def _from(self, file: str) -> Collection[str]:
        at = bisect_left(self._names, file)
        chosen, total = {file}, self._made.sizes[file]
        for name in self._names[at + 1 :]:
            total += self._made.sizes[name]
            if total > AHEAD:
                break
            chosen.add(name)
        return chosen

    def _unchanged(self, chosen: Collection[str]) -> Iterator[tuple[str, bytes]]:
        for name, pieces in self._package.pieces(chosen):
            data = b"".join(pieces)
            if hashlib.new(KEPT, data).hexdigest() == self._made.digests[name][KEPT]:
                yield name, data
