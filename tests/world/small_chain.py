"""A chain just long enough to spend on: one pool, one wallet, coins of every lock."""

from nps_chain.chain.wire.hashes import double_sha256
from nps_chain.world import signing
from nps_chain.world.draft import Coin, Draft, Output
from nps_chain.world.engine import Engine, Mined
from nps_chain.world.mining import Miner
from nps_chain.world.software import KINDS
from nps_chain.world.wallets import Wallet

LOCKS = ("p2pkh", "p2wpkh", "p2sh-p2wpkh", "p2tr", "p2wsh", "p2sh-multisig")
BTC = 10**8


class SmallChain:
    """102 blocks, the last of which gives the wallet two coins of 1 BTC for each lock."""

    def __init__(self):
        engine = Engine(1, signing.sign)
        pool = engine.books.entity("Copper Pool", "miner")
        self.wallet = Wallet(engine, "pool", pool, KINDS["core"])
        self.miner = Miner(1)
        self.blocks: list[bytes] = []
        self.rewards = [self.add().coins[0] for _ in range(101)]
        fan = self.pay([self.rewards[0]], *[(lock, BTC) for lock in LOCKS * 2])
        self.add(fan)
        self.coins = {lock: [fan.coins[n], fan.coins[n + 6]] for n, lock in enumerate(LOCKS)}

    def pay(self, coins: list[Coin], *payments: tuple[str, int], **marks) -> Draft:
        """Return a signed draft that pays new addresses of these locks."""
        outputs = [
            Output(value, self.wallet.new_address(lock), "payment") for lock, value in payments
        ]
        draft = Draft("payment", coins, outputs, (self.wallet,), **marks)
        signing.sign(draft)
        draft.coins = [Coin(out.value, out.address, draft, n) for n, out in enumerate(outputs)]
        return draft

    def next(self, *drafts: Draft, extra: int = 0) -> tuple[Draft, bytes]:
        """Return the coinbase and the bytes of a next block, which isn't added to the chain."""
        reward = 50 * BTC + sum(draft.fee for draft in drafts) + extra
        address = self.wallet.new_address("p2wpkh")
        coinbase = Draft("coinbase", [], [Output(reward, address, "coinbase")], ())
        coinbase.coins = [Coin(reward, address, coinbase, 0)]
        previous = self.miner.previous
        raw = self.miner.mine(Mined(len(self.blocks) + 1, (coinbase, *drafts)))
        self.miner.previous = previous
        return coinbase, raw

    def add(self, *drafts: Draft) -> Draft:
        """Add a next block to the chain; return its coinbase."""
        coinbase, raw = self.next(*drafts)
        self.blocks.append(raw)
        self.miner.previous = double_sha256(raw[:80])
        return coinbase
