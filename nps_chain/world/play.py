"""A scenario played to its end: from people who act to blocks, the chain in them, and the truth.

Blocks are written and judged as they are found. The chain is then read from them by the reader that
reads a node's own files, so nothing gets into its tables that isn't in the blocks.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace

from nps_chain import __version__
from nps_chain.chain.assemble import assemble
from nps_chain.chain.readers import block_files
from nps_chain.chain.readers.shared.progress import LONG, progress
from nps_chain.chain.readers.shared.source import Source
from nps_chain.groundtruth.saved import Saved
from nps_chain.world.block_file import Blocks
from nps_chain.world.cast import Cast
from nps_chain.world.channels import memberships
from nps_chain.world.dice import Dice
from nps_chain.world.draft import Draft
from nps_chain.world.economy import Economy
from nps_chain.world.engine import Engine
from nps_chain.world.facts import StoryFacts
from nps_chain.world.folders import Case, Folders, make_folders
from nps_chain.world.gather import gather
from nps_chain.world.mempool_log import unmined
from nps_chain.world.mining import Miner
from nps_chain.world.naming import exhibits_of
from nps_chain.world.offices import offices
from nps_chain.world.page_facts import page_facts
from nps_chain.world.pages import make_pages
from nps_chain.world.pages.folder import shown as shown_on
from nps_chain.world.pages.folder import truth as truth_of
from nps_chain.world.pages.page import Page
from nps_chain.world.scenario import Scenario
from nps_chain.world.signing import sign
from nps_chain.world.stage import set_stage
from nps_chain.world.story import Story, tell
from nps_chain.world.world import World

_LONG = 1000  # blocks that take about as long to make as `LONG` bytes to read


def play(
    scenario: Scenario,
    seed: int,
    *,
    validate: bool = True,
    stage: Callable[[Economy, Story], Cast | None] = set_stage,
) -> World:
    """Return the world that a scenario becomes.

    Parameters
    ----------
    scenario : Scenario
        Who is in it, and how much of what happens.
    seed : int
        Whose chance decides.
    validate : bool
        Whether Bitcoin Core's code judges each block.
    stage : callable
        Puts all actors on stage, and returns those of the story, if it is played.

    Raises
    ------
    NpsError
        If a block is refused; the message has its height, the transaction and the reason.
    """
    sent: dict[Draft, None] = {}  # and in no block so far

    def send(draft: Draft) -> None:
        sign(draft)
        sent[draft] = None

    engine = Engine(seed, send)
    economy = Economy(engine, scenario)
    cast = stage(economy, tell(seed, scenario))
    economy.begin()
    blocks = Blocks.write(_found(engine, scenario.blocks, sent, validate))
    note = (
        f"SYNTHETIC: made by nps-chain {__version__}, scenario {scenario.preset}, seed {seed}."
        " Nobody in it is real, and its coins have no worth."
    )
    reading = block_files.read([Source(blocks.path)])
    notes = (note, *reading.notes)
    chain = assemble(reading.pieces, reading.network, notes, blocks.by_hash())
    truth, log = engine.books.truth((note,)), unmined(sent, engine.replaced)
    facts = None if cast is None else gather(cast)
    pages: tuple[Page, ...] = ()
    folders = Folders({}, {}, ())
    if cast is not None and facts is not None:
        pages = _pages(cast, facts)
        truth = replace(truth, saved=Saved(truth_of(pages), shown_on(pages)))
        folders = make_folders(Case(cast, facts, chain, truth, pages))
    return World(
        scenario=scenario,
        seed=seed,
        blocks=blocks,
        chain=chain,
        truth=truth,
        log=log,
        facts=facts,
        pages=pages,
        folders=folders.held,
        exchanges=folders.exchanges,
        offices=() if cast is None else offices(cast.story),
        memberships=() if cast is None else memberships(),
        wrong=folders.wrong,
        exhibits={} if facts is None else exhibits_of(facts, chain, truth, log),
    )


def _pages(cast: Cast, facts: StoryFacts) -> tuple[Page, ...]:
    economy = cast.economy
    few = bool(economy.scenario.pages.few)
    return make_pages(page_facts(cast, facts), Dice(economy.engine.seed, "pages"), small=few)


def _found(engine: Engine, many: int, sent: dict[Draft, None], validate: bool) -> Iterator[bytes]:
    """Yield each block's bytes as it is found and judged."""
    miner = Miner(engine.seed)
    check: Callable[[bytes], None] | None = None
    bar = progress("Playing", LONG * many // _LONG, many, "block")
    with ExitStack() as stack:
        stack.enter_context(bar)
        if validate:
            from nps_chain.world.consensus import Judge  # all that needs py-bitcoinkernel

            check = stack.enter_context(Judge()).check
        for mined in engine.play(many):
            raw = miner.mine(mined)
            if check is not None:
                check(raw)
            for draft in mined.drafts:
                sent.pop(draft, None)
                draft.raw = b""  # the block has it now; memory holds only what waits
            yield raw
            bar.update()
