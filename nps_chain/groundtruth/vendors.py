"""How good links between vendors are, and verdicts on copied sites: who really was behind what.

Behind a handle on a page is a person: on generated pages all handles of a person show one key, and
only they do, so the key on a handle's own page tells persons apart. Two kinds of pages belong to
somebody else than their handle says: a thief's copy of a shop, and a board on which a namesake
writes. A link is right if one person is behind both of its pages.

So links by key can't be wrong here but by a copied page: the truth about persons is made of keys.
"""

import re
from typing import Any

import numpy as np
import pandas as pd

from nps_chain.groundtruth.bootstrap import of_share, resampled
from nps_chain.groundtruth.pages import pages_known
from nps_chain.groundtruth.result import Figure, Score, between, share
from nps_chain.groundtruth.truth import Truth
from nps_chain.trace.arguments import check_columns
from nps_chain.trace.texts import count, percent

NAMESAKE = "namesake"
"""What is on record of a handle that is somebody else's on this page."""

_OWN = ("market", "shop")
_NUMBER = re.compile("-[23]$")
_MIRROR = re.compile("^(shop|mirror|clone)-")


def score_links(links: pd.DataFrame, truth: Truth, *, seed: int = 0) -> Score:
    """Return how far off links between vendors were.

    Parameters
    ----------
    links : pandas.DataFrame
        One row a link: ``one``, ``other``, ``by``, ``files`` (a page of each), as
        :func:`nps_chain.evidence.pages.links.links` gives them.
    truth : Truth
        The truth, of a data set that has pages.
    seed : int
        Names the draws of the bootstrap; its unit is a link.

    Returns
    -------
    Score
        ``precision`` (links with one person behind both pages), ``recall`` (pairs of handles of one
        person that a link joins), ``base_rate`` (pairs of handles that are one person's, of all
        pairs), and counts; tables ``by_kind`` (with ``two_handles``: does it join two handles) and
        ``wrong``.

    Raises
    ------
    NpsError
        If the truth knows of no page.

    Notes
    -----
    Known failure: persons are told by their keys, so links by key are judged by what they go by.
    All handles of the truth count, so whoever reads a part of the pages misses some.

    Source: precision and recall as everywhere.
    """
    check_columns(links, "one", "other", "by", "files", what="Links between vendors")
    known = pages_known(truth)
    person = _Persons(truth, known)
    rows = links.reset_index(drop=True)
    judged = np.array([all(file in known.index for file in files) for files in rows["files"]], bool)
    rows = rows[judged].reset_index(drop=True)
    ends = zip(rows["one"], rows["other"], rows["files"], strict=True)
    right = np.array([person(a, f[0]) == person(b, f[1]) for a, b, f in ends], bool)
    two = (rows["one"] != rows["other"]).to_numpy()

    handles = sorted(person.of)
    pairs = [
        (a, b)
        for at, a in enumerate(handles)
        for b in handles[at + 1 :]
        if person.of[a] == person.of[b]
    ]
    joined = {tuple(sorted(ends)) for ends in zip(rows["one"], rows["other"], strict=True)}
    found = [pair for pair in pairs if pair in joined]
    n_pairs = len(handles) * (len(handles) - 1) // 2
    d_right, d_all = resampled(np.column_stack([right, np.ones(len(right))]), seed).T
    figures = {
        "precision": Figure(
            share(int(right.sum()), len(right)),
            "links with one person behind both pages",
            *of_share(d_right, d_all, int(right.sum()), len(right)),
        ),
        "recall": Figure(share(len(found), len(pairs)), "pairs of one person's handles, joined"),
        "base_rate": Figure(share(len(pairs), n_pairs), "pairs of handles that are one person's"),
        "links": Figure(len(right), "links judged"),
        "right": Figure(int(right.sum()), "of these, right"),
        "pairs": Figure(len(pairs), "pairs of handles that are one person's"),
        "found": Figure(len(found), "of these, joined by a link"),
        "not_judged": Figure(int((~judged).sum()), "links on pages that the truth doesn't know"),
    }
    told = pd.DataFrame({"by": rows["by"], "two_handles": two, "links": 1, "right": right})
    by_kind = told.groupby(["by", "two_handles"]).sum()
    by_kind["precision"] = by_kind["right"] / by_kind["links"]
    tables = {
        "by_kind": by_kind.reset_index("two_handles"),
        "wrong": rows[~right].reset_index(drop=True),
    }
    return Score(_links_line(figures), figures, tables)


