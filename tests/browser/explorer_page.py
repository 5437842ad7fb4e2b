"""The explorer on a page of its own, without Jupyter: a server on the loopback, and a browser.

To look at it by hand, ``python -m tests.browser.explorer_page`` and open what it prints, with
``?scene=large``, ``?dark`` or ``?explorers=2``.
"""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from selenium import webdriver

from nps_chain.show.explorer.widget import STATIC
from tests.browser import scenes

PAGE = Path(__file__).parent / "page"
AXE = Path(__file__).parents[2] / "explorer" / "node_modules" / "axe-core" / "axe.min.js"
"""Checks a page's accessibility; there once `tools/explorer.py --parts` has fetched it."""

FILES = {
    "/": PAGE / "index.html",
    "/page.js": PAGE / "page.js",
    "/loader.js": STATIC / "loader.js",
    "/explorer.js": STATIC / "explorer.js",
}
KINDS = {".html": "text/html", ".js": "text/javascript", ".json": "application/json"}
FLAGS = [
    "--headless=new",
    "--no-sandbox",  # root, as in a container, has none
    "--disable-gpu",
    "--hide-scrollbars",
    # A browser that asks nobody anything, and finds nobody but this machine:
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-quic",
    "--disable-sync",
]


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        if path in FILES:
            content = FILES[path].read_bytes()
        elif path in ("/small.json", "/large.json", "/grown.json"):
            content = json.dumps(getattr(scenes, Path(path).stem)()).encode()
        else:
            self.send_error(404)
            return
        self.send_response(200)
        self.send_header("Content-Type", f"{KINDS[Path(path).suffix or '.html']}; charset=utf-8")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def served() -> Iterator[str]:
    """Serve the page on this machine alone, and give its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def browser(
    profile: Path, width: int = 1280, height: int = 720, downloads: Path | None = None
) -> Iterator[webdriver.Chrome]:
    """Give a browser whose pages are this many pixels wide and high.

    It logs what pages say and what they ask of the network; files are saved in ``downloads``.
    """
    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium") or ""
    for flag in [*FLAGS, f"--window-size={width},{height}", f"--user-data-dir={profile}"]:
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    options.set_capability("goog:perfLoggingPrefs", {"enableNetwork": True, "enablePage": False})
    if downloads:
        options.add_experimental_option("prefs", {"download.default_directory": str(downloads)})
    service = webdriver.ChromeService(executable_path=shutil.which("chromedriver"))
    driver = webdriver.Chrome(options=options, service=service)
    try:
        frame = driver.execute_script("return [outerWidth - innerWidth, outerHeight - innerHeight]")
        driver.set_window_size(width + frame[0], height + frame[1])
        yield driver
    finally:
        driver.quit()


if __name__ == "__main__":
    with served() as address:
        input(f"{address}\nPress Enter to stop.")
