"""Where an exploration begins: what of it is shown first, and what is folded."""

from dataclasses import replace
from typing import Any

from nps_chain.errors import NpsError
from nps_chain.show.explorer.known.facts import Facts
from nps_chain.show.explorer.scenes.asked import a_height, things
from nps_chain.show.explorer.scenes.growth import BATCH, PER_TX, Growth
from nps_chain.show.explorer.scenes.scene import BACKWARD, FORWARD, Scene, Thing

BEGIN = 240
"""Nodes that there may be at first, so that there is room to go on."""

FOLDED = 60
"""Addresses of a cluster that it begins with which are seen at once when the cluster is opened."""

MOST_NAMES = 100_000
"""Things to begin with, of which those that find room are shown."""


def start(
    facts: Facts, scene: Scene, *, names: Any, began: Any = None, height: Any = None
) -> Scene:
    """Begin with some things; transactions alone come with what goes in and out of them.

    Several addresses that are in one cluster begin as one node.

    Parameters
    ----------
    facts, scene
        What is known; a scene, of which nothing is kept.
    names : list of str
        Transactions and addresses, the most important ones first.
    began : list of str, optional
        Those of them where it began; all by default.
    height : int, optional
        What is known are blocks up to this one; by default as in the scene.
    """
    blocks = facts.chain.columns.blocks.height
    as_of = scene.as_of if height is None else a_height(height, int(blocks[0]), int(blocks[-1]))
    first = things(facts, names, MOST_NAMES)
    marked = first if began is None else things(facts, began, MOST_NAMES)
    if not first or any(one.way or one.kind == "c" for one in first):
        raise NpsError("Begin with one or more transactions or addresses.")
    for one in first:
        tx = one.row if one.kind == "t" else facts.first_seen(one.row)
        if not facts.known(tx, as_of):
            raise NpsError(
                f"{facts.name(one.name)} first appears in block {facts.height(tx):,}, and this is"
                f" as of block {as_of:,}."
            )
    kinds = {one.kind for one in first}
    together = len(first) > 1 and kinds == {"a"}
    together = together and len({facts.cluster(one.row, as_of) for one in first}) == 1
    scene = Scene(as_of, folded=(first[0].row,) if together else ())
    growth = Growth(facts, scene, BEGIN)
    added = [one for one in (first[:FOLDED] if together else first) if growth.add(one)]
    if kinds == {"t"}:
        for one in added:
            for way in BACKWARD, FORWARD:
                growth.open(one, way, BATCH if len(added) == 1 else PER_TX)
    there = set(added)
    starts = [Thing("c", first[0].row)] if together else [one for one in marked if one in there]
    names = tuple(one.name for one in starts)
    return replace(
        growth.scene(),
        start=names,
        no_room=0 if together else len(first) - len(added),
        selected=names if len(names) == 1 else (),
        focus=(*names, added[0].name)[0],
    )
