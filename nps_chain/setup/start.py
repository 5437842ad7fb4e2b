"""``nps-chain start``: from an environment that has everything to an open lesson.

It compiles the kernels, checks the data sets, brings the working copy up to date and opens
JupyterLab. Each step is quick when it has been done before.
"""

import subprocess
import sys
from pathlib import Path

from nps_chain import places
from nps_chain.errors import SetupError
from nps_chain.setup import checksums, handout, lab

COURSE = "my-course"


def start(
    course: Path | None = None, present: bool = False, browser: bool = True, port: int | None = None
) -> int:
    """Get everything ready and open the first lesson; return JupyterLab's exit status.

    Parameters
    ----------
    course : Path, optional
        The working copy. By default the one that the current folder lies in; else ``my-course`` in
        the checkout, or in the current folder.
    present, browser
        As for `nps_chain.setup.lab.open_lesson`.
    port : int, optional
        The port to listen on, 0 for any; by default the first free one from 8888.
    """
    shipped = places.shipped()
    lessons = handout.names(shipped / "notebooks")
    if not lessons:
        raise SetupError(f"There is no lesson in {shipped / 'notebooks'}: copy the course again.")
    folder = course_folder(course)
    port = lab.free_port(port)
    print("Checking the data sets ...")
    for problem in checksums.problems(shipped / "datasets"):
        print(f"Caution: {problem}", file=sys.stderr)
    print("Preparing the library; the first time, this takes a minute or two ...")
    warm = subprocess.run(
        [sys.executable, "-m", "nps_chain.setup.warm_up"],
        stderr=subprocess.PIPE,
        text=True,
        errors="replace",
    )
    if warm.returncode:
        last = (warm.stderr.strip().splitlines() or ["it said nothing"])[-1]
        raise SetupError(f"The library is not ready ({last}): run nps-chain doctor to see why.")
    for sentence in hand_out(shipped, folder):
        print(sentence)
    return lab.open_lesson(folder, lessons[0], port, present, browser)


def course_folder(course: Path | None = None) -> Path:
    """Return where the working copy is, or will be: the one we are in, if no other is named."""
    mine = course or places.working_copy() or (places.checkout() or Path.cwd()) / COURSE
    return mine.resolve()


def hand_out(shipped: Path, folder: Path) -> list[str]:
    """Bring a working copy up to date, with the data sets if they came in an installed package."""
    said = handout.hand_out(shipped / "notebooks", folder)
    if places.checkout() is None:
        said += handout.hand_out(shipped / "datasets", folder, "datasets")
    return said


def reset(lesson: str, course: Path | None = None) -> int:
    """Hand one lesson out again, and say where the participant's own is kept; return 0."""
    print(handout.reset(places.shipped() / "notebooks", course_folder(course), lesson))
    return 0
