"""An agency tells where it has something, from whom, and what may be done with it; no more."""

import pytest

import nps_chain as nps
from nps_chain.course.counterparts.files import BOUND, handled, hits
from nps_chain.course.counterparts.ledger import Ledger
from nps_chain.evidence.handling import HANDLING
from nps_chain.evidence.letters.told import HITS
from tests.course.counterparts.letters_of_tiny import REPORTED, letter, sent

QUESTION = {"kind": "information", "channel": "police to police", "to": "CFI"}


def test_hits_name_file_source_date_and_handling():
    found = hits("CFI", "tiny", [REPORTED], "2025-01-30")
    held = nps.folder("CFI", data="tiny")
    known = held.index.set_index("file")
    having = [file for file in sorted(known.index) if REPORTED in held.text(file)]
    assert found.columns.tolist() == list(HITS)
    assert found["file"].tolist() == having
    assert {"reports/STR-2025-0228.txt", "reports/reports.csv"} <= set(having)
    for row in found.itertuples():
        assert (row.asked, row.source, row.date) == (
            REPORTED, known["source"][row.file], known["date"][row.file],
        )  # fmt: skip
        expected = "H1 H2" if row.file.startswith("reports/") else "H1"
        assert row.handling == expected


def test_a_word_is_whole_and_capitals_make_no_difference():
    whole = hits("TCB", "tiny", ["saltmeadow"], "2025-01-30")
    assert hits("TCB", "tiny", ["SALTMEADOW"], "2025-01-30")["file"].equals(whole["file"])
    assert len(whole) > 3
    assert hits("TCB", "tiny", ["saltmead"], "2025-01-30").empty
    assert hits("TCB", "tiny", [".*", "(((", "a+a+b"], "2025-01-30").empty


def test_what_came_later_is_left_out():
    late = hits("TCB", "tiny", ["saltmeadow"], "2025-01-30")
    first = late["date"].min()[:10]
    early = hits("TCB", "tiny", ["saltmeadow"], first)
    assert early.equals(late[late["date"].str[:10] <= first].reset_index(drop=True))
    assert len(early) < len(late)
    assert hits("TCB", "tiny", ["saltmeadow"], "2025-01-01").empty


def test_codes_are_told_in_words():
    found = hits("CFI", "tiny", [REPORTED], "2025-01-30")
    assert handled(found) == f"H1: {HANDLING['H1']}; H2: {HANDLING['H2']}"
    assert {code for codes in BOUND.values() for code in codes.split()} <= set(HANDLING)


@pytest.mark.parametrize(
    ("channel", "received"), [("police to police", "2025-01-30"), ("FIU (Egmont)", "2025-02-02")]
)
def test_an_agency_answers_with_hits_as_intelligence(channel, received):
    reply = sent(**{**QUESTION, "channel": channel})
    assert (reply.status, reply.by, reply.received, reply.gives) == (
        "full", "CFI", received, "intelligence",
    )  # fmt: skip
    assert reply.why.startswith("CFI holds something on this, in 3 files. H1: not to be used in")
    assert reply.read(received).hits.equals(hits("CFI", "tiny", [REPORTED], received))
    assert (len(reply.read(received).entries), reply.read(received).account) == (0, "")


def test_what_it_does_not_hold_is_told():
    reply = sent(**QUESTION, about=[REPORTED, "brineacre"])
    assert (reply.status, set(reply.hits["asked"])) == ("part", {REPORTED})
    assert "It holds nothing on brineacre." in reply.why
    nothing = sent(**QUESTION, about="brineacre")
    assert (nothing.status, nothing.why, nothing.gives) == (
        "none", "CFI holds nothing on this.", "intelligence",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("about", "why"),
    [
        ("abc", "'abc' is found everywhere or nowhere: ask about an address, a txid, or a name."),
        ("everything", "'everything' is found everywhere or nowhere: ask about an address, a txid,"
         " or a name."),
        ([f"name {n}" for n in range(11)], "This letter asks about 11 things; an agency answers 10"
         " at a time. Ask about those that matter most."),
    ],
)  # fmt: skip
def test_a_question_is_about_something(about, why):
    reply = sent(**QUESTION, about=about)
    assert (reply.status, reply.why) == ("returned", why)


def test_files_go_abroad_as_evidence_by_mutual_legal_assistance():
    reply = sent(
        to="CFI", channel="mutual legal assistance", custodian="CFI, Cestania", about="Ledgerwick"
    )
    assert (reply.status, reply.received, reply.gives) == ("full", "2025-09-23", "evidence")
    assert reply.closed
    assert len(reply.read("2025-09-23").hits) > 1


def test_questions_are_not_counted():
    ledger = Ledger()
    replies = [letter(**QUESTION, about=f"name {n}").send(ledger=ledger) for n in range(20)]
    assert {reply.status for reply in replies} == {"none"}
