"""A notebook in JupyterLab, begun by ``nps-chain start``, with an explorer to work."""

import ast
import json
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import nbformat
from nbformat.v4 import new_code_cell, new_notebook
from selenium import webdriver
from selenium.webdriver import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from tests.browser.hands import CANVAS, CY, Hands
from tests.browser.test_first_lesson import run_all_cells

DRAWN = ".nps-explorer[data-shown]"
NAME = "explorer.ipynb"

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


def write(path: Path, cells: Sequence[str]) -> None:
    """Write a notebook with these cells."""
    notebook = new_notebook(cells=[new_code_cell(cell) for cell in cells])
    notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3"}
    nbformat.write(notebook, path)


class Lab(Hands):
    """A person with a notebook open, whose second cell shows an explorer.

    Attributes
    ----------
    course : Path
        The folder where the notebook is.
    took : float
        Seconds from "Run All Cells" until the explorer stood.
    """

    def __init__(self, driver: webdriver.Chrome, address: str, course: Path) -> None:
        super().__init__(driver, patience=60)
        self.course = course
        driver.set_script_timeout(self.patience)
        before, after = address.split("/tree/")
        driver.get(f"{before}/tree/{NAME}?{after.partition('?')[2]}")
        run_all_cells(driver)
        begun = time.monotonic()
        self.wait(f"return document.querySelector('{DRAWN}') && {CY}.zoom() > 0")
        self.took = time.monotonic() - begun
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
