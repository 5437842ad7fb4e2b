import math

import pandas as pd
import pytest

from nps_chain.show.alternative import description
from nps_chain.show.collapse import draw_collapse, fits
from tests.show.image import compare
from tests.show.legible import check

COLUMNS = ["clusters", "services", "apart", "largest", "b_cubed"]


def frame(**rows):
    names = {"co": "co-spending", "change": "+ change", "saved": "+ change with constraints"}
    table = pd.DataFrame.from_dict(rows, orient="index", columns=COLUMNS)
    return table.rename(index=names).rename_axis("clustering")


CLASS = frame(
    co=(2400, 40, 40, 200, 0.25), change=(1200, 40, 10, 1600, 0.5), saved=(1800, 40, 38, 800, 0.375)
)


def bars(ax):
    """How many inches each bar is long, by name."""
    return {bar.get_gid(): round(bar.get_width(), 9) for bar in ax.patches}


def texts(ax):
    return {text.get_gid(): text.get_text() for text in ax.texts}


def test_bars_of_a_column_are_in_proportion_and_an_outline_says_what_all_would_be():
    long = bars(draw_collapse(CLASS))
    scale = long["all apart 0"] / 40
    assert long == {
        "clusters 0": pytest.approx(40 * scale),
        "clusters 1": pytest.approx(20 * scale),
        "clusters 2": pytest.approx(30 * scale),
        "apart 0": pytest.approx(40 * scale),
        "apart 1": pytest.approx(10 * scale),
        "apart 2": pytest.approx(38 * scale),
        **dict.fromkeys(["all apart 0", "all apart 1", "all apart 2"], pytest.approx(40 * scale)),
        "largest 0": pytest.approx(5 * scale),
        "largest 1": pytest.approx(40 * scale),
        "largest 2": pytest.approx(20 * scale),
        "b_cubed 0": pytest.approx(10 * scale),
        "b_cubed 1": pytest.approx(20 * scale),
        "b_cubed 2": pytest.approx(15 * scale),
        **dict.fromkeys(
            ["all b_cubed 0", "all b_cubed 1", "all b_cubed 2"], pytest.approx(40 * scale)
        ),
    }


def test_each_bar_has_its_figure_in_the_row_of_its_way():
    ax = draw_collapse(CLASS)
    assert texts(ax) == {
        "way 0": "co-spending",
        "way 1": "+ change",
        "way 2": "+ change with constrai…",
        "clusters": "Clusters\n",
        "clusters 0": "2,400",
        "clusters 1": "1,200",
        "clusters 2": "1,800",
        "apart": "Tagged services\ntold apart",
        "apart 0": "40 of 40",
        "apart 1": "10 of 40",
        "apart 2": "38 of 40",
        "largest": "Addresses in\nlargest cluster",
        "largest 0": "200",
        "largest 1": "1,600",
        "largest 2": "800",
        "b_cubed": "B-cubed, of\n1 as in truth",
        "b_cubed 0": "0.25",
        "b_cubed 1": "0.50",
        "b_cubed 2": "0.38",
    }
    down = {text.get_gid(): text.get_position()[1] for text in ax.texts}
    for bar in ax.patches:
        row = bar.get_gid().split()[-1]
        assert bar.get_y() + bar.get_height() / 2 == pytest.approx(down[f"way {row}"])
    assert down["way 0"] < down["way 1"] < down["way 2"]


@pytest.mark.parametrize(
    ("table", "title"),
    [
        (
            CLASS,
            "Adding change joins services: of 40, 10 stay apart; constraints save 28\n"
            "The largest cluster has 200 to 1,600 addresses",
        ),
        (
            CLASS.iloc[:2],
            "Adding change joins services: of 40, 10 stay apart\n"
            "The largest cluster has 200 to 1,600 addresses",
        ),
        (
            CLASS.iloc[[0]],
            "However one clusters, all 40 services stay apart\n"
            "The largest cluster has 200 addresses",
        ),
        (
            CLASS.iloc[1:],
            "Of 40 services 10 to 38 stay apart\nThe largest cluster has 800 to 1,600 addresses",
        ),
        (
            frame(co=(0, 0, 0, 0, math.nan)),
            "No service has a tag\nThe largest cluster has 0 addresses",
        ),
        (CLASS.iloc[:0], "There is no way of clustering to compare"),
    ],
)
def test_the_title_says_what_became_of_services(table, title):
    assert draw_collapse(table).get_title() == title


def test_what_is_shown_is_told_in_words():
    assert description(draw_collapse(CLASS.iloc[:2])) == (
        "Adding change joins services: of 40, 10 stay apart. The largest cluster has 200 to 1,600"
        " addresses. co-spending: 2,400 clusters, 40 of 40 services apart, 200 addresses in the"
        " largest, B-cubed 0.25; + change: 1,200 clusters, 10 of 40 services apart, 1,600 addresses"
        " in the largest, B-cubed 0.50."
    )


def test_what_a_table_does_not_have_is_not_drawn_and_owners_are_if_there():
    table = CLASS.drop(columns="b_cubed").assign(owners=[1, 20, 3])
    ax = draw_collapse(table)
    assert texts(ax)["owners"] == "Owners in\nlargest cluster"
    assert [texts(ax)[f"owners {row}"] for row in range(3)] == ["1", "20", "3"]
    assert "b_cubed" not in texts(ax)
    assert "1,600 addresses in the largest, 20 owners in it; " in description(ax)
    check(ax)
    check(draw_collapse(CLASS.assign(owners=[1, 20, 3])))


def test_what_is_unknown_has_no_bar():
    ax = draw_collapse(frame(co=(5, 0, 0, 3, math.nan)))
    assert {"b_cubed 0", "all b_cubed 0"} & bars(ax).keys() == {"all b_cubed 0"}
    assert texts(ax)["b_cubed 0"] == "unknown"
    assert (bars(ax)["apart 0"], texts(ax)["apart 0"]) == (0, "0 of 0")


@pytest.mark.parametrize(
    "table",
    [
        CLASS,
        CLASS * [10**5, 10, 10, 10**5, 1],
        CLASS.rename(index={"co-spending": "$x^2$ <b>W\u202e\n" * 30}),
        CLASS.iloc[:0],
    ],
)
def test_it_can_be_read_whatever_the_figures(table):
    check(draw_collapse(table.astype(dict.fromkeys(COLUMNS[:4], int))))


def test_it_fits_frames_by_their_columns():
    assert fits(CLASS)
    assert fits(CLASS.assign(more=1))
    assert not fits(CLASS.drop(columns="apart"))
    assert not fits(CLASS.to_dict())


def test_the_whole_is_as_it_was_when_last_looked_at(tmp_path):
    compare(draw_collapse(CLASS), "collapse", tmp_path)
