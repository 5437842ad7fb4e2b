"""Telling services by how they behave: exchanges, markets, mixers, pools, and where they take in.

``features`` counts what each cluster does; ``services`` judges by rules over these counts, and says
why; ``stops`` are the addresses at which a trace has to end.
"""

from nps_chain.trace.services.features import features, hours
from nps_chain.trace.services.rules import RULES
from nps_chain.trace.services.stops import CUSTODY, stops
from nps_chain.trace.services.verdicts import services

__all__ = ["CUSTODY", "RULES", "features", "hours", "services", "stops"]
