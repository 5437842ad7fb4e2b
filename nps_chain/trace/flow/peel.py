"""A peel chain, followed by itself: who was paid from one coin, time after time, and why it ends.

Whoever has one large coin and pays from it little by little leaves a peel chain: transactions of
one input and two outputs, one of which is paid and the other carries the rest into the next.
Launderers, mixers, exchanges and ordinary people make them. Meiklejohn and others followed such
chains from thefts to exchanges ("A Fistful of Bitcoins", 2013); Kappos and others measured a rule
that follows them both ways ("How to Peel a Million", USENIX Security 2022).

Which of the two carries on is a guess, made here by clues that count alike, or by a change
heuristic. One wrong guess and all that follows is the payee's own chain, which looks the same: so
read the confidence of each step, and look for what links the end to the start by other means. Where
the clues tie, the chain ends rather than choose.
"""

from dataclasses import dataclass, field
from typing import Any

import networkx as nx
import numpy as np
import pandas as pd

from nps_chain.chain.pieces import plain
from nps_chain.chain.tables import Chain
from nps_chain.chain.views import bitcoin
from nps_chain.errors import NpsError
from nps_chain.trace.arguments import LARGEST, whole
from nps_chain.trace.change.given import given_change
from nps_chain.trace.coins import Coins
from nps_chain.trace.flow.graph import Crossed, add_coins, add_left_out, coins_of
from nps_chain.trace.flow.limits import marks
from nps_chain.trace.flow.peel_walk import walk_peel
from nps_chain.trace.flow.peel_words import confidence_of, sentence, why
from nps_chain.trace.published import PUBLISHED_ERRORS
from nps_chain.trace.stops import stop_rows
from nps_chain.trace.texts import count, txid_texts


@dataclass(frozen=True, eq=False, repr=False)
class Peel:
    """A peel chain, as :func:`peel` followed it.

    Attributes
    ----------
    frame : pandas.DataFrame
        One row a step, in the order of the search: ``step`` from 1; ``height``, ``tx`` (row) and
        ``txid`` of the transaction; ``value`` that came in; ``carried``, the value that carries on,
        to ``address`` as ``output`` (row); ``peeled``, the value that was paid to ``paid_to`` as
        ``peeled_output`` (row); ``at_stop``, whether that is an address at which to stop; ``fee``;
        ``why`` this output carries on; ``confidence``. Values are satoshi, -1 where unknown.
    stopped : str
        Where and why the chain ends, a sentence.
    start, end : str
        The first coin and the last, as ``txid:n``.
    direction : str
        ``forward`` or ``backward``.
    as_of : int
        The height up to which blocks are known.
    """

    frame: pd.DataFrame
    stopped: str
    start: str
    end: str
    direction: str
    as_of: int
    _coins: Coins = field(repr=False)

    def __len__(self) -> int:
        return len(self.frame)

    @property
    def peeled(self) -> int:
        """All that was peeled off, in satoshi."""
        return int(self.frame["peeled"].sum())

    @property
    def graph(self) -> nx.MultiDiGraph:
        """The chain as a graph, as :func:`nps_chain.trace.flow.follow` gives it.

        An edge has a ``role``, too: "start", "carried" or "peeled". A payee's next transaction is
        shown, but not what comes out of it, which its ``left_out`` counts.
        """
        forward = self.direction == "forward"
        graph = nx.MultiDiGraph(
            start=self.start,
            direction=self.direction,
            hops=len(self) + 1,
            as_of=self.as_of,
        )
        start = self._coins.find(self.start)
        steps = np.arange(1, len(self) + 1)
        roles = {"carried": self.frame["output"].to_numpy(np.int64),
                 "peeled": self.frame["peeled_output"].to_numpy(np.int64)}  # fmt: skip
        coin = np.concatenate([[start], *roles.values()])
        # Backward, the coin that came in to a step is what the step before it carried, or the end.
        hop = np.concatenate([[1], *(2 * [steps + 1 if forward else steps])])
        role = np.repeat(["start", *roles], [1, len(self), len(self)])
        if not forward and len(self):
            last = self._coins.spent_by(int(self.frame["tx"].iloc[-1]))
            coin, hop = np.append(coin, last), np.append(hop, len(self) + 1)
            role = np.append(role, "carried")
        coin, first = np.unique(coin, return_index=True)
        coin, hop, role = (side[np.argsort(first)] for side in (coin, hop[first], role[first]))
        made_at, spent_at = (hop - 1, hop) if forward else (hop, hop - 1)
        crossed = Crossed(coin, made_at, spent_at, np.zeros(len(coin), np.int64))
        add_coins(graph, self._coins, crossed, {"role": role.tolist()})
        rows = [row for _, row in graph.nodes(data="row") if row is not None]
        tx, offered = coins_of(self._coins.chain, np.array(rows, np.int64), forward)
        left_out = ~np.isin(offered, coin)
        add_left_out(graph, self._coins, tx[left_out], offered[left_out])
        graph.graph["left_out"] = int(left_out.sum())
        return graph

    def __repr__(self) -> str:
        steps = f"{count(len(self), 'step')} {self.direction}"
        return f"Peel({steps}, {bitcoin(self.peeled)} peeled off; {self.stopped})"


