"""What the vote sees of an output, and how much likelier that is of change than of a payment.

Five things are looked at, all of them known on the day. Each is in one of three states, and each
state has odds: a weight, whose logarithms add up. Möser and Narayanan measured, over transactions
of two outputs, how often a rule decides, D, and how often it is then wrong, E. A rule decides where
it keeps one output and rules the other out. So if it keeps change with chance p, and a payment with
chance q,

    p (1 - q) = D (1 - E),    (1 - p) q = D E,

which two equations give p and q. An output that the rule keeps is then p / q times as likely to be
seen so if it is change, one that it rules out (1 - p) / (1 - q) times. Fresh addresses for example:
95 % of change has one, 42 % of payments have.

A fresh address says little where both have one, an old one much: 13 to 1 against change. Where
nobody has measured a rate, one is assumed, in ``ASSUMED``, each with its reason.

Sources: :mod:`nps_chain.trace.published`. M. Möser, github.com/maltemoeser/dissertation-code: 39 %
of his transactions have one input; 20.9 % of all two-output transactions have self-change.
"""

from math import sqrt
from typing import NamedTuple

import numpy as np

from nps_chain.trace.published import PUBLISHED_ERRORS

SEVERAL_INPUTS = 0.61  # share of Möser's transactions in which optimal change can say anything
SELF_CHANGE = 0.209  # of two-output transactions

ASSUMED = {
    # Payments to an address of the inputs: rare, but people do move coins to where they were.
    "paid_back": 0.005,
    # Where a coin is spent down, the largest output is change: no surer than the worst rule that
    # was measured, the order of BIP 69, which errs in 19 %.
    "spent_down": 0.8,
    # Transactions of two outputs and more in which no output is change.
    "no_change": 0.03,
    # How sure the vote has to be: surer than a coin that is spent down alone can make it.
    "at_least": 0.8,
}
"""What nobody has published, as shares; the last is a choice, of fewer errors or more answers."""


class State(NamedTuple):
    """One state that an output can be in."""

    rule: str
    says: str  # "for", "against" or "nothing"
    odds: float  # change to payment
    reason: str


def _kept(rule: str, applies: float = 1.0) -> tuple[float, float]:
    """Return how often a rule keeps change, and how often a payment, where it says anything."""
    rates = PUBLISHED_ERRORS.loc[rule, ["decides", "error"]].to_numpy(np.float64)
    decides, error = float(rates[0]) / applies, float(rates[1])
    right, wrong = decides * (1 - error), decides * error
    ahead = right - wrong  # p - q
    change = ((1 + ahead) + sqrt((1 + ahead) ** 2 - 4 * right)) / 2
    return change, change - ahead


def _states() -> tuple[tuple[State, State, State], ...]:
    """Return the things that are looked at, the three states of each."""
    fresh, fresh_payment = _kept("client_change_address_behavior")
    other, other_payment = 1 - SELF_CHANGE, 1 - ASSUMED["paid_back"]
    typed, typed_payment = _kept("address_type")
    below, below_payment = _kept("optimal_change", SEVERAL_INPUTS)
    two, two_payment = _kept("power_of_ten_2")
    four, four_payment = _kept("power_of_ten_4")
    used = "client_change_address_behavior"
    return (
        (
            State("address_reuse", "for", SELF_CHANGE / ASSUMED["paid_back"],
                  "its address is one of the inputs'"),
            State(used, "for", other * fresh / (other_payment * fresh_payment),
                  "its address first appears here"),
            State(used, "against", other * (1 - fresh) / (other_payment * (1 - fresh_payment)),
                  "its address was used before"),
        ),
        (
            State("address_type", "for", typed / typed_payment,
                  "its script type is that of all inputs"),
            State("address_type", "against", (1 - typed) / (1 - typed_payment),
                  "its script type is not that of the inputs"),
            State("address_type", "nothing", 1,
                  "the inputs are of several script types, or unknown ones"),
        ),
        (
            State("optimal_change", "for", below / below_payment,
                  "it is worth less than each input"),
            State("optimal_change", "against", (1 - below) / (1 - below_payment),
                  "if it were change, the smallest input would not have been needed"),
            State("optimal_change", "nothing", 1,
                  "there is one input, or the value of one is unknown"),
        ),
        (
            State("power_of_ten_value", "for", two / two_payment,
                  "its value is not round"),
            State("power_of_ten_value", "against", (four - two) / (four_payment - two_payment),
                  "its value ends in two or three zeros"),
            State("power_of_ten_value", "against", (1 - four) / (1 - four_payment),
                  "its value ends in four zeros or more"),
        ),
        (
            # The odds of these depend on how many outputs there are, see the vote.
            State("peeling_chain", "for", 1,
                  "it is the largest part of a coin that is being spent down"),
            State("peeling_chain", "against", 1,
                  "it is not the largest part of a coin that is spent down"),
            State("peeling_chain", "nothing", 1, "no coin is being spent down"),
        ),
    )  # fmt: skip


STATES = _states()

ODDS = np.array([np.prod([STATES[k][code // 3**k % 3].odds for k in range(5)])
                 for code in range(3**5)])  # fmt: skip
"""Shape (243,): the product of the odds of five states; state k is digit k of its row, base 3."""
ODDS.setflags(write=False)
