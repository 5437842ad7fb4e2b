"""Letters that look like others: one of another alphabet in a name or an address deceives the eye.

A skeleton is a text with such letters replaced by the Latin ones that they look like. Two texts of
one skeleton look alike and aren't the same. Only letters of the alphabets of our region, and forms
that Unicode itself calls compatible, are known; the Unicode Consortium's list of confusables is far
longer.
"""

import re
import unicodedata

_PAIRS = (
    # Cyrillic
    "аa вb еe ёe кk мm нh оo рp сc тt уy хx іi їi јj ѕs ԁd ԛq ԝw һh ӏl "
    "АA ВB ЕE КK МM НH ОO РP СC ТT УY ХX ІI ЈJ ЅS ԚQ ԜW ӀI"
    # Greek
    " οo αa νv ρp υu ιi κk χx γy τt ΑA ΒB ΕE ΖZ ΗH ΙI ΚK ΜM ΝN ΟO ΡP ΤT ΥY ΧX"
)
_LOOKS = {ord(pair[0]): pair[1] for pair in _PAIRS.split() if pair[1].isascii()}

_LETTER = re.compile(r"[^\W\d_]")


def skeleton(text: str) -> str:
    """Return a text in the Latin letters that it looks like.

    >>> skeleton("sаltmeadоw") == "saltmeadow"  # two of them are Cyrillic
    True
    """
    return unicodedata.normalize("NFKC", text).translate(_LOOKS)


def alphabets(text: str) -> set[str]:
    """Return the names of the alphabets whose letters a text has.

    >>> sorted(alphabets("sаlt"))
    ['CYRILLIC', 'LATIN']
    """
    if text.isascii():
        return {"LATIN"} if any(letter.isalpha() for letter in text) else set()
    return {
        unicodedata.name(letter, "NAMELESS").partition(" ")[0]
        for letter in set(_LETTER.findall(text))
    }


def odd_letter(text: str) -> str:
    """Return which letter of a text isn't Latin, in words; empty if all are."""
    for place, letter in enumerate(text, 1):
        if not letter.isascii() and letter.isalpha():
            named = unicodedata.name(letter, f"U+{ord(letter):04X}").capitalize()
            if not named.startswith("Latin"):
                return f"letter {place} is {named}"
    return ""
