"""The change heuristics asked about one payment, as an investigator asks: a question a rule.

A rule says yes to an output that it can't rule out as change, and no to any other. Only a single
yes is an answer; with none or several the rule abstains. So the table shows, before any figure of
thousands of payments, why a rule answers here, or why it doesn't.
"""

from collections.abc import Callable, Iterable

import numpy as np
import pandas as pd

from nps_chain.chain.tables import Chain
from nps_chain.chain.views import Coin, TransactionView
from nps_chain.errors import NpsError
from nps_chain.trace.change import backward, forward
from nps_chain.trace.change.evidence import ASSUMED
from nps_chain.trace.change.facts import Facts
from nps_chain.trace.change.heuristics import Heuristic, change
from nps_chain.trace.change.vote import weigh
from nps_chain.trace.clock import known
from nps_chain.trace.named import tx_rows

ASKED = ("address_reuse", "address_type", "optimal_change", "power_of_ten_4", "meiklejohn")
"""What is asked by default: rules that look backward, each at another thing."""

VOTE = "vote"
NO_ANSWER = "abstains"
YES, NO, NOTHING = "yes", "no", "-"

_HABITS = {
    "locktime": "the locktime",
    "version": "the version number",
    "sequence": "the right to raise its fee",
    "segwit": "the place of signatures",
    "bip69": "the order of coins",
    "fee_rate": "the fee for its size",
}

QUESTIONS: dict[str, str] = {
    "address_reuse": "Does it go to an address that paid?",
    "address_type": "Is its address of the kind of all that paid?",
    "optimal_change": "Is it smaller than each coin that was spent?",
    "power_of_ten_value": "Does it end in fewer than 4 zeros?",
    **{
        f"power_of_ten_{digits}": f"Does it end in fewer than {digits} {zeros}?"
        for digits, zeros in [(1, "zero"), *((digits, "zeros") for digits in range(2, 8))]
    },
    "client_change_address_behavior": "Is its address new?",
    "meiklejohn": "Is its address new, and does nothing go back?",
    "peeling_chain": "Is it the larger part of a coin spent down?",
    **{rule: f"Does its spender treat {habit} alike?" for rule, habit in _HABITS.items()},
    VOTE: f"Is it change with a chance of {ASSUMED['at_least']:.0%} or more?",
}
"""By rule, the question that it asks of each output."""

_KEEPS = {name: keeps for name, (_, keeps) in (backward.RULES | forward.RULES).items()}


def ask_rules(
    chain: Chain,
    tx: int | str | TransactionView,
    rules: str | Iterable[str] = ASKED,
    *,
    as_of: int | None = None,
) -> pd.DataFrame:
    """Return what each rule says of each output of a payment, and which one it takes for change.

    Fails where the rules do (:mod:`nps_chain.trace.change.backward`): a yes means that nothing
    speaks against it, not that it is so.

    Parameters
    ----------
    chain : Chain
        The chain.
    tx : int, str or TransactionView
        The transaction: its row, txid or view.
    rules : str or iterable of str
        Heuristics by name, among them ``vote``.
    as_of : int, optional
        Look at blocks up to this height only. Rules that look forward insist on it.

    Returns
    -------
    pandas.DataFrame
        One row a rule: the ``question``, a column an output (``output 0``, ...) with ``yes``,
        ``no``, or ``-`` where the rule has nothing to look at, and of the vote the chance; last
        the ``answer``, such as ``output 1``, or ``abstains``.

    Raises
    ------
    NpsError
        If there is no such transaction, not yet at that height, or no such rule; or if a rule looks
        forward and ``as_of`` is not given.

    Examples
    --------
    >>> import nps_chain as nps
    >>> table = ask_rules(nps.load("core-regtest"), 300, ["address_type", "meiklejohn", "vote"])
    >>> table[["output 0", "output 1", "answer"]].values.tolist()
    [['yes', 'no', 'output 0'], ['yes', 'yes', 'abstains'], ['96 %', '3 %', 'output 0']]
    """
    asked = [rules] if isinstance(rules, str) else [*rules]
    for rule in asked:
        if not isinstance(rule, str) or rule not in QUESTIONS:
            raise NpsError(f"There is no question of a rule {rule!r:.60}: {', '.join(QUESTIONS)}.")
    facts = Facts(known(chain, as_of), as_of)
    view = facts.chain.tx(_one_row(facts.chain, tx))
    rows = np.array(view.output_rows)
    names = [f"output {place}" for place in range(len(rows))]
    table = []
    for rule in asked:
        says, answer = (_vote if rule == VOTE else _kept(rule))(facts, view, rows)
        chosen = NO_ANSWER if answer < 0 else names[answer - rows[0]]
        table.append([QUESTIONS[rule], *says, chosen])
    columns = ["question", *names, "answer"]
    return pd.DataFrame(table, pd.Index(asked, name="rule", dtype="str"), columns)


