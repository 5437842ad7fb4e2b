"""A hot wallet: many pay in, it gathers their coins, and soon pays many out, several at a time.

That is how an exchange works from day to day; most of its money lies elsewhere, in cold storage.

Without the batches it would tell nothing: a busy household is paid by many, pays many, gathers its
coins, keeps none and is awake most hours, too. It pays one at a time.

Known failure: payment processors, casinos, markets and mixers take in and pay out too; the pace and
the batches only make an exchange the likeliest. Who pays each customer alone, as many casinos and
mixers do, is missed. Cold storage, which hardly moves, is not told.
"""

from nps_chain.trace.services.rules.rule import Condition, Rule

HOT_WALLET = Rule(
    kind="hot wallet",
    source=(
        "S. Meiklejohn and others, 'A Fistful of Bitcoins', IMC 2013; M. Jourdan and others,"
        " 'Characterizing Entities in the Bitcoin Blockchain', 2018"
    ),
    mistaken_for="a market, a payment processor, a casino, or a payroll of many firms",
    conditions=(
        Condition("own_txs", "it made {} transactions alone", 10, must=True),
        Condition("payers", "{} others pay in", 10, must=True),
        Condition("payees", "it pays {} others", 10, must=True),
        Condition("batch_max", "its largest payment goes to {} at once", 4, must=True),
        Condition("batch_percent", "{} % of its payments are batches", 20),
        Condition("sweeps", "{} sweeps gather three coins or more into one", 3),
        Condition("swept_percent", "{} % of its addresses took one deposit and were swept", 20),
        Condition("delay_hours", "half of its deposits are spent within {} hours", at_most=24),
        Condition("kept_percent", "it holds {} % of what it received", at_most=25),
        Condition("active_hours", "it spends in {} hours of the day", 18, data=("active_days", 7)),
    ),
)
