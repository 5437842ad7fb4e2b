"""One side against another that keeps to the protocol, and against one that doesn't."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nps_chain.errors import NpsError
from nps_chain.evidence.deconflict import run as run_module
from nps_chain.evidence.deconflict.group import context, mask, new_key, to_point
from nps_chain.evidence.deconflict.message import Message
from tests.evidence.deconflict import edwards25519 as oracle
from tests.evidence.deconflict.people import (
    DATE,
    NEXT_DATE,
    address,
    addresses,
    party,
    sides,
)

BOUND = context("ADP", "TCB", DATE)
NUMBERS = st.sets(st.integers(0, 25), min_size=5, max_size=12)


def message(kind, values, sender="TCB", receiver="ADP", date=DATE):
    return Message(kind, sender, receiver, date, b"".join(values))


def points(*numbers, key=None):
    """Return what somebody would send who masks by one key, sorted."""
    key = key or new_key(BOUND, "TCB", "lesson")
    return sorted(mask(key, [to_point(BOUND, address(number)) for number in numbers]))


@settings(max_examples=40)
@given(NUMBERS, NUMBERS)
def test_both_sides_find_the_plain_intersection(mine, theirs):
    a, b = sides(party("ADP", *mine), party("TCB", *theirs))
    asked, asked_back = a.ask(), b.ask()
    returned_by_a, returned_by_b = a.answer(asked_back), b.answer(asked)
    both = addresses(*(mine & theirs))
    assert (a.count(returned_by_b), b.count(returned_by_a)) == (len(both), len(both))
    shown_by_a, shown_by_b = a.show(), b.show()
    assert (a.learn(shown_by_b), b.learn(shown_by_a)) == (sorted(both), sorted(both))
    assert [len(asked), len(asked_back), len(returned_by_a), len(returned_by_b)] == [
        len(mine), len(theirs), len(theirs), len(mine),
    ]  # fmt: skip


def test_what_is_sent_is_what_the_protocol_says():
    mine = party("ADP", 1, 2, 3, 4, 5)
    a = mine.begin("TCB", date=DATE, secret="lesson")
    key = new_key(BOUND, "ADP", "lesson")
    sent = points(1, 2, 3, 4, 5, key=key)
    assert a.ask() == message("masked", sent, "ADP", "TCB")
    theirs = points(4, 5, 6, 7, 8)
    assert a.answer(message("masked", theirs)) == message(
        "returned", sorted(mask(key, theirs)), "ADP", "TCB"
    )
    their_key = new_key(BOUND, "TCB", "lesson")
    assert a.count(message("returned", sorted(mask(their_key, sent)))) == 2
    both = sorted(theirs.index(*points(number)) for number in (4, 5))
    assert a.show() == message(
        "positions", [place.to_bytes(4, "big") for place in both], "ADP", "TCB"
    )
    places = sorted(sent.index(*points(number, key=key)) for number in (4, 5))
    shown = message("positions", [place.to_bytes(4, "big") for place in places])
    assert a.learn(shown) == sorted(addresses(4, 5))


def test_the_order_of_a_list_is_not_in_what_is_sent():
    first, last = party("ADP", 1, 2, 3, 4, 5), party("ADP", 5, 3, 1, 2, 4)
    runs = [one.begin("TCB", date=DATE, secret="lesson") for one in (first, last)]
    assert runs[0].ask() == runs[1].ask()


def test_no_value_is_found_by_trying_addresses():
    """What breaks salted hashes: everybody can make the point of an address, but not its mask."""
    a, b = sides(party("ADP", 1, 2, 3, 4, 5), party("TCB", 1, 2, 3, 4, 5))
    asked, asked_back = a.ask(), b.ask()
    sent = {*asked.values(), *asked_back.values()}
    sent |= {*a.answer(asked_back).values(), *b.answer(asked).values()}
    guesses = {to_point(BOUND, address(number)) for number in range(30)}
    assert len(sent) == 15  # 5 and 5, and twice masked the same 5
    assert sent.isdisjoint(guesses)


def test_values_of_two_runs_have_nothing_in_common():
    mine = party("ADP", 1, 2, 3, 4, 5)
    sent = [mine.begin("TCB", date=DATE).ask(), mine.begin("CFI", date=DATE).ask(),
            mine.begin("TCB", date=NEXT_DATE).ask()]  # fmt: skip
    again = party("ADP", 1, 2, 3, 4, 5)
    sent += [again.begin("TCB", date=DATE).ask()]
    # One secret for all doesn't help who compares: the run is in the key and in the hash.
    lesson = party("ADP", 1, 2, 3, 4, 5)
    sent += [lesson.begin("TCB", date=DATE, secret="x").ask(),
             lesson.begin("TCB", date=NEXT_DATE, secret="x").ask()]  # fmt: skip
    assert len({value for one in sent for value in one.values()}) == 6 * 5


def test_lists_without_anything_in_common_end_in_nothing():
    a, b = sides(party("ADP", 1, 2, 3, 4, 5), party("TCB", 6, 7, 8, 9, 10))
    asked, asked_back = a.ask(), b.ask()
    returned = b.answer(asked)
    a.answer(asked_back)
    assert a.count(returned) == 0
    assert a.show() == message("positions", [], "ADP", "TCB")
    assert a.learn(message("positions", [])) == []


# Steps out of their order.


def begun():
    mine = party("ADP", 1, 2, 3, 4, 5)
    run = mine.begin("TCB", date=DATE)
    run.ask()
    return mine, run


def answered():
    mine, run = begun()
    run.answer(message("masked", points(4, 5, 6, 7, 8)))
    return mine, run


def counted():
    mine, run = begun()
    their_key = new_key(BOUND, "TCB", "lesson")
    sent = list(run._mine)
    run.answer(message("masked", points(4, 5, 6, 7, 8)))
    assert run.count(message("returned", sorted(mask(their_key, sent)))) == 2
    return mine, run


MASKED = message("masked", points(4, 5, 6, 7, 8))
RETURNED = message("returned", points(1, 2, 3, 4, 5))
PLACES = message("positions", [bytes(4), b"\0\0\0\1"])
STEPS = {
    "ask": lambda run: run.ask(),
    "answer": lambda run: run.answer(MASKED),
    "count": lambda run: run.count(RETURNED),
    "show": lambda run: run.show(),
    "learn": lambda run: run.learn(PLACES),
}


@pytest.mark.parametrize("done", range(6))
def test_each_step_is_taken_once_and_in_its_order(done):
    names = list(STEPS)
    for wrong in [*names[:done], *names[done + 1 :]]:
        run = party("ADP", 1, 2, 3, 4, 5).begin("TCB", date=DATE)
        if done > 2:
            _, run = counted()
            for name in names[3:done]:
                STEPS[name](run)
        else:
            for name in names[:done]:
                STEPS[name](run)
        told = f"{names[done]}() is" if done < 5 else "the run is over"
        with pytest.raises(NpsError) as refusal:
            STEPS[wrong](run)
        assert str(refusal.value) == f"{wrong}() isn't the next step of ADP's run: {told}."


def test_a_second_question_in_a_run_is_not_answered():
    _, run = answered()
    with pytest.raises(NpsError, match=r"^answer\(\) isn't the next step of ADP's run: count\(\)"):
        run.answer(message("masked", points(9, 10, 11, 12, 13)))


# Messages of something else: nothing is done with them.


@pytest.mark.parametrize(
    "changed",
    [
        {"kind": "returned"},
        {"kind": "positions"},
        {"sender": "CFI"},
        {"receiver": "CFI"},
        {"sender": "ADP", "receiver": "TCB"},
        {"date": NEXT_DATE},
        {"protocol": "nps-chain deconflict 2"},
        {"protocol": None},
    ],
)
def test_a_message_of_another_run_is_not_looked_at(changed):
    mine, run = begun()
    with pytest.raises(NpsError) as told:
        run.answer(replace(MASKED, **changed))
    assert str(told.value) == (
        "ADP waits for another message: 'masked', of 2025-03-23, from TCB to ADP, by nps-chain"
        " deconflict 1."
    )
    assert mine.log["what"].tolist() == ["began"]
    assert len(run.answer(replace(MASKED, sender="tcb"))) == 5


def test_what_is_no_message_is_not_looked_at():
    _, run = begun()
    with pytest.raises(NpsError, match=r"^Give the message that TCB sent, not list\.$"):
        run.answer(points(4, 5, 6, 7, 8))
    assert len(run.answer(MASKED)) == 5


# Messages made to harm: they end the run.

GOOD = points(4, 5, 6, 7, 8)
SMALL = oracle.small_points()
BENT = [oracle.encoded(oracle.add(oracle.decoded(GOOD[0]), point)) for point in SMALL[1:]]


NO_POINTS = [*map(oracle.encoded, SMALL), *BENT, b"\xff" * 32, b"\x02" + bytes(31)]


@pytest.mark.parametrize("bad", NO_POINTS)
def test_a_value_that_is_no_point_of_the_group_ends_the_run(bad):
    values = sorted([*GOOD, bad])
    _, run = begun()
    with pytest.raises(NpsError) as told:
        run.answer(message("masked", values))
    assert str(told.value) == (
        f"TCB's message is refused, and the run is over. Its value {values.index(bad) + 1} is no"
        " point of the group: it was damaged on the way, or made to get at the key."
    )


FEW = (
    "TCB's list has {} addresses; at least 5 are compared, or the count would tell which of them"
    " both have. Ask for a single address by letter."
)
NOT_SORTED = "Its values aren't sorted, or one stands there twice."


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        (sorted([*GOOD, GOOD[0]]), NOT_SORTED),
        (GOOD[::-1], NOT_SORTED),
        ([*GOOD, b"\0"], "It is cut off."),
        (GOOD[:4], FEW.format(4)),
        ([], FEW.format(0)),
        ([bytes(32)] * 20_001, "It has more than 20,000 values."),
    ],
)
def test_a_bad_list_ends_the_run(values, reason):
    mine, run = begun()
    with pytest.raises(NpsError) as told:
        run.answer(message("masked", values))
    assert str(told.value) == f"TCB's message is refused, and the run is over. {reason}"
    assert mine.log["what"].tolist() == ["began", "refused"]
    assert mine.log["note"].tolist() == ["", reason]
    for step in STEPS.values():
        with pytest.raises(NpsError, match=r"isn't the next step of ADP's run: the run is over\.$"):
            step(run)
    with pytest.raises(NpsError, match=r"^There was a run with TCB on 2025-03-23 already"):
        mine.begin("TCB", date=DATE)


def test_ones_own_values_sent_back_end_the_run():
    """Else the other could hand in one's own list as its own, without knowing any address of it."""
    mine = party("ADP", 1, 2, 3, 4, 5)
    run = mine.begin("TCB", date=DATE)
    asked = run.ask()
    with pytest.raises(NpsError) as told:
        run.answer(message("masked", sorted([*points(6, 7, 8, 9), asked.values()[2]])))
    assert str(told.value) == (
        "TCB's message is refused, and the run is over. It has values that ADP sent, as if they"
        " were its own."
    )


