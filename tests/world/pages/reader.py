"""A reader of pages that shares no code with their maker: what is in them, and of which kind."""

import re
from collections import Counter
from html.parser import HTMLParser

from nps_chain.chain.address import check

B58 = "[1-9A-HJ-NP-Za-km-z]"
FORMS = {
    "address": rf"\b(?:(?i:bcrt1|tb1|bc1)[a-zA-Z0-9]{{20,90}}|[mn2]{B58}{{25,34}})\b",
    "onion": r"\b[a-z2-7]{56}(?:\.|\[\.\])onion\b",
    "e-mail": r"\b[\w.-]+@[a-z-]+\.(?:test|example)\b",
    "phone": r"\+999[ 0-9]+[0-9]",
    "price": r"\b\d+\.\d{2,8} (?:BTC|EUR)\b",
    "code": r"\b(?:SC|CT|PH|TR|BZ|OP|OT)-\d{3}\b",
    "fingerprint": r"\b(?:[0-9A-F]{4} +){9}[0-9A-F]{4}\b",
    "hex64": r"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])",
    "ethereum": r"\b0x[0-9a-f]{40}\b",
    "monero": rf"\b4[0-9AB]{B58}{{93}}\b",
}


class Reader(HTMLParser):
    """Text, comments, attributes and tags of a page."""

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.pieces, self.tags, self.attributes, self.bold = [], Counter(), [], []
        self._open = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags[tag] += 1
        self.attributes += [(tag, name, value) for name, value in attrs]
        if tag in ("meta", "img", "link"):
            return
        if tag != "wbr":
            self._open.append(tag)
            self.pieces.append("\n")
        self.pieces += [f"\n{value}\n" for name, value in attrs if name.startswith("data-")]

    def handle_endtag(self, tag):
        assert self._open.pop() == tag, "elements are closed in order"
        self.pieces.append("\n")

    def handle_comment(self, data):
        self.pieces.append(f"\n{data}\n")

    def handle_data(self, data):
        if self._open and self._open[-1] == "b":
            self.bold.append(data)
        if not self._open or self._open[-1] not in ("style", "title"):
            self.pieces.append(data)

    @property
    def text(self):
        return "".join(self.pieces).replace("\u200b", "")


def found(html):
    """Return what a page shows by its form, as (kind, text), sorted; addresses only if valid."""
    text = Reader(html).text
    seen = []
    for kind, form in FORMS.items():
        for match in re.finditer(form, text):
            if kind == "address" and not check(match[0]).valid:
                continue
            seen.append((kind, normal(kind, match[0])))
    return sorted(seen)


def normal(kind, text):
    if kind == "fingerprint":
        return text.replace(" ", "")
    if kind == "address" and text.isupper():
        return text.lower()
    return text.replace("[.]", ".")
