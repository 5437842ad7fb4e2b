"""A limit of time for what a participant wrote: a loop without end must not stop a lesson.

The thread that runs it is told to stop from a second one, which works on every system, but for what
runs in compiled code: that is stopped when it returns.
"""

import ctypes
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

LONGEST = 20.0  # seconds, for all cases together; what is asked for takes well below one


class TooLong(BaseException):
    """It took too long. No ``except Exception`` of a participant stands in its way."""


@contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Raise `TooLong` in what is done within, once that many seconds have passed."""
    thread = threading.get_ident()
    lock = threading.Lock()
    over, told = False, False

    def stop() -> None:
        nonlocal told
        with lock:
            if not over:
                told = True
                ctypes.pythonapi.PyThreadState_SetAsyncExc(
                    ctypes.c_ulong(thread), ctypes.py_object(TooLong)
                )

    timer = threading.Timer(seconds, stop)
    timer.daemon = True
    timer.start()
    came = False
    try:
        yield
    except TooLong:
        came = True
        raise
    finally:
        timer.cancel()
        with lock:
            over = True
        if told and not came:  # it is on its way, and must not arrive later, elsewhere
            try:
                for _ in range(100):
                    time.sleep(0.001)
            except TooLong:
                pass
