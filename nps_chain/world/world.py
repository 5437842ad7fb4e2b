"""What a simulation gives: a chain, the truth about it, and what people could know of both."""

import os
from dataclasses import dataclass
from pathlib import Path

from nps_chain.chain.tables import Chain
from nps_chain.exhibits import Exhibit
from nps_chain.groundtruth.truth import Truth
from nps_chain.world.block_file import Blocks
from nps_chain.world.channels import Membership
from nps_chain.world.facts import StoryFacts
from nps_chain.world.folders.folder import Wrong
from nps_chain.world.mempool_log import Unmined
from nps_chain.world.offices import Office
from nps_chain.world.pages.page import Page
from nps_chain.world.scenario import Scenario


@dataclass(frozen=True, eq=False, repr=False)
class World:
    """A simulated world, after its last block.

    Attributes
    ----------
    scenario : Scenario
        What it was played from.
    seed : int
        Whose chance decided.
    blocks : Blocks
        The chain's blocks as bytes, by height.
    chain : Chain
        What is read from them.
    truth : Truth
        What really happened.
    log : tuple of Unmined
        What was sent and never came into a block, in the order in which it was sent.
    facts : StoryFacts, optional
        What happened in the story, if one is played.
    pages : tuple of Page
        Saved web pages, in the order in which agencies saved them.
    folders : dict of dict
        By agency, what it holds: bytes, by the path of the file.
    exchanges : dict of dict
        By exchange, what it would answer from: bytes, by the path of the file.
    offices : tuple of Office
        To whom a letter can be written.
    memberships : tuple of Membership
        What the countries of the story belong to.
    wrong : tuple of Wrong
        What is not so in the agencies' files.
    exhibits : dict of Exhibit
        What lessons point at, by name.
    """

    scenario: Scenario
    seed: int
    blocks: Blocks
    chain: Chain
    truth: Truth
    log: tuple[Unmined, ...]
    facts: StoryFacts | None
    pages: tuple[Page, ...]
    folders: dict[str, dict[str, bytes]]
    exchanges: dict[str, dict[str, bytes]]
    offices: tuple[Office, ...]
    memberships: tuple[Membership, ...]
    wrong: tuple[Wrong, ...]
    exhibits: dict[str, Exhibit]

    def save(self, folder: str | os.PathLike[str], *, blocks: bool = False) -> None:
        """Write the world as a data set.

        Parameters
        ----------
        folder : str or path
            A new or empty folder, or one that holds nothing but a data set, which is replaced.
        blocks : bool
            Whether to write the blocks, too, as a node's block files.

        Raises
        ------
        NpsError
            If the folder holds other things, or can't be written. Then it is as it was.
        """
        from nps_chain.world.saving import save  # which knows what a world is

        save(self, Path(folder), blocks=blocks)

    def __repr__(self) -> str:
        return (
            f"World({self.scenario.preset}, seed {self.seed}: {self.scenario.time.days} days,"
            f" {len(self.chain.columns.txs.txid):,} transactions)"
        )
