import datetime
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pandas as pd
import pytest

import nps_chain as nps
from nps_chain.show.explorer.known.known_since import known_since
from tests.handmade import chain_of

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
        (FIRST, (0, False)), (FIRST + timedelta(minutes=11), (2, False)),
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


def with_blocks(**columns):
    """The chain with other columns of its blocks, where each has one transaction."""
    c = CHAIN.columns
    txs = replace(c.txs, height=columns.get("height", c.txs.height))
    columns = replace(c, blocks=replace(c.blocks, **columns), txs=txs)
    return nps.Chain("regtest", columns, proven=True)


def test_a_clock_that_steps_back_makes_nothing_unknown_again():
    chain = with_blocks(time=CHAIN.columns.blocks.time - np.array([0, 0, 3000, 0]))
    dates = [FIRST + timedelta(seconds=late) for late in (-1, 0, 600, 601)]
    assert since(dates=dates, chain=chain) == [(0, False), (0, False), (1, False), (3, False)]


def test_heights_are_those_of_the_chain_wherever_it_begins():
    chain = with_blocks(height=CHAIN.columns.blocks.height + np.int32(500))
    dates = [FIRST + timedelta(minutes=late) for late in (-1, 9, 31)]
    assert since(dates=dates, chain=chain) == [(500, False), (501, False), (504, False)]
    assert since([], [], chain) == []
