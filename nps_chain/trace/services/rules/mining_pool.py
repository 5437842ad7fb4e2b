"""A mining pool: new coins come in as it finds blocks, and are shared out among those who worked.

Known failure: a pool that pays its members in the coinbase itself, or by way of a payout wallet
that the clusters don't join to it, shows no batches of its own. A miner who works alone has no
members and is not listed.
"""

from nps_chain.trace.services.rules.rule import Condition, Rule

MINING_POOL = Rule(
    kind="mining pool",
    source=(
        "N. Tovanich and others, 'An Empirical Analysis of Pool Hopping Behavior in the Bitcoin"
        " Blockchain', IEEE ICBC 2021"
    ),
    mistaken_for="a miner who pays many others for goods or power",
    conditions=(
        Condition("coinbases", "it found {} blocks", 2, must=True),
        Condition("minted_percent", "{} % of what it received are new coins", 50, must=True),
        Condition("batches", "it made {} batches", 2, must=True),
        Condition("batch_percent", "{} % of its payments are batches", 50),
        Condition("batch_max", "its largest batch pays {} at once", 10),
        Condition("repeated_percent", "{} % of those it pays are paid again", 30),
        Condition("sent_percent", "it paid out {} % of what it received", 50),
    ),
)
