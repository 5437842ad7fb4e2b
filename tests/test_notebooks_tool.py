"""The tool that makes notebooks: the same bytes from each run, and nothing half-written."""

import importlib.util
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

HOME = Path(__file__).resolve().parent.parent

_spec = importlib.util.spec_from_file_location("notebooks", HOME / "tools" / "notebooks.py")
tool = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(tool)


def tagged(source, tag):
    return new_code_cell(source, metadata={"tags": [tag]})


@pytest.fixture
def home(tmp_path, monkeypatch):
    """Give the tool a course of its own, with a lesson that was not run yet."""
    monkeypatch.setattr(tool, "HOME", tmp_path)
    monkeypatch.setattr(tool, "INSTRUCTOR", tmp_path / "instructor")
    monkeypatch.setattr(tool, "SOLUTIONS", tmp_path / "instructor" / "solutions")
    monkeypatch.setattr(tool, "LESSONS", tmp_path / "notebooks")
    lesson = new_notebook(
        cells=[
            new_markdown_cell("# Count to two"),
            new_code_cell("print(1)"),
            tagged("two = ...\n# solution\ntwo = 2", "solution"),
            new_code_cell("print(two)"),
        ]
    )
    path = tool.SOLUTIONS / "day1" / "14_count.ipynb"
    tool.write(lesson, path)
    return tmp_path


def outputs(path):
    return [
        "".join(output.text for output in cell.outputs)
        for cell in tool.read(path).cells
        if cell.cell_type == "code"
    ]


def test_normalise_keeps_what_a_reader_sees_and_drops_what_differs():
    cell = new_code_cell(
        "frame",
        execution_count=7,
        metadata={"collapsed": True, "tags": ["exercise"]},
        outputs=[
            new_output("stream", name="stdout", text="one\n"),
            new_output("stream", name="stdout", text="two\n"),
            new_output(
                "execute_result",
                data={"text/plain": "3", tool.WIDGET: {"model_id": "random"}},
                execution_count=7,
            ),
            new_output("error", ename="ChainError", evalue="no", traceback=["/machine/path.py"]),
        ],
    )
    notebook = new_notebook(
        cells=[cell], metadata={"language_info": {"name": "python", "version": "3.13.5"}}
    )
    normal = tool.normalise(notebook)
    assert normal.metadata == tool.METADATA
    (cell,) = normal.cells
    assert cell.metadata == {"tags": ["exercise"]}
    assert cell.execution_count == 1
    stream, result, error = cell.outputs
    assert stream.text == "one\ntwo\n"
    assert (result.data, result.execution_count) == ({"text/plain": "3"}, 1)
    assert error.traceback == ["ChainError: no"]
    assert tool.normalise(normal) == normal
    nbformat.validate(normal)


def test_normalise_keeps_what_a_picture_shows_in_words():
    metadata = {
        "image/png": {"alt": "3 BTC.", "width": 640},
        "image/jpeg": {"alt": "of no picture"},
        "needs_background": "light",
    }
    output = new_output("display_data", data={"image/png": "png"}, metadata=metadata)
    (cell,) = tool.normalise(new_notebook(cells=[new_code_cell("x", outputs=[output])])).cells
    assert cell.outputs[0].metadata == {"image/png": {"alt": "3 BTC."}}


def test_cells_are_named_once_for_what_they_hold():
    cells = [
        new_markdown_cell("# Find the change output"),
        new_code_cell('nps.check("22.1", change)'),
        new_code_cell("len(chain.txs)"),
        new_code_cell("len(chain.txs)"),
        new_markdown_cell("", id="chosen-by-hand"),
    ]
    named = tool.normalise(new_notebook(cells=cells))
    assert [cell.id for cell in named.cells] == [
        "find-the-change-output",
        "check-22-1",
        "len-chain-txs",
        "len-chain-txs-2",
        "chosen-by-hand",
    ]
    named.cells[0].source = "# Another title"
    assert tool.normalise(named).cells[0].id == "find-the-change-output"


def test_the_learner_gets_no_answer_and_no_output():
    solution = new_notebook(
        cells=[
            tagged("fee = ...\n# solution\nfee = 5", "solution"),
            new_markdown_cell("It is 5.", metadata={"tags": ["solution"]}),
            new_code_cell("fee", outputs=[new_output("stream", name="stdout", text="5")]),
        ]
    )
    exercise, rest = tool.learner(solution).cells
    assert (exercise.source, exercise.metadata.tags) == ("fee = ...", ["exercise"])
    assert (rest.source, rest.outputs) == ("fee", [])


