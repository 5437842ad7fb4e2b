"""Reading answers: generous about the type, strict about the content, never an error of Python."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nps_chain.chain.store import load
from nps_chain.course import answers
from nps_chain.course.answers import Unreadable, like, open_still
from nps_chain.exhibits import Exhibit
from tests.course.hostile import HOSTILE

BASE58 = "mipcBbFg9gMiCh81Kj8tqqdgoZub1ZJRfn"
BECH32 = "bcrt1qw508d6qejxtdg4y5r3zarvary0c5xw7kygt080"
TXID = "ab" * 32


def same(right, answer):
    return like(right, answer) == like(right, right)


def expected_of(right, answer):
    """Return what is said of an answer that can't be read."""
    with pytest.raises(Unreadable) as told:
        like(right, answer)
    return str(told.value)


@pytest.fixture(scope="module")
def chain():
    return load("core-regtest")


@pytest.mark.parametrize(
    "answer",
    [
        1200,
        1200.0,
        np.int64(1200),
        np.uint32(1200),
        np.float64(1200),
        np.array(1200),
        np.array([1200]),
        pd.Series([1200]),
        pd.DataFrame({"value": [1200]})["value"],
        [1200],
        {1200},
        Decimal("1200"),
        "1200",
        " 1 200 ",
        "1,200",
        "1_200",
        "1'200",
        "1\u202f200",
        "1200 satoshi",
        "1200 %",
        "+1200",
        "1200,0",
    ],
)
def test_a_number_is_right_in_any_type_and_spelling(answer):
    assert same(1200, answer)


def test_a_number_may_have_points_between_thousands_if_there_are_two():
    assert same(1_250_000, "1.250.000")
    assert not same(1_250, "1.250")


@pytest.mark.parametrize("answer", [1201, 1200.5, -1200, "1200,5", 0, Decimal("1200.00000001")])
def test_a_number_is_wrong_if_it_differs_at_all(answer):
    assert not same(1200, answer)


@pytest.mark.parametrize(
    "answer",
    [
        "12 00",
        "1,2,0,0",
        "1200 or so",
        "",
        True,
        np.True_,
        float("nan"),
        float("inf"),
        "NaN",
        "sNaN",
        "1e999999999",
        "0e-999999999",
        pd.NA,
        pd.NaT,
        1j,
        b"1200",
        Fraction(1, 3),
        date(2025, 1, 1),
    ],
)
def test_what_is_no_number_is_told_so(answer):
    assert expected_of(1200, answer) == answers.NUMBER


@pytest.mark.parametrize("answer", [[1200, 1200], [], {}, pd.Series([], dtype=int), range(5)])
def test_a_list_in_the_place_of_a_number_is_told_how_to_count_it(answer):
    assert expected_of(1200, answer) == answers.NO_LIST


def test_a_number_written_with_commas_is_a_list_in_python_and_told_so():
    assert expected_of(1_250_000, (1, 250, 0)) == answers.COMMAS


@pytest.mark.parametrize(
    "answer",
    [
        "change",
        " Change ",
        "CHANGE",
        "chan ge",
        np.str_("change"),
        ["change"],
        pd.Series(["change"]),
    ],
)
def test_a_word_is_right_in_any_case_and_type(answer):
    assert same("change", answer)


def test_case_counts_only_where_a_text_has_both_as_base58_has():
    assert same(BASE58, f" {BASE58}\n")
    assert not same(BASE58, BASE58.lower())
    assert same(BECH32, BECH32.upper())
    assert same("AB12 " * 10, "ab12" * 10)  # the fingerprint of a key
    assert same("The vendor moved to another market", "the vendor moved to another market")


def test_views_and_coins_stand_for_their_names(chain):
    tx = chain.tx(200)
    coin = tx.outputs[0]
    assert same(tx.txid, tx)
    assert same(coin.address, coin)
    assert same(coin.address, chain.address(coin.address))
    assert same(chain.block(3).hash, chain.block(3))
    assert same(3, chain.block(3))
    assert same(coin.value, coin)
    assert same({tx.txid, chain.tx(201).txid}, [chain.tx(201), tx])
    assert same([coin.address], [coin])
    assert same({coin.address}, coin)


def test_an_exhibit_stands_for_its_value():
    exhibit = Exhibit(TXID, name="ADP-1", kind="transaction", about="A purchase.")
    assert same(TXID, exhibit)
    assert type(like(TXID, exhibit)) is str


@pytest.mark.parametrize("answer", [True, np.True_, "yes", "Yes", "TRUE", [True]])
def test_yes_may_be_written_as_true(answer):
    assert same("yes", answer)
    assert same(True, answer)
    assert not same("no", answer)
    assert not same(False, answer)


@pytest.mark.parametrize("answer", [1, 0, "perhaps", None, ..., [], b"yes"])
def test_what_is_neither_true_nor_false_is_no_answer_to_it(answer):
    with pytest.raises(Unreadable):
        like(True, answer)


