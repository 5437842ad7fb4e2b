"""A market that holds each order's money at an address of its own until it pays the vendor.

The market keeps a buyer's payment until the goods arrive, or the buyer says so (finalisation), and
then pays the vendor, who often takes several sales in one payout. That money waits a day and more,
and that fewer are paid than pay in, tells nothing by itself: so it is with whoever is paid by many
and shops at a few. What a household doesn't have is an address for each order, used once.

Known failure: where vendors finalise early, or the market pools coins and pays from others, the
money shows no delay, and the rule says nothing: without escrow nothing tells a market from an
exchange. Where each order is paid out alone, the clusters are orders; see the commission wallet.
Where each payout goes to a fresh address, the clusters can't show that vendors are fewer and are
paid again. A slow exchange, a payroll office or a shop with suppliers looks alike.
"""

from nps_chain.trace.services.rules.rule import Condition, Rule

MARKET = Rule(
    kind="market",
    source=(
        "N. Christin, 'Traveling the Silk Road', WWW 2013; K. Lubbertsen, M. van Eeten, R. van"
        " Wegberg, 'Ghost Clusters', USENIX Security 2025"
    ),
    mistaken_for="a payroll office, a slow exchange, or a mixer that pays out late",
    conditions=(
        Condition("deposits", "{} deposits came in", 30, must=True),
        Condition("payers", "{} others pay in", 10, must=True),
        Condition("paying_txs", "it made {} payments", 10, must=True),
        Condition(
            "delay_hours", "half of its deposits are spent within {} hours", 24, 1_080, must=True
        ),
        Condition("reused_percent", "{} % of its addresses are used again", at_most=10, must=True),
        Condition(
            "swept_percent", "{} % of its addresses took one deposit and were swept", 50, must=True
        ),
        Condition("payee_percent", "it pays {} % as many as pay in", at_most=50),
        Condition("repeated_percent", "{} % of those it pays are paid again", 30),
        Condition("payout_percent", "its median payout is {} % of its median deposit", 110),
        Condition("kept_percent", "it holds {} % of what it received", at_most=50),
    ),
)
