"""One page is looked at: the lines of its source that are cited, and what it says of itself."""

import pytest

from nps_chain.errors import NpsError
from nps_chain.evidence.pages import pages
from nps_chain.evidence.pages.page import MOST_LINES


def lines(tmp_path, source, text):
    (tmp_path / "a.html").write_text(source, encoding="utf-8")
    found = pages(tmp_path)["a.html"].lines(text)
    assert found.dtypes.astype(str).to_dict() == {"line": "int64", "source": "str"}
    return list(found.itertuples(index=False, name=None))


def test_lines_are_counted_from_one_and_told_as_they_are_written(tmp_path):
    source = "<p>Pay\n<b>to abc</b>\n<!-- old: abc --></p>\n"
    assert lines(tmp_path, source, "abc") == [(2, "<b>to abc</b>"), (3, "<!-- old: abc --></p>")]


def test_what_does_not_stand_there_has_no_line(tmp_path):
    assert lines(tmp_path, "<p>Pay</p>", "pay") == []


def test_of_a_long_line_what_stands_around_is_shown(tmp_path):
    ((number, shown),) = lines(tmp_path, "x" * 5_000 + "abc" + "y" * 5_000, "abc")
    assert (number, shown) == (1, "…" + "x" * 60 + "abc" + "y" * 60 + "…")


def test_a_line_is_made_harmless(tmp_path):
    assert lines(tmp_path, "<p>a\u202ebc</p>", "bc")[0][1] == "<p>a\ufffdbc</p>"


def test_so_many_lines_are_enough(tmp_path):
    assert len(lines(tmp_path, "a\n" * 5_000, "a")) == MOST_LINES


@pytest.mark.parametrize("text", ["", None, 7])
def test_something_must_be_looked_for(tmp_path, text):
    with pytest.raises(NpsError, match="Give a text"):
        lines(tmp_path, "<p>a</p>", text)


def test_a_page_knows_its_hash_and_whether_it_is_the_index_s(tmp_path):
    (tmp_path / "a.html").write_bytes(b"a")
    (tmp_path / "b.html").write_bytes(b"a")
    told = "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"  # of b"a"
    (tmp_path / "index.csv").write_text(
        f"url,captured,sha256,file\nu,2025-02-01T00:00:00Z,{told},a.html\n"
        f"u,2025-02-01T00:00:00Z,{'0' * 64},b.html\n"
    )
    seen = pages(tmp_path)
    assert (seen["a.html"].sha256, seen["a.html"].intact) == (told, True)
    assert (seen["b.html"].sha256, seen["b.html"].intact) == ("0" * 64, False)


def test_a_page_tells_its_site_and_what_of_a_type_stands_on_it(tmp_path):
    (tmp_path / "a.html").write_text("<p>To b@mail.test or a@mail.test. To b@mail.test!</p>")
    page = pages(tmp_path)["a.html"]
    assert page.host == ""
    assert page.texts("e-mail") == ["a@mail.test", "b@mail.test"]
    assert page.texts("phone") == []
