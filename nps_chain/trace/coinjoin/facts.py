"""What the rules for CoinJoins look at: one row of figures a transaction, made in one pass.

Only transactions that could be a CoinJoin get a row: no coinbases, at least three inputs, and some
value paid at least twice. Outputs that nobody can spend (``OP_RETURN``) count for nothing but
``data``. Where a tie decides which value is paid most often, the lowest of them is taken, so that
nothing depends on the order of outputs.

Inputs from outside the data may lack a value or an address. They are counted, and each rule is
asked twice (`Facts.read`): with all that is unknown read against a CoinJoin, and with all of it
read in favour. Two answers that differ mean that the rule can't tell.
"""

from dataclasses import dataclass, fields

import numpy as np
from numba import njit

from nps_chain.chain.address.script import P2TR, P2WPKH
from nps_chain.chain.tables import Chain

FEWEST = 3
"""Inputs that every kind needs: where two pay together, a payment and its change look the same."""

SMALLEST_DENOMINATION = 5_000  # satoshi


def denominations() -> np.ndarray:
    """Return the amounts that Wasabi 2 pays out, in satoshi, sorted.

    Powers of two and of three, twice a power of three, and 1, 2 and 5 times a power of ten.

    >>> denominations()[:6].tolist()
    [5000, 6561, 8192, 10000, 13122, 16384]
    """
    found = {
        times * base**exponent
        for times, base in ((1, 2), (1, 3), (2, 3), (1, 10), (2, 10), (5, 10))
        for exponent in range(44)
    }
    return np.array(sorted(d for d in found if SMALLEST_DENOMINATION <= d < 2**43), np.int64)


_DENOMINATIONS = denominations()
# Nobody who pays people by hand thinks of these: they are not 1, 2 or 5 and zeros.
_ODD = np.array([str(d).strip("0") not in ("1", "2", "5") for d in _DENOMINATIONS.tolist()])


@dataclass(frozen=True, eq=False)
class Facts:
    """Figures of the transactions that could be CoinJoins; each shape (rows,), int64.

    Amounts are in satoshi. "Modal" is the value that most of the outputs have.
    """

    tx: np.ndarray  # row in txs
    inputs: np.ndarray
    outputs: np.ndarray  # those that can be spent
    data: np.ndarray  # outputs that nobody can spend
    modal: np.ndarray
    equal: np.ndarray  # outputs of the modal value
    values: np.ndarray  # different values of outputs
    single: np.ndarray  # values that only one output has
    least: np.ndarray  # value of the smallest output
    standard: np.ndarray  # outputs worth one of Wasabi 2's denominations
    levels: np.ndarray  # denominations that two outputs or more have
    odd_levels: np.ndarray  # those among them that are powers of two or three, not of ten
    addresses: np.ndarray  # different addresses of inputs, as far as known
    addresses_unknown: np.ndarray  # inputs of unknown address
    crowd: np.ndarray  # most inputs that one address has
    fresh: np.ndarray  # different addresses paid the modal value, those of inputs left out
    lock_kinds: np.ndarray  # kinds of locking scripts among inputs
    not_p2wpkh: np.ndarray  # inputs and outputs of another kind
    not_segwit: np.ndarray  # inputs and outputs neither p2wpkh nor p2tr
    values_unknown: np.ndarray  # inputs of unknown value
    exact: np.ndarray  # inputs of the modal value
    larger: np.ndarray  # inputs worth more
    smaller_sum: np.ndarray  # what inputs worth less come to
    largest: np.ndarray  # the largest input's value

    def __len__(self) -> int:
        """Return the number of transactions."""
        return len(self.tx)

    def __getitem__(self, rows: np.ndarray) -> "Facts":
        """Return the facts of some of the transactions."""
        return Facts(*(getattr(self, field.name)[rows] for field in fields(self)))

    def owners(self, best: bool) -> np.ndarray:
        """Return how many different input addresses there are, at least or at best."""
        return self.addresses + self.addresses_unknown if best else self.addresses

    def known(self, column: np.ndarray, best: bool) -> np.ndarray:
        """Return where all of a transaction's inputs are known, or everywhere at best."""
        return (column == 0) | best

    def able(self, best: bool) -> np.ndarray:
        """Return how many owners can have put in the modal value each, at most.

        An owner needs one input of that value or more, or several smaller ones that come to it. So
        however inputs are shared out, there are no more owners than this: a bound, not a count.
        """
        alone = self.exact + self.larger + self.smaller_sum // np.maximum(self.modal, 1)
        return alone + self.values_unknown if best else alone


