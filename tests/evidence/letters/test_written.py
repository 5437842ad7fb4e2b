"""A letter on paper: each field where its instrument has it, and nothing in it runs."""

from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from nps_chain.evidence.letters import Letter

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>\u202e"
WHOLE = {
    "kind": "preservation",
    "by": "ADP",
    "to": "Pallory",
    "about": "2MyJPBxJugqu1sucnfm9dXsnqEibkJz2gsC",
    "date": "2025-03-23",
    "channel": "24/7 point",
    "instrument": "Budapest Convention",
    "authority": "Aldorian Drug Police, Aldoria",
    "case": "ADP 2025/117",
    "offence": "Sale of controlled substances",
    "facts": "We bought three times.",
    "custodian": "Pallory, Tolvany",
    "reason": "Report STR-2025-0268 of CFI names it.",
    "need": "Accounts are emptied fast.",
    "intent": "A request under art. 31 will follow.",
}


def test_a_letter_has_its_parts_in_order_each_with_its_article():
    page = LexborHTMLParser(Letter(**WHOLE).html)
    assert page.css_first("h1").text() == "Request to preserve data"
    assert [one.text() for one in page.css("h2")] == [
        "1. Offence (art. 29(2)(b))",
        "2. What happened (art. 29(2)(b))",
        "3. What this is about",
        "4. Which data (art. 29(2)(c))",
        "5. Who holds the data (art. 29(2)(d))",
        "6. Why it should be there (art. 29(2)(c) and (d))",
        "7. Why it is needed (art. 29(2)(e))",
        "8. What will follow (art. 29(2)(f))",
        "Conditions",
        "What the answer may be used for",
    ]
    assert [(row.css_first("th").text(), row.css_first("td").text()) for row in page.css("tr")] == [
        ("From", "Aldorian Drug Police, Aldoria"),
        ("To", "Pallory, through both contact points"),
        ("Date", "2025-03-23"),
        ("File number", "ADP 2025/117"),
        ("Channel", "24/7 point: from one contact point to another, at any hour"),
        ("Rests on", "Convention on Cybercrime, Budapest 2001 (ETS 185), arts 29 and 35"),
        (
            "May be seen by",
            "For the organisation that got it and its clients, as far as they need to know.",
        ),
    ]
    told = page.body.text()
    assert "reserved the right to refuse it for offences other than those of arts 2 to 11" in told
    assert "Neither evidence nor intelligence: data are kept, and nothing is told." in told
    assert "Not ready to be sent" not in told


def test_what_it_lacks_stands_first():
    page = LexborHTMLParser(Letter(**{**WHOLE, "intent": ""}).html)
    assert page.css_first("b").text() == "Not ready to be sent. This letter lacks:"
    assert [one.text() for one in page.css_first("ul").css("li")] == [
        "intent (art. 29(2)(f)): that a request for mutual legal assistance for these data will"
        " follow"
    ]


def test_it_is_marked_as_invented_unless_it_is_not():
    assert "SYNTHETIC" in Letter(**WHOLE).html
    assert "SYNTHETIC" not in Letter(**WHOLE, invented=False).html
    assert "SYNTHETIC" in Letter(**WHOLE)._repr_html_()


def test_nothing_in_it_becomes_markup():
    texts = ("authority", "case", "offence", "facts", "custodian", "reason", "need", "by", "to")
    letter = Letter(**{**WHOLE, **dict.fromkeys(texts, HOSTILE), "about": [HOSTILE]})
    for told in (letter.html, letter._repr_html_()):
        page = LexborHTMLParser(told)
        assert page.css("script, img, iframe, a, form") == []
        assert "\u202e" not in told
        assert page.body.text().count("<script>alert(1)</script>") >= len(texts)


@given(st.text(max_size=300), st.lists(st.text(max_size=60), max_size=3))
def test_no_text_breaks_the_page(facts, about):
    letter = Letter(**{**WHOLE, "facts": facts, "about": about})
    page = LexborHTMLParser(letter.html)
    assert page.css("script, img, iframe") == []
    assert page.css("h2")[-1].text() == "What the answer may be used for"
    assert letter.html == Letter.from_data(letter.data).html
