import pytest

import nps_chain as nps
from nps_chain.show.explorer.scenes.neighbours import (
    crossings,
    ends,
    folds,
    is_shown,
    seen_as,
    shown,
)
from nps_chain.show.explorer.scenes.scene import Scene, Thing
from tests.show.explorer.story import facts_of, row_of

FACTS = facts_of(
    "a: new -> ann 50, bob 50, cat 900",
    "b: a:0 ? a:1 -> dan 10, data 0, eve 60, bob 30",
    "c: b:3 a:2 -> ann 930",
    "d: ?bob -> eve 7",
    "e: c:0 -> fay 930",
)
ANN, BOB, CAT, DAN, EVE, FAY = (
    row_of(FACTS, who) for who in ("ann", "bob", "cat", "dan", "eve", "fay")
)


def test_the_ends_of_a_transaction_come_by_value_and_in_its_order_where_that_is_the_same():
    assert ends(FACTS, 0, ">") == [CAT, ANN, BOB]
    assert ends(FACTS, 0, "<") == []
    assert ends(FACTS, 1, ">") == [EVE, BOB, DAN]
    assert ends(FACTS, 1, "<") == [ANN, BOB]


def test_what_crosses_addresses_comes_by_the_sum_of_values_and_unknown_ones_last():
    assert crossings(FACTS, [BOB], ">", 4) == [1, 2, 3]
    assert crossings(FACTS, [BOB, CAT], ">", 4) == [2, 1, 3]
    assert crossings(FACTS, [BOB], "<", 4) == [0, 1]
    assert crossings(FACTS, [BOB], ">", 1) == [1]
    assert crossings(FACTS, [FAY], ">", 4) == []


def test_two_folded_clusters_that_become_one_are_drawn_as_the_first_of_them():
    scene = Scene(1, addresses=(ANN, BOB, CAT), folded=(CAT, BOB))
    later = Scene(2, addresses=(ANN, BOB, CAT), folded=(CAT, BOB))
    assert folds(FACTS, scene) == {CAT: CAT, ANN: BOB}
    assert folds(FACTS, later) == {ANN: CAT}
    assert seen_as(FACTS, scene, Thing("a", ANN)) == Thing("c", BOB)
    assert seen_as(FACTS, later, Thing("a", ANN)) == Thing("c", CAT)
    assert seen_as(FACTS, later, Thing("c", BOB, ">")) == Thing("c", CAT, ">")
    assert seen_as(FACTS, later, Thing("a", DAN)) == Thing("a", DAN)
    assert seen_as(FACTS, later, Thing("t", ANN)) == Thing("t", ANN)


def test_what_is_in_the_scene_and_known_is_shown():
    scene = Scene(2, transactions=(1, 4), addresses=(EVE, FAY), folded=(BOB,))
    things = [Thing("t", 1), Thing("t", 2), Thing("t", 4), Thing("a", EVE), Thing("a", DAN),
              Thing("a", FAY), Thing("c", BOB), Thing("c", EVE)]  # fmt: skip
    assert [is_shown(FACTS, scene, thing) for thing in things] == [
        True, False, False, True, False, False, True, False
    ]  # fmt: skip
    assert shown(FACTS, scene, f"a{ANN}") == Thing("c", BOB)


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ("t4", f"{FACTS.name('t4')} first appears in block 4: move the clock there first."),
        (
            f"a{FAY}",
            f"{FACTS.name(f'a{FAY}')} first appears in block 4: move the clock there first.",
        ),
        ("t0", f"{FACTS.name('t0')} isn't shown: look for it first."),
        ("t1>", "t1> stands for what is left out: ask for more of it."),
        ("t5", "There is no t5: its chain has 5 of these, from 0 on."),
    ],
)
def test_what_is_not_shown_is_refused_with_the_reason(asked, why):
    with pytest.raises(nps.NpsError) as refused:
        shown(FACTS, Scene(2, transactions=(1, 4), addresses=(FAY,)), asked)
    assert str(refused.value) == why
