"""What isn't protected from, as the package says: each attack as it goes through.

If one of these fails, the protocol got better, and what it says of itself has to change.
"""

from nps_chain.evidence.deconflict.group import context, mask, new_key, to_point
from nps_chain.evidence.deconflict.message import Message
from tests.evidence.deconflict.people import DATE, address, addresses, party, sides

BOUND = context("ADP", "TCB", DATE)


def message(kind, values):
    return Message(kind, "TCB", "ADP", DATE, b"".join(sorted(values)))


def test_one_guess_among_addresses_that_nobody_has_is_answered_by_the_count():
    for guess, count in ((3, 1), (20, 0)):
        a, b = sides(party("ADP", 1, 2, 3, 4, 5), party("TCB", guess, 96, 97, 98, 99))
        asked, asked_back = a.ask(), b.ask()
        returned = a.answer(asked_back)
        b.answer(asked)
        assert b.count(returned) == count


def test_a_count_as_large_as_ones_list_is_its_contents():
    a, b = sides(party("ADP", *range(10)), party("TCB", *range(5)))
    asked, asked_back = a.ask(), b.ask()
    returned = a.answer(asked_back)
    b.answer(asked)
    assert b.count(returned) == 5


def test_a_key_for_each_address_shows_at_the_count_which_are_shared():
    a = party("ADP", 1, 2, 3, 4, 5).begin("TCB", date=DATE)
    sent = a.ask().values()
    theirs = [2, 4, 6, 8, 10]
    keys = {number: new_key(BOUND, "TCB", str(number)) for number in theirs}
    asked = {number: mask(keys[number], [to_point(BOUND, address(number))])[0] for number in theirs}
    returned = set(a.answer(message("masked", asked.values())).values())
    seen = [number for number in theirs if not returned.isdisjoint(mask(keys[number], sent))]
    assert seen == [2, 4]  # and ADP agreed to nothing


def test_who_copies_an_answer_makes_the_other_count_all():
    a, b = sides(party("ADP", 1, 2, 3, 4, 5), party("TCB", 6, 7, 8, 9, 10))
    a.ask()
    returned = a.answer(b.ask())
    assert a.count(message("returned", returned.values())) == 5


def test_false_places_are_believed():
    a, b = sides(party("ADP", 1, 2, 3, 4, 5), party("TCB", 1, 7, 8, 9, 10))
    asked, asked_back = a.ask(), b.ask()
    a.answer(asked_back)
    assert a.count(b.answer(asked)) == 1
    a.show()
    true_place = next(place for place, one in enumerate(a._mine.values()) if one == address(1))
    false_place = (true_place + 1) % 5
    learnt = a.learn(message("positions", [false_place.to_bytes(4, "big")]))
    assert len(learnt) == 1
    assert learnt[0] in addresses(2, 3, 4, 5)


def test_who_has_its_answer_can_stop():
    a, b = sides(party("ADP", 1, 2, 3, 4, 5), party("TCB", 4, 5, 6, 7, 8))
    asked, asked_back = a.ask(), b.ask()
    returned = a.answer(asked_back)
    b.answer(asked)
    assert b.count(returned) == 2  # and A, which answered first, waits for what never comes


def test_under_another_name_one_comes_for_the_first_time():
    mine = party("ADP", 1, 2, 3, 4, 5)
    for name in ("TCB", "TCB-2"):
        a, b = sides(mine, party(name, 1, 96, 97, 98, 99))
        a.ask()
        assert len(a.answer(b.ask())) == 5
