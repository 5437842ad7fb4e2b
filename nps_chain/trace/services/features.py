"""How clusters behave, in numbers: what any judgement about services starts from.

Each column is a count, an amount or a median that anyone can recount by hand. Nothing here says
what a cluster is; that is for rules, which give their reasons.
"""

from typing import Any

import numpy as np
import pandas as pd

from nps_chain.chain.address.script import SCRIPT_TYPES
from nps_chain.chain.tables import Chain
from nps_chain.trace.clock import known
from nps_chain.trace.coinjoin.chosen import KEEP, LEAVE_OUT
from nps_chain.trace.services import dealings, holding, parts, payments, rhythm
from nps_chain.trace.services.dealings import dealings_of, partners_of
from nps_chain.trace.services.holding import holding_of
from nps_chain.trace.services.ledger import Ledger, ledger_of
from nps_chain.trace.services.parts import parts_of
from nps_chain.trace.services.payments import payments_of
from nps_chain.trace.services.rhythm import by_hour_of, rhythm_of


def features(
    chain: Chain, clusters: Any, *, coinjoins: Any = LEAVE_OUT, as_of: int | None = None
) -> pd.DataFrame:
    """Return how each cluster behaves: a row a cluster, a column a count, an amount or a median.

    A *payment* is a transaction all of whose inputs are known to be the cluster's own, that is no
    CoinJoin, and that pays somebody else; a *deposit* is an output to the cluster in a transaction
    in which it spends nothing. Others are told apart by cluster, too; an address that is in none
    counts as one of its own. Outputs that nobody can spend are left aside.

    Fails where the clusters do. Co-spending makes clusters that are too small, so change looks like
    a payment to a stranger; clusters that have collapsed hide payments within. And where inputs are
    unknown, ``shared_txs`` and ``unknown_inputs`` say how much could not be told: nothing is
    guessed.

    Parameters
    ----------
    chain : Chain
        The chain.
    clusters : Clustering, pandas.DataFrame, pandas.Series or numpy.ndarray
        The clusters, from :func:`nps_chain.trace.cluster.cluster`; or a frame with the columns
        ``address`` (text) and ``cluster``, in which addresses that the chain doesn't know are
        passed over; or a label for each row of ``chain.addresses``, in order. A label is a text or
        a whole number; a missing one, or a number below 0, is no cluster.
    coinjoins : str, pandas.DataFrame or iterable
        ``leave out`` those that :func:`nps_chain.trace.coinjoin.coinjoins` finds: they are no
        payments. Or ``keep`` them; or the ones that are known, as a frame with the column ``tx``,
        in which later ones are passed over, or as rows or txids.
    as_of : int, optional
        Know blocks up to this height only.

    Returns
    -------
    pandas.DataFrame
        By ``cluster``, in order of the labels. Medians are the lower ones, and -1 if there is
        nothing to take one of. Counts, int32:

        ``addresses``; ``coins`` ever on them (so coins per address is the quotient);
        ``reused_addresses`` with more than one coin; ``swept_addresses`` that got one coin ever, a
        deposit, which a transaction of the cluster's own spent with others.

        ``txs_in``, transactions that make deposits; ``txs_out``, in which the cluster spends;
        ``shared_txs`` of these, in which others or unknown inputs spend too, or that are CoinJoins.

        ``payers``, distinct others who alone paid for a transaction that pays it; ``payees``,
        distinct others it pays; ``repeated_payees`` of these, paid by two of its transactions or
        more.

        ``parts``, deposits that are one part of a payment, of which the rest went elsewhere;
        ``usual_part``, how many thousandths of the payment such a part is most often, rounded down
        (of several the least, -1 without any); ``usual_parts``, how many are as large.

        ``deposits`` and ``coinbases`` (transactions); ``change_outputs`` to itself in transactions
        in which it spends; ``payouts``, outputs of payments to others;
        ``paying_txs``, payments; ``batches`` of these, with 4 payouts or more; ``batch_median`` and
        ``batch_max``, payouts in a payment; ``sweeps``, transactions of its own with 3 inputs or
        more and one spendable output; ``round_payouts``, of a multiple of 10,000 satoshi;
        ``fresh_payouts``, to an address not seen before; ``equal_payouts``, of an amount that it
        pays more than once.

        ``delay``, median of blocks from a deposit to its spending, among those spent.

        ``active_days``, distinct days (UTC) with any transaction; ``active_hours``, of 24, with
        one in which it spends; ``quiet_hour``, when the quietest six hours of those begin (the
        first of several, -1 without any), and ``quiet_txs`` in these. ``paydays``, distinct days
        with a payment; ``payday_gap``, median of days from one to the next; ``regular_gaps``, how
        many of these gaps are within a day of that.

        ``first_height``, ``last_height`` of any transaction, -1 without any. ``script_types``,
        distinct kinds among its addresses. ``unknown_inputs``, inputs of unknown address in all of
        its transactions; ``unknown_values``, its own inputs whose value is unknown.

        Amounts, int64, satoshi: ``received``, the deposits; ``minted`` of these, in coinbases;
        ``sent``, the payouts; ``balance``, its unspent coins that were made in the data;
        ``median_deposit``, ``median_payout``.

        ``script_type``, the kind that most of its addresses are, of several the first in the order
        of ``SCRIPT_TYPES``.

    Raises
    ------
    NpsError
        If the clusters are of none of these forms, or know more than ``as_of`` allows.

    Notes
    -----
    The choice of features follows M. Jourdan and others, "Characterizing Entities in the Bitcoin
    Blockchain", 2018; F. Zola and others, "Cascading Machine Learning to Attack Bitcoin Anonymity",
    2019; Y.-J. Lin and others, "An Evaluation of Bitcoin Address Classification based on
    Transaction History Summarization", 2019; S. Meiklejohn and others, "A Fistful of Bitcoins",
    IMC 2013.

    Examples
    --------
    >>> import nps_chain as nps
    >>> from nps_chain.trace.services import features
    >>> chain = nps.load("core-regtest")
    >>> found = features(chain, nps.cluster(chain))
    >>> found.sort_values("deposits")[["addresses", "deposits", "sweeps", "received"]].tail(2)
             addresses  deposits  sweeps    received
    cluster
    85              41       129       8  1440812621
    80              47       177      12   457550286
    """
    ledger = ledger_of(known(chain, as_of), clusters, coinjoins)
    return frame_of(ledger, partners_of(ledger))


