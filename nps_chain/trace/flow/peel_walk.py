"""The kernel of peel(): along one coin, a step a transaction, with the clues that decided each.

The five clues are looked at as of the transaction itself, so they are the same on any later day. A
clue points at one of the two outputs or at none; how it pointed is packed into one number a step,
two bits a clue: 1 for the output that carries on, 2 for the other.
"""

import numpy as np
from numba import njit

from nps_chain.chain.schema import COINBASE, OUTSIDE, UNKNOWN

CLUES = (
    "it goes back to the address that it came from",
    "it is of the same script type as the coin that came in",
    "its address is new",
    "the other amount is round",
    "it is the larger",
)
"""What each clue says of the output that it points at, in the order of their bits."""

BACK, TYPE, FRESH, ROUND, LARGER = range(5)
ROUND_TO = 10_000  # satoshi; four digits, see power_of_ten_value among the change heuristics

# Why a chain ends.
UNSPENT, UNSPENDABLE, AT_STOP, SHAPE, TIE, ABSTAINS, STEPS, FROM_OUTSIDE, MINTED, PEELED_OFF = (
    range(10)
)


@njit(cache=True, nogil=True)
def walk_peel(
    start: int,
    forward: bool,
    steps: int,
    change: np.ndarray,  # (transactions,) int64: the output that is change, or -1; empty: by clues
    stop: np.ndarray,  # (addresses,) uint8: 1 don't go beyond
    out_tx: np.ndarray,
    out_value: np.ndarray,
    out_address: np.ndarray,
    spent_by: np.ndarray,
    in_spends: np.ndarray,
    in_address: np.ndarray,
    kind: np.ndarray,  # (addresses,) script types
    first_seen: np.ndarray,
    first_output: np.ndarray,
    first_input: np.ndarray,
) -> tuple[np.ndarray, int, np.int64, np.int64, np.int64]:
    """Return the steps, why they end, and there the transaction, the coin and the clues.

    A step is a transaction, its output that carries on, the other one, and the clues.
    """
    room, n = 64, 0
    found = np.empty((room, 4), np.int64)
    coin, at, clues = np.int64(start), np.int64(UNKNOWN), np.int64(0)
    end = -1
    while end < 0:
        if forward:
            at = np.int64(spent_by[coin])
            if out_address[coin] < 0:
                end = UNSPENDABLE
            elif stop[out_address[coin]]:
                end = AT_STOP
            elif at < 0:
                end = UNSPENT
        else:
            at = np.int64(out_tx[coin])
            if in_spends[first_input[at]] == COINBASE:
                end = MINTED
            elif in_address[first_input[at]] >= 0 and stop[in_address[first_input[at]]]:
                end = AT_STOP
        if end >= 0:
            break
        if n == steps:
            end = STEPS
            break
        # One input, and two outputs that can be spent?
        one, two, spendable = np.int64(-1), np.int64(-1), 0
        for row in range(first_output[at], first_output[at + 1]):
            if out_address[row] >= 0:
                one, two = two, np.int64(row)
                spendable += 1
                if spendable > 2:
                    break
        if spendable != 2 or first_input[at + 1] - first_input[at] != 1:
            end = SHAPE
            break

        clues, carries, other = np.int64(0), np.int64(-1), np.int64(-1)
        if len(change):
            carries = change[at]
            other = one if carries == two else two
            if carries != one and carries != two:
                end = ABSTAINS
                break
        else:
            source = np.int64(in_address[first_input[at]])
            a, b = np.int64(out_address[one]), np.int64(out_address[two])
            votes = 0  # for one, less those for two
            if source >= 0 and (a == source) != (b == source):
                votes = 1 if a == source else -1
                clues = np.int64(votes % 3) << (2 * BACK)
            else:
                vote = 0
                if source >= 0:
                    vote = int(kind[a] == kind[source]) - int(kind[b] == kind[source])
                votes, clues = votes + vote, clues | np.int64(vote % 3) << (2 * TYPE)
                vote = int(first_seen[a] == at) - int(first_seen[b] == at)
                votes, clues = votes + vote, clues | np.int64(vote % 3) << (2 * FRESH)
                vote = int(out_value[two] % ROUND_TO == 0) - int(out_value[one] % ROUND_TO == 0)
                votes, clues = votes + vote, clues | np.int64(vote % 3) << (2 * ROUND)
                vote = int(out_value[one] > out_value[two]) - int(out_value[one] < out_value[two])
                votes, clues = votes + vote, clues | np.int64(vote % 3) << (2 * LARGER)
            if votes == 0:
                end = TIE
                break
            carries, other = (one, two) if votes > 0 else (two, one)
            if votes < 0:  # seen from the output that carries on: 1 and 2 change places
                clues = (clues & 0x155) << 1 | (clues & 0x2AA) >> 1
        if not forward and n > 0 and carries != coin:
            end = PEELED_OFF
            break
        if n == room:
            room *= 2
            more = np.empty((room, 4), np.int64)
            more[:n] = found
            found = more
        found[n, 0], found[n, 1], found[n, 2], found[n, 3] = at, carries, other, clues
        n += 1
        if forward:
            coin = carries
        else:
            source = np.int64(in_spends[first_input[at]])
            if source == OUTSIDE:
                coin, end = ~first_input[at], FROM_OUTSIDE
            else:
                coin = source
    return found[:n], end, at, coin, clues
