"""E-mail addresses and telephone numbers, by their form.

Whether there is such a mailbox or line isn't known, and nothing is sent to find out. Numbers are
taken with their country's code; without one only where a word beside it says that it is a number.
"""

import re

from nps_chain.evidence.pages.forms.sought import Found, Sought

_AT = r"(?:@|\s?[\[({]\s?(?:@|at|собака)\s?[\])}]\s?)"
_DOT = r"(?:\.|\s?[\[({]\s?(?:\.|dot|точка|punct)\s?[\])}]\s?)"
_EMAIL = re.compile(
    rf"(?<![\w.+/-])([\w.+%-]{{1,64}}+){_AT}((?:[\w-]{{1,63}}{_DOT}){{1,8}}[^\W\d_]{{2,24}}+)(?![\w-])",
    re.IGNORECASE,
)
_FILE = re.compile(r"\.(?:png|jpe?g|gif|webp|svg|css|js|html?)$", re.IGNORECASE)
_PHONE = re.compile(r"(?<![\w+])\+\d[\d ().\u00a0\u2010-]{5,22}\d(?!\w)")
_LOCAL = re.compile(
    r"(?i:phone|telephone|tel|call|whatsapp|viber|тел|телефон|telefon)[.:]?\s{0,3}"
    r"(0?[\d(][\d ()\u00a0\u2010-]{5,18}\d)(?!\w)"
)


def find(sought: Sought) -> None:
    """Find e-mail addresses and numbers in a text."""
    for match in sought.look(_EMAIL):
        dots = re.sub(_DOT, ".", match[2], flags=re.IGNORECASE)
        if _FILE.search(dots):
            continue
        name = match[1].strip(".")
        text = f"{name}@{dots.lower()}"
        start = match.start() + match[0].index(name)
        trap = (
            "" if match[0].endswith(text) or match[0].lower().endswith(text.lower()) else "defanged"
        )
        why = "It has the form of an e-mail address; nothing was sent to it."
        sought.add(Found("e-mail", start, match.end(), text, True, why, trap))
    if sought.where in ("text", "title", "link"):
        for match in sought.look(_PHONE):
            _number(sought, *match.span(), match[0])
        for match in sought.look(_LOCAL):
            _number(sought, *match.span(1), match[1])


def _number(sought: Sought, start: int, end: int, written: str) -> None:
    groups = re.findall(r"\d+", written)
    if 7 <= sum(map(len, groups)) <= 15:
        text = ("+" if written[0] == "+" else "") + " ".join(groups)
        why = "It has the form of a telephone number; nobody called it."
        sought.add(Found("phone", start, end, text, True, why))
