"""Days have one spelling, and what is none is told with whose day it was."""

import datetime

import pytest

from nps_chain.errors import NpsError
from nps_chain.evidence.days import day


def test_a_day_is_written_in_one_way():
    assert day("2025-03-23") == "2025-03-23"


@pytest.mark.parametrize(
    "text",
    ["20250323", "2025-W12-7", "2025-3-23", "2025-02-30", "2025-03-23T00:00", "", "2025-03-2３"],
)
def test_another_spelling_is_told(text):
    with pytest.raises(NpsError) as refused:
        day(text, "The date of a letter")
    assert str(refused.value) == f"The date of a letter is written as 2025-03-23, not {text!r}."


@pytest.mark.parametrize(
    ("given", "kind"),
    [(None, "NoneType"), (20250323, "int"), (datetime.date(2025, 3, 23), "date")],
)
def test_what_is_no_text_is_told_by_its_kind(given, kind):
    with pytest.raises(NpsError, match=f"^A date is written as 2025-03-23, not {kind}[.]$"):
        day(given)
