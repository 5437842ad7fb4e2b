import numpy as np
import pytest

import nps_chain as nps
from nps_chain.show.explorer.scenes.asked import a_height, a_text, a_thing, one_of, quoted, things
from nps_chain.show.explorer.scenes.scene import Thing
from tests.show.explorer.story import facts_of

FACTS = facts_of("a: new -> ann 5", "b: a:0 -> bob 5")


def refusal(function, *given):
    with pytest.raises(nps.NpsError) as refused:
        function(*given)
    return str(refused.value)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("t12", "'t12'"),
        ("a\nb\u202e$x$", r"'a\nb\u202e$x$'"),
        ("x" * 41, f"'{'x' * 40}…'"),
        (12, "this int"),
        (None, "this NoneType"),
        ([[["x"]]], "this list"),
    ],
)
def test_what_was_given_is_told_in_one_short_harmless_line(given, told):
    assert quoted(given) == told


@pytest.mark.parametrize("given", [3, np.int64(3), np.int32(3)])
def test_a_height_is_a_whole_number(given):
    assert a_height(given, 0, 3) == 3


@pytest.mark.parametrize("given", [True, 3.0, "3", None, [3], {"height": 3}, float("nan")])
def test_nothing_else_is_a_height(given):
    why = f"{quoted(given)} is no height: the clock goes from block 0 to 1,200."
    assert refusal(a_height, given, 0, 1200) == why


@pytest.mark.parametrize("given", [-1, 4, pytest.param(10**5000, id="huge")])
def test_a_height_is_one_of_the_chain(given):
    assert refusal(a_height, given, 0, 3) == (
        "There is no such block: the clock goes from block 0 to 3."
    )


def test_a_text_is_not_too_long():
    assert a_text("x" * 200, "A name") == "x" * 200
    assert refusal(a_text, "x" * 1201, "A name") == (
        "A name has at most 200 characters, and this has 1,201."
    )
    assert refusal(a_text, ["x"], "A name") == "A name is a text, not this list."


@pytest.mark.parametrize("given", ["green", 1, None, ["red"], "red\n"])
def test_a_choice_is_one_of_those_there_are(given):
    assert one_of("red", ("red", "blue"), "colour") == "red"
    assert refusal(one_of, given, ("red", "blue"), "colour") == (
        f"There is no colour {quoted(given)}: choose from red, blue."
    )


@pytest.mark.parametrize(
    "given", ["", "x1", "a1 ", 1, None, ["a1"], {"a": 1}, pytest.param("a" * 10**6, id="long")]
)
def test_a_thing_is_given_by_its_name(given):
    assert refusal(a_thing, FACTS, given) == (
        f"{quoted(given)} names nothing here: a name is t, a or c and a row, as in t12."
    )


def test_a_thing_is_in_the_chain():
    assert a_thing(FACTS, "t1>") == Thing("t", 1, ">")
    assert a_thing(FACTS, "c1") == Thing("c", 1)
    assert refusal(a_thing, FACTS, "t2") == "There is no t2: its chain has 2 of these, from 0 on."
    assert refusal(a_thing, FACTS, "c2<") == "There is no c2<: its chain has 2 of these, from 0 on."
    assert refusal(a_thing, FACTS, "a9999999999") == (
        "There is no a9999999999: its chain has 2 of these, from 0 on."
    )


def test_several_things_come_each_once_and_not_too_many():
    assert things(FACTS, ["t1", "a0", "t1"], 3) == [Thing("t", 1), Thing("a", 0)]
    assert things(FACTS, [], 2) == []
    assert refusal(things, FACTS, ["t1"] * 1001, 2) == "Give 2 names at most, not 1,001."
    assert refusal(things, FACTS, "t1", 2) == "Give a list of names, not 't1'."
    assert refusal(things, FACTS, {"t1": 1}, 2) == "Give a list of names, not this dict."
    assert refusal(things, FACTS, ["t1", ["t0"]], 2) == (
        "this list names nothing here: a name is t, a or c and a row, as in t12."
    )
