"""A wrong text is like the right one that differs in a single letter."""

from hypothesis import given
from hypothesis import strategies as st

from nps_chain.evidence.pages.forms.near import Known


def test_one_letter_is_told_by_its_place():
    known = Known(["abcdef", "abcxyz"])
    assert known.like("abcdeg") == ("abcdef", 6)
    assert known.like("xbcdef") == ("abcdef", 1)
    assert known.like("abcdef") is None
    assert known.like("abcdgg") is None
    assert known.like("abcde") is None


@given(
    st.lists(st.text("ab", min_size=5, max_size=5), max_size=9),
    st.text("ab", min_size=5, max_size=5),
)
def test_it_finds_what_looking_at_all_finds(right, wrong):
    differ = {text for text in right if sum(a != b for a, b in zip(text, wrong, strict=True)) == 1}
    like = Known(right).like(wrong)
    assert (like is None) == (not differ)
    if like:
        assert like[0] in differ
        assert wrong[like[1] - 1] != like[0][like[1] - 1]
