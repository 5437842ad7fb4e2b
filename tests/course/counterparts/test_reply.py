"""A reply says what it is worth, and is a document, a table and data."""

import json

import pandas as pd
from selectolax.lexbor import LexborHTMLParser

from nps_chain.course.counterparts.reply import MOST_LINES, Reply
from nps_chain.evidence.letters import Letter

LETTER = Letter(
    kind="disclosure", by="ADP", to="Merivane", about="x", date="2025-03-23", handling="TLP:RED"
)
HOSTILE = "<script>alert(1)</script>\u202e"


def reply(lines=2, **other):
    entries = pd.DataFrame(
        {
            "time": ["2025-01-05T13:00Z"] * lines,
            "what": ["deposit"] * lines,
            "satoshi": list(range(1000, 1000 + lines)),
            "address": ["bcrt1qcer9eu3cm7kuu0gdh6a6rfjgmupagrtcv4hts5"] * lines,
        }
    )
    hits = pd.DataFrame(columns=["asked", "file", "source", "date", "handling"], dtype="str")
    told = {
        "letter": LETTER, "status": "full", "why": "Merivane answers.", "by": "Merivane",
        "received": "2025-03-25", "gives": "evidence", "use": "Evidence in Aldoria.",
        "late": False, "account": "M-1", "holder": {"holder": "A", "e_mail": "a@b.example"},
        "entries": entries, "hits": hits,
    }  # fmt: skip
    return Reply(**{**told, **other})


def test_it_is_short_in_its_frame():
    assert list(reply().frame.itertuples(index=False, name=None)) == [
        ("status", "Answered in full."),
        ("why", "Merivane answers."),
        ("answered by", "Merivane"),
        ("sent", "2025-03-23"),
        ("received", "2025-03-25"),
        ("use", "Evidence in Aldoria."),
        ("account", "M-1"),
        ("holder", "A"),
        ("e mail", "a@b.example"),
        ("entries", "2"),
    ]
    assert repr(reply()) == "Reply(full, 2025-03-25: Merivane answers. Evidence in Aldoria.)"
    assert repr(reply(received="")).startswith("Reply(full, never: ")


def test_it_prints_as_a_document_with_its_mark():
    page = LexborHTMLParser(reply().html)
    assert page.css_first("h1").text() == "Reply to ADP"
    assert page.css_first(".mark").text() == "TLP:RED"
    lines = [[cell.text() for cell in row.css("td")] for row in page.css("table")[1].css("tr")]
    address = "bcrt1qcer9eu3cm7kuu0gdh6a6rfjgmupagrtcv4hts5"
    assert lines == [
        [],
        ["2025-01-05 13:00", "deposit", "1,000", address],
        ["2025-01-05 13:00", "deposit", "1,001", address],
    ]


def test_a_long_table_is_cut_on_paper_and_whole_in_the_data():
    long = reply(lines=MOST_LINES + 7)
    page = LexborHTMLParser(long.html)
    assert len(page.css("table")[1].css("tr")) == MOST_LINES + 1
    assert "7 further lines are in the data." in page.body.text()
    assert len(long.data["entries"]) == MOST_LINES + 7


def test_its_data_are_plain_and_are_saved_beside_it(tmp_path):
    html, data = reply().save(tmp_path / f"{reply().name}.html")
    assert html.name == "2025-03-23-disclosure-ADP-Merivane-reply.html"
    told = json.loads(data.read_text("utf-8"))
    assert told == reply().data
    assert told["letter"] == LETTER.data
    assert told["entries"][1]["satoshi"] == 1001


def test_nothing_in_it_becomes_markup():
    told = reply(why=HOSTILE, holder={HOSTILE: HOSTILE}, account=HOSTILE)
    for text in (told.html, told._repr_html_()):
        assert LexborHTMLParser(text).css("script") == []
        assert "\u202e" not in text
