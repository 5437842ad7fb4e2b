"""How good a taint is: of the money that it names, how much is where it says, satoshi by satoshi.

Taint says how much of each output is dirty. The truth says which outputs are really those of a
deed or of a person. Of each output the smaller of the two amounts is right; what is named beyond
that is false, and what is really there beyond that was missed. Summed over outputs, that gives
precision and recall by value.

Money is counted once, where it came to rest, and not again in each output that it passed through:
of a taint, outputs that are marked as ``spent`` are left out; of a deed, outputs that were spent
for the same deed; of a person, outputs that were spent, unless the taint stopped there.

It fails to say whether money is dirty at all: coins have no memory, and a policy is a convention.
There is no interval, since the outputs of one flow aren't independent of each other.
"""

from typing import Any

import numpy as np
import pandas as pd

from nps_chain.chain.schema import UNKNOWN
from nps_chain.chain.tables import Chain
from nps_chain.chain.views import bitcoin
from nps_chain.errors import NpsError
from nps_chain.groundtruth.asked import chain_meant
from nps_chain.groundtruth.contingency import add_up
from nps_chain.groundtruth.result import Figure, Score, share
from nps_chain.groundtruth.tables import ENTITY_KINDS
from nps_chain.groundtruth.truth import Truth
from nps_chain.trace.arguments import check_columns
from nps_chain.trace.taint import Origins
from nps_chain.trace.texts import percent


def score_taint(
    taint: Any,
    truth: Truth,
    *,
    deed: str | None = None,
    entity: str | None = None,
    chain: Chain | None = None,
) -> Score:
    """Return how far off a taint was from where a deed's money, or a person's, really is.

    Parameters
    ----------
    taint : Taint or pandas.DataFrame
        A taint, or a frame: ``output`` (row in outputs), ``tainted`` (satoshi), and if outputs that
        the money only passed through are listed too, ``status``, in which these are ``spent``.
    truth : Truth
        The truth.
    deed, entity : str, optional
        The name of one deed, or of one entity.
    chain : Chain, optional
        The chain; by default the taint's, or that of the truth's data set.

    Returns
    -------
    Score
        ``precision``, ``recall`` and ``f1`` by value; the sums ``told``, ``true`` and ``both`` in
        satoshi; table ``by_owner``: who really holds what the taint names; table ``outputs``, the
        most false satoshi first.

    Raises
    ------
    NpsError
        If neither or both of deed and entity are given, or the truth doesn't know the name, or the
        outputs are none of the chain, or amounts are below 0 or above an output's value.

    Notes
    -----
    Known failure: coins have no memory, so how much of a mixed coin is dirty is a convention, and
    a policy is scored here against the convention that whoever owns an output owns all of it.

    Source: precision and recall as everywhere, weighed by value; none was published for taint.

    Examples
    --------
    Where is a launderer's first coin, by FIFO, and how much of it does the launderer still hold?

    >>> from nps_chain.groundtruth.amounts import score_taint
    >>> from nps_chain.groundtruth.store import truth
    >>> from nps_chain.trace.taint import taint
    >>> known = truth("core-regtest")
    >>> first = int(known.outputs_of(known.chain, entity="launderer")[0])
    >>> ownership = known.ownership
    >>> stop = ownership[ownership["entity"].isin(["exchange", "market"])]
    >>> result = score_taint(taint(known.chain, first, stop), known, entity="launderer")
    >>> result
    of 9.00000000 BTC named, 15.7 % is really there; of 1.40862302 BTC really there, 100 % is named
    >>> result.by_owner.head(3).round(3)
           owner       kind    tainted  share
    0   exchange   exchange  474307958  0.527
    1  launderer  launderer  140862302  0.157
    2      carol     person   77669934  0.086
    """
    if (deed is None) == (entity is None):
        raise NpsError("Say whose money it really is: deed=... or entity=..., one of the two.")
    chain = chain_meant(taint, truth, chain)
    told = _told(taint, chain)
    value, spent_by = chain.columns.outputs.value, chain.columns.outputs.spent_by
    theirs = truth.outputs_of(chain, deed=deed, entity=entity)
    owner = np.append(truth.owners(chain), UNKNOWN)[chain.columns.outputs.address]
    if deed is not None:
        unknown = truth.purposes_of(chain) == UNKNOWN
        for_it = np.zeros(len(chain.columns.txs.txid) + 1, bool)
        for_it[chain.columns.outputs.tx[theirs]] = True
        for_it[UNKNOWN] = False
        resting = theirs[~for_it[spent_by[theirs]]]
    else:
        unknown = owner == UNKNOWN
        resting = theirs[(spent_by[theirs] == UNKNOWN) | (told[theirs] > 0)]
    true = np.zeros(len(value), np.int64)
    true[resting] = value[resting]
    left_out = int(told[unknown].sum())
    told[unknown] = 0

    both = np.minimum(told, true)
    sums = [int(amounts.sum()) for amounts in (told, true, both)]
    n_told, n_true, n_both = sums
    figures = {
        "precision": Figure(share(n_both, n_told), "of what is named, what is really there"),
        "recall": Figure(share(n_both, n_true), "of what is really there, what is named"),
        "f1": Figure(share(2 * n_both, n_told + n_true), "harmonic mean of the two"),
        "told": Figure(n_told, "satoshi named"),
        "true": Figure(n_true, "satoshi really there"),
        "both": Figure(n_both, "satoshi in both"),
        "unknown": Figure(left_out, "satoshi named in outputs that the truth doesn't know"),
    }
    listed = np.flatnonzero((told > 0) | (true > 0))
    listed = listed[np.argsort((both - told)[listed], kind="stable")]
    names = np.append(truth.entities["name"].to_numpy(object), "")
    tables = {
        "by_owner": _by_owner(told, owner, truth),
        "outputs": pd.DataFrame(
            {
                "output": listed,
                "owner": pd.array(names[owner[listed]], dtype="str"),
                "told": told[listed],
                "true": true[listed],
                "false": (told - both)[listed],
            }
        ),
    }
    return Score(_line(figures), figures, tables)


