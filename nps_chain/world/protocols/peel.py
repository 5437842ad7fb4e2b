"""A peel chain: from one large coin a little is paid, the rest goes on, and from that again.

Each step is an ordinary payment of one input and two outputs. What makes a chain of them is that
the rest, each time at a fresh address, is all there is to pay the next from. Launderers pay out by
such chains, since each payment looks small; whoever has but one coin does so without a thought.

Source: S. Meiklejohn and others, "A Fistful of Bitcoins", IMC 2013.
"""

from collections.abc import Callable, Sequence

from nps_chain.world.draft import Coin, Draft, Output
from nps_chain.world.wallets import Wallet


class PeelChain:
    """One peel chain, as far as it got.

    Attributes
    ----------
    drafts : list of Draft
        Its transactions so far.
    left : list of Output
        What is yet to be paid.
    """

    def __init__(
        self,
        wallet: Wallet,
        coin: Coin,
        payouts: Sequence[Output],
        minutes: tuple[int, int],
        then: Callable[[Coin | None], None] | None,
    ) -> None:
        self.wallet, self.left, self.minutes = wallet, list(payouts), minutes
        self.drafts: list[Draft] = []
        self._coin, self._then = coin, then

    def step(self) -> None:
        """Pay the next, and plan the one after it; end if all are paid or the rest is too small."""
        coin = self._rest()
        draft = self._pay(coin, self.left[0]) if coin is not None and self.left else None
        if draft is None:
            if self._then is not None:
                self._then(coin)
            return
        del self.left[0]
        self.drafts.append(draft)
        rest = [
            made
            for made, output in zip(draft.coins, draft.outputs, strict=True)
            if made is not None and output.purpose == "change"
        ]
        if rest:
            self._coin = rest[0]
            engine = self.wallet.engine
            engine.at(engine.now + self.wallet.dice.between(*self.minutes), self.step)
        elif self._then is not None:
            self._then(None)

    def _rest(self) -> Coin | None:
        """Return the last rest, or what stands for it if its payment was replaced."""
        coins = self.wallet.coins
        if self._coin in coins:
            return self._coin
        return next((coin for coin in coins if coin.address is self._coin.address), None)

    def _pay(self, coin: Coin, payout: Output) -> Draft | None:
        wallet = self.wallet
        draft = wallet.pay([payout], "peel", coins=[coin], send=False)
        if draft is None:
            return None
        for output in draft.outputs:
            if output.purpose == "change":
                output.address = wallet.new_address(wallet.software.change_lock)
        wallet.sign_off(draft)  # once more: the order may hang on the address
        wallet.engine.submit(draft)
        return draft


def peel(
    wallet: Wallet,
    coin: Coin,
    payouts: Sequence[Output],
    *,
    minutes: tuple[int, int] = (60, 300),
    then: Callable[[Coin | None], None] | None = None,
) -> PeelChain:
    """Pay from one coin, one payout after another, beginning now.

    Parameters
    ----------
    wallet : Wallet
        Where the coin is. Only its software's change rule is overruled: the rest goes to a fresh
        address.
    coin : Coin
        What to pay from.
    payouts : sequence of Output
        What to pay, in this order; usually of purpose ``peel``.
    minutes : tuple of int
        The shortest and the longest time between two payments.
    then : callable, optional
        Told at the end of the rest that is left, or None. It ends early if the rest is too small
        for the next payout, or was spent elsewhere.

    Returns
    -------
    PeelChain
        It goes on by itself.
    """
    chain = PeelChain(wallet, coin, payouts, minutes, then)
    chain.step()
    return chain
