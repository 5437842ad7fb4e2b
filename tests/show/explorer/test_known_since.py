import datetime

import numpy as np
import pandas as pd
import pytest

from nps_chain.show.explorer.known_since import known_since
from tests.handmade import chain_of
from tests.node_chain import node_chain

CHAIN = chain_of(*(f"{name}: new -> ann 1" for name in "abcd"))  # a block each ten minutes
FIRST = datetime.datetime.fromtimestamp(1_700_000_000, datetime.UTC)  # 2023-11-14 22:13:20


def since(heights=None, dates=None, chain=CHAIN):
    many = len(heights or dates)
    found, unread = known_since(chain, heights or [None] * many, dates or [None] * many)
    return list(zip(found.tolist(), unread.tolist(), strict=True))


@pytest.mark.parametrize(
    ("height", "answer"),
    [
        (2, (2, False)), (2.0, (2, False)), (1.5, (2, False)), ("3", (3, False)),
        (" 3 ", (3, False)), (np.int8(1), (1, False)), (-50, (-1, False)),
        (10**40, (2**31 - 1, False)),
        (None, (-1, False)), (float("nan"), (-1, False)), (pd.NA, (-1, False)), ("  ", (-1, False)),
        ("soon", (-1, True)), (float("inf"), (-1, True)), ("nan", (-1, True)), (True, (-1, True)),
        ([3], (-1, True)), ("9" * 5000, (-1, True)), (pd.Timestamp("2023-11-14"), (-1, True)),
    ],
    ids=lambda given: ascii(given)[:20],
)  # fmt: skip
def test_a_height_counts_as_it_stands(height, answer):
    assert since(heights=[height]) == [answer]


@pytest.mark.parametrize(
    ("date", "answer"),
    [
        ("2023-11-14", (0, False)), ("1970-01-01", (0, False)), ("0001-01-01", (0, False)),
        ("2023-11-14T22:13:20Z", (0, False)), ("2023-11-14 22:13:21", (1, False)),
        (" 2023-11-14T23:23:20+01:00 ", (1, False)), ("20231114T223320", (2, False)),
        (FIRST, (0, False)), (FIRST + datetime.timedelta(minutes=11), (2, False)),
        (FIRST.replace(tzinfo=None), (0, False)), (pd.Timestamp(FIRST), (0, False)),
        (datetime.date(2023, 11, 14), (0, False)), (datetime.date(2023, 11, 15), (4, False)),
        ("2023-11-15", (4, False)), ("9999-12-31", (4, False)), (datetime.date.max, (4, False)),
        (None, (-1, False)), (pd.NaT, (-1, False)), (float("nan"), (-1, False)), ("", (-1, False)),
        ("now", (-1, True)), ("today", (-1, True)), ("14.11.2023", (-1, True)),
        ("2023-13-01", (-1, True)), (20231114, (-1, True)), (1_700_000_000.0, (-1, True)),
        ("2023-11-14" + " " * 9999, (-1, True)), ([FIRST], (-1, True)),
    ],
    ids=lambda given: ascii(given)[:30],
)  # fmt: skip
def test_a_date_counts_from_the_first_block_that_is_not_earlier(date, answer):
    assert since(dates=[date]) == [answer]


def test_of_a_height_and_a_date_the_later_counts():
    dates = ["2023-11-14T22:33:20Z", "2023-11-14T22:33:20Z", None, "when?", "when?"]
    assert since([1, 3, 3, 3, "where?"], dates) == [
        (2, False), (3, False), (3, False), (3, True), (-1, True),
    ]  # fmt: skip


def test_a_clock_that_steps_back_makes_nothing_unknown_again():
    chain = node_chain()
    times = chain.blocks["time"].tolist()
    for moment in (times[0], times[77], times[-1], times[40] - pd.Timedelta(seconds=1)):
        first = next(height for height, time in enumerate(times) if time >= moment)
        assert since(dates=[moment], chain=chain) == [(first, False)]
    assert since([], [], chain) == []
