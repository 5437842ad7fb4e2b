"""Days on letters, reports and packages, in one spelling: ``2025-03-23``, as ISO 8601 has it.

In one spelling, days are in order when their texts are; and nobody takes the day for the month.
"""

import re
from datetime import date
from typing import Any

from nps_chain.errors import NpsError
from nps_chain.harmless import harmless

_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")


def day(text: Any, of: str = "A date") -> str:
    """Return a day as it was written, if it is one.

    Parameters
    ----------
    text : str
        Such as ``2025-03-23``.
    of : str
        Whose day it is, for the message.

    Raises
    ------
    NpsError
        If it is no day, or written otherwise.

    Examples
    --------
    >>> day("2025-03-23")
    '2025-03-23'
    >>> day("23.3.2025", "The date of a report")
    Traceback (most recent call last):
    nps_chain.errors.NpsError: The date of a report is written as 2025-03-23, not '23.3.2025'.
    """
    try:
        if isinstance(text, str) and _DAY.fullmatch(text):
            return date.fromisoformat(text).isoformat()
    except ValueError:
        pass
    given = repr(harmless(text, 40)) if isinstance(text, str) else type(text).__name__
    raise NpsError(f"{of} is written as 2025-03-23, not {given}.")