def peel(
    chain: Chain,
    output: int | str,
    *,
    direction: str = "forward",
    change: str | pd.Series | None = None,
    stop: Any = None,
    steps: int | None = None,
    as_of: int | None = None,
) -> Peel:
    """Return the peel chain that a coin is part of, with the reason for each step.

    A transaction belongs to it if it has one input, and two outputs that can be spent. Five clues
    tell which of them carries on: it goes back to the address that it came from, which decides
    alone; or else it alone is of the same script type as the coin that came in; its address alone
    is new; the other amount alone is round (whole 10,000 satoshi); it is the larger. They count
    alike, and more clues win.

    Fails by taking the payee's coin for the rest, most of all where more was paid than was kept;
    then it follows the payee. A clue that is alone is a weak one. It doesn't know a service: give
    the addresses of services as ``stop``.

    Parameters
    ----------
    chain : Chain
        The chain.
    output : int or str
        Where to start: a row in ``outputs``, or ``txid:n``.
    direction : str
        ``forward``, to where the rest went; ``backward``, to where the chain began. Backward the
        start can also be a coin that was peeled off.
    change : str or pandas.Series, optional
        Choose by a change heuristic instead: its name, for :func:`nps_chain.trace.change.change`,
        or what that returned for this chain. Where it abstains, the chain ends.
    stop : str, int, view, iterable of these or frame, optional
        Addresses beyond which not to go, such as those of services. Those that are not in the chain
        are passed over.
    steps : int, optional
        Take this many at most.
    as_of : int, optional
        Know blocks up to this height only: what was spent later is unspent. To follow a coin is to
        look at how it was spent; by default, at all spends that are known.

    Returns
    -------
    Peel
        ``.frame``, a row a step; ``.stopped``, why it ends; ``.graph``. ``confidence`` is (c + 1) /
        (c + d + 2), where c clues point at the output that carries on and d at the other: one alone
        gives 0.67, two 0.75. It tells a strong step from a weak one, and is no measured rate. With
        a named heuristic it is one less its published error, if there is one.

    Raises
    ------
    NpsError
        If there is no such output, or not yet at that height; or if another argument makes no
        sense. A heuristic that looks forward wants ``as_of``.

    Notes
    -----
    On ``core-regtest``, whose truth is known, the clues decide 246 of the 275 payments from one
    coin with change, and are right in 241; a chain of 33 payments is followed to its end. A real
    wallet may pay more than it keeps more often than these do.

    Examples
    --------
    >>> import nps_chain as nps
    >>> from nps_chain.trace.flow import peel
    >>> chain = nps.load("core-regtest")
    >>> payments = peel(chain, 220)
    >>> len(payments), payments.peeled
    (33, 759104010)
    >>> payments.frame[["height", "carried", "peeled", "confidence"]].head(3).round(2)
       height    carried    peeled  confidence
    0     105  854506969  45491000        0.75
    1     107  830275376  24229633        0.67
    2     108  798974254  31300000        0.80
    >>> print(payments.frame["why"][0])
    it is of the same script type as the coin that came in; it is the larger
    >>> print(payments.stopped[64:])
    :0 is unspent as of height 153.
    """
    if direction not in ("forward", "backward"):
        raise NpsError(f"There is no direction {direction!r}: choose from forward, backward.")
    most = LARGEST if steps is None else whole(steps, "steps", 1)
    coins = Coins(chain, as_of)
    chain, c = coins.chain, coins.chain.columns
    start, stops = coins.find(output), stop_rows(chain, stop)[0]
    forward = direction == "forward"
    answers = np.zeros(0, np.int64) if change is None else given_change(chain, change, as_of)[0]
    found, end, tx, coin, clues = walk_peel(
        start,
        forward,
        most,
        plain(answers),
        marks(chain, stop=stops),
        c.outputs.tx,
        c.outputs.value,
        c.outputs.address,
        c.outputs.spent_by,
        c.inputs.spends,
        c.inputs.address,
        c.addresses.script_type,
        c.addresses.first_seen,
        chain.first_output,
        chain.first_input,
    )
    frame = _frame(coins, found, stops, change)
    return Peel(
        frame,
        sentence(coins, end, int(tx), int(coin), int(clues), forward, len(frame)),
        coins.name(start),
        coins.name(int(coin)),
        direction,
        coins.as_of,
        coins,
    )


def _frame(coins: Coins, found: np.ndarray, stops: np.ndarray, change: Any) -> pd.DataFrame:
    """Return the steps as a table."""
    chain, c = coins.chain, coins.chain.columns
    tx, carried, peeled, clues = found.T
    came_in = c.inputs.value[coins.chain.first_input[tx]]
    if change is None:
        codes, place = np.unique(clues, return_inverse=True)
        reasons = np.array([why(code) for code in codes.tolist()] or [""], object)[place]
        confidence = np.array([confidence_of(code) for code in codes.tolist()] or [0.0])[place]
    else:
        named = isinstance(change, str)
        reason = f"the change by {change}" if named else "the change as given"
        reasons = np.full(len(tx), reason, object)
        errors = PUBLISHED_ERRORS["error"]
        confidence = np.full(len(tx), 1 - errors.get(change, np.nan) if named else np.nan)
    return pd.DataFrame(
        {
            "step": np.arange(1, len(tx) + 1),
            "height": c.txs.height[tx].astype(np.int64),
            "tx": tx,
            "txid": txid_texts(chain, tx),
            "value": came_in,
            "carried": c.outputs.value[carried],
            "address": pd.array(coins.addresses(carried), dtype="str"),
            "output": carried,
            "peeled": c.outputs.value[peeled],
            "paid_to": pd.array(coins.addresses(peeled), dtype="str"),
            "peeled_output": peeled,
            "at_stop": np.isin(c.outputs.address[peeled], stops),
            "fee": c.txs.fee[tx],
            "why": pd.array(reasons, dtype="str"),
            "confidence": confidence,
        }
    )
