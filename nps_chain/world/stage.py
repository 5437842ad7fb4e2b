"""The ordinary economy on its stage: pools, exchanges, shops, traders and households.

It is what criminals hide in, and what any technique must not mistake for them. How it behaves is set
so that the chain looks like Bitcoin's of 2019 to 2021; see the realism scorecard.

Kinds of wallet are dealt out along the ranking of how busy households are, never drawn: a few
households make most payments, and if chance gave all of these one program, its habits would be the
whole chain's.
"""

from nps_chain.world.dice import HEAVY_TAIL, Dice
from nps_chain.world.economy import Economy
from nps_chain.world.people.exchanges import Exchange
from nps_chain.world.people.gambling import Gambling
from nps_chain.world.people.households import Habits, Household
from nps_chain.world.people.merchants import Merchant, Processor
from nps_chain.world.people.miners import Pool
from nps_chain.world.people.notaries import Notary, TokenUser
from nps_chain.world.people.traders import Trader
from nps_chain.world.knobs import Services, Time, Traders
from nps_chain.world.scenario import Scenario
from nps_chain.world.software import KINDS

_EXCHANGES = (
    ("Merivane", "service", 130), ("Pallory", "service nested", 110),
    ("Freyport", "service static", 70), ("Halvern", "service locktime", 80),
    ("Corvane", "service nested", 60),
)  # fmt: skip
_POOLS = ("North", "South", "East", "West")
_SHOP_SOFTWARE = ("service", "service nested", "service legacy")
_HOME_ALIKE = 800  # per mille of households whose exchange uses the lock that they use
_BUSIEST = 70  # thousandths of the median interval


def set_stage(economy: Economy, scenario: Scenario) -> None:
    """Put the ordinary economy on stage."""
    exchanges = _exchanges(economy, scenario.services)
    pools = _pools(economy, scenario.services)
    _shops(economy, scenario.services, exchanges)
    _games(economy, scenario.services, exchanges)
    _traders(economy, scenario)
    _writers(economy, scenario.traders, exchanges)
    households = _households(economy, scenario, exchanges)
    for pool in pools:
        pool.members = households[::3]
    _limit_blocks(economy, scenario.time)


