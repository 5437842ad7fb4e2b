"""A notebook in JupyterLab, begun by ``nps-chain start``, as a person reads and works it."""

import ast
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_notebook
from selenium import webdriver
from selenium.webdriver import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support import expected_conditions as until
from selenium.webdriver.support.ui import WebDriverWait

from tests.browser.chromium import browser
from tests.browser.hands import CANVAS, CY, Hands

PATIENCE = 90  # seconds
DRAWN = ".nps-explorer[data-shown]"
NAME = "explorer.ipynb"

SESSIONS = """
    const [done] = arguments;
    fetch("/api/sessions").then(answer => answer.json()).then(done, () => done([]));
"""
END = """
    const done = arguments[0], ask = {
        method: "DELETE", headers: {"X-XSRFToken": document.cookie.match(/_xsrf=([^;]+)/)[1]},
    };
    fetch("/api/sessions").then(answer => answer.json())
        .then(all => Promise.all(all.map(({id}) => fetch(`/api/sessions/${id}`, ask))))
        .then(() => done());
"""
PROMPTS = """
    const prompts = [...document.querySelectorAll(".jp-CodeCell .jp-InputPrompt")]
        .map(one => one.textContent);
"""
IDLE = "document.querySelector(`.jp-Notebook-ExecutionIndicator[data-status='idle']`)"
RESULTS = """
    return [...document.querySelectorAll(".jp-Notebook .jp-Cell")].map(cell => ({
        run: /\\d/.test(cell.querySelector(".jp-InputPrompt")?.textContent),
        results: [...cell.querySelectorAll(".jp-OutputArea-output")].map(one => ({
            kind: one.dataset.mimeType ?? "widget", text: one.textContent,
        })),
    }));
"""
# All but the explorer: it has its own way to be narrow. What is one pixel wide is there for those
# who listen.
WIDE = """
    const panel = document.querySelector(".jp-WindowedPanel-outer");
    const cells = [...panel.querySelectorAll(".jp-Cell")];
    const clips = one => one.clientWidth > 1 && getComputedStyle(one).overflowX !== "visible";
    const inside = [...panel.querySelectorAll("*")]
        .filter(one => clips(one) && !one.parentElement.closest(".nps-explorer"));
    return [document.scrollingElement, panel, ...inside]
        .filter(one => one.scrollWidth > one.clientWidth + 1)
        .map(one => [cells.indexOf(one.closest(".jp-Cell")), one.scrollWidth, one.clientWidth]);
"""
# Asks the notebook's kernel over a connection of its own; what comes back is the reply.
ASK = """
    const [code, expression, done] = arguments;
    fetch("/api/sessions").then(answer => answer.json()).then(([{kernel}]) => {
        const way = `/api/kernels/${kernel.id}/channels?session_id=hands`;
        const socket = new WebSocket(`ws://${location.host}${way}`);
        const id = crypto.randomUUID();
        socket.onmessage = ({data}) => {
            const {parent_header, header, content} = JSON.parse(data);
            if (parent_header.msg_id !== id || header.msg_type !== "execute_reply") return;
            socket.close();
            done(content);
        };
        const header = {
            msg_id: id, msg_type: "execute_request", username: "", session: "hands",
            date: new Date().toISOString(), version: "5.3",
        };
        const content = {
            code, silent: true, store_history: false, allow_stdin: false, stop_on_error: true,
            user_expressions: {told: expression},
        };
        const message = {
            header, content, parent_header: {}, metadata: {}, channel: "shell", buffers: [],
        };
        socket.onopen = () => socket.send(JSON.stringify(message));
    });
"""
# Notes when the last click came, and when what it led to was painted: two frames after the state
# was put in its place, since a frame's work is done once the next one begins.
WATCH = """
    globalThis.told ??= {};
    const root = document.querySelector('.nps-explorer');
    root.addEventListener('pointerup', () => (told.clicked = performance.now()), true);
    new MutationObserver(() => requestAnimationFrame(() => requestAnimationFrame(
        () => (told.painted = performance.now())
    ))).observe(root, {attributeFilter: ['data-shown']});
"""


def blank(path: Path) -> NotebookNode:
    """Take all results out of a notebook, so that what is found later was run here; return it."""
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    nbformat.write(notebook, path)
    return notebook


