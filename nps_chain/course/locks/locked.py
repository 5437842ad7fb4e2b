"""What a stranger sees of something that was locked: bytes, and how many they are."""

from dataclasses import dataclass

_SHOWN = 16  # bytes


@dataclass(frozen=True)
class Locked:
    """Something that was locked.

    Attributes
    ----------
    data : bytes
        What the cipher made of it.
    """

    data: bytes

    def __len__(self) -> int:
        return len(self.data)

    def __contains__(self, word: str) -> bool:
        return word.encode() in self.data

    def __str__(self) -> str:
        return f"{self.data[:_SHOWN].hex()}... (locked, length {len(self):,})"

    def __repr__(self) -> str:
        return f"Locked({self})"
