"""Names of onion services: Tor's published ones, the course's, and what is neither."""

import base64
import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nps_chain.chain.onion import Checked, check, slips, teaching_name
from nps_chain.errors import AddressError

# Examples of Tor's own specification, rend-spec, "Encoding onion addresses".
TORS = [
    "pg6mmjiyjmcrsslvykfwnntlaru7p5svn6y2ymmju6nubxndf4pscryd",
    "sp3k262uwy4r2k3ycr5awluarykdpag6a7y33jxop4cs2lu5uz5sseqd",
    "xa4r2iadxm55fbnqgwwi5mymqdcofiu3w6rpbtqn7b2dyn7mgwj64jyd",
]
KEYS = st.binary(min_size=32, max_size=32)


def named(prefix, key, version=3):
    """Make a name by the letter of the specification, beside the module's way."""
    checksum = hashlib.sha3_256(prefix + key + bytes([version])).digest()[:2]
    return base64.b32encode(key + checksum + bytes([version])).decode().lower()


@pytest.mark.parametrize("name", TORS)
def test_the_names_that_tor_published_are_right_for_tor_alone(name):
    key = base64.b32decode(name.upper())[:32]
    why = "Its checksum is right by Tor's rule: it may be a real service."
    expected = Checked(teaching=False, tor=True, why=why, public_key=key)
    for written in (name, name.upper(), f"{name}.onion", f"www.{name}.onion"):
        assert check(written) == expected


@pytest.mark.parametrize("name", TORS)
def test_a_changed_letter_of_a_published_name_is_refused(name):
    for place in range(51):  # the last five letters hold part of checksum or version
        changed = name[:place] + ("b" if name[place] == "a" else "a") + name[place + 1 :]
        found = check(changed)
        assert (found.teaching, found.tor, found.public_key) == (False, False, None)
        assert found.why.startswith("Its checksum is wrong by Tor's rule and by the course's")


@given(KEYS)
def test_a_teaching_name_is_right_for_the_course_and_wrong_for_tor(key):
    name = named(b".teaching checksum", key)
    assert teaching_name(key) == f"{name}.onion"
    assert (len(name), name[-1]) == (56, "d")
    why = "Its checksum is right by the course's rule: it is invented, and Tor refuses it."
    assert check(name) == Checked(teaching=True, tor=False, why=why, public_key=key)


def test_a_key_whose_name_tor_would_take_makes_none():
    keys = (number.to_bytes(32, "big") for number in range(1 << 20))
    both = next(k for k in keys if named(b".teaching checksum", k) == named(b".onion checksum", k))
    with pytest.raises(AddressError, match=r"^Tor would take the name of this key"):
        teaching_name(both)
    found = check(named(b".onion checksum", both))
    assert (found.teaching, found.tor) == (True, True)
    assert found.why == "Its checksum is right by Tor's rule: it may be a real service."


@pytest.mark.parametrize("size", [0, 31, 33])
def test_a_key_of_another_size_makes_no_name(size):
    with pytest.raises(AddressError, match=f"^A key of {size} bytes makes no onion name"):
        teaching_name(bytes(size))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "An onion name has 56 characters, a to z and 2 to 7; this has 0."),
        (TORS[0][:-1], "An onion name has 56 characters, a to z and 2 to 7; this has 55."),
        (
            TORS[0].replace("p", "1", 1),
            "An onion name has 56 characters, a to z and 2 to 7; "
            "this has 56, not all of them such.",
        ),
        (
            TORS[0].replace("c", "\u0441", 1),
            "Letter 11 is none of a to z or 2 to 7, whatever it looks like.",
        ),
        (
            f"http://{TORS[0]}.onion/",
            "It is the address of a page or a port: give the host's name alone.",
        ),
        ("expyuzz4wqqyqhjn.onion", "It is a name of version 2, which Tor gave up in 2021."),
        (named(b".onion checksum", bytes(32), 4), "Its version is 4, and the one in use is 3."),
        ("a" * 301, "With 301 characters it is too long to be an onion name."),
        (None, "A name is a text; this is something else (NoneType)."),
    ],
)
def test_what_is_no_name_is_told_why(text, why):
    assert check(text) == Checked(teaching=False, tor=False, why=why, public_key=None)


@given(st.text())
def test_no_text_makes_it_raise(text):
    check(text)


def test_slips_are_all_texts_that_differ_in_one_letter():
    name = teaching_name(b"k" * 32)
    found = slips(name.upper())
    assert len(set(found)) == len(found) == 56 * 31
    for slip in found:
        assert slip.endswith(".onion")
        assert sum(one != other for one, other in zip(slip, name, strict=True)) == 1


def test_a_name_is_among_the_slips_of_its_slip():
    name = TORS[0]
    slip = f"{name[:20]}{'q' if name[20] != 'q' else 'r'}{name[21:]}"
    assert name in slips(slip)


@pytest.mark.parametrize("text", ["", "a" * 55, "a" * 57, "0" + "a" * 55])
def test_what_has_no_letters_of_a_name_has_no_slips(text):
    with pytest.raises(AddressError, match="56 characters"):
        slips(text)
