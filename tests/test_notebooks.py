"""Guards on every notebook of the course: what nbval, which runs them, can't see.

A stored picture is compared with nothing, a cell without a count is run and compared with nothing,
a learner's notebook may drift from its solution: each of these would pass unseen.
"""

import ast
import base64
import importlib.util
import re
from pathlib import Path

import pytest
from nbconvert import HTMLExporter

from nps_chain.course import exercises

HOME = Path(__file__).resolve().parent.parent

_spec = importlib.util.spec_from_file_location("notebooks", HOME / "tools" / "notebooks.py")
tool = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(tool)

PAIRS = [(source, lesson) for source, lesson in tool.notebooks() if lesson]
LESSONS = [lesson for _, lesson in PAIRS]
SOLUTIONS = [source for source, _ in PAIRS]
OTHERS = [source for source, lesson in tool.notebooks() if not lesson]
ALL = SOLUTIONS + LESSONS + OTHERS

# The lessons of the course have a number; an extra is freer in its form.
NUMBERED = [path for path in LESSONS + SOLUTIONS if path.stem[:2].isdigit()]
FRAME = ["## Key points", "## What can go wrong", "## Quiz", "## Sources", "**Next.** "]

TAGS = {"exercise", "solution", "raises-exception", "nbval-ignore-output"}
WIDEST_LINE = 78  # characters, at the size of type that the projector's settings choose
CHECK = re.compile(r'nps\.check\("([^"]+)", (\w+)\)\n# nps\.hint\("\1"\)')
HEADING = re.compile(r"^## Exercise (\S+\.\d+)", re.M)


def named(paths):
    return pytest.mark.parametrize(
        "path", paths, ids=lambda path: path.relative_to(HOME).as_posix()
    )


def code(path):
    return [cell for cell in tool.read(path).cells if cell.cell_type == "code"]


def prose(path):
    return [cell.source for cell in tool.read(path).cells if cell.cell_type == "markdown"]


def stored_texts(path):
    """Yield every text that a notebook's outputs hold, pictures left out."""
    for cell in code(path):
        for output in cell.outputs:
            yield output.get("text", "")
            yield output.get("evalue", "")
            for kind, value in output.get("data", {}).items():
                if kind not in tool.FIGURES:
                    yield str(value)


def answers(path):
    """Yield each exercise's cell, with the cell that checks it and what that check is given."""
    cells = code(path)
    for place, cell in enumerate(cells):
        if {"exercise", "solution"} & set(cell.metadata.get("tags", [])):
            checked = cells[place + 1]
            asked = CHECK.fullmatch(checked.source)
            assert asked, f"after an answer comes its check and a hint, not {checked.source!r}"
            yield cell, checked, *asked.groups()


def is_left_open(source, name):
    """Say whether code ends by setting a name to ``...``, or in a function of that name with it."""
    last = ast.parse(source.partition("# solution")[0]).body[-1]
    if isinstance(last, ast.FunctionDef):
        return last.name == name and ast.unparse(last.body[-1]) == "..."
    return ast.unparse(last) == f"{name} = ..."


def section(path, heading):
    """Return what stands under a heading, up to the next one or to a box."""
    text = "\n".join(prose(path))
    return re.split(r"^(?:#|>|\*\*Next)", text.partition(f"\n{heading}\n")[2], flags=re.M)[0]


def test_there_are_lessons():
    assert len(LESSONS) >= 3


def test_all_notebooks_are_in_step():
    assert tool.check() == []


@named(ALL)
def test_every_code_cell_was_run_once_in_order(path):
    cells = code(path)
    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))


@named(ALL)
def test_tags_are_from_our_list(path):
    for cell in tool.read(path).cells:
        assert set(cell.metadata.get("tags", [])) <= TAGS


