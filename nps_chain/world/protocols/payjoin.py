"""PayJoin (BIP 78): the payee puts in a coin of its own, and is paid that much more.

The payer gives the payee a payment that is signed and could be sent as it is. The payee adds one of
its coins as an input, raises the output that pays it by the coin's value, and sends it back. So two
people's coins go into what looks like anybody's payment: who infers one owner from common inputs is
wrong, and the sum paid stands nowhere. If the payee has no coin of the payer's kind, the first
version is sent as it is.

Of its coins the payee takes one that isn't smaller than each output, if it has such a one: an input
that the payment could have done without would betray it (BIP 78, "unnecessary input heuristic").
"""

from nps_chain.world.draft import Coin, Draft, Output
from nps_chain.world.keys import INPUT_WEIGHT, Address
from nps_chain.world.wallets import DUST, Wallet


def pay(
    payer: Wallet,
    payee: Wallet,
    amount: int,
    deed: int = -1,
    *,
    address: Address | None = None,
    purpose: str = "payment",
) -> Draft | None:
    """Pay with a coin of the payee's among the inputs, or as usual if it has none that fits.

    The payee isn't told by ``on_payment``, which is for coins from others alone.

    Parameters
    ----------
    payer, payee : Wallet
        Who pays, and who is paid.
    amount : int
        Satoshi to pay.
    deed : int
        Row of what is paid for, in the books.
    address : Address, optional
        The payee's; without it a new one.
    purpose : str
        Of the payment, in PURPOSES.

    Returns
    -------
    Draft or None
        Of kind "payjoin", or "payment" where none came about; None if the payer's coins don't
        suffice. It was sent.
    """
    target = Output(amount, address or payee.new_address(), purpose, deed)
    draft = payer.pay([target], "payment", send=False)
    if draft is None:
        return None
    coin = _contribution(draft, payee, target)
    if coin is not None and _add(draft, coin, target):
        draft.kind, draft.senders = "payjoin", (payer, payee)
        payer.sign_off(draft)
    payer.engine.submit(draft)
    return draft


def _contribution(draft: Draft, payee: Wallet, target: Output) -> Coin | None:
    """Return a coin of the payee's, of the one lock that all inputs have."""
    locks = {coin.address.lock for coin in draft.inputs}
    fit = [coin for coin in payee.spendable() if coin.height >= 0 and {coin.address.lock} == locks]
    fit = payee.dice.shuffled(fit)
    smallest = min(coin.value for coin in draft.inputs)
    other = [output.value for output in draft.outputs if output is not target]
    for coin in fit:
        if min([*other, target.value + coin.value]) >= min(smallest, coin.value):
            continue  # an input smaller than each output
        return coin
    return fit[0] if fit else None


def _add(draft: Draft, coin: Coin, target: Output) -> bool:
    """Add the coin; False if nobody can pay for its place."""
    # The rate of the first version: nobody is to see from it that an input came in later.
    price = -(-draft.fee * INPUT_WEIGHT[coin.address.lock] // (4 * draft.vsize))
    change = next((output for output in draft.outputs if output.purpose == "change"), None)
    payer, payee = draft.senders[0], coin.address.wallet
    fee = draft.fee
    if change is not None and change.value - price >= DUST:
        change.value -= price
        draft.fees = {payer: fee + price}
    elif price < coin.value:
        target.value -= price
        draft.fees = {payer: fee, payee: price}
    else:
        return False
    target.value += coin.value
    draft.inputs.insert(payee.dice.below(len(draft.inputs) + 1), coin)
    return True
