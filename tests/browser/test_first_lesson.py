"""The lesson that `nps-chain start` opens, worked through in a real browser as a person would.

Needs Chromium and its driver. The screenshots are kept in the folder that ``NPS_SCREENSHOTS``
names, if it is set, for somebody to look at.
"""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import nbformat
import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support import expected_conditions as until
from selenium.webdriver.support.ui import WebDriverWait

PATIENCE = 90  # seconds
FLAGS = [
    "--headless=new",
    "--window-size=1400,1000",
    "--no-sandbox",  # root, as in a container, has none
    "--disable-gpu",
    # A browser that asks nobody anything:
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-quic",
    "--disable-sync",
]

pytestmark = pytest.mark.slow


@pytest.fixture
def driver(tmp_path: Path) -> Iterator[webdriver.Chrome]:
    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium") or ""
    for flag in [*FLAGS, f"--user-data-dir={tmp_path / 'profile'}"]:
        options.add_argument(flag)
    service = webdriver.ChromeService(executable_path=shutil.which("chromedriver"))
    driver = webdriver.Chrome(options=options, service=service)
    yield driver
    driver.quit()


@contextmanager
def started(course: Path, *options: str, site: Path | None = None) -> Iterator[str]:
    """Start the course without a browser, and give the address that it prints.

    ``site`` is a folder of packages that go before all others.
    """
    words = ["start", "--no-browser", "--port", "0", "--course", str(course), *options]
    with subprocess.Popen(
        [sys.executable, "-m", "nps_chain.cli", *words],
        stdout=subprocess.PIPE,
        encoding="utf-8",
        cwd=site,  # what runs is looked for there first
        env=os.environ
        | {"PYTHONIOENCODING": "utf-8"}
        | ({"PYTHONPATH": str(site)} if site else {}),
    ) as program:
        assert program.stdout is not None
        try:
            yield next(line.strip() for line in program.stdout if "http://127.0.0.1:" in line)
        finally:
            program.send_signal(signal.SIGTERM)


def has_a_kernel(driver: webdriver.Chrome) -> bool:
    """Ask JupyterLab, in the page, whether a kernel waits for the lesson's cells."""
    ask = """
        const done = arguments[0];
        fetch("/api/sessions").then(answer => answer.json()).then(done, () => done([]));
    """
    sessions = driver.execute_async_script(ask)
    return [session["kernel"]["execution_state"] for session in sessions] == ["idle"]


def run_all_cells(driver: webdriver.Chrome) -> None:
    """Choose "Run All Cells" in the menu, once the kernel is there."""
    wait = WebDriverWait(driver, PATIENCE)
    wait.until(has_a_kernel)
    for mark in (".jp-CodeCell", ".jp-Notebook-ExecutionIndicator[data-status='idle']"):
        wait.until(until.presence_of_element_located((By.CSS_SELECTOR, mark)))
    for label in ("Run", "Run All Cells"):
        entry = f"//div[contains(@class, 'lm-Menu') and text()='{label}']"
        wait.until(until.element_to_be_clickable((By.XPATH, entry))).click()


def saved(driver: webdriver.Chrome, lesson: Path) -> nbformat.NotebookNode:
    """Save until every code cell has been run, and give the notebook."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        webdriver.ActionChains(driver).key_down(Keys.CONTROL).send_keys("s").perform()
        webdriver.ActionChains(driver).key_up(Keys.CONTROL).perform()
        time.sleep(1)
        notebook = nbformat.read(lesson, as_version=4)
        if all(cell.execution_count for cell in notebook.cells if cell.cell_type == "code"):
            return notebook
    raise AssertionError(f"{lesson.name} was not run to its end in {PATIENCE} seconds")


def photograph(driver: webdriver.Chrome, file: Path) -> None:
    """Keep what the browser shows of the lesson, a window's height in each picture."""
    panel = driver.find_element(By.CSS_SELECTOR, ".jp-WindowedPanel-outer")
    for number in range(100):
        scroll = "arguments[0].scrollTop = arguments[1] * arguments[0].clientHeight"
        driver.execute_script(scroll, panel, number)
        time.sleep(0.5)  # JupyterLab draws the cells that have come into sight
        driver.save_screenshot(str(file.with_stem(f"{file.stem}-{number + 1}")))
        end = "return arguments[0].scrollTop + arguments[0].clientHeight"
        if driver.execute_script(f"{end} >= arguments[0].scrollHeight - 1", panel):
            return


@pytest.mark.parametrize("options", [(), ("--present",)], ids=["participant", "projector"])
def test_every_cell_of_the_first_lesson_runs(tmp_path, driver, options):
    course = tmp_path / "мой курс"
    with started(course, *options) as address:
        lesson = course / address.split("/tree/")[1].split("?")[0]
        handed_out = nbformat.read(lesson, as_version=4)
        for cell in handed_out.cells:  # so that what is found afterwards was run here
            if cell.cell_type == "code":
                cell.outputs, cell.execution_count = [], None
        nbformat.write(handed_out, lesson)
        driver.get(address)
        run_all_cells(driver)
        notebook = saved(driver, lesson)
        dialogs = [dialog.text for dialog in driver.find_elements(By.CSS_SELECTOR, ".jp-Dialog")]
        if "NPS_SCREENSHOTS" in os.environ:
            name = f"{lesson.stem}{''.join(options)}.png"
            photograph(driver, Path(os.environ["NPS_SCREENSHOTS"]) / name)
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    errors = [output.evalue for output in outputs if output.output_type == "error"]
    assert outputs
    assert errors == []
    assert dialogs == []
