"""The explorer in a browser, against a bare page of cytoscape.js with the same elements.

``python -m benchmarks.bench_explorer``; needs Chromium and its driver, and cytoscape as
``python tools/explorer.py --parts`` fetches it. The chain is the data set classroom. Python answers
in this process, as it would in a notebook's kernel, and the browser asks it over a server on the
loopback; so Jupyter's own part of a round trip is not in these times. A time runs from the call or
the click until the second frame after everything was put in its place, when it has been painted.
"Bare" lets cytoscape draw circles, lines and labels where the explorer drew its own, at the same
places; everything else that the explorer shows is what the ratio tells.
"""

import json
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import numpy as np
from selenium import webdriver
from selenium.webdriver import ActionChains
from selenium.webdriver.common.by import By

import nps_chain as nps
from nps_chain.chain.tables import Chain
from nps_chain.show.explorer.explorer import Explorer
from nps_chain.show.explorer.widget import STATIC
from tests.browser.explorer_page import browser
from tests.browser.hands import CANVAS, CY

CYTOSCAPE = Path(__file__).parents[1] / "explorer/node_modules/cytoscape/dist/cytoscape.esm.min.mjs"
CLICKS, AROUND = 20, 250  # clicks, and nodes on the canvas before each
REPEATS = 5
MANY = 2_000

PAGE = """
<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><title>Benchmark</title>
<body style="margin: 0"><main></main><script type="module">
import { render } from "./explorer.js";
import cytoscape from "./cytoscape.js";

const painted = () => new Promise((settle) =>
  requestAnimationFrame(() => requestAnimationFrame(() => settle(performance.now()))));
const ask = async (path, body) => (await fetch(path, { method: "POST", body })).json();
const hearers = new Set();
let state;

globalThis.explorer = async () => {
  document.querySelector("main").replaceChildren();
  hearers.clear();
  state = await ask("state", "");
  const model = {
    get: () => state,
    on: (event, hear) => hearers.add([event, hear]),
    off: () => {},
    async send(message) {
      const answer = await ask("act", JSON.stringify(message));
      state = answer.state;
      for (const [of, hear] of hearers) if (of === "change:state") hear();
      for (const [of, hear] of hearers) if (of === "msg:custom") hear({ answer: message.ask });
      if (message.do === "expand") globalThis.took = (await painted()) - clicked;
    },
  };
  const el = document.createElement("div");
  const began = performance.now();
  render({ model, el });
  document.querySelector("main").append(el);
  return (await painted()) - began;
};

globalThis.bare = async () => {
  const main = document.querySelector("main");
  main.replaceChildren();
  const el = document.createElement("div");
  el.style.cssText = "width: 1000px; height: 430px";
  const began = performance.now();
  const elements = [
    ...state.nodes.map(({ name, x, y, label, fill }) =>
      ({ data: { id: name, label, fill: fill || "#ffffff" }, position: { x, y } })),
    ...state.lines.map(({ source, target, label }) => ({ data: { source, target, label } })),
  ];
  main.append(el);
  const cy = cytoscape({
    container: el, elements, layout: { name: "preset" },
    style: [
      { selector: "node", style: { label: "data(label)", "background-color": "data(fill)" } },
      { selector: "edge", style: { label: "data(label)", "curve-style": "bezier",
        "target-arrow-shape": "triangle" } },
    ],
  });
  const first = (await painted()) - began;
  const again = performance.now();
  cy.batch(() => {
    for (let k = 0; k < 10; k += 1) {
      const data = { id: `new${k}`, label: "bcrt1q", fill: "#ffffff" };
      cy.add({ data, position: { x: 0, y: 90 * k } });
      cy.add({ data: { source: state.nodes[0].name, target: `new${k}`, label: "1 BTC" } });
    }
  });
  return [first, (await painted()) - again];
};

document.addEventListener("pointerup", () => (globalThis.clicked = performance.now()), true);
globalThis.ready = true;
</script>
"""


class _Python:
    """What a notebook's kernel does: keeps an explorer, and answers."""

    explorer: Explorer
    spent: float

    def answer(self, path: str, body: bytes) -> dict[str, Any]:
        if path == "/state":
            return self.explorer.state()
        message = json.loads(body)
        start = time.perf_counter()
        self.explorer.act(message["do"], **message["with"])
        state = self.explorer.state()
        self.spent = time.perf_counter() - start
        return {"state": state}


@contextmanager
def _served(python: _Python) -> Iterator[str]:
    files = {
        "/": (PAGE.encode(), "text/html"),
        "/explorer.js": ((STATIC / "explorer.js").read_bytes(), "text/javascript"),
        "/cytoscape.js": (CYTOSCAPE.read_bytes(), "text/javascript"),
    }

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._send(*files[self.path])

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            self._send(json.dumps(python.answer(self.path, body)).encode(), "application/json")

        def _send(self, content: bytes, kind: str) -> None:
            self.send_response(200)
            self.send_header("Content-Type", f"{kind}; charset=utf-8")
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


