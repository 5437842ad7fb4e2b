from itertools import pairwise

import pytest

from nps_chain.show.explorer.placing.measures import LANE
from nps_chain.show.explorer.placing.routes import bends, curve, ends_of
from tests.show.explorer.sketch import line, node


def test_lines_that_pass_the_same_columns_do_not_run_on_top_of_each_other():
    # A wall of nodes stands between a1 and all that it pays, in the same lane.
    wall = {f"a{k}": 1 for k in range(100, 150)}
    columns = {"a1": 0, **wall, **{f"t{k}": 2 for k in range(30)}}
    lanes = {"a1": 0, **dict(zip(wall, range(-25, 25), strict=True))}
    lanes |= {f"t{k}": 0 for k in range(30)}
    found = bends(tuple(line("a1", f"t{k}") for k in range(30)), columns, lanes, [0, 200, 400])
    assert {(a[0], b[0]) for a, b in found.values()} == {(174, 226)}
    ys = sorted(y for (_, y), _ in found.values())
    assert len(ys) == 30
    assert all(b - a >= 8 for a, b in pairwise(ys))
    # Between lanes, clear of what stands in them and is written beneath it.
    assert all(abs(y) % LANE in (LANE / 2 + track for track in (-16, -8, 0, 8, 16)) for y in ys)
    assert max(map(abs, ys)) < 5 * LANE


def test_lines_that_pass_other_columns_may_share_a_level():
    columns = {"a1": 0, "t1": 2, "a2": 2, "t2": 4, "wall": 1, "wall2": 3}
    lanes = dict.fromkeys(columns, 0)
    lines = line("a1", "t1"), line("a2", "t2")
    found = bends(lines, columns, lanes, [0, 200, 400, 600, 800])
    assert [y for (_, y), _ in found.values()] == [-LANE / 2, -LANE / 2]


@pytest.mark.parametrize(("lane", "level"), [(0, -0.5), (2, 2.5), (-2, -2.5)])
def test_a_line_back_swings_round_beyond_the_transaction(lane, level):
    lines = line("c1", "t1"), line("t1", "c1")
    found = bends(lines, {"c1": 0, "t1": 1}, {"c1": 0, "t1": lane}, [0, 300])
    assert found == {("t1", "c1"): ((200, level * LANE), (100, level * LANE))}


def test_a_line_back_alone_goes_straight():
    assert bends((line("t1", "a1"),), {"a1": 0, "t1": 1}, {"a1": 0, "t1": 1}, [0, 300]) == {}


def test_a_curve_leaves_and_arrives_level():
    a, b = (0.0, 0.0), (100.0, 40.0)
    assert [curve(a, b, part) for part in (0, 0.5, 1)] == [a, (50, 20), b]
    assert curve(a, b, 0.01)[1] < 0.02


@pytest.mark.parametrize(("x", "way"), [(200, 1), (-200, -1)])
def test_a_line_goes_from_edge_to_edge(x, way):
    nodes = {"t1": node("t1"), "a1": node("a1")}
    places = {"t1": (0, 0), "a1": (x, 50)}
    assert ends_of(line("t1", "a1"), nodes, places) == ((14 * way, 0), (x - 16 * way, 50))
