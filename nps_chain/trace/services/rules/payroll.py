"""A payroll: the same people are paid in one batch, each week, fortnight or month.

It spends its owner's own money: coins don't pass through it as through a service, so a trace goes
on.

Known failure: people who give a fresh address each time can't be seen to be the same; a pool, a
subscription or a vendor with a weekly habit pays as regularly.
"""

from nps_chain.trace.services.rules.rule import Condition, Rule

PAYROLL = Rule(
    kind="payroll",
    source="regular payments to the same payees, as any payroll office makes them; not published",
    mistaken_for="a mining pool with regular payouts, or a vendor who pays a group each week",
    conditions=(
        Condition("batches", "it made {} batches", 4, must=True),
        Condition("gaps", "between its days of payment lie {} gaps", 3, must=True),
        Condition("payday_gap", "it pays every {} days", 5, 35, must=True),
        Condition("payday_off", "that is {} days off a week, two, or a month", at_most=2),
        Condition("regular_percent", "{} % of the gaps are as long, to a day", 75, must=True),
        Condition("batch_percent", "{} % of its payments are batches", 75),
        Condition("repeated_percent", "{} % of those it pays are paid again", 75),
        Condition("active_hours", "it spends in {} hours of the day", at_most=4),
        Condition("payers", "{} others pay in", at_most=5),
    ),
    custody=False,
)
