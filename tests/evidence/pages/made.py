"""Pages drawn by hand: what each shows is told, so that a test needs no reading of HTML.

``made(page("a.onion/vendor/ann", "handle ann", "key AB"))`` has one page, which shows a handle and
a key; pages are saved in the order in which they are told.
"""

import base64
import hashlib
from functools import cache

import pandas as pd

import nps_chain as nps


class Made:
    """What links, copies and the classifier ask of pages."""

    def __init__(self, told):
        rows, shown = [], []
        self._sources, self._texts = {}, {}
        for number, one in enumerate(told):
            file = one.get("file") or f"{one['url'].replace('/', '_')}-{number}.html"
            url = f"http://{one['url']}" if one["url"] else ""
            rows.append((file, url, f"2025-02-{number + 1:02}T00:00:00Z", one["title"]))
            self._sources[file], self._texts[file] = one["source"], one["text"]
            shown += [(file, *each) for each in one["shown"]]
        columns = ["file", "type", "text", "valid", "where", "trap", "start", "end"]
        frame = pd.DataFrame(rows, columns=["file", "url", "captured", "title"])
        self.frame = frame.sort_values("file", ignore_index=True)
        found = pd.DataFrame(shown, columns=columns)
        self.indicators = found.sort_values("file", kind="stable", ignore_index=True)

    def source(self, file):
        return self._sources[file]

    def text(self, file):
        return self._texts[file]


def page(url, *shown, title=None, text="", source="", pictures=(), file=""):
    """A page; ``shown`` are types and texts: ``key AB``, ``-address X`` (refused), ``address X!``
    (in a comment), ``signature K 0 50`` (from place to place)."""
    found = []
    for at, each in enumerate(shown):
        kind, _, rest = each.lstrip("-").partition(" ")
        value, *places = rest.split()
        where = "comment" if value.endswith("!") else "text"
        start, end = map(int, places) if places else (at, at + 1)
        found.append((kind, value.rstrip("!"), not each.startswith("-"), where, "", start, end))
    for data in pictures:
        piece = f'<img src="data:image/png;base64,{base64.b64encode(data).decode()}">'
        digest = hashlib.sha256(data).hexdigest()
        found.append(("picture", digest, True, "image", "", len(source), len(source) + len(piece)))
        source += piece
    name = url.rpartition("/")[2] if title is None else title
    return {"url": url, "title": name, "text": text, "source": source, "shown": found, "file": file}


def made(*told):
    return Made(told)


@cache
def saved(name):
    """The pages of a data set, read once for all tests."""
    return nps.pages(name)
