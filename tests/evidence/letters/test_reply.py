"""A reply says what it is worth, is a document, a table and data, and is closed if it is late."""

import json

import pandas as pd
import pytest
from selectolax.lexbor import LexborHTMLParser

from nps_chain.errors import NpsError
from nps_chain.evidence.letters import Letter, Reply, letter_or_reply, read_reply
from nps_chain.evidence.letters.reply_written import MOST_LINES
from nps_chain.evidence.letters.told import Told

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
    told = {"account": "M-1", "holder": {"holder": "A", "e_mail": "a@b.example"}}
    told |= {key: other.pop(key) for key in ("account", "holder", "hits") if key in other}
    parts = {
        "letter": LETTER, "status": "full", "why": "Merivane answers.", "by": "Merivane",
        "received": "2025-03-25", "last": "2025-03-31", "gives": "evidence",
        "use": "Evidence in Aldoria.", "told": Told(entries=entries, **told),
    }  # fmt: skip
    return Reply(**{**parts, **other})


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
    assert len(long.data["told"]["entries"]) == MOST_LINES + 7


def test_its_data_are_plain_and_are_saved_beside_it(tmp_path):
    html, data = reply().save(tmp_path / f"{reply().name}.html")
    assert html.name == "2025-03-23-disclosure-ADP-Merivane-reply.html"
    told = json.loads(data.read_text("utf-8"))
    assert told == reply().data
    assert told["letter"] == LETTER.data
    assert told["told"]["entries"][1]["satoshi"] == 1001


LATE = "2025-11-20"
CLOSED = (
    "This reply came on 2025-11-20, after the last day of the case, 2025-03-31: nobody who worked"
    " on the case could know what it tells. To see it all the same, ask for it with the date:"
    " .read('2025-11-20')"
)


def test_one_that_is_late_says_that_it_came_and_keeps_what_it_tells():
    late = reply(received=LATE)
    assert (late.late, late.closed, late.status, late.why) == (
        True, True, "full", "Merivane answers.",
    )  # fmt: skip
    for name in ("account", "holder", "entries", "hits"):
        with pytest.raises(NpsError) as told:
            getattr(late, name)
        assert str(told.value) == CLOSED
    assert list(late.frame.itertuples(index=False, name=None))[4:] == [
        ("received", "2025-11-20"),
        ("use", "Evidence in Aldoria."),
        ("what it tells", "closed: it came after the last day, 2025-03-31"),
    ]
    for text in (late.html, late._repr_html_(), repr(late), json.dumps(late.data)):
        assert "a@b.example" not in text
        assert "M-1" not in text


def test_it_can_be_read_by_whoever_says_on_which_later_day():
    late = reply(received=LATE)
    read = late.read(LATE)
    assert (read.late, read.closed, read.read_on, read.account) == (True, False, LATE, "M-1")
    assert dict(read.holder) == {"holder": "A", "e_mail": "a@b.example"}
    assert (len(read.entries), len(read.hits)) == (2, 0)
    assert ("read on", "2025-11-20") in list(read.frame.itertuples(index=False, name=None))
    assert "a@b.example" in read.html
    assert late.closed
    with pytest.raises(NpsError) as told:
        late.read("2025-11-19")
    assert str(told.value) == "Nobody had this reply on 2025-11-19: it came on 2025-11-20."
    with pytest.raises(NpsError, match="written as 2025-03-23, not 'soon'"):
        late.read("soon")


def test_the_last_day_of_the_case_is_not_too_late_and_the_next_is():
    assert not reply(received="2025-03-31").late
    assert reply(received="2025-04-01").closed


def test_one_that_is_late_or_never_came_and_tells_nothing_has_nothing_to_close():
    for received in (LATE, ""):
        bare = reply(received=received, status="none", told=Told())
        assert (bare.late, bare.closed, bare.account, dict(bare.holder)) == (True, False, "", {})
    with pytest.raises(NpsError, match="There is nothing to read: Merivane answers"):
        reply(received="", told=Told()).read(LATE)


@pytest.mark.parametrize("other", [{}, {"received": LATE}, {"received": "", "told": Told()}])
def test_it_comes_back_from_its_file_as_it_was(other, tmp_path):
    one = reply(**other)
    again = read_reply(one.save(tmp_path / "a.html")[1])
    assert (again.data, again.html, again.closed) == (one.data, one.html, one.closed)
    if not one.closed:
        assert again.entries.equals(one.entries)
        assert again.entries.dtypes.equals(one.entries.dtypes)
        assert again.hits.dtypes.equals(one.hits.dtypes)


def test_one_that_was_put_away_closed_stays_closed_and_one_that_was_read_stays_read():
    late = reply(received=LATE)
    with pytest.raises(NpsError, match="was put away closed, so what it tells is not in it"):
        Reply.from_data(late.data).read(LATE)
    read = Reply.from_data(late.read("2025-12-01").data)
    assert (read.read_on, read.account) == ("2025-12-01", "M-1")


def test_letters_and_replies_are_told_apart_by_their_data():
    assert letter_or_reply(LETTER.data) == LETTER
    assert letter_or_reply(reply().data).data == reply().data
    with pytest.raises(NpsError, match="These data are no letter"):
        letter_or_reply([])


def changed(**other):
    return {**reply().data, **other}


def told(**other):
    return changed(told={**reply().data["told"], **other})


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ([], "These data are no reply"),
        (LETTER.data, "These data are no reply"),
        (changed(version=2), "is of another version than 1"),
        (changed(more=1), "a part too many or too few: 'more'"),
        (changed(letter=reply().data), "These data are no letter"),
        (changed(status="kept"), "'kept' is nothing that comes of a letter"),
        (changed(gives="money"), "'money' is nothing that comes of a letter"),
        (changed(why=7), "A reply's why is a text"),
        (changed(received="March"), "written as 2025-03-23, not 'March'"),
        (changed(last=""), "written as 2025-03-23, not ''"),
        (changed(told=None), "Only a reply that came too late can be without what it tells"),
        (changed(told={}), "a part too many or too few"),
        (told(account=1), "The account that this reply tells is no text"),
        (told(holder=["A"]), "The holder that this reply tells is no list of names and texts"),
        (told(holder={"holder": 1}), "The holder that this reply tells is no list"),
        (told(entries="x"), "The entries of this reply are no list"),
        (told(entries=[{"time": "x"}]), "Line 1 of the entries of this reply has other columns"),
        (told(hits=[7]), "Line 1 of the hits of this reply has other columns"),
        (
            told(entries=[dict.fromkeys(("time", "what", "satoshi", "address"), "1")]),
            "Line 1 of the entries of this reply has a wrong satoshi",
        ),
        (
            told(entries=[{"time": "", "what": "", "satoshi": 2**63, "address": ""}]),
            "Line 1 of the entries of this reply has a wrong satoshi",
        ),
        (
            told(entries=[{"time": "", "what": "", "satoshi": True, "address": ""}]),
            "Line 1 of the entries of this reply has a wrong satoshi",
        ),
    ],
)
def test_what_is_no_reply_is_refused(data, says):
    with pytest.raises(NpsError, match=says):
        Reply.from_data(data)


def test_nothing_in_it_becomes_markup():
    told = reply(why=HOSTILE, holder={HOSTILE: HOSTILE}, account=HOSTILE)
    for text in (told.html, told._repr_html_()):
        assert LexborHTMLParser(text).css("script") == []
        assert "\u202e" not in text
