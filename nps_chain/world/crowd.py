"""The crowd: households on stage, with their wallets and habits.

Kinds of wallet are dealt out along the ranking of how busy households are, never drawn: a few
households make most payments, and if chance gave all of these one program, its habits would be the
whole chain's. So are all other things that some have and others don't.
"""

from nps_chain.world.dice import HEAVY_TAIL, Dice
from nps_chain.world.economy import Economy
from nps_chain.world.people.exchanges import Exchange
from nps_chain.world.people.households import Habits, Household
from nps_chain.world.scenario import Scenario
from nps_chain.world.software import KINDS

_HOME_ALIKE = 800  # per mille of households whose exchange uses the lock that they use
_BUSIEST = 70  # thousandths of the median interval
_LATER = {
    "p2wpkh": ("core", "mobile 2", "desktop", "mobile"),
    "p2pkh": ("web", "legacy", "legacy new"),
    "p2sh-p2wpkh": ("nested", "nested new"),
    "p2tr": ("taproot", "mobile taproot"),
}


def set_crowd(economy: Economy, scenario: Scenario, exchanges: list[Exchange]) -> list[Household]:
    """Put the households on stage, the busiest first."""
    knobs, many = scenario.households, scenario.households.count
    dice = Dice(economy.engine.seed, "households")
    every = [_interval(rank, many) for rank in range(many)]
    kinds = _dealt(scenario.wallets.parts(), every)
    gamble = spread(many, knobs.gamble)
    fixed = spread(many, knobs.main_address)
    changing = spread(many, knobs.change_software)
    made = []
    for rank in range(many):
        lock = KINDS[kinds[rank]].receive
        like = [exchange for exchange in exchanges if exchange.hot.software.receive == lock]
        home = dice.one(like if like and dice.chance(_HOME_ALIKE) else exchanges)
        later = dice.one([k for k in _LATER[lock] if k != kinds[rank]]) if changing[rank] else ""
        days = scenario.time.days
        made.append(
            Household(
                economy,
                f"household {rank + 1}",
                software=kinds[rank],
                home=home,
                habits=_habits(scenario, every[rank], gambles=gamble[rank]),
                fixed=fixed[rank],
                later=later,
                change_day=dice.between(days // 6, days * 5 // 6),
            )
        )
    return made


def _habits(scenario: Scenario, interval: int, *, gambles: bool) -> Habits:
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
    """Return the time between sessions, in thousandths of the median; rank 0 is the busiest."""
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


def spread(many: int, permille: int) -> list[bool]:
    """Return who of a ranking has something, evenly spread along it."""
    return [(rank + 1) * permille // 1000 > rank * permille // 1000 for rank in range(many)]
