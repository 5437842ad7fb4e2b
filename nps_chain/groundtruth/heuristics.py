"""How good a change heuristic is: how much it decides, and how often it is right when it does.

The two belong together. A rule that rarely speaks can be right every time; one that always speaks
is often wrong. And a rule that names change where there is none is wrong there too, which a count
over transactions that are known to have change never sees: so precision is told over all answers,
and once more over transactions with exactly one true change output.

It fails to tell how good a rule is elsewhere: that depends on the wallets of the time.

Source of the two measures, coverage and precision of what is decided: M. Möser and A. Narayanan,
"Resurrecting Address Clustering in Bitcoin", Financial Cryptography 2022.
"""

from collections.abc import Iterable
from typing import Literal

import numpy as np
import pandas as pd

from nps_chain.chain.schema import UNKNOWN
from nps_chain.chain.tables import Chain
from nps_chain.errors import NpsError
from nps_chain.groundtruth.asked import chain_meant
from nps_chain.groundtruth.bootstrap import of_share, resampled
from nps_chain.groundtruth.contingency import add_up
from nps_chain.groundtruth.result import Figure, Score, between, share
from nps_chain.groundtruth.rows import UNTOLD
from nps_chain.groundtruth.tables import ENTITY_KINDS, TX_KINDS
from nps_chain.groundtruth.truth import Truth
from nps_chain.trace.change.own_outputs import first_wrong
from nps_chain.trace.texts import count, percent


def score_change(
    found: pd.Series,
    truth: Truth,
    *,
    chain: Chain | None = None,
    without: str | Iterable[str] = (),
    unit: Literal["transaction", "sender"] = "transaction",
    seed: int = 0,
) -> Score:
    """Return how far off a change heuristic was.

    Parameters
    ----------
    found : pandas.Series
        For each transaction, by its row, the row of the output taken for change, or -1.
    truth : Truth
        The truth.
    chain : Chain, optional
        The chain; that of the truth's data set by default.
    without : str or iterable of str
        Kinds of transactions that aren't judged, such as ``coinjoin`` and ``payjoin``.
    unit : str
        What the bootstrap draws: a ``transaction``; or a ``sender``, all transactions of a wallet
        together, for a wallet has habits. That tells more of how a rule does among other people,
        and needs many senders.
    seed : int
        Names the draws.

    Returns
    -------
    Score
        ``coverage``, ``precision`` (of all answers), ``precision_with_change``, ``recall`` and the
        counts that they are made of; tables ``by_kind`` of transaction and ``wrong``, one row a
        wrong answer: with the ``payer``, who would be taken for the ``owner`` of that output, and
        of what kind the owner is, ``owner_kind``; empty where the truth doesn't know.

    Raises
    ------
    NpsError
        If an answer is no output of its transaction, or a kind isn't known.

    Notes
    -----
    Known failure: wallets differ from time to time and from place to place, and so do figures. By
    transaction, intervals are too narrow, since a wallet has habits.

    Source of coverage and precision of what is decided: M. Möser and A. Narayanan, "Resurrecting
    Address Clustering in Bitcoin", Financial Cryptography 2022.

    Examples
    --------
    Take the last output for change, always:

    >>> import numpy as np, pandas as pd
    >>> from nps_chain.groundtruth.heuristics import score_change
    >>> from nps_chain.groundtruth.store import truth
    >>> known = truth("core-regtest")
    >>> last = pd.Series(known.chain.first_output[1:] - 1, name="output")
    >>> result = score_change(last, known, without=["coinbase"])
    >>> result
    answers 100 % of 518 transactions with one change output, right in 48.3 % (95 % interval 43.8 to
    52.7); right in 44.9 % of all its 557 answers
    >>> result.by_kind.loc[["payment", "peel", "sweep"], ["with_change", "answers", "right"]]
             with_change  answers  right
    kind
    payment          205      206    107
    peel              33       33     19
    sweep              0       11      0
    """
    chain = chain_meant(None, truth, chain)
    if not isinstance(unit, str) or unit not in ("transaction", "sender"):
        raise NpsError(f"The bootstrap draws by transaction or by sender, not by {unit!r:.80}.")
    if isinstance(without, str) or not isinstance(without, Iterable):
        without = [without]
    answers = _answers(found, chain)
    change = truth.change_outputs(chain)[: len(answers)]
    kinds = truth.kinds(chain)[: len(answers)]
    judged = (change != UNTOLD) & ~np.isin(kinds, [_place(kind) for kind in without])
    has, answered = judged & (change >= 0), judged & (answers >= 0)
    right = answered & (answers == change)
    parts = {
        "transactions": judged, "with_change": has, "answers": answered,
        "answers_with_change": answered & has, "right": right,
    }  # fmt: skip
    sums = {name: int(part.sum()) for name, part in parts.items()}

    units = np.column_stack([part[judged] for part in parts.values()]).astype(float)
    if unit == "sender":
        sender = truth.senders(chain)[: len(answers)][judged]
        units = _together(units, sender)
    _, d_has, d_answers, d_both, d_right = resampled(units, seed).T
    n_has, n_answers, n_both, n_right = (sums[name] for name in list(parts)[1:])
    figures = {
        "coverage": Figure(
            share(n_both, n_has),
            "transactions with one change output on which it answers",
            *of_share(d_both, d_has, n_both, n_has),
        ),
        "precision": Figure(
            share(n_right, n_answers),
            "answers that are right, of all",
            *of_share(d_right, d_answers, n_right, n_answers),
        ),
        "precision_with_change": Figure(
            share(n_right, n_both),
            "answers that are right, of those where there is one change output",
            *of_share(d_right, d_both, n_right, n_both),
        ),
        "recall": Figure(
            share(n_right, n_has),
            "change outputs that it finds",
            *of_share(d_right, d_has, n_right, n_has),
        ),
        "transactions": Figure(sums["transactions"], "transactions judged"),
        "with_change": Figure(n_has, "of these, have exactly one change output"),
        "answers": Figure(n_answers, "answers judged"),
        "answers_with_change": Figure(n_both, "of these, where there is one change output"),
        "right": Figure(n_right, "answers that name it"),
        "not_judged": Figure(
            int(((answers >= 0) & ~judged).sum()),
            "answers on transactions left out or unknown to the truth",
        ),
    }
    wrong = np.flatnonzero(answered & ~right)
    tables = {
        "by_kind": _by_kind(pd.DataFrame(parts), kinds),
        "wrong": pd.DataFrame(
            {
                "tx": wrong,
                "kind": _kind_names(kinds[wrong]),
                "output": answers[wrong],
                "change": np.maximum(change[wrong], -1),
                **_people(truth, chain, wrong, answers[wrong]),
            }
        ),
    }
    return Score(_line(figures), figures, tables)