def hours(chain: Chain, clusters: Any, *, as_of: int | None = None) -> pd.DataFrame:
    """Return in how many transactions each cluster spends, by the hour of the day.

    A person sleeps, and a program doesn't; so the quiet hours of a cluster hint at a time zone.

    Fails where clusters do, and by what a block's time is: the miner's word, up to two hours off,
    at which transactions came into a block, not when they were made. CoinJoins count, too, whose
    hour is that of who arranged them.

    Parameters
    ----------
    chain, clusters, as_of
        As for :func:`features`.

    Returns
    -------
    pandas.DataFrame
        By ``cluster``, a column for each hour from 0 to 23, UTC, of block times; int32.

    Raises
    ------
    NpsError
        As for :func:`features`.

    Notes
    -----
    Source: a plain count, after no one's method; nobody has published how often it misleads.

    Examples
    --------
    >>> import nps_chain as nps
    >>> from nps_chain.trace.services import hours
    >>> chain = nps.load("core-regtest")
    >>> by_hour = hours(chain, nps.cluster(chain)).loc[85]
    >>> by_hour[by_hour > 0].to_dict()
    {0: 5, 1: 1, 18: 1, 19: 4, 20: 1, 21: 1, 22: 2, 23: 3}
    """
    ledger = ledger_of(known(chain, as_of), clusters, KEEP)
    return pd.DataFrame(by_hour_of(ledger, dealings_of(ledger).acts), index=ledger.names)


def frame_of(ledger: Ledger, partners: np.ndarray) -> pd.DataFrame:
    """Return the features of a ledger's clusters."""
    paid, paid_money, paying = payments_of(ledger)
    dealt, dealt_money, deposit, acts, gifts = dealings_of(ledger)
    rhythmic = rhythm_of(ledger, acts, gifts, paying)
    del acts, gifts, paying
    held, median_deposit = holding_of(ledger, deposit)
    kinds = pd.Categorical.from_codes(
        held[:, holding.SCRIPT_TYPE], dtype=pd.CategoricalDtype(list(SCRIPT_TYPES))
    )
    tables = [
        (holding.COUNTS[: holding.SCRIPT_TYPE], held[:, : holding.SCRIPT_TYPE]),
        (dealings.COUNTS, dealt),
        (dealings.PARTNERS[: dealings.ONLY_PAYEE], partners[:, : dealings.ONLY_PAYEE]),
        (parts.COUNTS, parts_of(ledger, deposit)),
        (payments.COUNTS, paid),
        (rhythm.COUNTS, rhythmic),
        (dealings.MONEY, dealt_money),
        (payments.MONEY, paid_money),
        (("median_deposit",), median_deposit[:, np.newaxis]),
    ]
    frames = [pd.DataFrame(table, ledger.names, list(names), copy=False) for names, table in tables]
    return pd.concat(frames, axis=1).assign(script_type=kinds)
