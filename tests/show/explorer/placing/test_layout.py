from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings

from nps_chain.show.explorer.placing.layout import place
from nps_chain.show.explorer.placing.measures import LANE, Box, boxes, breadth
from tests.show.explorer.sketch import LANES, drawings, sketch

CHAIN = sketch("t1: a1 -> a2 a3", "t2: a2 -> a4", "t9: a3 a4 -> a5", begin="a1")


def from_left(placed):
    """The names in each column, from left to right."""
    columns = {}
    for name, (x, _) in placed.positions.items():
        columns.setdefault(x, set()).add(name)
    return [columns[x] for x in sorted(columns)]


def meet(one, other):
    return (
        one.left < other.right
        and other.left < one.right
        and one.top < other.bottom
        and other.top < one.bottom
    )


def test_time_goes_to_the_right_and_branches_are_beneath_each_other():
    placed = place(CHAIN, {})
    assert from_left(placed) == [{"a1"}, {"t1"}, {"a2", "a3"}, {"t2"}, {"a4"}, {"t9"}, {"a5"}]
    assert placed.positions["a1"] == (0, 0)
    assert {name for name, lane in placed.lanes.items() if lane == -1} == {"a2", "t2", "a4"}
    assert {name for name, lane in placed.lanes.items() if lane == 0} == {
        "a1",
        "t1",
        "a3",
        "t9",
        "a5",
    }
    assert [label for _, label in placed.columns] == [
        "2025-01-01 01:00",
        "2025-01-01 02:00",
        "2025-01-01 09:00",
    ]
    assert [x for x, _ in placed.columns] == [
        placed.positions[name][0] for name in ("t1", "t2", "t9")
    ]


def test_where_it_began_is_in_the_middle_and_what_came_before_to_the_left():
    drawn = sketch("t1: a1 -> a3", "t2: a2 -> a3", "t4: a3 -> a5 a6 a7", begin="a3")
    placed = place(drawn, {})
    assert placed.positions["a3"] == (0, 0)
    assert placed.positions["t1"][0] < 0 < placed.positions["t4"][0]
    assert sorted(placed.lanes[name] for name in ("a5", "a6", "a7")) == [-1, 0, 1]


def test_a_line_goes_straight_in_its_lane_where_nothing_stands():
    placed = place(CHAIN, {})
    assert placed.lanes["a3"] == placed.lanes["t9"] == 0
    assert placed.bends == {}


def test_a_line_to_another_lane_leaves_its_own_when_it_is_past_all_nodes():
    placed = place(CHAIN, {"a2": 0, "t2": 0, "a4": 0, "t9": 0, "a3": 1})
    (x, y), (x_end, y_end) = placed.bends["a3", "t9"]
    passed = [placed.positions[name][0] for name in ("t2", "a4")]
    assert (x, x_end) == (min(passed) - 26, max(passed) + 26)
    assert y == y_end == LANE
    assert list(placed.bends) == [("a3", "t9")]


def test_a_line_runs_between_lanes_if_both_lanes_are_taken():
    drawn = sketch("t1: a1 -> a2 a3", "t2: a2 -> a4 a5", "t3: a4 a5 a3 -> a6", begin="a1")
    placed = place(drawn, {"a3": 0, "t3": 0, "a2": 1, "t2": 0, "a4": 0, "a5": 1})
    (_, y), _ = placed.bends["a3", "t3"]
    assert y == -LANE / 2


def test_what_was_paid_back_is_a_line_back_that_can_be_told_from_the_one_forward():
    drawn = sketch("t1: c1 -> c1 a2", begin="c1")
    placed = place(drawn, {})
    assert from_left(placed) == [{"c1"}, {"t1"}, {"a2"}]
    (x, y), (x_end, y_end) = placed.bends["t1", "c1"]
    assert x > x_end
    assert y == y_end != 0
    assert ("c1", "t1") not in placed.bends


def test_nothing_is_placed_nowhere():
    placed = place(sketch(), {"a1": 4})
    assert (placed.positions, placed.columns, placed.bends, placed.spots) == ({}, (), {}, {})
    assert placed.lanes == {"a1": 4}


def test_a_time_has_room_above_its_column():
    placed = place(sketch("t1: a1 ->", "t2: a1 ->", "t30: a1 ->", "t70: a1 ->"), {})
    edges = [(x - breadth(label) / 2, x + breadth(label) / 2) for x, label in placed.columns]
    assert len(edges) > 1
    assert all(end < start for (_, end), (start, _) in pairwise(edges))


@pytest.mark.parametrize("grown", ["t4: a1 -> a6 a7", "t12: a5 -> a8", "t0: a9 -> a1"])
def test_what_was_in_its_lane_stays_there_when_more_is_shown(grown):
    before = place(CHAIN, {})
    texts = ["t1: a1 -> a2 a3", "t2: a2 -> a4", "t9: a3 a4 -> a5"]
    after = place(sketch(*texts, grown, begin="a1"), before.lanes)
    assert {name: after.lanes[name] for name in before.lanes} == before.lanes


def test_what_is_not_drawn_now_comes_back_to_its_lane():
    lanes = {"a1": 0, "t1": 0, "a2": 3, "a3": -2}
    without = place(sketch("t1: a1 -> a2"), lanes)
    assert without.lanes == lanes
    assert place(sketch("t1: a1 -> a2 a3"), without.lanes).lanes == lanes


@settings(max_examples=40)
@given(drawings(), LANES)
def test_nothing_covers_what_is_at_a_node(drawn, lanes):
    placed = place(drawn, lanes)
    taken = {node.name: boxes(node, *placed.positions[node.name]) for node in drawn.nodes}
    for one, other in combinations(taken, 2):
        assert not any(meet(a, b) for a in taken[one] for b in taken[other])
    assert set(placed.spots) == {(each.source, each.target) for each in drawn.lines if each.label}
    for each in drawn.lines:
        ends = each.source, each.target
        if ends in placed.spots:
            (x, y), half = placed.spots[ends], breadth(each.label) / 2
            amount = Box(x - half, y - 7, x + half, y + 7)
            assert not any(meet(amount, box) for at_node in taken.values() for box in at_node)
        if ends in placed.bends:
            (x, y), (x_end, _) = placed.bends[ends]
            level = Box(min(x, x_end), y, max(x, x_end), y)
            others = [taken[name][0] for name in taken.keys() - set(ends)]
            assert not any(meet(level, body) for body in others)


@settings(max_examples=40)
@given(drawings(), LANES)
def test_lanes_that_were_given_stay_unless_two_would_stand_in_one_place(drawn, lanes):
    placed = place(drawn, lanes)
    assert placed == place(drawn, dict(reversed(lanes.items())))
    assert set(placed.lanes) == {node.name for node in drawn.nodes} | lanes.keys()
    seen = set()
    for node in drawn.nodes:
        if node.name in lanes:
            where = placed.positions[node.name][0], lanes[node.name]
            assert (placed.lanes[node.name] == lanes[node.name]) == (where not in seen)
            seen.add(where)
    assert all(y == LANE * placed.lanes[name] for name, (_, y) in placed.positions.items())


@settings(max_examples=40)
@given(drawings())
def test_what_is_drawn_again_is_where_it_was(drawn):
    placed = place(drawn, {})
    assert place(drawn, placed.lanes) == placed
