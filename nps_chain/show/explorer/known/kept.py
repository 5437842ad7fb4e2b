"""Answers that are asked for again at every click, kept while there is room for them."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, Generic, TypeVar

Answer = TypeVar("Answer")


class Kept(Generic[Answer]):
    """Answers by question; when they become too large, those asked for longest ago are let go.

    Parameters
    ----------
    most : int
        So large may all answers together be. One that alone is larger isn't kept.
    size : callable
        Returns how large an answer is; the number of its items by default.
    """

    def __init__(self, most: int, size: Callable[[Any], int] = len) -> None:
        self._room, self._size = most, size
        self._answers: OrderedDict[Hashable, Answer] = OrderedDict()

    def get(self, question: Hashable, find: Callable[[], Answer]) -> Answer:
        """Return the answer to a question, found by a function unless it is kept."""
        if question in self._answers:
            self._answers.move_to_end(question)
            return self._answers[question]
        answer = self._answers[question] = find()
        self._room -= self._size(answer)
        while self._room < 0:
            _, gone = self._answers.popitem(last=False)
            self._room += self._size(gone)
        return answer
