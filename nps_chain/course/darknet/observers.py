"""Who sees what on a letter's way through relays: worked out from the links that each can watch.

An observer knows who sends if one of these links begins at the sender, and where it goes if one
ends at the site. What is said can be read on the last link alone, and only if the letter has no
lock of its own for the site; the site reads it in any case.
"""

from collections.abc import Sequence
from itertools import pairwise

import pandas as pd

RELAYS = ("guard", "middle", "exit relay")
SENDER, SITE = "you", "site"
YES, NO, PERHAPS = "yes", "-", "if not locked"


def observers(relays: Sequence[str] = RELAYS, locked: bool | None = None) -> pd.DataFrame:
    """Return what each observer learns: ``who`` sends, ``where`` it goes, ``what`` is said.

    Parameters
    ----------
    relays : sequence of str
        The relays, in their order.
    locked : bool, optional
        Has the letter a lock of its own for the site, as pages with https have? If it isn't known,
        what is said is read ``if not locked``.
    """
    stops = [SENDER, *relays, SITE]
    links = list(pairwise(stops))
    watched = {
        "local network": [links[0]],
        **{relay: [link for link in links if relay in link] for relay in relays},
        "the site": [links[-1]],
        "both ends": [links[0], links[-1]],
    }
    read = {None: PERHAPS, False: YES, True: NO}[locked]
    rows = {
        observer: {
            "who": YES if any(SENDER in link for link in seen) else NO,
            "where": YES if any(SITE in link for link in seen) else NO,
            "what": YES if observer == "the site" else read if links[-1] in seen else NO,
        }
        for observer, seen in watched.items()
    }
    return pd.DataFrame.from_dict(rows, orient="index")
