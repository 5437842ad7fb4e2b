"""Make, refresh and check the course's notebooks.

A lesson is written once, as its solution under ``instructor/solutions/``. From it this tool makes
the notebook that learners get, under ``notebooks/``; it runs both and stores what they print, so
that the tests can compare it with what they print later. Nobody saves outputs by hand.

    python tools/notebooks.py new day2/22_find_the_change   # start a lesson from the template
    python tools/notebooks.py refresh                       # run and store everything
    python tools/notebooks.py refresh day2 14_follow        # ... or what begins with these words
    python tools/notebooks.py check                         # runs nothing; says what is out of step

A solution cell holds both halves. Learners get what stands before ``# solution``; a text cell with
the tag ``solution`` they don't get at all::

    fee = ...
    # solution
    fee = paid_in - paid_out
"""

import argparse
import copy
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode

HOME = Path(__file__).resolve().parent.parent
INSTRUCTOR = HOME / "instructor"
SOLUTIONS = INSTRUCTOR / "solutions"
LESSONS = HOME / "notebooks"
TEMPLATE = INSTRUCTOR / "template.ipynb"

METADATA = {
    "kernelspec": {
        "display_name": "Python 3 (ipykernel)",
        "language": "python",
        "name": "python3",
    },
    # Without the version: or each refresh on another Python would change every file.
    "language_info": {"name": "python"},
}
WIDGET = "application/vnd.jupyter.widget-view+json"  # its model ids are drawn at random
FIGURES = ("image/png", "image/jpeg")
RANDOM_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f-]{27})?")  # as nbformat and JupyterLab draw them
SECONDS_A_CELL = 300  # the first cell may have to compile the library


class LessonFailed(Exception):
    """A notebook that could not be run to its end; the message says which, and why."""


def read(path: Path) -> NotebookNode:
    """Return the notebook in a file."""
    return nbformat.read(path, as_version=4)


def written(notebook: NotebookNode) -> str:
    """Return a notebook as the text that is stored."""
    return nbformat.writes(notebook).rstrip("\n") + "\n"


def write(notebook: NotebookNode, path: Path) -> bool:
    """Store a notebook, whole or not at all, and say whether the file changed."""
    text = written(notebook)
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(".part")
    beside.write_text(text, encoding="utf-8", newline="\n")
    beside.replace(path)
    return True


def normalise(notebook: NotebookNode) -> NotebookNode:
    """Return the notebook with all that a reader sees, and nothing that differs by machine or run.

    Loose counts, versions, widget state and the machine's paths in tracebacks go; cells get
    an id that says what they are, once.
    """
    notebook = copy.deepcopy(notebook)
    notebook.metadata = nbformat.from_dict(METADATA)
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    count = 0
    for cell in notebook.cells:
        tags = cell.metadata.get("tags")
        cell.metadata = nbformat.from_dict({"tags": tags} if tags else {})
        cell.pop("attachments", None)
        if cell.cell_type == "code":
            count += 1
            cell.execution_count = count
            cell.outputs = [_stable(output, count) for output in _joined(cell.outputs)]
    _name_cells(notebook.cells)
    return notebook


def _stable(output: NotebookNode, count: int) -> NotebookNode:
    """Return one output without what changes from run to run."""
    if output.output_type == "execute_result":
        output.execution_count = count
    if output.output_type == "error":
        output.traceback = [f"{output.ename}: {output.evalue}"]
    if "data" in output:
        output.data.pop(WIDGET, None)
        output.metadata = nbformat.from_dict(_alternatives(output))
    return output


def _alternatives(output: NotebookNode) -> dict[str, dict[str, str]]:
    """Return for each picture what it shows in words, for those who can't see it."""
    return {
        kind: {"alt": output.metadata[kind]["alt"]}
        for kind in FIGURES
        if kind in output.data and "alt" in output.metadata.get(kind, {})
    }


def _joined(outputs: Sequence[NotebookNode]) -> list[NotebookNode]:
    """Return the outputs with neighbouring pieces of one stream joined: their cut is chance."""
    joined: list[NotebookNode] = []
    for output in outputs:
        last = joined[-1] if joined else None
        if last and output.output_type == "stream" and last.get("name") == output.name:
            last.text += output.text
        else:
            joined.append(output)
    return joined


