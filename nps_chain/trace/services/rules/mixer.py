"""A custodial mixer: it takes coins in, and pays others' out to addresses never seen before.

Each customer gets a deposit address for one use, and is paid elsewhere, less a fee, in amounts that
are the same for many or are meant not to be compared. What comes in goes out, in parts or less a
fee: so the usual payout is no larger than the usual deposit. Who gathers deposits and passes them
on in one is no mixer, however fresh the addresses are.

Known failure: an exchange whose customers withdraw to fresh addresses does the same, and so does a
market that pays each sale to a new address. A mixer that first gathers what comes in, and pays out
of another wallet, is missed. Mixers that split and delay payouts at random differ
from this on purpose. A CoinJoin is none of these: no one holds the coins, see
:mod:`nps_chain.trace.coinjoin`.
"""

from nps_chain.trace.services.rules.rule import Condition, Rule

MIXER = Rule(
    kind="mixer",
    source=(
        "L. Wu and others, 'Towards Understanding and Demystifying Bitcoin Mixing Services', WWW"
        " 2021; P. Tippe, C. Deckers, 'Unmixing the Mix', DFRWS EU 2025"
    ),
    mistaken_for="an exchange, or a market that pays each sale to a new address",
    conditions=(
        Condition("own_txs", "it made {} transactions alone", 10, must=True),
        Condition("payers", "{} others pay in", 10, must=True),
        Condition("payees", "it pays {} others", 10, must=True),
        Condition(
            "fresh_percent", "{} % of its payouts go to an address never seen", 90, must=True
        ),
        Condition(
            "payout_percent",
            "its median payout is {} % of its median deposit",
            at_most=100,
            must=True,
        ),
        Condition("equal_percent", "{} % of its payouts are of an amount paid again", 30),
        Condition("repeated_percent", "{} % of those it pays are paid again", at_most=5),
        Condition("reused_percent", "{} % of its addresses are used again", at_most=5),
        Condition("sent_percent", "it paid out {} % of what it received", 80, 100),
        Condition("batch_percent", "{} % of its payments are batches", at_most=20),
        Condition("delay_hours", "half of its deposits are spent within {} hours", at_most=168),
        Condition("active_hours", "it spends in {} hours of the day", 18, data=("active_days", 7)),
    ),
)
