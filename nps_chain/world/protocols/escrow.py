"""Escrow between a buyer, a vendor and a market: coins that any two of the three can move.

The buyer pays to a script that names a key of each. If all goes well, buyer and vendor sign the
release; if the buyer is silent, the market signs in his place; if they quarrel, the market decides
with whom it signs. The coins never lie in the market's own pot, so a trace goes on through an
escrow where it must stop at a custodial market. Until it is spent the script shows its hash alone;
the spending shows three keys, and which two signed.

Source: BIP 11 and BIP 67 (two of three, keys in sorted order), BIP 141 (P2WSH).
"""

from dataclasses import dataclass

from nps_chain.world import keys
from nps_chain.world.draft import Coin, Draft, Output
from nps_chain.world.keys import Address
from nps_chain.world.wallets import DUST, Wallet, fee

PARTIES = ("buyer", "vendor", "market")


@dataclass(frozen=True, eq=False)
class Escrow:
    """An address of three parties.

    Attributes
    ----------
    address : Address
        On record as the market's, which shows it to the buyer.
    places : dict
        By party, the place of its key among the script's keys.
    """

    address: Address
    places: dict[str, int]

    def settle(self, coin: Coin, outputs: list[Output], signers: tuple[str, str]) -> Draft | None:
        """Pay the coin out by the keys of two parties, and send it.

        Parameters
        ----------
        coin : Coin
            The one in escrow.
        outputs : list of Output
            What is paid; the first gets what the others and the fee leave, whatever its value says.
        signers : tuple of str
            Two of `PARTIES`.

        Returns
        -------
        Draft or None
            None if nothing would be left for the first output; nothing has changed then.
        """
        wallet = self.address.wallet
        engine = wallet.engine
        left = coin.value - sum(output.value for output in outputs[1:])
        left -= fee([coin.address.lock], outputs, engine.feerate)
        if left < DUST:
            return None
        outputs[0].value = left
        draft = Draft("escrow_release", [coin], outputs, (wallet,))
        one, other = sorted(self.places[party] for party in signers)
        draft.signers[0] = (one, other)
        engine.submit(draft)
        return draft


def set_up(market: Wallet, buyer: Wallet, vendor: Wallet, number: int) -> Escrow:
    """Return the escrow of an order: each party makes a key for this order alone.

    Parameters
    ----------
    market, buyer, vendor : Wallet
        Whose keys; the address is in the market's wallet.
    number : int
        Of the order.
    """
    seed = market.engine.seed
    secrets = {
        party: keys.secret(seed, f"{wallet.name}, escrow", number)
        for party, wallet in zip(PARTIES, (buyer, vendor, market), strict=True)
    }
    three = (secrets["buyer"], secrets["vendor"], secrets["market"])
    address = keys.two_of_three("p2wsh", market, three)
    return Escrow(address, {party: address.secrets.index(key) for party, key in secrets.items()})
