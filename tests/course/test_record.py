"""The record: kept only in a working copy, whole or not at all, and never trusted."""

import json
from datetime import UTC, datetime

import pytest

from nps_chain import places
from nps_chain.course import record


@pytest.fixture
def course(tmp_path, monkeypatch):
    """Return a working copy, with the current folder in a day of it."""
    folder = tmp_path / "мой курс" / "my-course"
    (folder / "day1").mkdir(parents=True)
    (folder / places.RECORD).write_text("{}", encoding="utf-8")
    monkeypatch.chdir(folder / "day1")
    return folder


@pytest.fixture(autouse=True)
def noon(monkeypatch):
    monkeypatch.setattr(record, "now", lambda: datetime(2025, 3, 23, 12, tzinfo=UTC))


NOON = "2025-03-23T12:00:00Z"


def test_tries_are_counted_until_the_answer_is_right(course):
    for correct in (False, False, True, False, True):
        assert record.note("14.1", correct) == ""
    assert record.note("21.1", False) == ""
    assert record.read(course) == (
        {"14.1": record.Entry(tries=3, correct=True, solved=NOON), "21.1": record.Entry(tries=1)},
        "",
    )


def test_hints_are_counted_until_the_answer_is_right(course):
    for shown in (1, 2, 1):
        assert record.note_hints("14.1", shown) == ""
    record.note("14.1", True)
    record.note_hints("14.1", 3)
    assert record.read(course)[0] == {"14.1": record.Entry(1, True, hints=2, solved=NOON)}


def test_the_time_is_the_only_thing_that_differs_from_run_to_run(course):
    record.note("14.1", True)
    assert (course / record.FILE).read_text("utf-8") == (
        '{\n "version": 2,\n "exercises": {\n  "14.1": {\n   "tries": 1,\n   "correct": true,\n'
        '   "hints": 0,\n   "solved": "2025-03-23T12:00:00Z"\n  }\n }\n}\n'
    )


def test_the_time_is_now_in_utc(monkeypatch):
    monkeypatch.undo()
    assert record.now().tzinfo is UTC


def test_a_record_of_the_first_version_is_read_and_kept_as_one_of_the_second(course):
    old = {"version": 1, "exercises": {"14.1": {"tries": 3, "correct": True}}}
    (course / record.FILE).write_text(json.dumps(old), "utf-8")
    assert record.note("14.quiz", False) == ""
    assert record.read(course)[0] == {
        "14.1": record.Entry(3, True),
        "14.quiz": record.Entry(1, False),
    }
    assert json.loads((course / record.FILE).read_text("utf-8"))["version"] == 2


def test_only_the_record_is_left_behind(course):
    record.note("14.1", True)
    assert sorted(path.name for path in course.iterdir()) == sorted(
        [places.RECORD, "day1", record.FILE]
    )


def test_nothing_is_written_outside_a_working_copy(tmp_path, monkeypatch):
    folder = tmp_path / "my-course"
    folder.mkdir()  # the name alone makes no working copy
    monkeypatch.chdir(folder)
    assert record.note("14.1", True) == ""
    assert list(folder.iterdir()) == []


ENTRY = {"tries": 1, "correct": True, "hints": 0, "solved": NOON}


def second(entry, number="14.1"):
    return json.dumps({"version": 2, "exercises": {number: entry}})


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no JSON",
        "[]",
        '{"version": 1, "exercises": {"14.1": {"tries": 1, "corr',
        "[" * 100_000,
        '{"version": 1, "exercises": {"14.1": {"tries": ' + "9" * 10_000 + ', "correct": true}}}',
        json.dumps({"version": 3, "exercises": {}}),
        json.dumps({"version": True, "exercises": {}}),
        json.dumps({"version": 2}),
        json.dumps({"version": 2, "exercises": []}),
        json.dumps({"version": 1, "exercises": {"14.1": ENTRY}}),
        second(True),
        second({"tries": 1, "correct": True}),
        second({**ENTRY, "tries": True}),
        second({**ENTRY, "tries": -1}),
        second({**ENTRY, "hints": 10**9}),
        second({**ENTRY, "correct": "yes"}),
        second({**ENTRY, "solved": "=1+1"}),
        second({**ENTRY, "more": 1}),
        second(ENTRY, "<b>14.1</b>"),
        second(ENTRY, "14.quizzes"),
        "\ud800".encode("utf-16", "surrogatepass"),
        b" " * (record.LARGEST + 1),
    ],
)
def test_a_damaged_record_is_set_aside_and_a_new_one_begun(course, text):
    damaged = text if isinstance(text, bytes) else text.encode()
    (course / record.FILE).write_bytes(damaged)
    assert record.note("14.1", True) == (
        "The record of your progress could not be read; "
        "it is kept as progress-unreadable-1.json, and a new one is begun."
    )
    assert (course / "progress-unreadable-1.json").read_bytes() == damaged
    assert record.read(course) == ({"14.1": record.Entry(1, True, solved=NOON)}, "")


def test_a_second_damaged_record_does_not_replace_the_first(course):
    for count in (1, 2):
        (course / record.FILE).write_text(f"damaged {count}")
        record.read(course)
    for count in (1, 2):
        assert (course / f"progress-unreadable-{count}.json").read_text() == f"damaged {count}"


def test_a_folder_in_the_place_of_the_record_is_set_aside(course):
    (course / record.FILE).mkdir()
    assert "progress-unreadable-1.json" in record.note("14.1", True)
    assert record.read(course)[0] == {"14.1": record.Entry(1, True, solved=NOON)}


def test_an_unreadable_record_that_cannot_be_renamed_is_left_alone(course, monkeypatch):
    (course / record.FILE).write_text("damaged")

    def refuse(self, target):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(type(course), "rename", refuse)
    assert "remove it to go on" in record.note("14.1", True)
    assert (course / record.FILE).read_text() == "damaged"


def test_a_disk_that_is_full_costs_the_note_and_keeps_the_old_record(course, monkeypatch):
    record.note("14.1", False)
    before = (course / record.FILE).read_bytes()

    def fail(self, target):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(type(course), "replace", fail)
    assert "could not be noted" in record.note("14.1", True)
    assert (course / record.FILE).read_bytes() == before
    assert not list(course.glob("*.part"))