def write(path: Path, cells: Sequence[NotebookNode]) -> None:
    """Write a notebook with these cells."""
    notebook = new_notebook(cells=list(cells))
    notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3"}
    nbformat.write(notebook, path)


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


class Reader(Hands):
    """A person with a notebook open.

    Attributes
    ----------
    address : str
        What ``nps-chain start`` printed.
    course : Path
        The folder where the course's notebooks are.
    began : float
        When "Run All Cells" was chosen, by `time.monotonic`.
    """

    began: float

    def __init__(
        self, driver: webdriver.Chrome, address: str, course: Path, patience: float = PATIENCE
    ) -> None:
        super().__init__(driver, patience)
        self.address, self.course = address, course
        driver.set_script_timeout(patience)

    def open(self, notebook: str) -> None:
        """Open a notebook of the course, alone, and not beside those that were open before."""
        before, after = self.address.split("/tree/")
        self.driver.get(f"{before}/tree/{notebook}?reset&{after.partition('?')[2]}")

    def choose(self, *labels: str) -> None:
        """Choose an entry of a menu, by way of what opens it."""
        for label in labels:
            entry = f"//div[contains(@class, 'lm-Menu') and text()='{label}']"
            found = until.element_to_be_clickable((By.XPATH, entry))
            WebDriverWait(self.driver, self.patience).until(found).click()

    def run_all(self) -> None:
        """Choose "Run All Cells" in the menu, once the kernel is there."""
        WebDriverWait(self.driver, self.patience).until(lambda _: self._has_a_kernel())
        self.wait(f"return document.querySelector('.jp-CodeCell') && {IDLE}")
        self.choose("Run", "Run All Cells")
        self.began = time.monotonic()

    def _has_a_kernel(self) -> bool:
        """Ask JupyterLab, in the page, whether a kernel waits for the notebook's cells."""
        sessions = self.driver.execute_async_script(SESSIONS)
        return [session["kernel"]["execution_state"] for session in sessions] == ["idle"]

    def reach_the_end(self) -> float:
        """Wait until no cell runs or waits to be run; return the seconds since "Run All Cells"."""
        # After an error on purpose, JupyterLab takes the stars away from cells that still wait.
        begun = "prompts.some(one => /\\d/.test(one)) && !prompts.includes('[*]:')"
        self.wait(f"{PROMPTS} return {begun} && {IDLE}")
        return time.monotonic() - self.began

    def results(self) -> list[dict[str, Any]]:
        """Return for each cell whether it was run, and its results: their kind and text."""
        return self.run(RESULTS)

    def wide(self) -> list[str]:
        """Return what has to be scrolled sideways to be read."""
        return [
            f"{'page' if cell < 0 else f'cell {cell}'}: {width} pixels where {place} are seen"
            for cell, width, place in self.run(WIDE)
        ]

    def messages(self) -> list[str]:
        """Return what JupyterLab says in boxes over its page."""
        boxes = self.driver.find_elements(By.CSS_SELECTOR, ".jp-Dialog, .Toastify__toast")
        return [box.text for box in boxes]

    def complaints(self) -> list[str]:
        """Return the errors that pages told the browser's console since this was asked last."""
        told = self.driver.get_log("browser")
        return [entry["message"] for entry in told if entry["level"] == "SEVERE"]

    def end(self) -> None:
        """Shut the kernel down."""
        self.driver.execute_async_script(END)

    def photograph_all(self, name: str) -> None:
        """Keep what the browser shows of the notebook, a window's height in each picture."""
        if "NPS_SCREENSHOTS" not in os.environ:
            return
        panel = self.driver.find_element(By.CSS_SELECTOR, ".jp-WindowedPanel-outer")
        for number in range(100):
            scroll = "arguments[0].scrollTop = arguments[1] * arguments[0].clientHeight"
            self.run(scroll, panel, number)
            time.sleep(0.5)  # JupyterLab draws the cells that have come into sight
            self.photograph(f"{name}-{number + 1}.png")
            end = "arguments[0].scrollTop + arguments[0].clientHeight"
            if self.run(f"return {end} >= arguments[0].scrollHeight - 1", panel):
                return


@contextmanager
def reading(folder: Path, *options: str) -> Iterator[Reader]:
    """Start the course in a folder that is made, and give somebody who reads it in a browser."""
    with (
        started(folder / "my-course", *options) as address,
        browser(folder / "profile") as driver,
    ):
        yield Reader(driver, address, folder / "my-course")