def change_output(
    chain: Chain,
    tx: int | str | TransactionView,
    heuristic: str | Heuristic = VOTE,
    *,
    as_of: int | None = None,
) -> Coin | None:
    """Return the output of one transaction that a heuristic takes for change, or None: it abstains.

    Fails where the heuristic does, see :func:`~nps_chain.trace.change.change`.

    Parameters
    ----------
    chain : Chain
        The chain.
    tx : int, str or TransactionView
        The transaction: its row, txid or view.
    heuristic : str or callable
        A name in ``HEURISTICS``, or a function like one.
    as_of : int, optional
        Look at blocks up to this height only. Rules that look forward insist on it.

    Raises
    ------
    NpsError
        As ``nps.change`` does; or if there is no such transaction, or not yet at that height.

    Examples
    --------
    >>> import nps_chain as nps
    >>> chain = nps.load("core-regtest")
    >>> change_output(chain, 300, "address_type").value
    47464212
    >>> change_output(chain, 300, "optimal_change") is None
    True
    """
    chain = known(chain, as_of)
    row = _one_row(chain, tx)
    answer = int(change(chain, heuristic, as_of=as_of)[row])
    view = chain.tx(row)
    return None if answer < 0 else view.outputs[answer - view.output_rows.start]


def _one_row(chain: Chain, tx: int | str | TransactionView) -> int:
    rows = tx_rows(chain, tx)
    if len(rows) != 1:
        raise NpsError(f"Give one transaction to ask about, not {len(rows)}.")
    return int(rows[0])


_Said = tuple[list[str], int]


def _kept(rule: str) -> Callable[[Facts, TransactionView, np.ndarray], _Said]:
    """Return what says of each output whether a rule keeps it, and finds the row it identifies."""

    def said(facts: Facts, view: TransactionView, rows: np.ndarray) -> _Said:
        kept = _KEEPS[rule](facts)
        silent = _nothing_to_look_at(rule, facts, view, rows)
        words = [
            NOTHING if silent or not facts.spendable[row] else YES if kept[row] else NO
            for row in rows
        ]
        return words, int(facts.identify(kept)[0, view.row])

    return said


def _vote(facts: Facts, view: TransactionView, rows: np.ndarray) -> _Said:
    """Return of each output its chance to be change, and the row that is likely enough."""
    best, score, _, chance = weigh(facts)
    looked = score[view.row] > 0
    words = [
        f"{100 * chance[row]:.0f} %" if looked and facts.spendable[row] else NOTHING for row in rows
    ]
    return words, int(best[view.row]) if score[view.row] >= ASSUMED["at_least"] else -1


def _nothing_to_look_at(rule: str, facts: Facts, view: TransactionView, rows: np.ndarray) -> bool:
    """Return whether a rule sees nothing in a transaction that it could judge by."""
    if view.coinbase:
        return True
    if rule == "address_type":
        return bool(facts.input_type[view.row] < 0)
    if rule == "optimal_change":
        return bool(facts.smallest_input[view.row] < 0)
    if rule in forward.RULES:
        spent_by = facts.chain.columns.outputs.spent_by[rows[facts.spendable[rows]]]
        return bool((spent_by < 0).any())
    return False
