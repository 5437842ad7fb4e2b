"""Exhibits: names that stand for what a case speaks of, in whatever data."""

import copy
import json
import pickle
import re

import pytest

import nps_chain as nps
from nps_chain import exhibits
from nps_chain.errors import NpsError
from nps_chain.exhibits import Exhibit

CHAIN = nps.load("core-regtest")
TXID = CHAIN.txs.txid[500]
SOME = [
    Exhibit(TXID, name="ADP-2", kind="transaction", about="The second purchase."),
    Exhibit(TXID, name="ADP-1", kind="transaction", about="The first purchase, on day 20."),
    Exhibit(f"{TXID}:0", name="ADP-1-change", kind="output", about="What came back."),
    Exhibit(CHAIN.addresses.address[7], name="courier", kind="address", about="A phone's."),
    Exhibit("лавка/index.html", name="shop", kind="page", about="Страница лавки."),
    Exhibit("M. Dorn", name="innocent", kind="entity", about="Guilty of nothing."),
]


@pytest.fixture
def data(tmp_path):
    """A folder of data sets; one has exhibits."""
    folder = tmp_path / "classroom"
    folder.mkdir()
    (folder / exhibits.FILE).write_bytes(exhibits.written(SOME))
    return folder


def test_an_exhibit_stands_wherever_its_text_would(data):
    purchase = nps.exhibit("ADP-1", data=data)
    assert purchase == TXID
    assert CHAIN.tx(purchase).row == 500
    assert CHAIN.address(nps.exhibit("courier", data=data)).row == 7
    assert f"{purchase}" == str(purchase) == TXID
    assert (purchase.name, purchase.kind) == ("ADP-1", "transaction")
    assert purchase.about == "The first purchase, on day 20."
    assert repr(purchase) == f"Exhibit ADP-1, transaction {TXID}: The first purchase, on day 20."


def test_a_data_set_is_found_by_name(data, monkeypatch):
    monkeypatch.setenv("NPS_DATA", str(data.parent))
    assert nps.exhibit("shop") == "лавка/index.html"
    assert nps.exhibit("shop", data="classroom") == nps.exhibit("shop", data=data)


def test_copies_keep_what_is_known(data):
    one = nps.exhibit("innocent", data=data)
    for other in (copy.copy(one), copy.deepcopy(one), pickle.loads(pickle.dumps(one))):
        assert (repr(other), type(other)) == (repr(one), Exhibit)


def test_written_is_sorted_and_read_again(data):
    told = json.loads((data / exhibits.FILE).read_bytes())
    assert told["format"] == "nps-chain-exhibits"
    assert [entry["name"] for entry in told["exhibits"]] == sorted(one.name for one in SOME)
    known = exhibits.read_exhibits(data)
    assert sorted(map(repr, known.values())) == sorted(map(repr, SOME))


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("ADP-3", "'ADP-3' in classroom; the nearest are ADP-2, ADP-1."),
        ("corier", "'corier' in classroom; the nearest is courier."),
        (
            "zzz",
            "'zzz' in classroom; there are ADP-1, ADP-1-change, ADP-2, courier, innocent, shop.",
        ),
        (7, "7 in classroom; there are ADP-1, ADP-1-change, ADP-2, courier, innocent, shop."),
    ],
)
def test_an_unknown_name_is_told_the_nearest(data, name, told):
    with pytest.raises(NpsError, match=f"^There is no exhibit {re.escape(told)}$"):
        nps.exhibit(name, data=data)


def test_data_without_exhibits_are_refused(data, monkeypatch):
    monkeypatch.setenv("NPS_DATA", str(data.parent))
    with pytest.raises(NpsError) as caught:
        nps.exhibit("ADP-1", data="core-regtest")
    assert str(caught.value).startswith(
        "There is no data set or folder 'core-regtest' with exhibits. Data sets with them: class"
    )
    for wrong in ("a\0b", data / "nothing"):
        with pytest.raises(NpsError, match="There is no data set or folder"):
            nps.exhibit("ADP-1", data=wrong)
    with pytest.raises(NpsError, match="3 names no data set: give its name, such as classroom"):
        nps.exhibit("ADP-1", data=3)


ENTRY = {"name": "a", "kind": "page", "value": "a.html", "about": "A page."}


def file_of(*entries, **changes):
    head = {"format": "nps-chain-exhibits", "version": 1, "exhibits": list(entries)}
    return json.dumps(head | changes)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "is damaged, or holds no exhibits."),
        ("[" * 100_000, "is damaged, or holds no exhibits."),
        ("9" * 10_000, "is damaged, or holds no exhibits."),
        (file_of() + " " * 1_000_000, "is damaged, or holds no exhibits."),
        (file_of(format="nps-chain"), "is damaged, or holds no exhibits."),
        (file_of(version=2), "was made by a newer nps-chain (format 2; this one reads 1)."),
        (file_of(version=True), "is damaged: a field is missing or makes no sense."),
        (file_of(exhibits={}), "is damaged: a field is missing or makes no sense."),
        (file_of(ENTRY, 7), "is damaged: its exhibit 2 is none."),
        (file_of(ENTRY | {"more": 1}), "is damaged: its exhibit 1 is none."),
        (file_of(ENTRY, ENTRY), "is damaged: a is in it twice."),
        (file_of(ENTRY | {"name": "a b"}), "is damaged. 'a b' names no exhibit"),
        (file_of(ENTRY | {"name": "a" * 61}), "names no exhibit"),
        (file_of(ENTRY | {"value": 7}), "is damaged. An exhibit's value, name, kind and sentence"),
        (file_of(ENTRY | {"kind": "tx"}), "is damaged. The exhibit a is of no kind 'tx'; there"),
        (file_of(ENTRY | {"about": ""}), "is damaged. The exhibit a needs a sentence of at most"),
        (file_of(ENTRY | {"about": "x" * 601}), "needs a sentence of at most 600 characters."),
        (file_of(ENTRY | {"about": "a\x1b[2J"}), "needs a sentence of at most 600 characters."),
    ],
)
def test_a_hostile_file_is_refused(data, text, told):
    (data / exhibits.FILE).write_text(text, "utf-8")
    with pytest.raises(NpsError) as caught:
        nps.exhibit("a", data=data)
    assert str(data / exhibits.FILE) in str(caught.value)
    assert told in str(caught.value)
    assert len(str(caught.value)) < 600


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("transaction", "ab" * 31),
        ("transaction", "AB" * 32),
        ("output", "ab" * 32),
        ("output", "ab" * 32 + ":" + "1" * 10),
        ("address", "bcrt1q q"),
        ("address", ""),
        ("page", "../truth/manifest.json"),
        ("page", "/etc/passwd"),
        ("page", "a//b"),
        ("page", "a\\..\\b"),
        ("page", "C:a"),
        ("page", ".hidden"),
        ("page", "a/b\n"),
        ("entity", " a"),
        ("tag", "a" * 101),
        ("tag", "\u202egab"),
    ],
)
def test_a_value_that_does_not_fit_its_kind_is_refused(kind, value):
    with pytest.raises(NpsError, match=f"^The exhibit a can't be right: no {kind} is "):
        Exhibit(value, name="a", kind=kind, about="A.")
