"""Shares in percent as a picture has room for them, and what a share can't be rounded to.

Almost all is not all: a link of 99.6 % leaves another reading, and written as 100 % it would be
taken for proof. Only what is 0 is written as 0, and only what is 1 as 100.
"""

import math

from nps_chain.show import style


def percent(share: float) -> str:
    """Return a share, from 0 to 1, in whole percent.

    >>> [percent(share) for share in (0, 0.0004, 0.125, 0.5, 0.999, 1, float("nan"))]
    ['0 %', '<1 %', '12 %', '50 %', '>99 %', '100 %', 'unknown']
    """
    if math.isnan(share):
        return "unknown"
    if 0 < share <= 0.005:
        return "<1 %"
    if 0.995 <= share < 1:
        return ">99 %"
    return f"{100 * share:.0f} %"


def fits_in(text: str, inches: float) -> bool:
    """Return whether a text of one line can stand in a bar that is so wide.

    >>> fits_in("50 %", 0.5), fits_in("50 %", 0.4)
    (True, False)
    """
    return len(text) * style.LETTER <= inches
