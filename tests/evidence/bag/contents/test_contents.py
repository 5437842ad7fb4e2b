"""A package of everything: what is in it, and that all of it comes back."""

import json
import re

import pandas as pd
import pytest

import nps_chain as nps
from nps_chain.errors import NpsError
from nps_chain.evidence.bag.contents import contents, opened
from nps_chain.places import data_path
from tests.evidence.bag.contents.conftest import ABOUT

MANIFEST = json.loads(data_path("tiny/manifest.json").read_text())


def test_everything_has_its_place(package):
    names = [name for name in package if not name.startswith("pages/")]
    assert names == [
        "README.txt",
        "about.json",
        "addresses.csv",
        "case.jsonld",
        "chain.json",
        "clusters.csv",
        "coins.csv",
        "csv-metadata.json",
        "explorer-log.json",
        "files/more/sum.txt",
        "files/notes.txt",
        "indicators.csv",
        "letters/001-2025-01-30-disclosure-ADP-Merivane.html",
        "letters/001-2025-01-30-disclosure-ADP-Merivane.json",
        "pages.csv",
        "report.html",
        "report.json",
        "tag-problems.csv",
        "tags.csv",
        "tags/adp.yaml",
        "tags/tcb.yaml",
        "transactions.csv",
        "workings.py",
    ]
    held = nps.folder("ADP", data="tiny")
    assert {
        name: package[name] == held.bytes(name) for name in package if name.startswith("pages/")
    } == {"pages/index.csv": False, "pages/quincegate/escrow-adp-day19.html": True}


def test_the_same_case_gives_the_same_bytes(put, package):
    assert contents(**ABOUT, **vars(put)) == package


def test_all_of_it_comes_back(put, package):
    case = opened(package)
    assert {name: getattr(case, name) for name in ABOUT} == ABOUT
    pd.testing.assert_frame_equal(case.pages, put.pages.frame)
    pd.testing.assert_frame_equal(case.indicators, put.pages.indicators)
    for table in ("frame", "actors", "problems"):
        pd.testing.assert_frame_equal(getattr(case.tags, table), getattr(put.tags, table))
    assert case.log == put.log
    assert case.report == put.report.data
    assert case.letters == put.letters
    assert {name: case.files[f"files/{name}"] for name in put.files} == put.files
    assert case.readme == package["README.txt"].decode()


def test_its_transactions_are_those_of_the_chain(put, package):
    case = opened(package)
    views = [put.chain.tx(txid) for txid in case.transactions["txid"]]
    assert case.transactions["fee"].tolist() == [view.fee for view in views]
    assert case.coins["value"].tolist() == [
        coin.value for view in views for coin in [*view.inputs, *view.outputs]
    ]
    assert case.addresses["told"].tolist() == [
        (case.coins[case.coins["address"] == address]["txid"]).nunique()
        for address in case.addresses["address"]
    ]
    assert case.clusters["cluster"].isin(case.clusters["address"]).all()


def test_where_a_thing_is_named_is_told(put, package):
    case = opened(package)
    paid = nps.exhibit("ADP-2", data="tiny")
    by_txid = case.transactions.set_index("txid")["named_in"]
    assert by_txid[paid] == "log, report"
    to = put.letters[0].about[0]
    assert case.addresses.set_index("address")["named_in"][to] == "page, tag, letter"


def test_it_says_which_chain_it_is_about(put, package):
    assert opened(package).chain == {
        "network": "regtest",
        "height": 720,
        "hash": put.chain.block(720).hash,
        "time": "2025-01-30T23:59:32Z",
        "transactions": 1843,
        "addresses": 2181,
        "tables sha256": MANIFEST["sha256"],
        "notes": list(put.chain.notes),
    }


def test_the_readme_tells_of_what_is_there_and_of_nothing_else():
    readme = contents(**ABOUT, files={"notes.txt": b""})["README.txt"].decode()
    assert readme.split("Times are")[0] == (
        "Who is saltmeadow?\n\n"
        "From Aldorian Drug Police (ADP), 2025-01-31. TLP:GREEN: For the community of\n"
        "those who do the same work; not in public.\n\n"
        "WHAT IS IN IT\n\n"
        "  addresses.csv      the addresses that this case names: where it does, and\n"
        "                     what the chain says\n"
        "  files/             other files of the case\n"
        "  case.jsonld        the case in CASE 1.5, a form that programs of other\n"
        "                     makers read\n"
        "  csv-metadata.json  what each column of the CSV files holds, and in which\n"
        "                     unit\n"
        "  about.json         title, agency, day and mark of this package, for programs\n\n"
    )
    assert not set(re.findall(r"\w+\.csv", readme)) - {"addresses.csv"}
    assert "WHAT KIND OF KNOWLEDGE" not in readme


