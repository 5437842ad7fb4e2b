import pytest
from hypothesis import given
from hypothesis import strategies as st

from nps_chain.errors import NpsError
from nps_chain.evidence.deconflict.message import Message
from tests.evidence.deconflict.people import DATE


def message(data=b"", kind="positions", sender="ADP", receiver="TCB", date=DATE):
    return Message(kind, sender, receiver, date, data)


TWO = message(bytes([0, 0, 0, 3]) + bytes([0, 0, 1, 2]))


def test_a_message_says_how_much_it_is_and_what_it_tells():
    assert (len(TWO), TWO.size, TWO.first(), TWO.first(1)) == (
        2, 8, ["00000003", "00000102"], ["00000003"],
    )  # fmt: skip
    assert repr(TWO) == (
        "Message(positions, ADP to TCB, 2025-03-23: 2 x 4 bytes; tells TCB which of its own"
        " addresses both have)"
    )
    masked = message(bytes(32) + b"\xff" * 32, "masked")
    assert repr(masked) == (
        "Message(masked, ADP to TCB, 2025-03-23: 2 x 32 bytes; tells TCB how many addresses ADP"
        " has, and not which)"
    )
    returned = message(bytes(32), "returned")
    assert returned.tells == "how many addresses both have, and not which"
    assert len(message()) == 0


@given(st.sets(st.binary(min_size=4, max_size=4), max_size=20))
def test_values_come_back_as_they_went(values):
    assert message(b"".join(sorted(values))).values() == sorted(values)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"\0\0\0", "It is cut off."),
        (TWO.data + b"\1", "It is cut off."),
        (b"\0\0\0\1" * 2, "Its values aren't sorted, or one stands there twice."),
        (b"\0\0\0\2" + b"\0\0\0\1", "Its values aren't sorted, or one stands there twice."),
        (
            b"".join(number.to_bytes(4, "big") for number in range(20_001)),
            "It has more than 20,000 values.",
        ),
    ],
)
def test_damaged_values_are_refused(data, reason):
    with pytest.raises(NpsError) as told:
        message(data).values()
    assert str(told.value) == reason


@pytest.mark.parametrize(
    "changed",
    [
        {"kind": "else"},
        {"kind": None},
        {"kind": []},
        {"data": "text"},
        {"data": bytearray(4)},
        {"sender": "<b>"},
        {"receiver": ""},
        {"date": "today"},
    ],
)
def test_what_is_no_message_is_not_made(changed):
    with pytest.raises(NpsError):
        message(**changed)
