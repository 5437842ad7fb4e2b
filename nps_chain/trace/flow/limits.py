"""What keeps a trace within bounds: heights between which to stay, addresses that are marked."""

import numpy as np

from nps_chain.chain.tables import Chain
from nps_chain.errors import NpsError
from nps_chain.trace.arguments import whole


def tx_range(chain: Chain, since: int | None, until: int | None) -> tuple[int, int]:
    """Return the first row of the transactions between two heights, and the one after the last."""
    heights = chain.columns.txs.height
    first, end = 0, len(heights)
    if since is not None:
        first = int(np.searchsorted(heights, whole(since, "since", 0), "left"))
    if until is not None:
        end = int(np.searchsorted(heights, whole(until, "until", 0), "right"))
    if since is not None and until is not None and since > until:
        raise NpsError(f"since is {since} and until is {until}: the first height is the later one.")
    return first, end


def blocks_of(pause: int | None) -> int:
    """Return how many blocks a coin may lie before it moves on, -1 for any number."""
    return -1 if pause is None else whole(pause, "pause", 0)


def marks(chain: Chain, **rows: np.ndarray) -> np.ndarray:
    """Return a byte an address: bit 0 is set for those of the first rows, and so on."""
    marked = np.zeros(len(chain.columns.addresses.first_seen), np.uint8)
    for bit, those in enumerate(rows.values()):
        marked[those] |= 1 << bit
    return marked
