"""Which words a reader may be expected to know: 3,000 common ones, and what is made of them.

The list is in ``tests/data/common-words``, where ``SOURCES.md`` says whose it is. A word is known
if it, or a word that it is an ordinary form of, is in the list: *traced*, *tracing*, *traces* and
*tracer* are known with *trace*. That is a rule of thumb, and generous: it takes *number* for a form
of *numb*, too.
"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

LIST = Path(__file__).resolve().parent.parent / "tests" / "data" / "common-words" / "words.txt"

# What can be said with figures is as easy as figures.
NUMBERS = frozenset(
    re.findall(
        r"\w+",
        """two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
        sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety
        hundred sixth seventh eighth ninth tenth eleventh twelfth hundredth thousandth""",
    )
)
# An ending, and what may have stood in its place.
ENDINGS = [
    ("ies", ("y",)),
    ("ves", ("f", "fe")),
    ("es", ("", "e")),
    ("s", ("",)),
    ("ied", ("y",)),
    ("ed", ("", "e")),
    ("ying", ("ie",)),
    ("ing", ("", "e")),
    ("ier", ("y",)),
    ("iest", ("y",)),
    ("er", ("", "e")),
    ("est", ("", "e")),
    ("ily", ("y",)),
    ("ally", ("al", "")),
    ("ly", ("", "le", "l")),
    ("iness", ("y",)),
    ("ness", ("",)),
    ("iful", ("y",)),
    ("ful", ("",)),
    ("less", ("",)),
]
DOUBLING = ("ed", "ing", "er", "est")
# British spellings, and the list's American ones.
BRITISH = [
    ("isation", "ization"),
    ("ise", "ize"),
    ("ising", "izing"),
    ("ised", "ized"),
    ("ises", "izes"),
    ("iser", "izer"),
    ("yse", "yze"),
    ("our", "or"),
    ("tre", "ter"),
    ("ence", "ense"),
    ("ogue", "og"),
]
BEFORE = ("", "re", "non")  # what may stand before a hyphen without being a word
CONTRACTED = re.compile(r"(n't|'(s|ll|ve|re|d|m))$|'$")
SHORTENED = {"cannot": "can", "can't": "can", "won't": "will", "shan't": "shall", "let's": "let"}


@cache
def words() -> frozenset[str]:
    """Return the common words, with the irregular forms that stand beside them in the list."""
    return frozenset(LIST.read_text(encoding="utf-8").lower().split()) | NUMBERS


@cache
def known(word: str) -> bool:
    """Say whether a word is common, or made of common ones: "don't", "well-known"."""
    word = word.lower().replace("’", "'")
    if word in SHORTENED or len(word) == 1 or _is_a_form(word):
        return True
    parts = word.split("-")
    return len(parts) > 1 and all(part in BEFORE or known(part) for part in parts)


def _is_a_form(word: str) -> bool:
    word = CONTRACTED.sub("", word)
    return any(base in words() for base in bases(word))


def bases(word: str, depth: int = 2) -> Iterator[str]:
    """Yield a word, and what it may be a form of."""
    yield word
    for british, american in BRITISH:
        if word.endswith(british):
            yield word.removesuffix(british) + american
    if not depth:
        return
    for ending, instead in ENDINGS:
        stem = word.removesuffix(ending)
        if stem == word or len(stem) < 2:
            continue
        for end in instead:
            yield from bases(stem + end, depth - 1)
        if ending in DOUBLING and len(stem) > 2 and stem[-1] == stem[-2]:
            yield from bases(stem[:-1], depth - 1)
