"""Names are taken from where pages put names, whoever made the page."""

import pytest

from nps_chain.evidence.pages.forms import handles
from nps_chain.evidence.pages.forms.places import places
from nps_chain.evidence.pages.source.dissect import dissect
from tests.evidence.pages.forms.look import found


def placed(source, url="", *, personal=False):
    page = dissect(source)
    names = places(page, page.text.text, page.title.text, url, personal=personal)
    return sorted({place.name for place in names})


@pytest.mark.parametrize(
    ("source", "names"),
    [
        # A board: the name above the post, beside a role or a date.
        ("<p><b>grey_heron</b> · member, joined 2024-08</p><p>Hello", ["grey_heron"]),
        ("<div><b>Heron</b></div><div>Vendor</div><div>Posts: 5</div>", []),
        ("<div><b>heron5</b></div><div>Member since 2020</div>", ["heron5"]),
        ("<p><strong>heron</strong>, 31.01.2025 10:20</p>", ["heron"]),
        ("<p>by <span>heron</span>, 2025-01-31</p>", ["heron"]),
        ("<p>Posted by <a>heron</a></p>", ["heron"]),
        ("<p>Powered by <a>phpThing</a></p>", []),
        ("<p>made by <b>hand</b></p>", []),
        # What is quoted.
        ("<p>heron wrote: it is late</p>", ["heron"]),
        ("<p>Она писала: поздно</p><p>kulik написал: да</p>", ["kulik"]),
        # A conversation: several speak, and one of them again.
        ("<p><b>heron</b>: a<p><b>stork</b>: b<p><b>heron</b>: c", ["heron", "stork"]),
        ("<p><b>size</b>: a<p><b>weight</b>: b<p><b>colour</b>: c", []),
        ("<p><b>Price</b>: a<p><b>Stock</b>: b<p><b>Price</b>: c", []),
        # Columns.
        ("<table><tr><th>Item<th>Vendor<tr><td>x<td>heron<tr><td>y<td><a>Stork</a></table>",
         ["Stork", "heron"]),
        ("<table><tr><td>Продавец<td>Цена<tr><td>kulik<td>5</table>", ["kulik"]),
        ("<table><tr><th>Item<th>Price<tr><td>heron<td>5</table>", []),
        # Labels.
        ("<li>Telegram: @heron_shop<li>Wickr: heron77<li>Seller: heron", 
         ["heron", "heron77", "heron_shop"]),
        ("<p>Old board name: heron12.</p>", ["heron12"]),
        ("<p>User: admin. Ник: kulik</p>", ["kulik"]),
        ("<p>Write to @heron, please. <code>@property</code> a@b", ["heron"]),
        ("<p>file_name: heron.png; price: low</p>", []),
        # Links to a profile, by name or by number.
        ("<h4><a href='/members/heron.123/'>Heron</a></h4>", ["Heron"]),
        ("<a href='./memberlist.php?mode=viewprofile&amp;u=12'>Heron</a>", ["Heron"]),
        ("<a href='/user/12'>Heron</a> <a href='/users/12-heron'>heron</a>", ["Heron", "heron"]),
        ("<a href='/user/settings'>Preferences</a> <a href='/users/'>Everybody</a>", []),
        ("<a href='/lamps/heron'>heron</a> <a href='/user/stork'>see him</a>", []),
        # What is never a name.
        ("<p><b>Note</b>: a <b>12.5</b> · 2025-01-31 <i>anonymous</i> · member</p>", []),
        ("<p><code>grey_heron</code> · member, joined 2024-08</p>", []),
    ],
)  # fmt: skip
def test_names_are_where_pages_put_them(source, names):
    assert placed(source) == sorted(names)


def test_a_profile_names_its_owner():
    page = "<title>grey_heron | Some market</title><h1>Some market</h1><h2>grey_heron</h2>"
    assert placed(page) == []
    assert placed(page, personal=True) == ["grey_heron"]
    assert placed(page, "http://x.example/vendor/grey_heron") == ["grey_heron"]
    assert placed(page, "http://x.example/lamps/grey_heron") == []
    assert placed("<a href='/user/heron?x=1'>heron</a> <a href='/user/login'>Sign in</a>") == [
        "heron"
    ]
    assert placed("<title>Lamps</title><h1>Lamps</h1>", personal=True) == []


def judged(*sources):
    names = handles.Names()
    for number, source in enumerate(sources):
        page = dissect(source)
        text = page.text.text
        names.learn(text, places(page, text, "", "", personal=False), f"{number}.html")
    return names.judged()


TALK = "<p><b>heron</b>: a<p><b>stork</b>: b<p><b>heron</b>: c"


def test_a_plain_word_that_is_mostly_something_else_is_no_name():
    assert sorted(judged(TALK)) == ["heron", "stork"]
    assert sorted(judged(TALK, "stork " * 3)) == ["heron", "stork"]
    assert sorted(judged(TALK, "stork " * 4)) == ["heron"]
    assert sorted(judged(TALK, "stork " * 4, "<p>by <b>stork</b>")) == ["heron", "stork"]


def test_a_name_says_where_it_was_placed_first():
    assert judged("", "<p>Seller: heron")["heron"] == handles.Name(
        True, "It is a name: on 1.html, a word before it says that it is a name.", ""
    )


def test_a_name_with_a_letter_that_looks_like_another_is_refused():
    (name,) = judged("<p>Seller: hеron").values()
    assert name == handles.Name(
        False, "It mixes two alphabets that look alike: letter 2 is Cyrillic small letter ie.",
        "look-alike letter",
    )  # fmt: skip
    assert judged("<p>Seller: xXжукXx")["xXжукXx"].valid, "no letter of it looks like a Latin one"


def test_words_that_look_like_a_name_are_refused():
    names = judged("<p>Seller: salter")
    assert handles.words("a salt sаlter b") == {"sаlter"}
    alike = handles.alike(names, {"sаlter", "вода", "ѕаlt"})
    assert {word: (name.valid, name.why) for word, name in alike.items()} == {
        "sаlter": (False, "It looks like 'salter', and isn't: letter 2 is Cyrillic small letter a.")
    }


def test_names_are_found_as_whole_words():
    names = judged("<p>Seller: grey-heron", "<p>Seller: heron")
    source = "<p>heron's and grey-heron, not herons or heron_2 or a-heron. heron! (heron.)"
    assert [text for _, text, *_ in found(handles.find, source, names)] == [
        "heron", "grey-heron", "heron", "heron",
    ]  # fmt: skip
    assert found(handles.find, "<p title=heron>", names, where="attribute") == []
