"""Bytes become text by what the page says, or by a guess that is told."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nps_chain.evidence.pages.source.encoding import decode

RUSSIAN = "<p>Переведите на адрес и сообщите сумму. Ответ придёт завтра.</p>"
FRENCH = "<p>déjà reçu, café à côté</p>"


@pytest.mark.parametrize(
    ("data", "text", "name", "note"),
    [
        (RUSSIAN.encode(), RUSSIAN, "utf-8", ""),
        (b"", "", "utf-8", ""),
        (codecs.BOM_UTF8 + RUSSIAN.encode(), RUSSIAN, "utf-8", ""),
        (RUSSIAN.encode("utf-16"), RUSSIAN, "utf-16-le", ""),
        (codecs.BOM_UTF16_BE + RUSSIAN.encode("utf-16-be"), RUSSIAN, "utf-16-be", ""),
        (b"<meta charset=windows-1251>" + RUSSIAN.encode("cp1251"),
         "<meta charset=windows-1251>" + RUSSIAN, "windows-1251", ""),
        (b"<meta http-equiv=x content='text/html; charset=KOI8-R'>" + RUSSIAN.encode("koi8-r"),
         "<meta http-equiv=x content='text/html; charset=KOI8-R'>" + RUSSIAN, "koi8-r", ""),
        (b'<meta charset="latin1">' + FRENCH.encode("cp1252"),
         '<meta charset="latin1">' + FRENCH, "windows-1252", ""),
        (RUSSIAN.encode("cp1251"), RUSSIAN, "windows-1251",
         "It doesn't say how it is encoded; windows-1251 is a guess."),
        (FRENCH.encode("cp1252"), FRENCH, "windows-1252",
         "It doesn't say how it is encoded; windows-1252 is a guess."),
        ("<html><p>ab</p>".encode("utf-16-le"), "<html><p>ab</p>", "utf-16-le",
         "It doesn't say how it is encoded; by its bytes it is UTF-16."),
        (b"<meta charset=utf-8>a\xffb", "<meta charset=utf-8>a\ufffdb", "utf-8",
         "Its byte 21 and perhaps more are no utf-8."),
    ],
)  # fmt: skip
def test_a_page_is_read_in_its_encoding(data, text, name, note):
    assert decode(data) == (text, name, note)


@pytest.mark.parametrize("name", ["rot13", "zip", "unicode_escape", "utf-7", "idna", "../../x"])
def test_a_page_can_name_no_other_codec_of_the_machine(name):
    data = f"<meta charset={name}>+ADw-a\\x41".encode()
    text, found, _ = decode(data)
    assert (text, found) == (data.decode(), "utf-8")


@given(st.binary(max_size=300))
def test_any_bytes_are_some_text(data):
    text, name, _ = decode(data)
    assert isinstance(text, str)
    assert name
