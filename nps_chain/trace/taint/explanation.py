"""Why an output is tainted, as a person reads it: ways, hop by hop, and what each brought."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd

from nps_chain.chain.schema import UNKNOWN
from nps_chain.chain.tables import Chain
from nps_chain.chain.views import bitcoin
from nps_chain.chain.wire.hashes import shown
from nps_chain.trace.texts import count, txid_texts

_SHOWN = 12
"""How many hops of a way are printed at most; the frame has all."""


class Step(NamedTuple):
    """One coin on a way, in the order in which the money went."""

    amount: int
    output: int  # row in outputs, -1 for a fee
    fee_of: int  # row in txs of the transaction whose fee it is, -1 for an output
    why: str


@dataclass(frozen=True, eq=False, repr=False)
class Explanation:
    """By which ways the money of an output came, or went on.

    Parameters
    ----------
    chain : Chain
        The chain, as it was known.
    policy : str
        By which all of this is so: a convention, and no fact.
    output : int
        Row of the output that was asked about.
    tainted : int
        Its tainted satoshi.
    ways : list of list of Step
        The ways that brought most, the widest first.
    rest : int
        Satoshi that came by other ways, or by ways too long to be found.
    """

    chain: Chain
    policy: str
    output: int
    tainted: int
    ways: list[list[Step]]
    rest: int

    @property
    def frame(self) -> pd.DataFrame:
        """One row a coin on a way, in the order in which the money went.

        ``way`` (from 0, the widest first), ``hop`` (from 0), ``amount`` (satoshi that went all of
        this way), ``output`` (row in ``outputs``; -1 for a fee on its way to the miner), ``txid``
        and ``n`` (-1 for a fee), ``height``, ``value`` (satoshi) and ``why`` it is next.
        """
        c = self.chain.columns
        steps = [step for way in self.ways for step in way]
        output = np.array([step.output for step in steps], np.int64)
        is_fee = output == UNKNOWN
        tx = np.array([step.fee_of for step in steps], np.int64)
        tx[~is_fee] = c.outputs.tx[output[~is_fee]]
        n, value = np.full(len(steps), UNKNOWN), np.empty(len(steps), np.int64)
        n[~is_fee] = c.outputs.n[output[~is_fee]]
        value[~is_fee] = c.outputs.value[output[~is_fee]]
        value[is_fee] = c.txs.fee[tx[is_fee]]
        return pd.DataFrame(
            {
                "way": np.repeat(np.arange(len(self.ways)), [len(way) for way in self.ways]),
                "hop": [hop for way in self.ways for hop in range(len(way))],
                "amount": np.array([step.amount for step in steps], np.int64),
                "output": output,
                "txid": txid_texts(self.chain, tx),
                "n": n,
                "height": c.txs.height[tx],
                "value": value,
                "why": pd.array([step.why for step in steps], dtype="str"),
            }
        )

    def __repr__(self) -> str:
        lines = [f"{self._name(self.output)} by {self.policy}: {bitcoin(self.tainted)}"]
        for way in self.ways:
            lines.append(f"{bitcoin(way[0].amount)} in {count(len(way) - 1, 'hop')}")
            left_out = len(way) - _SHOWN
            for hop, step in enumerate(way):
                if left_out > 0 and _SHOWN // 2 <= hop < _SHOWN // 2 + left_out:
                    if hop == _SHOWN // 2:
                        lines.append(f"  ... {left_out:,} more")
                    continue
                name = f"fee of {self._txid(step.fee_of)}" if step.output == UNKNOWN else ""
                lines.append(f"  {name or self._name(step.output)}  {step.why}".rstrip())
        if self.rest:
            lines.append(f"{bitcoin(self.rest)} in other ways")
        return "\n".join(lines)

    def _name(self, output: int) -> str:
        c = self.chain.columns
        return f"{self._txid(c.outputs.tx[output])}:{c.outputs.n[output]}"

    def _txid(self, tx: int) -> str:
        return shown(self.chain.columns.txs.txid[tx].tobytes())