def test_too_long_a_list_is_refused_before_any_work(monkeypatch):
    _, run = begun()
    monkeypatch.setattr(run_module, "mask", None)
    with pytest.raises(NpsError, match=r"It has more than 20,000 values\.$"):
        run.answer(message("masked", [bytes(32)] * 20_001))


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        (points(1, 2, 3, 4), "It has 4 values, and 5 were sent."),
        (points(1, 2, 3, 4, 5, 6), "It has 6 values, and 5 were sent."),
        ([], "It has 0 values, and 5 were sent."),
        ([bytes(32)] * 5, NOT_SORTED),
    ],
)
def test_a_bad_answer_ends_the_run(values, reason):
    mine, run = answered()
    with pytest.raises(NpsError) as told:
        run.count(message("returned", values))
    assert str(told.value) == f"TCB's message is refused, and the run is over. {reason}"
    assert mine.log["what"].tolist() == ["began", "asked", "refused"]


@pytest.mark.parametrize(
    ("places", "reason"),
    [
        ([0], "It has 1 value, and 2 were counted."),
        ([0, 1, 2], "It has 3 values, and 2 were counted."),
        ([0, 5], "It points beyond the list that was sent."),
        ([2**32 - 2, 2**32 - 1], "It points beyond the list that was sent."),
        ([1, 1], NOT_SORTED),
    ],
)
def test_bad_places_end_the_run(places, reason):
    mine, run = counted()
    run.show()
    with pytest.raises(NpsError) as told:
        run.learn(message("positions", [place.to_bytes(4, "big") for place in places]))
    assert str(told.value) == f"TCB's message is refused, and the run is over. {reason}"
    assert mine.log["what"].tolist() == ["began", "asked", "counted", "showed", "refused"]


def test_of_two_runs_that_were_made_before_either_began_one_begins():
    mine = party("ADP", 1, 2, 3, 4, 5)
    first, second = (mine.begin("TCB", date=DATE) for _ in range(2))
    first.ask()
    with pytest.raises(NpsError, match=r"^There was a run with TCB on 2025-03-23 already"):
        second.ask()


def test_the_key_is_forgotten_once_it_is_used():
    _, run = answered()
    assert run._key == b""
