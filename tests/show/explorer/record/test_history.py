import pytest

import nps_chain as nps
from nps_chain.show.explorer.record import history
from nps_chain.show.explorer.record.history import History
from nps_chain.show.explorer.scenes.scene import Scene
from tests.show.explorer.story import begun, facts_of, name_of

FACTS = facts_of("a: new -> ann 5", "b: a:0 -> bob 5", "c: b:0 -> cat 5", "d: c:0 -> dan 5")
ANN, BOB = name_of(FACTS, "ann"), name_of(FACTS, "bob")
FIRST = begun(FACTS, ANN)


def refusal(history: History, *asked) -> str:
    with pytest.raises(nps.NpsError) as refused:
        history.act(FACTS, *asked)
    return str(refused.value)


def test_steps_are_taken_back_and_again():
    first = History(FIRST)
    second = first.act(FACTS, "expand", {"of": ANN, "way": ">"})
    third = second.act(FACTS, "hide", {"what": "dust"})
    back = third.act(FACTS, "undo", {})
    assert back == History(second.scene, (FIRST,), (third.scene,))
    start = back.act(FACTS, "undo", {})
    assert start == History(FIRST, (), (third.scene, second.scene))
    assert start.act(FACTS, "redo", {}) == back
    assert back.act(FACTS, "redo", {}) == third


def test_another_step_puts_an_end_to_what_was_taken_back():
    second = History(FIRST).act(FACTS, "expand", {"of": ANN, "way": ">"})
    other = second.act(FACTS, "undo", {}).act(FACTS, "hide", {"what": "dust"})
    assert (other.before, other.undone) == ((FIRST,), ())


def test_to_select_is_no_step_to_take_back():
    second = History(FIRST).act(FACTS, "expand", {"of": ANN, "way": ">"})
    chosen = second.act(FACTS, "select", {"of": [BOB]})
    assert chosen.scene.selected == (BOB,)
    back = chosen.act(FACTS, "undo", {})
    assert back.scene == FIRST
    # Nor does it put an end to what was taken back.
    assert back.act(FACTS, "select", {"of": []}).act(FACTS, "redo", {}).scene == chosen.scene


def test_a_step_that_changes_nothing_is_none():
    first = History(FIRST)
    assert first.act(FACTS, "show", {"what": "dust"}) is first


def test_the_oldest_steps_are_forgotten(monkeypatch):
    monkeypatch.setattr(history, "DEPTH", 2)
    after = History(FIRST)
    for height in (2, 1, 2):
        after = after.act(FACTS, "clock", {"height": height})
    assert [scene.as_of for scene in after.before] == [2, 1]


def test_what_was_not_done_can_not_be_taken_back():
    first = History(Scene(3))
    assert refusal(first, "undo", {}) == "There is no step to take back."
    assert refusal(first, "redo", {}) == "There is no step to take again."
    assert refusal(first, "undo", {"of": 1}) == "To undo, nothing else has to be given."
