"""Which transactions are CoinJoins, of which kind, and why: all rules, the surest first.

In a CoinJoin several people sign one transaction. It breaks the oldest inference from a chain, that
inputs belong together, so it has to be found before addresses are grouped. Nothing marks it; what
tells it is the shape that its software gives it. So each kind has a rule of its own, in a module
of its own, which says where it departs from the published rule and on what evidence. They are
tried in this order, and the first that fits names the kind:

1. ``whirlpool``: amounts of a pool in and out, and often its Tx0 in the data;
2. ``wabisabi``: amounts that nobody but this wallet pays out;
3. ``wasabi1``: ten or more equal outputs near a base amount, p2wpkh alone;
4. ``joinmarket``: n equal outputs and n changes of wallets alike;
5. ``equal outputs``: the same of any wallets, the least sure.

A finding is an inference from shape. Anyone may imitate a shape, and one person alone can make a
transaction that looks like many people's. What cannot be told at all is PayJoin (BIP 78), in which
the payee puts in a coin of his own: it looks like any other payment, that is its purpose. And a
CoinJoin of two people looks like a payment that imitates one (Stonewall). Neither is ever claimed.

Inputs of unknown value or address leave many transactions undecided: `undecidable` lists them.

Sources: R. Stuetz and others, "Adoption and Actual Privacy of Decentralized CoinJoin
Implementations in Bitcoin", AFT 2022; GraphSense (https://github.com/graphsense); BlockSci
(https://github.com/citp/BlockSci); tried on the transactions that Dumplings labelled
(https://github.com/crocs-muni/coinjoin-analysis).
"""

import numpy as np
import pandas as pd

from nps_chain.chain.tables import Chain
from nps_chain.errors import NpsError
from nps_chain.trace.clock import known
from nps_chain.trace.coinjoin import (
    blocksci,
    equal_outputs,
    joinmarket,
    wabisabi,
    wasabi1,
    whirlpool,
)
from nps_chain.trace.coinjoin.facts import Facts, facts
from nps_chain.trace.coinjoin.findings import Reasons, Rule, found, frame

KINDS: dict[str, tuple[Rule, Reasons]] = {
    kind.KIND: (kind.rule, kind.reasons)
    for kind in (whirlpool, wabisabi, wasabi1, joinmarket, equal_outputs)
}
"""Each kind's rule and the sentences for it, the surest first."""


PUBLISHED = blocksci.KIND
"""The name of BlockSci's rule, to be asked for beside ours."""


def coinjoins(chain: Chain, *, rule: str | None = None, as_of: int | None = None) -> pd.DataFrame:
    """Return the transactions that are CoinJoins by shape, each with its kind and the reason.

    Fails on PayJoins, on CoinJoins of two people and on those of unusual make, which it doesn't
    see; and it takes for a CoinJoin what somebody made to look like one. Where values or addresses
    of inputs are unknown it abstains: ``attrs["undecided"]`` counts these, and `undecidable` lists
    them.

    Parameters
    ----------
    chain : Chain
        The chain.
    rule : str, optional
        One rule alone, by the name of its kind; or "blocksci", the published rule of BlockSci,
        which is not among ours: see `nps_chain.trace.coinjoin.blocksci`. All of ours by default.
    as_of : int, optional
        Look at blocks up to this height only. Nothing later would change what is found: every rule
        looks at the transaction and at what came before it.

    Returns
    -------
    pandas.DataFrame
        One row a transaction, in chain order: ``tx`` (its row), ``kind`` ("whirlpool", "wabisabi",
        "wasabi1", "joinmarket" or "equal outputs") and ``reason``, the numbers that decided, in
        words.

    Raises
    ------
    NpsError
        If there is no such rule.

    Examples
    --------
    >>> import nps_chain as nps
    >>> from nps_chain.trace.coinjoin import coinjoins
    >>> found = coinjoins(nps.load("core-regtest"))
    >>> found["kind"].value_counts().to_dict(), found.attrs
    ({'equal outputs': 10}, {'undecided': 0})
    >>> print(found["reason"][0])
    4 outputs of exactly 0.05000000 BTC to 4 fresh addresses, and 4 others as change; 6 inputs from
    6 addresses, enough for 4 owners to put in that amount and their change
    """
    if rule is not None:
        return _by_one(chain, rule, as_of)
    chain = known(chain, as_of)
    candidates = facts(chain)
    certain, undecided = _judge(candidates)
    decided = certain >= 0
    flagged, place = candidates[decided], certain[decided]
    names = np.array(list(KINDS), dtype=object)
    reason = np.empty(len(flagged), dtype=object)
    for k, (_, reasons) in enumerate(KINDS.values()):
        rows = np.flatnonzero(place == k)
        reason[rows] = reasons(flagged[rows], chain)
    result = frame(flagged.tx, names[place].tolist(), reason.tolist())
    result.attrs["undecided"] = int((undecided >= 0).sum())
    return result


