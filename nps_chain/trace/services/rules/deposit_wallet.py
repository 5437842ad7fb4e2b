"""A deposit wallet: a service's deposit addresses together, which a program empties whole and soon.

Each customer has an address there. Several times a day all that came is sent on in one output, and
nothing comes back as change. People pay sums, and so make change; a program empties. So this tells
an exchange, a processor or a market that keeps accounts, and not which of them it is: what sets
them apart happens in their accounts.

Known failure: a shop or a collector who sends all takings on whole, every day, does the same.
Deposit addresses that are emptied one at a time are not together: see the deposit address. And who
pays customers from the same wallet makes change.
"""

from nps_chain.trace.services.rules.rule import Condition, Rule

DEPOSIT_WALLET = Rule(
    kind="deposit wallet",
    source=(
        "S. Meiklejohn and others, 'A Fistful of Bitcoins', IMC 2013, for deposits that are swept;"
        " that they leave whole is our own observation"
    ),
    mistaken_for="a shop, or whoever else sends all that came on whole, each day",
    conditions=(
        Condition("paying_txs", "it made {} payments", 3, must=True),
        Condition("payers", "{} others pay in", 20, must=True),
        Condition("batch_max", "its largest payment goes to {} at once", at_most=1, must=True),
        Condition("change_outputs", "{} coins came back to it as change", at_most=0, must=True),
        Condition(
            "delay_hours",
            "half of its deposits are passed on within {} hours",
            at_most=24,
            must=True,
        ),
        Condition("sweeps", "{} sweeps gather three coins or more into one", 3),
        Condition("payout_percent", "its median payout is {} % of its median deposit", 150),
        Condition("swept_percent", "{} % of its addresses took one deposit and were swept", 50),
        Condition("kept_percent", "it holds {} % of what it received", at_most=10),
    ),
)
