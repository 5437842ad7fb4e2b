import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nps_chain.errors import NpsError
from nps_chain.evidence.deconflict.group import context, mask, new_key, to_point
from tests.evidence.deconflict import edwards25519 as oracle

BOUND = context("ADP", "TCB", "2025-03-23")
ADDRESS = "bcrt1qw508d6qejxtdg4y5r3zarvary0c5xw7kygt080"
POINT = to_point(BOUND, ADDRESS)
KEY = new_key(BOUND, "ADP", "lesson")


def test_a_run_is_bound_to_protocol_pair_and_date():
    assert BOUND == (b"\x00\x16nps-chain deconflict 1\x00\x03adp\x00\x03tcb\x00\x0a2025-03-23")
    assert context("tcb", "Adp", "2025-03-23") == BOUND
    assert context("ADPT", "CB", "2025-03-23") != BOUND


@pytest.mark.parametrize("text", [ADDRESS, "", "n2DmU9gnu9MxtUHkArVuTt35LznhKXDujG"])
def test_a_point_is_the_sum_of_two_maps_of_a_hash(text):
    digest = hashlib.sha512(BOUND + text.encode()).digest()
    expected = oracle.add(oracle.from_uniform(digest[:32]), oracle.from_uniform(digest[32:]))
    assert to_point(BOUND, text) == oracle.encoded(expected)
    assert oracle.times(oracle.ORDER, expected) == oracle.NEUTRAL


def test_a_mask_is_a_multiplication():
    number = int.from_bytes(KEY, "little")
    assert 0 < number < oracle.ORDER
    expected = oracle.times(number, oracle.decoded(POINT))
    assert mask(KEY, [POINT]) == [oracle.encoded(expected)]


@settings(max_examples=25)
@given(st.text(max_size=50), st.text(max_size=8), st.text(max_size=8))
def test_two_masks_are_taken_in_any_order(text, one, other):
    a, b = new_key(BOUND, "ADP", one), new_key(BOUND, "TCB", other)
    points = [to_point(BOUND, text), POINT]
    assert mask(a, mask(b, points)) == mask(b, mask(a, points))


def test_a_key_is_random_unless_a_lesson_says_another():
    assert len({new_key(BOUND, "ADP", None) for _ in range(10)}) == 10
    other_run = context("ADP", "TCB", "2025-03-24")
    keys = [
        new_key(BOUND, "ADP", "lesson"),
        new_key(BOUND, "TCB", "lesson"),
        new_key(BOUND, "ADP", "another"),
        new_key(other_run, "ADP", "lesson"),
    ]
    assert keys[0] == KEY
    assert len(set(keys)) == 4


SMALL = oracle.small_points()


def test_the_small_points_are_eight():
    assert SMALL[0] == oracle.NEUTRAL
    assert len(set(SMALL)) == 8
    assert all(oracle.times(8, point) == oracle.NEUTRAL for point in SMALL)


@pytest.mark.parametrize(
    "data",
    [
        *(oracle.encoded(point) for point in SMALL),
        # A good point, and one of order 8, 4 or 2 with it: out of the group, though on the curve.
        *(oracle.encoded(oracle.add(oracle.decoded(POINT), point)) for point in SMALL[1:]),
        (oracle.P + 1).to_bytes(32, "little"),  # the neutral one, written in a second way
        (1 | 1 << 255).to_bytes(32, "little"),  # and in a third, with a sign that it hasn't
        (2).to_bytes(32, "little"),  # there is no such point on the curve
        bytes(32),
        b"\xff" * 32,
    ],
)
def test_what_is_no_point_of_the_group_is_refused(data):
    with pytest.raises(NpsError, match=r"^Its value 2 is no point of the group: it was damaged"):
        mask(KEY, [POINT, data, POINT])
