"""A miniature world: one exchange with coins, people with wallets, a list of all that is mined."""

from nps_chain.world.draft import Coin, Draft, Output
from nps_chain.world.economy import Actor, Economy, day
from nps_chain.world.engine import Engine
from nps_chain.world.keys import Address
from nps_chain.world.people.exchanges import Exchange
from nps_chain.world.signing import mark
from nps_chain.world.wallets import Wallet

COIN = 10**8


class Person(Actor):
    """Somebody with one wallet, who plans nothing."""

    def __init__(self, economy, name, software="privacy", *, home=None, fixed=False):
        super().__init__(economy, name)
        self.main = self.wallet(software, fixed=fixed)
        self.home = home

    def receive_address(self) -> Address:
        return self.main.receive_address()

    def pay_out(self, output: Output, kind: str) -> Draft | None:
        return self.main.pay([output], kind)

    def top_up(self, amount: int, deed: int = -1) -> None:
        self.home.buy(self, amount)
        self.home.withdraw(self, amount, self.receive_address(), deed)


class Stage:
    """The world; its miner's coins can be given to anybody."""

    def __init__(self, seed: int = 0):
        self.engine = Engine(seed, mark)
        self.economy = Economy(self.engine)
        self.miner = Person(self.economy, "the miner", "pool", fixed=True)
        self.engine.miner = lambda height, reward: [
            Output(reward, self.miner.receive_address(), "coinbase")
        ]
        self.exchange = Exchange(self.economy, "Merivane")
        self.mined: list[Draft] = []
        self._spent: dict[Draft, list[Coin]] = {}
        self.coinbases: list[Draft] = []

    def person(self, name: str, software: str = "privacy", **more) -> Person:
        return Person(self.economy, name, software, home=self.exchange, **more)

    def people(self, many: int, **more) -> list[Person]:
        return [self.person(f"person {number}", **more) for number in range(1, many + 1)]

    def begin(self) -> None:
        """Let 103 blocks pass, give the exchange 500 bitcoins, and let all plan."""
        self.play(103)
        for _ in range(10):
            self.give(self.exchange.hot, 50 * COIN - 20_000)
            self.play(1)
        self.economy.begin()

    def give(self, wallet: Wallet, value: int) -> None:
        """Have the miner pay somebody."""
        output = Output(value, wallet.new_address(), "payout")
        assert self.miner.main.pay([output], "miner_payout") is not None

    def play(self, blocks: int) -> None:
        """Let hours pass; each coinbase gets the txid that a miner would give it.

        Engines forget what old transactions spent. Here it is known again once the hours are over.
        """
        for block in self.engine.play(blocks):
            block.drafts[0].txid = block.height.to_bytes(32, "big")
            self.coinbases.append(block.drafts[0])
            self.mined += block.drafts[1:]
            self._spent.update((draft, draft.inputs) for draft in block.drafts)
        for draft, inputs in self._spent.items():
            draft.inputs = inputs

    def until(self, number: int) -> None:
        """Play up to the end of a day."""
        self.play(day(number + 1) // 60 - self.engine.height)

    def of(self, kind: str, actor: Actor | None = None) -> list[Draft]:
        """Return what was mined of a kind, by somebody or by all."""
        return [
            draft
            for draft in self.mined
            if draft.kind == kind and (actor is None or draft.senders[0].entity is actor.entity)
        ]

    def books_add_up(self) -> bool:
        """Whether each one's account is what his coins are worth, all being mined."""
        held = dict.fromkeys(self.economy.books.entities, 0)
        for draft in self.coinbases + self.mined:
            for coin in draft.coins:
                if coin is not None and not coin.spent:
                    held[coin.address.wallet.entity] += coin.value
        return all(entity.holdings == sum_ for entity, sum_ in held.items())


def purposes(draft: Draft) -> list[str]:
    return sorted(output.purpose for output in draft.outputs)
