"""What the letters of an invented product code mean, beside UNODC's groups of new substances.

A code stands for no real substance. It names a group by chemistry; in which of the six groups by
effect most of such substances are is what UNODC reports (World Drug Report 2022; Early Warning
Advisory, 2018). A group says nothing of what is in a parcel: that, only a laboratory tells.
"""

import pandas as pd

from nps_chain.world.pages.groups import GROUPS

_MOSTLY = {
    "SC": "synthetic cannabinoid receptor agonists",
    "CT": "stimulants",
    "PH": "stimulants, some classic hallucinogens",
    "TR": "classic hallucinogens",
    "BZ": "sedatives",
    "OP": "synthetic opioids",
    "OT": "any group; also dissociatives",
}


def groups() -> pd.DataFrame:
    """Return for the letters of a code its group ``by_chemistry``, and ``mostly`` by effect."""
    rows = {
        letters: {"by_chemistry": names["en"], "mostly": _MOSTLY[letters]}
        for letters, names in GROUPS.items()
    }
    return pd.DataFrame.from_dict(rows, orient="index")
