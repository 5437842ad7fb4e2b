"""Following money: what lies around a start, and what leads from one place to another.

A coin is an output: one transaction makes it, another spends it. Each of these links is a fact of
the chain. Which coin within a transaction pays for which is not, so a path of coins is one way that
money can have gone, not the way that it went.
"""

from nps_chain.trace.flow.export import to_csv, to_graphml
from nps_chain.trace.flow.found import Paths
from nps_chain.trace.flow.match import Match, match
from nps_chain.trace.flow.neighbourhood import follow
from nps_chain.trace.flow.paths import paths
from nps_chain.trace.flow.peel import Peel, peel
from nps_chain.trace.flow.trail import trail

__all__ = [
    "Match",
    "Paths",
    "Peel",
    "follow",
    "match",
    "paths",
    "peel",
    "to_csv",
    "to_graphml",
    "trail",
]