@named(ALL)
@pytest.mark.parametrize(
    "pattern",
    [
        r";\s*$",  # under nbval it silences nothing
        r"^\s*[%!]",  # magics and shell
        r"\binput\(",
        r"\bclear_output\b|\bdisplay_id\b",
        r"print\(\s*set\(",  # the order of a set differs from run to run
        r"NBVAL_",  # tags, not comments: learners read comments
        r"\bopen\(|\bread_(csv|json|parquet)\(\s*[\"']",  # data come through the library
    ],
)
def test_no_source_holds_what_breaks_a_comparison(path, pattern):
    for cell in code(path):
        assert not re.search(pattern, cell.source, re.M), cell.source


@named(ALL)
def test_lines_of_code_fit_on_a_projector(path):
    for cell in code(path):
        assert max(map(len, cell.source.splitlines())) <= WIDEST_LINE, cell.source


@named(ALL)
def test_no_warning_is_stored(path):
    for cell in code(path):
        assert "stderr" not in [output.get("name") for output in cell.outputs], cell.source


@named(ALL)
def test_no_progress_bar_is_stored(path):
    for text in stored_texts(path):
        assert not re.search(r"%\||\d(s|it|B)/s\b", text), text


@named(ALL)
def test_no_machine_shows_in_what_is_stored(path):
    trace = re.compile(r"(?<![\w.])/(home|root|tmp|usr|Users|work)/|[A-Z]:\\|0x[0-9a-f]{6,}")
    for text in stored_texts(path):
        assert not trace.search(text), text
        assert str(HOME) not in text


@named(ALL)
def test_no_txid_and_no_address_is_written_by_hand(path):
    found = re.compile(
        r"\b(bc|tb|bcrt)1[0-9a-z]{8,}|\b[0-9a-f]{16,}\b|\b[123mn][1-9A-HJ-NP-Za-km-z]{25,34}\b"
    )
    for cell in tool.read(path).cells:
        assert not found.search(cell.source), cell.source


@named(ALL)
def test_no_address_of_the_real_network_is_shown(path):
    mainnet = re.compile(r"\bbc1[0-9a-z]{8,}|\b[13][1-9A-HJ-NP-Za-km-z]{25,34}\b")
    for text in stored_texts(path):
        assert not mainnet.search(text), text


@named(LESSONS + SOLUTIONS)
def test_a_lesson_has_its_frame(path):
    texts = prose(path)
    assert re.fullmatch(r"# .+", texts[0])
    assert texts[1].startswith("**Question.** ")
    assert re.match(r"\*\*You will\*\* .+\(\d+ min \+ \d+ min exercises\..+Data: ", texts[2], re.S)
    lines = [line for text in texts[3:] for line in text.splitlines()]
    found = [part for line in lines for part in FRAME if line.startswith(part)]
    if path in NUMBERED:
        assert found == FRAME
    else:
        assert found == [part for part in FRAME if part in found]
        assert {"## Key points", "**Next.** "} <= set(found)


@named(NUMBERED)
@pytest.mark.parametrize("heading", ["## Key points", "## What can go wrong"])
def test_a_lesson_ends_with_three_to_five_points(path, heading):
    assert 3 <= len(re.findall("^- ", section(path, heading), re.M)) <= 5


@named(NUMBERED)
def test_a_quiz_asks_three_questions_with_three_answers_each_and_takes_the_letters(path):
    asked = re.findall(r"^(\d\.|   - \([a-z]\)) \S", section(path, "## Quiz"), re.M)
    letters = ["   - (a)", "   - (b)", "   - (c)"]
    assert asked == ["1.", *letters, "2.", *letters, "3.", *letters]
    cell, _, number, name = list(answers(path))[-1]
    assert (number, name) == (f"{path.stem[:2]}.quiz", "quiz")
    assert cell.source.splitlines()[0] == "quiz = ..."


