"""Words that have no place in an invented story are found however they are written."""

import pytest

from tests.safety.words import (
    INSTRUCTIONS,
    MARKETS,
    PERSONS,
    SERVICES,
    SUBSTANCES,
    instructions,
    real_names,
)

NAMED = [
    name.strip() for text in (MARKETS, SERVICES, PERSONS, SUBSTANCES) for name in text.split(",")
]


@pytest.mark.parametrize("name", NAMED)
def test_each_name_is_found_in_a_sentence(name):
    whole = " ".join(name.split())
    assert whole in real_names(f"He said: {whole.upper()}, and no more.")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Silk\nRoad", ["silk road"]),
        ("silk_road", ["silk road"]),
        ("Silk-Road", ["silk-road"]),
        ("SILKROAD2", []),
        ("a silky road", []),
        ("the road of silk", []),
        ("(BTC-e)", ["btc-e"]),
        ("Lanternfen, Millrow and Merivane", []),
    ],
)
def test_spaces_lines_and_hyphens_make_no_difference(text, found):
    assert real_names(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Take 20 mg or 5ml.", ["20 mg", "5ml"]),
        ("How it was synthesised", ["synthesised"]),
        ("A stealth parcel, buried.", ["buried", "stealth"]),
        ("Дозировка и растворитель", ["дозировка", "растворитель"]),
        ("Doza și reactivi", ["doza", "reactivi"]),
        ("Synthetic cannabinoids, 20 units", []),
        ("Dead drops, only in the country named here.", []),
    ],
)
def test_words_of_instruction_are_found_in_three_languages(text, found):
    assert instructions(text) == found


def test_each_list_is_made_of_words():
    assert all(NAMED)
    assert len({*NAMED}) == len(NAMED)
    assert not instructions("")
    stems = [stem.strip() for stem in INSTRUCTIONS.split(",")]
    assert all(stems)
    for stem in stems:
        assert instructions(f"({stem.rstrip('*').upper()})") == [stem.rstrip("*")]
