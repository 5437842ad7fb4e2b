"""What the makers of folders work from: the people of the story, the chain, the pages, and a date.

They know everything, as the world does; what they put into a folder is only what its agency could
have. The date is that on which the agencies meet and the one that may ask an exchange writes to it.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from nps_chain.chain.tables import Chain
from nps_chain.groundtruth.truth import Truth
from nps_chain.world.cast import Cast
from nps_chain.world.dice import Dice
from nps_chain.world.facts import StoryFacts
from nps_chain.world.mining import START
from nps_chain.world.pages.page import Page
from nps_chain.world.people.exchanges import Exchange
from nps_chain.world.people.vendors import Shop

BLOCKS = 24
"""Blocks of a day."""


@dataclass(frozen=True, eq=False)
class Case:
    """A world after its last block.

    Attributes
    ----------
    cast : Cast
        Everybody who plays a part in the story.
    told : StoryFacts
        What happened in it.
    chain : Chain
        What is read from the blocks.
    truth : Truth
        What really happened.
    pages : tuple of Page
        All that were saved, by any agency.
    """

    cast: Cast
    told: StoryFacts
    chain: Chain
    truth: Truth
    pages: tuple[Page, ...]

    @property
    def date(self) -> int:
        """The day of the folders: that of the letter whose answer the story tells."""
        story = self.cast.story
        return story.days.answer - story.exchange("in full").days

    @property
    def height(self) -> int:
        """The last block of that day."""
        return BLOCKS * self.date

    @cached_property
    def first_seen(self) -> dict[str, int]:
        """The height at which each address was first paid, up to that day."""
        addresses = self.chain.columns.addresses
        heights = self.chain.columns.txs.height[addresses.first_seen]
        known = np.flatnonzero(heights <= self.height)
        texts = addresses.address.take(known).to_pylist()
        return dict(zip(texts, heights[known].tolist(), strict=True))

    @cached_property
    def owned(self) -> pd.DataFrame:
        """What firms, services, vendors, couriers and agencies own of what was paid by that day.

        A row an address, in the order in which they appeared: ``address``, ``wallet``, ``entity``,
        ``kind``, ``height`` (of the block that paid it first).
        """
        kinds = self.truth.entities.astype(str).set_index("name")["kind"]
        owned = self.truth.ownership
        owned["kind"] = owned["entity"].astype(str).map(kinds)
        owned = owned[owned["kind"] != "person"].astype(str)
        owned["height"] = owned["address"].map(self.first_seen)
        return owned.dropna(subset="height").astype({"height": int})

    def time(self, height: int) -> int:
        """Return when a block was found, UTC in Unix seconds."""
        return int(self.chain.columns.blocks.time[height])

    def dice(self, name: str) -> Dice:
        """Return dice of the folders' own."""
        return Dice(self.cast.economy.engine.seed, f"folders, {name}")

    def exchange(self, answers: str) -> Exchange:
        """Return the exchange that answers letters in this way."""
        actor = self.cast.economy.named(self.cast.story.exchange(answers).name)
        assert isinstance(actor, Exchange)
        return actor

    def shop(self, key: str) -> Shop:
        """Return a shop by key."""
        return self.cast.shop(key)


def utc(minute: int) -> int:
    """Return a minute of the world in UTC Unix seconds."""
    return START + 60 * minute
