"""Running a lesson in a process of its own, so that nothing of its kernel stays with the tests."""

import os
import re
import tempfile
import time

import nbformat
from jupyter_client import AsyncKernelManager
from nbclient import NotebookClient

CHECK = re.compile(r'^nps\.check\("([^"]+)"', re.M)
SECONDS_A_CELL = 300  # the first cell may have to compile the library


def run(source, data):
    """Return what each check of a notebook prints on these data, and the seconds of the run.

    A cell that fails, without a tag that says so, is raised as an error.
    """
    begun = time.perf_counter()
    notebook = nbformat.read(source, as_version=4)
    with tempfile.TemporaryDirectory() as sockets:
        client = NotebookClient(
            notebook,
            km=_manager(sockets),
            timeout=SECONDS_A_CELL,
            resources={"metadata": {"path": str(source.parent)}},
        )
        client.execute(env={**os.environ, "NPS_DATA": str(data)})
    said = {
        found[1]: "".join(output.get("text", "") for output in cell.outputs)
        for cell in notebook.cells
        if cell.cell_type == "code" and (found := CHECK.search(cell.source))
    }
    return said, time.perf_counter() - begun


def _manager(sockets):
    """Return what starts a kernel that nobody else can be connected to.

    By TCP, kernels that start at once in several processes may be given one port, and one of them
    then waits in vain; files in a folder of its own are nobody else's.
    """
    if os.name != "posix":
        return AsyncKernelManager(kernel_name="python3")
    return AsyncKernelManager(kernel_name="python3", transport="ipc", ip=f"{sockets}/kernel")
