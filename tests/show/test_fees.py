import pandas as pd
import pytest

from nps_chain.show.alternative import description
from nps_chain.show.fees import draw_fees, fits
from tests.show.image import compare
from tests.show.legible import check


def table(*medians, first="2025-01-20"):
    days = pd.date_range(first, periods=len(medians)).strftime("%Y-%m-%d").astype("str")
    index = pd.Index(days, name="day")
    return pd.DataFrame(
        {"transactions": 9, "median": medians, "highest": 99.0, "total": 10_000}, index=index
    )


WEEK = table(3.0, 3.0, 3.0, 5.9, 12.0, 30.0, 6.0, 3.0, 3.0, 2.5)


def test_days_that_cost_twice_as_much_as_usual_stand_out():
    ax = draw_fees(WEEK)
    held = [bar.get_height() for group in ax.containers for bar in group]
    assert held == [3.0, 3.0, 3.0, 5.9, 3.0, 3.0, 2.5, 12.0, 30.0, 6.0]
    assert [len(group) for group in ax.containers] == [7, 3]


@pytest.mark.parametrize(
    ("frame", "title"),
    [
        (WEEK, "Fees rise from 3.0 to 30.0 on 3 days from 2025-01-24 to 2025-01-26"),
        (table(2.0, 5.0, 2.0), "Fees rise from 2.0 to 5.0 on 2025-01-21"),
        (table(2.0, 2.4, 2.2), "Fees stay near 2.2 satoshi for each virtual byte"),
        (table(0.0, 0.0), "Fees stay near 0.0 satoshi for each virtual byte"),
        (table(), "No fees are known"),
    ],
)
def test_the_title_says_what_is_to_be_seen(frame, title):
    ax = draw_fees(frame)
    assert ax.get_title() == title
    assert description(ax) == f"{title}. Each bar is the median fee rate of a day."
    check(ax)


def test_it_can_be_read_over_a_year():
    check(draw_fees(table(*[3.0] * 365)))


def test_it_fits_frames_by_their_columns():
    assert fits(WEEK)
    assert not fits(WEEK.drop(columns="median"))
    assert not fits(WEEK.reset_index())
    assert not fits(WEEK.to_dict())


def test_the_picture(tmp_path):
    compare(draw_fees(WEEK), "fees", tmp_path)
