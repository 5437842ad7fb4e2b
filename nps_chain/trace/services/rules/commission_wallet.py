"""A commission wallet: of many payments the same share goes to one owner, and the rest to others.

A market that never holds its customers' money, since each order has an escrow of its own, takes its
commission when the order is settled. The escrows stay apart, each a cluster of one transaction;
what they have in common is the share. The money is the owner's own earnings, so a trace goes on.

Known failure: whoever else takes a fixed share of each payment does the same, a lawful marketplace
or a launderer for hire. Commissions that differ by vendor or by sum are missed, and so is a market
whose customers' money lies in one pool: its commission is a line in its accounts.
"""

from nps_chain.trace.services.rules.rule import Condition, Rule

COMMISSION_WALLET = Rule(
    kind="commission wallet",
    source="the terms of darknet markets, a percentage for each order; not published as a rule",
    mistaken_for="a lawful marketplace, an agent, or whoever else takes a share of each payment",
    conditions=(
        Condition("parts", "{} deposits were a part of somebody's payment", 30, must=True),
        Condition("payers", "{} others pay in", 30, must=True),
        Condition("usual_percent", "{} % of these parts are the same share", 80, must=True),
        Condition("usual_part", "that share is {} in a thousand", 5, 300, must=True),
        Condition("part_percent", "{} % of its deposits are such parts", 80),
        Condition("payer_percent", "of 100 deposits, {} are from another payer", 80),
        Condition("payee_percent", "it pays {} % as many as pay in", at_most=20),
    ),
    custody=False,
)
