"""The two small texts of a package, of all versions; and what would have to be fetched."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nps_chain.errors import NpsError
from nps_chain.evidence.bag.tag_files import (
    VERSIONS,
    Declaration,
    declaration,
    decode,
    fetched,
    info,
    written_declaration,
    written_info,
)


def text(version="1.0", encoding="UTF-8", colon=": ", end="\n"):
    return (
        f"BagIt-Version{colon}{version}{end}Tag-File-Character-Encoding{colon}{encoding}{end}"
    ).encode()


def test_what_is_written_is_read_again():
    assert declaration(written_declaration()) == Declaration((1, 0), "UTF-8")
    assert written_declaration() == text()


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_all_versions_are_read(version, end):
    major, minor = version
    assert declaration(text(f"{major}.{minor}", end=end)) == Declaration(version, "UTF-8")
    assert declaration(text(f"{major}.{minor}", end=end).rstrip()).version == version


@pytest.mark.parametrize(
    ("data", "why"),
    [
        *(
            (data, "it isn't the two lines BagIt-Version and Tag-File-Character-Encoding")
            for data in (
                b"",
                b"BagIt-Version: 1.0\n",
                b"\n" + text(),
                text() + b"More: 1\n",
                b"\xef\xbb\xbf" + text(),
                b"\xff" + text(),
                text(version=".97"),
                text(version="1"),
                text(version="\u0661.0"),
                text(encoding=""),
            )
        ),
        (text(version="1.1"), "version 1.1 of BagIt isn't known here"),
        (text(version="0.92"), "version 0.92 of BagIt isn't known here"),
        *(
            (text(colon=colon), "a colon must stand right after a label, and one blank after")
            for colon in (" : ", ":", ":  ", ":\t")
        ),
        *(
            (text(encoding=each), f"the encoding '{each}' isn't known here")
            for each in ("rot13", "hex", "zlib", "idna", "punycode", "UTF-7", "unicode_escape")
        ),
    ],
)
def test_what_is_no_declaration_is_told(data, why):
    with pytest.raises(NpsError, match=why):
        declaration(data)


def test_older_versions_may_have_blanks_about_a_colon():
    assert declaration(text("0.97", colon=" : ")).version == (0, 97)


@pytest.mark.parametrize(
    ("encoding", "data"),
    [
        ("UTF-8", "Łódź".encode()),
        ("ISO-8859-2", "Łódź".encode("iso-8859-2")),
        ("windows-1251", "Одесса".encode("cp1251")),
        ("KOI8-R", "Одесса".encode("koi8-r")),
        ("UTF-16", "Łódź".encode("utf-16")),
    ],
)
def test_a_text_is_read_in_the_encoding_that_is_told(encoding, data):
    assert declaration(text(encoding=encoding)).encoding == encoding
    assert decode(data, encoding) in ("Łódź", "Одесса")


def test_a_text_in_another_encoding_is_told():
    with pytest.raises(NpsError, match=r"its byte 1 isn't UTF-8"):
        decode(b"a\xff", "UTF-8")
    with pytest.raises(NpsError, match=r"begins with a mark of order \(BOM\)"):
        decode(b"\xef\xbb\xbfa", "UTF-8")


def test_what_is_said_is_read_in_its_order():
    said = info("A: 1\r\nB : two\n  and  more\n\tand more\nA:3\nEmpty:\nD: a: b\n\n")
    assert said == [
        ("A", "1"),
        ("B", "two and  more and more"),
        ("A", "3"),
        ("Empty", ""),
        ("D", "a: b"),
    ]


def test_what_is_written_about_a_package_is_read_again():
    said = [("Title", "Case «Merivane»: part 1"), ("A", ""), ("A", "ž")]
    assert info(written_info(said).decode()) == said


@pytest.mark.parametrize("value", ["a\nPayload-Oxum: 0.0", "a\rb", " a", "a\u2028b", "a\0"])
def test_what_would_be_taken_for_several_lines_is_not_written(value):
    with pytest.raises(NpsError, match="can't be a package's Title: give one line"):
        written_info([("Title", value)])


@pytest.mark.parametrize("line", ["no label", ": no label", " begins with a blank"])
def test_a_line_without_a_label_is_told(line):
    with pytest.raises(NpsError, match="line 1 is no label with a value"):
        info(f"{line}\nA: 1\n")


def test_what_is_to_be_fetched_is_read():
    assert fetched("http://a.test/x%20y 12 data/x y\nhttp://a.test/z\t-\tdata/z\r\n") == [
        ("http://a.test/x%20y", "data/x y"),
        ("http://a.test/z", "data/z"),
    ]


@pytest.mark.parametrize("line", ["", "http://a.test/x data/x", "http://a.test/x many data/x"])
def test_a_line_that_can_not_be_fetched_is_told(line):
    with pytest.raises(NpsError, match="line 1 isn't an address, a length and a name"):
        fetched(f"{line}\n")


@given(st.binary(max_size=200))
def test_no_bytes_make_another_error(data):
    with suppress(NpsError):
        assert declaration(data).version in VERSIONS
