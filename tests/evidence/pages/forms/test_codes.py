"""A code is a vendor's if its site speaks of what is on offer for coins."""

from nps_chain.evidence.pages.forms import codes
from nps_chain.evidence.pages.forms.sought import Found
from tests.evidence.pages.forms.look import found


def test_codes_are_found_by_their_form_and_not_yet_judged():
    source = "<p>AB-123, (XYZ-4567). SHA-256 UTF-16 ABCD-123 AB-1 AB-123.4 a-AB-123 AB-123-4</p>"
    assert [(kind, text) for kind, text, *_ in found(codes.find, source)] == [
        ("code", "AB-123"),
        ("code", "XYZ-4567"),
    ]


def test_what_stands_in_one_row_with_a_price_in_coins_is_on_offer():
    text = "AB-123\t10\t0.02 BTC\nCD-456\t38.00 EUR\nEF-789 for ₿1\nGH-012"
    assert codes.offered(text) == {"AB-123", "EF-789"}


def test_a_site_sells_if_most_of_its_codes_are_on_offer_somewhere():
    said = {
        "market": {"AB-123", "EF-789", "XX-111"},
        "lab": {"CD-456"},
        "paper": {"AB-123", "ZZ-1"},
    }
    assert codes.selling(said, {"AB-123", "EF-789"}) == {"market"}


def test_the_verdict_says_why():
    code = Found("code", 0, 6, "AB-123", False, "?")
    assert codes.judged(code, True, True)[4:] == (True, "A page offers it for coins.", "")
    assert codes.judged(code, True, False).valid
    assert codes.judged(code, False, True)[4:] == (
        False,
        "Its site speaks of codes that no page offers for coins: a catalogue's, or quoted.",
        "catalogue number",
    )
