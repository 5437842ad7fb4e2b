"""A letter within the story: its offices are there, and it can be sent."""

import os
from collections.abc import Iterable
from dataclasses import dataclass, field

from nps_chain.course.counterparts.desk import answer
from nps_chain.course.counterparts.ledger import LEDGER, Ledger
from nps_chain.course.counterparts.offices import Office, Offices, read_offices
from nps_chain.course.counterparts.route import usual_instrument
from nps_chain.errors import NpsError
from nps_chain.evidence.letters import Letter, Reply


@dataclass(frozen=True, kw_only=True, repr=False)
class StoryLetter(Letter):
    """A letter that can be sent; see :class:`~nps_chain.evidence.letters.letter.Letter`."""

    offices: Offices = field(compare=False)

    def send(self, *, ledger: Ledger = LEDGER) -> Reply:
        """Return what comes of it.

        Parameters
        ----------
        ledger : Ledger
            What was asked before; that of this kernel by default.
        """
        return answer(self, self.offices, ledger)


def letter(
    kind: str,
    *,
    by: str,
    to: str,
    about: str | Iterable[str],
    channel: str = "",
    instrument: str = "",
    date: str = "",
    offence: str = "",
    facts: str = "",
    reason: str = "",
    need: str = "",
    intent: str = "",
    custodian: str = "",
    punishable_there: str = "",
    person: str = "",
    wanted: str = "",
    case: str = "",
    handling: str = "TLP:AMBER",
    data: str | os.PathLike[str] = "classroom",
) -> StoryLetter:
    """Return a letter from one of the agencies, which can be shown, saved and sent.

    Parameters
    ----------
    kind : str
        ``preservation`` (keep data), ``disclosure`` (tell data) or ``information`` (does another
        agency hold something?).
    by, to : str
        The agency that asks, and the agency or exchange that gets it, by short name.
    about : str or iterable of str
        One deposit address of the account; for ``information`` up to ten addresses, txids, names.
    channel : str
        By which road, such as ``provider directly``. Which are open is in each folder's README.
    instrument : str
        On what it rests; by default the first that opens the channel.
    date : str
        When it is sent, as ``2025-03-23``; by default on the day on which the agency closed its
        folder.
    offence, facts, reason, need, intent, custodian, punishable_there, person, wanted, case : str
        See :data:`~nps_chain.evidence.letters.fields.FIELDS`. The ``custodian`` is the receiver, if
        that is an exchange.
    handling : str
        A TLP mark.
    data : str or path
        The name of a data set, or its folder.

    Raises
    ------
    NpsError
        If there is no such office, kind or channel, or a field is none. All else is told by the
        reply, as it is in the field.

    Notes
    -----
    A ``reason`` counts if it has 20 characters and names a source that somebody could look up: see
    :func:`~nps_chain.evidence.letters.reason.names_source`. An agency may ask one exchange for
    three accounts a day and twelve in all.

    Examples
    --------
    >>> import nps_chain as nps
    >>> question = nps.letter(
    ...     "information", by="ADP", to="TCB", about="saltmeadow", channel="police to police",
    ...     offence="Sale of controlled substances.", facts="We bought from saltmeadow.",
    ...     need="To learn whether saltmeadow has other names.", data="tiny")
    >>> reply = question.send()
    >>> reply.status, reply.sent, reply.received, reply.gives
    ('full', '2025-01-26', '2025-01-30', 'intelligence')
    """
    offices = read_offices(data)
    sender, receiver = offices.find(by), offices.find(to)
    if sender.kind != "agency":
        agencies = ", ".join(one.short for one in offices.offices.values() if one.kind == "agency")
        raise NpsError(f"{by} writes no such letters; these do: {agencies}.")
    return StoryLetter(
        kind=kind,
        by=by,
        to=to,
        about=about,  # type: ignore[arg-type]  # which becomes a tuple
        date=date or offices.closed(sender),
        channel=channel,
        instrument=instrument or usual_instrument(channel, sender, receiver, offices),
        authority=f"{sender.name} ({sender.short}), {sender.country}",
        case=case,
        offence=offence,
        facts=facts,
        wanted=wanted,
        custodian=custodian or _firm(receiver),
        reason=reason,
        need=need,
        intent=intent,
        punishable_there=punishable_there,
        person=person,
        handling=handling,
        offices=offices,
    )


def _firm(office: Office) -> str:
    if office.kind != "exchange":
        return ""
    return f"{office.name}, {office.country}" if office.country else office.name
