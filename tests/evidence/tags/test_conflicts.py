"""Contradictions are told with who says what, and none is decided."""

import csv

import pytest

import nps_chain as nps
from nps_chain.errors import NpsError
from tests.evidence.tags.packs import MAIN, OTHER, pack, put
from tests.handmade import address_of, chain_of

COLUMNS = ["kind", "about", "says", "by", "tags", "why"]


def found(tags, clusters=None):
    told = tags.conflicts(clusters)
    assert list(told.columns) == COLUMNS
    return list(told.itertuples(index=False, name=None))


def on(name, label, **more):
    return {"address": address_of(name), "network": "REGTEST", "label": label, **more}


def test_tags_that_agree_or_are_alone_contradict_nobody(tmp_path):
    put(
        tmp_path,
        a=pack({"category": "exchange"}, {"address": OTHER, "label": "Owl"}),
        b=pack({"label": "halvern!", "category": "Exchange"}, {"tag_type": "mention", "label": "x"},
               {"tag_type": "event", "label": "y"}, creator="TCB"),
    )  # fmt: skip
    assert found(nps.tags(tmp_path)) == []


def test_an_address_with_several_names_is_told_the_surest_first(tmp_path):
    put(
        tmp_path,
        a=pack({}, {"label": "Owl", "confidence": "heuristic", "source": "b"}),
        b=pack({"label": "Owl", "confidence": "web_crawl"}, creator="TCB"),
    )
    why = (
        f"{MAIN} is named Halvern by ADP (manual_transaction) and Owl by TCB (web_crawl): they"
        " can't all hold its key."
    )
    assert found(nps.tags(tmp_path)) == [
        ("address", MAIN, ("Halvern", "Owl"), ("ADP", "TCB"), 3, why)
    ]


def test_of_very_many_names_the_sentence_tells_a_few(tmp_path):
    put(tmp_path, a=pack(*({"label": f"N{n}"} for n in range(8))))
    told = found(nps.tags(tmp_path))[0]
    assert told[2] == tuple(f"N{n}" for n in range(8))
    assert told[5] == (
        f"{MAIN} is named {', '.join(f'N{n} by ADP (manual_transaction)' for n in range(5))} and 3"
        " more: they can't all hold its key."
    )


def test_a_name_that_is_called_two_things_is_told(tmp_path):
    put(
        tmp_path,
        a=pack({"category": "payroll", "label": "Ledgerwick"}),
        b=pack({"category": "Mixing Service", "label": "ledgerwick", "confidence": "heuristic"},
               {"label": "Ledgerwick", "address": OTHER}, creator="CFI"),
    )  # fmt: skip
    why = (
        "Ledgerwick is called payroll by ADP (manual_transaction) and Mixing Service by CFI"
        " (heuristic): it can't be told what it is."
    )
    assert found(nps.tags(tmp_path)) == [
        ("category", "Ledgerwick", ("payroll", "Mixing Service"), ("ADP", "CFI"), 2, why)
    ]


def test_a_cluster_with_several_names_is_told_by_its_first_tagged_address(tmp_path):
    chain = chain_of("a: ?ann=1 ?bob=1 -> shop 1", "b: ?kim=1 -> shop 1", "c: ?eve=1 -> shop 1")
    clusters = nps.cluster(chain, coinjoins="keep")
    put(
        tmp_path,
        a=pack(on("bob", "Halvern"), on("kim", "Owl"), on("zoe", "Nobody"), on("eve", "Cat")),
        b=pack(on("ann", "Luckfen", confidence="web_crawl"), on("eve", "Dog"), creator="TCB"),
    )
    tags = nps.tags(tmp_path)
    ann, eve = address_of("ann"), address_of("eve")
    of_eve = (
        "address", eve, ("Cat", "Dog"), ("ADP", "TCB"), 2,
        f"{eve} is named Cat by ADP (manual_transaction) and Dog by TCB (manual_transaction): they"
        " can't all hold its key.",
    )  # fmt: skip
    why = (
        f"The cluster of 2 addresses with {ann} is named Halvern by ADP (manual_transaction) and"
        " Luckfen by TCB (web_crawl): a name is wrong, or the clustering is."
    )
    assert found(tags, clusters) == [
        of_eve,
        ("cluster", ann, ("Halvern", "Luckfen"), ("ADP", "TCB"), 2, why),
    ]
    assert found(tags) == [of_eve]


def test_what_is_no_clustering_is_refused(tmp_path):
    with pytest.raises(NpsError, match=r"clusters is what nps\.cluster\(\.\.\.\) returns, not str"):
        nps.tags(put(tmp_path, a=pack({}))).conflicts("clusters")


def in_conflict(tags, told, clusters):
    """Who says what of which address, of the tags that are part of a conflict."""
    frame, rows = tags.frame, set()
    for kind, about in zip(told["kind"], told["about"], strict=True):
        if kind == "category":
            some = frame[frame["label"].str.casefold() == about.casefold()]
        else:
            addresses = [about] if kind == "address" else clusters.of(about)
            some = frame[frame["address"].isin(addresses)]
        rows |= set(zip(some["creator"], some["address"], strict=True))
    return rows


def test_of_the_classrooms_wrong_tags_five_of_nine_are_in_a_conflict():
    wrong = nps.truth("classroom").folder / "truth" / "folders.csv"
    rows = csv.DictReader(wrong.read_text(encoding="utf-8").splitlines())
    mistakes = {(row["agency"], row["about"]) for row in rows if row["file"].startswith("tags/")}
    tags = nps.tags([nps.folder(agency) for agency in ("ADP", "CFI", "TCB")])
    assert (len(tags), len(mistakes)) == (108, 9)
    clusters = nps.cluster(nps.load("classroom"))
    alone, with_clusters = (
        in_conflict(tags, tags.conflicts(given), clusters) for given in (None, clusters)
    )
    assert (len(alone & mistakes), len(alone - mistakes)) == (3, 1)
    assert (len(with_clusters & mistakes), len(with_clusters - mistakes)) == (5, 8)
