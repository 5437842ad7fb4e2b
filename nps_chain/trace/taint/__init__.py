"""Where dirty money went, and where money came from, by seven policies."""

from nps_chain.trace.taint.compare import Comparison, compare_policies
from nps_chain.trace.taint.explanation import Explanation
from nps_chain.trace.taint.follow import taint
from nps_chain.trace.taint.origins import Origins
from nps_chain.trace.taint.policies import POLICIES
from nps_chain.trace.taint.result import Taint

__all__ = ["POLICIES", "Comparison", "Explanation", "Origins", "Taint", "compare_policies", "taint"]
