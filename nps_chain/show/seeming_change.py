"""Which output of a transaction seems to be change, in words that a label has room for.

What says so is the vote of the change heuristics, on what was known in the transaction's block. Its
reasons against the output are told with those for it: a mark is a lead, not a finding.
"""

from typing import NamedTuple

from nps_chain.chain.schema import UNKNOWN
from nps_chain.chain.views import TransactionView
from nps_chain.trace.change import explain_change

_REASONS = {
    ("address_reuse", "for"): "an input's own address",
    ("client_change_address_behavior", "for"): "new address",
    ("client_change_address_behavior", "against"): "address used before",
    ("address_type", "for"): "script type of the inputs",
    ("address_type", "against"): "other script type",
    ("optimal_change", "for"): "less than each input",
    ("optimal_change", "against"): "not less than each input",
    ("power_of_ten_value", "for"): "not round",
    ("power_of_ten_value", "against"): "round",
    ("peeling_chain", "for"): "largest part of a coin spent down",
    ("peeling_chain", "against"): "not the largest part",
}
"""What a rule says of an output, as a label has room for it."""


class SeemingChange(NamedTuple):
    """Which output is change, as far as can be told."""

    output: int  # row, -1 none
    told: str  # the reasons for it, or why none is named


def seeming_change(view: TransactionView) -> SeemingChange:
    """Return the change, by the vote on what was known in the transaction's block."""
    said = explain_change(view.chain, view.row, as_of=view.height)
    if said["output"].iloc[0] == UNKNOWN:
        return SeemingChange(UNKNOWN, "" if view.coinbase else str(said["reason"].iloc[0]))
    votes = said[(said["rule"] == "vote") & (said["says"] == "for")]
    if votes.empty:
        return SeemingChange(UNKNOWN, "no rule decides, or they disagree")
    output = int(votes["output"].iloc[0])
    rules = said[(said["output"] == output) & (said["rule"] != "vote")]
    ours, others = (
        ", ".join(_REASONS[rule, way] for rule in rules.loc[rules["says"] == way, "rule"])
        for way in ("for", "against")
    )
    return SeemingChange(output, f"{ours}; against it: {others}" if others else ours)
