"""Marks and grades are written in one way, and others are refused."""

import pytest

from nps_chain.errors import NpsError
from nps_chain.evidence.handling import INFORMATION, SOURCES, TLP, circle, grade


@pytest.mark.parametrize("mark", TLP)
def test_a_mark_is_known_in_capitals_or_not(mark):
    assert circle(mark.lower()) == mark


@pytest.mark.parametrize("mark", ["RED", "TLP:WHITE", "", None, 3])
def test_other_marks_are_refused(mark):
    with pytest.raises(NpsError, match="is no TLP mark; there are TLP:RED"):
        circle(mark)


def test_a_grade_is_told_in_words():
    assert grade("B2") == f"{SOURCES['B']}; {INFORMATION['2']}"


@pytest.mark.parametrize("text", ["D2", "B5", "B", "B22", "2B", "", None])
def test_other_grades_are_refused(text):
    with pytest.raises(NpsError, match="is no grade"):
        grade(text)
