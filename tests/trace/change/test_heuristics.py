"""Heuristics by name, side by side, and where several agree."""

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nps_chain.errors import NpsError
from nps_chain.trace.change import (
    BACKWARD,
    FORWARD,
    HEURISTICS,
    agreement,
    answers,
    change,
    optimal_change,
    vote,
)
from nps_chain.trace.published import PUBLISHED_ERRORS
from tests.handmade import chain_of, histories
from tests.node_chain import node_chain
from tests.trace.change import oracle


def first_output(chain, *, as_of=None):
    """A heuristic of a user's own: always the first output."""
    return chain.first_output[:-1]


def test_each_heuristic_has_a_name_and_each_name_a_published_rate():
    assert set(HEURISTICS) == {*BACKWARD, *FORWARD, "vote"}
    assert set(HEURISTICS) - {"vote"} <= set(PUBLISHED_ERRORS.index)
    chain = node_chain()
    for name, heuristic in HEURISTICS.items():
        assert heuristic.__name__ == name
        assert heuristic.__doc__
        alone = heuristic(chain, as_of=chain.height)
        pd.testing.assert_series_equal(alone, change(chain, name, as_of=chain.height))
        assert (alone.name, alone.index.name, alone.dtype) == ("output", "tx", "int64")
    pd.testing.assert_series_equal(change(chain), vote(chain))


def test_every_answer_is_an_output_that_can_be_spent_of_its_transaction():
    outputs = node_chain().columns.outputs
    for answer in answers(node_chain(), HEURISTICS, as_of=node_chain().height).items():
        given_by = answer[1][answer[1] >= 0]
        assert (outputs.tx[given_by] == given_by.index).all()
        assert (outputs.address[given_by] >= 0).all()


def test_options_go_to_the_heuristic():
    chain = node_chain()
    for digits in (1, 4, 7):
        pd.testing.assert_series_equal(
            change(chain, "power_of_ten_value", digits=digits),
            change(chain, f"power_of_ten_{digits}"),
        )
    sure = change(chain, "vote", at_least=0.95)
    assert 0 < (sure >= 0).sum() < (change(chain) >= 0).sum()
    with pytest.raises(NpsError, match="The change heuristic vote has no option 'digits'"):
        change(chain, digits=3)


@pytest.mark.parametrize("name", ["legacy", "", 7, None])
def test_a_name_that_there_isnt_is_answered_with_those_that_there_are(name):
    with pytest.raises(
        NpsError, match=r"no change heuristic .*: choose from address_reuse, .*vote"
    ):
        change(node_chain(), name)


def test_a_heuristic_of_ones_own_sees_no_more_than_was_known():
    chain = chain_of("a: new -> ann 5", "b: a:0 -> bob 3, kim 2", "c: b:0 -> eve 3")
    assert change(chain, first_output).tolist() == [0, 1, 3]
    assert change(chain, first_output, as_of=1).tolist() == [0, 1]
    table = answers(chain, [first_output, "address_reuse", "vote"], as_of=1)
    assert table.columns.tolist() == ["first_output", "address_reuse", "vote"]
    assert table["first_output"].tolist() == [0, 1]
    seen = []
    change(chain, lambda known, as_of: seen.append((len(known.txs), as_of)) or [-1] * 2, as_of=1)
    assert seen == [(2, 1)]


@pytest.mark.parametrize(
    ("returned", "says"),
    [
        ([0, 1], r"of the 3 transactions.* shape \(2,\)"),
        ([0.0, 1.0, 3.0], "type float64"),
        ([0, 3, 3], "for transaction 1 with row 3, which is no output of it"),
        ([0, 1, 99], "for transaction 2 with row 99"),
        ([-2, 1, 3], "for transaction 0 with row -2"),
        ("nothing", r"shape \(\)"),
    ],
)
def test_what_a_heuristic_of_ones_own_returns_is_looked_at(returned, says):
    chain = chain_of("a: new -> ann 5", "b: a:0 -> bob 3, kim 2", "c: b:0 -> eve 3")
    with pytest.raises(NpsError, match=says):
        change(chain, lambda chain, as_of: returned)


