import pandas as pd
import pytest

import nps_chain as nps
from nps_chain.show.explorer.known.tags_known import LABEL, MOST, Tag, TagsKnown
from tests.handmade import address_of, chain_of

CHAIN = chain_of("a: new -> ann 50", "b: a:0 -> bob 30, ann 20", "c: b:0 -> eve 30")
ANN, BOB, EVE = address_of("ann"), address_of("bob"), address_of("eve")


def tags(*rows, columns=("address", "label"), **others):
    frame = pd.DataFrame(rows, columns=list(columns), dtype=object)
    return TagsKnown(CHAIN, frame.assign(**others))


def labels(known, address, as_of=2):
    return [tag.label for tag in known.of(CHAIN.address(address).row, as_of)]


def test_a_tag_is_told_with_all_that_stands_beside_it():
    known = tags(
        (ANN, "Tin Harbour", "exchange", "register, 2025-03-01", 0.5, 1),
        (BOB, "bob", "user", None, "heuristic", None),
        columns=("address", "label", "kind", "source", "confidence", "height"),
    )
    assert known.of(0, 1) == (Tag("Tin Harbour", "exchange", "register, 2025-03-01", "0.5", 1),)
    assert known.of(1, 0) == (Tag("bob", "user", "", "heuristic", -1),)
    assert known.of(2, 2) == ()
    assert known.have_kinds
    assert known.notes == ()


def test_an_address_and_a_label_are_enough_and_category_is_a_kind():
    assert tags((ANN, "x")).of(0, 2) == (Tag("x", "", "", "", -1),)
    assert not tags((ANN, "x")).have_kinds
    known = tags((ANN, "x"), category="mixing_service")
    assert known.of(0, 2) == (Tag("x", "mixing_service", "", "", -1),)
    assert tags((ANN, "x"), kind="a", category="b").of(0, 2)[0].kind == "a"


def test_who_says_so_stands_before_the_source():
    known = tags((ANN, "x", "ADP", "book"), (ANN, "y", "ADP", None), (ANN, "z", None, "book"),
                 columns=("address", "label", "creator", "source"))  # fmt: skip
    assert [tag.source for tag in known.of(0, 2)] == ["ADP, book", "ADP", "book"]


def test_mentions_and_events_name_nobody():
    known = tags((ANN, "x", "mention"), (ANN, "y", "actor"), (ANN, "z", None), (BOB, "w", "event"),
                 columns=("address", "label", "tag_type"))  # fmt: skip
    assert (labels(known, ANN), labels(known, BOB)) == (["y", "z"], [])
    assert known.notes == ("2 tags passed over: it doesn't say whose the address is.",)


def test_what_has_a_frame_of_tags_is_as_good_as_the_frame(tmp_path):
    (tmp_path / "a.yaml").write_text(
        f"""
title: A pack
creator: ADP
network: REGTEST
currency: BTC
category: exchange
source: register
tags:
- {{address: {ANN}, label: Halvern, confidence: authority_data, lastmod: 2023-11-14}}
- {{address: {BOB}, label: Owl, confidence: heuristic, lastmod: 2023-11-15}}
"""
    )
    known = TagsKnown(CHAIN, nps.tags(tmp_path))
    assert known.of(0, 2) == (Tag("Halvern", "exchange", "ADP, register", "authority_data", 0),)
    assert (known.of(1, 2), known.of(1, 3)) == (
        (), (Tag("Owl", "exchange", "ADP, register", "heuristic", 3),),
    )  # fmt: skip
    assert known.notes == ("1 tag not shown: known only after the last block, 2.",)


def test_no_tag_is_told_before_it_was_known():
    known = tags(
        (ANN, "always", None, None), (ANN, "from 1", 1, None), (ANN, "from 2", None, "2023-11-15"),
        (ANN, "never", 99, None), (BOB, "never", 0, "2099-01-01"),
        columns=("address", "label", "height", "date"),
    )  # fmt: skip
    assert [labels(known, ANN, height) for height in (-1, 0, 1, 2)] == [
        ["always"], ["always"], ["always", "from 1"], ["always", "from 1"],
    ]  # fmt: skip
    assert labels(known, BOB) == []
    assert known.notes == ("3 tags not shown: known only after the last block, 2.",)
    assert labels(known, ANN, 3) == ["always", "from 1", "from 2"]


