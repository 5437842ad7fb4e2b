"""What hangs on a thing: the other ends of its payments, those of most value first.

Money goes from addresses into a transaction and from there to addresses. So what lies forward of a
transaction are the addresses that it pays, and what lies forward of an address are the transactions
that spend from it; a folded cluster counts as one address.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from nps_chain.errors import NpsError
from nps_chain.show.explorer.known.facts import Facts
from nps_chain.show.explorer.scenes.asked import a_thing
from nps_chain.show.explorer.scenes.scene import BACKWARD, FORWARD, Scene, Thing


def ends(facts: Facts, tx: int, way: str) -> list[int]:
    """Return the rows of the addresses on one side of a transaction, most value first."""
    side = [pay for pay in facts.of_transaction(tx) if pay.spends == (way == BACKWARD)]
    return [pay.address for pay in sorted(side, key=lambda pay: -pay.value) if pay.address >= 0]


def crossings(facts: Facts, addresses: Sequence[int], way: str, as_of: int) -> list[int]:
    """Return the rows of the transactions on one side of addresses, most value first.

    Those that spend from them are forward, those that pay them backward. Of transactions of the
    same value the first in the chain comes first.
    """
    sums = facts.sums(addresses, as_of, spends=way == FORWARD)
    # Sums are in chain order, and a stable sort leaves equal ones there.
    return sums.tx[np.argsort(-sums.value, kind="stable")].tolist()


def folds(facts: Facts, scene: Scene) -> dict[int, int]:
    """Return the clusters that are folded: of each its address that is kept in ``scene.folded``.

    Two that were folded apart may be one at a later height; then the first of them stands for it.
    """
    found: dict[int, int] = {}
    for row in scene.folded:
        found.setdefault(facts.cluster(row, scene.as_of), row)
    return found


def seen_as(facts: Facts, scene: Scene, what: Thing) -> Thing:
    """Return what a thing is drawn as: an address of a folded cluster as that cluster."""
    if what.kind == "t":
        return what
    row = folds(facts, scene).get(facts.cluster(what.row, scene.as_of))
    return Thing("a" if row is None else "c", what.row if row is None else row, what.way)


def is_shown(facts: Facts, scene: Scene, what: Thing) -> bool:
    """Return whether a thing, named as it is drawn, is in a scene and known at its height."""
    if what.kind == "t":
        return what.row in scene.transactions and facts.known(what.row, scene.as_of)
    there = scene.addresses if what.kind == "a" else scene.folded
    return what.row in there and facts.known(facts.first_seen(what.row), scene.as_of)


def rows_of(facts: Facts, what: Thing, as_of: int) -> Sequence[int]:
    """Return the rows of the addresses that an address or a cluster stands for."""
    return (what.row,) if what.kind == "a" else facts.members(what.row, as_of).tolist()


def shown(facts: Facts, scene: Scene, name: Any) -> Thing:
    """Return what a name stands for as it is drawn, if it is."""
    asked = a_thing(facts, name)
    if asked.way:
        raise NpsError(f"{asked.name} stands for what is left out: ask for more of it.")
    what = seen_as(facts, scene, asked)
    if not is_shown(facts, scene, what):
        tx = what.row if what.kind == "t" else facts.first_seen(what.row)
        if not facts.known(tx, scene.as_of):
            raise NpsError(
                f"{facts.name(what.name)} first appears in block {facts.height(tx):,}: move the"
                " clock there first."
            )
        raise NpsError(f"{facts.name(what.name)} isn't shown: look for it first.")
    return what
