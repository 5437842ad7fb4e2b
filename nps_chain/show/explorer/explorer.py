"""An explorer as one uses it in a notebook: it shows itself, and every click is a method, too."""

import os
from pathlib import Path
from typing import Any, Self

import pandas as pd

from nps_chain.chain.views import AddressView, TransactionView
from nps_chain.errors import NpsError
from nps_chain.files import write_files
from nps_chain.show.explorer.beside.frames import nodes, payments
from nps_chain.show.explorer.record.log import summary
from nps_chain.show.explorer.scenes.asked import one_of
from nps_chain.show.explorer.scenes.neighbours import is_shown, seen_as
from nps_chain.show.explorer.scenes.scene import BACKWARD, FORWARD, thing
from nps_chain.show.explorer.session import Session
from nps_chain.trace.cluster.why import Why
from nps_chain.trace.named import from_view
from nps_chain.trace.texts import count

_WAYS = {"forward": FORWARD, "backward": BACKWARD, "both": "both"}


class Explorer(Session):
    """A graph of payments that grows step by step, made by `nps_chain.show.explorer.explore`.

    Each method that changes what is shown is one step, and returns the explorer. A thing is given
    as a txid or an address, or its beginning, as a view, or by its name in ``.nodes``. Steps may be
    taken from several threads at once: one waits for the other. If a step can't be taken it is an
    `NpsError`, and all is as it was.
    """

    _view: Any = None

    # Steps, each with the name that the log has for it.

    def expand(self, of: Any, way: str = "forward") -> Self:
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

    def more(self, of: Any, way: str = "forward") -> Self:
        """Show the next six of what is left out of a thing, ``forward`` or ``backward``."""
        way = _WAYS[one_of(way, ("forward", "backward"), "way")]
        with self.lock:
            return self.act("more", of=self._name(of) + way)

    def remove(self, of: Any) -> Self:
        """Take a thing off, and with it what then hangs on nothing."""
        return self._take("remove", of=of)

    def select(self, *of: Any) -> Self:
        """Select one thing, whose panel tells of it; or two, whose panel tells what links them."""
        with self.lock:
            return self.act("select", of=[self._name(one) for one in of])

    def fold(self, of: Any) -> Self:
        """Fold the cluster of an address into one node."""
        return self._take("fold", of=of)

    def open(self, of: Any) -> Self:
        """Open a folded cluster, given by one of its addresses."""
        return self._take("open", of=of)

    def find(self, text: str) -> Self:
        """Add a transaction or an address to what is shown, and select it."""
        return self.act("find", text=text)

    def clock(self, height: int) -> Self:
        """Show what was known when the block at this height was the last; nothing is lost by it."""
        return self.act("clock", height=height)

    def colour(self, by: str) -> Self:
        """Colour nodes by ``cluster``, ``kind``, ``taint`` or ``tag``."""
        return self.act("colour", by=by)

    def hide(self, what: str) -> Self:
        """Hide ``change``, ``dust`` or ``services``."""
        return self.act("hide", what=what)

    def show(self, what: str) -> Self:
        """Show again what was hidden."""
        return self.act("show", what=what)

    def undo(self) -> Self:
        """Take the last step back."""
        return self.act("undo")

    def redo(self) -> Self:
        """Take a step again that was taken back."""
        return self.act("redo")

    # What it has come to.

    @property
    def nodes(self) -> pd.DataFrame:
        """What is drawn, a row a node: see `nps_chain.show.explorer.beside.frames.nodes`."""
        with self.lock:
            return nodes(self._facts, self._now.drawn)

    @property
    def payments(self) -> pd.DataFrame:
        """What is drawn, a row a payment: see `nps_chain.show.explorer.beside.frames.payments`."""
        with self.lock:
            return payments(self._facts, self._now.drawn)

    @property
    def log(self) -> pd.DataFrame:
        """Every step, taken back or not: see `nps_chain.show.explorer.record.log.Log.frame`."""
        with self.lock:
            return self._log.frame

    def save_log(self, path: str | os.PathLike[str], *, overwrite: bool = False) -> Path:
        """Write the log into a file, from which it can be replayed; return the file.

        Parameters
        ----------
        path : str or path
            The file.
        overwrite : bool
            Whether a file of that name may be replaced: a log may be evidence.
        """
        (file,) = write_files({Path(path): self.log_text().encode()}, overwrite=overwrite)
        return file

    def why(self, a: Any, b: Any) -> Why:
        """Return what links two addresses by evidence up to the clock, as ``clusters.why`` does."""
        with self.lock:
            return self._facts.why(self._address(a), self._address(b), self.scene.as_of)

    def __repr__(self) -> str:
        with self.lock:
            steps = count(len(self._log), "step")
            return (
                f"Explorer({summary(self._now.drawn)}, as of block {self.scene.as_of:,}, {steps})"
            )

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        """Return it for a notebook: the widget, and for pages without Python a picture."""
        from nps_chain.show.explorer.widget import ExplorerView

        with self.lock:
            if self._view is None:
                self._view = ExplorerView(self)
            data, _ = self._view._repr_mimebundle_()
            return {**data, "text/plain": repr(self), "image/svg+xml": self.picture()}

    # What a user means.

    def _take(self, do: str, *, of: Any, **with_: Any) -> Self:
        with self.lock:
            return self.act(do, of=self._name(of), **with_)

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
