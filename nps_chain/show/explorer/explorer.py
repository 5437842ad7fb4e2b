"""An explorer: a scene, the steps that lead to it and their log, under one lock.

What is done to it comes from a browser, in a second thread if a cell is running, or from a cell.
Either way it is a step, taken whole or not at all: the new scene is drawn and put in place before
anything is changed.
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from threading import RLock
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from nps_chain.chain.views import AddressView, TransactionView
from nps_chain.errors import NpsError
from nps_chain.show import style
from nps_chain.show.explorer.asked import one_of
from nps_chain.show.explorer.drawing import drawn
from nps_chain.show.explorer.drawn import Drawn
from nps_chain.show.explorer.facts import Facts
from nps_chain.show.explorer.frames import nodes, payments
from nps_chain.show.explorer.history import History
from nps_chain.show.explorer.layout import Placed, place
from nps_chain.show.explorer.log import Log, Step, summary
from nps_chain.show.explorer.neighbours import is_shown, seen_as
from nps_chain.show.explorer.panel import panel
from nps_chain.show.explorer.picture import svg
from nps_chain.show.explorer.said import said
from nps_chain.show.explorer.scene import BACKWARD, COLOURS, FORWARD, Scene, thing
from nps_chain.show.explorer.state import Clock, state
from nps_chain.show.explorer.table import table
from nps_chain.trace.cluster.why import Why
from nps_chain.trace.named import from_view
from nps_chain.trace.texts import count

_WAYS = {"forward": FORWARD, "backward": BACKWARD, "both": "both"}


def now() -> datetime:
    """Return the time, in UTC."""
    return datetime.now(UTC)


class _Now(NamedTuple):
    """What an explorer has come to; changed as a whole."""

    history: History
    drawn: Drawn
    placed: Placed
    said: str


class Explorer:
    """A graph of payments that grows step by step, made by `nps_chain.show.explorer.explore`.

    Each method that changes what is shown is one step, and returns the explorer. A thing is given
    as a txid or an address, or its beginning, as a view, or by its name in ``.nodes``. Steps may be
    taken from several threads at once: one waits for the other.

    Parameters
    ----------
    facts : Facts
        What is known.
    start : mapping
        What the step ``start`` takes.
    clock : callable, optional
        Tells the time, which goes into the log and nowhere else.

    Attributes
    ----------
    lock : threading.RLock
        Held while a step is taken.

    Raises
    ------
    NpsError
        By each method whose arguments are wrong; then all is as it was.
    """

    def __init__(
        self, facts: Facts, start: Mapping[str, Any], clock: Callable[[], datetime] = now
    ) -> None:
        self.lock = RLock()
        self._facts = facts
        self._clock = clock
        self._watchers: list[Callable[[], None]] = []
        self._view: Any = None
        self._log = Log(facts)
        begun = History(Scene(facts.chain.height)).act(facts, "start", dict(start))
        self._now = self._put(None, History(begun.scene), "start", start)

    # Steps, each with the name that the log has for it.

    def expand(self, of: Any, way: str = "forward") -> "Explorer":
        """Show where the money of a thing went: its six neighbours of most value.

        Parameters
        ----------
        of : str or view
            A transaction, an address or a folded cluster that is shown.
        way : str
            ``forward``; ``backward``, to where it came from; or ``both``. What was expanded before
            is left as it is: `more` goes on.
        """
        return self._take("expand", of=of, way=_WAYS[one_of(way, tuple(_WAYS), "way")])

    def more(self, of: Any, way: str = "forward") -> "Explorer":
        """Show the next six of what is left out of a thing, ``forward`` or ``backward``."""
        way = _WAYS[one_of(way, ("forward", "backward"), "way")]
        with self.lock:
            return self.act("more", of=self._name(of) + way)

    def remove(self, of: Any) -> "Explorer":
        """Take a thing off, and with it what then hangs on nothing."""
        return self._take("remove", of=of)

    def select(self, *of: Any) -> "Explorer":
        """Select one thing, whose panel tells of it; or two, whose panel tells what links them."""
        with self.lock:
            return self.act("select", of=[self._name(one) for one in of])

    def fold(self, of: Any) -> "Explorer":
        """Fold the cluster of an address into one node."""
        return self._take("fold", of=of)

    def open(self, of: Any) -> "Explorer":
        """Open a folded cluster, given by one of its addresses."""
        return self._take("open", of=of)

    def find(self, text: str) -> "Explorer":
        """Add a transaction or an address to what is shown, and select it."""
        return self.act("find", text=text)

    def clock(self, height: int) -> "Explorer":
        """Show what was known when the block at this height was the last; nothing is lost by it."""
        return self.act("clock", height=height)

    def colour(self, by: str) -> "Explorer":
        """Colour nodes by ``cluster``, ``kind``, ``taint`` or ``tag``."""
        return self.act("colour", by=by)

    def hide(self, what: str) -> "Explorer":
        """Hide ``change``, ``dust`` or ``services``."""
        return self.act("hide", what=what)

    def show(self, what: str) -> "Explorer":
        """Show again what was hidden."""
        return self.act("show", what=what)

    def undo(self) -> "Explorer":
        """Take the last step back."""
        return self.act("undo")

    def redo(self) -> "Explorer":
        """Take a step again that was taken back."""
        return self.act("redo")

    def act(self, do: Any, /, **with_: Any) -> "Explorer":
        """Take a step as a browser or a log asks for it.

        Parameters
        ----------
        do : str
            In `nps_chain.show.explorer.steps.VERBS`, ``undo`` or ``redo``.
        **with_
            What that takes. A step that changes nothing isn't logged.
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

    # What it has come to.

    @property
    def scene(self) -> Scene:
        """What was asked for, all in all."""
        return self._now.history.scene

    @property
    def nodes(self) -> pd.DataFrame:
        """What is drawn, a row a node: see `nps_chain.show.explorer.frames.nodes`."""
        with self.lock:
            return nodes(self._facts, self._now.drawn)

    @property
    def payments(self) -> pd.DataFrame:
        """What is drawn, a row a payment: see `nps_chain.show.explorer.frames.payments`."""
        with self.lock:
            return payments(self._facts, self._now.drawn)

    @property
    def log(self) -> pd.DataFrame:
        """Every step, taken back or not: see `nps_chain.show.explorer.log.Log.frame`."""
        with self.lock:
            return self._log.frame

    @property
    def last(self) -> Step:
        """The last step that was taken."""
        with self.lock:
            return self._log.steps[-1]

    def log_text(self) -> str:
        """Return the log as JSON."""
        with self.lock:
            return self._log.text()

    def save_log(self, path: str | os.PathLike[str]) -> None:
        """Write the log into a file, from which it can be replayed."""
        try:
            Path(path).write_text(self.log_text(), "utf-8")
        except OSError as error:
            raise NpsError(f"The log can't be written to {path}: {error.strerror}.") from None

    def why(self, a: Any, b: Any) -> Why:
        """Return what links two addresses by evidence up to the clock, as ``clusters.why`` does."""
        with self.lock:
            return self._facts.why(self._address(a), self._address(b), self.scene.as_of)

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

    def watch(self, watcher: Callable[[], None]) -> None:
        """Have a function called after each step, under the lock."""
        self._watchers.append(watcher)

    def __repr__(self) -> str:
        with self.lock:
            steps = count(len(self._log), "step")
            return (
                f"Explorer({summary(self._now.drawn)}, as of block {self.scene.as_of:,}, {steps})"
            )

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        """Return it for a notebook: the widget, and for pages without Python a picture."""
        from nps_chain.show.explorer.widget import view_of

        with self.lock:
            if self._view is None:
                self._view = view_of(self)
            data, _ = self._view._repr_mimebundle_()
            return {**data, "text/plain": repr(self), "image/svg+xml": self.picture()}

    # How a step is taken.

    def _take(self, do: str, *, of: Any, **with_: Any) -> "Explorer":
        with self.lock:
            return self.act(do, of=self._name(of), **with_)

    def _put(
        self, before: Drawn | None, after: History, do: str, with_: Mapping[str, Any]
    ) -> "_Now":
        """Draw what a step comes to, put it in place, and log the step."""
        drawing = drawn(self._facts, after.scene)
        placed = place(drawing, after.scene.lanes)
        scene = replace(after.scene, lanes=MappingProxyType(placed.lanes))
        told = said(before, drawing, do, _words(with_, scene))
        self._log.add(f"{self._clock():%Y-%m-%dT%H:%M:%SZ}", do, with_, drawing)
        return _Now(replace(after, scene=scene), drawing, placed, told)

    def _name(self, of: Any) -> str:
        """Return the name of a thing that a user gave."""
        if isinstance(of, AddressView | TransactionView):
            kind = "a" if isinstance(of, AddressView) else "t"
            row = from_view(self._facts.chain, of)
            if not isinstance(row, str):
                return f"{kind}{row}"
            of = row
        # A beginning of a txid may look like a name, too: names are of what is shown.
        what = thing(of) if isinstance(of, str) else None
        if what and is_shown(self._facts, self.scene, seen_as(self._facts, self.scene, what)):
            return what.name
        return self._facts.find(of, self.scene.as_of)

    def _address(self, of: Any) -> int:
        what = thing(self._name(of))
        if what is None or what.kind == "t":
            raise NpsError("Evidence links addresses: give two of these, not a transaction.")
        return what.row

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
            told += f"; {scene.no_room:,} more to begin with found no room"
        if scene.hidden:
            told += f"; {' and '.join(sorted(scene.hidden))} hidden"
        return told


def _words(with_: Mapping[str, Any], scene: Scene) -> str:
    """Return what a step was taken with, for the line that tells of it."""
    if "names" in with_:
        return ""
    if "height" in with_:
        return f"block {with_['height']:,}"
    given = scene.focus if "text" in with_ else next(iter(with_.values()), "")
    return given if isinstance(given, str) else ""
