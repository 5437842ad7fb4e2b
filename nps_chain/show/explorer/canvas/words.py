"""How the explorer writes names, amounts, times and numbers of things.

On the canvas there is room for little: a name without its middle, an amount rounded. What is read
aloud or cited has the whole name, and the last satoshi.
"""

from datetime import UTC, datetime

from nps_chain.chain.schema import UNKNOWN
from nps_chain.chain.views import bitcoin

TAG = 24
"""Characters of a tag that the canvas has room for."""


def moment(seconds: int) -> str:
    """Return a time in UTC, given in Unix seconds, to the second.

    >>> moment(1740023952)
    '2025-02-20 03:59:12 UTC'
    """
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%d %H:%M:%S} UTC"


def exactly(value: int) -> str:
    """Return an amount to the satoshi, as part of a sentence.

    >>> exactly(150_000_001), exactly(-1)
    ('1.50000001 BTC', 'an unknown amount')
    """
    return "an unknown amount" if value == UNKNOWN else bitcoin(value)


def cut(text: str, most: int = TAG) -> str:
    """Return a text that fits, without its end if it is too long.

    >>> cut("Quincegate support desk, day 58")
    'Quincegate support desk…'
    """
    return text if len(text) <= most else text[: most - 1].rstrip(" ,;.") + "…"


def sentence(text: str) -> str:
    """Return a text with a capital to begin with.

    >>> sentence("address bc1q... is new.")
    'Address bc1q... is new.'
    """
    return text[:1].upper() + text[1:]
