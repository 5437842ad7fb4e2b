"""What people do when a payment waits too long: they pay more for it.

Who sent it can send it again with a higher fee out of the change, if it was marked as replaceable;
only one version gets into a block. Or whoever gets a coin from it, the payee or the sender himself
by his change, spends that coin with so high a fee that it pays for both: a child for its parent.

Sources: BIP 125 (replacement); Bitcoin Core's ``doc/policy``.
"""

from collections.abc import Sequence

from nps_chain.world.dice import Dice
from nps_chain.world.draft import REPLACEABLE, Coin, Draft, Output, vsize
from nps_chain.world.economy import Economy, day
from nps_chain.world.engine import HOUR, Engine
from nps_chain.world.wallets import DUST, Wallet

RELAY = 1000
"""Satoshi per 1,000 vbytes that a replacement pays on top, at least."""

_BID = 8_000_000  # satoshi that a payment with a low fee is about, in the middle


def bump(draft: Draft, urgency: int = 1500) -> Draft | None:
    """Send a waiting payment again, with a higher fee out of its change.

    Parameters
    ----------
    draft : Draft
        A payment of one wallet.
    urgency : int
        Thousandths of the going fee rate that the new version pays.

    Returns
    -------
    Draft or None
        The new version; None if it can't be replaced: it isn't marked so, or waits no more, or a
        coin of it is spent, or its change is too small.
    """
    (wallet, *others) = draft.senders
    engine = wallet.engine
    change = next((output for output in draft.outputs if output.purpose == "change"), None)
    if (
        others
        or change is None
        or draft.sequence != REPLACEABLE
        or not engine.waits(draft)
        or any(coin is not None and coin.spent for coin in draft.coins)
    ):
        return None
    size = draft.vsize
    wanted = max(_price(engine, size, urgency), draft.fee - (-size * RELAY // 1000))
    left = change.value - (wanted - draft.fee)
    if left < DUST:
        return None
    outputs = [
        Output(left if output is change else output.value, output.address, output.purpose,
               output.deed, output.data)
        for output in draft.outputs
    ]  # fmt: skip
    new = Draft(draft.kind, list(draft.inputs), outputs, draft.senders, signers=draft.signers)
    wallet.sign_off(new)
    engine.replace(draft, new)
    return new


def pull(coin: Coin, wallet: Wallet, urgency: int = 1500) -> Draft | None:
    """Spend a coin of a waiting payment to oneself, with a fee that is enough for both.

    Parameters
    ----------
    coin : Coin
        An output of a payment that waits, to this wallet.
    wallet : Wallet
        The payee's, or the sender's own.
    urgency : int
        Thousandths of the going fee rate that both together pay.

    Returns
    -------
    Draft or None
        The child; None if the coin is spent or worth too little, or its parent waits no more.
    """
    engine, parent = wallet.engine, coin.draft
    if coin.spent or not engine.waits(parent):
        return None
    output = Output(0, wallet.new_address(), "self_transfer")
    size = vsize([coin.address.lock], [output])
    both = _price(engine, parent.vsize + size, urgency)
    output.value = coin.value - max(_price(engine, size, 1000), both - parent.fee)
    if output.value < DUST:
        return None
    child = Draft("self_transfer", [coin], [output], (wallet,))
    wallet.sign_off(child)
    engine.submit(child)
    return child


class Impatience:
    """Some people's, in the days in which blocks are full.

    Some begin with a low fee, as they needn't hurry or hope to be lucky. Whose payment waits too
    long, by that or by chance, may do something about it.

    Parameters
    ----------
    economy : Economy
        Where they live.
    wallets : sequence of Wallet
        Theirs; wallets of households, who don't wait to be told of a coin.
    first_day, last_day : int
        When they look.
    patience : int
        Minutes that they wait.
    replaced : int
        Per mille of replaceable payments that wait for longer, which are sent again.
    children : int
        Per mille of all others, which get a child: by the payee if he is one of them, or by change.
    low_bids : int
        How many payments a day begin with a low fee; half of them can be replaced.
    """

    def __init__(
        self,
        economy: Economy,
        wallets: Sequence[Wallet],
        *,
        first_day: int = 27,
        last_day: int = 34,
        patience: int = 120,
        replaced: int = 60,
        children: int = 40,
        low_bids: int = 12,
    ) -> None:
        self.engine, self.sums, self.wallets = economy.engine, economy.sums, dict.fromkeys(wallets)
        self.until, self.patience = day(last_day + 1), patience
        self.replaced, self.children = replaced, children
        self.dice = Dice(self.engine.seed, "impatience")
        self._seen: dict[Draft, None] = {}
        self.engine.at(day(first_day), self._look)
        for number in range(low_bids * (last_day + 1 - first_day)):
            minute = day(first_day) + 1440 * number // low_bids + self.dice.below(60)
            self.engine.at(minute, self._bid_low)

    def _bid_low(self) -> None:
        """Have somebody pay another at a fraction of the going rate."""
        able = [wallet for wallet in self.wallets if wallet.balance > 3 * _BID]
        if self.dice.chance(500):
            able = [wallet for wallet in able if wallet.software.replaceable]
        if able:
            payer, payee = self.dice.one(able), self.dice.one(list(self.wallets))
            if payer is not payee:
                output = Output(self.sums.near(self.dice, _BID), payee.receive_address(), "payment")
                payer.pay([output], "payment", urgency=self.dice.between(200, 450))

    def _look(self) -> None:
        waiting: dict[Draft, Wallet] = {}
        for wallet in self.wallets:
            for coin in wallet.coins:
                draft = coin.draft
                long = draft.minute + self.patience <= self.engine.now
                if coin.height < 0 and long and draft.senders == (wallet,):
                    waiting[draft] = wallet
        for draft, wallet in waiting.items():
            if draft not in self._seen and self.engine.waits(draft):
                self._seen[draft] = None
                self._act(draft, wallet)
        if self.engine.now < self.until:
            self.engine.at(self.engine.now + HOUR, self._look)

    def _act(self, draft: Draft, wallet: Wallet) -> None:
        if draft.sequence == REPLACEABLE and self.dice.chance(self.replaced):
            new = bump(draft)
            if new is not None:
                self._seen[new] = None
        elif self.dice.chance(self.children):
            coins = [
                coin
                for coin in draft.coins
                if coin is not None and not coin.spent and coin.address.wallet in self.wallets
            ]
            if coins:
                # The payee, if he is one of these people; else the sender by his change.
                theirs = [coin for coin in coins if coin.address.wallet is not wallet]
                coin = (theirs or coins)[0]
                pull(coin, coin.address.wallet)


def _price(engine: Engine, size: int, urgency: int) -> int:
    """Return the satoshi that so many vbytes cost, rounded up."""
    rate = max(engine.feerate * urgency // 1000, RELAY)
    return -(-size * rate // 1000)
