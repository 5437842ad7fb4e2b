import math

import pandas as pd
import pytest

import nps_chain as nps
from nps_chain.show.alternative import description
from nps_chain.show.rules import MOST, draw_rules, fits
from tests.show.legible import check


def table(*rows):
    """Rules: what is said of each here, and if there are two figures more, what was published."""
    columns = ["rule", "coverage", "precision", "published_coverage", "published_precision"]
    frame = pd.DataFrame(rows, columns=columns[: len(rows[0])] if rows else columns).set_index(
        "rule"
    )
    return frame.assign(answers=100, wrong=1)


LIKE_THE_LESSON_S = table(
    ("address_type", 37.0, 91.5, 26.8, 88.6),
    ("optimal_change", 30.0, 88.2, 33.2, 92.1),
    ("power_of_ten_4", 33.2, 99.5, 38.0, 98.7),
    ("meiklejohn", 56.9, 91.9, 59.2, 94.9),
    ("locktime", 33.7, 98.4, 31.2, 98.8),
    ("version", 31.8, 98.6, 25.0, 98.3),
    ("sequence", 14.4, 97.9, 7.8, 96.3),
    ("segwit", 22.5, 94.8, 21.4, 89.2),
    ("bip69", 37.4, 80.9, 37.7, 80.6),
    ("vote", 81.2, 96.4, math.nan, math.nan),
)


def marks(ax):
    return {
        line.get_gid(): (line.get_xdata()[0], line.get_ydata()[0])
        for line in ax.lines
        if line.get_gid()
    }


def test_a_dot_a_rule_here_and_published():
    ax = draw_rules(table(("one", 30, 95, 20, 98), ("two", 60, 90, math.nan, math.nan)))
    assert marks(ax) == {"one": (30, 95), "one, published": (20, 98), "two": (60, 90)}
    assert {text.get_text() for text in ax.texts} == {"one", "two"}
    assert [text.get_text() for text in ax.get_legend().get_texts()] == [
        "measured here",
        "published",
    ]
    assert draw_rules(table(("one", 30, 95))).get_legend() is None


def test_title_and_description_say_what_is_to_be_seen():
    ax = draw_rules(LIKE_THE_LESSON_S)
    assert ax.get_title() == (
        "The surest is power_of_ten_4: right in 99.5 % of its answers; it decides 33.2 %\n"
        "Of 9 rules with published figures, 8 are right here within 5 points of them"
    )
    assert description(ax) == ax.get_title().replace("\n", ". ") + "."
    one = draw_rules(table(("a", 10, 70, 10, 80), ("b", 20, 60, 20, 64)))
    assert one.get_title().endswith(
        "2 rules with published figures, 1 is right here within 5 points of them"
    )
    assert draw_rules(table(("a", 10, 70))).get_title() == (
        "The surest is a: right in 70.0 % of its answers; it decides 10.0 %"
    )


def test_a_rule_without_answers_is_passed_over():
    assert marks(draw_rules(table(("a", 10, 70), ("b", 0, math.nan)))) == {"a": (10, 70)}
    assert draw_rules(table(("b", 0, math.nan))).get_title() == "There is no rule to judge"
    assert draw_rules(LIKE_THE_LESSON_S.iloc[:0]).get_title() == "There is no rule to judge"


def test_more_rules_than_there_is_room_for_are_counted():
    many = table(*((f"rule_{k}", 5 * k, 80 + k) for k in range(MOST + 3)))
    ax = draw_rules(many)
    assert len(marks(ax)) == MOST
    assert ax.get_title().endswith("; 3 not drawn")


@pytest.mark.parametrize(
    "rules",
    [
        LIKE_THE_LESSON_S,
        LIKE_THE_LESSON_S.iloc[:, [0, 1, 4, 5]],
        table(*((f"a_rather_long_name_{k}", 50, 90) for k in range(MOST))),
        table(("a", 0, 0, 100, 100), ("b", 100, 100, 0, 0), ("c", 0, 100, 100, 0)),
        LIKE_THE_LESSON_S.iloc[:0],
    ],
)
def test_it_can_be_read_whatever_the_figures(rules):
    check(draw_rules(rules))


def test_all_names_of_the_lesson_are_written():
    ax = draw_rules(LIKE_THE_LESSON_S)
    assert {text.get_text() for text in ax.texts} == {*LIKE_THE_LESSON_S.index}


def test_it_draws_what_comparing_rules_gives():
    found = nps.compare_rules(nps.load("tiny"), nps.truth("tiny"))
    assert fits(found)
    assert not fits(found.rename_axis("name"))
    assert not fits(found.drop(columns="wrong"))
    assert not fits(found.to_dict())


def test_the_whole_is_as_it_was_when_last_looked_at(same_picture):
    same_picture(draw_rules(LIKE_THE_LESSON_S), "rules")
