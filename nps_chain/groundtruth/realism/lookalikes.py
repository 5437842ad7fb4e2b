"""Look-alikes: plain transactions that pass for CoinJoins, and CoinJoins that pass for plain ones.

A rule that is published is a claim. BlockSci's takes any payment of two equal sums for a CoinJoin;
no rule can tell a PayJoin from a payment (BIP 78), or a CoinJoin of two from an imitation. A chain
to learn on needs enough of both kinds, so that nobody takes a verdict for a fact.

Source of the published rule: :mod:`nps_chain.trace.coinjoin.blocksci`.
"""

import numpy as np
import pandas as pd

from nps_chain.chain.schema import UNKNOWN
from nps_chain.chain.tables import Chain
from nps_chain.groundtruth.asked import chain_meant
from nps_chain.groundtruth.coinjoins import score_coinjoins
from nps_chain.groundtruth.result import Figure, Score
from nps_chain.groundtruth.tables import TX_KINDS
from nps_chain.groundtruth.truth import Truth
from nps_chain.trace.coinjoin import coinjoins
from nps_chain.trace.coinjoin.blocksci import blocksci_rule
from nps_chain.trace.coinjoin.detect import undecidable
from nps_chain.trace.texts import count, txid_texts


def lookalikes(chain: Chain, truth: Truth) -> Score:
    """Return how many transactions look like what they are not.

    Parameters
    ----------
    chain : Chain
        The chain.
    truth : Truth
        Its truth.

    Returns
    -------
    Score
        ``benign``, plain transactions that BlockSci's rule flags; ``missed``, CoinJoins and
        PayJoins that our detectors don't flag, and of these ``abstained``, for want of data;
        ``precision`` and ``recall`` of our detectors; tables ``benign_txs`` and ``missed_txs``:
        ``tx``, ``txid``, ``truth`` (its kind), and of the latter ``abstained``.

    Raises
    ------
    NpsError
        If the truth is none, or what is given as a chain is none.

    Notes
    -----
    Known failure: transactions whose kind the truth doesn't know are counted as neither.

    Source: see the module; of precision and recall,
    :func:`~nps_chain.groundtruth.coinjoins.score_coinjoins`.

    Examples
    --------
    >>> from nps_chain.groundtruth.realism import lookalikes
    >>> from nps_chain.groundtruth.store import truth
    >>> known = truth("core-regtest")
    >>> lookalikes(known.chain, known)
    BlockSci's rule flags 0 plain transactions; our detectors miss 9 CoinJoins and PayJoins, 0 of
    them for want of data; of CoinJoins alone, our detector finds 100 % of 10 CoinJoins (95 %
    interval 70.0 to 100.0); no false alarm
    """
    chain = chain_meant(None, truth, chain)
    kinds = truth.kinds(chain)
    joint = np.isin(kinds, [TX_KINDS.index("coinjoin"), TX_KINDS.index("payjoin")])
    verdicts = coinjoins(chain)
    published = blocksci_rule(chain)["tx"].to_numpy(np.int64)
    benign = published[(kinds[published] != UNKNOWN) & ~joint[published]]
    found = np.zeros(len(kinds), bool)
    found[verdicts["tx"]] = True
    missed = np.flatnonzero(joint & ~found)
    abstained = np.isin(missed, undecidable(chain)["tx"])
    judged = score_coinjoins(verdicts, truth, chain=chain)
    figures = {
        "benign": Figure(len(benign), "plain transactions that BlockSci's rule flags"),
        "missed": Figure(len(missed), "CoinJoins and PayJoins that our detectors don't flag"),
        "abstained": Figure(int(abstained.sum()), "of these, can't be told for want of data"),
        "precision": judged.figures["precision"],
        "recall": judged.figures["recall"],
    }
    tables = {
        "benign_txs": _listed(chain, kinds, benign),
        "missed_txs": _listed(chain, kinds, missed).assign(abstained=abstained),
    }
    line = (
        f"BlockSci's rule flags {count(len(benign), 'plain transaction')}; our detectors miss"
        f" {len(missed):,} CoinJoins and PayJoins, {int(abstained.sum()):,} of them for want of"
        f" data; of CoinJoins alone, our detector {judged.line}"
    )
    return Score(line, figures, tables)


def _listed(chain: Chain, kinds: np.ndarray, rows: np.ndarray) -> pd.DataFrame:
    told = pd.array([TX_KINDS[kind] for kind in kinds[rows].tolist()], dtype="str")
    return pd.DataFrame({"tx": rows, "txid": txid_texts(chain, rows), "truth": told})
