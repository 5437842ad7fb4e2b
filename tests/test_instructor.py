"""The instructor's pack fits the course: minutes add up, notes name each lesson, the key fits.

A lesson says of itself how long it takes, and a timetable must not promise less for all of it. When
the notes of another day are written, its folder goes into `NOTED`.
"""

import importlib.util
import multiprocessing
import re
import subprocess
import sys
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from itertools import pairwise
from pathlib import Path

import nbformat
import pytest

from nps_chain.course import exercises
from tests.course.run_lesson import run
from tests.world.played import quickly

HOME = Path(__file__).resolve().parent.parent
PACK = HOME / "instructor"
SOLUTIONS = PACK / "solutions"

NOTED = ["day0", "day1", "day2", "day3", "day4"]
"""Days whose notes are written: here each lesson has its section."""

FIELDS = [
    "Minutes",
    "Say first",
    "Leave unexplained",
    "Where groups get stuck",
    "Questions to expect",
    "What the data hide",
]

PAGES = sorted(path for path in PACK.rglob("*.md") if "solutions" not in path.parts)
HANDOUTS = sorted(path for path in (PACK / "handouts").glob("*.md") if path.name != "README.md")
DEMONSTRATIONS = sorted(PACK.glob("demonstration_day*.ipynb"))
MOST_WORDS = 450  # on one sheet of A4

MINUTES = re.compile(r"\((\d+) min \+ (\d+) min exercises\.")
EXERCISE = re.compile(r"\b(\d\d)\.(\d)\b")


