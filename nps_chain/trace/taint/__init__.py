"""Where dirty money went, by seven policies: :func:`taint`."""

from nps_chain.trace.taint.follow import taint
from nps_chain.trace.taint.policies import POLICIES
from nps_chain.trace.taint.result import Taint

__all__ = ["POLICIES", "Taint", "taint"]
