"""Pages made to harm are read within bounds; nothing of them is run, and nothing fetched."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nps_chain.evidence.pages import pages
from nps_chain.evidence.pages.forms.sought import MOST_FOUND
from nps_chain.evidence.pages.saved import Saved
from nps_chain.evidence.pages.search import search_all
from nps_chain.evidence.pages.sheet import read
from tests.world.pages.story import address

COIN = address(1, "pages", "p2pkh")


pytestmark = pytest.mark.usefixtures("nobody_else")


def one(tmp_path, data):
    """A page in a folder of its own: what is found, and what is noted."""
    (tmp_path / "x.html").write_bytes(data if isinstance(data, bytes) else data.encode())
    found = pages(tmp_path)
    return found, found.frame["note"][0]


def test_what_a_page_says_of_elsewhere_is_read_and_not_followed(tmp_path):
    source = (
        "<script src='http://x.example/a.js'>fetch('http://x.example/b')</script>"
        "<img src=http://x.example/c.png onerror=alert(1)><iframe src='file:///etc/passwd'></iframe>"
        "<link rel=stylesheet href=//x.example/d.css><meta http-equiv=refresh content='0;url=http://x.example/e'>"
        "<object data=x.example></object><!DOCTYPE html SYSTEM 'http://x.example/f.dtd'>"
        "<style>@import 'http://x.example/g'</style><?xml-stylesheet href='http://x.example/h'?>"
    )
    found, note = one(tmp_path, source)
    assert note == ""
    assert sorted(found.of("url")["text"]) == [
        f"http://x.example/{end}" for end in ("a.js", "b", "c.png", "e", "h")
    ]


@pytest.mark.parametrize(
    ("source", "note"),
    [
        ("<div>" * 100_000, "Its elements lie in each other more than 500 deep."),
        ("<table><tr><td>" * 30_000, "Its elements lie in each other more than 500 deep."),
        (f"<p {' '.join(f'a{n}=1' for n in range(100_000))}>",
         "An element of it has 1,000 attributes or more."),
        ("<p a='" * 50_000, "An element of it has 1,000 attributes or more."),
        ("<" * 500_000, ""),
        ("&" * 300_000, ""),
        ("<!--" * 100_000, ""),
        ("<script>" * 50_000, ""),
        ("<style>" + "{" * 100_000 + "}" * 100_000 + "</style>", ""),
        ("</div>" * 60_000, ""),
        ("ab" * 300_000, ""),
        ("mAb3c " * 40_000, ""),
        ("bcrt q324 " * 30_000, ""),
        ("-----BEGIN PGP SIGNED MESSAGE-----\n" * 8_000, ""),
        ("+1 ((((( " * 30_000, ""),
        ("a@" * 100_000, ""),
        ("1,234" * 50_000, ""),
        ("[.]onion" * 30_000, ""),
        ("\0" * 100_000, ""),
    ],
    ids=lambda given: repr(given[:12]) if given else "",
)  # fmt: skip
def test_a_bomb_does_no_harm(tmp_path, source, note):
    found, noted = one(tmp_path, f"<p>{COIN}</p>{source}")
    assert noted == note
    assert found.of("address")["text"].tolist() == [COIN]


def test_a_line_of_a_hundred_megabytes_is_told_and_not_read(tmp_path):
    with (tmp_path / "x.html").open("wb") as file:
        file.truncate(100_000_000)
    found = pages(tmp_path)
    assert len(found.indicators) == 0
    assert (
        "is larger than 16,777,216 bytes, the most that is read of its kind."
        in (found.frame["note"][0])
    )


def test_a_page_full_of_finds_is_read_up_to_a_bound_that_is_told(tmp_path):
    found, note = one(tmp_path, "5 EUR " * (MOST_FOUND + 9))
    assert len(found.indicators) == MOST_FOUND
    assert note == f"It has more than {MOST_FOUND:,} things; the rest is left out."


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-16", "utf-16-le", "cp1251", "latin-1", "koi8-r"]
)
def test_an_address_is_found_in_any_encoding_at_its_place(tmp_path, encoding):
    text = {"latin-1": "déjà reçu: "}.get(encoding, "Адрес для оплаты: ")
    found, _ = one(tmp_path, f"<p>{text}{COIN}</p>".encode(encoding))
    (row,) = found.indicators.itertuples()
    assert found.source("x.html")[row.start : row.end] == COIN


def test_names_in_an_index_never_become_paths(tmp_path):
    (tmp_path / "secret.html").write_text(COIN)
    inside = tmp_path / "inside"
    inside.mkdir()
    rows = [
        "url,captured,sha256,file",
        f"javascript:alert(1),2025-01-01T00:00:00Z,{'0' * 64},../secret.html",
    ]
    (inside / "index.csv").write_text("\n".join(rows))
    found = pages(inside)
    assert len(found.indicators) == 0
    assert found.frame["note"][0] == (
        "It wasn't read: '../secret.html' leads out of its folder, so it isn't used."
    )
    assert "<script" not in found["../secret.html"]._repr_html_()


MARKUP = ["<p>", "</p>", "<b>", "</b>", "<table><tr><td>", "</table>", "<!--", "-->", "<script>",
          "</script>", "<pre>", "</pre>", "&#", "&#x41;", "&amp", "\u200b", "\u202e", "\0", "а",
          "@", ".onion", "0x", COIN, COIN[:17], "bc1q", "a" * 56, "ab" * 32, "+999 20 555", "5 BTC",
          "AB-123", "seller: ", "data:image/png;base64,AA", "<img src='", "'>", "http://", "…",
          "-----BEGIN PGP PUBLIC KEY BLOCK-----", "-----END PGP PUBLIC KEY BLOCK-----",
          "-----BEGIN PGP SIGNED MESSAGE-----", "-----BEGIN PGP SIGNATURE-----",
          "-----END PGP SIGNATURE-----", " ", "\n", "x", "1"]  # fmt: skip


@settings(max_examples=150)
@given(st.lists(st.lists(st.sampled_from(MARKUP), max_size=25), min_size=1, max_size=2))
def test_whatever_a_page_is_each_find_has_its_place(told):
    sheets = [
        read(Saved(f"{n}.html", data="".join(parts).encode())) for n, parts in enumerate(told)
    ]
    rows, _ = search_all(sheets, None)
    sources = {sheet.file: sheet.source for sheet in sheets}
    for row in rows:
        assert 0 <= row.start < row.end <= len(sources[row.file])
        assert row.why.endswith(".")
        assert "\u202e" not in row.written + row.context + row.text


@given(st.binary(max_size=400))
def test_any_bytes_are_a_page(data):
    rows, _ = search_all([read(Saved("x.html", data=data))], None)
    assert all(row.file == "x.html" for row in rows)
