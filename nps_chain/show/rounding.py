"""Numbers as a picture has room for them, and what they are never rounded to.

Almost all is not all: a link of 99.6 % leaves another reading, and written as 100 % it would be
taken for proof. Only what is 0 is written as 0, and only what is 1 as 100.
"""

import math

from nps_chain.show import style


def percent(share: float, places: int = 0) -> str:
    """Return a share, from 0 to 1, in percent with so many decimals.

    >>> [percent(share) for share in (0, 0.0004, 0.125, 0.5, 0.999, 1, float("nan"))]
    ['0 %', '<1 %', '12 %', '50 %', '>99 %', '100 %', 'unknown']
    >>> percent(0.999, places=1), percent(0.9999, places=1)
    ('99.9 %', '>99.9 %')
    """
    if math.isnan(share):
        return "unknown"
    step: float = 10**-places
    if 0 < 100 * share <= step / 2:
        return f"<{step:.{places}f} %"
    if 100 - step / 2 <= 100 * share < 100:
        return f">{100 - step:.{places}f} %"
    return f"{100 * share:.{places}f} %"


def short(many: int) -> str:
    """Return a count in six letters at most, below a thousand million.

    >>> [short(many) for many in (0, 12_345, 123_456, 1_234_567, 123_456_789)]
    ['0', '12,345', '123 k', '1.2 M', '123 M']
    """
    if many < 100_000:
        return f"{many:,}"
    if many < 1_000_000:
        return f"{many // 1000} k"
    millions = many // 100_000
    return f"{millions // 10}.{millions % 10} M" if millions < 1000 else f"{millions // 10:,} M"


def fits_in(text: str, inches: float) -> bool:
    """Return whether a text of one line can stand in a bar that is so wide.

    >>> fits_in("50 %", 0.5), fits_in("50 %", 0.4)
    (True, False)
    """
    return len(text) * style.LETTER <= inches
