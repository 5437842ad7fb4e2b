"""E-mail addresses and telephone numbers are known by their form."""

import pytest

from nps_chain.evidence.pages.forms import contacts
from tests.evidence.pages.forms.look import found


@pytest.mark.parametrize(
    ("written", "text", "trap"),
    [
        ("ann.b+c@mail.example", "ann.b+c@mail.example", ""),
        ("Ann@Mail.Example.", "Ann@mail.example", ""),
        ("<a href=x>ann</a>@mail.example", "ann@mail.example", ""),
        ("ann [at] mail [dot] example", "ann@mail.example", "defanged"),
        ("ann(at)mail.example", "ann@mail.example", "defanged"),
        ("ann&#64;mail.example", "ann@mail.example", ""),
        ("mailto:ann@mail.example?subject=x", "ann@mail.example", ""),
    ],
)
def test_mail_is_found(written, text, trap):
    assert found(contacts.find, f"Write to {written} or so") == [("e-mail", text, True, trap)]


@pytest.mark.parametrize(
    "text", ["a@b", "@ann", "logo@{}.png".format("2x"), "a @ b.example", "http://a@b.example/"]
)
def test_what_is_no_mail(text):
    assert [each for each in found(contacts.find, text) if each[0] == "e-mail"] == []


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("+999 20 555 0142", "+999 20 555 0142"),
        ("+999 (20) 555-01-42", "+999 20 555 01 42"),
        ("+999205550142", "+999205550142"),
        ("tel. 020 555 01 42", "020 555 01 42"),
        ("Телефон: 8 (020) 555-01-42", "8 020 555 01 42"),
    ],
)
def test_numbers_are_found(written, text):
    assert found(contacts.find, f"Office: {written}, daily") == [("phone", text, True, "")]


@pytest.mark.parametrize(
    "text", ["2025-01-31 10:20", "020 555 01 42", "+1", "1+999205550142", "telling 5 of 1234567"]
)
def test_what_is_no_number(text):
    assert found(contacts.find, text) == []
