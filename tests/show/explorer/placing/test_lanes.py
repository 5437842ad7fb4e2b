from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from nps_chain.show.explorer.placing.lanes import allot, nearest


def tree(*pairs):
    beside = {}
    for one, other in pairs:
        beside.setdefault(one, []).append(other)
        beside.setdefault(other, []).append(one)
    return beside


def test_children_stand_round_their_parent_in_their_order():
    columns = {"root": 0, "a": 1, "b": 1, "c": 1}
    beside = tree(("root", "a"), ("root", "b"), ("root", "c"))
    assert allot(columns, beside, {}, "root") == {"root": 0, "a": -1, "b": 0, "c": 1}


def test_what_is_left_out_stands_after_its_siblings():
    columns = {"root": 0, "rest": 1, "b": 1, "c": 1}
    beside = tree(("root", "rest"), ("root", "b"), ("root", "c"))
    lanes = allot(columns, beside, {}, "root", last=["rest"])
    assert lanes == {"root": 0, "b": -1, "c": 0, "rest": 1}


def test_lines_of_two_branches_do_not_cross():
    columns = {"root": 0, "a": 1, "b": 1, "b1": 2, "b2": 2, "a1": 2, "a2": 2}
    pairs = [("root", "a"), ("root", "b"), ("b", "b1"), ("b", "b2"), ("a", "a1"), ("a", "a2")]
    lanes = allot(columns, tree(*pairs), {}, "root")
    assert lanes["a"] < lanes["b"]
    assert max(lanes["a1"], lanes["a2"]) < min(lanes["b1"], lanes["b2"])


def test_new_ones_take_free_lanes_near_their_neighbour_and_the_others_stay():
    columns = {"root": 0, "a": 1, "b": 1, "new": 1, "newer": 1}
    beside = tree(("root", "a"), ("root", "b"), ("root", "new"), ("root", "newer"))
    lanes = allot(columns, beside, {"root": 5, "a": 5, "b": 6, "gone": 4}, "root")
    assert lanes == {"root": 5, "a": 5, "b": 6, "new": 4, "newer": 7}


def test_of_two_that_were_given_one_place_the_first_keeps_it():
    columns = {"a": 0, "b": 0, "c": 1}
    assert allot(columns, {}, {"a": 3, "b": 3, "c": 3}, "a") == {"a": 3, "b": 0, "c": 3}


def test_what_hangs_on_nothing_finds_a_place_too():
    lanes = allot(dict.fromkeys("abcd", 0), {}, {}, "c")
    assert lanes == {"c": 0, "a": -1, "b": 1, "d": -2}


@given(
    st.lists(st.integers(-8, 8).map(lambda half: half / 2), min_size=1, max_size=4).map(sorted),
    st.sets(st.integers(-4, 4), max_size=4),
)
def test_the_nearest_free_lanes_are_those_that_trying_all_finds(wanted, taken):
    free = [lane for lane in range(-14, 15) if lane not in taken]

    def place(want):
        """Among the free lanes; in between if it isn't one."""
        below = max(k for k, lane in enumerate(free) if lane <= want)
        return below + (want - free[below]) / (free[below + 1] - free[below])

    def far(lanes):
        return sum(
            (place(lane) - place(want)) ** 2 for lane, want in zip(lanes, wanted, strict=True)
        )

    found = nearest(wanted, taken)
    near = [lane for lane in free if -9 < lane < 9]
    assert found == sorted(set(found) - taken)
    assert far(found) <= min(map(far, combinations(near, len(wanted)))) + 1e-9
