"""A click on a term in a lesson opens the glossary to be read, at that term."""

import os
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_markdown_cell, new_notebook
from selenium.webdriver.common.by import By
from selenium.webdriver.support import expected_conditions as until
from selenium.webdriver.support.ui import WebDriverWait

from tests.browser.test_first_lesson import PATIENCE, driver, started

__all__ = ["driver"]  # a fixture

pytestmark = pytest.mark.slow

LESSON = "day1/words.ipynb"
SEEN = """
    const heading = [...document.querySelectorAll('.jp-MarkdownViewer h3')]
        .find(one => one.textContent.startsWith(arguments[0]));
    if (!heading) return false;
    const box = heading.getBoundingClientRect();
    const view = heading.closest('.jp-MarkdownViewer').getBoundingClientRect();
    return box.top >= view.top - 1 && box.bottom <= view.bottom && box.height > 0;
"""


@pytest.mark.parametrize(
    ("options", "terms"),
    [((), ["wallet", "coinjoin"]), (("--present",), ["coinjoin"])],
    ids=["participant", "projector"],
)
def test_a_link_to_a_term_opens_the_glossary_to_be_read(tmp_path, driver, options, terms):
    course = tmp_path / "мой курс"
    with started(course, *options) as address:
        text = "[**wallet**](../glossary.md#wallet), [**CoinJoin**](../glossary.md#coinjoin)"
        notebook = new_notebook(cells=[new_markdown_cell(text)])
        notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3"}
        nbformat.write(notebook, course / LESSON)
        before, after = address.split("/tree/")
        driver.get(f"{before}/tree/{LESSON}?{after.partition('?')[2]}")
        wait = WebDriverWait(driver, PATIENCE)
        for term in terms:
            link = f".jp-Notebook .jp-RenderedMarkdown a[href*='{term}']"
            wait.until(until.element_to_be_clickable((By.CSS_SELECTOR, link))).click()
            wait.until(lambda _: driver.find_elements(By.CSS_SELECTOR, ".jp-MarkdownViewer h3"))
            wait.until(lambda _, term=term: driver.execute_script(SEEN, term))
            if "NPS_SCREENSHOTS" in os.environ:
                name = f"glossary-{term}{''.join(options)}.png"
                driver.save_screenshot(str(Path(os.environ["NPS_SCREENSHOTS"]) / name))
            if term != terms[-1]:
                tab = "//div[contains(@class, 'lm-TabBar-tabLabel') and text()='words.ipynb']"
                driver.find_element(By.XPATH, tab).click()
