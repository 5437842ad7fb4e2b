"""The explorer in a notebook: passes what a person asks for to Python, and back what it comes to.

A browser gets the explorer's script once a page, when it asks, so what a notebook saves of a widget
is small. Messages may come in a second thread while a cell runs, so each is answered under the
explorer's lock.
"""

from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

import anywidget
import traitlets

from nps_chain.errors import NpsError

if TYPE_CHECKING:
    from nps_chain.show.explorer.explorer import Explorer

STATIC = Path(__file__).parents[1] / "static"
"""Where the scripts are that a browser gets."""


class ExplorerView(anywidget.AnyWidget):
    """What a notebook shows of an explorer.

    The browser sends ``{"script": checksum}`` if it lacks the script, and gets its text; or
    ``{"ask": number, "do": verb, "with": {...}}``, and gets ``{"answer": number}`` once `state`
    is set, with an ``error`` (a sentence) or a ``file`` (name, type, text) if there is one.

    Attributes
    ----------
    state : dict
        What is shown, as `nps_chain.show.explorer.state.state` gives it.
    script : str
        SHA-256 of the script that shows it.
    """

    _esm = STATIC / "loader.js"
    state = traitlets.Dict().tag(sync=True)
    script = traitlets.Unicode().tag(sync=True)

    def __init__(self, explorer: "Explorer") -> None:
        self._explorer = explorer
        super().__init__(state=explorer.state(), script=checksum())
        _hear_beside_cells(self.comm)
        self.on_msg(self._hear)
        explorer.watch(self._show)

    def _show(self) -> None:
        """Show what the explorer has come to, by a click or by a cell."""
        self.state = self._explorer.state()

    def _hear(self, _view: Any, message: Any, _buffers: Any) -> None:
        if not isinstance(message, dict):
            return
        if message.get("script") == self.script:
            self.send({"script": self.script, "text": script()})
        elif "ask" in message:
            self._answer(message["ask"], message.get("do"), message.get("with"))

    def _answer(self, number: Any, verb: Any, what: Any) -> None:
        """Do what is asked for, and say that it is done; an error is said too, whatever it is."""
        with self._explorer.lock:
            try:
                done = self._do(verb, what if isinstance(what, dict) else {})
            except NpsError as error:
                done = {"error": str(error)}
            except Exception as error:
                done = {"error": f"Python can't do this: {type(error).__name__}, {error}"[:500]}
                self.send({"answer": number, **done})
                raise
            self.send({"answer": number, **done})

    def _do(self, verb: Any, what: Mapping[str, Any]) -> dict[str, Any]:
        if verb != "save":
            self._explorer.act(verb, **what)
            return {}
        height = self._explorer.scene.as_of
        if what.get("what") == "svg":
            return _file(f"explorer-{height}.svg", "image/svg+xml", self._explorer.picture())
        return _file(f"explorer-{height}.json", "application/json", self._explorer.log_text())


def _hear_beside_cells(comm: Any) -> None:
    """Let the kernel hear a browser in the thread that the browser asks for, while a cell runs.

    ipykernel 7.4 has what a browser asks answered where the widget last spoke from instead. Once a
    cell has shown it, that is behind all cells that wait. After a restart a browser may ask for a
    thread that is no more: then there is only that of the cells.
    """

    def thread_for(_question: Any, asked: str | None) -> str | None:
        there = comm.kernel.shell_channel_thread.manager.list_subshell()
        return asked if asked in there else None

    if hasattr(comm, "_reply_subshell_for"):
        comm._reply_subshell_for = thread_for


def _file(name: str, kind: str, text: str) -> dict[str, Any]:
    return {"file": {"name": name, "type": kind, "text": text}}


@cache
def script() -> str:
    """Return the explorer's script, as it was built."""
    return (STATIC / "explorer.js").read_text("utf-8")


@cache
def checksum() -> str:
    """Return the SHA-256 of the script in hex."""
    return sha256(script().encode()).hexdigest()
