"""A small chain with its facts, for tests of the explorer, and what to call the things in it."""

import pandas as pd

from nps_chain.show.explorer.known.facts import Facts
from nps_chain.show.explorer.scenes.scene import Scene
from nps_chain.show.explorer.scenes.steps import take
from tests.handmade import address_of, chain_of


def facts_of(*lines: str, **known) -> Facts:
    """What is known of a chain; no output is thought to be change, unless that is given."""
    chain = chain_of(*lines)
    known.setdefault("change", pd.Series(-1, index=range(len(chain.columns.txs.txid))))
    return Facts(chain, **known)


def row_of(facts: Facts, owner: str) -> int:
    return facts.chain.address(address_of(owner)).row


def name_of(facts: Facts, owner: str) -> str:
    return f"a{row_of(facts, owner)}"


def begun(facts: Facts, *names: str) -> Scene:
    return take(facts, Scene(facts.chain.height), "start", names=list(names))
