"""Both sides of a run at once, for a lesson: how many addresses are shared; which, if both agree.

Between two agencies each side runs on a machine of its own, and only messages go between them. Here
both are in one place, so that one can look at what each sent, and at what the other made of it.
"""

import pandas as pd

from nps_chain.errors import NpsError
from nps_chain.evidence.deconflict.message import Message
from nps_chain.evidence.deconflict.run import Run
from nps_chain.trace.texts import count


class Overlap:
    """What two lists share, as :func:`nps_chain.evidence.deconflict.deconflict` found it.

    Parameters
    ----------
    mine, theirs : Run
        The two sides, before their first step.

    Attributes
    ----------
    count : int
        How many addresses both have.
    messages : list of Message
        All that went between the two.
    """

    def __init__(self, mine: Run, theirs: Run) -> None:
        self._mine, self._theirs = mine, theirs
        asked, asked_back = mine.ask(), theirs.ask()
        returned, answer = mine.answer(asked_back), theirs.answer(asked)
        self.messages: list[Message] = [asked, asked_back, returned, answer]
        self.count = mine.count(answer)
        theirs.count(returned)
        self._agreed: set[str] = set()
        self._shared: list[str] | None = None

    def agree(self, party: str) -> None:
        """Let a party agree, knowing the count, to show which addresses both have.

        Parameters
        ----------
        party : str
            Its name.
        """
        names = self._mine.name, self._theirs.name
        # A text can have a name of its own: an exhibit, whose value is the party's.
        name = str(party if isinstance(party, str) else getattr(party, "name", party))
        if name not in names:
            raise NpsError(f"{name!r:.60} is no side of this run: {' and '.join(names)} are.")
        self._agreed.add(name)

    def reveal(self) -> list[str]:
        """Return the addresses that both have, sorted, if both agreed.

        Raises
        ------
        NpsError
            If one of them hasn't.
        """
        missing = [one.name for one in (self._mine, self._theirs) if one.name not in self._agreed]
        if missing:
            raise NpsError(
                f"Before anything is shown, {' and '.join(missing)} must agree: counts come before"
                f" contents. Call {' and '.join(f'.agree({name!r})' for name in missing)}."
            )
        if self._shared is None:
            shown, shown_back = self._mine.show(), self._theirs.show()
            self.messages += [shown, shown_back]
            self._shared = self._mine.learn(shown_back)
            self._theirs.learn(shown)
        return list(self._shared)

    @property
    def log(self) -> pd.DataFrame:
        """One row a message: ``sender``, ``receiver``, ``kind``, ``values``, ``bytes``, ``tells``.

        ``tells`` says what the receiver reads from it.
        """
        rows = [
            (one.sender, one.receiver, one.kind, len(one), one.size, one.tells)
            for one in self.messages
        ]
        columns = ["sender", "receiver", "kind", "values", "bytes", "tells"]
        return pd.DataFrame(rows, columns=columns)

    def __repr__(self) -> str:
        pair = f"{self._mine.name} and {self._theirs.name}, {self._mine.date}"
        shown = "shown to both" if self._shared is not None else "not shown"
        both = f"{count(self.count, 'address')} in both lists"
        return f"Overlap({pair}: {both}, {shown}; for teaching only)"
