"""Whether a letter's road leads to whoever has the data; else it comes back with the reason.

In this order: is somebody there who could have them, is the channel open between the two countries,
does it carry such letters, does the instrument fit, may this agency use it, is every field there
that the instrument asks for.
"""

import re
from dataclasses import dataclass

from nps_chain.course.counterparts.offices import Office, Offices
from nps_chain.course.counterparts.sent_back import SentBack
from nps_chain.evidence.letters import CHANNELS, Letter
from nps_chain.evidence.letters.instruments import NATIONAL, REGIONAL, SECOND_PROTOCOL
from nps_chain.world.channels import DIRECT_ORDERS

DIRECTLY = "provider directly"


@dataclass(frozen=True)
class Route:
    """From whom, to whom, and who has the data; ``at_home`` if both are in one country."""

    by: Office
    to: Office
    holder: Office
    at_home: bool


def route(letter: Letter, offices: Offices) -> Route:
    """Return the way of a letter.

    Raises
    ------
    SentBack
        If it leads nowhere, or the letter isn't fit for it.
    """
    by, to = offices.find(letter.by), offices.find(letter.to)
    if by is to:
        raise SentBack(f"{by.short} can't write to itself: its own folder is open to it.")
    at_home = bool(to.country) and by.country == to.country
    if not letter.channel:
        open_ = _open(by, to, at_home, offices)
        raise SentBack(f"The letter names no channel. Open are: {', '.join(open_) or 'none'}.")
    _fits(letter, by, to, at_home, offices)
    holder = _holder(letter, to, offices)
    if letter.missing:
        lacks = "; ".join(letter.missing)
        raise SentBack(f"The letter is not complete. It lacks {lacks}.")
    if letter.channel == DIRECTLY:
        _may(by, to, at_home, offices)
    return Route(by, to, holder, at_home)


def usual_instrument(channel: str, by: Office, to: Office, offices: Offices) -> str:
    """Return on what a channel between two offices rests, the best; "" where it isn't open."""
    if not to.country or not channel:
        return ""
    if by.country == to.country:
        return NATIONAL if channel == DIRECTLY else ""
    return next(iter(offices.rests_on(channel, by.country, to.country)), "")


def _fits(letter: Letter, by: Office, to: Office, at_home: bool, offices: Offices) -> None:
    channel = letter.channel
    if not to.country:
        if channel != DIRECTLY:
            raise SentBack(
                f"{to.short} is in no country that anybody knows, so no state can be asked for its"
                f" help: the channel {channel!r} leads nowhere."
            )
        return
    if at_home:
        if channel != DIRECTLY:
            raise SentBack(
                f"{to.short} is in {to.country}, as {by.short} is: the channel {channel!r} leads to"
                f" other countries. Write to it by {DIRECTLY!r}, under your own law."
            )
        rests = [NATIONAL]
    else:
        rests = offices.rests_on(channel, by.country, to.country)
    open_ = _open(by, to, at_home, offices)
    if not rests:
        on = " or ".join(CHANNELS[channel].rests).replace(REGIONAL, "another regional centre")
        raise SentBack(
            f"The channel {channel!r} is not open between {by.country} and {to.country}: they don't"
            f" both belong to {on}. Open are: {', '.join(open_) or 'none'}."
        )
    if letter.kind not in CHANNELS[channel].carries:
        raise SentBack(_wrong_kind(letter, open_))
    if channel == DIRECTLY and to.kind == "agency":
        raise SentBack(f"The channel {DIRECTLY!r} leads to firms, and {to.short} is none.")
    if letter.kind == "information" and to.kind == "exchange":
        raise SentBack(
            f"{to.short} is a firm, and tells nobody about its customers because he asks: it takes"
            " a request for disclosure."
        )
    if letter.kind == "preservation" and channel == DIRECTLY and not at_home:
        raise SentBack(
            "The Second Protocol's art. 7 is about telling who a customer is, not about keeping"
            f" data. {_better('preservation', [one for one in open_ if one != DIRECTLY])}"
        )
    if letter.instrument and letter.instrument not in rests:
        raise SentBack(
            f"{letter.instrument} doesn't open the channel {channel!r} between {by.country} and"
            f" {to.country}; this does: {', '.join(rests)}."
        )


def _open(by: Office, to: Office, at_home: bool, offices: Offices) -> tuple[str, ...]:
    if at_home or not to.country:
        return (DIRECTLY,)
    return offices.open_channels(by.country, to.country)


def _wrong_kind(letter: Letter, open_: tuple[str, ...]) -> str:
    if letter.channel == "joint team":
        return (
            "A joint team is agreed between states, and takes its time. No letter opens its files;"
            f" there is no such team in this case. {_better(letter.kind, open_)}"
        )
    carries = " or ".join(CHANNELS[letter.channel].carries)
    return (
        f"The channel {letter.channel!r} doesn't carry a request for {letter.kind}, only for"
        f" {carries}. {_better(letter.kind, open_)}"
    )


def _better(kind: str, open_: tuple[str, ...] | list[str]) -> str:
    fit = [name for name in open_ if kind in CHANNELS[name].carries]
    if not fit:
        return f"No channel that is open here carries a request for {kind}."
    return f"For {kind}, take: {', '.join(fit)}."


def _holder(letter: Letter, to: Office, offices: Offices) -> Office:
    """Return who has the data: the receiver, or the firm that the letter names as custodian."""
    if to.kind == "exchange" or letter.kind == "information" or not letter.custodian:
        return to
    words = set(re.findall(r"[\w-]+", letter.custodian))
    holder = next((one for one in offices.offices.values() if one.short in words), None)
    if holder is None:
        raise SentBack(
            f"Nobody knows the custodian {letter.custodian!r:.120}: name the firm or the office."
        )
    if holder.country != to.country:
        where = holder.country or "no country that anybody knows"
        raise SentBack(
            f"{holder.short} is in {where}, and {to.short} in {to.country}: write to the country"
            " in which the data are."
        )
    return holder


def _may(by: Office, to: Office, at_home: bool, offices: Offices) -> None:
    if not to.country or (at_home and to.answers_to == by.short):
        return
    if at_home:
        raise SentBack(f"In {to.country} the law lets {to.answers_to or 'nobody'} ask {to.short}.")
    if offices.reserved(to.country, SECOND_PROTOCOL, DIRECT_ORDERS):
        helper = ", ".join(one.short for one in offices.agencies(to.country))
        raise SentBack(
            f"The channel is open, but {to.country} made a reservation to art. 7 of the Second"
            f" Protocol: no order from abroad binds its firms, and {to.short} answers none. Ask"
            f" {helper}, or ask for mutual legal assistance."
        )
