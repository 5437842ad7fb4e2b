"""Telling services by how they behave: exchanges, markets, mixers, pools, and where they take in.

``features`` counts what each cluster does; ``services`` judges by rules over these counts, and says
why; ``learn`` makes a model that judges by examples instead; ``stops`` are the addresses at which a
trace has to end.
"""

from nps_chain.trace.services.features import features, hours
from nps_chain.trace.services.model import ServiceModel, learn
from nps_chain.trace.services.model_examples import examples
from nps_chain.trace.services.rules import RULES
from nps_chain.trace.services.stops import CUSTODY, stops
from nps_chain.trace.services.verdicts import services

__all__ = [
    "CUSTODY", "RULES", "ServiceModel", "examples", "features", "hours", "learn", "services",
    "stops",
]  # fmt: skip
