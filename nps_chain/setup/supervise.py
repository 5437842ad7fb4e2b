"""Running a program that the user may stop, and leaving none behind."""

import signal
import subprocess
from typing import Any


def supervise(command: list[str], **options: Any) -> int:
    """Run a program to its end and return its exit status; ``options`` go to `subprocess.Popen`.

    Ctrl-C reaches the program from the console, so here it is only waited out; a request to this
    process to end (SIGTERM) is passed on.
    """
    with subprocess.Popen(command, **options) as program:
        return wait(program)


def wait(program: "subprocess.Popen[Any]") -> int:
    """Wait for a program that runs already, as `supervise` does."""
    before = signal.signal(signal.SIGTERM, lambda *_: program.terminate())
    try:
        while True:
            try:
                return program.wait()
            except KeyboardInterrupt:
                continue
    finally:
        signal.signal(signal.SIGTERM, before)
