"""Numbers as people write them: with separators between thousands, a decimal comma, a unit.

Many readers of the course grew up with ``1 250 000`` and ``12,5``; a number is a number. A comma
before three digits separates thousands, as in ``1,250``; before any others, and after a zero, it is
a decimal comma.
"""

import re
from decimal import Decimal, InvalidOperation

LONGEST = 40  # characters, and digits before or after the point

_UNIT = re.compile(r"\s*(%|percent|btc|sats?|satoshis?)$", re.I)
_THOUSANDS = re.compile(r"(?<=\d)[\s_,'’](?=\d{3}(?!\d))")
_POINTS = re.compile(r"[+-]?\d{1,3}(\.\d{3}){2,}")
_DECIMAL_COMMA = re.compile(r"([+-]?0|[+-]?\d+(?=,(?:\d\d?|\d{4,})$)),(\d+)")


def numeral(text: str) -> Decimal | None:
    """Return the number that a text stands for, its unit left out; None if it is none.

    >>> numeral("1 250 000"), numeral("12 %"), numeral("0,5 BTC"), numeral("1.250.000")
    (Decimal('1250000'), Decimal('12'), Decimal('0.5'), Decimal('1250000'))
    >>> numeral("12 00"), numeral("about 12"), numeral("1e999")
    (None, None, None)
    """
    text = text.strip() if len(text) <= 4 * LONGEST else ""
    text = _UNIT.sub("", text)
    if _POINTS.fullmatch(text):
        text = text.replace(".", "")
    comma = _DECIMAL_COMMA.fullmatch(text)
    text = f"{comma[1]}.{comma[2]}" if comma else _THOUSANDS.sub("", text)
    if "_" in text or len(text) > LONGEST:
        return None
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number.adjusted()) <= LONGEST else None
