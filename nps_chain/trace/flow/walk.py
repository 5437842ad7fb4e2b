"""The kernel of follow(): from coin to coin, hop by hop, the largest first.

At each hop it holds all coins that lie ahead, drops those that are too small, too late or known
already, keeps the largest, and goes to the transactions at their far ends. A transaction offers its
coins once, so the work is in proportion to the coins that are looked at, not to the chain.
"""

import numpy as np
from numba import njit

from nps_chain.chain.schema import COINBASE, OUTSIDE


@njit(cache=True, nogil=True)
def walk(
    ahead: np.ndarray,  # coins that lie ahead at the start, int64; changed
    offered: np.ndarray,  # (transactions,) uint8: 1 has offered its coins; changed
    crossed: np.ndarray,  # (outputs,) uint8, zeros; changed
    crossed_outside: np.ndarray,  # (inputs,) uint8, zeros; changed
    forward: bool,
    hops: int,
    breadth: int,
    at_least: int,
    first_tx: int,  # cross to transactions in these rows alone
    end_tx: int,
    pause: int,  # blocks between the two ends of a coin at most, or -1
    stop: np.ndarray,  # (addresses,) uint8: 1 don't go beyond
    out_tx: np.ndarray,
    out_value: np.ndarray,
    out_address: np.ndarray,
    spent_by: np.ndarray,
    in_tx: np.ndarray,
    in_spends: np.ndarray,
    in_value: np.ndarray,
    in_address: np.ndarray,
    first_output: np.ndarray,
    first_input: np.ndarray,
    height: np.ndarray,
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Return coins as they were crossed, the hop of each, whether one stopped; and transactions."""
    room, many = 64, 0
    coins, hop_of = np.empty(room, np.int64), np.empty(room, np.int64)
    stopped = np.empty(room, np.uint8)
    tx_room, txs = 64, 0
    reached = np.empty(tx_room, np.int64)
    ahead_many = len(ahead)
    near = np.empty(max(64, ahead_many), np.int64)  # those ahead that may be crossed
    worth = np.empty(len(near), np.int64)
    for hop in range(1, hops + 1):
        if len(near) < ahead_many:
            near = np.empty(2 * ahead_many, np.int64)
            worth = np.empty(2 * ahead_many, np.int64)
        n = 0
        for k in range(ahead_many):
            coin = ahead[k]
            outside = coin < 0
            row = ~coin if outside else coin
            if (crossed_outside[row] if outside else crossed[row]) == 1:
                continue
            value = in_value[row] if outside else out_value[row]
            if at_least > 0 and value < at_least:
                continue
            address = in_address[row] if outside else out_address[row]
            if address < 0 or stop[address] == 0:
                maker = np.int64(-1) if outside else np.int64(out_tx[row])
                spender = np.int64(in_tx[row] if outside else spent_by[row])
                far = spender if forward else maker
                if far >= 0:
                    if far < first_tx or far >= end_tx:
                        continue
                    lay = pause >= 0 and maker >= 0 and spender >= 0
                    if lay and np.int64(height[spender]) - height[maker] > pause:
                        continue
            near[n], worth[n] = coin, value
            n += 1
        if n == 0:
            break
        # The value of the last that is let through, halving what it can be: from `least`, which
        # enough coins have, up to `most`, which too few do. Then how many of that value are.
        least, ties = np.int64(-2), 0
        if n > breadth:
            most = np.int64(2**62)
            while most - least > 1:
                middle = (least + most) // 2
                enough = 0
                for k in range(n):
                    enough += worth[k] >= middle
                if enough >= breadth:
                    least = middle
                else:
                    most = middle
            ties = breadth
            for k in range(n):
                ties -= worth[k] > least
        fresh = txs
        for k in range(n):
            if worth[k] < least:
                continue
            if worth[k] == least:
                if ties == 0:
                    continue
                ties -= 1
            coin = near[k]
            outside = coin < 0
            row = ~coin if outside else coin
            if outside:
                crossed_outside[row] = 1
            else:
                crossed[row] = 1
            if many == room:
                room *= 2
                coins, hop_of = _grown(coins, room), _grown(hop_of, room)
                more = np.empty(room, np.uint8)
                more[:many] = stopped
                stopped = more
            address = in_address[row] if outside else out_address[row]
            coins[many], hop_of[many] = coin, hop
            stopped[many] = 0 if address < 0 else stop[address]
            many += 1
            if stopped[many - 1]:
                continue
            if forward:
                far = np.int64(in_tx[row] if outside else spent_by[row])
            else:
                far = np.int64(-1) if outside else np.int64(out_tx[row])
            if far < 0 or offered[far]:
                continue
            offered[far] = 1
            if txs == tx_room:
                tx_room *= 2
                reached = _grown(reached, tx_room)
            reached[txs] = far
            txs += 1
        ahead_many = 0
        first = first_output if forward else first_input
        for k in range(fresh, txs):
            ahead_many += first[reached[k] + 1] - first[reached[k]]
        if len(ahead) < ahead_many:
            ahead = np.empty(2 * ahead_many, np.int64)
        ahead_many = 0
        for k in range(fresh, txs):
            for row in range(first[reached[k]], first[reached[k] + 1]):
                coin = np.int64(row)
                if not forward:
                    if in_spends[row] == COINBASE:
                        continue
                    coin = np.int64(~row if in_spends[row] == OUTSIDE else in_spends[row])
                ahead[ahead_many] = coin
                ahead_many += 1
    return coins[:many], hop_of[:many], stopped[:many], reached[:txs]


@njit(cache=True, nogil=True)
def _grown(array: np.ndarray, room: int) -> np.ndarray:
    """Return an array with more room, and what it held."""
    more = np.empty(room, np.int64)
    more[: len(array)] = array
    return more