def _told(taint: Any, chain: Chain) -> np.ndarray:
    """Return how many satoshi are named in each output of the chain, where the money rests."""
    if isinstance(taint, Origins):
        raise NpsError(
            "This taint looks back, so each of its satoshi is named once in every output that it"
            " came through: score a taint that looks forward."
        )
    frame = taint if isinstance(taint, pd.DataFrame) else getattr(taint, "frame", taint)
    check_columns(frame, "output", "tainted", what="Taints")
    if "status" in frame:
        frame = frame[frame["status"] != "spent"]
    rows, amounts = frame["output"].to_numpy(), frame["tainted"].to_numpy()
    value = chain.columns.outputs.value
    whole = pd.api.types.is_integer_dtype(rows) and pd.api.types.is_integer_dtype(amounts)
    if len(frame) and not whole:
        raise NpsError("A taint names outputs by their rows, and amounts in whole satoshi.")
    if not len(frame):
        return np.zeros(len(value), np.int64)
    rows, amounts = rows.astype(np.int64), amounts.astype(np.int64)
    if ((rows < 0) | (rows >= len(value))).any() or len(np.unique(rows)) < len(rows):
        raise NpsError(f"A taint names each output once, by its row, 0 to {len(value) - 1}.")
    if ((amounts < 0) | (amounts > value[rows])).any():
        raise NpsError("An output can't hold less than no tainted satoshi, or more than its value.")
    told = np.zeros(len(value), np.int64)
    told[rows] = amounts
    return told


def _by_owner(told: np.ndarray, owner: np.ndarray, truth: Truth) -> pd.DataFrame:
    held = add_up(told, owner, len(truth.tables.entities.kind) + 1)[:-1]
    order = np.argsort(-held, kind="stable")[: np.count_nonzero(held)]
    kinds = [ENTITY_KINDS[kind] for kind in truth.tables.entities.kind[order].tolist()]
    return pd.DataFrame(
        {
            "owner": truth.entities["name"].iloc[order].to_numpy(),
            "kind": pd.array(kinds, dtype="str"),
            "tainted": held[order],
            "share": held[order] / max(int(told.sum()), 1),
        }
    )


def _line(figures: dict[str, Figure]) -> str:
    told, true = (bitcoin(int(figures[name].value)) for name in ("told", "true"))
    if not figures["told"].value:
        return f"names nothing; {true} is really there"
    shown = f"of {told} named, {percent(figures['precision'].value)} is really there"
    if not figures["true"].value:
        return f"{shown}, for nothing is"
    return f"{shown}; of {true} really there, {percent(figures['recall'].value)} is named"