def program(name):
    """Return a program of the pack as a module."""
    spec = importlib.util.spec_from_file_location(name, PACK / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


check_world, print_pages = program("check_world"), program("print_pages")


def named(paths):
    return pytest.mark.parametrize(
        "path", paths, ids=lambda path: path.relative_to(PACK).as_posix()
    )


def prose(path):
    cells = nbformat.read(path, as_version=4).cells
    return [cell.source for cell in cells if cell.cell_type == "markdown"]


def code(path):
    cells = nbformat.read(path, as_version=4).cells
    return [cell.source for cell in cells if cell.cell_type == "code"]


def lessons():
    """Return for each lesson that has a number its title, and its minutes of text and exercises."""
    found = {}
    for path in sorted(SOLUTIONS.glob("*/[0-9][0-9]_*.ipynb")):
        title, _, aims = prose(path)[:3]
        reading, exercising = map(int, MINUTES.search(aims).groups())
        found[path.stem[:2]] = (path.parent.name, title.removeprefix("# "), reading, exercising)
    return found


LESSONS = lessons()
ASKED = {lesson.number: exercises.numbers(lesson) for lesson in exercises.lessons()}


def sections(path):
    """Return what stands under each heading of the second level."""
    parts = re.split(r"^## (.+)$", path.read_text("utf-8"), flags=re.M)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def anchors(path):
    """Return the headings of a page as a link names them."""
    headings = re.findall(r"^#+ (.+)$", path.read_text("utf-8"), re.M)
    return {re.sub(r"[^\w -]", "", text.lower()).replace(" ", "-") for text in headings}


def links(path):
    """Return where the links of a page lead to in the project, with their anchors."""
    found = re.findall(r"\]\(([^)\s]+)\)", path.read_text("utf-8"))
    inside = [target.partition("#") for target in found if not re.match(r"[a-z]+:", target)]
    return [((path.parent / to if to else path).resolve(), anchor) for to, _, anchor in inside]


@named(PAGES)
def test_each_link_leads_to_a_page_of_the_project_and_to_a_heading_in_it(path):
    for to, anchor in links(path):
        assert to.is_file(), to
        assert to.is_relative_to(HOME)
        assert not anchor or anchor in anchors(to), anchor


def test_every_page_of_the_pack_can_be_reached_from_its_first():
    reached, open_ = set(), [PACK / "README.md"]
    while open_:
        page = open_.pop()
        if page not in reached:
            reached.add(page)
            open_ += [to for to, _ in links(page) if to.suffix == ".md"]
    assert set(PAGES) | set(DEMONSTRATIONS) <= reached | {
        to for page in reached for to, _ in links(page)
    }


# Notes


@pytest.mark.parametrize("day", NOTED)
def test_each_lesson_of_a_day_has_its_section_and_no_other_has(day):
    headed = [head for head in sections(PACK / f"{day}.md") if re.match(r"\d\d ", head)]
    there = [f"{number} {title}" for number, (of, title, *_) in LESSONS.items() if of == day]
    assert there
    assert headed == there


@pytest.mark.parametrize("day", NOTED)
def test_each_section_says_all_that_an_instructor_needs_and_the_lessons_own_minutes(day):
    for head, text in sections(PACK / f"{day}.md").items():
        if not re.match(r"\d\d ", head):
            continue
        assert re.findall(r"^\*\*([A-Z][^.*]+)\.\*\*", text, re.M) == FIELDS, head
        _, _, reading, exercising = LESSONS[head[:2]]
        said = re.search(r"(\d+): reading and running (\d+), exercises (\d+)\.", text)
        assert [*map(int, said.groups())] == [reading + exercising, reading, exercising], head


@pytest.mark.parametrize("day", NOTED)
def test_where_groups_get_stuck_names_each_exercise_of_the_lesson_once(day):
    for head, text in sections(PACK / f"{day}.md").items():
        if re.match(r"\d\d ", head):
            stuck = re.findall(r"^- \*(\d\d\.\d)\.\*", text, re.M)
            asked = ASKED[head[:2]]
            assert stuck == [number for number in asked if not number.endswith(".quiz")], head


@pytest.mark.parametrize("day", NOTED)
def test_each_question_that_is_expected_has_its_answer(day):
    for head, text in sections(PACK / f"{day}.md").items():
        if not re.match(r"\d\d ", head):
            continue
        part = text.partition("**Questions to expect.**")[2].partition("**What the data")[0]
        asked = re.findall(r'^- \*"(.+?)"\*(.*(?:\n  .+)*)', part, re.M)
        assert 4 <= len(asked) <= 6, head
        assert all(answer.split() for _, answer in asked), head


# Timetables

TABLE = re.compile(r"^### (.+?)\n(.*?)^(\d+) minutes, of which \w[\w ]* (\d+)\.$", re.M | re.S)
ROW = re.compile(r"^\| (\d\d):(\d\d) \| (\d+) \| (.+?) \|(.*)\|$", re.M)
TABLES = {
    head: (
        [(60 * int(h) + int(m), int(n), what, how) for h, m, n, what, how in ROW.findall(body)],
        told,
    )
    for head, body, *told in TABLE.findall((PACK / "timetable.md").read_text("utf-8"))
}
each_table = pytest.mark.parametrize("head", TABLES)


def lesson_of(what):
    found = re.match(r"Lesson (\d\d)", what)
    return found[1] if found else None


def test_there_are_courses_of_five_days_of_two_and_of_one():
    assert len(TABLES) == 5 + 2 + 1


@each_table
def test_the_minutes_of_a_day_add_up_and_follow_each_other(head):
    rows, (total, of_lessons) = TABLES[head]
    assert sum(minutes for _, minutes, _, _ in rows) == int(total) == 480
    for (start, minutes, *_), (following, *_) in pairwise(rows):
        assert start + minutes == following
    lessons = sum(minutes for _, minutes, what, _ in rows if lesson_of(what))
    team_work = sum(minutes for _, minutes, _, how in rows if "lesson" in how)
    assert int(of_lessons) == (lessons or team_work)


@each_table
def test_nobody_sits_longer_than_two_hours_and_a_half_without_a_pause(head):
    rows, _ = TABLES[head]
    sitting = 0
    for _, minutes, what, _ in rows:
        sitting = 0 if what in ("Break", "Lunch") else sitting + minutes
        assert sitting <= 150, what
    assert [minutes for _, minutes, what, _ in rows if what == "Lunch"] == [60]


@each_table
def test_a_whole_lesson_has_its_own_minutes_and_a_part_has_fewer(head):
    for _, minutes, what, how in TABLES[head][0]:
        number = lesson_of(what)
        if number in LESSONS:
            *_, reading, exercising = LESSONS[number]
            whole = reading + exercising
            assert minutes == whole if how.strip() == "whole" else minutes < whole, what
            assert how.strip() == "whole" or how.strip().startswith("part: ")


@each_table
def test_exercises_that_are_kept_or_left_are_those_of_the_lesson(head):
    for _, _, what, how in TABLES[head][0]:
        number = lesson_of(what)
        for lesson, place in EXERCISE.findall(how):
            assert lesson == number, how
            if number in LESSONS:
                assert f"{lesson}.{place}" in ASKED[number], how


def test_the_five_days_hold_every_lesson():
    taught = {
        lesson_of(what)
        for head, (rows, _) in TABLES.items()
        if "of five" in head
        for _, _, what, _ in rows
    }
    assert set(LESSONS) - {"51"} <= taught


# The test before and after

QUESTION = re.compile(r"^\*\*(\d+)\.\*\* (?:.+\n)+\n((?:- \([a-d]\) .+\n)+)", re.M)
OPTION = re.compile(r"^- \(([a-d])\) (.+)$", re.M)
QUESTIONS = {
    int(number): dict(OPTION.findall(options))
    for number, options in QUESTION.findall((PACK / "test_before_and_after.md").read_text("utf-8"))
}
KEY = {
    int(number): (letter, why)
    for number, letter, why in re.findall(
        r"^(\d+)\. \*\*([a-d])\*\* (.+(?:\n +.+)*)", (PACK / "test_key.md").read_text("utf-8"), re.M
    )
}


def test_the_key_fits_its_questions():
    assert 12 <= len(QUESTIONS) <= 15
    assert list(KEY) == list(QUESTIONS) == list(range(1, len(QUESTIONS) + 1))
    for number, (letter, why) in KEY.items():
        assert 3 <= len(QUESTIONS[number]) <= 4
        assert letter in QUESTIONS[number]
        named_lessons = re.search(r"\(Lessons?\s+(.+?)\)$", why, re.S)[1]
        assert set(re.findall(r"\d\d", named_lessons)) <= set(ASKED)


def test_no_answer_of_the_test_can_be_guessed_by_its_form():
    letters = Counter(letter for letter, _ in KEY.values())
    assert max(letters.values()) - min(letters.values()) <= 1
    longest = shortest = 0
    for number, options in QUESTIONS.items():
        right, lengths = len(options[KEY[number][0]]), sorted(map(len, options.values()))
        assert lengths[-1] <= 1.6 * lengths[0], options
        longest += right == lengths[-1] > lengths[-2]
        shortest += right == lengths[0] < lengths[1]
    assert longest <= len(QUESTIONS) / 2
    assert shortest <= len(QUESTIONS) / 2


# Handouts


@named(HANDOUTS)
def test_a_handout_is_one_page(path):
    words = re.findall(r"\w[\w'’.-]*", path.read_text("utf-8"))
    assert 150 <= len(words) <= MOST_WORDS


def test_each_handout_is_listed():
    listed = {to for to, _ in links(PACK / "handouts" / "README.md")}
    assert len(HANDOUTS) == 5
    assert set(HANDOUTS) <= listed


def test_what_is_handed_out_on_paper_becomes_pages_for_a_browser(tmp_path, capsys):
    assert print_pages.main([str(tmp_path / "print")]) == 0
    made = {page.stem: page.read_text("utf-8") for page in (tmp_path / "print").iterdir()}
    paper = {*HANDOUTS, PACK / "safety_and_law.md", PACK / "test_before_and_after.md"}
    assert set(made) == {page.stem for page in paper}
    assert "<table>" in made["words_of_the_chain"]
    assert not any("<script" in page or "http" in page for page in made.values())
    assert print_pages.main([]) == 1


# Demonstrations


@named(DEMONSTRATIONS)
def test_a_demonstration_is_small_asks_before_it_shows_and_has_no_exercise(path):
    cells, texts = code(path), prose(path)
    assert 5 <= len(cells) <= 8
    assert sum("nps.draw(" in cell for cell in cells) == 1
    assert sum("nps.explore(" in cell for cell in cells) == 1
    assert sum(".expand(" in cell for cell in cells) == 1  # plan B
    assert not any(word in cell for cell in cells for word in ("nps.check", "nps.hint"))
    assert texts[1].startswith("*(15 min, no exercise. Data: invented, SYNTHETIC.")
    assert sum("**Question to the room.**" in text for text in texts) >= len(cells) - 2


@pytest.mark.parametrize("path", DEMONSTRATIONS, ids=lambda path: path.stem)
def test_a_demonstration_is_told_cell_by_cell_with_a_plan_b(path):
    notes = PACK / f"{path.stem.removeprefix('demonstration_')}.md"
    told = sections(notes)["The demonstration"]
    cells = re.findall(r"^\| (\d+) \| cell (\d+)", told, re.M)
    assert [int(cell) for _, cell in cells] == list(range(1, len(code(path)) + 1))
    minutes = [int(minute) for minute, _ in cells]
    assert minutes == sorted(minutes)
    assert minutes[-1] < 15
    assert "**Plan B.**" in told


@pytest.mark.slow
def test_the_demonstrations_run_on_another_case(tmp_path):
    quickly("classroom", 1).save(tmp_path / "classroom")
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        for path in DEMONSTRATIONS:
            said, _ = pool.submit(run, path, tmp_path).result()
            assert said == {}


# Another world, tried


def test_all_solutions_and_demonstrations_are_tried_on_another_world():
    there = {*SOLUTIONS.glob("*/*.ipynb"), *DEMONSTRATIONS}
    assert set(check_world.notebooks()) == there
    assert {path.stem[:2] for path in check_world.notebooks(["21", "day1"])} >= {"11", "14", "21"}
    assert all(
        "day2" not in path.parts or "21" in path.name for path in check_world.notebooks(["21"])
    )


def test_without_a_world_it_says_what_it_needs(tmp_path, capsys):
    assert check_world.main([str(tmp_path)]) == 1
    assert "must hold a folder classroom" in capsys.readouterr().err


TRIED = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
import check_world
print(check_world.refused(Path(sys.argv[2]), Path(sys.argv[3])))
"""


def test_an_answer_that_is_not_accepted_is_told(tmp_path):
    say = "class nps:\n    def check(number, right):\n        print(number + ': ' + right)\n"
    cells = [say, 'nps.check("21.1", "correct.")', 'nps.check("21.2", "Look again.")']
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    nbformat.write(notebook, tmp_path / "21_try.ipynb")
    words = [sys.executable, "-c", TRIED, str(PACK), str(tmp_path / "21_try.ipynb"), str(tmp_path)]
    told = subprocess.run(words, capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "(2, ['21.2: Look again.\\n'])"
