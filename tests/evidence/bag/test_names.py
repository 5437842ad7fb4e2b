"""Names are judged for all systems alike, whichever this one is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nps_chain.evidence.bag.names import LONGEST, alike, clashes, composed, hindrance, refusal


@pytest.mark.parametrize(
    "name",
    [
        "data/a.txt",
        "data/отчёт.pdf",
        "data/截图 2025-03-23.png",
        "data/at 3.23.45\u202fPM.png",
        "data/~x",
        "data/.hidden",
        "data/...",
        "data/100%.txt",
        "data/" + "a" * (LONGEST - 5),
    ],
)
def test_a_name_that_stays_inside_is_used(name):
    assert refusal(name) == ""


@pytest.mark.parametrize(
    ("name", "why"),
    [
        *(
            (name, "it leads out of the package")
            for name in ("", "/a", "a/", "a//b", "..", "a/../b", "a\\b", "C:a", "a:b", "~", "~a/b")
        ),
        ("a/./b", "a part of its name is '.'"),
        ("a\0", "its name has a character that can't be seen"),
        ("a\u202eb", "its name has a character that can't be seen"),
        ("a\u200bb", "its name has a character that can't be seen"),
        ("a\nb", "its name has a character that can't be seen"),
        ("a\udcffb", "its name has a character that can't be seen"),
        ("a" * (LONGEST + 1), "its name is longer than 1,000 characters"),
    ],
)
def test_a_name_that_does_not_is_refused(name, why):
    assert refusal(name) == why


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("a?.html", "Windows can't have the character '?' in a name"),
        ("a/b|c", "Windows can't have the character '|' in a name"),
        ("a./b", "Windows drops a blank or a dot at the end of a name"),
        ("a ", "Windows drops a blank or a dot at the end of a name"),
        ("CON", "'CON' is a device on Windows"),
        ("a/Com1.tar.gz", "'Com1' is a device on Windows"),
        ("lpt¹", "'lpt¹' is a device on Windows"),
        ("CONIN$.txt", "'CONIN$' is a device on Windows"),
        ("a" * 255, ""),
        ("б" * 127, ""),
        ("data/" + "a" * 256, "Linux can't have a name of more than 255 bytes"),
        ("data/" + "б" * 128, "Linux can't have a name of more than 255 bytes"),
        ("a/lpt0", ""),
        ("a/console.txt", ""),
        ("a b.txt", ""),
    ],
)
def test_what_windows_or_linux_can_not_have_is_told(name, why):
    assert hindrance(name) == why


def test_case_and_ways_of_writing_a_letter_make_names_alike():
    assert alike("Straße/É") == alike("STRASSE/e\u0301")
    assert alike("a") != alike("а")  # the second is Cyrillic
    assert composed("e\u0301") == "é"
    assert composed("E") == "E"


@given(st.lists(st.text(alphabet="aA/e\u0301é", min_size=1, max_size=6), unique=True))
def test_clashes_are_what_a_system_that_does_not_tell_case_would_lose(paths):
    files = {alike(path) for path in paths}
    folders = {
        alike(path)[:at] for path in paths for at, sign in enumerate(alike(path)) if sign == "/"
    }
    lost = {path for group, _ in clashes(paths) for path in group}
    twice = {path for path in paths if sum(alike(path) == alike(other) for other in paths) > 1}
    assert lost == twice | {path for path in paths if alike(path) in files & folders}
