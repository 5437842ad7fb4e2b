"""Who mixes coins, and where: coordinators of CoinJoins, and the people who like privacy.

Most of these are ordinary. That is the lesson: a CoinJoin is no crime, and hides everybody in it.
"""

from functools import partial

from nps_chain.world.crowd import spread
from nps_chain.world.economy import Economy
from nps_chain.world.engine import DAY
from nps_chain.world.people.exchanges import Exchange
from nps_chain.world.people.households import Household
from nps_chain.world.people.merchants import Merchant
from nps_chain.world.people.privacy import Maker, PayJoinHabit, PrivacyHabit
from nps_chain.world.protocols.joinmarket import Bazaar
from nps_chain.world.protocols.rounds import Coordinator
from nps_chain.world.protocols.wabisabi import Juniper
from nps_chain.world.protocols.wasabi1 import Cedar
from nps_chain.world.protocols.whirlpool import Rill

_WEEK = 7 * DAY
_MAKERS = 8
_TURNS = (0, 0, 0, 1, 1, 2, 2, 3)
"""Which coordinator people go to, in turn: of eight, three to the first, one to the last."""


def set_mixing(economy: Economy, households: list[Household]) -> None:
    """Put coordinators on stage, and give the habit of mixing to some households."""
    knobs, exchanges = economy.scenario.coinjoins, economy.of(Exchange)
    cedar = Cedar(economy, every=_WEEK // knobs.cedar, people=(knobs.cedar_people, 24))
    juniper = Juniper(economy, every=_WEEK // knobs.juniper, people=(knobs.juniper_people, 20))
    rill = Rill(economy, every=_WEEK // knobs.rill)
    bazaar = Bazaar(economy, every=_WEEK // knobs.bazaar)
    places: tuple[Coordinator, ...] = (cedar, juniper, rill, bazaar)
    for earns in (cedar, juniper, rill):
        earns.cash_out = partial(exchanges[-1].deposit_address, earns)
    for number in range(_MAKERS):
        exchange = exchanges[number % len(exchanges)]
        Maker(economy, f"maker {number + 1}", bazaar=bazaar, exchange=exchange)
    chosen = spread(len(households), economy.scenario.households.like_privacy)
    seekers = [home for home, likes in zip(households, chosen, strict=True) if likes]
    wallets = [home.wallet("privacy", "privacy") for home in seekers]
    for number, (home, wallet) in enumerate(zip(seekers, wallets, strict=True)):
        place = places[_TURNS[number % len(_TURNS)]]
        PrivacyHabit(home, wallet, place, home.home, every=4 * DAY)
    shops = [shop.main for shop in economy.of(Merchant)]
    if knobs.payjoins and seekers:
        every = _WEEK * len(seekers) // knobs.payjoins
        for home, wallet in zip(seekers, wallets, strict=True):
            PayJoinHabit(home, wallet, shops, every=every)