class Lab(Reader):
    """A person with a notebook open, whose second cell shows an explorer.

    Attributes
    ----------
    took : float
        Seconds from "Run All Cells" until the explorer stood.
    """

    def __init__(self, driver: webdriver.Chrome, address: str, course: Path) -> None:
        super().__init__(driver, address, course, patience=60)
        self.open(NAME)
        self.run_all()
        self.wait(f"return document.querySelector('{DRAWN}') && {CY}.zoom() > 0")
        self.took = time.monotonic() - self.began
        self._found()

    def anew(self) -> None:
        """Run the cell that makes the explorer again, so that it is as at first."""
        self.run(f"document.querySelectorAll('{DRAWN}').forEach(one => (one.dataset.old = ''))")
        self.run_cell(1)
        self.wait(f"return document.querySelector('{DRAWN}:not([data-old])')")
        self.wait(f"return !document.querySelector('[data-old]') && {CY}.zoom() > 0")
        self._found()

    def _found(self) -> None:
        self.canvas = self.driver.find_element(By.CSS_SELECTOR, CANVAS)
        self._look()
        self.run(WATCH)

    def _look(self) -> None:
        self.run("arguments[0].scrollIntoView({block: 'end'})", self.canvas)

    def run_cell(self, number: int) -> None:
        cell = self.driver.find_elements(By.CSS_SELECTOR, ".jp-CodeCell .cm-content")[number]
        self.run("arguments[0].scrollIntoView({block: 'center'})", cell)
        ActionChains(self.driver).click(cell).key_down(Keys.CONTROL).send_keys(Keys.ENTER).key_up(
            Keys.CONTROL
        ).perform()

    def python(self, expression: str, code: str = "") -> Any:
        """Return what an expression is worth in the kernel, after some code was run there."""
        reply = self.driver.execute_async_script(
            ASK, code, f"__import__('json').dumps({expression})"
        )
        assert reply["status"] == "ok", reply
        told = reply["user_expressions"]["told"]
        assert told["status"] == "ok", told
        return json.loads(ast.literal_eval(told["data"]["text/plain"]))

    def comes(self, expression: str) -> None:
        """Wait until an expression is true in the kernel."""
        deadline = time.monotonic() + self.patience
        while not self.python(f"bool({expression})"):
            assert time.monotonic() < deadline, expression
            time.sleep(0.1)

    def drawn(self) -> list[str]:
        """Return the names of what is on the canvas."""
        return sorted(self.run(f"return {CY}.nodes('.thing').map(node => node.id())"))

    def click(self, name: str, times: int = 1, held: str = "") -> None:
        """Click a node, which dragging has brought to the middle of the canvas."""
        self._look()
        self.run(f"{CY}.center({CY}.getElementById(arguments[0]))", name)
        super().click(name, times, held)

    def stands(self, name: str, there: bool = True) -> None:
        """Wait until a node is on the canvas, or isn't."""
        self.wait(
            f"return {CY}.getElementById(arguments[0]).nonempty() === arguments[1]", name, there
        )

    def holds(self, nodes: int) -> None:
        """Wait until there are so many nodes on the canvas."""
        self.wait(f"return {CY}.nodes('.thing').length === arguments[0]", nodes)

    def panel(self) -> str:
        return self.run("return document.querySelector('.nps-explorer .panel').textContent")

    def counted(self) -> str:
        return self.run("return document.querySelector('.nps-explorer .count').textContent")

    def cells(self) -> list[str]:
        """Return the cells' texts as JupyterLab shows them."""
        return [
            one.text
            for one in self.driver.find_elements(By.CSS_SELECTOR, ".jp-CodeCell .cm-content")
        ]

    def asked_of(self) -> set[str]:
        """Return what pages asked something of over the network since this was asked last."""
        events = [
            json.loads(one["message"])["message"] for one in self.driver.get_log("performance")
        ]
        asked = [
            event["params"]["request"]["url"]
            for event in events
            if event["method"] == "Network.requestWillBeSent"
        ]
        asked += [
            event["params"]["url"]
            for event in events
            if event["method"] == "Network.webSocketCreated"
        ]
        return {
            url.partition("/")[0] + "//" + url.split("/")[2]
            for url in asked
            if url.startswith(("http", "ws"))
        }
