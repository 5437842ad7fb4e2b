"""Documents hold what they were given as text, fetch nothing, and are the same bytes again."""

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nps_chain.errors import NpsError
from nps_chain.evidence.printed import SYNTHETIC, Markup, document, element, table, text


class Seen(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags, self.said = [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)

    def handle_data(self, data):
        self.said.append(data)


def read(markup):
    seen = Seen()
    seen.feed(markup)
    seen.close()
    return seen.tags, "".join(seen.said)


@given(st.text(max_size=60))
def test_a_text_from_outside_never_becomes_an_element(given_text):
    assert read(element("p", given_text))[0] == ["p"]
    tags, _ = read(element("p", "a", class_=given_text))
    assert tags == ["p"]


def test_text_is_escaped_once():
    assert text("<b>&") == "&lt;b&gt;&amp;"
    assert text(Markup("<b>")) == "<b>"
    assert element("p", element("b", "1 < 2")) == "<p><b>1 &lt; 2</b></p>"


def test_integers_in_a_table_stand_to_the_right():
    assert table(["sum"], [[1234567]]) == (
        '<table><thead><tr><th scope="col">sum</th></tr></thead>'
        '<tbody><tr><td class="number">1,234,567</td></tr></tbody></table>'
    )


def test_a_document_has_its_mark_twice_and_fetches_nothing():
    page = document("A <b> title", [element("p", "x")], handling="tlp:green", invented=True)
    assert page == document("A <b> title", [element("p", "x")], handling="tlp:green", invented=True)
    told = page.decode()
    tags, said = read(told)
    assert not {"script", "link", "iframe", "object", "form", "base"} & {*tags}
    assert said.count("TLP:GREEN") == 3  # top, bottom, and the style that puts it on each page
    assert SYNTHETIC in said
    assert "<title>A &lt;b&gt; title</title>" in told
    assert "default-src 'none'" in told
    plain = document("t", [], handling="TLP:RED", invented=False)
    assert SYNTHETIC not in plain.decode()


def test_a_document_without_a_proper_mark_is_refused():
    with pytest.raises(NpsError, match="is no TLP mark"):
        document("t", [], handling="secret", invented=False)
