"""The kernel that measures transactions for the rules for CoinJoins: one pass, a row each.

Equal values and equal addresses are found by sorting a transaction's own few in a buffer, so the
time is that of the sorting, however many inputs one has.
"""

import numpy as np
from numba import njit

from nps_chain.chain.address.script import P2TR, P2WPKH

FEWEST = 3
"""Inputs, and equal outputs, without which no kind is: two may be a payment that imitates one."""

FEES = 10_000
"""Satoshi that one may earn for joining in, or a hundredth of the amount: a maker puts in less."""


@njit(cache=True, nogil=True)
def measure(
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
    """Return a column for each fact of `nps_chain.trace.coinjoin.facts.Facts`, in their order.

    Parameters
    ----------
    candidates : numpy.ndarray
        Rows of transactions, int64; those without two equal outputs are passed over.
    first_input, first_output, in_value, in_address, out_value, out_address, script_type
        As in a chain.
    denominations, odd : numpy.ndarray
        Amounts in rising order, and which of them are powers of two or three.
    """
    widest = 1
    for t in candidates:
        widest = max(widest, first_input[t + 1] - first_input[t])
        widest = max(widest, first_output[t + 1] - first_output[t])
    values, spent = np.empty(widest, np.int64), np.empty(widest, np.int64)
    paid = np.empty(widest, np.int64)
    table = np.empty((27, len(candidates)), np.int64)
    rows = 0
    for t in candidates:
        # Outputs: their values in order, so that equal ones stand side by side.
        outputs = 0
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
        known, kinds, other_inputs, other_outputs, not_segwit, strange = 0, 0, 0, 0, 0, 0
        values_unknown, exact, larger = 0, 0, 0
        smaller_sum, largest = np.int64(0), np.int64(-1)
        for i in range(first_input[t], first_input[t + 1]):
            if in_address[i] >= 0:
                spent[known] = in_address[i]
                known += 1
                kind = script_type[in_address[i]]
                kinds |= 1 << kind
                other_inputs += kind != P2WPKH
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

        # Who is paid the modal value: walk both lists of addresses side by side.
        many = 0
        for o in range(first_output[t], first_output[t + 1]):
            if out_address[o] >= 0:
                kind = script_type[out_address[o]]
                other_outputs += kind != P2WPKH
                strange += not kinds >> kind & 1
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

        # Whether there are inputs enough for n owners, who put in the modal value and their change.
        shareable = 0
        if equal >= FEWEST and equal == (outputs + 1) // 2 and values_unknown == 0:
            for i in range(inputs):
                spent[i] = in_value[first_input[t] + i]
            spent[:inputs].sort()
            earned = min(max(modal // 100, FEES), modal // 2)
            large = exact + larger
            # Values come in rising order, so the inputs that one needs only grow in number.
            all_inputs, many, put_in = 0, 0, np.int64(0)
            all_large, some, put_in_large = 0, 0, smaller_sum
            for o in range(outputs - 2 * equal, outputs):
                # The first round, if there is one, is for the owner who has no change.
                change = values[o] if o >= 0 else np.int64(0)
                if o >= 0 and change == modal:
                    continue
                while put_in < modal + change - earned and many < inputs:
                    many += 1
                    put_in += spent[inputs - many]
                while put_in_large < modal + change - earned and some < large:
                    some += 1
                    put_in_large += spent[inputs - some]
                all_inputs += many
                all_large += some
                if put_in < modal + change - earned:
                    all_inputs = inputs + 1  # all of them are too little for him
            shareable = all_inputs <= inputs and all_large <= large

        lock_kinds = 0
        while kinds:
            lock_kinds += kinds & 1
            kinds >>= 1

        (
            table[0, rows], table[1, rows], table[2, rows], table[3, rows], table[4, rows],
            table[5, rows], table[6, rows], table[7, rows], table[8, rows], table[9, rows],
            table[10, rows], table[11, rows], table[12, rows], table[13, rows], table[14, rows],
            table[15, rows], table[16, rows], table[17, rows], table[18, rows], table[19, rows],
            table[20, rows], table[21, rows], table[22, rows], table[23, rows], table[24, rows],
            table[25, rows], table[26, rows],
        ) = (
            t, inputs, outputs, first_output[t + 1] - first_output[t] - outputs, modal,
            equal, different, single, least, standard,
            levels, odd_levels, addresses, inputs - known, crowd,
            fresh, lock_kinds, other_inputs, other_outputs, not_segwit,
            values_unknown, exact, larger, smaller_sum, largest,
            strange, shareable,
        )  # fmt: skip
        rows += 1
    return table[:, :rows]  # what lies behind was never touched, so it takes no memory
