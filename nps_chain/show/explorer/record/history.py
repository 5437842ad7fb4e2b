"""Steps taken, taken back and taken again.

To select something changes what is told, and not what is shown: it is no step to take back.
"""

from dataclasses import dataclass, replace
from typing import Any

from nps_chain.errors import NpsError
from nps_chain.show.explorer.known.facts import Facts
from nps_chain.show.explorer.scenes.scene import Scene
from nps_chain.show.explorer.scenes.steps import take

DEPTH = 1000
"""Steps that can be taken back."""


@dataclass(frozen=True)
class History:
    """A scene with those before it, and those that were taken back.

    Attributes
    ----------
    scene : Scene
        As it is now.
    before : tuple of Scene
        To which it can be taken back, the last one last.
    undone : tuple of Scene
        To which it can be taken again, the next one last.
    """

    scene: Scene
    before: tuple[Scene, ...] = ()
    undone: tuple[Scene, ...] = ()

    def act(self, facts: Facts, do: Any, with_: dict[str, Any]) -> "History":
        """Return what it comes to by a step, or by ``undo`` or ``redo``.

        The same one if the step changes nothing.

        Raises
        ------
        NpsError
            If that can't be done.
        """
        if isinstance(do, str) and do in ("undo", "redo"):
            if with_:
                raise NpsError(f"To {do}, nothing else has to be given.")
            return self._undo() if do == "undo" else self._redo()
        after = take(facts, self.scene, do, **with_)
        if after is self.scene:
            return self
        if do == "select":
            return replace(self, scene=after)
        return History(after, (*self.before[1 - DEPTH :], self.scene))

    def _undo(self) -> "History":
        if not self.before:
            raise NpsError("There is no step to take back.")
        return History(self.before[-1], self.before[:-1], (*self.undone, self.scene))

    def _redo(self) -> "History":
        if not self.undone:
            raise NpsError("There is no step to take again.")
        return History(self.undone[-1], (*self.before, self.scene), self.undone[:-1])
