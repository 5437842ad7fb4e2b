"""How long work takes: the least of several runs, which other programs disturb least."""

import time
from collections.abc import Callable
from typing import TypeVar

_T = TypeVar("_T")


def least(work: Callable[[], _T], repeats: int) -> tuple[float, _T]:
    """Return the least time of several runs, in seconds, and what the last one returned."""
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        result = work()
        times.append(time.perf_counter() - start)
    return min(times), result
