"""Telling services by how they behave: exchanges, markets, mixers, pools, and where they take in.

``features`` counts what each cluster does; ``services`` judges by rules over these counts, and says
why.
"""

from nps_chain.trace.services.features import features, hours

__all__ = ["features", "hours"]