def _exchanges(economy: Economy, knobs: Services) -> list[Exchange]:
    made = []
    for number in range(knobs.exchanges):
        name, software, size = _EXCHANGES[number % len(_EXCHANGES)]
        made.append(
            Exchange(
                economy,
                _numbered(name, number // len(_EXCHANGES)),
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
    names = [_numbered(_POOLS[n % len(_POOLS)], n // len(_POOLS)) for n in range(knobs.pools)]
    pools = [Pool(economy, name) for name in names]
    dice = Dice(economy.engine.seed, "who finds a block")
    weights = [600 >> place for place in range(len(pools))]
    economy.engine.miner = lambda height, reward: [dice.weighted(pools, weights).reward(reward)]
    return pools


def _shops(economy: Economy, knobs: Services, exchanges: list[Exchange]) -> None:
    processors = [
        Processor(
            economy,
            _numbered("Paywick", number),
            exchange=exchanges[(number + 1) % len(exchanges)],
            software="service nested",
            sweep_hours=knobs.processor_sweeps,
            repeats=knobs.invoice_again,
        )
        for number in range(knobs.processors)
    ]
    pooled = _spread(knobs.merchants, knobs.merchants_with_pool)
    for number in range(knobs.merchants):
        behind = number % 2 == 0
        shop = Merchant(
            economy,
            _numbered(_SHOPS[number % len(_SHOPS)], number // len(_SHOPS)),
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
            economy, _numbered("Luckfen", number), exchange=exchanges[(number + 2) % len(exchanges)]
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


def _households(
    economy: Economy, scenario: Scenario, exchanges: list[Exchange]
) -> list[Household]:
    knobs, many = scenario.households, scenario.households.count
    dice = Dice(economy.engine.seed, "households")
    every = [_interval(rank, many) for rank in range(many)]
    kinds = _dealt(scenario.wallets.parts(), every)
    gamble = _spread(many, knobs.gamble)
    fixed = _spread(many, knobs.main_address)
    changing = _spread(many, knobs.change_software)
    made = []
    for rank in range(many):
        lock = KINDS[kinds[rank]].receive
        like = [exchange for exchange in exchanges if exchange.hot.software.receive == lock]
        home = dice.one(like if like and dice.chance(_HOME_ALIKE) else exchanges)
        later = dice.one(_LATER[lock]) if changing[rank] else ""
        days = scenario.time.days
        made.append(
            Household(
                economy,
                f"household {rank + 1}",
                software=kinds[rank],
                home=home,
                habits=habits(scenario, every[rank], gambles=gamble[rank]),
                fixed=fixed[rank],
                later=later,
                change_day=dice.between(days // 6, days * 5 // 6),
            )
        )
    return made


def habits(scenario: Scenario, interval: int, *, gambles: bool) -> Habits:
    """Return what a household does, given its interval in thousandths of the median."""
    knobs = scenario.households
    return Habits(
        every=knobs.days_between * interval * 1440 // 1000,
        sell=knobs.to_exchange,
        invoice=knobs.to_invoice,
        shop=knobs.to_shop,
        # Only those who gamble do; so that the share of bets is right, they do more of it.
        gamble=knobs.to_game * 1000 // max(knobs.gamble, 1) if gambles else 0,
        person=knobs.to_person,
        own=knobs.to_own,
        save=knobs.to_savings,
        payments=(1, max(1, knobs.payments_at_once // 5 - 1)),
        purchases=(knobs.withdrawals_from, knobs.withdrawals_to),
        bought=scenario.amounts.withdrawal,
        paid=scenario.amounts.payment,
    )


def _interval(rank: int, many: int) -> int:
    """Return the time between sessions of a rank, the busiest first, in thousandths of the median."""
    place, part = divmod((2 * rank + 1) * (len(HEAVY_TAIL) - 1) * 500 // many, 1000)
    low, high = HEAVY_TAIL[place], HEAVY_TAIL[place + 1]
    return max(_BUSIEST, low + (high - low) * part // 1000)


def _dealt(shares: dict[str, int], every: list[int]) -> list[str]:
    """Deal kinds so that each has its share of what the busy, the middling and the idle do."""
    total = sum(shares.values())
    done = dict.fromkeys(shares, 0)
    dealt, busy = [], 0
    for interval in every:
        work = 1_000_000 // interval
        busy += work
        kind = max(shares, key=lambda k: shares[k] * busy - done[k] * total)
        done[kind] += work
        dealt.append(kind)
    return dealt


def _spread(many: int, permille: int) -> list[bool]:
    """Return who of a ranking has something, evenly spread along it."""
    return [(rank + 1) * permille // 1000 > rank * permille // 1000 for rank in range(many)]


def _numbered(name: str, number: int) -> str:
    return f"{name} {number + 1}" if number else name


_LATER = {
    "p2wpkh": ("core", "mobile 2", "desktop", "mobile"),
    "p2pkh": ("web", "legacy", "legacy new"),
    "p2sh-p2wpkh": ("nested", "nested new"),
    "p2tr": ("taproot", "mobile taproot"),
}

_SHOPS = (
    "Brightwick", "Oakrow Books", "Fernhill Tea", "Palewater Bikes", "Stonebridge Tools",
    "Larkfield Games", "Copperleaf Prints", "Mossgate Hosting", "Tallow Lane", "Harrowden Phones",
    "Quillmark", "Ashby Rooms",
)  # fmt: skip


def _limit_blocks(economy: Economy, knobs: Time) -> None:
    """In the congested week miners make small blocks: this economy can't fill a large one."""

    def capacity(height: int, usual: int) -> int:
        day = (height - 1) // 24 + 1
        if knobs.congested_from <= day < knobs.congested_from + knobs.congested_days:
            return usual * knobs.congested_room // 1000
        return knobs.capacity

    economy.engine.capacity = capacity
