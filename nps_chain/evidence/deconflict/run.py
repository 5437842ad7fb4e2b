"""One side of one run: what it sends and what it makes of what it gets, in the one safe order.

Each step is taken once. A side that answered twice would mask whatever it is given, time and again;
so a message that isn't as it must be ends the run, and with it the day's run with that party.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from nps_chain.errors import NpsError
from nps_chain.evidence.deconflict.group import PROTOCOL, context, mask, new_key, to_point
from nps_chain.evidence.deconflict.message import Message
from nps_chain.evidence.deconflict.rules import Ledger, must_be_enough
from nps_chain.trace.texts import count

STEPS = ("ask", "answer", "count", "show", "learn")
"""What a side does, in this order; the other does the same."""


class Run:
    """One side of one run; `nps_chain.evidence.deconflict.party.Party.begin` makes it.

    Parameters
    ----------
    name, other : str
        Whose side it is, and who the other is.
    date : str
        The day.
    addresses : list of str
        Its list, each address in its one spelling.
    ledger : Ledger
        Where it writes down what happens.
    on_chain : int, optional
        How many addresses there are on the chain.
    secret : str, optional
        Makes the key, for lessons and tests; otherwise it is random.

    Raises
    ------
    NpsError
        If the rules don't allow it (`nps_chain.evidence.deconflict.rules`).
    """

    def __init__(
        self,
        name: str,
        other: str,
        date: str,
        addresses: list[str],
        ledger: Ledger,
        *,
        on_chain: int | None = None,
        secret: str | None = None,
    ) -> None:
        self.name, self.other, self.date = name, other, date
        self._addresses, self._ledger, self._on_chain = addresses, ledger, on_chain
        self._context = context(name, other, date)
        self._key = new_key(self._context, name, secret)
        self._mine: dict[bytes, str] = {}  # masked once: the address; in the order of the message
        self._theirs: dict[bytes, int] = {}  # masked twice: its place in the other's message
        self._shared: set[bytes] = set()  # masked twice
        self._next: str | None = STEPS[0]
        self._must_be_allowed()

    def ask(self) -> Message:
        """Return one's own list, masked: what the other masks again."""
        self._take("ask")
        self._must_be_allowed()  # again: another run may have begun since this one was made
        self._note("began", len(self._addresses))
        points = mask(self._key, (to_point(self._context, one) for one in self._addresses))
        self._mine = dict(sorted(zip(points, self._addresses, strict=True)))
        self._next = "answer"
        return self._message("masked", self._mine)

    def answer(self, masked: Message) -> Message:
        """Return the other's list, masked again; then the key is forgotten.

        Raises
        ------
        NpsError
            If the message isn't of this run and step; and, which ends the run, if it asks after
            more than is allowed, is damaged, or isn't made as it must be.
        """
        with self._reading("answer", "masked", masked) as points:
            self._must_be_fair(len(points), "asked", self.other)
            if not self._mine.keys().isdisjoint(points):
                raise NpsError(f"It has values that {self.name} sent, as if they were its own.")
            again = mask(self._key, points)
            self._note("asked", len(points))
        self._key = b""
        self._theirs = {point: place for place, point in enumerate(again)}
        self._next = "count"
        return self._message("returned", sorted(again))

    def count(self, returned: Message) -> int:
        """Return how many addresses both have; which, isn't known to either side.

        Raises
        ------
        NpsError
            As `answer`.
        """
        with self._reading("count", "returned", returned) as points:
            if len(points) != len(self._mine):
                raise NpsError(
                    f"It has {count(len(points), 'value')}, and {len(self._mine):,} were sent."
                )
        self._shared = self._theirs.keys() & set(points)
        self._note("counted", len(self._shared))
        self._next = "show"
        return len(self._shared)

    def show(self) -> Message:
        """Return which of the other's addresses both have; to send it is to agree to that."""
        self._take("show")
        self._note("showed", len(self._shared))
        self._next = "learn"
        places = sorted(self._theirs[point] for point in self._shared)
        return self._message("positions", (place.to_bytes(4, "big") for place in places))

    def learn(self, positions: Message) -> list[str]:
        """Return the addresses that both have, sorted, as the other tells.

        Raises
        ------
        NpsError
            As `answer`.
        """
        sent = list(self._mine.values())
        with self._reading("learn", "positions", positions) as values:
            places = [int.from_bytes(value, "big") for value in values]
            if len(places) != len(self._shared):
                raise NpsError(
                    f"It has {count(len(places), 'value')}, and {len(self._shared):,} were counted."
                )
            if places and places[-1] >= len(sent):
                raise NpsError("It points beyond the list that was sent.")
        return sorted(sent[place] for place in places)

    def _must_be_allowed(self) -> None:
        self._must_be_fair(len(self._addresses), "began", self.name)
        self._ledger.must_be_free(self.date, self.other)

    def _must_be_fair(self, many: int, what: str, whose: str) -> None:
        must_be_enough(many, whose)
        if self._on_chain is not None:
            self._ledger.must_stay_a_comparison(self.other, what, many, whose, self._on_chain)

    def _take(self, step: str) -> None:
        """Refuse a step that isn't the next; and until it is done, none is."""
        if self._next != step:
            told = f"{self._next}() is" if self._next else "the run is over"
            raise NpsError(f"{step}() isn't the next step of {self.name}'s run: {told}.")
        self._next = None

    @contextmanager
    def _reading(self, step: str, kind: str, message: Message) -> Iterator[list[bytes]]:
        """Take a step with the values of a message; what is wrong with them ends the run."""
        if not isinstance(message, Message):
            raise NpsError(
                f"Give the message that {self.other} sent, not {type(message).__name__}."
            )
        way = message.sender.casefold(), message.receiver.casefold()
        wanted = self.other.casefold(), self.name.casefold()
        bound = message.kind, message.date, message.protocol
        # Nothing was done with a message that is for something else, so the right one may follow.
        if way != wanted or bound != (kind, self.date, PROTOCOL):
            raise NpsError(
                f"{self.name} waits for another message: '{kind}', of {self.date}, from"
                f" {self.other} to {self.name}, by {PROTOCOL}."
            )
        self._take(step)
        try:
            yield message.values()
        except NpsError as refusal:
            self._note("refused", len(message), str(refusal))
            raise NpsError(
                f"{self.other}'s message is refused, and the run is over. {refusal}"
            ) from None

    def _note(self, what: str, addresses: int, note: str = "") -> None:
        self._ledger.add(self.date, self.other, what, addresses, note)

    def _message(self, kind: str, values: Iterable[bytes]) -> Message:
        return Message(kind, self.name, self.other, self.date, b"".join(values))
