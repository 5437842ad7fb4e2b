"""Run all solutions and demonstrations on other data, and say whether each answer is accepted.

    python instructor/check_world.py FOLDER             # all of them: some minutes
    python instructor/check_world.py FOLDER 21 day1     # what begins so

``FOLDER`` is one in which ``nps-chain simulate classroom --out FOLDER/classroom`` put a data set.
Nothing is stored. The program ends with 1 if a cell fails or an answer is not accepted.
"""

import os
import re
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import nbformat
from jupyter_client import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

INSTRUCTOR = Path(__file__).resolve().parent
CHECK = re.compile(r'^nps\.check\("([^"]+)"', re.M)
SECONDS_A_CELL = 300  # the first cell may have to compile the library


def notebooks(words: Sequence[str] = ()) -> Iterator[Path]:
    """Yield the solutions and demonstrations whose name, or whose folder, begins with a word."""
    found = [*INSTRUCTOR.glob("demonstration_*.ipynb"), *INSTRUCTOR.glob("solutions/*/[!.]*.ipynb")]
    for path in sorted(found, key=lambda path: path.name):
        named = (path.name, path.parent.name)
        if not words or any(name.startswith(word) for name in named for word in words):
            yield path


def said(path: Path, data: Path) -> dict[str, str]:
    """Return what each check of a notebook prints on these data; a cell that fails is raised."""
    notebook = nbformat.read(path, as_version=4)
    with tempfile.TemporaryDirectory() as sockets:
        client = NotebookClient(
            notebook,
            km=_manager(sockets),
            timeout=SECONDS_A_CELL,
            resources={"metadata": {"path": str(path.parent)}},
        )
        client.execute(env=os.environ | {"NPS_DATA": str(data)})
    return {
        asked[1]: "".join(output.get("text", "") for output in cell.outputs)
        for cell in notebook.cells
        if cell.cell_type == "code" and (asked := CHECK.search(cell.source))
    }


def _manager(sockets: str) -> AsyncKernelManager:
    """Return what starts a kernel that nobody else can be connected to.

    By TCP, kernels that start at once in several processes may be given one port, and one of them
    then waits in vain; files in a folder of its own are nobody else's.
    """
    if os.name != "posix":
        return AsyncKernelManager(kernel_name="python3")
    return AsyncKernelManager(kernel_name="python3", transport="ipc", ip=f"{sockets}/kernel")


def refused(path: Path, data: Path) -> tuple[int, list[str]]:
    """Return how many answers a notebook gives on these data, and what is said to bad ones."""
    answers = said(path, data)
    bad = [text for number, text in answers.items() if not text.startswith(f"{number}: correct.")]
    return len(answers), bad


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
        except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
            answers, bad = 0, [str(error)]
        failed += bool(bad)
        verdict = f"{len(bad)} NOT ACCEPTED" if bad else "all accepted"
        print(f"{path.stem}: {answers} answers, {verdict} ({time.monotonic() - begun:.0f} s)")
        print("".join(bad), end="", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
