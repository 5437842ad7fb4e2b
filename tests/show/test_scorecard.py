import pandas as pd
import pytest

import nps_chain as nps
from nps_chain.show.alternative import description
from nps_chain.show.scorecard import MOST, draw_scorecard, fits
from tests.show.image import compare
from tests.show.legible import check

SHARE = {
    "measure": "Transactions with three outputs or more, the first of them a coinbase's",
    "here": "25.8 %",
    "real": "10.0 %",
    "tolerance": "within 5",
    "within": False,
    "misses": "10.76 too high",
    "numbers": {"share": 25.76},
}
RULE = {
    "measure": "Locktime",
    "here": "decided 33.7 %, right 98.4 %",
    "real": "decided 31.2 %, right 98.8 %",
    "tolerance": "decided within 12, right within 6 and below 100",
    "within": True,
    "misses": "",
    "numbers": {"decided": 33.7, "right": 98.4},
}
MANY = {
    "measure": "Outputs by script\ntype",
    "here": "p2wpkh 42.1 %, p2sh 28.2 %, p2pkh 27.5 %",
    "real": "p2wpkh 40.0 %, p2sh 30.0 %, p2pkh 28.0 %",
    "tolerance": "each within 8",
    "within": True,
    "misses": "",
    "numbers": {"p2wpkh": 42.1, "p2sh": 28.2, "p2pkh": 27.5},
}
CARD = pd.DataFrame([SHARE, RULE, MANY], index=pd.RangeIndex(1, 4, name="number"))


def texts(ax):
    return {text.get_gid(): text.get_text() for text in ax.texts}


def test_each_measure_is_a_row_of_what_is_here_and_real():
    assert texts(draw_scorecard(CARD)) == {
        "measure": "measure",
        "here": "here",
        "real": "real",
        "tolerance": "tolerance",
        "mark 0": "✗",
        "measure 0": "Transactions with\nthree outputs or…",
        "here 0": "25.8 %",
        "real 0": "10.0",
        "tolerance 0": "±5",
        "mark 1": "✓",
        "measure 1": "Locktime",
        "here 1": "decided 33.7 %\nright 98.4 %",
        "real 1": "31.2\n98.8",
        "tolerance 1": "±12\n±6, <100",
        "mark 2": "✓",
        "measure 2": "Outputs by script\ntype",
        "here 2": "p2wpkh 42.1 %\nand 2 more",
        "real 2": "40.0\n",
        "tolerance 2": "each ±8",
    }


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("at least 65", "≥65"),
        ("services at least 20, apart at most 66.7", "≥20\n≤66.7"),
        ("41 to 54", "41 to 54"),
        ("right below 100", "<100"),
    ],
)
def test_a_tolerance_is_told_in_signs(asked, told):
    row = {**SHARE, "tolerance": asked, "numbers": dict.fromkeys(["services", "apart", "right"], 1)}
    assert texts(draw_scorecard(pd.DataFrame([row])))["tolerance 0"] == told


def test_the_second_half_stands_to_the_right_in_the_same_rows():
    ax = draw_scorecard(pd.concat([CARD] * 3))
    place = {text.get_gid(): text.get_position() for text in ax.texts if text.get_gid()}
    assert place["here 0"][1] == place["here 5"][1] < place["here 1"][1] == place["here 6"][1]
    assert place["here 0"][0] == place["here 4"][0] < place["measure 5"][0] == place["measure 8"][0]


def test_a_mark_is_told_by_darkness_too():
    ax = draw_scorecard(CARD)
    boxes = {patch.get_gid(): patch.get_facecolor()[:3] for patch in ax.patches if patch.get_gid()}
    assert boxes == {"mark 0": (0, 0, 0), "mark 1": (1, 1, 1), "mark 2": (1, 1, 1)}


@pytest.mark.parametrize(
    ("card", "title"),
    [
        (CARD, "2 of 3 measures are within tolerance of real Bitcoin"),
        (CARD.iloc[1:2], "1 of 1 measure is within tolerance of real Bitcoin"),
        (CARD.iloc[:0], "There is no measure to show"),
        (
            pd.concat([CARD] * 9),
            "18 of 27 measures are within tolerance of real Bitcoin; 26 are shown",
        ),
    ],
)
def test_the_title_counts_what_is_near_enough(card, title):
    ax = draw_scorecard(card)
    assert ax.get_title() == title
    assert len([gid for gid in texts(ax) if gid.startswith("here ")]) == min(len(card), MOST)


def test_the_description_tells_by_how_much_the_others_miss():
    assert description(draw_scorecard(CARD)) == (
        "2 of 3 measures are within tolerance of real Bitcoin. Not so: Transactions with three"
        " outputs or more, the first of them a coinbase's: 10.76 too high."
    )
    many = description(draw_scorecard(pd.concat([CARD] * 6)))
    assert many.count("10.76 too high") == 4
    assert many.endswith("10.76 too high; and 2 more.")
    assert description(draw_scorecard(CARD[CARD["within"]])) == (
        "2 of 2 measures are within tolerance of real Bitcoin."
    )


def test_it_draws_what_realism_gives_and_that_can_be_read():
    frame = nps.realism(nps.load("tiny"), nps.truth("tiny"))
    assert fits(frame)
    ax = draw_scorecard(frame)
    marks = [text for gid, text in texts(ax).items() if gid.startswith("mark")]
    assert marks == ["✓" if within else "✗" for within in frame["within"]]
    check(ax)


def test_no_text_becomes_a_formula_or_turns_the_writing():
    ax = draw_scorecard(pd.DataFrame([dict.fromkeys(SHARE, "$x$\u202e\n" * 40)]))
    told = texts(ax)
    assert told["here 0"] == r"\$x\$� \$x\$� \$x\$…"
    assert told["measure 0"].startswith(r"\$x\$� \$x\$� ")
    ax.figure.canvas.draw()


def test_it_fits_frames_by_their_columns():
    assert fits(CARD)
    assert not fits(CARD.drop(columns="within"))
    assert not fits(CARD.to_dict())


def test_the_whole_is_as_it_was_when_last_looked_at(tmp_path):
    compare(draw_scorecard(pd.concat([CARD] * 3)), "scorecard", tmp_path)
