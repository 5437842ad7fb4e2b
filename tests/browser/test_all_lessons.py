"""Every lesson, opened and run in JupyterLab as by a participant who answers nothing.

Needs Chromium and its driver, and no network. JupyterLab is begun once, for all of them. The window
is as large as a projector's picture. The screenshots are kept in the folder that
``NPS_SCREENSHOTS`` names, if it is set.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.lab import Reader, blank, reading
from tests.browser.lessons import LESSONS, problems

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def reader(tmp_path_factory) -> Iterator[Reader]:
    with reading(tmp_path_factory.mktemp("participant")) as reader:
        yield reader


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_lesson_runs_to_its_end_and_fits_the_window(reader, lesson, record_property):
    notebook = blank(reader.course / lesson)
    reader.open(lesson)
    reader.run_all()
    took = reader.reach_the_end()
    record_property("seconds from Run All", round(took, 1))
    print(f"{lesson}: {took:.1f} s from Run All to the end")
    found = problems(notebook, reader)
    reader.photograph_all(Path(lesson).stem)
    reader.end()
    assert found == []
