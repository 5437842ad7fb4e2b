"""Saved pages in an agency's folder, and what the agency that lives by them took down from them.

Keys and signed messages are copied from the pages letter by letter, a file each, so that any PGP
program reads them. The list of scam sites is what the public reported, each report by itself.
"""

import html
import re

from nps_chain.world.folders.case import Case
from nps_chain.world.folders.folder import Folder, table
from nps_chain.world.pages.dates import DAY, seconds, short
from nps_chain.world.pages.folder import index
from nps_chain.world.pages.hosts import onion_host, slug
from nps_chain.world.pages.page import Page

_KEY = re.compile("-----BEGIN PGP PUBLIC KEY BLOCK-----.*?-----END PGP PUBLIC KEY BLOCK-----", re.S)
_SIGNED = re.compile("-----BEGIN PGP SIGNED MESSAGE-----.*?-----END PGP SIGNATURE-----", re.S)

_COMPLAINTS = (
    "paid, and nothing came", "looks like a market, but keeps the password",
    "a copy of another site, with another address", "asks for a deposit, then for another",
    "an exchange that never pays out",
)  # fmt: skip


def add_pages(case: Case, folder: Folder) -> list[Page]:
    """Put the pages in that an agency saved until the folder's date; return them."""
    mine = [
        page
        for page in case.pages
        if page.agency == folder.agency.short and page.captured < seconds(case.date + 1)
    ]
    for page in mine:
        folder.add(f"pages/{page.path}", page.data, source=page.url, at=page.captured)
    if mine:
        folder.add(
            "pages/index.csv", index(mine), source=f"{folder.agency.name}, log of saving",
            at=mine[-1].captured,
        )  # fmt: skip
        folder.describe(
            "pages/", "web pages as they were saved; its index.csv says from where, when"
        )
    return mine


def add_keys(folder: Folder, pages: list[Page]) -> None:
    """Put PGP keys in that vendors' profiles show, and all messages that pages show as signed."""
    keys: dict[str, Page] = {}
    for page in pages:
        if page.what == "profile":
            keys.setdefault(page.about[0], page)
    rows = []
    for handle, page in keys.items():
        (fingerprint,) = (one.text for one in page.shows if one.kind == "fingerprint")
        path = f"keys/{slug(handle)}.asc"
        folder.add(path, _block(_KEY, page)[0], source=page.url, at=page.captured)
        rows.append((handle, fingerprint, path, f"pages/{page.path}"))
    if rows:
        folder.add(
            "keys/keys.csv",
            table(("handle", "fingerprint_as_shown", "file", "page"), rows),
            source=f"{folder.agency.name}, from the pages",
            at=max(page.captured for page in keys.values()),
        )  # fmt: skip
        folder.describe("keys/", "PGP keys that vendors' pages show; nobody has compared them yet")
    messages: dict[str, tuple[str, Page]] = {}
    for page in pages:
        for text in _block(_SIGNED, page):
            messages.setdefault(text, (f"signed/message-{len(messages) + 1}.asc", page))
    for text, (path, page) in messages.items():
        folder.add(path, text, source=page.url, at=page.captured)
    if messages:
        folder.describe(
            "signed/", "messages that pages show as signed; nobody has verified them yet"
        )


def add_scam_sites(case: Case, folder: Folder, pages: list[Page]) -> None:
    """Put the list of reported scam sites in: some hosts, among them a thief's copy of a shop."""
    dice = case.dice("scam sites")
    first = case.cast.story.days.pages_1
    rows = [
        (dice.between(min(10, first), case.date), onion_host(dice.of(f"site {number}")),
         dice.one(_COMPLAINTS))
        for number in range(11)
    ]  # fmt: skip
    clones = [page for page in pages if page.kind == "clone"]
    if clones:
        host = clones[0].url.split("/")[2]
        day = min(clones[0].day + dice.between(2, 9), case.date)
        rows.append((day, host, _COMPLAINTS[2]))
    rows.sort()
    folder.add(
        "scam-sites.csv",
        table(("reported", "host", "complaint"), ((short(day), *rest) for day, *rest in rows)),
        source="reports of the public, not checked", at=seconds(rows[-1][0]) + DAY // 2,
    )  # fmt: skip
    folder.describe("scam-sites.csv", "sites of which the public complained; not checked")


def _block(pattern: re.Pattern[str], page: Page) -> list[str]:
    """Return the armored blocks that a page shows."""
    return [html.unescape(found) + "\n" for found in pattern.findall(page.html)]
