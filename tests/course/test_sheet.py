"""The sheet: one row a participant and exercise, safe to open, read back without trust."""

import pytest

from nps_chain.course import exercises, sheet
from nps_chain.course.record import Entry
from nps_chain.errors import NpsError

SOLVED = Entry(3, True, hints=1, solved="2025-03-23T12:00:00Z")
RECORD = {"21.1": Entry(2), "14.1": SOLVED}
TEXT = (
    "\ufeffparticipant,exercise,tries,hints,solved,solved_at_utc\r\n"
    "Anna,14.1,3,1,yes,2025-03-23T12:00:00Z\r\n"
    "Anna,21.1,2,0,no,\r\n"
)


def test_a_sheet_has_a_row_for_each_exercise_in_the_order_of_the_course():
    assert sheet.written(sheet.rows_of("Anna", RECORD)).decode() == TEXT


def test_numbers_come_in_the_order_of_the_course_and_unknown_ones_last():
    known = list(exercises.asked(exercises.lessons()[0]))
    assert exercises.in_order(["zzz.1", *reversed(known), "aaa.1"]) == [*known, "aaa.1", "zzz.1"]


@pytest.mark.parametrize("sign", "=+-@＝")
def test_a_name_is_no_formula(sign):
    content = sheet.written(sheet.rows_of(f"{sign}cmd", RECORD)).decode()
    assert f"'{sign}cmd,14.1" in content
    assert f"\n{sign}" not in content


def test_a_name_with_half_a_character_can_be_written():
    assert b"?,14.1" in sheet.written(sheet.rows_of("\ud800", RECORD))


def test_a_sheet_is_read_back(tmp_path):
    path = tmp_path / "progress-Anna.csv"
    path.write_bytes(TEXT.encode())
    assert sheet.read_back(path) == RECORD


@pytest.mark.parametrize(
    "content",
    [
        "",
        "participant,exercise\r\n",
        TEXT.replace("14.1", "=1+1"),
        TEXT.replace("yes", "maybe"),
        TEXT.replace(",3,", ",-3,"),
        TEXT.replace(",3,", ",99999999,"),
        TEXT.replace(",3,", ",\u0663,"),
        TEXT.replace("2025-03-23", "yesterday"),
        TEXT.replace(",no,", ",no"),
        TEXT + '"' + "a" * 200_000,
        "a" * (sheet.LARGEST + 1),
        TEXT.encode("utf-16"),
        "\0" * 1000,
    ],
)
def test_what_is_no_sheet_is_refused(content, tmp_path):
    path = tmp_path / "progress-Anna.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(ValueError):  # noqa: PT011, for whoever calls tells nothing more of it
        sheet.read_back(path)


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("Anna", "progress-Anna.csv"),
        (" Анна Б. ", "progress-Анна-Б.csv"),
        ("../../etc/passwd", "progress-etc-passwd.csv"),
        ("C:\\Windows\\x", "progress-C-Windows-x.csv"),
        ("=cmd|' /C calc'!A0", "progress-cmd-C-calc-A0.csv"),
        ("a\0b\u202ec", "progress-a-b-c.csv"),
        ("Zoe\u0301", "progress-Zoé.csv"),
        ("x" * 10_000, f"progress-{'x' * 40}.csv"),
    ],
)
def test_a_name_makes_a_file_in_the_folder(name, file, tmp_path):
    assert sheet.hand_in(name, RECORD, tmp_path) == tmp_path / file
    assert [path.name for path in tmp_path.iterdir()] == [file]


@pytest.mark.parametrize("name", ["", "...", "/", "\u202e", "\ud800", "=+-@"])
def test_a_name_without_a_letter_makes_none(name, tmp_path):
    with pytest.raises(NpsError, match="makes no file's name"):
        sheet.hand_in(name, RECORD, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_an_older_sheet_is_replaced_and_nothing_else(tmp_path):
    sheet.hand_in("Anna", {}, tmp_path)
    sheet.hand_in("Anna", RECORD, tmp_path)
    assert (tmp_path / "progress-Anna.csv").read_bytes() == TEXT.encode()
    diary = tmp_path / "progress-Boris.csv"
    diary.write_text("my diary", "utf-8")
    with pytest.raises(NpsError, match="is no sheet"):
        sheet.hand_in("Boris", RECORD, tmp_path)
    assert diary.read_text("utf-8") == "my diary"


def test_a_link_is_not_written_through(tmp_path):
    outside = tmp_path / "outside.csv"
    outside.write_bytes(sheet.written([]))
    (tmp_path / "copy").mkdir()
    (tmp_path / "copy" / "progress-Anna.csv").symlink_to(outside)
    with pytest.raises(NpsError, match="leads somewhere else"):
        sheet.hand_in("Anna", RECORD, tmp_path / "copy")
    assert outside.read_bytes() == sheet.written([])
