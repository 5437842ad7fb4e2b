"""WabiSabi (Wasabi 2): many pay in what they have, and take it out in a set of standard amounts.

The wallets cut what they take out into denominations: powers of two and of three, twice a power of
three, and 1, 2 and 5 times a power of ten (see `nps_chain.trace.coinjoin.facts.denominations`).
Nearly every output of a round is one of these. People who pay people choose powers of ten, too; but
1,594,323 satoshi, which is three to the thirteenth, is a sum that nobody asks for. So *odd*
denominations that occur twice tell a round, whoever coordinates it and however small it is.

The published rule (GraphSense) asks for 20 inputs, no output under 5,000 satoshi, three
denominations repeated, no address on more than a tenth of the inputs, and that not all outputs are
denominations. Of 20 rounds labelled by Dumplings (https://github.com/crocs-muni/coinjoin-analysis)
it misses four, all by the last condition: in a small round, as coordinators have them since
zkSNACKs closed in June 2024, often every output is a denomination. Ours drops that condition, asks
that two thirds of the outputs are denominations and that two of these are repeated, an odd one
among them, and takes rounds from five inputs on. Even so no other labelled transaction and none of
12,000 in real blocks comes near it: in none is half of the outputs denominations and an odd one
repeated.
"""

import numpy as np
import pandas as pd

from nps_chain.chain.tables import Chain
from nps_chain.chain.views import bitcoin
from nps_chain.trace.clock import known
from nps_chain.trace.coinjoin.facts import SMALLEST_DENOMINATION, Facts, facts
from nps_chain.trace.coinjoin.findings import found

KIND = "wabisabi"

FEWEST = 5
"""Inputs of a round."""


def wabisabi(chain: Chain, *, as_of: int | None = None) -> pd.DataFrame:
    """Return the transactions that are rounds of WabiSabi by shape.

    Fails on rounds so small that hardly any denomination occurs twice, and where wallets are told
    to use amounts of their own. One wallet can hold many of a round's inputs: how many people took
    part is not known.

    Parameters
    ----------
    chain : Chain
        The chain.
    as_of : int, optional
        Look at blocks up to this height only.

    Returns
    -------
    pandas.DataFrame
        ``tx`` (row), ``kind`` and ``reason``, in chain order.

    Examples
    --------
    >>> import nps_chain as nps
    >>> from nps_chain.trace.coinjoin.wabisabi import wabisabi
    >>> len(wabisabi(nps.load("core-regtest")))
    0
    """
    chain = known(chain, as_of)
    return found(KIND, facts(chain), rule, reasons, chain)


def rule(f: Facts, best: bool) -> np.ndarray:
    """Return which transactions are such rounds, with what is unknown read for it or against it."""
    shape = (f.inputs >= FEWEST) & (f.data == 0) & (f.least >= SMALLEST_DENOMINATION)
    shape &= (3 * f.standard >= 2 * f.outputs) & (f.levels >= 2) & (f.odd_levels >= 1)
    # An address may come twice, since wallets are careless; a tenth of the inputs is one owner.
    shape &= (f.not_segwit == 0) & (f.crowd <= np.maximum(2, f.inputs // 10))
    return shape & f.all_known(f.addresses_unknown, best)


def reasons(f: Facts, chain: Chain) -> list[str]:
    """Return a sentence for each round."""
    columns = (f.standard, f.outputs, f.levels, f.odd_levels, f.modal, f.equal, f.inputs)
    return [
        f"{standard} of {outputs} outputs are denominations of Wasabi 2; {levels} of these occur"
        f" more than once, and {odd} of them are powers of two or three, which nobody asks for;"
        f" most often {bitcoin(modal)}, {equal} times; {inputs} inputs from {addresses} addresses"
        for standard, outputs, levels, odd, modal, equal, inputs, addresses in zip(
            *(column.tolist() for column in (*columns, f.addresses)), strict=True
        )
    ]
