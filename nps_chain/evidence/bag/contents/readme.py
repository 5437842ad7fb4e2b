"""The README of a package: what is in it, and what a seal proves and what not, in plain English."""

import textwrap
from collections.abc import Iterable

from nps_chain.evidence.bag.contents.facts import BUSY
from nps_chain.evidence.handling import TLP
from nps_chain.evidence.printed import SYNTHETIC

ABOUT = {
    "about.json": "title, agency, date and mark of this package, for programs",
    "addresses.csv": "the addresses that this case names: where, and what the chain says of each",
    "transactions.csv": "their transactions: block, time, fee, sums",
    "coins.csv": "the inputs and outputs of these transactions",
    "clusters.csv": "which addresses were put together by rules: an inference, not a fact",
    "indicators.csv": "what was found on the pages, and what was refused and why",
    "pages.csv": "the pages: where and when they were saved, and whether they are unchanged",
    "pages/": "the pages themselves, byte for byte as they were saved",
    "tags.csv": "names on addresses: somebody's word, with source and confidence",
    "tags/": "the same as TagPacks, which other programs read",
    "explorer-log.json": "each step that was taken in the explorer; nps.replay takes them again",
    "report.html": "the report; open it in a browser or print it",
    "report.json": "the report as data, for programs",
    "workings.py": "the report's workings as a program: run, it prints its numbers again",
    "letters/": "requests to other offices, as documents and as data",
    "files/": "other files that belong to the case",
    "chain.json": "which chain, up to which block, and the checksum of its tables",
    "case.jsonld": "all of this in CASE 1.5, which other investigators' programs read",
    "csv-metadata.json": "what each column of the CSV files holds, in which unit",
}
"""What each file or folder is, in the order in which it is told."""

_WIDTH = 78


def readme(
    *, title: str, agency: str, date: str, handling: str, network: str, paths: Iterable[str]
) -> bytes:
    """Return the README.

    Parameters
    ----------
    title, agency, date, handling : str
        Of the package.
    network : str
        Of the chain; empty where there is none.
    paths : iterable of str
        What is in the package.
    """
    there = set(paths)
    told = [
        f"  {name:<19}{about}"
        for name, about in ABOUT.items()
        if name in there or any(path.startswith(name) for path in there if name.endswith("/"))
    ]
    parts = [
        title,
        f"From {agency}, {date}. {handling}: {TLP[handling]}",
        SYNTHETIC if network == "regtest" else "",
        "WHAT IS IN IT",
        "\n".join(told),
        "Times are in UTC. Amounts are in satoshi: 100,000,000 satoshi are one bitcoin.",
        f"""An address that takes part in more than {BUSY} transactions belongs to a service. Of its
        transactions only those are told that have to do with the case. addresses.csv says how many
        there are, and how many of them are told.""",
        "BEFORE YOU OPEN A FILE",
        """Don't open anything in pages/ or files/ in a browser, or with a click: a saved page may
        hold a script, or call its server. Read the pages with nps.pages("pages").""",
        """The CSV files can be opened in a spreadsheet. Where a cell could be taken for a formula,
        an apostrophe (') stands before its = + - or @. That apostrophe is ours, and nps-chain takes
        it away when it reads the file. Don't save the file from the spreadsheet: that changes it.
        """,
        "WHAT A SEAL PROVES, AND WHAT NOT",
        """Every file is listed with its checksum. If all checksums are right, no file was changed,
        added or lost since the list was made. If the package is sealed, the list was signed with a
        key. If you know whose key it is, and learnt that by another way than this package, then
        the holder of that key made the list.""",
        """A seal does not prove that what is written here is true. It does not prove when it was
        made: the date is what the sender says. It does not prove who an address belongs to. And it
        does not prove that nothing was left out.""",
        """Without a seal, checksums only find accidents: whoever changes a file can change the list
        as well.""",
        "HOW TO CHECK IT",
        "With nps-chain:",
        "  nps-chain case verify PACKAGE",
        "Without: any BagIt program (RFC 8493), or sha256sum -c manifest-sha256.txt in its folder.",
    ]
    return ("\n\n".join(_set(part) for part in parts if part) + "\n").encode()


def _set(part: str) -> str:
    if part.startswith("  "):
        return part
    return textwrap.fill(" ".join(part.split()), _WIDTH)
