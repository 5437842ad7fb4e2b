import math

import pytest

from nps_chain.show.shares import percent


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
