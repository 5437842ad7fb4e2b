"""What came to some addresses and what left them, payment by payment, and what they held.

Addresses of one owner are one purse: coins that go from one to another, and the change that comes
back, neither come nor leave. So it is asked of all addresses of a cluster at once, and is no better
than the cluster.

The hours of the day at which somebody pays say when he is awake, or when a program of his runs. At
which hours he is paid says that of others. Both are hours of blocks: a payment may wait, and
miners' clocks may be up to two hours wrong. Deanonymising by the hours of posts and payments:
J. DuPont and A. C. Squicciarini, "Toward De-Anonymizing Bitcoin by Mapping Users Location",
CODASPY 2015.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from nps_chain.chain.schema import OUTSIDE, UNKNOWN
from nps_chain.chain.tables import Chain
from nps_chain.chain.views import bitcoin
from nps_chain.trace.clock import known
from nps_chain.trace.named import address_rows
from nps_chain.trace.texts import count, txid_texts


@dataclass(frozen=True, eq=False, repr=False)
class Activity:
    """What some addresses received and spent.

    Attributes
    ----------
    chain : Chain
        The chain, as it was known.
    addresses : numpy.ndarray
        Rows of the addresses, sorted: shape (addresses,), int64.
    opening : int
        What they held before the data begin, in satoshi, as far as they spent it later.
    unknown : int
        How many coins of unknown value they spent: the balance knows nothing of them.
    """

    chain: Chain
    addresses: np.ndarray
    opening: int
    unknown: int
    _frame: pd.DataFrame

    @property
    def frame(self) -> pd.DataFrame:
        """One row a transaction that pays them or spends from them, in chain order.

        ``tx`` (row), ``txid``, ``height``, ``time`` (of its block, UTC); ``received`` and ``spent``
        by all of the addresses; ``net``, the one less the other, below 0 for a payment out, whose
        fee is in it; ``balance`` after it. Amounts are satoshi. ``out`` is whether it spends.
        """
        return self._frame.copy(deep=False)

    @cached_property
    def hours(self) -> pd.DataFrame:
        """How many transactions came ``in`` and went ``out`` in each ``hour`` of the day, UTC."""
        hour, out = self._frame["time"].dt.hour, self._frame["out"]
        counts = {
            name: np.bincount(hour[chosen], minlength=24)
            for name, chosen in (("in", ~out), ("out", out))
        }
        return pd.DataFrame(counts, index=pd.RangeIndex(24, name="hour"))

    @property
    def came_in(self) -> int:
        """What came from others, in satoshi."""
        return int(self._frame["net"].clip(lower=0).sum())

    @property
    def went_out(self) -> int:
        """What went to others, fees with it, in satoshi."""
        return int(-self._frame["net"].clip(upper=0).sum())

    def __len__(self) -> int:
        return len(self._frame)

    def __repr__(self) -> str:
        told = [
            count(len(self.addresses), "address", "addresses"),
            count(len(self), "transaction"),
        ]
        if len(self):
            told += [f"in: {bitcoin(self.came_in)}", f"out: {bitcoin(self.went_out)}"]
            told += [f"left: {bitcoin(int(self._frame['balance'].iloc[-1]))}"]
        if self.unknown:
            told.append(f"{count(self.unknown, 'coin')} of unknown value spent")
        return f"Activity({', '.join(told)})"


def activity(chain: Chain, addresses: Any, *, as_of: int | None = None) -> Activity:
    """Return what some addresses received and spent, transaction by transaction.

    Fails where the addresses aren't one owner's, or not all of his: then payments to himself look
    like payments to others. In a CoinJoin what comes back is taken for change, which it is, and the
    small difference for a payment.

    Parameters
    ----------
    chain : Chain
        The chain.
    addresses : str, int, AddressView, iterable of these, or pandas.DataFrame
        One address, or all of a cluster, such as ``clusters.of(address)``; a frame has them in its
        column ``address``.
    as_of : int, optional
        Know blocks up to this height only.

    Returns
    -------
    Activity
        ``.frame``, one row a transaction; ``.hours`` of the day.

    Raises
    ------
    ChainError
        If an address is not in the chain, or not yet at that height.

    Examples
    --------
    >>> import nps_chain as nps
    >>> chain = nps.load("core-regtest")
    >>> found = nps.activity(chain, 300)
    >>> found.frame[["height", "received", "spent", "net", "balance"]]
       height  received    spent      net  balance
    0     112   1000000        0  1000000  1000000
    1     132         0  1000000 -1000000        0
    """
    chain = known(chain, as_of)
    rows = address_rows(chain, addresses)
    c = chain.columns
    own = np.zeros(len(c.addresses.address) + 1, bool)  # the last is for -1, no address
    own[rows] = True
    paid, spent = own[c.outputs.address], own[c.inputs.address]
    txs = np.union1d(c.outputs.tx[paid], c.inputs.tx[spent])
    worth = np.where(c.inputs.value == UNKNOWN, 0, c.inputs.value)[spent]
    sums = {
        "received": _sums(txs, c.outputs.tx[paid], c.outputs.value[paid]),
        "spent": _sums(txs, c.inputs.tx[spent], worth),
    }
    net = sums["received"] - sums["spent"]
    opening = int(worth[c.inputs.spends[spent] == OUTSIDE].sum())
    heights = c.txs.height[txs].astype(np.int64)
    seconds = c.blocks.time[np.searchsorted(c.blocks.height, heights)]
    frame = pd.DataFrame(
        {
            "tx": txs,
            "txid": txid_texts(chain, txs),
            "height": heights,
            "time": pd.to_datetime(seconds.astype(np.int64), unit="s", utc=True),
            **sums,
            "net": net,
            "balance": opening + np.cumsum(net),
            "out": np.isin(txs, c.inputs.tx[spent]),
        }
    )
    unknown = int((c.inputs.value[spent] == UNKNOWN).sum())
    return Activity(chain, rows, opening, unknown, frame)


def _sums(txs: np.ndarray, of: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Return for each transaction the sum of what is its own of some values, in satoshi."""
    found = np.zeros(len(txs), np.int64)
    np.add.at(found, np.searchsorted(txs, of), values)
    return found