def facts(chain: Chain) -> Facts:
    """Return the facts of all transactions of a chain that could be CoinJoins, in chain order."""
    c = chain.columns
    candidates = np.diff(chain.first_input) >= FEWEST
    candidates &= (np.diff(chain.first_output) >= 2) & ~c.txs.coinbase
    table = _look(
        np.flatnonzero(candidates),
        chain.first_input,
        chain.first_output,
        c.inputs.value,
        c.inputs.address,
        c.outputs.value,
        c.outputs.address,
        c.addresses.script_type,
        _DENOMINATIONS,
        _ODD,
    )
    return Facts(*table)


@njit(cache=True, nogil=True)
def _look(
    candidates: np.ndarray,
    first_input: np.ndarray,
    first_output: np.ndarray,
    in_value: np.ndarray,
    in_address: np.ndarray,
    out_value: np.ndarray,
    out_address: np.ndarray,
    script_type: np.ndarray,
    denominations: np.ndarray,
    odd: np.ndarray,
) -> np.ndarray:
    widest = 1
    for t in candidates:
        widest = max(widest, first_input[t + 1] - first_input[t])
        widest = max(widest, first_output[t + 1] - first_output[t])
    values, spent, paid = (
        np.empty(widest, np.int64),
        np.empty(widest, np.int64),
        np.empty(widest, np.int64),
    )
    table = np.empty((24, len(candidates)), np.int64)
    rows = 0
    for t in candidates:
        # Outputs: their values in order, so that equal ones stand side by side.
        outputs = 0
        not_p2wpkh, not_segwit = 0, 0
        for o in range(first_output[t], first_output[t + 1]):
            if out_address[o] >= 0:
                values[outputs] = out_value[o]
                outputs += 1
        if outputs < 2:
            continue
        values[:outputs].sort()
        modal, equal, different, single = values[0], 0, 0, 0
        standard, levels, odd_levels, d = 0, 0, 0, 0
        start = 0
        while start < outputs:
            value, end = values[start], start + 1
            while end < outputs and values[end] == value:
                end += 1
            times = end - start
            if times > equal:
                modal, equal = value, times
            different += 1
            single += times == 1
            while d < len(denominations) and denominations[d] < value:
                d += 1
            if d < len(denominations) and denominations[d] == value:
                standard += times
                levels += times > 1
                odd_levels += times > 1 and odd[d]
            start = end
        if equal < 2:
            continue
        least = values[0]

        # Inputs: their addresses in order, for the same reason.
        inputs = first_input[t + 1] - first_input[t]
        known, kinds = 0, 0
        values_unknown, exact, larger = 0, 0, 0
        smaller_sum, largest = np.int64(0), np.int64(-1)
        for i in range(first_input[t], first_input[t + 1]):
            if in_address[i] >= 0:
                spent[known] = in_address[i]
                known += 1
                kind = script_type[in_address[i]]
                kinds |= 1 << kind
                not_p2wpkh += kind != P2WPKH
                not_segwit += kind != P2WPKH and kind != P2TR
            largest = max(largest, in_value[i])
            if in_value[i] < 0:
                values_unknown += 1
            elif in_value[i] == modal:
                exact += 1
            elif in_value[i] > modal:
                larger += 1
            else:
                smaller_sum += in_value[i]
        spent[:known].sort()
        addresses, crowd, start = 0, 0, 0
        while start < known:
            end = start + 1
            while end < known and spent[end] == spent[start]:
                end += 1
            crowd = max(crowd, end - start)
            addresses += 1
            start = end
        lock_kinds = 0
        while kinds:
            lock_kinds += kinds & 1
            kinds >>= 1

        # Who is paid the modal value: walk both lists of addresses side by side.
        many = 0
        for o in range(first_output[t], first_output[t + 1]):
            if out_address[o] >= 0:
                kind = script_type[out_address[o]]
                not_p2wpkh += kind != P2WPKH
                not_segwit += kind != P2WPKH and kind != P2TR
                if out_value[o] == modal:
                    paid[many] = out_address[o]
                    many += 1
        paid[:many].sort()
        fresh, place = 0, 0
        for k in range(many):
            if k and paid[k] == paid[k - 1]:
                continue
            while place < known and spent[place] < paid[k]:
                place += 1
            fresh += place == known or spent[place] != paid[k]

        table[0, rows], table[1, rows], table[2, rows] = t, inputs, outputs
        table[3, rows] = first_output[t + 1] - first_output[t] - outputs
        table[4, rows], table[5, rows], table[6, rows] = modal, equal, different
        table[7, rows], table[8, rows], table[9, rows] = single, least, standard
        table[10, rows], table[11, rows], table[12, rows] = levels, odd_levels, addresses
        table[13, rows], table[14, rows], table[15, rows] = inputs - known, crowd, fresh
        table[16, rows], table[17, rows], table[18, rows] = lock_kinds, not_p2wpkh, not_segwit
        table[19, rows], table[20, rows], table[21, rows] = values_unknown, exact, larger
        table[22, rows], table[23, rows] = smaller_sum, largest
        rows += 1
    return table[:, :rows].copy()
