"""A package from elsewhere is looked at as it is read."""

import pandas as pd
import pytest

import nps_chain as nps
from nps_chain.course.counterparts.ledger import Ledger
from nps_chain.errors import NpsError
from nps_chain.evidence.bag.contents import contents, opened
from tests.course.counterparts.letters_of_tiny import letter
from tests.evidence.bag.contents.conftest import ABOUT

FILES = contents(**ABOUT, files={"notes.txt": b""})


def test_what_a_package_has_not_is_empty():
    case = opened(FILES)
    tables = (case.transactions, case.coins, case.clusters, case.indicators, case.pages)
    assert [len(table) for table in tables] == [0] * 5
    assert (case.tags, case.log, case.report, case.letters, case.chain) == (None,) * 3 + ([], None)
    assert repr(case) == "Case('Who is saltmeadow?', Aldorian Drug Police (ADP), 2025-01-31: empty)"


def test_a_package_with_everything_tells_how_much(package):
    case = opened(package)
    assert repr(case) == (
        "Case('Who is saltmeadow?', Aldorian Drug Police (ADP), 2025-01-31:"
        f" {len(case.addresses)} addresses, {len(case.transactions)} transactions, 1 page)"
    )


def test_packs_come_back_in_the_order_in_which_they_were_put_in(put, package):
    packs = opened(package).tags.packs["pack"].tolist()
    assert packs == put.tags.packs["pack"].tolist() == ["tcb.yaml", "adp.yaml"]
    odd = {**package, "about.json": package["about.json"].replace(b'"tcb.yaml"', b"[]")}
    assert opened(odd).tags.packs["pack"].tolist() == ["adp.yaml", "tcb.yaml"]


PACK = """\
title: P
creator: ADP
lastmod: 2025-01-10
currency: BTC
network: REGTEST
source: a telephone
confidence: forensic
concepts: [nonsense_word]
tags:
- {address: mzNEuFkYkeZPENifrRgJuiKqL6J7hmAzae, label: one}
- {address: mzNEuFkYkeZPENifrRgJuiKqL6J7hmAzaf, label: two}
- {address: mzNEuFkYkeZPENifrRgJuiKqL6J7hmAzae, label: three, lastmod: 2025-01-20}
"""


@pytest.mark.parametrize(
    ("strict", "left_out", "refused_now"),
    [(True, (), []), (False, ("1 tag left out: made after 2025-01-15.",), ["address"])],
)
def test_what_was_wrong_with_tags_comes_back_and_what_was_left_out(
    tmp_path, strict, left_out, refused_now
):
    (tmp_path / "p.yaml").write_text(PACK)
    tags = nps.tags(tmp_path / "p.yaml", strict=strict).as_of("2025-01-15")
    assert tags.problems["field"].tolist() == ["address", "lastmod", "concepts"]
    case = opened(contents(**ABOUT, tags=tags))
    told, new = case.tags.problems[:3], case.tags.problems[3:]
    pd.testing.assert_frame_equal(told, tags.problems)
    assert new["field"][new["refused"]].tolist() == new["field"].tolist() == refused_now
    assert case.tags.notes == tags.notes == left_out
    assert ("Of the tags: 1 tag left out: made after" in case.readme) is bool(left_out)


def test_problems_of_another_form_are_refused(tmp_path):
    (tmp_path / "p.yaml").write_text(PACK)
    files = contents(**ABOUT, tags=nps.tags(tmp_path / "p.yaml"))
    odd = {name: files[name].replace(b'"line"', b'"row"') for name in files}
    with pytest.raises(NpsError, match=r"tag-problems\.csv of the package has other columns"):
        assert opened(odd).tags is None


def test_what_is_done_to_a_table_stays_in_it(package):
    case = opened(package)
    taken = case.addresses
    taken["address"] = "changed"
    assert "changed" not in case.addresses["address"].tolist()


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ({}, r"The package has no about\.json"),
        ({"about.json": b"{}"}, "is no case package of nps-chain"),
        ({"about.json": b"[]"}, r"about\.json of the package is no JSON object"),
        ({"about.json": b"[" * 100_000}, "is no JSON object"),
        ({"about.json": b"\xff"}, "is no text in UTF-8"),
        ({"about.json": b'{"format": "nps-chain-case", "version": 2}'}, "of another version"),
    ],
)
def test_what_is_no_case_package_is_refused(files, says):
    with pytest.raises(NpsError, match=says):
        opened(files)


def test_replies_come_back_in_their_place_and_closed_ones_closed(tmp_path):
    asked = letter(), letter(by="CFI", channel="mutual legal assistance")
    soon, late = (one.send(ledger=Ledger()) for one in asked)
    put = [asked[0], soon, asked[1], late]
    package = tmp_path / "case.zip"
    verdict = nps.bag(package, title="Who?", agency="ADP", date="2025-01-28", letters=put)
    assert verdict.ok
    back = nps.verify(package).contents.letters
    assert [one.data for one in back] == [one.data for one in put]
    assert back[1].holder == soon.holder
    assert back[1].entries.equals(soon.entries)
    assert back[3].closed
    named = nps.verify(package).contents.addresses["address"]
    assert set(soon.entries["address"]) - {""} <= set(named)


@pytest.mark.parametrize(
    ("change", "look", "says"),
    [
        ({"csv-metadata.json": b"{}"}, "addresses", "doesn't tell of tables"),
        ({"pages.csv": b"a\n"}, "pages", "doesn't tell of pages.csv"),
        ({"addresses.csv": b"a\n"}, "addresses", "has other columns"),
        ({"letters/01-x.json": b"{}"}, "letters", "are no letter"),
        ({"tags/a.yaml": b"- 1"}, "tags", "is no pack"),
        ({"tags/../a.yaml": b""}, "tags", "leads out of its folder"),
        ({"tags/a": b"", "tags/a/b.yaml": b""}, "tags", "can't be written"),
        ({"chain.json": b"7"}, "chain", "no JSON object"),
        ({"about.json": b'{"format": "nps-chain-case", "version": 1}'}, "title", "has no title"),
    ],
)
def test_a_part_that_is_none_is_refused_when_it_is_asked_for(change, look, says):
    case = opened({**FILES, **change})
    with pytest.raises(NpsError, match=says):
        getattr(case, look)
