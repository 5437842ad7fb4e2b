"""The methods that an inference can rest on: what each takes for granted, and what it can't know.

An inference names its method, so a reader can ask how it errs. What others measured stands here
with its source; where nobody has measured, that is said.
"""

import math
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Any

from nps_chain.errors import NpsError
from nps_chain.trace.published import PUBLISHED_ERRORS

NONE_KNOWN = "Nobody has published a rate, as far as the author knows."


@dataclass(frozen=True)
class Method:
    """A method.

    Attributes
    ----------
    name : str
        As a report calls it.
    rests_on : str
        What it takes for granted, a sentence; empty where the author tells.
    cannot_know : str
        Where it fails, sentences.
    published : str
        How often it errs by what others measured, with the source.
    measured_on : tuple of str
        What has to be scored to measure its error, such as what ``nps.change`` gave; one of these
        will do. Empty where any score may be meant: the author tells the method, or no score is
        made for it.
    rule : str
        The rule on change that it is, by which that was worked out; empty if it is none.
    """

    name: str
    rests_on: str
    cannot_know: str
    published: str
    measured_on: tuple[str, ...] = ()
    rule: str = ""


def method(name: Any, label: str, published: Any, cannot_know: Any) -> Method:
    """Return a method by its name; one that isn't known here, as the author tells it.

    Parameters
    ----------
    name : str
        Such as ``co-spending``, or a rule on change, such as ``meiklejohn``.
    label : str
        Of which sentence, for errors.
    published : str or None
        What others measured, with author and year, or ``none known``. Asked for where the method
        isn't known here.
    cannot_know : str or None
        Where it fails. Asked for where the method isn't known here.

    Raises
    ------
    NpsError
        If there is no name, or something is missing.
    """
    if not isinstance(name, str) or not name.strip():
        raise NpsError(
            f'{label} lacks its method: say by what it was inferred, method="co-spending".'
        )
    found = _known().get(_key(name))
    if found is not None:
        told = found.published if published is None else _published(published, label)
        more = "" if cannot_know is None else f" {cannot_know}"
        return replace(found, cannot_know=found.cannot_know + more, published=told)
    if published is None or cannot_know is None:
        told = ", ".join(get_close_matches(_key(name), _known(), 3, 0.8) or _OTHERS)
        lacks = "published error" if published is None else "limits"
        raise NpsError(
            f"{label} lacks the {lacks} of its method, since {name!r:.60} is none that is known"
            f' here. Say published="who measured it, the year, and what came out", or "none'
            f' known", and cannot_know="where it fails"; or take one that is known: {told}, or a'
            " rule on change, such as meiklejohn."
        )
    if not isinstance(cannot_know, str) or len(cannot_know.split()) < 3:
        raise NpsError(f'{label} lacks the limits of its method: a sentence, cannot_know="...".')
    return Method(name.strip(), "", cannot_know.strip(), _published(published, label))


def _key(name: str) -> str:
    return "_".join(name.lower().replace("-", " ").replace("_", " ").split())


def _published(told: Any, label: str) -> str:
    text = told.strip() if isinstance(told, str) else ""
    if text.lower().rstrip(".") == "none known":
        return NONE_KNOWN
    years = [word.strip("().,:;") for word in text.split()]
    if not any(len(word) == 4 and word.isdecimal() for word in years) or len(years) < 4:
        raise NpsError(
            f"{label} lacks the source of its published error: author, year, and what was measured,"
            ' or published="none known".'
        )
    return text


def _known() -> dict[str, Method]:
    """Return all methods by their key."""
    return _OTHERS | {
        str(rule): Method(
            f"change by {rule}", _CHANGE_RESTS_ON, _CHANGE_CANNOT_KNOW, _rate(*row),
            _CHANGE_MEASURED_ON, str(rule),
        )
        for rule, row in zip(
            PUBLISHED_ERRORS.index, PUBLISHED_ERRORS.itertuples(index=False), strict=True
        )
        if rule not in _OTHERS
    }  # fmt: skip


def _rate(decides: float, error: float, source: str) -> str:
    if math.isnan(error):
        return NONE_KNOWN
    return (
        f"{source}: it decides in {100 * decides:.1f} % of these, and is wrong in"
        f" {100 * error:.1f} % of its answers."
    )