@named(NUMBERED)
def test_a_lesson_sets_four_to_eight_exercises_in_order(path):
    lesson = path.stem[:2]
    set_ = HEADING.findall("\n".join(prose(path)))
    assert 4 <= len(set_) <= 8
    assert set_ == [f"{lesson}.{place}" for place in range(1, len(set_) + 1)]
    assert [number for _, _, number, _ in answers(path)] == [*set_, f"{lesson}.quiz"]


@named(LESSONS + SOLUTIONS)
def test_boxes_are_of_our_four_kinds(path):
    for text in prose(path):
        for box in re.findall(r"^> \*\*([^*]+)\*\*", text, re.M):
            assert box in {
                "Note",
                "Caution",
                "In court",
                "In practice",
                "Many investigators would say",
            }


@named(LESSONS + SOLUTIONS)
def test_each_exercise_is_set_answered_in_one_name_and_checked(path):
    found = list(answers(path))
    assert found
    set_ = HEADING.findall("\n".join(prose(path)))
    for cell, _, number, name in found:
        assert is_left_open(cell.source, name)
        assert number in set_ or number.endswith(".quiz")


@named(LESSONS)
def test_an_open_exercise_says_so_and_gives_nothing_away(path):
    for cell, checked, number, name in answers(path):
        assert "# solution" not in cell.source
        assert is_left_open(cell.source, name)
        assert [output.text for output in checked.outputs] == [f"{number}: not answered yet\n"]


@named(SOLUTIONS)
def test_each_model_answer_is_accepted(path):
    for _, checked, number, _ in answers(path):
        assert [output.text.startswith(f"{number}: correct.") for output in checked.outputs] == [
            True
        ]


@named(LESSONS)
def test_nothing_later_reads_a_learners_answer(path):
    cells = code(path)
    own = {name: checked.id for _, checked, _, name in answers(path)}
    for cell in cells:
        read = {
            node.id
            for node in ast.walk(ast.parse(cell.source))
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
        }
        for name in read & own.keys():
            assert cell.id == own[name], f"{cell.id} reads the answer {name}"


def test_each_exercise_belongs_to_the_lesson_of_its_number():
    asked = {path: [number for _, _, number, _ in answers(path)] for path in LESSONS}
    for path, own in asked.items():
        day, place = path.parent.name, path.stem.partition("_")[0]
        lesson = place if place.isdigit() else day
        assert [number.rpartition(".")[0] for number in own] == [lesson] * len(own)
    known = [number for lesson in exercises.lessons() for number in exercises.numbers(lesson)]
    assert sorted(number for own in asked.values() for number in own) == sorted(known)


def attributes():
    """Return what .gitattributes says, by pattern."""
    lines = (HOME / ".gitattributes").read_text(encoding="utf-8").splitlines()
    return {line.split()[0]: line.split()[1:] for line in lines if line.strip()}


def test_notebooks_have_the_same_line_ends_everywhere():
    assert attributes()["*.ipynb"] == ["text", "eol=lf"]
    for path in ALL:
        assert b"\r" not in path.read_bytes()


def test_git_changes_no_line_ends_in_binary_data():
    rules = attributes()
    for folder in ("datasets", "tests", "notebooks"):
        for path in (HOME / folder).rglob("*"):
            if path.is_file() and path.suffix != ".pyc" and b"\0" in path.read_bytes()[:8000]:
                assert rules.get(f"*{path.suffix}") == ["binary"], path.name


def test_a_page_made_of_a_lesson_shows_the_explorer_as_a_picture():
    (lesson,) = (path for path in LESSONS if path.stem.startswith("14_"))
    page, _ = HTMLExporter().from_filename(str(lesson))
    (picture,) = re.findall(
        r'RenderedSVG [^>]*>\s*<img [^>]*src="data:image/svg\+xml;base64,([^"]+)', page
    )
    drawn = base64.b64decode(picture).decode()
    assert re.search("<title>Payments around .*</title>", drawn)
    assert "application/vnd.jupyter.widget-view" not in page
