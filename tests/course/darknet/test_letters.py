"""Letters in layers: each relay reads one layer, in its turn alone."""

import pytest
from nacl.exceptions import CryptoError
from nacl.secret import SecretBox

from nps_chain.course.darknet import second_letter
from nps_chain.course.darknet.letters import wrapped

LOCKS = [SecretBox(bytes([letter]) * 32) for letter in b"ABC"]


def test_layers_are_opened_one_after_the_other():
    rest = wrapped("Hello", LOCKS, ["b", "c", "site"])
    stops = []
    for relay in LOCKS:
        stop, rest = relay.decrypt(rest).split(b"|", 1)
        stops.append(stop.decode())
    assert stops == ["b", "c", "site"]
    assert rest == b"Hello"


def test_no_relay_opens_a_layer_out_of_its_turn():
    letter = wrapped("Hello", LOCKS, ["b", "c", "site"])
    for relay in LOCKS[1:]:
        with pytest.raises(CryptoError):
            relay.decrypt(letter)


def test_the_second_letter_is_the_same_each_time_and_goes_over_four_relays():
    letter, way = second_letter()
    assert letter == second_letter()[0]
    assert len(letter) == 220
    for relay in way:
        stop, letter = relay.decrypt(letter).split(b"|", 1)
    assert (stop, len(way)) == (b"forum", 4)
    assert letter == b"Has anybody seen the vendor this week?"
