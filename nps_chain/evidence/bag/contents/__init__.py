"""What is in a case package, and the way back.

A package is for a colleague in another country who has other programs, or none. So everything is in
it in a form that anybody can open, and once more in a form for programs; and it can be read back
without a loss. What goes in is what the case names (`named`), with what the chain says of it
(`facts`): never the whole chain. The same case gives the same bytes.

Where it stops: it says where things were read and who said so. Whether they are true it can't say.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from nps_chain import __version__
from nps_chain.chain.store.manifest import canonical_hash
from nps_chain.chain.tables import Chain
from nps_chain.errors import NpsError
from nps_chain.evidence.bag.contents.coins import COINS, TRANSACTIONS
from nps_chain.evidence.bag.contents.columns import (
    INDICATORS,
    PAGES,
    TAG_PROBLEMS,
    TAGS,
    tag_table,
)
from nps_chain.evidence.bag.contents.facts import ADDRESSES, Facts, facts
from nps_chain.evidence.bag.contents.given import (
    json_bytes,
    letter_files,
    letter_list,
    log_bytes,
    must_be,
    other_files,
    page_files,
    page_index,
    report_told,
    tag_files,
)
from nps_chain.evidence.bag.contents.graph import case_graph
from nps_chain.evidence.bag.contents.groups import CLUSTERS, groups
from nps_chain.evidence.bag.contents.named import named
from nps_chain.evidence.bag.contents.opened import Case, opened
from nps_chain.evidence.bag.contents.readme import readme
from nps_chain.evidence.bag.contents.tables import METADATA, Table, csv_bytes, metadata
from nps_chain.evidence.days import day
from nps_chain.evidence.handling import circle
from nps_chain.evidence.pages import Pages
from nps_chain.evidence.report import Report
from nps_chain.evidence.tags import Tags
from nps_chain.trace.cluster import Clustering

__all__ = ["Case", "contents", "opened"]

FORMAT, VERSION = "nps-chain-case", 1

LONGEST = 200
"""Characters of a title, and of an agency's name."""


def contents(
    *,
    title: str,
    agency: str,
    date: str,
    handling: str = "TLP:AMBER",
    chain: Chain | None = None,
    pages: Pages | None = None,
    tags: Tags | None = None,
    clusters: Clustering | pd.DataFrame | None = None,
    log: Any = None,
    report: Report | None = None,
    letters: Iterable[Any] = (),
    files: Mapping[str, bytes] | None = None,
) -> dict[str, bytes]:
    """Return what goes into a case package, by path.

    Parameters
    ----------
    title, agency : str
        What the case is called, and who makes the package.
    date : str
        The day on which it is made, as ``2025-03-23``.
    handling : str
        Its TLP mark.
    chain : Chain, optional
        The chain, as it was known.
    pages : Pages, optional
        Saved pages; they go in themselves, with what was found on them.
    tags : Tags, optional
        Names on addresses.
    clusters : Clustering or pandas.DataFrame, optional
        Addresses in clusters; a frame has ``address`` and ``cluster``.
    log : Explorer, str, path or bytes, optional
        An explorer, the file of its log, or the log's text.
    report : Report, optional
        The report.
    letters : iterable of Letter or Reply
        Requests to other offices, and what came of them.
    files : mapping of str to bytes, optional
        What else belongs to the case, by path.

    Returns
    -------
    dict of str to bytes
        By path, with ``/``, sorted.

    Raises
    ------
    NpsError
        If the title, the agency, the day or the mark is none; if the chain goes on after that day;
        if there is nothing to pack; or something can't go in, or is of another kind.

    Examples
    --------
    >>> import nps_chain as nps
    >>> known = nps.tags(nps.folder("ADP", data="tiny"))
    >>> put = contents(title="Who is saltmeadow?", agency="ADP", date="2025-01-31", tags=known)
    >>> sorted(put)[:4]
    ['README.txt', 'about.json', 'addresses.csv', 'case.jsonld']
    >>> opened(put)
    Case('Who is saltmeadow?', ADP, 2025-01-31: 36 addresses)
    """
    title, agency = _line("title", title), _line("agency", agency)
    date, handling = day(date, "The date of a package"), circle(handling)
    must_be("chain", chain, Chain, "nps.load")
    must_be("pages", pages, Pages, "nps.pages")
    must_be("tags", tags, Tags, "nps.tags")
    must_be("clusters", clusters, (Clustering, pd.DataFrame), "nps.cluster")
    must_be("report", report, Report, "nps.report")
    letters = letter_list(letters)
    if chain is not None:
        _must_be_past(chain, date)
    if not letters and not files and all(x is None for x in (pages, tags, clusters, log, report)):
        raise NpsError("There is nothing to pack: give pages, tags, a log, a report, or files.")
    kept: dict[str, bytes] = {}
    told: dict[str, Any] = {"letter": [letter.data for letter in letters]}
    if pages is not None:
        kept |= page_files(pages)
    if log is not None:
        kept["explorer-log.json"] = log_bytes(log)
        told["log"] = json.loads(kept["explorer-log.json"])
    if report is not None:
        kept |= report.files
        told["report"] = report_told(report)
    kept |= letter_files(letters)
    names = named(chain, pages, tags, told)
    known, held = facts(chain, names), groups(clusters, names)
    tables = {
        "addresses.csv": Table(known.addresses, "an address that this case names", ADDRESSES),
        **(_of_chain(known) if chain is not None else {}),
        **(_of_pages(pages) if pages is not None else {}),
    }
    if clusters is not None:
        tables["clusters.csv"] = Table(held, "an address in a cluster", CLUSTERS)
    if tags is not None:
        tables |= _of_tags(tags)
    of_chain = None
    if chain is not None:
        of_chain = _chain(chain)
        kept["chain.json"] = json_bytes(of_chain)
    packs = tag_files(tags) if tags is not None else {}
    notes = list(tags.notes) if tags is not None else []
    kept |= {name: csv_bytes(name, table.frame) for name, table in tables.items()}
    kept[METADATA] = metadata(tables)
    kept |= packs | other_files(files or {})
    network = chain.network if chain is not None else ""
    about = {"title": title, "agency": agency, "date": date, "handling": handling}
    kept["about.json"] = json_bytes(
        {
            "format": FORMAT,
            "version": VERSION,
            **about,
            "packs": [path.removeprefix("tags/") for path in packs],
            "notes on tags": notes,
            "made by": f"nps-chain {__version__}",
        }
    )
    kept["case.jsonld"] = case_graph(
        **about,
        network=network,
        facts=known,
        clusters=held,
        pages=pages,
        tags=tags,
        files=dict(sorted(kept.items())),
    )
    kept["README.txt"] = readme(**about, chain=of_chain, paths=kept, notes=notes)
    return dict(sorted(kept.items()))


