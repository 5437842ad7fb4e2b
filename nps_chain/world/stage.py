"""Everybody on stage, in order: the ordinary economy, the crowd, what is odd, and the story.

Who comes later finds those who came before by name or by kind.
"""

from nps_chain.world.cast import Cast, play_story
from nps_chain.world.crowd import set_crowd, spread
from nps_chain.world.economy import Economy, day_of
from nps_chain.world.fringe import set_fringe
from nps_chain.world.knobs import Time
from nps_chain.world.mixing import set_mixing
from nps_chain.world.ordinary import set_ordinary
from nps_chain.world.people.exchanges import Exchange
from nps_chain.world.people.miners import Pool
from nps_chain.world.story import Story


def set_stage(economy: Economy, story: Story) -> Cast:
    """Put all actors of a world on stage; return those who play a part in its story."""
    set_ordinary(economy, story)
    households = set_crowd(economy, economy.scenario, economy.of(Exchange))
    for pool in economy.of(Pool):
        pool.members = list(households[::3])
    set_mixing(economy, households)
    set_fringe(economy, story, households)
    uses = spread(len(households), economy.scenario.households.use_markets)
    buyers = [home for home, does in zip(households, uses, strict=True) if does]
    cast = play_story(economy, story, buyers or households[:1])
    _limit_blocks(economy, economy.scenario.time)
    return cast


def _limit_blocks(economy: Economy, knobs: Time) -> None:
    """In the congested week miners make small blocks: this economy can't fill a large one."""

    def capacity(height: int, usual: int) -> int:
        day = day_of(height)
        if knobs.congested_from <= day < knobs.congested_from + knobs.congested_days:
            return min(usual * knobs.congested_room // 1000, knobs.capacity)
        return knobs.capacity

    economy.engine.capacity = capacity
