"""Why the vote answers as it does, for one transaction, in words."""

import pandas as pd

from nps_chain.chain.tables import Chain
from nps_chain.chain.views import TransactionView
from nps_chain.errors import NpsError
from nps_chain.trace.change.evidence import ASSUMED, STATES
from nps_chain.trace.change.facts import Facts
from nps_chain.trace.change.vote import weigh
from nps_chain.trace.clock import known
from nps_chain.trace.named import tx_rows


def explain_change(
    chain: Chain, tx: int | str | TransactionView, *, as_of: int | None = None
) -> pd.DataFrame:
    """Return what each rule says for and against each output of a transaction, and the vote.

    Fails where the vote does, of which it is the working (:mod:`nps_chain.trace.change.vote`, after
    Möser and Narayanan 2022): a reason tells what was seen, not that it is so.

    Parameters
    ----------
    chain : Chain
        The chain.
    tx : int, str or TransactionView
        The transaction: its row, txid or view.
    as_of : int, optional
        Look at blocks up to this height only.

    Returns
    -------
    pandas.DataFrame
        One row an output that can be spent and a rule, the vote last: ``output`` (its row),
        ``rule``, ``says`` (``for``, ``against`` or ``nothing``) and ``reason``. One row with the
        output -1 where there is nothing to choose.

    Raises
    ------
    NpsError
        If there is no such transaction, or not yet at that height.

    Examples
    --------
    >>> import nps_chain as nps
    >>> explain_change(nps.load("core-regtest"), 300)[["output", "rule", "says"]]
        output                            rule     says
    0      739  client_change_address_behavior      for
    1      739                    address_type      for
    2      739                  optimal_change  nothing
    3      739              power_of_ten_value      for
    4      739                   peeling_chain      for
    5      739                            vote      for
    6      740  client_change_address_behavior      for
    7      740                    address_type  against
    8      740                  optimal_change  nothing
    9      740              power_of_ten_value      for
    10     740                   peeling_chain  against
    11     740                            vote  nothing
    """
    facts = Facts(known(chain, as_of))
    rows = tx_rows(facts.chain, tx)
    if len(rows) != 1:
        raise NpsError(f"Give one transaction to explain, not {len(rows)}.")
    row = int(rows[0])
    best, score, codes, chances = weigh(facts)
    view = facts.chain.tx(row)
    outputs = [o for o in view.output_rows if facts.spendable[o]]
    why_not = _nothing_to_choose(view, len(outputs), score[row])
    if why_not:
        return _frame([(-1, "vote", "nothing", why_not)])
    found = []
    for o in outputs:
        for k, states in enumerate(STATES):
            state = states[codes[o] // 3**k % 3]
            found.append((o, state.rule, state.says, state.reason))
        sure = chances[o]
        says = "nothing"
        if o == best[row] and sure >= ASSUMED["at_least"]:
            says = "for"
        asked = f"{ASSUMED['at_least']:.0%} is asked for"
        found.append((o, "vote", says, f"change with a chance of {sure:.0%}; {asked}"))
    return _frame(found)


def _nothing_to_choose(view: TransactionView, outputs: int, score: float) -> str:
    """Return why the vote doesn't look at a transaction at all, or an empty text."""
    if view.coinbase:
        return "it makes new coins, and gives back none"
    if outputs < 2:
        return f"{outputs or 'no'} output can be spent, so there is nothing to choose from"
    if not score:
        return "several outputs are equal, and there are as many inputs: perhaps a CoinJoin"
    return ""


def _frame(rows: list[tuple[int, str, str, str]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["output", "rule", "says", "reason"])
