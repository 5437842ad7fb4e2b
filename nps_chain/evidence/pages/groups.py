"""Things that belong together by pairs, put into groups; a group is named for its first."""

from collections.abc import Iterable


def joined(things: Iterable[str], pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return for each thing the first of its group.

    Parameters
    ----------
    things : iterable of str
        All of them, in the order in which one is first.
    pairs : iterable of (str, str)
        What belongs together.

    Examples
    --------
    >>> joined("abcd", [("d", "b"), ("c", "d")])
    {'a': 'a', 'b': 'b', 'c': 'b', 'd': 'b'}
    """
    stands = {thing: thing for thing in things}
    order = {thing: number for number, thing in enumerate(stands)}

    def first(thing: str) -> str:
        while stands[thing] != thing:
            stands[thing] = stands[stands[thing]]  # so that the way is short the next time
            thing = stands[thing]
        return thing

    for one, other in pairs:
        early, late = sorted((first(one), first(other)), key=order.__getitem__)
        stands[late] = early
    return {thing: first(thing) for thing in stands}