def test_a_day_may_be_a_date_or_a_time():
    assert same("2025-03-23", date(2025, 3, 23))
    assert same("2025-03-23", pd.Timestamp("2025-03-23 07:00", tz="UTC"))
    assert not same("2025-03-23", date(2025, 3, 24))


def test_digits_may_be_a_number_where_a_text_is_right():
    assert same("4", 4)
    assert expected_of("four", 4) == answers.TEXT


@pytest.mark.parametrize(
    "answer",
    [
        {"a", "b"},
        ["b", "a", "a"],
        ("a", "b"),
        np.array(["a", "b"]),
        np.array([["a"], ["b"]]),
        pd.Series(["b", "a"]),
        pd.Index(["a", "b"]),
        pd.DataFrame({"letter": ["a", "b"]}),
        {"a": 1, "b": 2},
        "a, b",
        "A B",
        (letter for letter in "ab"),
    ],
)
def test_a_set_is_right_in_any_type_and_order(answer):
    assert same({"a", "b"}, answer)


def test_a_set_of_names_with_spaces_may_be_one_text_with_commas():
    assert same({"Salt Meadow", "Tin Harbour"}, "tin harbour, salt meadow")


def test_a_set_of_numbers_takes_numpy_and_texts():
    assert same({1, 2}, np.array([2, 1]))
    assert same({1, 2}, "1 2")


def test_a_list_must_be_in_order_and_a_set_has_none():
    assert same(["a", "b"], ("a", "b"))
    assert not same(["a", "b"], ["b", "a"])
    assert expected_of(["a", "b"], {"a", "b"}) == answers.ORDER


def test_a_list_may_hold_several_kinds():
    assert same(["exchange", 3, True], ["Exchange", 3.0, "yes"])


def test_a_whole_table_is_told_to_be_one_column():
    table = pd.DataFrame({"address": ["a"], "value": [1]})
    assert expected_of({"a"}, table) == answers.COLUMN


def test_a_function_is_told_to_be_called():
    assert expected_of(5, len) == expected_of("a", str.lower) == answers.CALL_IT


def test_none_is_like_none_alone():
    assert like(None, None) is None
    for answer in (0, "", False, []):
        with pytest.raises(Unreadable):
            like(None, answer)


@pytest.mark.parametrize("right", [1.5, b"bytes", {}, object()])
def test_an_exercise_that_asks_for_another_kind_is_our_own_mistake(right):
    with pytest.raises(TypeError, match="no exercise can ask"):
        like(right, 5)


@pytest.mark.parametrize("answer", [..., None, "", " ... ", [...], [..., ...], (...,)])
def test_an_exercise_left_alone_is_still_open(answer):
    assert open_still(answer)


@pytest.mark.parametrize("answer", [0, False, [], {}, set(), [..., 1], "a", np.array([])])
def test_whatever_was_written_is_an_answer(answer):
    assert not open_still(answer)


def test_a_part_left_open_is_told_so():
    assert expected_of(["a", "b"], ["a", ...]) == answers.STILL_OPEN


RIGHT = {
    "number": 5,
    "text": "word",
    "truth": True,
    "texts": {"a", "b"},
    "list": ["a", 5],
    "numbers": {1, 2},
    "none": None,
}


def read_or_told(right, answer):
    """Return an answer as it was read, or the sentence that says why it can't be."""
    open_still(answer)
    try:
        return like(right, answer), ""
    except Unreadable as error:
        return None, str(error)


@pytest.mark.parametrize("kind", RIGHT)
@pytest.mark.parametrize("name", HOSTILE)
def test_reading_returns_plain_values_or_says_in_a_sentence_why_not(kind, name):
    read, told = read_or_told(RIGHT[kind], HOSTILE[name]())
    assert told.endswith(".") or type(read) in (int, str, bool, Decimal, tuple, frozenset)
    assert told or read != like(RIGHT[kind], RIGHT[kind])
    assert hash(read) is not None


PLAIN = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.binary()
    | st.complex_numbers()
    | st.decimals()
    | st.fractions()
    | st.datetimes()
    | st.just(...)
    | st.sampled_from(sorted(HOSTILE)).map(lambda name: HOSTILE[name]()),
    lambda inner: (
        st.lists(inner)
        | st.tuples(inner, inner)
        | st.dictionaries(st.text(), inner)
        | st.frozensets(st.text() | st.integers())
    ),
    max_leaves=10,
)


@given(st.sampled_from(sorted(RIGHT)), PLAIN)
def test_whatever_is_read_can_be_compared(kind, answer):
    read, told = read_or_told(RIGHT[kind], answer)
    assert told or read in (like(RIGHT[kind], RIGHT[kind]), read)


@given(st.integers(-(10**18), 10**18))
def test_a_whole_number_is_read_back_from_its_spellings(number):
    for spelled in (f"{number}", f"{number:,}", f"{number:_}", f"{number:,}".replace(",", " ")):
        assert like(5, spelled) == number
