"""Whether what a letter asks for may be asked for: one account, by an address, with a reason."""

from nps_chain.chain.address import check
from nps_chain.course.counterparts.files import SHORTEST
from nps_chain.course.counterparts.records import canonical
from nps_chain.course.counterparts.sent_back import SentBack
from nps_chain.evidence.letters import Letter
from nps_chain.evidence.letters.reason import SHORTEST as SHORTEST_REASON
from nps_chain.evidence.letters.reason import names_source

MOST_QUESTIONS = 10
"""Things about which one letter asks another agency."""

SHORTEST_ADDRESS = 25
"""Characters; of a shorter text it makes no sense to say what is wrong with it as an address."""

_ALL = {"all", "everything", "everybody", "all accounts", "all customers", "*"}


def one_account(letter: Letter, exchange: str) -> str:
    """Return the address by which a letter asks for one account.

    Raises
    ------
    SentBack
        If it asks for more than that, or gives no reason that could be checked.
    """
    if any(text.lower() in _ALL for text in letter.about):
        raise SentBack(
            f"{exchange} doesn't tell everything about everybody, and may not. Ask for one account,"
            " by one of its deposit addresses."
        )
    if len(letter.about) > 1:
        raise SentBack(
            f"This letter asks for {len(letter.about)} accounts. Each has a holder of its own, and"
            " needs a reason of its own: write one letter for each."
        )
    address = canonical(letter.about[0])
    if not address:
        asked = letter.about[0]
        why = f" {check(asked).why}" if len(asked) >= SHORTEST_ADDRESS else ""
        raise SentBack(
            f"{asked!r:.120} is no address.{why} An account is asked for by one of its deposit"
            " addresses."
        )
    if not names_source(letter.reason):
        raise SentBack(
            f"Nothing says why this address should be {exchange}'s. A reason has"
            f" {SHORTEST_REASON} characters at least and names a source that can be looked up: a"
            " report's number, a file, a page, a transaction, or a dated message."
        )
    return address


def questions(letter: Letter) -> tuple[str, ...]:
    """Return what a letter asks another agency about.

    Raises
    ------
    SentBack
        If that is too much, or too little to be looked for.
    """
    if len(letter.about) > MOST_QUESTIONS:
        raise SentBack(
            f"This letter asks about {len(letter.about)} things; an agency answers"
            f" {MOST_QUESTIONS} at a time. Ask about those that matter most."
        )
    for text in letter.about:
        if len(text) < SHORTEST or text.lower() in _ALL:
            raise SentBack(
                f"{text!r} is found everywhere or nowhere: ask about an address, a txid, or a name."
            )
    return tuple(canonical(text) or text for text in letter.about)