def figure(pixels, text="<Figure size 640x480 with 1 Axes>", source="draw()", alt="3 BTC."):
    data = {"image/png": pixels, "text/plain": text}
    output = new_output("display_data", data=data, metadata={"image/png": {"alt": alt}})
    return new_notebook(cells=[new_code_cell(source, id="draw", outputs=[output])])


@pytest.mark.parametrize(
    ("new", "kept"),
    [
        (figure("new"), "old"),
        (figure("new", text="<Figure size 800x480 with 1 Axes>"), "new"),
        (figure("new", source="draw(2)"), "new"),
        (figure("new", alt="4 BTC."), "new"),
    ],
)
def test_a_figure_is_kept_while_source_and_text_are_the_same(new, kept):
    result = tool.keep_figures(new, figure("old"))
    assert result.cells[0].outputs[0].data["image/png"] == kept


def test_refresh_makes_both_notebooks_and_changes_nothing_the_second_time(home):
    solution = home / "instructor" / "solutions" / "day1" / "14_count.ipynb"
    lesson = home / "notebooks" / "day1" / "14_count.ipynb"
    assert "notebooks/day1/14_count.ipynb is missing" in tool.check()
    assert tool.refresh() == [solution, lesson]
    assert outputs(solution) == ["1\n", "", "2\n"]
    assert outputs(lesson) == ["1\n", "", "Ellipsis\n"]
    assert tool.check() == []
    before = {path: path.read_bytes() for path in (solution, lesson)}
    assert tool.refresh(["day1"]) == []
    assert {path: path.read_bytes() for path in (solution, lesson)} == before


def test_a_lesson_with_a_failing_cell_is_left_as_it_was(home):
    solution = home / "instructor" / "solutions" / "day1" / "14_count.ipynb"
    tool.refresh()
    notebook = tool.read(solution)
    notebook.cells[1].source = "print(one)"
    tool.write(notebook, solution)
    before = solution.read_bytes()
    with pytest.raises(tool.LessonFailed, match=r"(?s)day1/14_count.ipynb failed.*NameError"):
        tool.refresh()
    assert solution.read_bytes() == before
    assert outputs(home / "notebooks" / "day1" / "14_count.ipynb")[0] == "1\n"
    assert not list(home.rglob("*.part"))


def test_check_names_what_is_out_of_step(home):
    solution = home / "instructor" / "solutions" / "day1" / "14_count.ipynb"
    lesson = home / "notebooks" / "day1" / "14_count.ipynb"
    tool.refresh()
    by_hand = tool.read(lesson)
    by_hand.cells[1].source = "print(3)"
    by_hand.cells[1].execution_count = 9
    tool.write(by_hand, lesson)
    tool.write(by_hand, lesson.with_name("15_stray.ipynb"))
    assert tool.check() == [
        "notebooks/day1/14_count.ipynb was saved by hand, not by this tool",
        "notebooks/day1/14_count.ipynb is not what instructor/solutions/day1/14_count.ipynb makes",
        "notebooks/day1/15_stray.ipynb has no solution that it is made from",
    ]
    solution.unlink()
    assert "notebooks/day1/14_count.ipynb has no solution that it is made from" in tool.check()


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("day1", 1),
        ("14", 1),
        ("notebooks/day1", 1),
        ("instructor/solutions/day1/14_count.ipynb", 1),
        ("day2", 0),
        ("count", 0),
    ],
)
def test_a_word_chooses_notebooks_by_where_they_begin(home, word, found):
    assert len(list(tool.notebooks([word]))) == found


def test_new_starts_a_lesson_from_the_template(home):
    path = tool.new("day2/22_find_the_change")
    lesson = tool.read(path)
    assert lesson.cells[0].source == "# Find the change"
    assert any('nps.check("22.1"' in cell.source for cell in lesson.cells)
    assert "NN" not in "".join(cell.source for cell in lesson.cells)
    with pytest.raises(FileExistsError, match="22_find_the_change"):
        tool.new("day2/22_find_the_change")


def test_the_command_line_says_what_it_did(home, capsys):
    assert tool.main(["check"]) == 1
    assert tool.main(["refresh", "day1"]) == 0
    assert tool.main(["refresh", "day1"]) == 0
    assert tool.main(["refresh", "nowhere"]) == 1
    assert tool.main(["check"]) == 0
    said = capsys.readouterr()
    assert said.out.endswith(
        "instructor/solutions/day1/14_count.ipynb\nnotebooks/day1/14_count.ipynb\n"
        "Nothing changed.\nAll notebooks are in step.\n"
    )
    assert said.err == "No notebook begins with nowhere.\n"
