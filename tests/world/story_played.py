"""The story on a small stage, played once for all tests, with all that was mined."""

from dataclasses import dataclass
from functools import cache

from nps_chain.world.cast import Cast
from nps_chain.world.draft import Coin, Draft
from nps_chain.world.economy import Economy
from nps_chain.world.engine import Engine
from nps_chain.world.facts import StoryFacts
from nps_chain.world.gather import gather
from nps_chain.world.scenario import Scenario
from nps_chain.world.signing import mark
from nps_chain.world.stage import set_stage
from nps_chain.world.story import Story, tell

MORE = {"markets": {"lanternfen_orders": 40, "quincegate_orders": 40, "small_vendors": 7}}
"""Knobs of tiny that are turned: with more orders, more of what orders lead to is in it."""


@dataclass(frozen=True, eq=False)
class Played:
    """A world after its last block; drafts know again what they spent."""

    economy: Economy
    story: Story
    cast: Cast
    facts: StoryFacts
    mined: list[Draft]

    def of(self, kind: str) -> list[Draft]:
        return [draft for draft in self.mined if draft.kind == kind]

    def by_txid(self, txid: str) -> Draft:
        return next(draft for draft in self.mined if draft.txid[::-1].hex() == txid)

    def coin(self, paid) -> Coin:
        """Return the coin that a fact speaks of, after comparing all that it says."""
        draft = self.by_txid(paid.txid)
        coin = draft.coins[paid.n]
        assert (coin.address.text, coin.value) == (paid.address, paid.value)
        assert draft.height == paid.height
        return coin

    def deed(self, row: int):
        return self.economy.books.deeds[row]


@cache
def played(seed: int) -> Played:
    scenario = Scenario.of("tiny").turned(MORE)
    engine = Engine(seed, mark)
    economy = Economy(engine, scenario)
    story = tell(seed, scenario)
    cast = set_stage(economy, story)
    economy.begin()
    mined, spent = [], {}
    for block in engine.play(scenario.blocks):
        block.drafts[0].txid = block.height.to_bytes(32, "big")
        mined += block.drafts[1:]
        spent.update((draft, draft.inputs) for draft in block.drafts)
    for draft, inputs in spent.items():
        draft.inputs = inputs
    return Played(economy, story, cast, gather(cast), mined)
