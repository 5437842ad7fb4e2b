"""A launderer for hire: others' coins come in, and go on in small steps to where these say.

He passes on what he is given, less his part. Either he peels it off little by little, or he splits
it into a few coins and sends each on by itself, at another hour. He has no pot: the coins that
leave are the coins that came, so a trace can follow them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from nps_chain.world.draft import Coin, Output
from nps_chain.world.economy import Actor, Economy
from nps_chain.world.keys import Address
from nps_chain.world.people.exchanges import Exchange
from nps_chain.world.people.parts import cut
from nps_chain.world.people.treasuries import Treasury
from nps_chain.world.protocols.peel import peel

SMALLEST = 3_000_000
"""Satoshi of a job worth cutting up; less goes on whole."""


@dataclass(frozen=True, eq=False)
class Job:
    """Who wants what passed on to which addresses; the row of the deed."""

    customer: Actor
    to: tuple[Address, ...]
    deed: int


class Launderer(Actor):
    """A launderer for hire.

    Parameters
    ----------
    exchange : Exchange
        Where he turns his part into other money.
    part : int
        Per mille of each job that he keeps.
    peels : int
        Per mille of jobs that he does by a peel chain; the others he splits.
    software : str
        Of his wallets.

    Attributes
    ----------
    jobs : dict of Job
        By the address that the customer pays.
    """

    kind = "launderer"

    def __init__(
        self, economy: Economy, name: str, *, exchange: Exchange, country: str = "",
        part: int = 40, peels: int = 600, software: str = "core",
    ) -> None:  # fmt: skip
        super().__init__(economy, name, country=country)
        self.part, self.peels = part, peels
        self.work = self.wallet(software, "work")
        self.own = self.wallet(software, "own")
        self.lock = self.work.software.receive
        self.work.on_payment = self._begin_job
        self.treasury = Treasury(self, self.own, exchange, lowest=0, highest=10**8)
        self.jobs: dict[Address, Job] = {}

    def begin(self) -> None:
        """Plan the first look at his own purse."""
        self.treasury.begin()

    def take(self, customer: Actor, amount: int, to: Address | Sequence[Address]) -> Address:
        """Take a job: return where to pay `amount` satoshi, which then goes on to `to`."""
        address = self.work.new_address()
        deed = self.economy.books.deed(
            f"{self.name}, job {len(self.jobs) + 1}",
            f"passes {amount:,} satoshi on for {customer.name}, less {self.part} per mille",
            by=self.entity,
            to=customer.entity,
        )
        targets = (to,) if isinstance(to, Address) else tuple(to)
        self.jobs[address] = Job(customer, targets, deed)
        return address

    def _begin_job(self, coin: Coin) -> None:
        job = self.jobs.get(coin.address)
        if job is None:
            return  # nobody asked for anything: dust, as a rule
        wait = self.dice.between(60, 360)
        due = coin.value * (1000 - self.part) // 1000
        if coin.value < SMALLEST:
            self.after(wait, lambda: self._send(coin, job, 0))
        elif self.dice.chance(self.peels):
            self.after(wait, lambda: self._peel(coin, job, due))
        else:
            self.after(wait, lambda: self._split(coin, job, due))

    def _peel(self, coin: Coin, job: Job, due: int) -> None:
        payouts = [
            Output(part, job.to[place % len(job.to)], "peel", job.deed)
            for place, part in enumerate(cut(self.dice, due, self.dice.between(4, 9)))
        ]
        peel(self.work, coin, payouts, then=self._keep)

    def _split(self, coin: Coin, job: Job, due: int) -> None:
        parts = cut(self.dice, due, self.dice.between(3, 6))
        outputs = [
            Output(part, self.work.new_address(), "self_transfer", job.deed) for part in parts
        ]
        draft = self.work.pay(outputs, "self_transfer", coins=[coin], send=False)
        assert draft is not None, "his part is more than the fee"
        for output in draft.outputs:
            if output.purpose == "change":
                # What is too much for the parts is his own part, less the fee.
                output.address, output.purpose = self.own.new_address(), "self_transfer"
        self.work.sign_off(draft)
        self.engine.submit(draft)
        wait = 0
        for place, made in enumerate(draft.coins):
            if made is not None and made.address.wallet is self.work:
                wait += self.dice.between(90, 600)
                self.after(wait, partial(self._send, made, job, place))

    def _send(self, coin: Coin, job: Job, place: int) -> None:
        """Send a coin on whole."""
        to = job.to[place % len(job.to)]
        self.work.empty(Output(0, to, "payout", job.deed), "payment", [coin])

    def _keep(self, rest: Coin | None) -> None:
        """Put what a peel chain left into his own purse."""
        if rest is not None:
            output = Output(0, self.own.new_address(), "self_transfer")
            self.work.empty(output, "self_transfer", [rest])
