"""What a user hands to a technique, looked at before anything is worked out from it.

Whoever gives the wrong thing should read in one sentence what was wanted. So each of these checks
names the argument and shows what was given.
"""

from operator import index
from typing import Any

import numpy as np
import pandas as pd

from nps_chain.errors import NpsError

LARGEST = 2**62
"""Larger than any height, row or amount."""


def whole(number: Any, name: str, least: int, most: int = LARGEST, *, wanted: str = "") -> int:
    """Return an argument as a whole number.

    Parameters
    ----------
    number : int
        What was given.
    name : str
        The argument's name.
    least : int
        The smallest number that makes sense.
    most : int
        The largest.
    wanted : str
        What to give instead, such as ``give how many ways to tell, 1 or more``.

    Raises
    ------
    NpsError
        If it is no whole number, or below ``least``, or above ``most``.

    Examples
    --------
    >>> whole(3, "hops", 1)
    3
    """
    try:
        if isinstance(number, bool | np.ndarray):  # Python takes some of these for a number
            raise TypeError
        value = index(number)
    except TypeError:
        raise NpsError(f"{name} is {number!r:.80}: {wanted or 'give a whole number'}.") from None
    if not least <= value <= most:
        upto = "or more" if most == LARGEST else f"to {most:,}"
        told = wanted or f"it has to be {least} {upto}"
        raise NpsError(f"{name} is {value!s:.80}: {told}.")
    return value


def check_columns(frame: Any, *names: str, what: str) -> None:
    """Refuse what is no frame with these columns.

    Parameters
    ----------
    frame : pandas.DataFrame
        What was given.
    *names : str
        The columns that it needs.
    what : str
        What it is, such as ``Verdicts on services``, for the message.

    Raises
    ------
    NpsError
        If it is no frame, or lacks a column.
    """
    needed = " and ".join([", ".join(names[:-1]), names[-1]] if names[1:] else names)
    if not isinstance(frame, pd.DataFrame):
        raise NpsError(f"{what} are a frame with the columns {needed}, not {frame!r:.80}.")
    missing = [name for name in names if name not in frame]
    if missing:
        raise NpsError(
            f"{what} need the columns {needed}, and this frame has no {' and no '.join(missing)};"
            f" it has {', '.join(map(str, frame.columns)) or 'none'}."
        )
