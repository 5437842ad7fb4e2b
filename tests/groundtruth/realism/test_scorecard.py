"""The scorecard as a whole: one small chain, all 26 measures of it worked out by hand."""

import math

import pytest

import nps_chain as nps
from nps_chain.errors import NpsError
from nps_chain.groundtruth.realism import realism
from tests.groundtruth.realism.dressed import dressed, padding
from tests.groundtruth.worlds import truth_of
from tests.handmade import chain_of

CHAIN = dressed(
    "c0: new -> ann1 1000000",
    "c1: new -> ann2 500000, sal1 41000",
    "a: c0:0 c1:0 -> bob1 1200000, ann3 299003",
    "+ z: c1:1 -> mia1 40003",
    "b: a:0 -> ann1 700000, bob2 499001",
    "c: a:1 b:0 -> shop1 900000, ann3 98007, data 0",  # joins ann3 to ann1 and ann2
    "d: b:1 -> bob1 100000, bob3 398005",
    "e: d:1 -> bob2 200000, bob4 197001",
    "f: d:0 e:0 e:1 -> shop2 496000",  # joins bob1, bob2 and bob4
    "g: c:0 -> riddle 400000, shop1 499003",
    *padding(9, 34),
    "i: c:1 -> ann4 97000",
    *padding(35, 726),
    "y: z:0 -> mia2 39001",  # in block 726
    types={"bob3": "p2pkh", "shop1": "p2sh", "mia2": "p2tr"},
    version_1="df",
    locked="ac",
    signals="e",
)
OWNERS = {
    **{f"ann{k}": "ann" for k in (1, 2, 3, 4)},
    **{f"bob{k}": "bob" for k in (1, 2, 3, 4)},
    **{"mia1": "mia", "mia2": "mia", "shop1": "shop", "shop2": "shop", "sal1": "sal"},
}
TRUTH = truth_of(
    OWNERS,
    {
        "a": ("payment", "payment change"),
        "b": ("payment", "payment change"),
        "c": ("payment", "payment change data"),
        "d": ("payment", "payment change"),
        "e": ("self_transfer", "self_transfer self_transfer"),
        "f": ("payment", "payment"),
    },
    {"shop": "merchant", "sal": "exchange"},
)
CARD = realism(CHAIN, TRUTH)
THIRD, NAN = 100 / 3, math.nan


def near(expected: dict[str, float]) -> object:
    return pytest.approx(expected, abs=1e-9, nan_ok=True)


@pytest.mark.parametrize(
    ("number", "figures"),
    [
        (1, {"share": 40}),  # z, f, i, y of ten
        (2, {"share": 50}),  # a, b, d, e, g
        (3, {"share": 10}),  # c, its data counted
        (4, {"share": 10}),  # g; c has data
        (5, {"share": 10}),  # c
        (6, {"share": 2 * THIRD}),  # the set is a, b, d; its change ann3 and bob2 fresh, bob1 not
        (7, {"share": 2 * THIRD}),  # bob1 and bob3 are, ann1 is not
        (8, {"share": 500 / 6}),  # a, z, b, d, e, but not c, whose data nobody spends
        (9, {"share": 900 / 11}),
        (10, {"share": 100 / 11}),  # c:1; z:0 took longer
        (11, {"share": 500 / 16}),  # ann1 in b, ann3 in c, bob1 in d, bob2 in e, shop1 in g
        (
            12,
            {
                "p2wpkh": 1100 / 16,
                "p2sh": 200 / 16,
                "p2pkh": 100 / 16,
                "p2wsh": 0,
                "p2tr": 100 / 16,
                "others": 100 / 16,
            },
        ),
        (13, {"share": 50}),
        (14, {"exponent": NAN}),  # no address takes part in three
        (15, {"exponent": NAN}),
        (16, {"decided": THIRD, "right": 100}),  # a
        (17, {"decided": THIRD, "right": 100}),  # d
        (18, {"decided": 2 * THIRD, "right": 50}),  # b; wrong in d
        (19, {"one": 75, "two": 25, "more": 0}),  # b, d, e; a
        (20, {"decided": 100, "right": 2 * THIRD}),  # wrong in d
        (21, {"decided": 2 * THIRD, "right": 100}),  # a, b
        (22, {"decided": 2 * THIRD, "right": 50}),  # d; wrong in b
        (23, {"decided": THIRD, "right": 100}),  # d
        (24, {"decided": 2 * THIRD, "right": 50}),  # d; wrong in b
        (25, {"share": 100 * (10 / 16 + 10 / 16 + 2 / 4) / 3}),  # ann, bob, mia
        (
            26,
            {
                "services": 2,
                "apart": 100,
                **dict.fromkeys(["TIHO", "juniority", "FIFO", "seniority", "haircut"], NAN),
                "poison": NAN,
                "TIHO in percent of the fewest other": NAN,
                "juniority in percent of seniority": NAN,
                "FIFO in percent of haircut": NAN,
                "juniority in percent of haircut": NAN,
                "seniority in percent of haircut": NAN,
                "haircut in percent of poison": NAN,
            },
        ),
    ],
)
def test_each_measure_of_a_small_chain(number, figures):
    assert CARD["numbers"][number] == near(figures)


