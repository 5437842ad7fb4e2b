"""A page is taken apart into what a reader sees, and what else is in its source."""

import pytest

from nps_chain.evidence.pages.source.dissect import DEEPEST, MOST_PIECES, dissect


def seen(source):
    return dissect(source).text.text


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("a<b>b</b>c<wbr>d<i></i>e", "abcde"),
        ("<p>a<p>b", "a\nb\n"),
        ("<ul><li>a<li>b<ul><li>c</ul></ul>d", "a\nb\nc\nd"),
        ("<div>a<div>b</div>c</div>d", "a\nb\nc\nd"),
        ("a<br>b</br>c", "a\nb\nc"),
        ("<table><tr><td>a<td>b<tr><th>c</table>d", "a\tb\t\nc\t\nd"),
        ("<pre>a\n b</pre>c\nd", "a\n b\nc d"),
        ("<textarea>a<b>\nb</textarea>", "a<b>\nb\n"),
        ("a<!-- b -->c<script>d</script>e<style>f</style>", "ace"),
        ("a<template>b</template>c", "ac"),
        ("a<span style='display:none'>b<b>c</b></span>d", "ad"),
        ("<style>.x{display:none}</style>a<p class=x>b</p>c", "a\nc"),
        ("<p hidden>a<p>b", "b\n"),
        ("<div hidden><table><tr><td>a</div>b</table></div>c", "c"),
        ("<table><tr><td><p>a</div>b</td></tr></table>", "ab\n\t\n"),
        ("a</b>c", "ac"),
    ],
)
def test_a_reader_sees_what_a_browser_shows(source, expected):
    assert seen(source) == expected


def test_each_text_is_kept_where_it_belongs():
    found = dissect(
        "<html lang=RU-ru><head><title>A &amp; B</title><style>.c{}</style><body class=no>"
        "<!-- note --><a href='bitcoin:x?a=1&amp;b=2' title='say &lt;'>text</a>"
        "<input value=typed><script>var a</script><span hidden>gone</span>"
    )
    assert {layer.where: layer.text.strip("\n") for layer in found.layers} == {
        "text": "text",
        "title": "A & B",
        "link": "bitcoin:x?a=1&b=2",
        "attribute": "say <\ntyped",
        "comment": " note ",
        "hidden": "var a\ngone",
    }
    assert (found.language, found.notes) == ("ru-ru", [])


def test_of_two_attributes_of_one_name_the_first_counts():
    assert seen("a<i style='display:none' style='display:block'>b</i>") == "a"
    assert seen("a<i style='display:block' style='display:none'>b</i>") == "ab"


def test_cells_know_their_table_row_and_column():
    found = dissect(
        "<table><tr><th colspan=2>a</th><th>b</th></tr><tr><td>c<td><table><tr><td>d</table><td>e"
        "</table><table><tr><td>f</table>"
    )
    text = found.text.text
    cells = sorted((c.table, c.row, c.column, text[c.start : c.end].strip()) for c in found.cells)
    assert cells == [(0, 0, 0, "a"), (0, 0, 2, "b"), (0, 1, 0, "c"), (0, 1, 1, "d"), (0, 1, 2, "e"),
                     (1, 0, 0, "d"), (2, 0, 0, "f")]  # fmt: skip


def test_what_is_set_off_and_headings_are_marked():
    found = dissect("<h1>a <b>b</b></h1><p><span>c</span>d<code></code><i hidden>e</i>")
    text = found.text.text
    assert [(m.name, text[m.start : m.end]) for m in found.marks] == [
        ("b", "b"), ("h1", "a b"), ("span", "c"),
    ]  # fmt: skip


def test_files_in_the_page_are_kept_apart_from_its_texts():
    source = (
        "<link rel='shortcut icon' href='data:image/png;base64,AAAA'>"
        "<img src=data:image/png;base64,BBBB><p style=\"background:url('data:x,c')\">"
    )
    found = dissect(source)
    assert [(source[e.start : e.end], e.icon) for e in found.embedded] == [
        ("data:image/png;base64,AAAA", True),
        ("data:image/png;base64,BBBB", False),
        ("background:url('data:x,c')", False),
    ]
    assert found.link.text == ""


def test_elements_deeper_than_browsers_go_have_no_tags():
    found = dissect("<div>" * (DEEPEST + 10) + "a" + "</div>" * (DEEPEST + 10) + "b")
    assert found.text.text == "a\nb"
    assert found.notes == [f"Its elements lie in each other more than {DEEPEST} deep."]


def test_a_page_of_too_many_pieces_is_read_up_to_a_place_that_is_told():
    found = dissect("<b>" * (MOST_PIECES + 1) + "a")
    assert found.text.text == ""
    assert found.notes[-1] == (
        f"It has more than {MOST_PIECES:,} pieces; what follows character"
        f" {3 * MOST_PIECES:,} wasn't read."
    )
