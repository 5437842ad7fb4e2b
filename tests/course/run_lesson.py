"""Running a lesson in a process of its own, so that nothing of its kernel stays with the tests."""

import os
import re
import time

import nbformat
from nbclient import NotebookClient

CHECK = re.compile(r'^nps\.check\("([^"]+)"', re.M)
SECONDS_A_CELL = 300  # the first cell may have to compile the library


def run(source, data):
    """Return what each check of a notebook prints on these data, and the seconds of the run.

    A cell that fails, without a tag that says so, is raised as an error.
    """
    begun = time.perf_counter()
    notebook = nbformat.read(source, as_version=4)
    client = NotebookClient(
        notebook,
        timeout=SECONDS_A_CELL,
        kernel_name="python3",
        resources={"metadata": {"path": str(source.parent)}},
    )
    client.execute(env={**os.environ, "NPS_DATA": str(data)})
    said = {
        found[1]: "".join(output.get("text", "") for output in cell.outputs)
        for cell in notebook.cells
        if cell.cell_type == "code" and (found := CHECK.search(cell.source))
    }
    return said, time.perf_counter() - begun
