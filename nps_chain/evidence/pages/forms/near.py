"""Which right text a wrong one was copied from: the one that differs in a single letter.

A checksum says that something is wrong, and not what. If a page elsewhere has the same text but for
one letter, that is most likely what was meant, and whoever reads on can compare. It stays a guess:
the wrong text is refused all the same.
"""

from collections import defaultdict
from collections.abc import Iterable


class Known:
    """Right texts, by their halves: of two that differ in one letter, one half is the same."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._halves: defaultdict[tuple[int, bool, str], list[str]] = defaultdict(list)
        for text in sorted(set(texts)):
            for key in _halves(text):
                self._halves[key].append(text)

    def like(self, wrong: str) -> tuple[str, int] | None:
        """Return a right text that differs in one letter, and which letter, from 1; or None."""
        for key in _halves(wrong):
            for right in self._halves.get(key, ())[:_MOST]:
                places = [n for n, (a, b) in enumerate(zip(wrong, right, strict=True), 1) if a != b]
                if len(places) == 1:
                    return right, places[0]
        return None


_MOST = 1_000  # texts of the same half; addresses hardly ever share one


def _halves(text: str) -> tuple[tuple[int, bool, str], tuple[int, bool, str]]:
    half = len(text) // 2
    return (len(text), False, text[:half]), (len(text), True, text[half:])
