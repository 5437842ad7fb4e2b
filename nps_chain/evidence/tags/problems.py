"""What is wrong with packs and tags: where it stands, and whether the tag was left out for it."""

from typing import NamedTuple


class Problem(NamedTuple):
    """Something that is wrong, or is to be known.

    Attributes
    ----------
    file : str
        The pack.
    line : int
        Where the tag begins; 0 for the pack as a whole.
    tag : int
        Which of the pack's tags or actors, from 1; 0 for the pack as a whole.
    field : str
        Which field; empty for none.
    why : str
        A sentence.
    refused : bool
        Whether the tag was left out for it.
    """

    file: str
    line: int
    tag: int
    field: str
    why: str
    refused: bool


class Problems:
    """The problems of a pack, while it is read from its first line to its last.

    Parameters
    ----------
    file : str
        The pack.
    strict : bool
        Whether a tag is left out that breaks a rule of ours, which isn't one of the public schema.

    Attributes
    ----------
    told : list of Problem
        All so far.
    refused : bool
        Whether the tag that is being read is left out.
    """

    def __init__(self, file: str, strict: bool) -> None:
        self.told: list[Problem] = []
        self.refused = False
        self._file, self._strict = file, strict
        self._line = self._number = 0

    def begin(self, line: int, number: int) -> None:
        """Come to the next tag; to line 0 and number 0 for the pack as a whole."""
        self._line, self._number, self.refused = line, number, False

    def note(self, field: str, why: str) -> None:
        """Tell something for which no tag is left out."""
        self._add(field, why, False)

    def break_ours(self, field: str, why: str) -> None:
        """Tell that a rule of ours is broken."""
        self._add(field, why, self._strict)

    def break_public(self, field: str, why: str) -> None:
        """Tell that a rule of the public schema is broken: such a tag can't be passed on."""
        self._add(field, why, True)

    def _add(self, field: str, why: str, refused: bool) -> None:
        self.refused |= refused
        self.told.append(Problem(self._file, self._line, self._number, field, why, refused))
