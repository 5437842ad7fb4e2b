"""A market with escrow: many buyers pay in small, their money is held, and fewer vendors are paid.

The market keeps a buyer's payment until the goods arrive, or the buyer says so (finalisation), and
then pays the vendor, who often takes several sales in one payout.

Known failure: where vendors finalise early, or the market pools coins and pays from others, the
money shows no delay, and the rule says nothing: without escrow nothing tells a market from an
exchange or from a busy person. Where each payout goes to a fresh address, the clusters can't show
that vendors are fewer and are paid again. A slow exchange or a shop with suppliers looks alike.
"""

from nps_chain.trace.services.rules.rule import Condition, Rule

MARKET = Rule(
    kind="market",
    source=(
        "N. Christin, 'Traveling the Silk Road', WWW 2013; K. Lubbertsen, M. van Eeten, R. van"
        " Wegberg, 'Ghost Clusters', USENIX Security 2025"
    ),
    mistaken_for="an exchange with few withdrawals, a shop, or a mixer that pays out late",
    conditions=(
        Condition("deposits", "{} deposits came in", 30, must=True),
        Condition("payers", "{} others pay in", 10, must=True),
        Condition("paying_txs", "it made {} payments", 10, must=True),
        Condition(
            "delay_hours", "half of its deposits are spent within {} hours", 24, 1_080, must=True
        ),
        Condition("payee_percent", "it pays {} % as many as pay in", at_most=50),
        Condition("repeated_percent", "{} % of those it pays are paid again", 30),
        Condition("reused_percent", "{} % of its addresses are used again", at_most=10),
        Condition("payout_percent", "its median payout is {} % of its median deposit", 110),
        Condition("kept_percent", "it holds {} % of what it received", at_most=50),
    ),
)
