"""Who mixes coins, and where: coordinators of CoinJoins, and the people who like privacy.

Most of these are ordinary. That is the lesson: a CoinJoin is no crime, and hides everybody in it.
"""

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
_MAKERS = 9
_TURNS = (0, 0, 0, 1, 1, 2, 2, 3)
"""Which coordinator people go to, in turn: of eight, three to Cedar, two each to Juniper and Rill."""


def set_mixing(economy: Economy, households: list[Household]) -> None:
    """Put coordinators on stage, and give the habit of mixing to some households."""
    knobs, exchanges = economy.scenario.coinjoins, economy.of(Exchange)
    places: tuple[Coordinator, ...] = (
        Cedar(economy, every=_WEEK // max(knobs.cedar, 1), people=(knobs.cedar_people, 24)),
        Juniper(economy, every=_WEEK // max(knobs.juniper, 1), people=(knobs.juniper_people, 20)),
        Rill(economy, every=_WEEK // max(knobs.rill, 1)),
        Bazaar(economy, every=_WEEK // max(knobs.bazaar, 1)),
    )
    bazaar = places[3]
    assert isinstance(bazaar, Bazaar)
    for number in range(_MAKERS):
        exchange = exchanges[number % len(exchanges)]
        Maker(economy, f"maker {number + 1}", bazaar=bazaar, exchange=exchange)
    chosen = spread(len(households), economy.scenario.households.like_privacy)
    seekers = [home for home, likes in zip(households, chosen, strict=True) if likes]
    for number, home in enumerate(seekers):
        place = places[_TURNS[number % len(_TURNS)]]
        PrivacyHabit(home, home.wallet("privacy", "privacy"), place, home.home, every=4 * DAY)
    shops = [shop.main for shop in economy.of(Merchant)]
    if knobs.payjoins:
        payers = seekers[: max(1, knobs.payjoins * 2)]
        every = _WEEK * len(payers) // knobs.payjoins
        for home in payers:
            PayJoinHabit(home, home.main, shops, every=every)