def test_the_readme_says_what_kind_of_knowledge_each_part_is(put, package):
    def said(readme):
        return " ".join(readme.decode().split("KNOWLEDGE IT IS")[1].split("BEFORE YOU")[0].split())

    assert said(package["README.txt"]) == (
        "A fact is what the chain says: addresses.csv, transactions.csv and coins.csv. Anybody who"
        " has the chain can check it. An inference is what rules make of it: clusters.csv. Rules"
        " err: ask how often. An attribution is somebody's word: tags.csv. What stands on a page is"
        " what the page says, and no more. The report says of each of its findings which of these"
        " it is."
    )
    tags = contents(**ABOUT, tags=put.tags)
    assert said(tags["README.txt"]) == "An attribution is somebody's word: tags.csv."


def test_the_readme_says_what_a_seal_does_not_prove(package):
    readme = " ".join(package["README.txt"].decode().split())
    assert "SYNTHETIC: invented for teaching." in readme
    assert "(regtest) goes up to block 720, of 2025-01-30T23:59:32Z." in readme
    assert (
        "A seal does not prove that what is written here is true. It does not prove when it was"
        " made: the day is what the sender says. It does not prove whose an address is. And it"
        " does not prove that nothing was left out."
    ) in readme
    assert (
        "Who holds the key can change the package and sign it again, and nothing in it shows that."
    ) in readme
    assert max(map(len, package["README.txt"].decode().splitlines())) <= 83


def test_a_page_that_looks_like_a_formula_is_none_and_comes_back(tmp_path):
    (tmp_path / "a.html").write_text("<title>=HYPERLINK(1);=2</title><p>+999 20 555 0117")
    pages = nps.pages(tmp_path)
    package = contents(**ABOUT, pages=pages)
    assert b"\"'=HYPERLINK(1);'=2\"" in package["pages.csv"]
    assert "pages/index.csv" not in package
    pd.testing.assert_frame_equal(opened(package).pages, pages.frame)
    pd.testing.assert_frame_equal(opened(package).indicators, pages.indicators)


def test_a_chain_that_goes_on_after_the_day_of_the_package_is_refused():
    chain, tags = nps.load("tiny"), nps.tags(nps.folder("ADP", data="tiny"))
    told = {"title": "Who?", "agency": "ADP", "tags": tags}
    last = f"{chain.block(chain.height).time:%Y-%m-%d}"
    with pytest.raises(NpsError, match=f"goes on to {last}, and the package is of 2025-01-20"):
        contents(**told, chain=chain, date="2025-01-20")
    assert "chain.json" in contents(**told, chain=chain, date=last)
    assert "chain.json" in contents(**told, chain=chain.upto(24 * 18), date="2025-01-20")


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"title": ""}, "The title of a package is one line"),
        ({"title": "a\nb"}, "The title of a package is one line"),
        ({"agency": "ADP\u202e"}, "The agency of a package is one line"),
        ({"agency": "x" * 201}, "one line of up to 200 characters"),
        (
            {"date": "2025-02-30"},
            "The date of a package is written as 2025-03-23, not '2025-02-30'",
        ),
        ({"date": "20250203"}, "is written as 2025-03-23, not"),
        ({"date": None}, "is written as 2025-03-23, not"),
        ({"handling": "SECRET"}, "'SECRET' is no TLP mark"),
        ({"files": {}}, "There is nothing to pack"),
        ({"chain": "tiny"}, r"As chain of a package give what nps\.load returns, not 'tiny'"),
        ({"pages": "tiny"}, r"As pages of a package give what nps\.pages returns, not 'tiny'"),
        ({"tags": pd.DataFrame()}, r"As tags .* nps\.tags returns, not DataFrame"),
        ({"clusters": 5}, r"As clusters .* nps\.cluster returns, not 5"),
        ({"report": b""}, r"As report .* nps\.report returns, not bytes"),
    ],
)
def test_what_can_not_be_is_refused(wrong, says):
    with pytest.raises(NpsError, match=says):
        contents(**{**ABOUT, "files": {"notes.txt": b""}, **wrong})
