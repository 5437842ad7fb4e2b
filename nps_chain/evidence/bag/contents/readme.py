"""The README of a package: what is in it, and what a seal proves and what not, in plain English.

It is for a prosecutor or a judge who has neither the program nor the course; each part of it is
there only if what it is about is.
"""

import textwrap
from collections.abc import Iterable, Mapping
from typing import Any

from nps_chain.evidence.bag.contents.facts import BUSY
from nps_chain.evidence.handling import TLP
from nps_chain.evidence.printed import SYNTHETIC

ABOUT = {
    "report.html": "the report; open it in a browser, or print it",
    "report.json": "the report as data, for programs",
    "workings.py": "how the report's numbers were worked out, as a program that does it again",
    "addresses.csv": "the addresses that this case names: where it does, and what the chain says",
    "transactions.csv": "their transactions: block, time, fee, sums",
    "coins.csv": "the inputs and outputs of these transactions",
    "clusters.csv": "which addresses were put together by rules",
    "tags.csv": "names on addresses, each with who says so, on which ground, and how sure",
    "tag-problems.csv": "tags that were left out or are odd, and why",
    "tags/": "the same as tags.csv, as TagPacks, for programs",
    "indicators.csv": "what was found on the pages, and what was refused and why",
    "pages.csv": "the pages: where and when they were saved, and whether they are unchanged",
    "pages/": "the pages themselves, byte for byte as they were saved",
    "explorer-log.json": "each step that was taken in the explorer; nps.replay takes them again",
    "letters/": "requests to other offices and their replies, each as a document and as data",
    "files/": "other files of the case",
    "chain.json": "which chain, up to which block, and the checksum of its tables",
    "case.jsonld": "the case in CASE 1.5, a form that programs of other makers read",
    "csv-metadata.json": "what each column of the CSV files holds, and in which unit",
    "about.json": "title, agency, day and mark of this package, for programs",
}
"""What each file or folder is, in the order in which it is told."""

_WIDTH, _INDENT = 78, " " * 21

_KNOWLEDGE = {
    "transactions.csv": """A fact is what the chain says: addresses.csv, transactions.csv and
coins.csv. Anybody who has the chain can check it.""",
    "clusters.csv": """An inference is what rules make of it: clusters.csv. Rules err: ask how
often.""",
    "tags.csv": "An attribution is somebody's word: tags.csv.",
    "pages.csv": "What stands on a page is what the page says, and no more.",
    "report.html": "The report says of each of its findings which of these it is.",
}

_BUSY = f"""\
An address with more than {BUSY:,} transactions is most often that of a service. Of these only those
are told that have to do with the case. addresses.csv says of each address how many transactions
there are, and how many of them are told."""

_FOREIGN = """\
Don't open what is in pages/ or files/ with a click or in a browser: such a file may hold a script,
or call a server. In nps-chain, nps.pages("pages") reads the pages and runs nothing of them."""

_CELLS = """\
The CSV files can be opened in a spreadsheet. Where a cell could be taken for a formula, an
apostrophe (') stands before its = + - or @. This apostrophe is ours, and nps-chain takes it away
when it reads the package. Look, and don't save: a spreadsheet changes the file."""

_SEAL = [
    """\
Every file is listed with its checksums, and the lists are listed in tagmanifest-sha512.txt. If all
checksums are right, and there is no file that isn't listed, nothing was changed, added or lost
since the lists were made. Without a seal that finds accidents only: whoever changes a file can
change the lists, too.""",
    """\
If the package is sealed, tagmanifest-sha512.txt was signed with a key, and only who holds the key
can do that. If you know whose key it is, and learnt that by another way than from this package, you
know who made the lists.""",
    """\
Who holds the key can change the package and sign it again, and nothing in it shows that. If that
could be asked one day, keep the package as you got it, and let somebody who doesn't depend on the
sender keep a copy, or the checksum of tagmanifest-sha512.txt, from the day on which it came.""",
    """\
A seal does not prove that what is written here is true. It does not prove when it was made: the day
is what the sender says. It does not prove whose an address is. And it does not prove that nothing
was left out.""",
]

_CHECK = [
    "With nps-chain, the program that made the package:",
    "  nps-chain case verify PACKAGE --signer FINGERPRINT",
    """\
PACKAGE is the file or folder that you got. FINGERPRINT is that of the sender's key, SHA256:..., as
the sender told it to you by another way. Leave --signer out if there is no seal.""",
    """\
Without nps-chain, all three of these, in the package's folder, which has bagit.txt in it; the first
only if there is a seal:""",
    """\
  ssh-keygen -Y verify -f SIGNERS -I NAME -n nps-chain-case
    -s tagmanifest-sha512.txt.sig < tagmanifest-sha512.txt
  sha512sum -c tagmanifest-sha512.txt
  sha512sum -c manifest-sha512.txt""",
    """\
SIGNERS is a file of one line: a NAME without blanks, then the sender's public key. The first
command is one line. These commands don't see a file that was added; a program for BagIt (RFC 8493)
does.""",
]


def readme(
    *,
    title: str,
    agency: str,
    date: str,
    handling: str,
    chain: Mapping[str, Any] | None,
    paths: Iterable[str],
    notes: Iterable[str] = (),
) -> bytes:
    """Return the README.

    Parameters
    ----------
    title, agency, date, handling : str
        Of the package.
    chain : mapping or None
        Its ``network``, and the ``height`` and ``time`` of its last block.
    paths : iterable of str
        What is in the package.
    notes : iterable of str
        What was left out of the tags, a sentence each.
    """
    there = set(paths)
    known = [says for name, says in _KNOWLEDGE.items() if _has(there, name)]
    left_out = " ".join(notes)
    network = chain["network"] if chain is not None else ""
    upto = f"{chain['height']:,}, of {chain['time']}" if chain is not None else ""
    parts = [
        title,
        f"From {agency}, {date}. {handling}: {TLP[handling]}",
        SYNTHETIC if network == "regtest" else "",
        "WHAT IS IN IT",
        "\n".join(_entry(name, about) for name, about in ABOUT.items() if _has(there, name)),
        "Times are in UTC. Amounts are in satoshi: 100,000,000 satoshi are one bitcoin.",
        f"What is told of the chain ({network}) goes up to block {upto}." if chain else "",
        _BUSY if "transactions.csv" in there else "",
        f"Of the tags: {left_out}" if left_out else "",
        "WHAT KIND OF KNOWLEDGE IT IS" if known else "",
        " ".join(known),
        "BEFORE YOU OPEN A FILE",
        _FOREIGN if _has(there, "pages/") or _has(there, "files/") else "",
        _CELLS,
        "WHAT A SEAL PROVES, AND WHAT NOT",
        *_SEAL,
        "HOW TO CHECK IT",
        *_CHECK,
    ]
    return ("\n\n".join(_set(part) for part in parts if part) + "\n").encode()


def _has(there: set[str], name: str) -> bool:
    return any(path == name or (name[-1] == "/" and path.startswith(name)) for path in there)


def _entry(name: str, about: str) -> str:
    return textwrap.fill(about, _WIDTH, initial_indent=f"  {name:<19}", subsequent_indent=_INDENT)


def _set(part: str) -> str:
    return part if part.startswith("  ") else textwrap.fill(" ".join(part.split()), _WIDTH)
