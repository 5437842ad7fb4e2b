"""A miniature world for CoinJoins: a miner who gives coins away, people with wallets, a chain."""

from pathlib import Path

from nps_chain.chain.readers import read
from nps_chain.world.draft import Coin, Draft, Output
from nps_chain.world.economy import Actor, Economy
from nps_chain.world.engine import Engine
from nps_chain.world.mining import Miner, write_blocks
from nps_chain.world.signing import mark
from nps_chain.world.wallets import Wallet

BTC = 10**8
RIPE = 104  # blocks after which the first four rewards can be spent


class Stage:
    """The world; 104 blocks are mined before anybody acts."""

    def __init__(self, seed: int = 1):
        self.engine = Engine(seed, mark)
        self.economy = Economy(self.engine)
        self.miner = Actor(self.economy, "the miner")
        self._pool = self.miner.wallet("pool", fixed=True)
        self.engine.miner = lambda height, reward: [
            Output(reward, self._pool.receive_address(), "coinbase")
        ]
        self._mining = Miner(seed)
        self._blocks: list[bytes] = []
        self.mined: list[Draft] = []
        self._spent: dict[Draft, list[Coin]] = {}
        self.play(RIPE)

    def play(self, hours: int) -> None:
        for block in self.engine.play(hours):
            self._blocks.append(self._mining.mine(block))
            self.mined += block.drafts[1:]
            self._spent.update({draft: draft.inputs for draft in block.drafts[1:]})
        for draft, coins in self._spent.items():  # which the engine forgets after some days
            draft.inputs = coins

    def wallet(self, name: str, *values: int, software: str = "privacy", lock: str = "") -> Wallet:
        """Return the wallet of a new person, with coins of these values waiting for a block."""
        wallet = Actor(self.economy, name).wallet(software)
        self.give(wallet, *values, lock=lock)
        return wallet

    def give(self, wallet: Wallet, *values: int, lock: str = "") -> None:
        outputs = [Output(value, wallet.new_address(lock or None), "payout") for value in values]
        if outputs:
            assert self._pool.pay(outputs, "miner_payout") is not None

    def crowd(self, many: int, *values: int, step: int = 0) -> list[Wallet]:
        """Return wallets of new people, each with coins of these values in a block.

        ``step`` is by how much each has more than the one before, in each coin.
        """
        wallets = [
            self.wallet(f"person {place + 1}", *(value + place * step for value in values))
            for place in range(many)
        ]
        self.play(1)
        return wallets

    def of(self, kind: str) -> list[Draft]:
        return [draft for draft in self.mined if draft.kind == kind]

    def chain(self, folder: Path):
        """Return the chain as its blocks are read back."""
        return read(write_blocks(self._blocks, folder))


def found(detector, chain, draft: Draft) -> list[str]:
    """Return the reasons of a detector for one transaction: one, or none."""
    row = _row(chain, draft)
    frame = detector(chain)
    return frame.loc[frame["tx"] == row, "reason"].tolist()


def kind_found(frame, chain, draft: Draft) -> str:
    """Return as which kind a frame of CoinJoins has a transaction, or an empty word."""
    return next(iter(frame.loc[frame["tx"] == _row(chain, draft), "kind"]), "")


def _row(chain, draft: Draft) -> int:
    txids = chain.columns.txs.txid
    (row,) = [row for row in range(len(txids)) if txids[row].tobytes() == draft.txid]
    return row


def values(draft: Draft, purpose: str) -> list[int]:
    """Return the values of a draft's outputs of a purpose, sorted."""
    return sorted(output.value for output in draft.outputs if output.purpose == purpose)


def sorted_coins(coins: list[Coin]) -> list[int]:
    return sorted(coin.value for coin in coins)


def everybody_has_what_the_books_say(stage: Stage, *coordinators) -> bool:
    """Whether each one's account is what he holds, waiting coins included; all being mined."""
    held = dict.fromkeys(stage.economy.books.entities, 0)
    for wallet in stage.economy.books.wallets:
        held[wallet.entity] += sum(coin.value for coin in wallet.coins)
    for coordinator in coordinators:
        for wallet, member in coordinator.members.items():
            held[wallet.entity] += sum(coin.value for coin in member.coins)
    return all(entity.holdings == sum_ for entity, sum_ in held.items())
