"""Text becomes HTML, escaped, and what it shows is on record in order."""

import pytest

from nps_chain.world.pages import indicators, traps
from nps_chain.world.pages.marks import (
    Mark,
    bullets,
    fill,
    join,
    lines,
    plain,
    slots,
    table,
    tag,
    words,
)
from nps_chain.world.pages.page import Shown
from nps_chain.world.pages.prose import prose


def test_text_is_escaped():
    assert plain("<b> & \"q\" 'a'") == Mark("&lt;b&gt; &amp; \"q\" 'a'")
    assert tag("p", plain("<"), title='"><script>').html == (
        '<p title="&quot;&gt;&lt;script&gt;">&lt;</p>'
    )
    shown = indicators.handle("<x>")
    assert shown == Mark("<b>&lt;x&gt;</b>", (Shown("handle", "<x>"),))


def test_slots_are_filled_and_their_records_kept_in_order():
    given = {"one": indicators.handle("ann"), "two": indicators.handle("bob")}
    assert fill("$two & $one, {{phone:+999 1}} {{code:BZ-250|catalogue number}}.", given) == Mark(
        "<b>bob</b> &amp; <b>ann</b>, +999 1 BZ-250.",
        (
            Shown("handle", "bob"),
            Shown("handle", "ann"),
            Shown("phone", "+999 1"),
            Shown("code", "BZ-250", "catalogue number", genuine=False),
        ),
    )
    assert slots("$two & $one, {{phone:+999 1}}") == {"one", "two"}
    with pytest.raises(KeyError):
        fill("$three", given)


def test_pieces_are_put_together():
    a, b = indicators.handle("ann"), indicators.handle("bob")
    both = (Shown("handle", "ann"), Shown("handle", "bob"))
    assert join([a, b], ", ") == Mark("<b>ann</b>, <b>bob</b>", both)
    assert lines(a, Mark(""), b) == Mark("<b>ann</b>\n<b>bob</b>", both)
    assert bullets([a, b]) == Mark("<ul>\n<li><b>ann</b></li>\n<li><b>bob</b></li>\n</ul>", both)
    assert table(["<"], [[a], [b]]) == Mark(
        "<table>\n<tr><th>&lt;</th></tr>\n<tr><td><b>ann</b></td></tr>\n"
        "<tr><td><b>bob</b></td></tr>\n</table>",
        both,
    )
    assert words(tag("p", plain("a < "), a)) == "a < ann"
    assert tag("span", data_pay="x").html == '<span data-pay="x"></span>'


def test_prose_has_headings_points_tables_and_leaves_out_what_it_does_not_know():
    text = ["One.", "# Two", "* three", "* $four", "* $five", "| a | b", "| $four | 6", "Seven."]
    assert prose(text, {"four": plain("4")}).html == (
        "<p>One.</p>\n<h2>Two</h2>\n<ul>\n<li>three</li>\n<li>4</li>\n</ul>\n"
        "<table>\n<tr><th>a</th><th>b</th></tr>\n<tr><td>4</td><td>6</td></tr>\n</table>\n"
        "<p>Seven.</p>"
    )


@pytest.mark.parametrize(
    ("satoshi", "text", "euro"),
    [
        (1, "0.00000001 BTC", "0.00 EUR"),
        (100_000_000, "1.00 BTC", "40000.00 EUR"),
        (1_230_000, "0.0123 BTC", "492.00 EUR"),
        (250_000_050, "2.5000005 BTC", "100000.02 EUR"),
    ],
)
def test_prices_are_written_whole(satoshi, text, euro):
    assert indicators.price(satoshi).shown == (Shown("price", text),)
    assert indicators.converted(satoshi, 40_000, "EUR").shown == (Shown("price", euro),)


def test_a_fingerprint_is_written_in_groups_and_recorded_without():
    mark = indicators.fingerprint("key-01")
    assert mark == Mark(
        "<code>E4B1 7FF9 5AD3 4618 5C45  D853 61DD 7FC6 E59E 459B</code>",
        (Shown("fingerprint", "E4B17FF95AD346185C45D85361DD7FC6E59E459B"),),
    )


def test_an_altered_notice_shows_the_other_address_and_its_signature_is_false():
    notice = indicators.signed("key-01", "pay aaaa", 0, (Shown("address", "aaaa"),))
    altered = traps.altered(notice, "aaaa", "bbbb")
    assert "pay bbbb" in altered.html
    print_ = "E4B17FF95AD346185C45D85361DD7FC6E59E459B"
    assert altered.shown == (
        Shown("address", "bbbb"),
        Shown("signature", print_, "signature that fails", genuine=False),
    )
