"""The ordinary economy on its stage: pools, exchanges, shops, games and traders.

It is what criminals hide in, and what any technique must not mistake for them. How it behaves is
set so that the chain looks like Bitcoin's of 2019 to 2021; see the realism scorecard.
"""

from nps_chain.world.crowd import spread
from nps_chain.world.dice import Dice
from nps_chain.world.economy import Economy
from nps_chain.world.knobs import Services, Traders
from nps_chain.world.people.exchanges import Exchange
from nps_chain.world.people.gambling import Gambling
from nps_chain.world.people.merchants import Merchant, Processor
from nps_chain.world.people.miners import Pool
from nps_chain.world.people.notaries import Notary, TokenUser
from nps_chain.world.people.traders import Trader
from nps_chain.world.scenario import Scenario
from nps_chain.world.story import Story

_EXCHANGES = (
    ("service", 130), ("service nested", 110), ("service static", 70), ("service locktime", 80),
    ("service nested", 60),
)  # fmt: skip
"""The software of exchanges, and their size; those of the story come first."""

_QUIET = ("Halvern", "Corvane")
"""Exchanges that no story speaks of."""

_POOLS = ("North", "South", "East", "West")
_SHOP_SOFTWARE = ("service", "service nested", "service legacy")
_SHOPS = (
    "Brightwick", "Oakrow Books", "Fernhill Tea", "Palewater Bikes", "Stonebridge Tools",
    "Larkfield Games", "Copperleaf Prints", "Mossgate Hosting", "Tallow Lane", "Harrowden Phones",
    "Quillmark", "Ashby Rooms",
)  # fmt: skip


def set_ordinary(economy: Economy, story: Story) -> None:
    """Put pools, exchanges, shops, games, traders and writers of data on stage."""
    scenario = economy.scenario
    exchanges = _exchanges(economy, story, scenario.services)
    _pools(economy, scenario.services)
    _shops(economy, story, scenario.services, exchanges)
    _games(economy, scenario.services, exchanges)
    _traders(economy, scenario)
    _writers(economy, scenario.traders, exchanges)


def _exchanges(economy: Economy, story: Story, knobs: Services) -> list[Exchange]:
    told = {exchange.name: exchange.country for exchange in story.exchanges}
    names = [*told, *_QUIET]
    made = []
    for number in range(max(knobs.exchanges, len(told))):
        software, size = _EXCHANGES[number % len(_EXCHANGES)]
        name = numbered(names[number % len(names)], number // len(names))
        made.append(
            Exchange(
                economy,
                name,
                country=told.get(name, ""),
                software=software,
                size=size,
                rotates=knobs.deposit_address_new,
                like_customer=knobs.deposit_of_same_type,
                pool=(knobs.exchange_pool, knobs.exchange_pool_used),
                sweep_hours=knobs.exchange_sweeps,
                most_swept=knobs.sweep_batch,
                one_by_one=knobs.sweep_single,
                batches=knobs.batches,
                gathers_above=knobs.consolidate_above,
            )
        )
    return made


def _pools(economy: Economy, knobs: Services) -> list[Pool]:
    names = [numbered(_POOLS[n % len(_POOLS)], n // len(_POOLS)) for n in range(knobs.pools)]
    pools = [Pool(economy, name) for name in names]
    dice = Dice(economy.engine.seed, "who finds a block")
    weights = [600 >> place for place in range(len(pools))]
    economy.engine.miner = lambda height, reward: [dice.weighted(pools, weights).reward(reward)]
    return pools


def _shops(economy: Economy, story: Story, knobs: Services, exchanges: list[Exchange]) -> None:
    processors = [
        Processor(
            economy,
            numbered("Paywick", number),
            exchange=exchanges[(number + 1) % len(exchanges)],
            software="service nested",
            sweep_hours=knobs.processor_sweeps,
            repeats=knobs.invoice_again,
        )
        for number in range(knobs.processors)
    ]
    pooled = spread(knobs.merchants, knobs.merchants_with_pool)
    for number in range(knobs.merchants):
        behind = number % 2 == 0
        shop = Merchant(
            economy,
            numbered(_SHOPS[number % len(_SHOPS)], number // len(_SHOPS)),
            exchange=exchanges[number % len(exchanges)],
            software=_SHOP_SOFTWARE[number // 2 % len(_SHOP_SOFTWARE)],
            pool=knobs.merchant_pool if pooled[number] else 0,
            sell_hours=knobs.merchants_sell,
            public=not behind,
        )
        if behind:
            processors[number // 2 % len(processors)].shops.append(shop)


def _games(economy: Economy, knobs: Services, exchanges: list[Exchange]) -> None:
    for number in range(knobs.gambling):
        Gambling(
            economy, numbered("Luckfen", number), exchange=exchanges[(number + 2) % len(exchanges)]
        )


def _traders(economy: Economy, scenario: Scenario) -> None:
    knobs = scenario.traders
    if knobs.payments_a_day:
        every = 1440 * knobs.count // knobs.payments_a_day
        for number in range(knobs.count):
            Trader(
                economy,
                f"trader {number + 1}",
                every=every,
                middle=scenario.amounts.payment * 2,
            )


def _writers(economy: Economy, knobs: Traders, exchanges: list[Exchange]) -> None:
    """Notaries and users of tokens, who write data."""
    if knobs.anchors_a_day:
        Notary(economy, "Sealwick", exchange=exchanges[0], a_day=knobs.anchors_a_day)
    if knobs.tokens_a_day:
        many = max(2, min(60, knobs.tokens_a_day))
        for number in range(many):
            TokenUser(
                economy,
                f"token user {number + 1}",
                exchange=exchanges[number % len(exchanges)],
                every=1440 * many // knobs.tokens_a_day,
            )


def numbered(name: str, number: int) -> str:
    """Return a name, told apart from others like it from the second on."""
    return f"{name} {number + 1}" if number else name