@pytest.mark.parametrize(
    ("number", "figures"),
    [
        (6, {"share": 100}),  # of a, b, d the change is ann3, bob2 and bob3
        (7, {"share": THIRD}),
        (16, {"decided": THIRD, "right": 100}),
        (17, {"decided": THIRD, "right": 0}),
        (18, {"decided": 2 * THIRD, "right": 100}),
        (20, {"decided": 100, "right": 100}),
        (21, {"decided": 2 * THIRD, "right": 100}),
        (22, {"decided": 2 * THIRD, "right": 0}),
        (23, {"decided": THIRD, "right": 0}),
        (24, {"decided": 2 * THIRD, "right": 0}),
    ],
)
def test_the_same_on_all_known_change(number, figures):
    assert CARD["numbers_on_known_change"][number] == near(figures)


def test_other_measures_have_nothing_on_known_change():
    told = CARD["on_known_change"]
    assert [number for number in told.index if told[number]] == [6, 7, 16, 17, 18, *range(20, 25)]
    assert CARD.attrs == {"published_set": 3, "known_change": 3}


def test_what_is_within():
    within = [number for number in CARD.index if CARD["within"][number]]
    assert within == [3, 5, 8, 9, 10, 25]
    assert list(CARD.index) == list(range(1, 27))


def test_texts():
    shown = CARD[["here", "real", "tolerance", "misses"]]
    assert shown.loc[[1, 3, 11, 14, 16, 23]].values.tolist() == [
        ["40.0 %", "14.0 %", "within 5", "21.00 too high"],
        ["10.0 %", "10.0 %", "within 5", ""],
        ["31.2 %", "41 to 54 %", "41 to 54", "9.75 too low"],
        ["not known", "2.18", "within 0.4", "not known"],
        [
            "decided 33.3 %, right 100 %",
            "decided 33.2 %, right 92.1 %",
            "decided within 12, right within 6",
            "right 1.90 too high",
        ],
        [
            "decided 33.3 %, right 100 %",
            "decided 7.8 %, right 96.3 %",
            "decided within 8, right below 100",
            "decided 17.53 too high; right not below 100",
        ],
    ]
    assert (CARD["why"] == "").tolist() == CARD["within"].tolist()
    assert CARD["source"].str.len().min() > 5


def test_with_too_few_services_or_outputs_the_last_measure_cannot_be_judged():
    assert CARD["misses"][26] == (
        "can't be judged: 2 tagged services, and it takes 20; fewer than 20 outputs in days 15 to"
        " 45 to draw from"
    )


def test_a_chain_of_nothing_but_coinbases_is_not_known_and_not_within():
    card = realism(chain_of("c0: new -> ann 5"), truth_of({}))
    assert not card["within"].any()
    assert {*card["here"].drop([12, 16, 17, 18, 19, 20, 21, 22, 23, 24, 26])} == {"not known"}
    assert card["here"][16] == "decided not known, right not known"


def test_a_nodes_chain_is_measured():
    known = nps.truth("core-regtest")
    card = realism(known.chain, known)
    assert card["within"].sum() == 6
    assert card["here"][12] == (
        "p2wpkh 50.9 %, p2sh 24.9 %, p2pkh 8.6 %, p2wsh 1.1 %, p2tr 14.5 %, others 0 %"
    )


def test_what_is_no_truth_or_no_chain_is_refused():
    with pytest.raises(NpsError, match="Score against a truth"):
        realism(CHAIN, CHAIN)
    with pytest.raises(NpsError, match="is no chain"):
        realism("classroom", TRUTH)
    with pytest.raises(NpsError, match="empty"):
        realism(CHAIN.upto(-1), TRUTH)