def _name_cells(cells: Sequence[NotebookNode]) -> None:
    """Give each cell that has none a readable id of its own; an id that was given once stays."""
    taken = {cell.get("id") for cell in cells if not RANDOM_ID.fullmatch(cell.get("id", ""))}
    seen: set[str] = set()
    for cell in cells:
        name = cell.get("id", "")
        if not name or RANDOM_ID.fullmatch(name) or name in seen:
            stem, number = _slug(cell), 1
            name = stem
            while name in taken or name in seen:
                number += 1
                name = f"{stem}-{number}"
            cell.id = name
        seen.add(name)


def _slug(cell: NotebookNode) -> str:
    """Return an id made of a cell's first words."""
    asked = re.search(r'\bcheck\("([^"]+)"', cell.source)
    if cell.cell_type == "code" and asked:
        text = f"check {asked[1]}"
    else:
        lines = (line for line in cell.source.splitlines() if line.strip())
        text = next((line for line in lines if not line.startswith(("import ", "from "))), "empty")
        text = " ".join(re.findall(r"[A-Za-z0-9]+", text)[:5])
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:48] or cell.cell_type


def learner(solution: NotebookNode) -> NotebookNode:
    """Return the learner's notebook: the solution's without the answers, and not yet run."""
    notebook = copy.deepcopy(solution)
    cells = []
    for cell in notebook.cells:
        answers = "solution" in cell.metadata.get("tags", [])
        if cell.cell_type == "code":
            cell.outputs = []
            if answers:
                cell.source = re.sub(r"# solution\b.*", "", cell.source, flags=re.S).strip()
                cell.metadata.tags = [
                    "exercise" if tag == "solution" else tag for tag in cell.metadata.tags
                ]
        if cell.cell_type == "code" or not answers:
            cells.append(cell)
    notebook.cells = cells
    return notebook


def executed(notebook: NotebookNode, path: Path) -> NotebookNode:
    """Return the notebook, run from top to end in the folder of its path, and normalised.

    Raises
    ------
    LessonFailed
        If a cell fails or takes too long.

    """
    notebook = copy.deepcopy(notebook)
    path.parent.mkdir(parents=True, exist_ok=True)
    client = NotebookClient(
        notebook,
        timeout=SECONDS_A_CELL,
        kernel_name="python3",
        resources={"metadata": {"path": str(path.parent)}},
    )
    try:
        return normalise(client.execute())
    except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
        raise LessonFailed(f"{_name(path)} failed and was left as it was.\n{error}") from error


def keep_figures(new: NotebookNode, old: NotebookNode) -> NotebookNode:
    """Return the new notebook with the old figures wherever source and text outputs are as before.

    A picture's bytes change with each version of matplotlib; what a reader learns from it doesn't.
    """
    new = copy.deepcopy(new)
    before = {cell.id: cell for cell in old.cells if cell.cell_type == "code" and "id" in cell}
    for cell in new.cells:
        was = before.get(cell.id)
        if was and was.source == cell.source and _without_figures(was) == _without_figures(cell):
            cell.outputs = copy.deepcopy(was.outputs)
    return new


def _without_figures(cell: NotebookNode) -> list[dict]:
    """Return a cell's outputs, each figure replaced by the mere fact that there is one."""
    outputs = copy.deepcopy([dict(output) for output in cell.outputs])
    for output in outputs:
        if "data" in output:
            output["data"] = {
                kind: None if kind in FIGURES else value for kind, value in output["data"].items()
            }
    return outputs


def notebooks(words: Sequence[str] = ()) -> Iterator[tuple[Path, Path | None]]:
    """Yield each source notebook, and the learner's that is made from it (None for the others).

    ``words`` leaves only those whose path, or whose name, begins with one of them.
    """
    for source in sorted(INSTRUCTOR.rglob("*.ipynb")):
        if ".ipynb_checkpoints" in source.parts:
            continue
        is_solution = source.is_relative_to(SOLUTIONS)
        name = source.relative_to(SOLUTIONS if is_solution else INSTRUCTOR)
        lesson = LESSONS / name if is_solution else None
        paths = [name.as_posix(), name.name] + [
            path.relative_to(HOME).as_posix() for path in (source, lesson) if path
        ]
        if not words or any(path.startswith(word) for path in paths for word in words):
            yield source, lesson


