"""How much memory work takes at its peak, beyond what was there before.

Linux alone can start the peak of a process anew. The work is done once before it is measured, so
that compiled kernels and imports don't count; what that first run freed is given back to the
system, or a second run could use it unseen.
"""

import ctypes
import gc
from collections.abc import Callable
from pathlib import Path

_PROCESS = Path("/proc/self")


def peak(work: Callable[[], object]) -> int:
    """Return by how many bytes a second run of work raises the memory of this process."""
    work()
    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)
    before = _memory("VmRSS")
    (_PROCESS / "clear_refs").write_text("5")
    result = work()  # held, so that it counts
    growth = _memory("VmHWM") - before
    del result
    return max(growth, 0)


def _memory(which: str) -> int:
    lines = (_PROCESS / "status").read_text("ascii").splitlines()
    return next(1024 * int(line.split()[1]) for line in lines if line.startswith(which))
