"""The mempool's log: what was sent and never came into a block.

The chain keeps the last version of a payment alone. A node that listened has the others too: those
that a better-paying one replaced, and what still waits when the chain ends.
"""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from nps_chain.chain.wire.hashes import shown
from nps_chain.chain.wire.transaction import parse_transaction
from nps_chain.world.draft import Draft
from nps_chain.world.mining import START


@dataclass(frozen=True)
class Unmined:
    """A transaction that was sent and is in no block.

    Attributes
    ----------
    minute : int
        When it was sent, in minutes since the start.
    txid : str
        As explorers show it.
    fee, vsize : int
        Satoshi, virtual bytes.
    replaced_by : str
        The txid of what took its place; empty if it waits at the end of the chain.
    raw : bytes
        Its bytes.
    """

    minute: int
    txid: str
    fee: int
    vsize: int
    replaced_by: str
    raw: bytes

    @property
    def fate(self) -> str:
        """What became of it, in words."""
        return f"replaced by {self.replaced_by}" if self.replaced_by else "waits"

    @property
    def time(self) -> str:
        """When it was sent: UTC, as ISO 8601 has it."""
        return f"{datetime.fromtimestamp(START + 60 * self.minute, UTC):%Y-%m-%dT%H:%MZ}"


def unmined(sent: Iterable[Draft], replaced: Iterable[tuple[Draft, Draft]]) -> tuple[Unmined, ...]:
    """Return the log, given what was sent and never mined, and what took the place of what."""
    successors = dict(replaced)
    return tuple(
        Unmined(
            draft.minute,
            shown(draft.txid),
            draft.fee,
            parse_transaction(draft.raw).vsize,
            shown(successors[draft].txid) if draft in successors else "",
            draft.raw,
        )
        for draft in sent
    )


def written(log: Iterable[Unmined]) -> bytes:
    """Return the log as the bytes of a CSV file, a transaction a line."""
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(("time", "txid", "fee", "vsize", "fate", "raw"))
    for one in log:
        rows.writerow((one.time, one.txid, one.fee, one.vsize, one.fate, one.raw.hex()))
    return text.getvalue().encode()
