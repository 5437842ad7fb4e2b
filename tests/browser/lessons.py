"""What is wrong with a lesson that somebody has run in JupyterLab, without an answer."""

from pathlib import Path

from nbformat import NotebookNode

from nps_chain.setup import handout
from tests.browser.lab import Reader

LESSONS = handout.names(Path(__file__).parents[2] / "notebooks")

ERROR = "application/vnd.jupyter.stderr"  # also what JupyterLab calls a warning in red


def problems(notebook: NotebookNode, reader: Reader) -> list[str]:
    """Return all that a participant would stumble over, each with the cell where it is."""
    found = [f"message: {text}" for text in reader.messages()]
    seen = reader.results()
    if len(seen) != len(notebook.cells):
        return [*found, f"{len(seen)} of {len(notebook.cells)} cells are there"]
    for number, (cell, shown) in enumerate(zip(notebook.cells, seen, strict=True)):
        if cell.cell_type == "code":
            found += [f"cell {number}: {problem}" for problem in _of_a_cell(cell, shown)]
    return [*found, *reader.wide(), *reader.complaints()]


def _of_a_cell(cell: NotebookNode, shown: dict) -> list[str]:
    texts = [result["text"] for result in shown["results"]]
    errors = [result["text"] for result in shown["results"] if result["kind"] == ERROR]
    found = [] if shown["run"] else ["was not run"]
    if "raises-exception" in cell.metadata.get("tags", []):
        if len(errors) != 1:
            found.append(f"{len(errors)} errors where one is shown on purpose")
    else:
        found += [error.strip().splitlines()[-1] for error in errors]
    if cell.source.startswith("nps.check(") and not "".join(texts).endswith("not answered yet\n"):
        found.append(f"says without an answer: {texts}")
    return found
