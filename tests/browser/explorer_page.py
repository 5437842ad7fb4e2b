"""The explorer on a page of its own, without Jupyter: a server on the loopback, and a browser.

To look at it by hand, ``python -m tests.browser.explorer_page`` and open what it prints, with
``?scene=large``, ``?dark`` or ``?explorers=2``.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

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


if __name__ == "__main__":
    with served() as address:
        input(f"{address}\nPress Enter to stop.")