def test_addresses_are_taken_as_they_are_pasted():
    known = tags((f" {ANN}\n", "blanks"), (ANN.upper(), "capitals"), (EVE, "as it is"))
    assert labels(known, ANN) == ["blanks", "capitals"]
    assert labels(known, EVE) == ["as it is"]


def test_what_is_no_tag_is_passed_over_and_counted():
    known = tags(
        (ANN, None), (ANN, "  "), (BOB, float("nan")), (BOB, ["Bob"]), (BOB, "Bob"),
        ("bcrt1qnobody", "x"), (None, "x"), (7, "x"), ("\ud800", "x"), (EVE * 5000, "x"),
    )  # fmt: skip
    assert labels(known, ANN) == []
    assert labels(known, BOB) == ["Bob"]
    assert known.notes == (
        "5 tags passed over: the address is not in this chain.",
        "4 tags passed over: the label is no text.",
    )


def test_a_kind_stands_for_a_label_that_is_missing_and_a_number_is_a_label():
    known = tags((ANN, None, "vendor"), (ANN, 42, None), columns=("address", "label", "kind"))
    assert known.of(0, 2) == (Tag("vendor", "vendor", "", "", -1), Tag("42", "", "", "", -1))


def test_hostile_texts_come_out_short_and_harmless():
    evil = "<script>alert(1)</script>\u202e\x00\n" + "x" * 10_000
    known = tags((ANN, evil), kind=evil, source=evil, confidence=evil)
    (tag,) = known.of(0, 2)
    assert tag.label == "<script>alert(1)</script>� " + "x" * 52 + "…"
    assert [len(text) for text in tag[:4]] == [LABEL, 40, 200, 40]
    assert not {"\u202e", "\x00", "\n"} & set("".join(tag[:4]))


def test_a_date_that_cannot_be_read_is_told():
    known = tags((ANN, "x", "soon"), (BOB, "y", None), columns=("address", "label", "date"))
    assert labels(known, ANN, -1) == ["x"]
    assert known.notes == ("1 tag shown at every height: the height or date can't be read.",)


def test_of_one_address_only_the_first_are_shown():
    many = [(ANN, f"label {n}", n % 2) for n in range(1000)]
    known = tags(*many, columns=("address", "label", "height"))
    assert labels(known, ANN, 0) == [f"label {2 * n}" for n in range(MOST)]
    assert labels(known, ANN, 1) == [f"label {n}" for n in range(MOST)]
    assert known.notes == ("950 tags not shown: of one address only the first 50 are.",)


def test_those_that_have_tags_are_picked_out_of_few_and_of_many():
    known = tags((EVE, "x", 9), (ANN, "y", 0), (EVE, "z", 0), (BOB, None, 0),
                 columns=("address", "label", "height"))  # fmt: skip
    ann, bob, eve = (CHAIN.address(one).row for one in (ANN, BOB, EVE))
    assert known.among([eve]) == [eve]
    assert known.among([bob]) == known.among([]) == []
    assert known.among([eve, bob, ann]) == [eve, ann]


@pytest.mark.parametrize("given", [None, [ANN], pd.DataFrame({"address": [ANN]})])
def test_what_is_no_frame_of_tags_is_refused(given):
    with pytest.raises(nps.NpsError, match=r"Tags (are a frame with|need) the columns address and"):
        TagsKnown(CHAIN, given)


def test_odd_frames_are_read_all_the_same():
    frame = pd.DataFrame({"address": [ANN, BOB], "label": pd.Categorical(["x", "y"])}, index=[5, 5])
    twice = pd.concat([frame, frame[["label"]]], axis=1)
    for given in (frame, twice, frame.convert_dtypes()):
        known = TagsKnown(CHAIN, given)
        assert (labels(known, ANN), labels(known, BOB)) == (["x"], ["y"])
    assert TagsKnown(CHAIN, frame[:0]).notes == ()


def test_what_is_done_to_the_frame_later_changes_nothing():
    frame = pd.DataFrame({"address": [ANN], "label": ["x"], "source": ["one"]})
    known = TagsKnown(CHAIN, frame)
    frame.loc[0] = [BOB, "y", "another"]
    assert known.of(0, 2) == (Tag("x", "", "one", "", -1),)
