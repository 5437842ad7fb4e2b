import math

import pytest

from nps_chain.show.rounding import percent, short


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (0.0, "0 %"),
        (1e-12, "<1 %"),
        (0.005, "<1 %"),
        (0.0051, "1 %"),
        (0.5, "50 %"),
        (0.9949, "99 %"),
        (0.995, ">99 %"),
        (1 - 1e-12, ">99 %"),
        (1.0, "100 %"),
        (math.nan, "unknown"),
    ],
)
def test_only_nothing_is_0_and_only_all_is_100_percent(share, text):
    assert percent(share) == text


def test_decimals_don_t_change_that():
    assert [percent(share, 1) for share in (0.0005, 0.00051, 0.99949, 0.9995, 1)] == [
        "<0.1 %",
        "0.1 %",
        "99.9 %",
        ">99.9 %",
        "100.0 %",
    ]


@pytest.mark.parametrize(
    ("many", "text"),
    [
        (0, "0"),
        (99_999, "99,999"),
        (100_000, "100 k"),
        (999_999, "999 k"),
        (1_000_000, "1.0 M"),
        (99_999_999, "99.9 M"),
        (100_000_000, "100 M"),
        (2_100_000_000, "2,100 M"),
    ],
)
def test_a_count_is_never_more_than_it_is(many, text):
    assert short(many) == text
