"""Which output of a transaction is change: one function for each rule, and their vote.

Whoever pays from a coin that is larger than the payment gets the rest back, at an address of his
own. Which output that is the chain doesn't say; each rule here is a guess with a reason. A rule
keeps the outputs that it can't rule out. Only where it keeps exactly one, of two or more that can
be spent, is that one its answer; otherwise it abstains.

They fail where wallets are alike, where several people sign (CoinJoin, PayJoin), and where a wallet
hides its change on purpose; each rule says how. One wrong answer that is used to join addresses
joins two people, and all that hangs on them.

Sources: S. Meiklejohn and others, "A Fistful of Bitcoins", IMC 2013; H. Kalodner and others,
"BlockSci", USENIX Security 2020; M. Möser and A. Narayanan, "Resurrecting Address Clustering in
Bitcoin", Financial Cryptography 2022.
"""

from nps_chain.trace.change.backward import (
    address_reuse,
    address_type,
    client_change_address_behavior,
    meiklejohn,
    optimal_change,
    peeling_chain,
    power_of_ten_value,
)
from nps_chain.trace.change.curve import threshold_curve
from nps_chain.trace.change.explain import explain_change
from nps_chain.trace.change.forward import bip69, fee_rate, locktime, segwit, sequence, version
from nps_chain.trace.change.guess import smaller_output
from nps_chain.trace.change.heuristics import (
    BACKWARD,
    FORWARD,
    HEURISTICS,
    agreement,
    answers,
    change,
)
from nps_chain.trace.change.questions import QUESTIONS, ask_rules, change_output
from nps_chain.trace.change.vote import vote, vote_scores

__all__ = [
    "BACKWARD",
    "FORWARD",
    "HEURISTICS",
    "QUESTIONS",
    "address_reuse",
    "address_type",
    "agreement",
    "answers",
    "ask_rules",
    "bip69",
    "change",
    "change_output",
    "client_change_address_behavior",
    "explain_change",
    "fee_rate",
    "locktime",
    "meiklejohn",
    "optimal_change",
    "peeling_chain",
    "power_of_ten_value",
    "segwit",
    "sequence",
    "smaller_output",
    "threshold_curve",
    "version",
    "vote",
    "vote_scores",
]
