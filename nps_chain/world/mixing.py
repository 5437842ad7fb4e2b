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
_CROWD = 100  # people who like privacy, for whom one coordinator of each kind is enough
_TURNS = (0, 0, 0, 1, 1, 2, 2, 3)
"""Which coordinator people go to, in turn: of eight, three to the first, one to the last."""


def set_mixing(economy: Economy, households: list[Household]) -> None:
    """Put coordinators on stage, and give the habit of mixing to some households."""
    chosen = spread(len(households), economy.scenario.households.like_privacy)
    seekers = [home for home, likes in zip(households, chosen, strict=True) if likes]
    many = max(len(seekers) // _CROWD, 1)
    sets = [_set_coordinators(economy, number, many) for number in range(many)]
    wallets = [home.wallet("privacy", "privacy") for home in seekers]
    for number, (home, wallet) in enumerate(zip(seekers, wallets, strict=True)):
        turn, kind = divmod(number, len(_TURNS))
        place = sets[turn % many][_TURNS[kind]]
        PrivacyHabit(home, wallet, place, home.home, every=4 * DAY)
    payjoins = economy.scenario.coinjoins.payjoins
    shops = [shop.main for shop in economy.of(Merchant)]
    if payjoins and seekers:
        every = _WEEK * len(seekers) // payjoins
        for home, wallet in zip(seekers, wallets, strict=True):
            PayJoinHabit(home, wallet, shops, every=every)


def _set_coordinators(economy: Economy, number: int, many: int) -> tuple[Coordinator, ...]:
    """Put one of each kind on stage; where there are many, each holds its part of the rounds."""
    knobs, exchanges = economy.scenario.coinjoins, economy.of(Exchange)
    more = f" {number + 1}" if number else ""
    every = _WEEK * many
    cedar = Cedar(
        economy, f"Cedar{more}", every=every // knobs.cedar, people=(knobs.cedar_people, 24)
    )
    juniper = Juniper(
        economy, f"Juniper{more}", every=every // knobs.juniper, people=(knobs.juniper_people, 20)
    )
    rill = Rill(economy, f"Rill{more}", every=every // knobs.rill)
    bazaar = Bazaar(economy, f"Bazaar{more}", every=every // knobs.bazaar)
    for earns in (cedar, juniper, rill):
        earns.cash_out = partial(exchanges[-1].deposit_address, earns)
    for place in range(_MAKERS):
        exchange = exchanges[place % len(exchanges)]
        maker = f"maker {number * _MAKERS + place + 1}"
        Maker(economy, maker, bazaar=bazaar, exchange=exchange)
    return cedar, juniper, rill, bazaar
