"""What goes into a block when not everything fits: whatever pays best for its size.

A payment can't be mined before those whose coins it spends. So what counts is the fee rate of a
payment together with its ancestors that wait: a poor parent is taken for the sake of a rich child.

Nodes don't keep a payment that hangs on more than two dozen others that wait. Here it waits where
it was made, and is thought of again once enough of the others are in.

Source: Bitcoin Core, ``node/miner.cpp`` (``addPackageTxs``), ``policy/policy.h``
(``DEFAULT_ANCESTOR_LIMIT``).
"""

from collections.abc import Sequence
from heapq import heapify, heappop, heappush

from nps_chain.world.draft import Draft

MOST_TOGETHER = 25
"""A payment and its waiting ancestors, at most."""

_PATIENCE = 50  # packages too large for the room that is left, after which a block is full


def choose(waiting: Sequence[Draft], room: int) -> tuple[list[Draft], int]:
    """Return what a block takes of what waits, and the lowest fee rate among it.

    Parameters
    ----------
    waiting : sequence of Draft
        In the order in which they were sent, parents before children.
    room : int
        Virtual bytes.

    Returns
    -------
    drafts : list of Draft
        In the same order.
    rate : int
        Satoshi per 1,000 vbytes of the package that paid least; 0 if nothing was taken.
    """
    template = _Template(waiting, room)
    late = list(range(len(waiting)))
    while late and not template.full:
        before = len(template.taken)
        late = template.take(late)
        if len(template.taken) == before:
            break
    return [waiting[place] for place in sorted(template.taken)], template.lowest


class _Template:
    """A block as it fills; a payment is its place among those that wait."""

    def __init__(self, waiting: Sequence[Draft], room: int) -> None:
        place_of = {draft: place for place, draft in enumerate(waiting)}
        self.sizes = [draft.vsize for draft in waiting]
        self.fees = [draft.fee for draft in waiting]
        self.parents = [
            [place_of[coin.draft] for coin in draft.inputs if coin.draft in place_of]
            for draft in waiting
        ]
        self.room, self.lowest, self.full = room, 0, False
        self.taken: dict[int, None] = {}

    def take(self, places: list[int]) -> list[int]:
        """Take of these what pays best, as far as there is room; return those that hang on many."""
        late, heap = [], []
        for place in places:
            package = self._package(place)
            if package:
                heap.append((-self._rate(package), place))
            elif place not in self.taken:
                late.append(place)
        heapify(heap)
        skipped = 0
        while heap:
            worse, place = heappop(heap)
            package = self._package(place)
            if not package:
                continue
            rate = self._rate(package)
            if heap and (-rate, place) > heap[0] and -rate > worse:
                heappush(heap, (-rate, place))  # its parents came in by another: it comes later
                continue
            size = sum([self.sizes[one] for one in package])
            if size > self.room:
                skipped += 1
                if skipped == _PATIENCE:
                    self.full = True
                    break
                continue
            self.room -= size
            self.lowest = min(rate, self.lowest or rate)
            self.taken.update(dict.fromkeys(package))
        return late

    def _package(self, place: int) -> list[int]:
        """Return a payment and its ancestors that aren't taken; none if it is, or if too many."""
        if place in self.taken:
            return []
        found = {place: None}
        for one in (todo := [place]):
            for parent in self.parents[one]:
                if parent not in self.taken and parent not in found:
                    if len(found) == MOST_TOGETHER:
                        return []
                    found[parent] = None
                    todo.append(parent)
        return todo

    def _rate(self, package: list[int]) -> int:
        fees = sum([self.fees[one] for one in package])
        return fees * 1000 // sum([self.sizes[one] for one in package])
