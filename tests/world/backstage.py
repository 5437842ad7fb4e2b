"""A whole world, played quickly: without signatures that hold, a judge, or pages."""

import pytest

from nps_chain.world import play
from nps_chain.world.economy import Economy
from nps_chain.world.scenario import Scenario
from nps_chain.world.signing import mark
from nps_chain.world.stage import set_stage
from nps_chain.world.world import World


def played(scenario: Scenario, seed: int) -> tuple[World, Economy]:
    """Return the world, and the economy that made it, as it is after the last block."""
    kept = []

    def stage(economy, story):
        set_stage(economy, story)
        kept.append(economy)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(play, "sign", mark)
        world = play.play(scenario, seed, validate=False, stage=stage)
    return world, kept[0]