def _by_one(chain: Chain, rule: str, as_of: int | None) -> pd.DataFrame:
    """Return what one rule finds, whatever the others would say."""
    if not isinstance(rule, str) or rule not in (*KINDS, PUBLISHED):
        raise NpsError(
            f"There is no rule {rule!r:.80} for CoinJoins: there are {', '.join(KINDS)}, and"
            f" {PUBLISHED}, which is published and none of ours."
        )
    if rule == PUBLISHED:
        return blocksci.blocksci_rule(chain, as_of=as_of)
    chain = known(chain, as_of)
    candidates = facts(chain)
    result = found(rule, candidates, *KINDS[rule], chain)
    possible = KINDS[rule][0](candidates, True) & ~KINDS[rule][0](candidates, False)
    result.attrs["undecided"] = int(possible.sum())
    return result


def undecidable(chain: Chain, *, as_of: int | None = None) -> pd.DataFrame:
    """Return the transactions that may be CoinJoins, for all that is known of their inputs.

    That is no suspicion: many plain payments are among them. It says where a chain is cut too
    short, or its source too poor, to tell; a source that gives what inputs spend decides them.

    Parameters
    ----------
    chain : Chain
        The chain.
    as_of : int, optional
        Look at blocks up to this height only.

    Returns
    -------
    pandas.DataFrame
        One row a transaction, in chain order: ``tx`` (its row), ``kind``, the surest that it may
        be, and ``reason``, what would have to be known.

    Examples
    --------
    >>> import nps_chain as nps
    >>> from nps_chain.trace.coinjoin.detect import undecidable
    >>> len(undecidable(nps.load("core-regtest")))
    0
    """
    chain = known(chain, as_of)
    candidates = facts(chain)
    _, undecided = _judge(candidates)
    left = undecided >= 0
    names = list(KINDS)
    reason = [
        f"its outputs fit {name}, but of {inputs} inputs {addresses} have an address that the data"
        f" don't tell, and {values} a value"
        for name, inputs, addresses, values in zip(
            (names[k] for k in undecided[left].tolist()),
            candidates.inputs[left].tolist(),
            candidates.addresses_unknown[left].tolist(),
            candidates.values_unknown[left].tolist(),
            strict=True,
        )
    ]
    return frame(candidates.tx[left], [names[k] for k in undecided[left].tolist()], reason)


def _judge(f: Facts) -> tuple[np.ndarray, np.ndarray]:
    """Return the first kind that each is for certain, and the first that it may be if there's none.

    Kinds are places in `KINDS`; -1 is none.
    """
    certain, possible = np.full(len(f), -1), np.full(len(f), -1)
    for k, (rule, _) in enumerate(KINDS.values()):
        certain[(certain < 0) & rule(f, False)] = k
        possible[(possible < 0) & rule(f, True)] = k
    return certain, np.where(certain < 0, possible, -1)
