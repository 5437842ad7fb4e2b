"""The change heuristics side by side: how much each decides, and how often it is right.

A rate belongs to the payments on which it was measured. So there are two tables, and they differ:
one of all payments whose change the truth knows, and one of payments chosen as M. Möser and A.
Narayanan chose theirs ("Resurrecting Address Clustering in Bitcoin", Financial Cryptography 2022).
Only the second may be set beside the figures that they published. (Of ``meiklejohn`` they
published a variant that looks at the whole chain; on their payments the rule itself does what a
fresh address does.)

It fails to tell how good a rule is elsewhere: that depends on the wallets of the time.
"""

import math
from collections.abc import Callable, Iterable
from typing import Literal

import numpy as np
import pandas as pd

from nps_chain.chain.tables import Chain
from nps_chain.errors import NpsError
from nps_chain.groundtruth.asked import chain_meant
from nps_chain.groundtruth.realism.basis import Basis
from nps_chain.groundtruth.realism.published_set import published_set
from nps_chain.groundtruth.rows import UNTOLD
from nps_chain.groundtruth.truth import Truth
from nps_chain.trace.change import HEURISTICS, answers, smaller_output, threshold_curve, vote_scores
from nps_chain.trace.published import PUBLISHED_ERRORS

BACKWARD = ("address_reuse", "address_type", "optimal_change", "power_of_ten_4", "meiklejohn")
FORWARD = ("locktime", "version", "sequence", "segwit", "bip69")
"""What is compared by default: rules that look at different things; the second if a day is told."""

GUESS = "smaller_output"
"""What people say without a rule, by the name of its function."""


def compare_rules(
    chain: Chain,
    truth: Truth,
    rules: str | Iterable[str] | None = None,
    *,
    among: Literal["all", "published"] = "all",
    as_of: int | None = None,
) -> pd.DataFrame:
    """Return how much each change heuristic decides, and how often it is right.

    Fails as a promise: on the payments of another time or place, the figures are others.

    Parameters
    ----------
    chain : Chain
        The chain.
    truth : Truth
        Its truth.
    rules : str or iterable of str, optional
        Heuristics by name, and ``smaller_output``, a guess. By default those that look at different
        things and their vote; with ``as_of`` those that look forward, too.
    among : str
        ``all`` payments; or those that are like the ``published`` ones: two outputs, both spent, no
        self-change, and exactly one of the two in the inputs' cluster by co-spending.
    as_of : int, optional
        Look at blocks up to this height only. Rules that look forward insist on it.

    Returns
    -------
    pandas.DataFrame
        One row a rule, in percent with one decimal: ``coverage``, of the transactions with one
        change output those on which it answers; ``precision``, of its answers the right ones. Then
        how many ``answers`` and how many ``wrong``. Among payments like the published ones also
        ``published_coverage`` and ``published_precision``, NaN where nobody has published it.

    Raises
    ------
    NpsError
        If there is no such rule, or one looks forward and ``as_of`` is not given.

    Examples
    --------
    >>> import nps_chain as nps
    >>> chain, truth = nps.load("core-regtest"), nps.truth("core-regtest")
    >>> compare_rules(chain, truth, ["address_type", "vote"])[["answers", "wrong"]].values.tolist()
    [[200, 4], [384, 7]]
    """
    if not isinstance(among, str) or among not in ("all", "published"):
        raise NpsError(f'Rules are compared among "all" or "published" ones, not {among!r:.60}.')
    chain = chain_meant(None, truth, chain)
    if as_of is not None:
        chain = chain.upto(as_of)
    asked = _asked(rules, among, as_of)
    found = answers(chain, [_heuristic(rule) for rule in asked], as_of=as_of)
    judge = _all(chain, truth) if among == "all" else _published(chain, truth)
    table = pd.DataFrame(
        [judge(found[rule].to_numpy()) for rule in asked],
        pd.Index(asked, name="rule", dtype="str"),
        ["coverage", "precision", "answers", "wrong"],
    )
    if among == "published":
        known = PUBLISHED_ERRORS.reindex(asked)
        table["published_coverage"] = (100 * known["decides"]).round(1).to_numpy()
        table["published_precision"] = (100 * (1 - known["error"])).round(1).to_numpy()
    return table


def vote_curve(chain: Chain, truth: Truth, *, as_of: int | None = None) -> pd.DataFrame:
    """Return coverage and precision of the vote at every threshold that it could have.

    Fails as a promise: a threshold chosen on these transactions does worse on any others. The curve
    is that of :func:`~nps_chain.trace.change.threshold_curve`, where its source stands.

    Parameters
    ----------
    chain : Chain
        The chain.
    truth : Truth
        Its truth.
    as_of : int, optional
        Look at blocks up to this height only.

    Examples
    --------
    >>> import nps_chain as nps
    >>> curve = vote_curve(nps.load("core-regtest"), nps.truth("core-regtest"))
    >>> curve.loc[curve["at_least"] >= 0.8, ["answers", "right"]].tail(1).values.tolist()
    [[384, 377]]
    """
    chain = chain_meant(None, truth, chain)
    if as_of is not None:
        chain = chain.upto(as_of)
    return threshold_curve(vote_scores(chain), pd.Series(truth.change_outputs(chain)))


_Figures = tuple[float, float, int, int]
_Judge = Callable[[np.ndarray], _Figures]


def _all(chain: Chain, truth: Truth) -> _Judge:
    """Return what judges a rule's answers on all transactions, as a score does."""
    change = truth.change_outputs(chain)
    has, told = change >= 0, change != UNTOLD

    def judge(given: np.ndarray) -> _Figures:
        answered = (given >= 0) & told
        right = int((answered & (given == change)).sum())
        return _figures(int((answered & has).sum()), int(has.sum()), right, int(answered.sum()))

    return judge


def _published(chain: Chain, truth: Truth) -> _Judge:
    """Return what judges a rule's answers on transactions like those of the published figures."""
    known = published_set(Basis(chain, truth))

    def judge(given: np.ndarray) -> _Figures:
        given = given[known.tx]
        many, right = int((given >= 0).sum()), int((given == known.change).sum())
        return _figures(many, len(known.tx), right, many)

    return judge


def _figures(decided: int, cases: int, right: int, answers: int) -> _Figures:
    return _percent(decided, cases), _percent(right, answers), answers, answers - right


def _percent(part: int, whole: int) -> float:
    """Return a part in percent with one decimal; 0 and 100 only where it is none, or all.

    >>> _percent(1, 3), _percent(1, 9999), _percent(9999, 10000), _percent(5, 5)
    (33.3, 0.1, 99.9, 100.0)
    """
    if not whole:
        return math.nan
    rounded = round(100 * part / whole, 1)
    return rounded if part in (0, whole) else min(max(rounded, 0.1), 99.9)


def _asked(rules: str | Iterable[str] | None, among: str, as_of: int | None) -> list[str]:
    if rules is None:
        # Among the published ones nothing goes back to an address of the inputs.
        backward = BACKWARD if among == "all" else BACKWARD[1:]
        return [*backward, *(FORWARD if as_of is not None else ()), "vote"]
    asked = [rules] if isinstance(rules, str) else [*rules]
    for rule in asked:
        if not isinstance(rule, str) or rule not in {*HEURISTICS, GUESS}:
            raise NpsError(
                f"There is no change heuristic {rule!r:.60}: choose from"
                f" {', '.join([*HEURISTICS, GUESS])}."
            )
    return asked


def _heuristic(rule: str) -> str | Callable[..., pd.Series]:
    return smaller_output if rule == GUESS else rule
