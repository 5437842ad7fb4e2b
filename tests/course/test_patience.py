"""A limit of time: what never ends is given up, and nothing of the limit stays behind."""

import threading
import time

import pytest

from nps_chain.course.patience import TooLong, limited


def never_ends():
    with limited(0.05):
        while True:
            pass


def test_a_loop_without_end_is_given_up():
    with pytest.raises(TooLong):
        never_ends()


def test_what_ends_in_time_is_left_alone_for_good():
    before = threading.active_count()
    for _ in range(100):
        with limited(30):
            pass
    with limited(0.02):
        total = 1 + 1
    time.sleep(0.05)
    assert total == 2
    assert threading.active_count() <= before + 1


def test_what_catches_all_errors_does_not_hide_it_from_what_comes_after():
    with limited(0.02):
        try:
            while True:
                pass
        except BaseException:  # as a participant may write
            pass
    assert sum(range(100_000)) == 4_999_950_000


def test_errors_pass_through():
    with pytest.raises(ValueError, match="own"), limited(30):
        raise ValueError("own")
