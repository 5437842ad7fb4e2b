"""Records of a class: found wherever they were put, never trusted, told by exercise."""

import json
import os

import pytest

from nps_chain import cli
from nps_chain.course import exercises, gather, sheet
from nps_chain.course.exercise import Exercise, Lesson
from nps_chain.course.record import FILE, Entry
from nps_chain.errors import NpsError

ASKED = Exercise(
    about=lambda: 3,
    right=lambda about: about,
    otherwise="Count.",
    because="So it is.",
    hints=("Look.", "Count.", "len(table)"),
)


@pytest.fixture(autouse=True)
def invented_lessons(monkeypatch):
    lessons = [Lesson("14", "Follow", {1: ASKED, 2: ASKED}), Lesson("21", "Group", {1: ASKED})]
    monkeypatch.setattr(exercises, "lessons", lambda: lessons)
    monkeypatch.setattr(gather, "lessons", lambda: lessons)


def put(folder, **tries):
    """Write a record: by exercise a number of tries, with a minus where it is still open."""
    folder.mkdir(parents=True, exist_ok=True)
    entries = {
        name.replace("_", "."): {
            "tries": abs(count),
            "correct": count > 0,
            "hints": abs(count) - 1,
            "solved": "",
        }
        for name, count in tries.items()
    }
    told = {"version": 2, "exercises": {name[1:]: entry for name, entry in entries.items()}}
    (folder / FILE).write_text(json.dumps(told), "utf-8")


def names(*folders):
    return list(dict.fromkeys(row.participant for row in gather.gather(list(folders))[0]))


def test_participants_are_named_by_their_folders(tmp_path):
    put(tmp_path / "Анна" / "my-course", e14_1=1)
    put(tmp_path / "team 2" / "Boris" / "my-course", e14_1=1)
    put(tmp_path / "my-course", e14_1=1)
    assert names(tmp_path) == [tmp_path.name, "Анна", "team 2/Boris"]
    assert names(tmp_path / "Анна") == names(tmp_path / "Анна" / "my-course") == ["Анна"]


def test_the_same_folder_counts_once_and_the_same_name_is_told_apart(tmp_path):
    for stick in ("a", "b"):
        put(tmp_path / stick / "Anna" / "my-course", e14_1=1)
    sticks = [tmp_path / "a", tmp_path / "b"]
    assert names(*sticks, sticks[0], sticks[0] / "Anna") == ["Anna", "Anna (2)"]


def test_sheets_that_were_handed_in_are_taken_unless_the_copy_itself_is_there(tmp_path):
    sheet.hand_in("Anna", {"14.1": Entry(2, True)}, tmp_path)
    put(tmp_path / "Boris" / "my-course", e14_1=1)
    sheet.hand_in("Boris", {"14.1": Entry(9)}, tmp_path / "Boris" / "my-course")
    rows, left_out = gather.gather([tmp_path])
    assert [(row.participant, row.entry.tries) for row in rows] == [("Anna", 2), ("Boris", 1)]
    assert left_out == []


def test_what_is_no_record_is_told_and_left_as_it_is(tmp_path):
    put(tmp_path / "Anna", e14_1=1)
    for name, content in {
        "deep": "[" * 100_000,
        "large": " " * 2_000_000,
        "formula": '{"version": 2, "exercises": {"=1+1": {}}}',
    }.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / FILE).write_text(content, "utf-8")
    (tmp_path / "progress-=cmd.csv").write_text("=cmd", "utf-8")
    before = sorted(tmp_path.rglob("*"))
    rows, left_out = gather.gather([tmp_path])
    assert {row.participant for row in rows} == {"Anna"}
    assert left_out == [
        "=cmd: progress-=cmd.csv can't be read, and is left out.",
        *(
            f"{name}: {FILE} can't be read, and is left out."
            for name in ("deep", "formula", "large")
        ),
    ]
    assert sorted(tmp_path.rglob("*")) == before


def test_links_are_not_followed_and_what_is_deep_is_not_looked_at(tmp_path):
    put(tmp_path / "stick" / "Anna", e14_1=1)
    put(tmp_path / "outside", e14_1=1)
    put(tmp_path / "stick" / "1" / "2" / "3" / "4" / "5" / "6", e14_1=1)
    (tmp_path / "stick" / "link").symlink_to(tmp_path / "outside", target_is_directory=True)
    (tmp_path / "stick" / "round").symlink_to(tmp_path / "stick", target_is_directory=True)
    (tmp_path / "stick" / "Boris").mkdir()
    (tmp_path / "stick" / "Boris" / FILE).symlink_to(tmp_path / "outside" / FILE)
    assert names(tmp_path / "stick") == ["Anna"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with names")
def test_a_pipe_in_the_place_of_a_record_does_not_hang(tmp_path):
    put(tmp_path / "Anna", e14_1=1)
    (tmp_path / "Boris").mkdir()
    os.mkfifo(tmp_path / "Boris" / FILE)
    assert names(tmp_path) == ["Anna"]


def test_only_so_many_files_are_looked_at(tmp_path, monkeypatch):
    for number in range(9):
        put(tmp_path / f"{number}", e14_1=1)
    monkeypatch.setattr(gather, "MOST_ENTRIES", 12)  # the nine folders, and three records
    assert names(tmp_path) == ["0", "1", "2"]


def test_a_folder_without_records_is_told_so(tmp_path):
    with pytest.raises(NpsError, match="No record of progress is below"):
        gather.gather([tmp_path])
    with pytest.raises(NpsError, match="is no folder"):
        gather.gather([tmp_path / "no"])


def test_the_summary_tells_where_a_class_gets_stuck(tmp_path):
    put(tmp_path / "Anna", e14_1=1, e14_2=-4, e21_1=2)
    put(tmp_path / "Boris", e14_1=1, e14_2=2, ezzz_9=-5)
    put(tmp_path / "Chen", e14_1=-2, e14_2=-7)
    assert gather.summary(gather.gather([tmp_path])[0]).splitlines() == [
        "Exercise     Tried by  Solved  Tries  Hints",
        "14.1                3       2      1      0",
        "14.2                3       1      4      3",
        "21.1                1       1      2      1",
        "3 participants; tries and hints are medians.",
        "Open for half or more of those who tried: 14.2.",
    ]


def test_the_command_gathers_into_a_sheet(tmp_path, capsys):
    put(tmp_path / "class" / "=Anna" / "my-course", e14_1=2)
    (tmp_path / "class" / "progress-x.csv").write_text("x", "utf-8")
    out = tmp_path / "class.csv"
    for _ in range(2):
        assert cli.main(["progress", str(tmp_path / "class"), "--out", str(out)]) == 0
        assert capsys.readouterr().out.splitlines() == [
            "x: progress-x.csv can't be read, and is left out.",
            "Exercise     Tried by  Solved  Tries  Hints",
            "14.1                1       1      2      1",
            "1 participant; tries and hints are medians.",
            f"It is kept in {out}.",
        ]
    assert out.read_text("utf-8-sig").splitlines()[1:] == ["'=Anna,14.1,2,1,yes,"]


def test_the_command_replaces_no_other_file(tmp_path, capsys):
    put(tmp_path / "Anna", e14_1=2)
    (tmp_path / "notes.csv").write_text("notes", "utf-8")
    assert cli.main(["progress", str(tmp_path), "--out", str(tmp_path / "notes.csv")]) == 1
    assert "is no sheet" in capsys.readouterr().err
    assert (tmp_path / "notes.csv").read_text("utf-8") == "notes"
