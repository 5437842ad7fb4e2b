from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nps_chain.errors import NpsError
from nps_chain.evidence.deconflict import lists
from nps_chain.evidence.deconflict.lists import listed
from tests.evidence.deconflict.people import address, addresses

SIX = addresses(1, 2, 3, 4, 5, 6)
FRAME = pd.DataFrame({"label": list("abcdef"), "address": SIX})


@pytest.mark.parametrize(
    "given_as",
    [
        SIX,
        tuple(SIX[::-1]),
        set(SIX),
        iter(SIX),
        np.array(SIX),
        np.array(SIX, object),
        FRAME["address"],
        pd.Index(SIX),
        FRAME,
        FRAME.set_index("label"),
        SimpleNamespace(frame=FRAME),
        SIX + SIX,
        [one if one[0] in "mn" else one.upper() for one in SIX],
    ],
)
def test_a_list_comes_in_many_ways_and_reads_the_same(given_as):
    assert listed(given_as, "ADP") == sorted(SIX)


@given(st.lists(st.integers(0, 20), max_size=30), st.randoms(use_true_random=False))
def test_neither_order_nor_repetition_nor_case_counts(numbers, dice):
    texts = [address(number) for number in numbers]
    spelled = [one.upper() if one.startswith("bcrt1") and dice.random() < 0.5 else one
               for one in texts]  # fmt: skip
    dice.shuffle(spelled)
    assert listed(spelled, "ADP") == sorted(set(texts))


def test_base58_keeps_its_capitals():
    assert listed(["1BoatSLRHtKNngkdXEeobR76b53LETtpyT"], "ADP") == [
        "1BoatSLRHtKNngkdXEeobR76b53LETtpyT"
    ]
    with pytest.raises(NpsError, match=r"^Entry 1 of ADP's list, '1boats…tpyt', is refused\. "):
        listed(["1boatslrhtknngkdxeeobr76b53lettpyt"], "ADP")


@pytest.mark.parametrize(
    ("entry", "shown"),
    [
        ("bcrt1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq", "bcrt1q…qqqq"),
        (SIX[0][:-1], f"{SIX[0][:6]}…{SIX[0][-5:-1]}"),
        ("script:3318537dfb3135df", "script…35df"),
        ("", ""),
        ("L5nJeqKmpHp4P7F8ZYyjwc5a7P4d8EabuGAzfGJk7yC1BJyzNaEd", "L5nJeq…NaEd"),
        ("a\u202eb<b>", "a�b<b>"),
        (None, ""),
        (float("nan"), ""),
        (b"bytes", ""),
        (["a list"], ""),
    ],
)
def test_an_entry_that_is_no_address_is_told_by_its_place(entry, shown):
    with pytest.raises(NpsError) as told:
        listed([*SIX, entry, *SIX], "TCB")
    assert str(told.value).startswith(f"Entry 7 of TCB's list, '{shown}', is refused. ")


def test_an_address_of_another_network_is_refused_if_one_is_asked_for():
    mixed = [*SIX, address(2, "main")]
    assert len(listed(mixed, "ADP")) == 7
    with pytest.raises(NpsError) as told:
        listed(mixed, "ADP", "regtest")
    assert str(told.value) == (
        "Entry 7 of ADP's list, 'bc1qqq…lhsa', is refused. It is an address of main, not of"
        " regtest."
    )


@pytest.mark.parametrize("given_as", ["bcrt1q", b"bcrt1q", 7, None, {"address": SIX}])
def test_what_is_no_list_is_refused(given_as):
    with pytest.raises(NpsError, match=r"^ADP's list is no list of addresses \(\w+\): give a list"):
        listed(given_as, "ADP")


def test_a_table_needs_its_column():
    with pytest.raises(NpsError) as told:
        listed(FRAME.rename(columns={"address": "Address"}), "ADP")
    assert str(told.value) == ("ADP's table has no column 'address': name that of the addresses.")


def test_a_list_that_is_too_long_is_not_read_to_its_end():
    assert len(listed(SIX, "ADP", most=6)) == 6
    with pytest.raises(NpsError) as told:
        listed([*SIX, *SIX, address(7), "no address"], "ADP", most=6)
    assert str(told.value) == (
        "ADP's list has more than 6 addresses, the most that are compared. A longer list searches"
        " the other's, and doesn't compare."
    )


def test_no_more_is_read_than_is_said(monkeypatch):
    monkeypatch.setattr(lists, "LONGEST", 8)
    assert listed(SIX + SIX[:2], "ADP") == sorted(SIX)

    def endless():
        while True:
            yield SIX[0]

    with pytest.raises(NpsError, match=r"^ADP's list has more than 8 entries: shorten it\.$"):
        listed(endless(), "ADP")
