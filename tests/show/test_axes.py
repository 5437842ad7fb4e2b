import matplotlib.pyplot as plt
import numpy as np
import pytest

from nps_chain.show.axes import bitcoin_axis, date_axis, days


def ticks(axis):
    axis.figure.canvas.draw()
    return [text.get_text() for text in axis.get_ticklabels()]


def test_an_axis_in_satoshi_is_read_in_btc():
    _, ax = plt.subplots()
    bitcoin_axis(ax.yaxis, "Balance")
    assert ax.get_ylabel() == "Balance (BTC)"
    ax.set_yticks([-50_000_000, 0, 120_450_000_000])
    assert ticks(ax.yaxis) == ["−0.5", "0.0", "1,204.5"]
    ax.set_yticks([0, 1])
    assert ticks(ax.yaxis) == ["0.00000000", "0.00000001"]
    ax.set_ylim(1, 10**12)
    ax.set_yscale("log")
    bitcoin_axis(ax.yaxis, "Balance")
    ax.set_yticks([10**4, 10**8, 10**11])
    assert ticks(ax.yaxis) == ["0.0001", "1", "1,000"]
    assert ax.yaxis.get_major_formatter()(250_000_000) == "2.5"


@pytest.mark.parametrize(
    ("first", "last", "shown"),
    [
        (
            "2025-01-01",
            "2025-03-31T23:59",
            ["2025-01-01", "2025-02-01", "2025-03-01", "2025-04-01"],
        ),
        ("2025-01-01T05:10", "2025-01-01T06:00", ["05:10\n2025-01-01", "05:20\n2025-01-01"]),
    ],
)
@pytest.mark.parametrize("zone", ["UTC", "Asia/Tokyo"])
def test_an_axis_of_times_is_read_in_utc_and_in_figures(first, last, shown, zone):
    with plt.rc_context({"timezone": zone}):
        _, ax = plt.subplots()
        date_axis(ax.xaxis)
        seconds = np.array([first, last], "datetime64[s]").astype(np.int64)
        ax.plot(days(seconds), [0, 1])
        assert ax.get_xlabel() == "Date (UTC)"
        assert ticks(ax.xaxis)[: len(shown)] == shown


def test_an_axis_of_times_has_no_more_ticks_than_there_is_room_for():
    for long in (0.2, 1.5, 6, 20, 86, 400, 3000):
        _, ax = plt.subplots()
        date_axis(ax.xaxis, most=4)
        ax.plot(days([1_735_730_000, 1_735_730_000 + long * 86_400]), [0, 1])
        assert 2 <= len(ticks(ax.xaxis)) <= 4
        plt.close(ax.figure)
