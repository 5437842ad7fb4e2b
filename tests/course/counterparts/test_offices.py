"""The address book is read from the data set, and refused where it makes no sense."""

import shutil
from datetime import date

import pytest

from nps_chain.course.counterparts.offices import Office, read_offices
from nps_chain.errors import NpsError
from nps_chain.places import data_path


@pytest.fixture
def own(tmp_path):
    for name in ("offices.csv", "memberships.csv", "scenario.toml"):
        shutil.copy(data_path(f"tiny/{name}"), tmp_path)
    return tmp_path


def test_it_has_offices_memberships_and_days():
    book = read_offices("tiny")
    assert list(book.offices) == ["ADP", "TCB", "CFI", "Merivane", "Pallory", "Freyport"]
    assert book.find("Merivane") == Office("Merivane", "Merivane", "exchange", "Aldoria", "ADP")
    assert book.open_channels("Tolvany", "Cestania") == (
        "police to police", "mutual legal assistance", "regional centre",
    )  # fmt: skip
    assert book.rests_on("regional centre", "Tolvany", "Cestania") == ["Lowmarch Police Centre"]
    ways = book.roads("Tolvany", "Cestania")
    assert tuple(ways["channel"][ways["open"]]) == book.open_channels("Tolvany", "Cestania")
    assert dict(zip(ways["channel"], ways["rests_on"], strict=True))["regional centre"] == (
        "Lowmarch Police Centre"
    )
    assert book.reserved("Tolvany", "Budapest Convention", "art. 29(4)")
    assert not book.reserved("Aldoria", "Budapest Convention", "art. 29(4)")
    assert (book.first, book.last) == (date(2025, 1, 1), date(2025, 1, 30))
    assert [one.short for one in book.agencies("Tolvany")] == ["TCB"]
    assert read_offices("classroom").last == date(2025, 3, 31)


@pytest.mark.parametrize(
    ("file", "text", "says"),
    [
        ("offices.csv", "a,b\n", "has other columns than name, short, kind, country, answers_to"),
        ("offices.csv", "name,short,kind,country,answers_to\nx,y\n", "has other columns"),
        ("memberships.csv", "country\nAldoria\n", "has other columns than country, member_of"),
        ("memberships.csv", "\udcff", "is no text in UTF-8"),
    ],
)
def test_a_damaged_book_is_refused(own, file, text, says):
    (own / file).write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(NpsError, match=says):
        read_offices(own)


def test_a_book_that_is_a_link_out_is_refused(own, tmp_path_factory):
    other = tmp_path_factory.mktemp("other") / "offices.csv"
    shutil.move(own / "offices.csv", other)
    (own / "offices.csv").symlink_to(other)
    with pytest.raises(NpsError, match="leads out of its folder"):
        read_offices(own)


@pytest.mark.parametrize("data", [7, "a\0b"])
def test_what_names_no_data_set_is_told(data):
    with pytest.raises(NpsError, match="names no data set"):
        read_offices(data)
