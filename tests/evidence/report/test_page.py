"""A report's page has all its parts, and whatever text comes from outside stays text."""

import struct
import zlib
from html.parser import HTMLParser

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nps_chain.errors import NpsError
from nps_chain.evidence.printed import SYNTHETIC
from tests.evidence.report.conftest import begin

VOID = {"meta", "img", "br"}
ALLOWED = {
    "html", "head", "meta", "title", "style", "body", "p", "h1", "h2", "h3", "table", "thead",
    "tbody", "tr", "th", "td", "ul", "li", "b", "i", "code", "sup", "a", "section", "div", "figure",
    "figcaption", "img", "dl", "dt", "dd", "span", "br",
}  # fmt: skip
HOSTILE = "</p><script>alert(1)</script>\u202e{x}$x$ \" ' & %s \\"


def chunk(kind, data=b""):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


PNG = (
    b"\x89PNG\r\n\x1a\n"
    + chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    + chunk(b"IDAT", zlib.compress(b"\0\0"))
    + chunk(b"IEND")
)


class Page(HTMLParser):
    """What is on a page: its tags, that each is closed, its links, ids and words."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.open, self.ids, self.links, self.said, self.sources = [], [], [], [], [], []
        self.feed(html)
        self.close()
        assert self.open == []
        self.words = " ".join("".join(self.said).split())

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        if tag not in ("b", "i", "a", "code", "sup", "span"):
            self.said.append(" ")
        for name, value in attrs:
            assert name in {
                "lang", "charset", "http-equiv", "content", "class", "id", "href", "scope", "alt",
                "src",
            }  # fmt: skip
            {"id": self.ids, "href": self.links, "src": self.sources}.get(name, []).append(value)
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.said.append(data)


@pytest.fixture
def written(begun, whole):
    begun.fact("It was paid on {payment.time:date}, for {payment.fee}.")
    begun.picture(PNG, of="payment", caption="It cost {payment.fee}.", alternative="A <b>dot</b>.")
    begun.inference(
        "The {wallet:address} belong to one person.",
        **whole,
        likelihood=begun.likelihood("len(wallet)", "they are one person's", "they are others'"),
    )
    begun.attribution(
        "She wrote “it is mine”.", source=HOSTILE, date="2025-03-01", grade="C3", code="H1"
    )
    begun.limit("Who held the phone, nobody knows.")
    return begun


def test_a_page_has_all_its_parts_in_order(written):
    page = Page(written.html)
    parts = [
        "TLP:AMBER", SYNTHETIC, "Who was paid?", "1 What was asked", "2 Materials",
        "The chain chain",
        "SHA-256 of its columns", "Exhibits", "Tools", "nps-chain 0.1.0", "3 Findings", "F1",
        "Fact.", "Picture 1.", "Drawn from payment", "I2", "Inference.", "Method:",
        "co-spending: Whoever spends", "Error, measured:", "Error, published:", "USENIX",
        "Other explanations: 1 is weighed in part 5.", "How strongly: What was found is", "A3",
        "Attribution.", "Whose word: The word of", "Grade C3", "Handling: H1: not to be used in",
        "4 What the methods can't know", "A chain shows which coins", "co-spending (I2): It joins",
        "Who held the phone", "5 Other explanations", "I2 It was a CoinJoin", "6 Handling",
        "TLP:AMBER: For the organisation", "A3, H1", "7 Declaration", "Officer 12, ADP",
        "Signature:", "8 Terms", "co-spending", "Annex A. Transactions", "Fee: 0.00000459 BTC",
        "Spoken of in F1; exhibit ADP-2", "Annex B. Where each number comes from",
        "payment.time payment = chain.tx(paid)", "Annex C. Workings",
        'nps.exhibit("ADP-2", data="tiny")', "TLP:AMBER",
    ]  # fmt: skip
    place = 0
    for part in parts:
        found = page.words.find(part, place)
        assert found >= 0, part
        place = found + len(part)


def test_each_number_leads_to_its_call(written):
    page = Page(written.html)
    cited = {link for link in page.links if link.startswith("#n")}
    assert cited == {f"#n{one.place}" for one in written.numbers.values()}
    assert {link.removeprefix("#") for link in page.links} <= {*page.ids}
    assert len(page.ids) == len({*page.ids})


def test_nothing_is_fetched_and_nothing_runs(written):
    page = Page(written.html)
    assert {*page.tags} <= ALLOWED
    assert all(source.startswith("data:image/png;base64,") for source in page.sources)
    assert all(link.startswith("#") for link in page.links)
    assert "alert(1)" in page.words
    assert "\u202e" not in written.html


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=60))
def test_any_text_stays_text(tiny, text):
    report = begin(tiny)
    for told in (
        lambda: report.fact(f"It was {text} for {{payment.fee}}."),
        lambda: report.attribution(
            f"She wrote “{text}”.", source=text, date="2025-03-01", grade="C3"
        ),
        lambda: report.limit(f"Nobody knows {text} of it."),
    ):
        try:
            told()
        except NpsError:
            continue
    report.fact("It was paid for {payment.fee}.")
    assert {*Page(report.html).tags} <= ALLOWED
    compile(report.script, "workings", "exec")


def test_a_title_can_not_leave_its_place(tiny):
    report = begin(tiny)
    report.title = HOSTILE
    report.fact("It was paid for {payment.fee}.")
    assert {*Page(report.html).tags} <= ALLOWED
    lines = report.script.splitlines()
    assert lines[2] == "#"
    assert lines[0].startswith("# The workings of a report: </p><script>alert(1)")


def test_a_report_on_real_data_says_nothing_of_teaching(tiny):
    import nps_chain as nps

    report = nps.report("Who?", agency="A", author="B", date="2025-12-31", case="c", invented=False)
    report.given(chain=tiny)
    payment = report.call("payment", tiny.tx, 300)
    assert payment.fee >= 0
    report.fact("It was paid for {payment.fee}.")
    assert SYNTHETIC not in report.html
    assert report.data["note"] == ""
    assert "There is no inference in this report." in report.html
