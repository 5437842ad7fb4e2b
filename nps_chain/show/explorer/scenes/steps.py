"""What can be done with a scene: each step takes one and returns another, and nothing else.

A step knows no browser, clock or user, so the same steps from the same start come to the same scene
on every machine: that is why a log of them can be checked. What can't be done is an `NpsError`, and
leaves the scene as it was, since a scene never changes.
"""

from collections.abc import Callable
from dataclasses import replace
from inspect import Parameter, signature
from typing import Any

from nps_chain.errors import NpsError
from nps_chain.show.explorer.known.facts import Facts
from nps_chain.show.explorer.scenes.asked import a_height, a_text, a_thing, one_of, things
from nps_chain.show.explorer.scenes.beginning import start
from nps_chain.show.explorer.scenes.growth import Growth
from nps_chain.show.explorer.scenes.neighbours import is_shown, seen_as, shown
from nps_chain.show.explorer.scenes.removal import remove
from nps_chain.show.explorer.scenes.scene import BACKWARD, COLOURS, FORWARD, HIDES, Scene

WAYS = {FORWARD: (FORWARD,), BACKWARD: (BACKWARD,), "both": (FORWARD, BACKWARD)}


def take(facts: Facts, scene: Scene, do: Any, /, **with_: Any) -> Scene:
    """Return the scene that a step comes to.

    Parameters
    ----------
    facts : Facts
        What is known.
    scene : Scene
        Where it begins.
    do : str
        What to do; in `VERBS`.
    **with_
        What to do it with, as the verb's function asks for it.

    Returns
    -------
    Scene
        The same one if there was nothing to do, so that a click that came twice does no more than
        one.

    Raises
    ------
    NpsError
        If there is no such verb, or an argument is wrong, or there is no room.
    """
    verb = VERBS[one_of(do, tuple(VERBS), "step")]
    known = list(signature(verb).parameters.values())[2:]
    names = [one.name for one in known]
    for name in with_:
        one_of(name, names, f"argument of {do}")
    for one in known:
        if one.default is Parameter.empty and one.name not in with_:
            raise NpsError(f"The step {do} needs {one.name}.")
    after = verb(facts, scene, **with_)
    return scene if after == scene else after


def expand(facts: Facts, scene: Scene, *, of: Any, way: Any = "both") -> Scene:
    """Show what hangs on a thing, forward (``>``), backward (``<``) or both: the most of it first.

    What was opened before stays as it is: more of it comes by `more`.
    """
    what = shown(facts, scene, of)
    ways = WAYS[one_of(way, tuple(WAYS), "way")]
    growth = Growth(facts, scene)
    for one in ways:
        if what._replace(way=one).name not in scene.opened:
            growth.open(what, one)
    after = growth.scene()
    return scene if after == scene else replace(after, focus=what.name)


def more(facts: Facts, scene: Scene, *, of: Any) -> Scene:
    """Show the next of what is left out of a thing, as in ``t12>``."""
    asked = a_thing(facts, of)
    if not asked.way:
        raise NpsError(
            f"More of {asked.name} in which direction? Write {asked.name}> or {asked.name}<."
        )
    what = shown(facts, scene, asked._replace(way="").name)
    growth = Growth(facts, scene)
    growth.open(what, asked.way)
    after = growth.scene()
    return scene if after == scene else replace(after, focus=what.name)


def select(facts: Facts, scene: Scene, *, of: Any) -> Scene:
    """Select things, two at most, instead of those that were."""
    chosen = dict.fromkeys(shown(facts, scene, one.name).name for one in things(facts, of, 2))
    return replace(scene, selected=tuple(chosen), focus=next(iter(chosen), scene.focus))


def fold(facts: Facts, scene: Scene, *, of: Any) -> Scene:
    """Fold the cluster of an address into one node."""
    what = shown(facts, scene, of)
    if what.kind == "t":
        raise NpsError("A transaction can't be folded: choose an address.")
    if what.kind == "c":
        return scene
    if len(facts.members(what.row, scene.as_of)) == 1:
        raise NpsError(
            f"There is nothing to fold: as of block {scene.as_of:,} nothing links"
            f" {facts.name(what.name)} to another address."
        )
    return _renamed(facts, replace(scene, folded=(*scene.folded, what.row)))


def open_(facts: Facts, scene: Scene, *, of: Any) -> Scene:
    """Open a cluster that was folded: its addresses stand for themselves again."""
    what = shown(facts, scene, of)
    if what.kind != "c":
        return scene
    cluster = facts.cluster(what.row, scene.as_of)
    kept = [row for row in scene.folded if facts.cluster(row, scene.as_of) != cluster]
    return _renamed(facts, replace(scene, folded=tuple(kept)))


def clock(facts: Facts, scene: Scene, *, height: Any) -> Scene:
    """Know blocks up to a height only; what comes later is kept, and not drawn."""
    heights = facts.chain.columns.blocks.height
    return replace(scene, as_of=a_height(height, int(heights[0]), int(heights[-1])))


def colour(facts: Facts, scene: Scene, *, by: Any) -> Scene:
    """Colour nodes by what is known of them."""
    by = one_of(by, COLOURS, "colour")
    if by not in facts.has:
        given = {"kind": "services or tags", "taint": "taint", "tag": "tags"}
        raise NpsError(f"The {by} of addresses isn't known here: give explore the {given[by]}.")
    return replace(scene, colour=by)


def hide(facts: Facts, scene: Scene, *, what: Any) -> Scene:
    """Hide change, dust or services: they are kept, and not drawn."""
    return replace(scene, hidden=scene.hidden | {one_of(what, HIDES, "kind of thing to hide")})


def show(facts: Facts, scene: Scene, *, what: Any) -> Scene:
    """Show change, dust or services again."""
    return replace(scene, hidden=scene.hidden - {one_of(what, HIDES, "kind of thing to hide")})


def find(facts: Facts, scene: Scene, *, text: Any) -> Scene:
    """Add a transaction or an address, by its text or its beginning, and select it."""
    what = a_thing(facts, facts.find(a_text(text, "What to look for"), scene.as_of))
    growth = Growth(facts, scene)
    growth.add(what)
    name = seen_as(facts, scene, what).name
    return replace(growth.scene(), selected=(name,), focus=name)


def _renamed(facts: Facts, scene: Scene) -> Scene:
    """Return a scene in which what is selected has the name under which it is now drawn."""

    def now(name: str) -> str:
        what = seen_as(facts, scene, a_thing(facts, name))
        return what.name if is_shown(facts, scene, what) else ""

    selected = [now(name) for name in scene.selected]
    return replace(
        scene,
        selected=tuple(dict.fromkeys(name for name in selected if name)),
        focus=now(scene.focus) if scene.focus else "",
    )


VERBS: dict[str, Callable[..., Scene]] = {
    "start": start,
    "expand": expand,
    "more": more,
    "select": select,
    "fold": fold,
    "open": open_,
    "clock": clock,
    "colour": colour,
    "hide": hide,
    "show": show,
    "find": find,
    "remove": remove,
}
"""What can be done, by the name that a log and a browser have for it."""
