"""Where the money of some outputs came from: a taint with the chain turned round."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from nps_chain.chain.schema import UNKNOWN, hexadecimal
from nps_chain.errors import NpsError
from nps_chain.trace.taint.explain import Question, Words
from nps_chain.trace.taint.explanation import Explanation, Step
from nps_chain.trace.taint.mirror import FEE, NEW, OUTPUT, STRANGE, Mirror, turned
from nps_chain.trace.taint.network import STOPS, Network
from nps_chain.trace.taint.result import Taint, fixed, one_output
from nps_chain.trace.texts import address_texts

STATUS = ("followed", "coinbase", "outside", "stopped", "unknown")


@dataclass(frozen=True, eq=False, repr=False)
class Origins(Taint):
    """From which earlier outputs the money of the source outputs came, by one policy.

    It is a :class:`Taint` in all but its direction: ``amounts`` are the satoshi of each earlier
    output that are part of the source outputs now.
    """

    _mirror: Mirror

    @cached_property
    def amounts(self) -> np.ndarray:
        """For each output how many of its satoshi went on to the source: (outputs,), int64."""
        coin = self._mirror.coin
        amounts = np.where(coin != UNKNOWN, self._spread.amount[coin], 0)
        if self.policy == "poison":
            amounts = np.where(amounts > 0, self.chain.columns.outputs.value, 0)
        return fixed(amounts)

    @cached_property
    def outputs(self) -> np.ndarray:
        """Rows of the outputs that went on to the source, and of itself, sorted."""
        return fixed(np.sort(self._mirror.row[self._of(OUTPUT)]).astype(np.int64))

    @property
    def total(self) -> pd.Series:
        """Where the money came from, in satoshi, int64.

        ``source`` is what the source outputs are worth, less what of one came out of another. It
        equals the sum of all others: ``created`` as new coins of a coinbase; ``outside``, coins
        from outside the data; ``stopped`` at a stop address; ``unknown``, made in a transaction
        with an input of unknown value. Only of poison there is no such sum.
        """
        return self._total.copy()

    @cached_property
    def _total(self) -> pd.Series:
        found, mirror = self._spread, self._mirror
        amount = found.amount
        if self.policy == "poison":
            amount = np.where(amount > 0, mirror.net.value, 0)
        source = found.source
        if self.policy == "poison":
            source = int(self.chain.columns.outputs.value[self.sources].sum())
        stopped = np.zeros(0, np.int64)
        if len(self.outputs):
            rows = self.outputs[self._status_of(self.outputs) == STATUS.index("stopped")]
            stopped = amount[mirror.coin[rows]]
        places = {
            "source": source,
            "created": int(amount[self._of(NEW)].sum()),
            "outside": int(amount[self._of(STRANGE)].sum()),
            "stopped": int(stopped.sum()),
            "unknown": found.ended["unknown"] if self.policy != "poison" else 0,
        }
        return pd.Series(places, name="satoshi", dtype=np.int64)

    @property
    def frame(self) -> pd.DataFrame:
        """The outputs that went on to the source, one a row: coins from outside, then chain order.

        The columns are those of :attr:`Taint.frame`. A coin from outside has -1 as ``output`` and
        ``height``, and as ``value`` where that is unknown. ``tainted`` is how much went on to the
        source. The status is ``followed``, back to what it was made from; ``coinbase``, made of new
        coins and, if they are followed, fees; ``outside``; ``stopped``; or ``unknown``: it was made
        with an input of unknown value.
        """
        return self._frame.copy(deep=False)

    @cached_property
    def _frame(self) -> pd.DataFrame:
        c, rows, mirror = self.chain.columns, self.outputs, self._mirror
        outside = self._of(STRANGE)
        outside = outside[np.argsort(mirror.row[outside])]
        ins = mirror.row[outside]
        strange = np.searchsorted(c.outside.input, ins)
        txs = c.outputs.tx[rows]
        value = np.concatenate([c.inputs.value[ins], c.outputs.value[rows]])
        of_outside = mirror.net.value[outside] if self.policy == "poison" else None
        if of_outside is None:
            of_outside = self._spread.amount[outside]
        tainted = np.concatenate([of_outside, self.amounts[rows]])
        status = np.concatenate([np.full(len(ins), STATUS.index("outside")), self._status_of(rows)])
        hashes = np.concatenate([c.outside.txid[strange], c.txs.txid[txs]])
        address = np.concatenate([c.inputs.address[ins], c.outputs.address[rows]])
        output = np.concatenate([np.full(len(ins), UNKNOWN), rows])
        return pd.DataFrame(
            {
                "output": output,
                "txid": pd.array(hexadecimal(hashes), dtype="str"),
                "n": np.concatenate([c.outside.n[strange], c.outputs.n[rows]]),
                "height": np.concatenate([np.full(len(ins), UNKNOWN), c.txs.height[txs]]),
                "address": address_texts(self.chain, address),
                "value": value,
                "tainted": tainted,
                "share": np.divide(tainted, value, out=np.ones(len(value)), where=value > 0),
                "status": pd.array(np.array(STATUS, object)[status], dtype="str"),
                "source": np.isin(output, self.sources),
            }
        )

    def explain(self, output: int | str, *, paths: int = 5) -> Explanation:
        """Return by which ways an earlier output's money went on to the source.

        As :meth:`Taint.explain`, the other way: from the earlier output to one in question.
        """
        row, mirror = one_output(self.chain, output), self._mirror
        coin = int(mirror.coin[row])
        if coin == UNKNOWN or not self._spread.amount[coin]:
            raise NpsError(f"Nothing of output {output} went on to the source by {self.policy}.")
        words = Words("satoshi in question", "comes out", self._item)
        question = Question(
            mirror.net, turned(self.policy), False, mirror.coin[self.sources], self._spread, words
        )
        ways, rest = question.ways(coin, paths)
        told = [
            [
                Step(hop.amount, self._row(hop.coin, OUTPUT), self._row(hop.coin, FEE), hop.why)
                for hop in way
            ]
            for way in ways
        ]
        return Explanation(self.chain, self.policy, row, int(self.amounts[row]), told, rest)

    def _item(self, place: int, coin: int) -> str:
        is_fee = coin >= 0 and self._mirror.kind[coin] == FEE
        return "the fee" if is_fee else f"output {place}"

    def _row(self, coin: int, kind: int) -> int:
        return int(self._mirror.row[coin]) if self._mirror.kind[coin] == kind else UNKNOWN

    @cached_property
    def _coins(self) -> np.ndarray:
        """The coins of the mirror that went on to the source."""
        return np.flatnonzero(self._spread.amount)

    def _of(self, kind: int) -> np.ndarray:
        """Those of them that are of a kind."""
        return self._coins[self._mirror.kind[self._coins] == kind]

    def _status_of(self, rows: np.ndarray) -> np.ndarray:
        """For each of these outputs its place in ``STATUS``."""
        c = self.chain.columns
        made = c.outputs.tx[rows]
        stopped = self._mirror.net.ends[c.outputs.address[rows]] == STOPS
        stopped &= ~np.isin(rows, self.sources)
        lost = (c.txs.fee[made] == UNKNOWN) & (self.policy != "poison")
        return np.select(
            [stopped, c.txs.coinbase[made], lost],
            [STATUS.index(name) for name in ("stopped", "coinbase", "unknown")],
            STATUS.index("followed"),
        )

    @property
    def _network(self) -> Network:
        return self._mirror.net
