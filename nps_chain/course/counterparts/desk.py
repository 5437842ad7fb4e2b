"""The desk at which a letter arrives: it goes back, is refused, or is answered from the records.

Who may be asked what is in `route` and `asking`; here is what comes of a letter that got through.
An answer is cut at its own day. The times that it takes are this story's: in the field they differ
widely, and mutual legal assistance can take longer than a case has.
"""

from dataclasses import dataclass, field
from datetime import date as Date
from datetime import timedelta

from nps_chain.course.counterparts.asking import one_account, questions
from nps_chain.course.counterparts.files import handled, hits
from nps_chain.course.counterparts.ledger import Ledger
from nps_chain.course.counterparts.offices import Offices
from nps_chain.course.counterparts.records import account, manner
from nps_chain.course.counterparts.route import DIRECTLY, Route, route
from nps_chain.course.counterparts.sent_back import SentBack
from nps_chain.evidence.letters import CHANNELS, Letter, Reply
from nps_chain.evidence.letters.instruments import BUDAPEST
from nps_chain.evidence.letters.reply import STATUSES
from nps_chain.evidence.letters.told import Told
from nps_chain.trace.texts import count
from nps_chain.world.channels import DUAL_CRIMINALITY

DAYS = {
    "police to police": 4,
    "24/7 point": 1,
    "FIU (Egmont)": 7,
    DIRECTLY: 0,
    "mutual legal assistance": 240,
    "regional centre": 3,
}
"""How long each channel takes in the story; what a firm needs for its answer comes on top."""

BACK = 1
"""Days after which a letter is back."""

KEPT_AT_HOME, KEPT_ABROAD = 90, 60
"""Days for which data are preserved: Budapest Convention arts 16(2) and 29(7)."""

SENT_BACK = ("returned", "refused")
"""Statuses of a letter that wasn't dealt with."""

CYBERCRIMES = (
    "illegal access", "illegal interception", "data interference", "system interference",
    "misuse of devices", "computer-related forgery", "computer-related fraud", "child pornography",
    "infringements of copyright",
)  # fmt: skip
"""What arts 2 to 10 of the Budapest Convention call their offences; art. 11: attempt, aiding."""


@dataclass(frozen=True)
class _Answer:
    status: str
    why: str
    days: int | None  # until it comes, None for never
    told: Told = field(default_factory=Told)


def answer(letter: Letter, offices: Offices, ledger: Ledger) -> Reply:
    """Return what comes of a letter.

    Parameters
    ----------
    letter : Letter
        The letter.
    offices : Offices
        Who there is.
    ledger : Ledger
        What was asked before; this letter is put on record if it gets as far as a firm's desk.
    """
    way = None
    try:
        if not offices.first <= Date.fromisoformat(letter.date) <= offices.last:
            raise SentBack(
                f"The letter is dated {letter.date}, and these data are about {offices.first} to"
                f" {offices.last}: nobody is at his desk on another day."
            )
        way = route(letter, offices)
        found = _dealt_with(letter, way, offices, ledger)
    except SentBack as back:
        found = _Answer(back.status, back.why, BACK)
    return _reply(letter, way, found, offices)


def _dealt_with(letter: Letter, way: Route, offices: Offices, ledger: Ledger) -> _Answer:
    days = DAYS[letter.channel]
    if way.holder.kind == "agency":
        return _from_files(letter, way, offices, days)
    address = one_account(letter, way.holder.short)
    _dual_criminality(letter, way, offices)
    refusal = ledger.refuses(
        str(offices.path), way.by.short, way.holder.short, letter.date, address
    )
    if refusal:
        raise SentBack(refusal)
    return _from_records(letter, way, offices, address, days)


