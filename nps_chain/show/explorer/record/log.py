"""The log: every step that was taken, when, and what was seen after it.

A log is evidence of how somebody came to a graph. So it keeps what was taken back, too; it names
transactions and addresses in full; and with each step goes a digest of the nodes and amounts that
were drawn, so that whoever takes the same steps on the same chain can tell that they see the same
(`nps_chain.show.explorer.record.replay`). The times are those of the machine that it was kept on.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any, NamedTuple

import pandas as pd

from nps_chain import __version__
from nps_chain.chain.tables import Chain
from nps_chain.errors import NpsError
from nps_chain.harmless import harmless
from nps_chain.show.explorer.canvas.drawn import Drawn
from nps_chain.show.explorer.known.facts import Facts
from nps_chain.show.explorer.scenes.scene import thing
from nps_chain.trace.texts import count

VERSION = 1

MOST_STEPS = 10_000
"""Steps of a log."""

FIELDS = ["number", "at", "do", "with", "shown", "digest"]
"""What a log tells of a step: see `Step`."""

FEW, FIND = 3, 80
"""Names that are told of a step, of which it may have more, and characters of a search."""


class Step(NamedTuple):
    """A step that was taken.

    Attributes
    ----------
    number : int
        From 0, which is the beginning.
    at : str
        When, in UTC, as ``2025-03-01T09:30:00Z``.
    do : str
        What was done; in `nps_chain.show.explorer.scenes.steps.VERBS`, ``undo`` or ``redo``.
    with_ : mapping
        What it was done with.
    shown : str
        What was drawn after it, in words.
    digest : str
        The same as a SHA-256 in hex; see `digest`.
    """

    number: int
    at: str
    do: str
    with_: Mapping[str, Any]
    shown: str
    digest: str


def digest(drawn: Drawn) -> str:
    """Return the SHA-256 of what is drawn: names of nodes, and what goes between them in satoshi.

    What is selected, how it is coloured and where it stands doesn't count. It is taken over the
    JSON text, without blanks, of a list of the nodes' names and a list of the lines, each of them
    source, target, satoshi and number of coins; both sorted.
    """
    nodes = sorted(node.name for node in drawn.nodes)
    lines = sorted((line.source, line.target, line.value, line.coins) for line in drawn.lines)
    return hashlib.sha256(json.dumps([nodes, lines], separators=(",", ":")).encode()).hexdigest()


def summary(drawn: Drawn) -> str:
    """Return how much is drawn.

    >>> summary(Drawn((), ()))
    '0 nodes, 0 payments'
    """
    nodes = sum(node.shape != "more" for node in drawn.nodes)
    payments = sum(1 for _ in drawn.payments())
    return f"{count(nodes, 'node')}, {count(payments, 'payment')}"


class Log:
    """Steps in their order.

    Parameters
    ----------
    facts : Facts
        What is known.
    """

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self.steps: list[Step] = []

    def __len__(self) -> int:
        """Return the number of steps; the beginning is none."""
        return max(len(self.steps) - 1, 0)

    def must_have_room(self) -> None:
        """Refuse to go on with a log that is full."""
        if len(self) >= MOST_STEPS:
            raise NpsError(f"The log is full with {MOST_STEPS:,} steps: save it, and begin anew.")

    def add(self, at: str, do: str, with_: Mapping[str, Any], drawn: Drawn) -> None:
        """Add a step that was taken."""
        kept = {key: _plain(value) for key, value in with_.items() if value is not None}
        self.steps.append(Step(len(self.steps), at, do, kept, summary(drawn), digest(drawn)))

    @property
    def frame(self) -> pd.DataFrame:
        """One row a step, with the columns of `FIELDS`; in ``with`` names are whole."""
        rows = [{**_dict(step), "with": self._told(step)} for step in self.steps]
        return pd.DataFrame(rows, columns=FIELDS)

    def text(self) -> str:
        """Return the log as JSON, as it is kept in a file."""
        used = {name for step in self.steps for name in _names(step)}
        told = {
            "explorer": VERSION,
            "made by": f"nps-chain {__version__}",
            "chain": last_block(self._facts.chain),
            "names": {name: self._facts.name(name) for name in sorted(used)},
            "steps": [_dict(step) for step in self.steps],
        }
        return json.dumps(told, indent=1) + "\n"

    def _told(self, step: Step) -> str:
        return ", ".join(
            f"{key} {harmless(value, FIND) if key == 'text' else self._full(value)}"
            for key, value in step.with_.items()
        )

    def _full(self, value: Any) -> str:
        if isinstance(value, list):
            rest = [f"and {len(value) - FEW:,} more"] if len(value) > FEW else []
            return " ".join([*map(self._full, value[:FEW]), *rest]) or "nothing"
        what = thing(value) if isinstance(value, str) else None
        return f"{self._facts.name(value)}{what.way}" if what else str(value)


def last_block(chain: Chain) -> dict[str, Any]:
    """Return what tells a chain from others: its network, and its last block's height and hash."""
    block = chain.block(chain.height)
    return {"network": chain.network, "height": block.height, "hash": block.hash}


def _dict(step: Step) -> dict[str, Any]:
    return dict(zip(FIELDS, step, strict=True))


def _names(step: Step) -> list[str]:
    given = [
        name
        for key, value in step.with_.items()
        if key != "text"
        for name in (value if isinstance(value, list) else [value])
    ]
    return [name for name in given if isinstance(name, str) and thing(name)]


def _plain(value: Any) -> Any:
    """Return an argument as JSON has it."""
    if isinstance(value, list | tuple):
        return [str(one) for one in value]
    return str(value) if isinstance(value, str) else int(value)
