"""The card of a data set: its README, made from the run itself."""

from textwrap import fill
from typing import TYPE_CHECKING

import pandas as pd

from nps_chain.groundtruth import realism
from nps_chain.world.scenario import Scenario

if TYPE_CHECKING:
    from nps_chain.world.world import World

_JUDGED = 20_000  # transactions


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
    if world.offices:
        lines.append("| `offices.csv` | to whom letters are written, and who may ask an exchange |")
        lines.append("| `memberships.csv` | which treaties and networks each country belongs to |")
    lines += [
        "",
        "Whoever has this folder has the answers, too: a team that is to solve the case gets the"
        " chain and the folder of its agency. Amounts and fees are satoshi, sizes virtual bytes,"
        " times UTC; in what exchanges keep, a negative amount went out. Regtest's first block,"
        " height 0, belongs to nobody in the truth.",
    ]
    turned = scenario.differences(Scenario.of(scenario.preset))
    if turned:
        lines += ["", "## Knobs that are not the preset's", ""]
        lines += [f"- `{name}`: {here} (preset: {there})" for name, (here, there) in turned.items()]
    lines += ["", "## Who is in it", "", "| kind | how many |", "|---|---|"]
    lines += _counted(world.truth.entities["kind"])
    lines += ["", "## What was done", "", "| kind of transaction | how many |", "|---|---|"]
    lines += _counted(world.truth.transactions["kind"])
    lines += ["", "## How like Bitcoin it is", "", *_likeness(world)]
    lines += ["", "## Where it departs from reality, on purpose", ""]
    lines += [f"- {line}" for line in _departures(world)]
    lines += [
        "",
        "Licence: as the project, MIT for data and code, CC BY 4.0 for texts.",
    ]
    shown = [line if line.startswith("|") else fill(line, 100) for line in lines]
    return "\n".join(shown) + "\n"


def _counted(words: pd.Series) -> list[str]:
    counts = words.value_counts(sort=False)
    many = counts[counts > 0].sort_values(ascending=False, kind="stable")
    return [f"| {str(word).replace('_', ' ')} | {number:,} |" for word, number in many.items()]


def _likeness(world: "World") -> list[str]:
    """Return the scorecard, and what techniques do; for a small world, that it isn't judged."""
    chain, truth = world.chain, world.truth
    if len(chain.columns.txs.txid) < _JUDGED:
        return ["It is too small to be judged: a few people decide each figure."]
    lines = realism.card(realism.realism(chain, truth))
    lines += ["", "### What clustering does", "", "Services apart: of those with a tag.", ""]
    lines += ["| clustering | clusters | services | apart | largest cluster | B-cubed |"]
    lines += ["|---|---|---|---|---|---|"]
    lines += [
        f"| {row.Index} | {row.clusters:,} | {row.services} | {row.apart}"
        f" | {row.largest:,} addresses | {row.b_cubed:.3f} |"
        for row in realism.collapse(chain, truth).itertuples()
    ]
    return [*lines, "", "### CoinJoins and what looks like them", "",
            f"{realism.lookalikes(chain, truth)!s}."]  # fmt: skip


def _departures(world: "World") -> list[str]:
    txs = world.chain.columns.txs
    mixed = int((world.truth.transactions["kind"] == "coinjoin").sum())
    return [
        f"CoinJoins are {100 * mixed / len(txs.txid):.2f} % of transactions; on Bitcoin some 0.07 %"
        " (derived). A class needs enough of each kind.",
        "A block is found each hour, not each ten minutes, and holds some twenty transactions.",
        f"Of {len(txs.txid):,} transactions {int(txs.coinbase.sum()):,} are coinbases; on Bitcoin"
        " 0.1 %. The measures leave them out.",
        "Blocks are full in the congested week because miners make small ones: so few people could"
        " not fill a large one.",
        "All coins are mined within the 90 days, since regtest halves the reward each 150 blocks;"
        " so nobody holds coins from before.",
        "Crime is oversampled like CoinJoins: there is far more of it here than on Bitcoin.",
    ]
