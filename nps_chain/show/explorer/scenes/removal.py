"""Taking a thing off a scene, and with it what then hangs on nothing."""

from dataclasses import replace
from typing import Any

from nps_chain.errors import NpsError
from nps_chain.show.explorer.known.facts import Facts
from nps_chain.show.explorer.scenes.neighbours import rows_of, shown
from nps_chain.show.explorer.scenes.scene import Scene


def remove(facts: Facts, scene: Scene, *, of: Any) -> Scene:
    """Take a thing off, and with it what then hangs on nothing, except where it all began."""
    what = shown(facts, scene, of)
    meet = {tx: {pay.address for pay in facts.of_transaction(tx)} for tx in scene.transactions}
    off = set(() if what.kind == "t" else rows_of(facts, what, scene.as_of))
    folded = [row for row in scene.folded if row not in off]
    stay = set(scene.addresses).union(*(facts.members(row, scene.as_of).tolist() for row in folded))
    stay -= off

    def holds(tx: int) -> bool:
        """Whether a transaction stays: it isn't left with no address by what goes off."""
        if what.kind == "t":
            return tx != what.row
        return meet[tx].isdisjoint(off) or bool(meet[tx] & stay) or f"t{tx}" in scene.start

    kept = [tx for tx in scene.transactions if holds(tx)]
    met = set[int]().union(*(meet[tx] for tx in kept))
    loose = set[int]().union(*(meet[tx] for tx in scene.transactions)) - met
    addresses = [
        row
        for row in scene.addresses
        if row not in off and (row not in loose or f"a{row}" in scene.start)
    ]
    if not kept and not addresses:
        raise NpsError("Nothing would be left: this is all that is shown.")
    there = {f"t{row}" for row in kept} | {f"a{row}" for row in addresses}
    there |= {f"c{row}" for row in folded}
    return replace(
        scene,
        transactions=tuple(kept),
        addresses=tuple(addresses),
        folded=tuple(folded),
        opened=frozenset(key for key in scene.opened if key[:-1] in there),
        selected=tuple(name for name in scene.selected if name in there),
        focus=scene.focus if scene.focus in there else "",
    )