def test_answers_stand_side_by_side_and_forward_ones_need_a_day():
    chain = node_chain()
    table = answers(chain)
    assert table.columns.tolist() == list(BACKWARD)
    assert answers(chain, "vote").columns.tolist() == ["vote"]
    assert answers(chain, optimal_change).columns.tolist() == ["optimal_change"]
    twice = answers(chain, ["meiklejohn", optimal_change, "meiklejohn"])
    assert twice.columns.tolist() == ["meiklejohn", "optimal_change"]
    assert answers(chain, []).shape == (len(chain.txs), 0)
    with pytest.raises(NpsError, match="Two heuristics have the name <lambda>"):
        answers(chain, [lambda chain, as_of: 0, lambda chain, as_of: 1])
    with pytest.raises(NpsError, match="segwit looks forward"):
        answers(chain, ["vote", "segwit"])


def agree(rows, at_least):
    """The answer that enough of them give, if nobody gives another."""
    given_by = [row for row in rows if row >= 0]
    return given_by[0] if len(given_by) >= at_least and len(set(given_by)) == 1 else -1


@settings(max_examples=40)
@given(histories(), st.integers(1, 4))
def test_agreement_is_that_of_plain_python(lines, at_least):
    chain = chain_of(*lines)
    names = ["address_reuse", "optimal_change", "power_of_ten_2", "meiklejohn"]
    expected = [agree(rows, at_least) for rows in oracle.answers(chain)[names].to_numpy()]
    assert agreement(chain, names, at_least=at_least).tolist() == expected


def test_more_that_agree_answer_less_and_err_less():
    names = ["address_type", "optimal_change", "power_of_ten_4", "meiklejohn"]
    found = [agreement(node_chain(), names, at_least=k) >= 0 for k in (1, 2, 3, 4)]
    assert [int(answer.sum()) for answer in found] == [375, 154, 32, 6]
    for more, fewer in pairwise(found):
        assert (more | ~fewer).all()


@pytest.mark.parametrize("at_least", [0, 3, 1.5, "2", None])
def test_as_many_can_agree_as_are_asked(at_least):
    with pytest.raises(NpsError, match="give how many of the 2 heuristics must agree, 1 or more"):
        agreement(node_chain(), ["meiklejohn", "address_type"], at_least=at_least)


def test_nothing_is_changed_in_the_chain():
    chain = chain_of("a: new -> ann 5", "b: a:0 -> bob 3, kim 2")
    table = answers(chain, HEURISTICS, as_of=1)
    table["vote"] = 0  # it is the user's own
    assert chain.first_output.tolist() == [0, 1, 3]
    pd.testing.assert_frame_equal(table.drop(columns="vote"), answers(
        chain, [*BACKWARD, *FORWARD], as_of=1))  # fmt: skip


@pytest.mark.parametrize("given", [None, 3, 0.5, np.array("vote")])
def test_what_is_no_list_of_heuristics_is_refused(given):
    for several in (answers, agreement):
        with pytest.raises(NpsError, match="heuristics is a list of names, from address_reuse, "):
            several(node_chain(), given)


@pytest.mark.parametrize("many", [True, 1.0, "2", None, pd.NA, [2], pd.Series([1, 2])])
def test_how_many_must_agree_is_a_whole_number(many):
    with pytest.raises(NpsError, match="give how many of the 14 heuristics"):
        agreement(node_chain(), at_least=many)


@pytest.mark.parametrize("digits", [0, 16, -1, True, 4.0, "4", None])
def test_how_round_is_a_whole_number(digits):
    with pytest.raises(NpsError, match="give how many zeros make a value round, 1 to 15"):
        change(node_chain(), "power_of_ten_value", digits=digits)
