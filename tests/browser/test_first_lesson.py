"""The lesson that `nps-chain start` opens, and the one with the explorer, for a projector.

Needs Chromium and its driver, and no network. What participants see, `test_all_lessons` tries. The
screenshots are kept in the folder that ``NPS_SCREENSHOTS`` names, if it is set.
"""

from collections.abc import Iterator

import nbformat
import pytest
from selenium.webdriver.support.ui import WebDriverWait

from tests.browser.hands import CY
from tests.browser.lab import DRAWN, Reader, blank, reading
from tests.browser.lessons import LESSONS, problems

pytestmark = pytest.mark.slow

FIRST = "day0/00_start_here.ipynb"
EXPLORER = "day1/14_follow_one_bitcoin_payment.ipynb"


@pytest.fixture(scope="module")
def reader(tmp_path_factory) -> Iterator[Reader]:
    with reading(tmp_path_factory.mktemp("преподаватель"), "--present") as reader:
        yield reader


def test_start_opens_the_first_lesson_which_runs_and_is_saved(reader):
    notebook = blank(reader.course / FIRST)
    reader.driver.get(reader.address)
    reader.run_all()
    reader.reach_the_end()
    found = problems(notebook, reader)
    reader.photograph_all("00--present")
    reader.type("CONTROL+s")

    def saved(_: object) -> bool:
        cells = nbformat.read(reader.course / FIRST, as_version=4).cells
        return all(cell.execution_count for cell in cells if cell.cell_type == "code")

    WebDriverWait(reader.driver, reader.patience).until(saved)
    messages = reader.messages()
    reader.end()
    assert LESSONS[0] == FIRST
    assert found == []
    assert messages == []


def test_the_explorer_in_a_lesson_stands(reader):
    notebook = blank(reader.course / EXPLORER)
    reader.open(EXPLORER)
    reader.run_all()
    reader.reach_the_end()
    reader.wait(f"return document.querySelector('{DRAWN}') && {CY}.zoom() > 0")
    drawn = reader.run(f"return {CY}.nodes('.thing').length")
    found = problems(notebook, reader)
    reader.photograph_all("14--present")
    reader.end()
    assert drawn > 1
    assert found == []