def _dual_criminality(letter: Letter, way: Route, offices: Offices) -> None:
    """Refuse to preserve, where a reservation lets a country, what it doesn't punish itself."""
    asked = letter.kind == "preservation" and letter.instrument == BUDAPEST
    named = any(one in letter.offence.lower() for one in CYBERCRIMES)
    reserved = offices.reserved(way.to.country, BUDAPEST, DUAL_CRIMINALITY)
    if asked and reserved and not named and not letter.punishable_there:
        raise SentBack(
            f"{way.to.country} made the reservation of the Budapest Convention's art. 29(4). The"
            " offence is not one of those of arts 2 to 11, and nothing in the letter says by which"
            f" law of {way.to.country} the deed is punishable there, too: name it in"
            " punishable_there, if there is one.",
            "refused",
        )


def _from_records(letter: Letter, way: Route, offices: Offices, address: str, days: int) -> _Answer:
    firm = way.holder.short
    manners = manner(offices.path, firm)
    if manners.status == "none":
        bound = "" if way.to.country else f" Nothing binds it: {firm} is in no known country."
        return _Answer("none", f"{firm} did not answer.{bound}", None)
    keeps = letter.kind == "preservation"
    days += BACK if keeps else manners.days
    until = _day(letter.date, days)
    told = account(offices.path, firm, address, until)
    if told is None:
        return _Answer("none", f"{firm} knows no account with the address {address}.", days)
    if keeps:
        return _Answer("full", _kept(letter, way, until), days)
    if letter.channel == DIRECTLY and not way.at_home:
        only = Told(account=told.account, holder=told.holder)
        return _Answer("part", f"{firm} tells who its customer is, and no more.", days, only)
    how = "in full" if manners.status == "full" else "in part"
    return _Answer(manners.status, f"{firm} answers {how}. It gives {manners.gives}.", days, told)


def _kept(letter: Letter, way: Route, until: str) -> str:
    firm = way.holder.short
    if way.at_home:
        kept = f"until {_day(until, KEPT_AT_HOME)}"
    elif letter.instrument == BUDAPEST:
        kept = f"until {_day(until, KEPT_ABROAD)} at least"
    else:
        kept = f"as long as the law of {way.to.country} lets it"
    return (
        f"{firm} keeps what it has on this account, {kept}. Nothing is told: for that, send a"
        " request for disclosure in time."
    )


def _from_files(letter: Letter, way: Route, offices: Offices, days: int) -> _Answer:
    asked = questions(letter)
    agency = way.holder.short
    found = hits(agency, offices.path, asked, _day(letter.date, days))
    if found.empty:
        return _Answer("none", f"{agency} holds nothing on this.", days)
    without = [one for one in asked if one not in set(found["asked"])]
    rest = f" It holds nothing on {', '.join(without)}." if without else ""
    files = count(found["file"].nunique(), "file")
    why = f"{agency} holds something on this, in {files}.{rest} {handled(found)}."
    return _Answer("part" if without else "full", why, days, Told(hits=found))


def _reply(letter: Letter, way: Route | None, found: _Answer, offices: Offices) -> Reply:
    received = "" if found.days is None else _day(letter.date, found.days)
    why = found.why
    if received > offices.last.isoformat() and found.status not in SENT_BACK:
        why += (
            f" It comes on {received}, after the last day of these data, {offices.last}: too late"
            " for this case."
        )
    gives, use = _worth(letter, way, found)
    return Reply(
        letter=letter,
        status=found.status,
        why=why,
        by=way.holder.short if way else letter.to,
        received=received,
        last=offices.last.isoformat(),
        gives=gives,
        use=use,
        told=found.told,
    )


def _worth(letter: Letter, way: Route | None, found: _Answer) -> tuple[str, str]:
    """Return what a reply is, and what it may be used for."""
    if found.status in SENT_BACK or found.days is None:
        return "nothing", f"{STATUSES['none']} There is nothing to use, as evidence or as a lead."
    if letter.kind == "preservation":
        return "nothing", CHANNELS["24/7 point"].use
    if way is not None and way.at_home:
        home = way.to.country
        return "evidence", (
            f"Evidence in {home}, if the letter had the form that the law of {home} sets. For a"
            " court in another country it has to be got by mutual legal assistance."
        )
    return CHANNELS[letter.channel].gives, CHANNELS[letter.channel].use


def _day(date: str, days: int) -> str:
    return (Date.fromisoformat(date) + timedelta(days=days)).isoformat()