def score_copies(copies: pd.DataFrame, truth: Truth) -> Score:
    """Return how far off verdicts on copied sites were.

    Parameters
    ----------
    copies : pandas.DataFrame
        One row a pair of sites: ``verdict``, ``copier``, ``site``, ``other``, ``files``, as
        :func:`nps_chain.evidence.pages.copies.copies` gives them.
    truth : Truth
        The truth, of a data set that has pages.

    Returns
    -------
    Score
        ``precision`` (of verdicts clone and mirror, those that are right), ``recall`` (of pairs
        that are one, those told), and counts; table ``confusion``, verdict by truth.

    Raises
    ------
    NpsError
        If the truth knows of no page.

    Notes
    -----
    Known failure: all sites of the truth count, so whoever reads a part of the pages misses some.

    Source: precision and recall as everywhere.
    """
    check_columns(copies, "verdict", "copier", "other", "files", what="Verdicts on copies")
    known = pages_known(truth)
    site: dict[Any, str] = known["site"].to_dict()
    told, true, named = [], [], []
    columns = (copies[name] for name in ("verdict", "copier", "other", "files"))
    for verdict, copier, other, (one_file, other_file) in zip(*columns, strict=True):
        if one_file in site and other_file in site:
            told.append(verdict)
            true.append(_relation(site[one_file], site[other_file]))
            if copier:
                named.append(site[other_file if copier == other else one_file])
    sites = sorted(set(site.values()))
    there = {
        (one, other): relation
        for at, one in enumerate(sites)
        for other in sites[at + 1 :]
        if (relation := _relation(one, other)) != "neither"
    }
    verdicts = [pair for pair in zip(told, true, strict=True) if pair[0] != "alike"]
    n_right = sum(verdict == relation for verdict, relation in verdicts)
    figures = {
        "precision": Figure(share(n_right, len(verdicts)), "verdicts that are right"),
        "recall": Figure(share(n_right, len(there)), "pairs of clones and mirrors told as such"),
        "verdicts": Figure(len(verdicts), "pairs taken for clones or mirrors"),
        "right": Figure(n_right, "of these, are"),
        "pairs": Figure(len(there), "pairs that are clones or mirrors"),
        "named": Figure(len(named), "verdicts that name the copier"),
        "named_right": Figure(
            sum(copier.startswith("clone-") for copier in named), "of these, name the right one"
        ),
    }
    tables = {
        "confusion": pd.crosstab(
            pd.Series(told, name="verdict", dtype="str"), pd.Series(true, name="truth", dtype="str")
        )
    }
    line = (
        f"{n_right:,} of {count(len(verdicts), 'verdict')} right; tells {n_right:,} of"
        f" {count(len(there), 'pair')} of clones and mirrors"
    )
    return Score(line, figures, tables)


class _Persons:
    """Who is behind a handle on a page."""

    def __init__(self, truth: Truth, known: pd.DataFrame) -> None:
        shown = truth.shown
        self.kind = known["kind"].to_dict()
        own = known[known["kind"].isin(_OWN) & ~known["about"].isin(["", None])]["about"]
        keys = shown[(shown["type"] == "key") & shown["genuine"] & shown["file"].isin(own.index)]
        self.of: dict[str, str] = dict(zip(own[keys["file"]], keys["text"], strict=True))
        strangers = shown[shown["trap"] == NAMESAKE]
        self._strangers = set(zip(strangers["text"], strangers["file"], strict=True))
        sites = known["site"]
        self._site = sites.to_dict()
        self._stranger_sites = {(text, self._site[file]) for text, file in self._strangers}

    def __call__(self, handle: str, file: str) -> str:
        if self.kind[file] == "clone":
            return "a thief"
        if (handle, self._site[file]) in self._stranger_sites:
            return f"a namesake of {handle}"
        return self.of.get(handle, handle)


def _relation(one: str, other: str) -> str:
    """Return what two sites are to each other, by the names that the truth has for them."""
    if one == other or _base(one) != _base(other):
        return "neither"
    return "clone" if one.startswith("clone-") != other.startswith("clone-") else "mirror"


def _base(site: str) -> str:
    shop = _MIRROR.sub("", site)
    return shop if shop != site else _NUMBER.sub("", site)


def _links_line(figures: dict[str, Figure]) -> str:
    precision = figures["precision"]
    joined = (
        f"joins {int(figures['found'].value)} of {count(int(figures['pairs'].value), 'pair')} of"
        " one person's handles"
    )
    if not figures["links"].value:
        return f"no link; {joined}"
    return (
        f"{percent(precision.value)} of {count(int(figures['links'].value), 'link')} right"
        f"{between(precision.low, precision.high)}; {joined}"
    )
