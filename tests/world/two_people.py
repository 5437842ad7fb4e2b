"""The smallest play: a pool, and two people who pay each other; one payment is sent again."""

from nps_chain.world.draft import Output
from nps_chain.world.economy import Actor, day
from nps_chain.world.scenario import Scenario

SHORT = {
    "time": {"days": 20, "congested_from": 0},
    "story": {
        "first_sale": 10, "purchase_1": 11, "pages_1": 12, "letters": 0, "quincegate_opens": 12,
        "purchase_2": 13, "dust": 0, "purchase_3": 14, "airdrop": 0, "pages_2": 15, "arrest": 15,
        "careless": 0, "exit": 0, "cash_out_from": 16, "cash_out_to": 18, "answer": 17,
    },
}  # fmt: skip
"""What makes any preset as short as can be."""


def short() -> Scenario:
    """A scenario of 480 blocks."""
    return Scenario().turned(SHORT)


class Payer(Actor):
    """Pays the other one each day, from day 6 on."""

    other = "Bea"
    first = 6

    def __init__(self, economy, name):
        super().__init__(economy, name)
        self.main = self.wallet("core")

    def begin(self):
        self.at(day(self.first, 12), self.pay)

    def pay(self):
        other = self.economy.named(self.other)
        amount = self.dice.between(10**6, 10**8)
        output = Output(amount, other.main.receive_address(), "payment", self.economy.deed)
        self.main.pay([output], "payment")
        self.after(1440, self.pay)


class Ann(Payer):
    """Sends her last payment twice, the second time with more fee; sends one more at the end."""

    def begin(self):
        super().begin()
        self.at(day(15, 12), self.pay_twice)
        self.at(day(20, 23) + 59, self.pay_late)

    def pay_twice(self):
        output = Output(10**7, self.economy.named("Bea").main.receive_address(), "payment")
        first = self.main.pay([output], "payment")
        self.after(7, lambda: self.pay_again(first))

    def pay_again(self, first):
        again = self.main.pay(
            [first.outputs[first.outputs.index(self.paid(first))]],
            "payment", urgency=3000, coins=list(first.inputs), send=False,
        )  # fmt: skip
        self.engine.replace(first, again)

    @staticmethod
    def paid(draft):
        return next(output for output in draft.outputs if output.purpose == "payment")

    def pay_late(self):
        output = Output(10**6, self.economy.named("Bea").main.receive_address(), "payment")
        self.main.pay([output], "payment")


class Bea(Payer):
    """Pays back, from a week later on."""

    other, first = "Ann", 13


def two_people(economy, story):
    """Put both on stage. Ann is the miner; the last block has no room."""
    ann = Ann(economy, "Ann")
    Bea(economy, "Bea")
    economy.deed = economy.books.deed("order 1", "order", ann.entity)
    economy.engine.miner = lambda height, reward: [
        Output(reward, ann.main.new_address(), "coinbase")
    ]
    economy.engine.capacity = lambda height, usual: 0 if height == 480 else None
