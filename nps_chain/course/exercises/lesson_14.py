"""Exercises of lesson 14: follow one Bitcoin payment."""

from dataclasses import dataclass

from nps_chain.chain.store import load
from nps_chain.chain.views import TransactionView
from nps_chain.course.exercise import Exercise, Lesson


@dataclass(frozen=True)
class _Payment:
    """A payment of which output 0 is said to be the change; amounts in satoshi."""

    paid_in: int
    change: int
    paid: int
    fee: int

    @property
    def parted_with(self) -> int:
        return self.paid_in - self.change


def _payments() -> list[_Payment]:
    """Return the lesson's two payments: after block 110, two coins in and two coins out."""
    chain = load("core-regtest")
    spent, made = (table.groupby("tx").size() for table in (chain.inputs, chain.outputs))
    later = chain.txs["height"] > 110
    rows = chain.txs.index[later & (spent == 2) & (made == 2)]
    return [_payment(chain.tx(row)) for row in rows[:2]]


def _payment(tx: TransactionView) -> _Payment:
    change, paid = (coin.value for coin in tx.outputs)
    return _Payment(sum(coin.value for coin in tx.inputs), change, paid, tx.fee)


LESSON = Lesson(
    "14",
    "Follow one Bitcoin payment",
    {
        1: Exercise(
            about=_payments,
            right=lambda payments: payments[1].parted_with,
            wrong=[
                (
                    lambda payments: payments[1].paid,
                    "That is what the other person received. The payer also paid the fee.",
                ),
                (
                    lambda payments: payments[1].paid_in,
                    "That is all that goes in. The change comes back, so the payer keeps it.",
                ),
                (
                    lambda payments: payments[1].paid + payments[1].change,
                    "That is all that comes out. The change among it comes back to the payer.",
                ),
                (
                    lambda payments: payments[1].change + payments[1].fee,
                    "Here output 1 is taken for the change. Read the exercise again.",
                ),
                (
                    lambda payments: payments[1].change,
                    "That is the change, which the payer keeps.",
                ),
                (
                    lambda payments: payments[1].fee,
                    "That is the fee. The other person was paid as well.",
                ),
                (
                    lambda payments: f"{payments[1].parted_with / 100_000_000:.8f}",
                    "The amount is right, in BTC. Give it in satoshi: 1 BTC has 100,000,000.",
                ),
                (
                    lambda payments: payments[0].parted_with,
                    "That is the first payment. This one is about the second, `other`.",
                ),
            ],
            otherwise="What went in did not all leave the payer: which part came back?",
            because="What went in, less the change: so it is the payment and the fee together.",
            hints=(
                "A coin is spent whole. Ask what of it comes back to the payer.",
                "All the inputs of `other` are the payer's; output 0 comes back.",
                "Add up the inputs, and take output 0 away: other.outputs[0].value",
            ),
        ),
    },
)
