"""A click on a term in a lesson opens the glossary to be read, at that term."""

import pytest
from nbformat.v4 import new_markdown_cell
from selenium.webdriver.common.by import By
from selenium.webdriver.support import expected_conditions as until
from selenium.webdriver.support.ui import WebDriverWait

from tests.browser.lab import reading, write

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
def test_a_link_to_a_term_opens_the_glossary_to_be_read(tmp_path, options, terms):
    with reading(tmp_path / "мой курс", *options) as reader:
        text = "[**wallet**](../glossary.md#wallet), [**CoinJoin**](../glossary.md#coinjoin)"
        write(reader.course / LESSON, [new_markdown_cell(text)])
        reader.open(LESSON)
        wait = WebDriverWait(reader.driver, reader.patience)
        for term in terms:
            link = f".jp-Notebook .jp-RenderedMarkdown a[href*='{term}']"
            wait.until(until.element_to_be_clickable((By.CSS_SELECTOR, link))).click()
            reader.wait(SEEN, term)
            reader.photograph(f"glossary-{term}{''.join(options)}.png")
            if term != terms[-1]:
                tab = "//div[contains(@class, 'lm-TabBar-tabLabel') and text()='words.ipynb']"
                reader.driver.find_element(By.XPATH, tab).click()
