"""What each agency could hold when the joint investigation begins, as files an officer would get.

No agency can answer the question of the case alone, and no two can: who bought has no key, who
saved pages has no purchase, who seized the phone may ask nobody. A folder holds only what its
agency could have by then. What is wrong in it on purpose, as tags and reports are in the field, is
on record beside it; so is what an exchange would answer, which nobody holds before he asks.
"""

from dataclasses import dataclass

from nps_chain.world.channels import channels
from nps_chain.world.folders.accounts import exchange_records
from nps_chain.world.folders.case import Case
from nps_chain.world.folders.folder import Folder, Wrong
from nps_chain.world.folders.notes import notes
from nps_chain.world.folders.phone import add_phone
from nps_chain.world.folders.purchases import add_purchases
from nps_chain.world.folders.reports import add_reports
from nps_chain.world.folders.saved import add_keys, add_pages, add_scam_sites
from nps_chain.world.folders.tagpack import add_tags
from nps_chain.world.folders.tags import tags_of
from nps_chain.world.pages.dates import seconds
from nps_chain.world.roles import Agency

__all__ = ["Case", "Folders", "make_folders"]


_MANNERS = {
    "in full": "answers in full within days, if it is asked for one account, by its deposit\n"
    "    address, with a reason to believe that the address is its own",
    "in part": "answers late, and in part",
    "never": "does not answer",
}


@dataclass(frozen=True)
class Folders:
    """All of it.

    Attributes
    ----------
    held : dict of dict
        By agency, its files: bytes, by path.
    exchanges : dict of dict
        By exchange, its records: bytes, by path.
    wrong : tuple of Wrong
        What is not so in the agencies' files. Truth.
    """

    held: dict[str, dict[str, bytes]]
    exchanges: dict[str, dict[str, bytes]]
    wrong: tuple[Wrong, ...]


def make_folders(case: Case) -> Folders:
    """Return the folders of all agencies of a world, and the records of its exchanges."""
    folders = [_filled(case, agency) for agency in case.cast.story.agencies]
    story = case.cast.story
    question = f"Who is {story.shop('saltmeadow').handle}, and how much did that person earn?"
    return Folders(
        {one.agency.short: one.files(question, _asks(case, one.agency)) for one in folders},
        exchange_records(case),
        tuple(wrong for one in folders for wrong in one.wrong),
    )


def _filled(case: Case, agency: Agency) -> Folder:
    folder = Folder(agency, case.date)
    if agency.role == "purchases":
        add_purchases(case, folder)
    if agency.role == "phone":
        add_phone(case, folder)
    reports = add_reports(case, folder) if agency.role == "phone" else []
    pages = add_pages(case, folder)
    if agency.role == "pages":
        add_keys(folder, pages)
        add_scam_sites(case, folder, pages)
    add_tags(case, folder, tags_of(case, folder, pages, reports))
    folder.add(
        "notes.txt", notes(case, agency), source=f"{agency.name}, case officer",
        at=seconds(case.date),
    )  # fmt: skip
    folder.describe("notes.txt", "what the case officer thinks so far")
    return folder


def _asks(case: Case, agency: Agency) -> list[str]:
    lines = []
    for exchange in case.cast.story.exchanges:
        if exchange.name == agency.exchange:
            lines.append(f"  - the exchange {exchange.name}: {_MANNERS[exchange.answers]}")
    if not lines:
        lines.append("  - no exchange, and nobody abroad without a channel")
    for other in case.cast.story.agencies:
        if other is not agency:
            open_ = ", ".join(channels(agency.country, other.country)) or "no channel"
            lines.append(f"  - {other.short} ({other.country}): {open_}")
    return lines
