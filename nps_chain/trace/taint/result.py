"""What a taint says: the outputs it reached, with how much, and where all of it is now."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from nps_chain.chain.schema import UNKNOWN
from nps_chain.chain.tables import Chain
from nps_chain.chain.views import bitcoin
from nps_chain.errors import NpsError
from nps_chain.trace.named import output_rows
from nps_chain.trace.taint.explain import FORWARD, Question
from nps_chain.trace.taint.explanation import Explanation, Step
from nps_chain.trace.taint.network import GOES_ON, STOPS, Network, network_of
from nps_chain.trace.taint.spread import Spread
from nps_chain.trace.texts import address_texts, count, txid_texts

STATUS = ("unspent", "spent", "stopped", "unspendable", "unknown")


@dataclass(frozen=True, eq=False, repr=False)
class Taint:
    """Where the money of some outputs went by one policy: a convention's answer, and no fact.

    Parameters
    ----------
    chain : Chain
        The chain, as it was known.
    policy, fees : str
        What was asked for.
    as_of : int or None
        The height at which the chain was known; None for all of it.
    sources : numpy.ndarray
        Rows of the outputs that are the source, sorted.
    stops : numpy.ndarray
        Rows of the addresses at which coins were not followed on, sorted.
    stops_elsewhere : int
        How many stop addresses are not in the chain, so that nothing could be paid to them.
    """

    chain: Chain
    policy: str
    fees: str
    as_of: int | None
    sources: np.ndarray
    stops: np.ndarray
    stops_elsewhere: int
    _spread: Spread

    def __post_init__(self) -> None:
        fixed(self.sources)
        fixed(self.stops)

    @cached_property
    def amounts(self) -> np.ndarray:
        """Tainted satoshi of each output: shape (outputs,), int64."""
        amounts = self._spread.amount
        if self.policy == "poison":
            amounts = np.where(amounts > 0, self.chain.columns.outputs.value, 0)
        return fixed(amounts)

    @cached_property
    def outputs(self) -> np.ndarray:
        """Rows of the tainted outputs, sorted. Of poison some can be worth nothing."""
        return fixed(np.flatnonzero(self._spread.amount))

    @property
    def total(self) -> pd.Series:
        """Where the taint is, in satoshi, int64.

        ``source`` is what the source outputs are worth, less what came to them from other source
        outputs, which is there already. It equals the sum of all others: ``unspent``; ``stopped``
        at a stop address; ``unspendable``, burnt in outputs that nobody can spend; ``fees`` that
        were not followed; and ``unknown``, which went into transactions with an input of unknown
        value. Only of poison, which is a set of whole outputs, there is no such sum.
        """
        return self._total.copy()

    @cached_property
    def _total(self) -> pd.Series:
        found = self._spread
        if self.policy != "poison":
            places = {"source": found.source, **found.ended}
            return pd.Series(places, name="satoshi", dtype=np.int64)
        worth = self.chain.columns.outputs.value[self.outputs]
        where = self._status
        sums = {
            name: int(worth[where == STATUS.index(name)].sum())
            for name in ("unspent", "stopped", "unspendable")
        }
        source = int(self.chain.columns.outputs.value[self.sources].sum())
        places = {"source": source, **sums, "fees": found.ended["fees"], "unknown": 0}
        return pd.Series(places, name="satoshi", dtype=np.int64)

    @property
    def frame(self) -> pd.DataFrame:
        """The tainted outputs, one a row, in chain order.

        ``output`` (row in ``outputs``), ``txid`` and ``n``, ``height``, ``address`` (empty where
        there is none), ``value`` and ``tainted`` (satoshi), ``share`` (tainted of value),
        ``status`` and ``source`` (whether it is one). The status is ``unspent``; ``spent``, so that
        the taint went on; ``stopped``; ``unspendable``; or ``unknown``: it was spent in a
        transaction with an input of unknown value, through which no policy but poison can follow.
        """
        return self._frame.copy(deep=False)

    @cached_property
    def _frame(self) -> pd.DataFrame:
        c = self.chain.columns
        rows = self.outputs
        txs, value, tainted = c.outputs.tx[rows], c.outputs.value[rows], self.amounts[rows]
        return pd.DataFrame(
            {
                "output": rows,
                "txid": txid_texts(self.chain, txs),
                "n": c.outputs.n[rows],
                "height": c.txs.height[txs],
                "address": address_texts(self.chain, c.outputs.address[rows]),
                "value": value,
                "tainted": tainted,
                "share": np.divide(tainted, value, out=np.ones(len(rows)), where=value > 0),
                "status": pd.array(np.array(STATUS, object)[self._status], dtype="str"),
                "source": np.isin(rows, self.sources),
            }
        )

    def explain(self, output: int | str, *, paths: int = 5) -> Explanation:
        """Return by which ways the taint of an output came from the source.

        FIFO and LIFO say for each satoshi which way it went. The other policies only say how much
        taint an output holds: what several tainted inputs brought is shared out in proportion.
        Poison's ways are as wide as the smallest output on them, one for each source.

        Fails behind several large mixes: so many thin ways lead through them that none may be found
        before the search ends, and all is told as one amount, ``rest``.

        Parameters
        ----------
        output : int or str
            A row in ``outputs``, or ``txid:n``.
        paths : int
            Tell so many ways, those that brought most, and of the others how much they brought.

        Raises
        ------
        NpsError
            If there is no such output, or it isn't tainted, or ``paths`` is no number from 1.

        Examples
        --------
        >>> import nps_chain as nps
        >>> from nps_chain.trace.taint import taint
        >>> found = taint(nps.load("core-regtest"), 843, None).explain(1613)
        >>> found.frame[["way", "hop", "amount", "output", "why"]]
           way  hop   amount  output                                                why
        0    0    0  2173233     843                                             source
        1    0    1  2173233     862  satoshi 40,004,451 to 42,177,684 of what goes ...
        2    0    2  2173233    1613  satoshi 23,496,082 to 25,669,315 of what goes ...
        """
        row = one_output(self.chain, output)
        if not self._spread.amount[row]:
            raise NpsError(f"Output {output} is not tainted by the policy {self.policy}.")
        question = Question(
            self._network, self.policy, self.fees == "follow", self.sources, self._spread, FORWARD
        )
        ways, rest = question.ways(row, paths)
        outputs, told = len(self.amounts), []
        for way in ways:  # it was found from its end, and is told from its start
            reasons = ["source", *(hop.why for hop in way[:0:-1])]
            told.append(
                [
                    Step(hop.amount, hop.coin, UNKNOWN, why)
                    if hop.coin < outputs
                    else Step(hop.amount, UNKNOWN, hop.coin - outputs, why)
                    for hop, why in zip(way[::-1], reasons, strict=True)
                ]
            )
        return Explanation(self.chain, self.policy, row, int(self.amounts[row]), told, rest)

    @cached_property
    def _network(self) -> Network:
        return network_of(self.chain, self.stops)

    @cached_property
    def _status(self) -> np.ndarray:
        """For each tainted output its place in ``STATUS``."""
        c, net = self.chain.columns, self._network
        ends = net.ends[c.outputs.address[self.outputs]]
        spender = c.outputs.spent_by[self.outputs]
        lost = (spender != UNKNOWN) & (c.txs.fee[spender] == UNKNOWN) & (self.policy != "poison")
        return np.select(
            [ends == STOPS, ends != GOES_ON, spender == UNKNOWN, lost],
            [STATUS.index(name) for name in ("stopped", "unspendable", "unspent", "unknown")],
            STATUS.index("spent"),
        )

    def __repr__(self) -> str:
        many = count(len(self.sources), "output")
        total = self._total.to_dict()
        told = [f"source: {bitcoin(total.pop('source'))} in {many}"]
        told += [f"{name}: {bitcoin(worth)}" for name, worth in total.items() if worth]
        told.append(f"outputs reached: {len(self.outputs):,}")
        if self.stops_elsewhere:
            told.append(f"stops not in the chain: {self.stops_elsewhere:,}")
        if self.as_of is not None:
            told.append(f"as of height: {self.as_of:,}")
        return f"{type(self).__name__}({self.policy}, {', '.join(told)})"


def one_output(chain: Chain, output: int | str) -> int:
    """Return the row of the one output that is asked about.

    Raises
    ------
    NpsError
        If there is no such output, or it is several.
    """
    rows = output_rows(chain, output)
    if len(rows) != 1:
        raise NpsError(f"Ask about one output, not {len(rows):,}: a row, or txid:n.")
    return int(rows[0])


def fixed(numbers: np.ndarray) -> np.ndarray:
    """Return numbers that nobody can change any more: all that is told of a taint follows them."""
    numbers.setflags(write=False)
    return numbers
