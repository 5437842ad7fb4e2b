"""What the last step did, in one line that a screen reader speaks."""

from nps_chain.show.explorer.canvas.drawn import Drawn, Node
from nps_chain.trace.texts import count

_DONE = {
    "start": "Began",
    "expand": "Expanded",
    "more": "Showed more of",
    "fold": "Folded",
    "open": "Opened",
    "remove": "Took off",
    "find": "Found",
    "clock": "Set the clock to",
    "colour": "Coloured by",
    "hide": "Hid",
    "show": "Showed again",
    "undo": "Took back one step",
    "redo": "Did one step again",
}


def said(before: Drawn | None, after: Drawn, do: str, of: str = "") -> str:
    """Return what a step did.

    Parameters
    ----------
    before, after : Drawn
        What was drawn before the step, None if there was nothing, and what is drawn now.
    do : str
        The step's verb.
    of : str
        What it was done with: a name, such as ``t12``, or words, such as ``block 1,204``.

    Examples
    --------
    >>> said(None, Drawn((), ()), "start")
    'Began: no node more, 0 in all.'
    >>> said(Drawn((), ()), Drawn((), (), hidden=2), "hide", "change")
    'Hid change: no node more, 0 in all. 2 nodes are hidden, or come later.'
    """
    if do == "select":
        chosen = [_who(node) for node in after.nodes if node.selected]
        return f"Selected: {' and '.join(chosen)}." if chosen else "Nothing is selected."
    known = {node.name: node for node in (*(before.nodes if before else ()), *after.nodes)}
    what = _who(known[of]) if of in known else of
    told = f"{_DONE.get(do, 'Done')} {what}".rstrip()
    was, now = (_shown(one) if one else set() for one in (before, after))
    changes = [f"{count(len(now - was), 'node')} more"] if now - was else []
    if was - now:
        changes.append(f"{count(len(was - now), 'node')} fewer")
    told += f": {', '.join(changes) or 'no node more'}, {len(now):,} in all."
    if after.hidden:
        told += f" {count(after.hidden, 'node')} {'is' if after.hidden == 1 else 'are'} hidden,"
        told += " or come later." if after.hidden > 1 else " or comes later."
    return told


def _shown(drawing: Drawn) -> set[str]:
    """Return the names of the nodes that are counted: those that stand for the rest are none."""
    return {node.name for node in drawing.nodes if node.shape != "more"}


def _who(node: Node) -> str:
    """Return a node's short name with what it is."""
    if node.shape == "more":
        return f"what is not shown ({node.label}, {node.detail})"
    return f"{node.shape} {node.label}" if node.shape != "cluster" else f"cluster of {node.label}"