def refresh(words: Sequence[str] = (), figures: bool = False) -> list[Path]:
    """Run notebooks, make the learners' from the solutions, store both; return what changed.

    A lesson is written only once all of it has run.
    """
    changed = []
    for source, lesson in notebooks(words):
        solution = normalise(read(source))
        made = [(source, solution)]
        if lesson:
            made.append((lesson, learner(solution)))
        fresh = [(path, executed(notebook, path)) for path, notebook in made]
        for path, notebook in fresh:
            if path.exists() and not figures:
                notebook = keep_figures(notebook, read(path))
            if write(notebook, path):
                changed.append(path)
    return changed


def check() -> list[str]:
    """Return what is out of step, a sentence each; nothing is run."""
    problems, expected = [], set()
    for source, lesson in notebooks():
        for path in filter(None, (source, lesson)):
            if not path.exists():
                problems.append(f"{_name(path)} is missing")
            elif path.read_text(encoding="utf-8") != written(normalise(read(path))):
                problems.append(f"{_name(path)} was saved by hand, not by this tool")
        if lesson:
            expected.add(lesson)
            if lesson.exists() and _cells(read(lesson)) != _cells(learner(read(source))):
                problems.append(f"{_name(lesson)} is not what {_name(source)} makes")
    for lesson in sorted(LESSONS.rglob("*.ipynb")):
        if lesson not in expected and ".ipynb_checkpoints" not in lesson.parts:
            problems.append(f"{_name(lesson)} has no solution that it is made from")
    return problems


def _cells(notebook: NotebookNode) -> list[tuple]:
    return [
        (cell.id, cell.cell_type, cell.source, tuple(cell.metadata.get("tags", ())))
        for cell in notebook.cells
    ]


def _name(path: Path) -> str:
    return path.relative_to(HOME).as_posix()


def new(lesson: str) -> Path:
    """Start a lesson, named by its day's folder and its file, from the template; return its path.

    Raises
    ------
    FileExistsError
        If there is such a lesson already.

    """
    path = (SOLUTIONS / lesson).with_suffix(".ipynb")
    if path.exists():
        raise FileExistsError(f"{_name(path)} exists already; choose another name")
    number, _, title = path.stem.partition("_")
    notebook = normalise(read(TEMPLATE))
    for cell in notebook.cells:
        cell.source = cell.source.replace("NN", number)
        cell.source = cell.source.replace("Title with a verb", title.replace("_", " ").capitalize())
        cell.id = cell.id.replace("nn", number)
    write(notebook, path)
    return path


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return 0 if all is well, 1 if not."""
    parser = argparse.ArgumentParser(
        description="Make, refresh and check the course's notebooks.",
        epilog="A lesson is written as its solution; the learner's notebook is made from it.",
    )
    commands = parser.add_subparsers(dest="command", required=True)
    start = commands.add_parser("new", help="start a lesson from the template")
    start.add_argument("lesson", help="its folder and name, such as day2/22_find_the_change")
    run = commands.add_parser("refresh", help="run notebooks and store what they print")
    run.add_argument("words", nargs="*", help="only those that begin so: day2, 14_follow, a path")
    run.add_argument("--figures", action="store_true", help="store every figure anew")
    commands.add_parser("check", help="say what is out of step; runs nothing")
    given = parser.parse_args(arguments)

    if given.command == "new":
        try:
            print(f"{_name(new(given.lesson))} is yours to write; then refresh it.")
        except FileExistsError as error:
            print(error, file=sys.stderr)
            return 1
    elif given.command == "refresh":
        if not list(notebooks(given.words)):
            print(f"No notebook begins with {' or '.join(given.words)}.", file=sys.stderr)
            return 1
        try:
            changed = refresh(given.words, given.figures)
        except LessonFailed as error:
            print(error, file=sys.stderr)
            return 1
        print("\n".join(_name(path) for path in changed) or "Nothing changed.")
    else:
        problems = check()
        print("\n".join(problems) or "All notebooks are in step.")
        return 1 if problems else 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
