"""What is odd or crooked beside the story: firms that look like something else, and trouble.

Payroll looks like a CoinJoin, an airdrop does, too; a charity's address is in everybody's hands; a
duster's crumbs tie strangers together. A technique that hasn't met these is not tried yet.
"""

from collections.abc import Callable

from nps_chain.world.dice import Dice
from nps_chain.world.economy import Actor, Economy
from nps_chain.world.engine import DAY
from nps_chain.world.keys import Address
from nps_chain.world.people.airdrops import Airdropper
from nps_chain.world.people.brokers import Broker
from nps_chain.world.people.charities import Charity
from nps_chain.world.people.custody import Custodian
from nps_chain.world.people.dusters import Duster
from nps_chain.world.people.exchanges import Exchange
from nps_chain.world.people.extortion import Extortionist
from nps_chain.world.people.gift_cards import GiftCards
from nps_chain.world.people.households import Household
from nps_chain.world.people.impatience import Impatience
from nps_chain.world.people.launderers import Launderer
from nps_chain.world.people.mixers import Mixer
from nps_chain.world.people.payroll import Employer, Payroll
from nps_chain.world.people.swaps import Swap
from nps_chain.world.protocols.joinmarket import Bazaar
from nps_chain.world.story import Story

_PEOPLE = 360  # households of the world for which the times between customers are given


class Rich(Actor):
    """Somebody with more coins than he spends, who leaves them with a custodian."""


def set_fringe(economy: Economy, story: Story, households: list[Household]) -> None:
    """Put all of them on stage."""
    exchanges = economy.of(Exchange)
    home, other, third = exchanges[0], exchanges[1], exchanges[2]
    _services(economy, households, exchanges)
    _wages(economy, households, home)
    savers = [Rich(economy, f"saver {number + 1}") for number in range(6)]
    Custodian(economy, "Harbrook Custody", exchange=other, savers=savers)
    _trouble(economy, story, households, third)
    time, knobs = economy.scenario.time, economy.scenario.look_alikes
    if time.congested_from:
        Impatience(
            economy,
            [one.main for one in households],
            first_day=time.congested_from,
            last_day=time.congested_from + time.congested_days,
            replaced=knobs.replaced,
            children=knobs.children,
        )


def _services(economy: Economy, households: list[Household], exchanges: list[Exchange]) -> None:
    first, second, last = exchanges[0], exchanges[1], exchanges[-1]

    def every(minutes: int) -> int:
        """Return the time between customers: where there are more people, more of them come."""
        return min(max(minutes * _PEOPLE // len(households), 5), 4 * DAY)

    Mixer(
        economy,
        "Millrow",
        exchange=last,
        software="service legacy",
        customers=households[2::9],
        every=every(600),
    )
    Swap(
        economy,
        "Ferry",
        exchange=second,
        software="service nested",
        customers=households[4::9],
        every=every(720),
    )
    Broker(economy, "the Kiosk", exchange=last, customers=households[6::9], every=every(900))
    Launderer(economy, "the Tailor", exchange=second)
    Charity(economy, "Openwell Fund", exchange=first, donors=households[::5], every=every(720))
    GiftCards(economy, "Cardinette", exchange=second, customers=households[3::7], every=every(600))


def _wages(economy: Economy, households: list[Household], exchange: Exchange) -> None:
    knobs = economy.scenario.look_alikes
    office = Payroll(economy, "Ledgerwick", exchange=exchange)
    staff = households[5 :: max(1, len(households) // knobs.employees)][: knobs.employees]
    half = (len(staff) + 1) // 2
    for name, people in (("Ashgrove Mills", staff[:half]), ("Pennard Freight", staff[half:])):
        if people:
            Employer(
                economy, name, exchange=exchange, office=office, staff=people, days=knobs.paydays
            )


def _trouble(
    economy: Economy, story: Story, households: list[Household], exchange: Exchange
) -> None:
    knobs, days = economy.scenario.look_alikes, story.days
    dice = Dice(economy.engine.seed, "trouble")
    if days.letters:
        bazaar = economy.named("Bazaar")
        assert isinstance(bazaar, Bazaar)
        never = economy.named(story.exchange("never").name)
        assert isinstance(never, Exchange)
        Extortionist(
            economy, "Nightpost", exchange=never, mixing=bazaar,
            victims=dice.some(households, knobs.victims), letters=knobs.letters,
            on_day=days.letters,
        )  # fmt: skip
    if days.dust:
        Duster(
            economy, "Moth", exchange=exchange, on_day=days.dust,
            targets=_used(economy, dice, knobs.dusted),
        )  # fmt: skip
    if days.airdrop:
        Airdropper(
            economy, "Confetti", exchange=exchange, on_day=days.airdrop,
            targets=_used(economy, dice, knobs.airdrop),
        )  # fmt: skip


def _used(economy: Economy, dice: Dice, many: int) -> Callable[[], list[Address]]:
    """Return who finds so many addresses that hold coins, as anybody can on the chain."""

    def find() -> list[Address]:
        found: dict[Address, None] = {}
        for wallet in economy.books.wallets:
            for coin in wallet.coins:
                if coin.height >= 0 and coin.draft.kind != "coinbase":
                    found[coin.address] = None
        return dice.some(list(found), many)

    return find
