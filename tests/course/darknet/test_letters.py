"""Letters in layers: each relay reads one layer, in its turn alone."""

import pytest

import nps_chain as nps
from nps_chain.course.darknet import relay, second_letter

WAY = [relay("A"), relay("B"), relay("C")]


def letter():
    """A letter over three relays, the last lock first."""
    rest = "Hello | you"
    for one, stop in zip(reversed(WAY), ["site", "C", "B"], strict=True):
        rest = one.lock(rest, stop)
    return rest


def travel(rest, way):
    """Let each relay open its layer; return the stops, and what is found at last."""
    stops = []
    for one in way:
        opened = one.unlock(rest)
        stops.append(opened.stop)
        rest = opened.rest
    return stops, rest


def test_layers_are_opened_one_after_the_other():
    assert travel(letter(), WAY) == (["B", "C", "site"], "Hello | you")


def test_a_stranger_finds_no_word():
    assert "Hello" not in letter()
    assert len(letter()) > 3 * 40


def test_no_relay_opens_a_layer_out_of_its_turn():
    for one in WAY[1:]:
        with pytest.raises(nps.NpsError, match="outer lock"):
            one.unlock(letter())


def test_an_open_letter_has_no_more_layers():
    with pytest.raises(nps.NpsError, match="letter itself"):
        WAY[0].unlock("Hello")


def test_the_second_letter_is_the_same_each_time_and_goes_over_four_relays():
    assert second_letter() == second_letter()
    sent = second_letter()
    stops, says = travel(sent.letter, sent.way)
    assert stops == ["Birch", "Cedar", "Elm", "forum"]
    assert says == "Has anybody seen the vendor this week?"