def _of_chain(known: Facts) -> dict[str, Table]:
    return {
        "transactions.csv": Table(known.transactions, "a transaction", TRANSACTIONS),
        "coins.csv": Table(known.coins, "an input or output of a transaction", COINS),
    }


def _of_pages(pages: Pages) -> dict[str, Table]:
    tables = {
        "indicators.csv": Table(pages.indicators, "something found on a page", INDICATORS),
        "pages.csv": Table(pages.frame, "a saved page", PAGES),
    }
    if len(index := page_index(pages)):
        tables["pages/index.csv"] = Table(index, "a page, as the log of saving has it", PAGES)
    return tables


def _of_tags(tags: Tags) -> dict[str, Table]:
    tables = {"tags.csv": Table(tag_table(tags.frame), "a name on an address", TAGS)}
    if len(tags.problems):
        tables["tag-problems.csv"] = Table(
            tags.problems, "what was wrong with a tag, or is to be known of it", TAG_PROBLEMS
        )
    return tables


def _line(what: str, text: Any) -> str:
    line = text.strip() if isinstance(text, str) else ""
    if not line or len(line) > LONGEST or not line.isprintable():
        raise NpsError(
            f"The {what} of a package is one line of up to {LONGEST} characters that can be seen."
        )
    return line


def _must_be_past(chain: Chain, date: str) -> None:
    """Refuse a chain that goes on after the day of the package: nobody knew of it then."""
    last = chain.block(chain.height).time
    if f"{last:%Y-%m-%d}" > date:
        raise NpsError(
            f"The chain goes on to {last:%Y-%m-%d}, and the package is of {date}: date it later, or"
            " give the chain as it was, by chain.upto(height)."
        )


def _chain(chain: Chain) -> dict[str, Any]:
    """Return what tells a chain from all others."""
    last = chain.block(chain.height)
    return {
        "network": chain.network,
        "height": last.height,
        "hash": last.hash,
        "time": f"{last.time:%Y-%m-%dT%H:%M:%SZ}",
        "transactions": len(chain.columns.txs.txid),
        "addresses": len(chain.columns.addresses.address),
        "tables sha256": canonical_hash(chain),
        "notes": list(chain.notes),
    }
