from math import comb

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nps_chain.trace.coinjoin import partitions as module
from nps_chain.trace.coinjoin.groups import groups, how_many
from nps_chain.trace.coinjoin.partitions import TooMuchWork, partitions
from nps_chain.trace.coinjoin.perfect import perfect
from tests.trace.coinjoin.one_by_one import one_by_one, set_partitions

WORK = {"limit": 10**9, "seconds": 600.0}


@st.composite
def values(draw, most=5):
    """Inputs and outputs with many of the same value, or with few."""
    top = draw(st.sampled_from([2, 4, 12, 100]))
    coins = st.lists(st.integers(1, top), min_size=1, max_size=most)
    inputs, outputs = draw(coins), draw(coins)
    short = sum(outputs) - sum(inputs)
    return inputs + [short] * (short > 0), outputs


def test_groups_are_all_choices_of_coins_that_can_be_told_apart():
    found = groups([5, 7, 5])
    assert found.values == (7, 5)
    assert found.many == (1, 2)
    assert found.total.tolist() == [0, 7, 5, 12, 10, 17]
    assert found.size.tolist() == [0, 1, 1, 2, 2, 3]
    assert found.top.tolist() == [-1, 0, 1, 1, 1, 1]
    assert len(found.total) == how_many([5, 7, 5]) == 6


@given(st.lists(st.integers(1, 6), min_size=1, max_size=9))
def test_one_subtraction_tells_whether_a_group_is_part_of_another(coins):
    found = groups(coins)
    ranks = range(found.last + 1)
    digits = (found.packed[:, np.newaxis] >> found.shift) & found.mask
    assert (digits @ np.array(found.values) == found.total).all()
    assert (digits @ found.stride == list(ranks)).all()
    for whole in ranks:
        spare = ((found.packed[whole] | found.spare) - found.packed) & found.spare
        assert ((spare == found.spare) == (digits <= digits[whole]).all(axis=1)).all()


@settings(max_examples=70)
@given(values(), st.integers(0, 3), st.integers(0, 5))
def test_partitions_are_those_visited_one_by_one(coins, gain, loss):
    number, links = partitions(*coins, gain=gain, loss=loss, **WORK)
    assert (number, links.tolist()) == one_by_one(*coins, gain, loss)


@settings(max_examples=50)
@given(coins=values(most=4), gain=st.integers(0, 3), loss=st.integers(0, 5))
def test_integers_of_any_size_give_the_same(coins, gain, loss):
    quick = partitions(*coins, gain=gain, loss=loss, **WORK)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_SAFE", 0)  # no count is safe in 64 bits
        number, links = partitions(*coins, gain=gain, loss=loss, **WORK)
    assert number == quick[0]
    assert links.tolist() == quick[1].tolist()


@settings(max_examples=50)
@given(coins=values(), gain=st.integers(0, 3), loss=st.integers(0, 5))
def test_looking_only_at_what_can_still_be_paid_gives_the_same(coins, gain, loss):
    quick = partitions(*coins, gain=gain, loss=loss, **WORK)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_LONG_RUN", 0)
        number, links = partitions(*coins, gain=gain, loss=loss, **WORK)
    assert number == quick[0]
    assert links.tolist() == quick[1].tolist()


@pytest.mark.parametrize("integers", ["64 bits", "of any size"])
def test_dust_may_be_paid_by_anyone(integers, monkeypatch):
    """Every block can pay all outputs, so each output is free to choose among the blocks."""
    if integers == "of any size":
        monkeypatch.setattr(module, "_SAFE", 0)
    inputs, outputs = [10**6 + k for k in range(5)], [2**k for k in range(7)]
    number, links = partitions(inputs, outputs, **WORK)
    blocks = [len(set(of_input)) for of_input in set_partitions(len(inputs))]
    assert number == sum(many ** len(outputs) for many in blocks)
    assert (links == links[0, 0]).all()
    # With one block of one input and k others left, that block has the output and any others.
    assert links[0, 0] == sum(many ** (len(outputs) - 1) for many in blocks)


@pytest.mark.parametrize(
    ("many", "each"), [(13, 1), (14, 1), (15, 1), (16, 1), (30, 1), (3, 19), (10, 5), (6, 9)]
)
def test_equal_coins_are_counted_within_64_bits_and_beyond(many, each):
    number, links = partitions([7 * each] * many, [7] * (each * many), **WORK)
    assert number == perfect(many, each * many)
    # A given input and output share a block with k - 1 other inputs, and as many times the others.
    assert links[-1, -1] == 1 + sum(
        comb(many - 1, k - 1) * comb(each * many - 1, each * k - 1)
        * perfect(many - k, each * (many - k))
        for k in range(1, many)
    )  # fmt: skip
    assert (links == links[0, 0]).all()


@pytest.mark.parametrize(
    ("inputs", "outputs", "reason"),
    [
        ([1] * 251, [1] * 2, "the limit is 250 inputs"),
        (
            range(1, 22),
            [1, 2],
            r"inputs can be grouped in about 2\^21 ways, the limit is 2\^20",
        ),
        ([2**40] * 2, [2**k for k in range(21)], r"the outputs can be grouped in about 2\^21 ways"),
        (
            [10**6 + k for k in range(12)],
            [2**k for k in range(14)],
            f"{4094 * 2**14 + 2:,} pairs of groups can balance, the limit is 16,777,216",
        ),
    ],
)
def test_what_is_too_large_is_refused_at_sight(inputs, outputs, reason):
    with pytest.raises(TooMuchWork, match=reason):
        partitions(list(inputs), outputs, limit=0, seconds=0.0)


@pytest.mark.parametrize("safe", [2**62, 0])
def test_the_limit_is_in_steps_and_falls_at_the_same_step(safe, monkeypatch):
    monkeypatch.setattr(module, "_SAFE", safe)
    coins = [9, 8, 7, 5], [9, 6, 4, 2, 1]
    expected = one_by_one(*coins)

    def enough(limit):
        try:
            number, links = partitions(*coins, limit=limit, seconds=600.0)
        except TooMuchWork:
            return False
        return (number, links.tolist()) == expected

    needed = next(limit for limit in range(0, 10_000) if enough(limit))
    assert needed > 10
    with pytest.raises(TooMuchWork, match=f"more than {needed - 1:,} steps"):
        partitions(*coins, limit=needed - 1, seconds=600.0)
    assert enough(needed + 1)
    assert enough(10**12)


def test_time_is_limited_too():
    with pytest.raises(TooMuchWork, match="more than 0 seconds on this machine"):
        partitions([9, 8], [5, 4], limit=10**9, seconds=0)
