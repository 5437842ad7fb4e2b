from datetime import UTC, datetime
from itertools import pairwise

import pytest
from hypothesis import given, settings

from nps_chain.show.explorer.placing.columns import in_columns, span
from tests.show.explorer.sketch import DAY, LANES, drawings, sketch


def columns(*texts, lanes=(), **changed):
    """The names in each column, from the left."""
    found = in_columns(sketch(*texts, **changed), dict(lanes))
    together = {}
    for name, column in found.of.items():
        together.setdefault(column, []).append(name)
    return [" ".join(sorted(together[column])) for column in sorted(together)]


def test_transactions_share_a_column_until_one_depends_on_another():
    assert columns("t1: a1 -> a2", "t2: a1 -> a3", "t3: a3 -> a4", "t4: a2 -> a5") == [
        "a1",
        "t1 t2",
        "a2 a3",
        "t3 t4",
        "a4 a5",
    ]


def test_an_address_that_is_paid_again_stands_where_it_first_could_spend_all_it_had():
    # t3 pays it before it spends, t8 after: the line from t8 goes back.
    texts = "t1: a1 -> a5", "t2: a1 -> a2", "t3: a2 -> a5", "t4: a5 -> a6", "t8: a6 -> a5"
    assert columns(*texts) == ["a1", "t1 t2", "a2", "t3", "a5", "t4", "a6", "t8"]


def test_what_an_address_spends_stands_after_all_that_others_paid_it_before():
    # t4 may spend the coin of t2.
    assert columns("t1: a1 -> a2", "t2: a5 -> a1", "t4: a1 -> a3") == [
        "a1 a5",
        "t1 t2",
        "a2",
        "t4",
        "a3",
    ]


def test_a_hot_wallet_that_gets_its_change_back_stands_by_all_that_it_pays_in_a_day():
    assert columns("t1: a1 -> a1 a2", "t2: a1 -> a1 a3", "t4: a1 -> a1 a4") == [
        "a1",
        "t1 t2 t4",
        "a2 a3 a4",
    ]


def test_a_folded_cluster_that_pays_itself_does_not_tear_its_transactions_apart():
    assert columns("t1: c1 -> c1 a2", "t2: c1 -> c1 a3", "t3: c1 -> a4") == [
        "c1",
        "t1 t2 t3",
        "a2 a3 a4",
    ]


def test_what_is_left_out_stands_beside_what_it_belongs_to():
    assert columns("t1: a1 t1< -> a2 t1>", alone=("a2>", "a2<")) == [
        "a1 t1<",
        "a2< t1",
        "a2 t1>",
        "a2>",
    ]


def test_nodes_without_lines_stand_where_their_time_is():
    assert columns("t3: a1 -> a2", "t6: a2 -> a3", alone=("a4", "a2", "a5", "a0")) == [
        "a0 a1",
        "t3",
        "a2 a4 a5",
        "t6",
        "a3",
    ]
    assert columns(alone=("a4", "a7", "t9")) == ["a4 a7", "t9"]


def test_many_columns_of_a_few_are_made_of_one_of_many():
    texts = [f"t{k}: a0 -> a{10 * k} a{10 * k + 1} a{10 * k + 2}" for k in range(1, 9)]
    found = columns(*texts)
    assert [column.count("t") for column in found[1::2]] == [2, 2, 2, 2]


def test_times_that_are_far_apart_share_no_column():
    texts = "t1: a1 -> a2", "t2: a1 -> a3", "t50: a1 -> a4", "t99: a1 -> a5"
    assert columns(*texts) == ["a1", "t1 t2", "a2 a3", "t50", "a4", "t99", "a5"]


def test_what_stood_in_one_lane_is_not_brought_into_one_column():
    texts = "t1: a1 -> a3", "t2: a2 -> a4"
    assert columns(*texts) == ["a1 a2", "t1 t2", "a3 a4"]
    for one, other in (("t1", "t2"), ("a3", "a4"), ("a1", "a2")):
        assert len(columns(*texts, lanes={one: 2, other: 2}.items())) == 5


def test_an_address_keeps_its_lane_beside_one_that_was_paid_just_before():
    texts = "t1: a1 -> a3", "t2: a3 a2 -> a4"
    assert columns(*texts) == ["a1", "t1", "a2 a3", "t2", "a4"]
    lanes = {"a2": 1, "a3": 1}
    assert columns(*texts, lanes=lanes.items()) == ["a1", "t1", "a3", "a2", "t2", "a4"]


@pytest.mark.parametrize(
    ("first", "last", "told"),
    [
        (0, 0, "2025-01-01 00:00"),
        (0, 59, "2025-01-01 00:00"),
        (3_599, 3_600, "2025-01-01 00:59 – 01:00"),
        (86_399, 86_400, "2025-01-01 – 2025-01-02"),
    ],
)
def test_a_column_is_headed_by_its_time_or_the_range_of_its_times(first, last, told):
    assert span(DAY + first, DAY + last) == told


@settings(max_examples=40)
@given(drawings(), LANES)
def test_money_goes_to_the_right_and_each_time_is_told(drawn, lanes):
    found = in_columns(drawn, lanes)
    nodes = {node.name: node for node in drawn.nodes}
    assert found.of.keys() == nodes.keys()
    assert set(found.of.values()) == set(range(len(set(found.of.values()))))
    times = {}
    for node in drawn.nodes:
        if node.shape == "transaction":
            times.setdefault(found.of[node.name], []).append(node.time)
    assert found.times.keys() == times.keys()
    by_column = [times[column] for column in sorted(times)]
    assert all(max(a) < min(b) for a, b in pairwise(by_column))
    for column, label in found.times.items():
        start, end = (
            f"{datetime.fromtimestamp(time, UTC):%Y-%m-%d %H:%M}"
            for time in (min(times[column]), max(times[column]))
        )
        assert label in (start, f"{start} – {end[11:]}", f"{start[:10]} – {end[:10]}")
        assert label[:10] == start[:10]
        assert label.endswith(end[11:]) or label.endswith(end[:10])

    paid, spent = {}, {}
    for line in drawn.lines:
        if nodes[line.source].shape == "transaction" and line.target[-1] not in "<>":
            paid.setdefault(line.target, []).append(nodes[line.source])
        elif nodes[line.target].shape == "transaction" and line.source[-1] not in "<>":
            spent.setdefault(line.source, []).append(nodes[line.target])
    for holder in paid.keys() | spent.keys():
        spenders = spent.get(holder, [])
        begins = min((tx.order for tx in spenders), default=10**9)
        for payer in paid.get(holder, []):
            if payer.order < begins:
                assert found.of[payer.name] < found.of[holder]
            for spender in spenders:
                goes_back = payer in spenders or nodes[holder].shape == "cluster"
                if not goes_back and payer.order < spender.order:
                    assert found.of[payer.name] < found.of[spender.name]
        assert all(found.of[holder] < found.of[tx.name] for tx in spenders)
    for node in drawn.nodes:
        if node.shape == "more":
            step = found.of[node.name] - found.of[node.name[:-1]]
            assert step == (1 if node.name.endswith(">") else -1)
