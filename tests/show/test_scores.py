import math

import pandas as pd
import pytest

from nps_chain.show.alternative import description
from nps_chain.show.scores import MOST, draw_scores, fits
from tests.show.image import compare
from tests.show.legible import check

COLUMNS = ["b_cubed_precision", "b_cubed_recall", "pair_precision"]


def table(**rows):
    frame = pd.DataFrame.from_dict(rows, orient="index", columns=COLUMNS)
    return frame.rename_axis("clustering").assign(mixed=5)


LIKE_THE_LESSON_S = table(
    kept=(95.3, 19.8, 99.8), plain=(99.6, 19.8, 99.9), vote=(59.1, 42.3, 14.6)
).rename({"kept": "CoinJoins kept", "plain": "co-spending"})


def bars(ax):
    return {bar.get_gid(): round(bar.get_width(), 6) for bar in ax.patches}


def lines(ax):
    return {line.get_gid(): line.get_xdata()[0] for line in ax.lines}


def test_each_clustering_has_two_bars_with_their_figures_and_a_mark():
    ax = draw_scores(LIKE_THE_LESSON_S)
    expected = {
        f"{share} {name}": LIKE_THE_LESSON_S.loc[name, share]
        for share in COLUMNS[:2]
        for name in LIKE_THE_LESSON_S.index
    }
    assert bars(ax) == expected
    assert {text.get_gid(): text.get_text() for text in ax.texts} == {
        name: f"{value:.1f} %" for name, value in expected.items()
    }
    assert lines(ax) == {
        "pairs CoinJoins kept": 99.8,
        "pairs co-spending": 99.9,
        "pairs vote": 14.6,
    }
    assert [text.get_text() for text in ax.get_yticklabels()] == list(LIKE_THE_LESSON_S.index)


def test_title_and_description_say_what_is_to_be_seen():
    ax = draw_scores(LIKE_THE_LESSON_S)
    assert ax.get_title() == (
        "The surest is co-spending: 99.6 % right, 19.8 % found\n"
        "Most is found by vote: 59.1 % right, 42.3 % found"
    )
    assert description(ax) == (
        ax.get_title().replace("\n", ". ") + ". CoinJoins kept: 95.3 % right, 19.8 % found, 99.8 %"
        " of pairs right; co-spending: 99.6 % right, 19.8 % found, 99.9 % of pairs right; vote:"
        " 59.1 % right, 42.3 % found, 14.6 % of pairs right."
    )
    assert ax.get_xlabel() == "Percent of all addresses, each counted once"


def test_of_one_kind_it_says_of_which():
    of_vendors = LIKE_THE_LESSON_S.copy()
    of_vendors.attrs["kind"] = "vendor"
    assert "of the kind vendor" in draw_scores(of_vendors).get_xlabel()


def test_one_may_be_best_in_both_and_pairs_may_be_none():
    ax = draw_scores(table(alone=(100.0, 5.0, math.nan)))
    assert ax.get_title() == "The surest is alone: 100.0 % right, 5.0 % found"
    assert lines(ax) == {}
    assert description(ax).endswith("unknown of pairs right.")


def test_nothing_and_too_many():
    for empty in (LIKE_THE_LESSON_S[:0], table(none=(math.nan, math.nan, math.nan))):
        assert draw_scores(empty).get_title() == "There is no clustering to judge"
    many = table(**{f"way {k}": (90.0 - k, 10.0 + k, 50.0) for k in range(MOST + 2)})
    ax = draw_scores(many)
    assert len(ax.patches) == 2 * MOST
    assert ax.get_title().endswith("; 2 clusterings not drawn")


@pytest.mark.parametrize(
    "frame",
    [
        LIKE_THE_LESSON_S,
        table(**{f"{k} a long name of a clustering": (100.0, 100.0, 100.0) for k in range(MOST)}),
        LIKE_THE_LESSON_S.rename({"vote": "$x^2$ <b>\u202e\n" * 30}),
        LIKE_THE_LESSON_S[:0],
    ],
)
def test_it_can_be_read_whatever_the_figures(frame):
    check(draw_scores(frame))


def test_it_fits_frames_by_their_columns_and_index():
    assert fits(LIKE_THE_LESSON_S)
    assert not fits(LIKE_THE_LESSON_S.drop(columns="mixed"))
    assert not fits(LIKE_THE_LESSON_S.rename_axis("rule"))
    assert not fits(LIKE_THE_LESSON_S.to_dict())


def test_the_whole_is_as_it_was_when_last_looked_at(tmp_path):
    compare(draw_scores(LIKE_THE_LESSON_S), "scores", tmp_path)
