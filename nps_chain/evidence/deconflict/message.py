"""What one side sends to the other: values that tell how many there are, and bound to their run.

Messages are sorted by their bytes. Bytes of masked points are as good as random, so the order tells
nothing of the list that they were made from; and a value that stands there twice is seen at once.
"""

from dataclasses import dataclass
from itertools import pairwise

from nps_chain.errors import NpsError
from nps_chain.evidence.days import day
from nps_chain.evidence.deconflict.group import POINT, PROTOCOL
from nps_chain.evidence.deconflict.rules import MOST, party_name

WIDTHS = {"masked": POINT, "returned": POINT, "positions": 4}
"""Kinds of message, in their order, and the bytes of one value of each."""

_TELLS = {
    "masked": "how many addresses {sender} has, and not which",
    "returned": "how many addresses both have, and not which",
    "positions": "which of its own addresses both have",
}


@dataclass(frozen=True, repr=False)
class Message:
    """A message of one run.

    Attributes
    ----------
    kind : str
        ``masked``: the sender's list, masked once. ``returned``: the receiver's list, masked again
        by the sender. ``positions``: places in what the receiver had sent as ``masked``.
    sender, receiver : str
        Names of the parties.
    date : str
        The day of the run.
    data : bytes
        The values, one after another.
    protocol : str
        What both sides do, with its version.
    """

    kind: str
    sender: str
    receiver: str
    date: str
    data: bytes
    protocol: str = PROTOCOL

    def __post_init__(self) -> None:
        party_name(self.sender)
        party_name(self.receiver)
        day(self.date)
        if self.kind not in tuple(WIDTHS) or not isinstance(self.data, bytes):
            raise NpsError(f"A message is one of {', '.join(WIDTHS)}, and its data are bytes.")

    @property
    def size(self) -> int:
        """Bytes of the values."""
        return len(self.data)

    def __len__(self) -> int:
        """Return the number of values."""
        return self.size // WIDTHS[self.kind]

    def first(self, many: int = 3) -> list[str]:
        """Return the first values as hexadecimal digits, to see what the receiver sees."""
        return [value.hex() for value in self.values()[:many]]

    def values(self) -> list[bytes]:
        """Return the values.

        Raises
        ------
        NpsError
            If they are cut off, too many, or not strictly ascending.
        """
        width = WIDTHS[self.kind]
        if self.size % width:
            raise NpsError("It is cut off.")
        if self.size > MOST * width:
            raise NpsError(f"It has more than {MOST:,} values.")
        values = [self.data[at : at + width] for at in range(0, self.size, width)]
        if any(one >= other for one, other in pairwise(values)):
            raise NpsError("Its values aren't sorted, or one stands there twice.")
        return values

    @property
    def tells(self) -> str:
        """What the receiver reads from it, in words."""
        return _TELLS[self.kind].format(sender=self.sender)

    def __repr__(self) -> str:
        each = f"{len(self):,} x {WIDTHS[self.kind]} bytes"
        return (
            f"Message({self.kind}, {self.sender} to {self.receiver}, {self.date}: {each}; tells"
            f" {self.receiver} {self.tells})"
        )
