"""A scene, the steps that lead to it and their log, under one lock.

What is done to it comes from a browser, in a second thread if a cell is running, or from a cell.
Either way it is a step, taken whole or not at all: the new scene is drawn and put in place before
anything is changed.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from threading import RLock
from types import MappingProxyType
from typing import Any, NamedTuple, Self

import numpy as np

from nps_chain.show import style
from nps_chain.show.explorer.beside.panel import panel
from nps_chain.show.explorer.beside.said import said
from nps_chain.show.explorer.beside.table import table
from nps_chain.show.explorer.canvas.drawing import drawn
from nps_chain.show.explorer.canvas.drawn import Drawn
from nps_chain.show.explorer.known.facts import Facts
from nps_chain.show.explorer.placing.layout import Placed, place
from nps_chain.show.explorer.record.history import History
from nps_chain.show.explorer.record.log import Log, Step, summary
from nps_chain.show.explorer.scenes.scene import COLOURS, Scene
from nps_chain.show.explorer.state import Clock, state
from nps_chain.show.explorer.svg.picture import svg
from nps_chain.trace.texts import count


def now() -> datetime:
    """Return the time, in UTC."""
    return datetime.now(UTC)


class _Now(NamedTuple):
    """What an explorer has come to; changed as a whole."""

    history: History
    drawn: Drawn
    placed: Placed
    said: str


class Session:
    """What somebody does with an explorer, from beginning to end.

    Parameters
    ----------
    facts : Facts
        What is known.
    start : mapping
        What the step ``start`` takes.
    clock : callable, optional
        Tells the time in UTC, which goes into the log and nowhere else.

    Attributes
    ----------
    lock : threading.RLock
        Held while a step is taken.
    """

    def __init__(
        self, facts: Facts, start: Mapping[str, Any], clock: Callable[[], datetime] = now
    ) -> None:
        self.lock = RLock()
        self._facts = facts
        self._clock = clock
        self._watchers: list[Callable[[], None]] = []
        self._log = Log(facts)
        begun = History(Scene(facts.chain.height)).act(facts, "start", dict(start))
        self._now = self._put(None, History(begun.scene), "start", start)

    def act(self, do: Any, /, **with_: Any) -> Self:
        """Take a step as a browser or a log asks for it.

        Parameters
        ----------
        do : str
            In `nps_chain.show.explorer.scenes.steps.VERBS`, ``undo`` or ``redo``.
        **with_
            What that takes. A step that changes nothing isn't logged.

        Raises
        ------
        NpsError
            If it can't be taken; then all is as it was.
        """
        with self.lock:
            self._log.must_have_room()
            before = self._now
            after = before.history.act(self._facts, do, with_)
            if after is before.history:
                told = said(before.drawn, before.drawn, do, _words(with_, self.scene))
                self._now = before._replace(said=told)
            else:
                self._now = self._put(before.drawn, after, do, with_)
            for watcher in self._watchers:
                watcher()
        return self

    def watch(self, watcher: Callable[[], None]) -> None:
        """Have a function called after each step, under the lock."""
        self._watchers.append(watcher)

    # What it has come to.

    @property
    def scene(self) -> Scene:
        """What was asked for, all in all."""
        return self._now.history.scene

    @property
    def last(self) -> Step:
        """The last step that was taken."""
        with self.lock:
            return self._log.steps[-1]

    def log_text(self) -> str:
        """Return the log as JSON."""
        with self.lock:
            return self._log.text()

    def picture(self) -> str:
        """Return what is drawn as an SVG document, which needs no Python."""
        with self.lock:
            return svg(self._now.drawn, self._now.placed, self._title())

    def state(self) -> dict[str, Any]:
        """Return all that a browser shows, ready for JSON."""
        with self.lock:
            facts, scene = self._facts, self.scene
            return state(
                scene,
                self._now.drawn,
                self._now.placed,
                self._slider(),
                panel=panel(facts, scene),
                table=table(facts, self._now.drawn),
                said=self._now.said,
                colours=[colour for colour in COLOURS if colour in facts.has],
                undo=bool(self._now.history.before),
                redo=bool(self._now.history.undone),
            )

    def _put(
        self, before: Drawn | None, after: History, do: str, with_: Mapping[str, Any]
    ) -> "_Now":
        """Draw what a step comes to, put it in place, and log the step."""
        drawing = drawn(self._facts, after.scene)
        if before is not None and _unselected(drawing) == _unselected(before):
            placed = self._now.placed  # a click that selects moves nothing, and comes often
        else:
            placed = place(drawing, after.scene.lanes)
        scene = replace(after.scene, lanes=MappingProxyType(placed.lanes))
        told = said(before, drawing, do, _words(with_, scene))
        if do == "start" and scene.no_room:
            told += f" {_no_room(scene)}."
        at = self._clock().isoformat(timespec="seconds").replace("+00:00", "Z")
        self._log.add(at, do, with_, drawing)
        return _Now(replace(after, scene=scene), drawing, placed, told)

    def _slider(self) -> Clock:
        blocks, scene = self._facts.chain.columns.blocks, self.scene
        heights = {self._facts.height(tx) for tx in scene.transactions}
        return Clock(
            height=scene.as_of,
            lowest=int(blocks.height[0]),
            highest=int(blocks.height[-1]),
            time=int(blocks.time[np.searchsorted(blocks.height, np.int32(scene.as_of))]),
            first=int(blocks.time[0]),
            last=int(blocks.time[-1]),
            stops=tuple(sorted(heights)),
        )

    def _title(self) -> str:
        scene, names = self.scene, self.scene.start
        around = count(len(names), "place")
        if len(names) == 1:
            cluster = "the cluster of " if names[0].startswith("c") else ""
            around = cluster + style.shorten(self._facts.name(names[0]))
        told = f"Payments around {around}, as of block {scene.as_of:,}: {summary(self._now.drawn)}"
        if scene.no_room:
            told += f"; {_no_room(scene)}"
        if scene.hidden:
            told += f"; {' and '.join(sorted(scene.hidden))} hidden"
        return told


def _unselected(drawing: Drawn) -> Drawn:
    return replace(drawing, nodes=tuple([replace(node, selected=False) for node in drawing.nodes]))


def _words(with_: Mapping[str, Any], scene: Scene) -> str:
    """Return what a step was taken with, for the line that tells of it."""
    if "names" in with_:
        return ""
    if "height" in with_:
        return f"block {with_['height']:,}"
    if "text" in with_:
        return scene.focus
    given = next((with_[name] for name in ("of", "by", "what") if name in with_), "")
    return given if isinstance(given, str) else ""


def _no_room(scene: Scene) -> str:
    return f"{scene.no_room:,} more to begin with found no room"
