"""What a user may hand to a taint by mistake, and what a user may do to its result."""

import numpy as np
import pandas as pd
import pytest

from nps_chain.errors import NpsError
from nps_chain.trace.taint import POLICIES, compare_policies, taint
from tests.handmade import address_of, chain_of

CHAIN = chain_of("a: new -> ann 60, bob 40", "b: a:0 a:1 -> kim 50, lee 50")
ODD = (
    None, "x", 1.5, -1, 7, True, np.nan, pd.NA, b"\x00", object(), [None], [1.5], [True, False],
    np.array([True, False, False, False]), np.array(9), np.array([[0.5], [1.0]]), [[0], [1]],
    pd.Series([True, False]), pd.Series([0.0, 1.0]), pd.Series([0, None], dtype="Int64"),
    pd.DataFrame({"q": [0]}), pd.DataFrame({"output": [0.0]}), 10**30,
)  # fmt: skip


def test_a_source_that_is_none_is_refused_in_a_sentence():
    for odd in (*ODD, [], np.array([]), pd.DataFrame(), pd.Series(dtype="int64")):
        for backward in (False, True):
            with pytest.raises(NpsError):
                taint(CHAIN, odd, None, backward=backward)
        with pytest.raises(NpsError):
            compare_policies(CHAIN, odd, None)


def test_a_stop_that_is_none_is_refused_in_a_sentence():
    for odd in ODD:
        if odd is None or isinstance(odd, str):  # to stop nowhere; an address that isn't here
            continue
        with pytest.raises(NpsError):
            taint(CHAIN, 0, odd)
        with pytest.raises(NpsError):
            compare_policies(CHAIN, 0, odd)


def is_number(odd):
    return type(odd) is int


def test_options_of_no_sense_are_refused():
    for odd in ODD:
        for option in ("policy", "fees"):
            with pytest.raises(NpsError, match=r"policy|fees is"):
                taint(CHAIN, 0, None, **{option: odd})
        if odd is not True:
            with pytest.raises(NpsError, match="backward is"):
                taint(CHAIN, 0, None, backward=odd)
        if not (odd is None or is_number(odd) or isinstance(odd, bool | np.ndarray)):
            with pytest.raises(NpsError, match="height"):
                taint(CHAIN, 0, None, as_of=odd)


def test_questions_of_no_sense_are_refused():
    for found in (taint(CHAIN, 2, None, backward=backward) for backward in (False, True)):
        for odd in ODD:
            with pytest.raises(NpsError):
                found.explain(odd)
            if not is_number(odd):
                with pytest.raises(NpsError, match="paths is"):
                    found.explain(2, paths=odd)
        for odd in (0, -1):
            with pytest.raises(NpsError, match="paths is"):
                found.explain(2, paths=odd)
        assert repr(found.explain(2, paths=np.uint8(1))) == repr(found.explain(2, paths=1))


def test_numbers_of_numpy_and_pandas_are_numbers():
    plain = taint(CHAIN, [0, 1], [2], as_of=1)
    for source, stop, height in (
        (np.array([1, 0], np.uint8), np.array([2]), np.int64(1)),
        (np.array([[0], [1]]), np.array([[2]]), 1),
        (pd.Series([0, 1], [5, 5], dtype="Int64"), pd.Series([2], dtype="Int64"), np.uint8(1)),
        ((row for row in (0, 1)), (row for row in [np.int8(2)]), 1),
        ({0: "x", 1: "y"}, {2}, 1),
        (pd.DataFrame({"output": pd.array([0, 1], "Int64")}), pd.Index([2]), 1),
    ):
        found = taint(CHAIN, source, stop, as_of=height)
        pd.testing.assert_frame_equal(found.frame, plain.frame)
        assert repr(found) == repr(plain)
    assert taint(CHAIN, np.array(0), np.array(2)).total.equals(taint(CHAIN, 0, 2).total)


@pytest.mark.parametrize("backward", [False, True])
@pytest.mark.parametrize("policy", POLICIES)
def test_what_is_done_to_a_result_stays_out_of_it(policy, backward):
    source = np.array([0, 3])
    found = taint(CHAIN, source, address_of("kim"), policy=policy, backward=backward)
    before, shown, total = found.frame.copy(), repr(found), found.total.copy()
    frame = found.frame
    frame["note"] = "mine"
    frame.loc[:, "tainted"] = 0
    sums = found.total
    sums.pop("source")
    sums[:] = -1
    for numbers in (found.amounts, found.outputs, found.sources, found.stops):
        with pytest.raises(ValueError, match="read-only"):
            numbers[:] = 0
    source[:] = 1  # the caller's own
    told = found.explain(3)
    ways = told.frame
    ways.loc[:, "amount"] = 0
    assert (told.frame["amount"] > 0).all()
    pd.testing.assert_frame_equal(found.frame, before)
    pd.testing.assert_series_equal(found.total, total)
    assert repr(found) == shown
    assert CHAIN.outputs["value"].tolist() == [60, 40, 50, 50]


def test_what_is_done_to_a_comparison_stays_out_of_it():
    found = compare_policies(CHAIN, 0, None)
    before = found.frame.copy(), found.outputs.copy()
    frame, outputs = found.frame, found.outputs
    frame.loc[:, "unspent"] = 0
    outputs.loc[:, "fifo"] = 0
    pd.testing.assert_frame_equal(found.frame, before[0])
    pd.testing.assert_frame_equal(found.outputs, before[1])
