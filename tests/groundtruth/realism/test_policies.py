"""Policies beside each other: which outputs are drawn, and what is counted of each draw."""

import math

import numpy as np

from nps_chain.groundtruth.realism import policies as module
from nps_chain.groundtruth.realism.basis import Basis
from nps_chain.groundtruth.realism.policies import POLICIES, policies
from nps_chain.trace.taint import compare_policies
from tests.groundtruth.realism.dressed import output, padding
from tests.groundtruth.worlds import truth_of
from tests.handmade import chain_of

NOTHING = truth_of({})
FIRST, LAST = 14 * 24, 45 * 24 - 1
"""Heights of days 15 to 45."""


def test_only_outputs_of_these_days_are_drawn(monkeypatch):
    chain = chain_of(
        "c: new -> ann 100, ann 100, ann 100, ann 100",
        *padding(1, FIRST - 1),
        "early: c:0 -> bob 9",
        "first: c:1 -> bob 9, data 0",
        *padding(FIRST + 1, LAST),
        "last: c:2 -> bob 9",
        "late: c:3 -> bob 9",
    )
    drawn = []
    monkeypatch.setattr(module, "SOURCES", 2)
    monkeypatch.setattr(
        module, "taint", lambda chain, rows, *_, **__: drawn.append(rows.tolist()) or _Taint(rows)
    )
    policies(Basis(chain, NOTHING))
    assert drawn == [[output(chain, "first:0"), output(chain, "last:0")]] * 20 * 6


class _Taint:
    def __init__(self, rows):
        self.outputs = rows


LINES = (
    "c: new -> ann 1000",
    *padding(1, FIRST + 1),
    *(
        f"+ t{k}: {f't{k - 1}:0' if k else 'c:0'} -> ann {980 - 20 * k}, bob {k + 1}, data 0"
        for k in range(12)
    ),
)


def test_medians_are_those_of_each_draw_by_itself():
    chain = chain_of(*LINES)
    basis = Basis(chain, NOTHING)
    drawn = module._drawn(basis)
    assert [len(np.unique(rows)) for rows in drawn] == [20] * 20
    assert len({tuple(rows.tolist()) for rows in drawn}) > 1
    found = policies(basis)
    counts = [compare_policies(chain, rows, None).frame["unspent_outputs"] for rows in drawn]
    for policy in POLICIES:
        assert found[policy] == np.median([one[policy.lower()] for one in counts])
    assert found["haircut in percent of poison"] == 100 * found["haircut"] / found["poison"]
    others = [found[policy] for policy in POLICIES[1:]]
    assert found["TIHO in percent of the fewest other"] == 100 * found["TIHO"] / min(others)
    for policy, other in (
        ("juniority", "seniority"),
        ("FIFO", "haircut"),
        ("juniority", "haircut"),
        ("seniority", "haircut"),
    ):
        assert found[f"{policy} in percent of {other}"] == 100 * found[policy] / found[other]


def test_with_too_few_outputs_nothing_is_known():
    found = policies(Basis(chain_of(*LINES[:-3]), NOTHING))
    assert all(math.isnan(number) for number in found.values())


def test_draws_are_always_the_same():
    first, *_, last = module._drawn(Basis(chain_of(*LINES), NOTHING))
    assert (first - FIRST).tolist() == [
        1, 2, 4, 5, 7, 8, 10, 14, 16, 17, 19, 20, 22, 26, 28, 29, 31, 32, 34, 35,
    ]  # fmt: skip
    assert (last - FIRST).tolist() == [
        1, 4, 5, 8, 10, 11, 13, 14, 16, 17, 20, 22, 23, 25, 26, 29, 31, 32, 34, 35,
    ]  # fmt: skip
