"""Texts that look alike have one skeleton."""

import pytest

from nps_chain.evidence.pages.forms.letters import alphabets, odd_letter, skeleton


@pytest.mark.parametrize(
    ("text", "looks"),
    [
        ("sаltmeadоw", "saltmeadow"),
        ("Ρау", "Pay"),
        ("ｂｃ１", "bc1"),
        ("salt", "salt"),
        ("жук", "жyk"),
    ],
)
def test_a_skeleton_is_in_latin_letters(text, looks):
    assert skeleton(text) == looks


def test_alphabets_are_named():
    assert alphabets("salt_1") == {"LATIN"}
    assert alphabets("vânzător") == {"LATIN"}
    assert alphabets("sаlt") == {"LATIN", "CYRILLIC"}
    assert alphabets("_12") == set()


def test_the_odd_letter_is_told_with_its_place():
    assert odd_letter("sаlt") == "letter 2 is Cyrillic small letter a"
    assert odd_letter("sălt") == ""
