"""Follow dirty money by a policy, to where it is now: :func:`taint`."""

from typing import Any

import numpy as np

from nps_chain.chain.tables import Chain
from nps_chain.errors import NpsError
from nps_chain.trace.clock import known
from nps_chain.trace.stops import stop_rows
from nps_chain.trace.taint.mirror import mirror_of, turned
from nps_chain.trace.taint.network import network_of
from nps_chain.trace.taint.origins import Origins
from nps_chain.trace.taint.policies import check_fees, check_policy
from nps_chain.trace.taint.result import Taint
from nps_chain.trace.taint.sources import Source, source_rows
from nps_chain.trace.taint.spread import spread


def taint(
    chain: Chain,
    source: Source,
    stop: Any,
    *,
    policy: str = "fifo",
    fees: str = "follow",
    as_of: int | None = None,
    backward: bool = False,
) -> Taint:
    """Return which outputs the money of a source went into, and how much of it, by a policy.

    Or, backward, which outputs it came from.

    A policy is a convention, not a fact: the chain doesn't say which coin of a transaction became
    which, and the policies' answers differ a hundredfold. Name the policy with each figure. A share
    is no measure of guilt: whoever holds a tainted coin was paid by somebody.

    It means nothing beyond a service, where the coins of many are pooled: what goes out is other
    people's money. So ``stop`` has to be given, and a coin paid to such an address is counted and
    not followed on, also where it is a source itself.

    Parameters
    ----------
    chain : Chain
        The chain.
    source : int, str, view, iterable of these, or pandas.DataFrame
        Outputs (rows or ``txid:n``), transactions (txid or view: all that they pay out), addresses
        (text or view: all that was paid to them); or a frame with a column ``output`` or
        ``address``. Each is wholly tainted. Where one lies downstream of another, it is set, not
        added to: what comes to it is part of its value, so it counts once.
    stop : addresses or None
        The addresses of services: texts, rows, views, or a frame with a column ``address``; None,
        said on purpose, to stop nowhere. Texts that are not in the chain are counted.
    policy : str
        ``poison``, ``haircut``, ``fifo``, ``lifo``, ``tiho``, ``seniority`` or ``juniority``, see
        :data:`nps_chain.trace.taint.POLICIES`. A transaction's outputs are settled in the order of
        its list, and the fee comes last. Juniority is paid to the latest first, so the fee comes
        first. TIHO takes of two equal outputs the earlier first. Haircut cuts cumulated shares down
        to whole satoshi, so they sum up. LIFO turns the order of inputs, not that within a coin.
    fees : str
        ``follow``: the coinbase of a block takes in the fees, after all others of its block are
        settled: first its new coins, then the fees in the order of their transactions. Where the
        coinbase isn't in the data, or pays out less than the fees, taint is lost; fees that are
        unknown count as new coins. ``lose``: what goes into a fee is lost. All of it is counted.
    as_of : int, optional
        Know blocks up to this height only.
    backward : bool
        Ask where the money of the source came from. Each transaction is turned round: what is in
        question of its outputs is handed on to its inputs, by the policy's own rule. Of FIFO, LIFO,
        poison and (but for rounding) haircut these are the very satoshi that the policy would have
        sent the other way. Seniority, juniority and TIHO have no such reverse, since what they do
        with one coin hangs on the others; theirs is a convention of its own: from the first inputs
        first, the last, the highest. It ends at new coins, coins from outside the data, and stop
        addresses. A source at a stop address is followed back, since its money was the payer's.

    Returns
    -------
    Taint
        ``.frame``, one row an output; ``.total``, where all of it is; ``.amounts``, an array;
        ``.explain(output)``, by which ways it came. Backward an :class:`Origins`, which has the
        same.

    Raises
    ------
    NpsError
        If a source is not in the chain, or not yet at that height; or an argument makes no sense.

    Notes
    -----
    Sources: Moeser, Boehme, Breuker, "Towards Risk Scoring of Bitcoin Transactions", 2014;
    Anderson, Shumailov, Ahmed, Rietmann, "Bitcoin Redux", 2018; Tironsakkul and others, "The
    Unusual Suspects", 2020; Clayton's case (Devaynes v Noble), 1816.

    Coins from outside the data are clean if their value is known. Where it isn't, the share of what
    is tainted and its place are not known either: all policies but poison abstain, and count what
    went in as ``unknown``. (Seniority and TIHO could go on; they don't, so that the totals of all
    policies can be compared.)

    Known failures: CoinJoins and mixers are crossed as any transaction is, and of several people's
    coins a policy's answer says the least. Addresses of services that nobody has labelled, deposit
    addresses above all, let a trace run through custody unseen.

    Examples
    --------
    >>> import nps_chain as nps
    >>> from nps_chain.trace.taint import taint
    >>> chain = nps.load("core-regtest")
    >>> taint(chain, 843, None)
    Taint(fifo, source: 0.42180526 BTC in 1 output, unspent: 0.42180526 BTC, outputs reached: 11)
    >>> service = "bcrt1qxpv732lg2d5xe8fq5npkkxc9srqpyk3knctk5n"
    >>> taint(chain, 843, service, policy="haircut").total.to_dict()
    {'source': 42180526, 'unspent': 40007293, 'stopped': 2173233,
     'unspendable': 0, 'fees': 0, 'unknown': 0}
    >>> taint(chain, 843, None, backward=True)
    Origins(fifo, source: 0.42180526 BTC in 1 output, created: 0.42180526 BTC, outputs reached: 15)
    """
    check_policy(policy)
    follow_fees = check_fees(fees)
    if not isinstance(backward, bool | np.bool_):
        raise NpsError(f"backward is True or False, not {backward!r:.80}.")
    chain = known(chain, as_of)
    sources = source_rows(chain, source)
    stops, elsewhere = stop_rows(chain, stop)
    if backward:
        mirror = mirror_of(chain, stops, sources, follow_fees, policy)
        found = spread(mirror.net, turned(policy), False, mirror.coin[sources])
        return Origins(chain, policy, fees, as_of, sources, stops, elsewhere, found, mirror)
    found = spread(network_of(chain, stops), policy, follow_fees, sources)
    return Taint(chain, policy, fees, as_of, sources, stops, elsewhere, found)
