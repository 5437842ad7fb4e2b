"""The card of a data set: its README, made from the run itself."""

from textwrap import fill
from typing import TYPE_CHECKING

from nps_chain.world.scenario import Scenario

if TYPE_CHECKING:
    from nps_chain.world.world import World


def card(world: "World", *, blocks: bool) -> str:
    """Return what a person has to know of a world who opens its folder.

    Parameters
    ----------
    world : World
        The world.
    blocks : bool
        Whether its block files are in the folder.
    """
    scenario, chain = world.scenario, world.chain
    lines = [
        f"# {scenario.preset}: an invented economy, seed {world.seed}",
        "",
        "**SYNTHETIC.** Persons, firms, markets and agencies in these data are invented, and"
        " likeness to real ones is accidental. The chain is Bitcoin's in format and rules, on"
        " regtest, the network on which anyone makes blocks at will: its coins have never been"
        " worth anything.",
        "",
        f"It holds {scenario.time.days} days from 1 January 2025 on: {len(world.blocks):,} blocks"
        f" (heights 0 to {chain.height}), {len(chain.columns.txs.txid):,} transactions,"
        f" {len(chain.columns.addresses.address):,} addresses. The truth knows"
        f" {len(world.truth.entities):,} people, firms and services.",
        "",
        "| file | what it is |",
        "|---|---|",
        "| `*.parquet`, `manifest.json` | the chain, as `nps.load` reads it |",
        "| `truth/` | who owned each address, what each output was for, what was done, who knows |",
        "| `mempool.csv` | transactions that were sent and never came into a block |",
        "| `exhibits.json` | what lessons point at, by name: see `nps.exhibit` |",
        "| `scenario.toml` | all knobs of the simulation |",
    ]
    if blocks:
        lines.append("| `blocks/` | the chain's blocks, as a node keeps them |")
    if world.pages:
        lines.append("| `pages/` | saved web pages of the story |")
    if world.folders:
        lines.append("| `folders/` | for each agency, what it holds |")
    if world.exchanges:
        lines.append("| `exchanges/` | what exchanges know of their customers, and tell if asked |")
    turned = scenario.differences(Scenario.of(scenario.preset))
    if turned:
        lines += ["", "## Knobs that are not the preset's", ""]
        lines += [f"- `{name}`: {here} (preset: {there})" for name, (here, there) in turned.items()]
    lines += [
        "",
        "Licence: as the project, MIT for data and code, CC BY 4.0 for texts.",
    ]
    shown = [line if line.startswith("|") else fill(line, 100) for line in lines]
    return "\n".join(shown) + "\n"
