"""The explorer in JupyterLab itself: it draws, keys stay its own, a click reaches Python.

Needs Chromium and its driver, as `test_first_lesson` does.
"""

from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook
from selenium import webdriver
from selenium.common.exceptions import TimeoutException
from selenium.webdriver import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from tests.browser.explorer_page import browser
from tests.browser.test_first_lesson import run_all_cells, saved, started

pytestmark = pytest.mark.slow

CELLS = [
    "import nps_chain as nps\n"
    "from nps_chain.show.explorer.explore import explore\n"
    "chain = nps.load('core-regtest')",
    "explorer = explore(chain, chain.tx(300))\nexplorer",
    "explorer",
]
DRAWN = ".nps-explorer[data-shown]"
PATIENCE = 60  # seconds; a kernel compiles what it needs at first


def write(path: Path) -> None:
    notebook = new_notebook(cells=[new_code_cell(cell) for cell in CELLS])
    notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3"}
    nbformat.write(notebook, path)


def draw(driver: webdriver.Chrome) -> None:
    """Run all cells until both explorers are there: a first request may come before the kernel."""
    for _ in range(4):
        run_all_cells(driver)
        try:
            WebDriverWait(driver, PATIENCE).until(
                lambda driver: len(driver.find_elements(By.CSS_SELECTOR, DRAWN)) == 2
            )
        except TimeoutException:
            continue
        return
    raise AssertionError("the explorers were not drawn")


def texts(driver: webdriver.Chrome, selector: str) -> list[str]:
    return [one.text for one in driver.find_elements(By.CSS_SELECTOR, selector)]


def test_a_notebook_shows_an_explorer_twice_and_keys_are_its_own(tmp_path):
    course = tmp_path / "курс"
    with started(course) as address, browser(tmp_path / "profile", 1280, 1000) as driver:
        before, after = address.split("/tree/")
        write(course / "explorer.ipynb")
        driver.get(f"{before}/tree/explorer.ipynb?{after.partition('?')[2]}")
        draw(driver)
        canvas = driver.find_element(By.CSS_SELECTOR, ".nps-explorer .canvas")
        driver.execute_script("arguments[0].focus()", canvas)
        # To a JupyterLab that hears them: add a cell above and below, delete one, run, walk on.
        keys = ["a", "b", "d", "d", "x", Keys.ARROW_RIGHT, Keys.ENTER, Keys.ARROW_DOWN]
        for key in keys:
            ActionChains(driver).send_keys(key).perform()
        ActionChains(driver).key_down(Keys.SHIFT).send_keys(Keys.ENTER).key_up(Keys.SHIFT).perform()
        counts = ".nps-explorer .count"
        WebDriverWait(driver, PATIENCE).until(lambda d: len(set(texts(d, counts))) == 1)
        notebook = saved(driver, course / "explorer.ipynb")
        shown = texts(driver, counts)
    assert [cell.source for cell in notebook.cells] == CELLS
    # Both show the same explorer, and what was asked of the one.
    assert shown[0] == shown[1]
    (output,) = notebook.cells[1].outputs
    assert output.data["text/plain"] == "Explorer(4 nodes, 3 payments, as of block 153, 0 steps)"
    assert output.data["image/svg+xml"].startswith("<svg")
    assert not shown[0].startswith("4 nodes")
    # The script is no part of what is saved.
    assert (course / "explorer.ipynb").stat().st_size < 100_000
