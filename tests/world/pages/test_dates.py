"""Days in seconds and in words."""

import pytest

from nps_chain.world.pages.dates import iso, seconds, short, spoken


def test_day_1_is_new_years_day():
    assert iso(seconds(1)) == "2025-01-01T00:00:00Z"
    assert iso(seconds(33, 570) + 15) == "2025-02-02T09:30:15Z"
    assert short(90) == "2025-03-31"


@pytest.mark.parametrize(
    ("day", "language", "said"),
    [
        (1, "en", "1 January 2025"),
        (33, "ru", "2 февраля 2025 г."),
        (60, "ro", "1 martie 2025"),
        (91, "en", "1 April 2025"),
    ],
)
def test_people_say_it_in_their_language(day, language, said):
    assert spoken(day, language) == said