def grown(chain: Chain, nodes: int) -> Explorer:
    """Return an explorer on a payday, expanded both ways until it shows so many nodes."""
    explorer = nps.explore(chain, nps.exhibit("payroll"))
    expanded: set[str] = set()
    while len(explorer.state()["nodes"]) < nodes:
        names = [name for name in explorer.nodes["name"] if name[0] == "a"]
        name = next(name for name in names if name not in expanded)
        expanded.add(name)
        explorer.expand(name, "both")
    return explorer


def main() -> None:
    """Print each time, in milliseconds, and its ratio to the bare page's."""
    chain = nps.load("classroom")
    python = _Python()
    with (
        tempfile.TemporaryDirectory() as profile,
        _served(python) as address,
        browser(Path(profile)) as driver,
    ):
        driver.get(address)
        while not driver.execute_script("return globalThis.ready"):
            time.sleep(0.1)
        python.explorer = grown(chain, 300)
        _first(driver, python.explorer.state())
        python.explorer = grown(chain, AROUND)
        _clicks(driver, python)
        rows = np.linspace(1000, len(chain.columns.txs.txid) - 1, MANY).astype(int).tolist()
        start = time.perf_counter()
        python.explorer = nps.explore(chain, rows)
        asked = time.perf_counter() - start
        state = python.explorer.state()
        paint = float(_run(driver, "explorer()"))
        print(f"\n{MANY:,} transactions asked for: {state['said']}")
        print(f"{'Python':<28}{asked * 1e3:10.0f} ms")
        print(f"{'first paint':<28}{paint:10.0f} ms")


def _run(driver: webdriver.Chrome, script: str) -> Any:
    return driver.execute_async_script(f"{script}.then(arguments[0])")


def _first(driver: webdriver.Chrome, state: dict[str, Any]) -> None:
    ours, bare = [], []
    for _ in range(REPEATS):  # by turns, so that other work on the machine disturbs both
        ours.append(_run(driver, "explorer()"))
        bare.append(_run(driver, "bare()")[0])
    print(f"{len(state['nodes'])} nodes, {len(state['lines'])} lines; the least of {REPEATS} runs")
    print(f"{'first paint, bare':<28}{min(bare):10.0f} ms")
    print(f"{'first paint, explorer':<28}{min(ours):10.0f} ms {min(ours) / min(bare):10.2f} x bare")


def _clicks(driver: webdriver.Chrome, python: _Python) -> None:
    """Expand one node after another, taking each back, so that there are as many before each."""
    _run(driver, "explorer()")
    canvas = driver.find_element(By.CSS_SELECTOR, CANVAS)
    before = python.explorer.state()
    took, inside, more = [], [], []
    for name in [name for name in python.explorer.nodes["name"] if name[0] == "a"][::-1]:
        if f"{name}>" in python.explorer.scene.opened or len(took) == CLICKS:
            continue
        driver.execute_script(f"{CY}.center({CY}.getElementById(arguments[0]))", name)
        driver.execute_script("globalThis.took = null")
        ActionChains(driver).move_to_element(canvas).click().click().perform()
        while driver.execute_script("return globalThis.took") is None:
            time.sleep(0.02)
        new = len(python.explorer.state()["nodes"]) - len(before["nodes"])
        if new:
            took.append(driver.execute_script("return globalThis.took"))
            inside.append(python.spent * 1e3)
            more.append(new)
            driver.execute_script(f"{CY}.container().focus()")
            ActionChains(driver).send_keys("u").perform()
            while len(python.explorer.state()["nodes"]) != len(before["nodes"]):
                time.sleep(0.02)
            time.sleep(0.5)  # or the next two clicks might be a third and a fourth
    bare = [_run(driver, "bare()")[1] for _ in range(REPEATS)]
    print(
        f"\n{len(before['nodes'])} nodes, {len(before['lines'])} lines;"
        f" {len(took)} double-clicks, each of which adds {min(more)} to {max(more)} nodes"
    )
    print(f"{'10 nodes added, bare':<28}{np.median(bare):10.0f} ms")
    for what, quantile in (("median", 50), ("95th percentile", 95)):
        all_of_it, of_python = np.percentile(took, quantile), np.percentile(inside, quantile)
        ratio = all_of_it / np.median(bare)
        print(f"{'to paint, ' + what:<28}{all_of_it:10.0f} ms {ratio:10.2f} x bare")
        print(f"{'of it Python, ' + what:<28}{of_python:10.0f} ms")


if __name__ == "__main__":
    main()
