"""Run all solutions and demonstrations on other data, and say whether each answer is accepted.

    python instructor/check_world.py FOLDER             # all of them: some minutes
    python instructor/check_world.py FOLDER 21 day1     # what begins so

``FOLDER`` is one in which ``nps-chain simulate classroom --out FOLDER/classroom`` put a data set.
Nothing is stored. The program ends with 1 if a cell fails or an answer is not accepted.
"""

import os
import re
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

INSTRUCTOR = Path(__file__).resolve().parent
CHECK = re.compile(r'^nps\.check\("([^"]+)"', re.M)


def notebooks(words: Sequence[str] = ()) -> Iterator[Path]:
    """Yield the solutions and demonstrations whose name, or whose folder, begins with a word."""
    found = [*INSTRUCTOR.glob("demonstration_*.ipynb"), *INSTRUCTOR.glob("solutions/*/[!.]*.ipynb")]
    for path in sorted(found, key=lambda path: path.name):
        named = (path.name, path.parent.name)
        if not words or any(name.startswith(word) for name in named for word in words):
            yield path


def refused(path: Path, data: Path) -> tuple[int, list[str]]:
    """Return how many answers a notebook gives on these data, and what is said to bad ones."""
    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(
        notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": path.parent}}
    )
    client.execute(env=os.environ | {"NPS_DATA": str(data)})
    said = {
        asked[1]: "".join(output.get("text", "") for output in cell.outputs)
        for cell in notebook.cells
        if cell.cell_type == "code" and (asked := CHECK.search(cell.source))
    }
    return len(said), [text for number, text in said.items() if f"{number}: correct" not in text]


def main(words: Sequence[str]) -> int:
    """Run what is asked for, a line for each notebook; return 0 if all is well, 1 if not."""
    if not words or not (Path(words[0]) / "classroom" / "manifest.json").is_file():
        print(__doc__)
        print("FOLDER must hold a folder classroom with a data set.", file=sys.stderr)
        return 1
    data, failed = Path(words[0]).resolve(), 0
    for path in notebooks(words[1:]):
        begun = time.monotonic()
        try:
            answers, bad = refused(path, data)
        except CellExecutionError as error:
            answers, bad = 0, [str(error)]
        failed += bool(bad)
        verdict = f"{len(bad)} NOT ACCEPTED" if bad else "all accepted"
        print(f"{path.stem}: {answers} answers, {verdict} ({time.monotonic() - begun:.0f} s)")
        print("".join(bad), end="", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