_CHANGE_RESTS_ON = (
    "One output of a payment comes back to the payer, and the habits of wallets tell which."
)
_CHANGE_CANNOT_KNOW = (
    "Wallets differ, and whoever knows the rule can break it. One wrong answer takes the payee for"
    " the payer, and all that follows is the payee's."
)
_CHANGE_MEASURED_ON = ("nps.change", "nps.cluster")
_GHOSTS = (
    "Lubbertsen, van Eeten and van Wegberg, USENIX Security 2025: by records seized from services,"
    " the clusters that a firm sells held 24.54 to 94.85 % of a service's addresses, and under"
    " 0.5 % of what they held was not its own."
)

_OTHERS = {
    "co_spending": Method(
        "co-spending",
        "Whoever spends several coins in one transaction holds the keys of all of them.",
        "It joins strangers where several people sign one transaction: a CoinJoin that no rule"
        " finds, or a PayJoin, which nobody can tell by its shape. It finds only what was spent"
        " together, so most of a wallet may be missing. Keys can be shared, sold, or held by a"
        " service: a wallet is not yet a person.",
        f"{_GHOSTS} Of the rule by itself nobody has published a rate.",
        ("nps.cluster",),
    ),
    "vote": Method(
        "change by a vote of several rules",
        _CHANGE_RESTS_ON,
        _CHANGE_CANNOT_KNOW,
        "Möser and Narayanan, Financial Cryptography 2022: a vote of rules told change from"
        " payments with an area under the curve of 0.9524, on two-output transactions of Bitcoin"
        " that it had not seen.",
        _CHANGE_MEASURED_ON,
    ),
    "peel_chain": Method(
        "peel chain",
        "In each step one output is paid to somebody, and the other carries the rest on.",
        "Which of the two carries on is told by clues. One wrong step, and all that follows is the"
        " payee's own chain, which looks the same. Exchanges and ordinary people make such chains,"
        " too.",
        NONE_KNOWN,
        ("nps.change",),
    ),
    "coinjoin": Method(
        "CoinJoins by their shape",
        "The software for a CoinJoin gives its transactions a shape.",
        "Anyone can imitate a shape, and a CoinJoin of unusual make isn't seen. Payrolls and"
        " batches of payments can look alike.",
        NONE_KNOWN,
        ("nps.coinjoins",),
    ),
    "taint": Method(
        "taint",
        "A convention says which coin that goes into a transaction pays for which that comes out.",
        "Other conventions give other sums, and the chain favours none. Past a service that pools"
        " coins a taint means nothing. Whoever holds tainted coins may know nothing of it.",
        "A convention has no rate of error: conventions are compared with each other.",
        ("nps.taint",),
    ),
    "service": Method(
        "a service by its behaviour",
        "Software of a service pays, gathers and holds coins as no person does.",
        "Exchanges, markets and mixers behave alike, and whoever knows the rules can behave"
        " otherwise. Where a cluster lacks most of a wallet, services are missed.",
        _GHOSTS,
        ("nps.services",),
    ),
    "time_and_amount": Method(
        "a match by time and amount",
        "A mixer pays out what came in, less a fee, within some hours.",
        "Among many payouts some fit by chance. A mixer that splits, waits or rounds at random is"
        " not seen through.",
        "Möser, Böhme and Breuker, eCrime 2013: of the mixers that they paid into they could link"
        " what came in and went out of one, and not of others.",
    ),
    "shared_key": Method(
        "one PGP key shown by several accounts",
        "Only who has the secret key can sign with it, and few give it away.",
        "Anyone can copy a public key onto a page; only a signature shows who holds the secret one."
        " Groups share keys, and keys are sold or stolen.",
        "Tai, Soska and Christin, 2019: accounts of one vendor on several markets were matched with"
        " over 75 % of matches right and over 75 % found, by labels that came from rules"
        " themselves. Fan and others, 2024: groups share keys, tightly or loosely.",
        ("pages.links",),
    ),
    "inherited_tag": Method(
        "the tag of one address, taken for its whole cluster",
        "Addresses of one cluster have one owner, and the tag names that owner.",
        "If the cluster or the tag is wrong, all its addresses are named wrongly. A tag can be old,"
        " a guess, or about a customer's address at a service.",
        _GHOSTS,
        ("nps.cluster",),
    ),
}