def _answers(found: pd.Series, chain: Chain) -> np.ndarray:
    rows = len(chain.columns.txs.txid)
    if not isinstance(found, pd.Series):
        raise NpsError(f"The answers of a change heuristic are a Series, not {found!r:.80}.")
    if len(found) > rows or not np.array_equal(found.index, np.arange(len(found))):
        raise NpsError(
            f"The answers of a change heuristic have an index of rows, 0 to at most {rows - 1}:"
            " give them as they came from it, and the chain that they are about, chain=..."
        )
    if len(found) and (not pd.api.types.is_integer_dtype(found.dtype) or found.hasnans):
        raise NpsError("An answer of a change heuristic is a row in outputs, or -1.")
    answers = found.to_numpy(np.int64)
    tx = first_wrong(chain, answers)
    if tx >= 0:
        raise NpsError(
            f"Output {answers[tx]} is none of transaction {tx}: the answers are about another"
            " chain. Give the chain that they are about, chain=..."
        )
    return answers


def _people(
    truth: Truth, chain: Chain, txs: np.ndarray, outputs: np.ndarray
) -> dict[str, pd.Series]:
    """Return by name who sent each transaction, and whose each output is."""
    tables = truth.tables
    # The last place stands for nobody that the truth knows.
    names = np.array([*tables.entities.name.to_pylist(), ""], object)
    kinds = np.array([*ENTITY_KINDS, ""], object)[np.append(tables.entities.kind, -1)]
    payers = np.append(tables.wallets.entity, UNKNOWN)[truth.senders(chain)[txs]]
    owners = truth.owners(chain)[chain.columns.outputs.address[outputs]]
    told = {"payer": names[payers], "owner": names[owners], "owner_kind": kinds[owners]}
    return {name: pd.Series(column, dtype="str") for name, column in told.items()}


def _together(units: np.ndarray, sender: np.ndarray) -> np.ndarray:
    """Return the sums of each sender's transactions; those of an unknown one stay by themselves."""
    known = sender != UNKNOWN
    _, place = np.unique(sender[known], return_inverse=True)
    sums = [add_up(column, place, int(place.max(initial=-1)) + 1) for column in units[known].T]
    return np.concatenate([np.column_stack(sums), units[~known]])


def _place(kind: str) -> int:
    if not isinstance(kind, str) or kind not in TX_KINDS:
        raise NpsError(
            f"There is no kind of transaction {kind!r:.80}: choose from {', '.join(TX_KINDS)}."
        )
    return TX_KINDS.index(kind)


def _kind_names(kinds: np.ndarray) -> pd.Series:
    return pd.Series(pd.Categorical.from_codes(kinds, dtype=pd.CategoricalDtype(list(TX_KINDS))))


def _by_kind(parts: pd.DataFrame, kinds: np.ndarray) -> pd.DataFrame:
    judged = parts["transactions"]
    told = parts[judged].assign(kind=_kind_names(kinds)[judged])
    groups = told.groupby("kind", observed=True).sum()
    groups["coverage"] = groups["answers_with_change"] / groups["with_change"]
    groups["precision"] = groups["right"] / groups["answers"]
    return groups


def _line(figures: dict[str, Figure]) -> str:
    among = count(int(figures["with_change"].value), "transaction")
    if not figures["answers"].value:
        return f"answers nothing; {among} had one change output"
    right = figures["precision_with_change"]
    shown = f"answers {percent(figures['coverage'].value)} of {among} with one change output"
    if figures["answers_with_change"].value:
        shown += f", right in {percent(right.value)}{between(right.low, right.high)}"
    if figures["answers"].value != figures["answers_with_change"].value:
        every = count(int(figures["answers"].value), "answer")
        shown += f"; right in {percent(figures['precision'].value)} of all its {every}"
    return shown
