from hashlib import sha256
from threading import Event, RLock, Thread
from types import SimpleNamespace
from typing import Any

import pytest

import nps_chain as nps
from nps_chain.errors import NpsError
from nps_chain.show.explorer.explore import explore
from nps_chain.show.explorer.widget import STATIC, ExplorerView


class Stub:
    """An explorer that counts its steps, and can be made to wait or to fail."""

    def __init__(self) -> None:
        self.lock = RLock()
        self.scene = SimpleNamespace(as_of=2160)
        self.taken: list[tuple[str, dict[str, Any]]] = []
        self.watchers: list[Any] = []

    def act(self, do: Any, /, **with_: Any) -> None:
        if do == "fail":
            raise NpsError("There is no such step.")
        if do == "break":
            raise ZeroDivisionError("division by zero")
        self.taken.append((do, with_))
        for watcher in self.watchers:
            watcher()

    def state(self) -> dict[str, Any]:
        return {"steps": len(self.taken)}

    def watch(self, watcher: Any) -> None:
        self.watchers.append(watcher)

    def picture(self) -> str:
        return "<svg/>"

    def log_text(self) -> str:
        return '{"explorer": 1}'


@pytest.fixture
def explorer() -> Stub:
    return Stub()


@pytest.fixture
def view(explorer, monkeypatch) -> ExplorerView:
    """A view whose messages are kept, each with the state at which it was sent."""
    view = ExplorerView(explorer)
    sent: list[Any] = []
    monkeypatch.setattr(view, "send", lambda message: sent.append((message, view.state)))
    monkeypatch.setattr(view, "sent", sent, raising=False)
    return view


def hear(view: ExplorerView, message: Any) -> list[Any]:
    """Pass a message on as ipywidgets does, and return what is sent back."""
    view.sent.clear()
    view._handle_custom_msg(message, [])
    return list(view.sent)


def test_a_view_shows_the_state_and_keeps_little_else(explorer):
    kept = ExplorerView(explorer).get_state()
    assert kept["state"] == {"steps": 0}
    assert kept["script"] == sha256((STATIC / "explorer.js").read_bytes()).hexdigest()
    assert kept["_esm"] == (STATIC / "loader.js").read_text("utf-8")
    assert len(kept["_esm"]) < 4000


def test_a_page_gets_the_script_that_it_asks_for_and_no_other(view):
    text = (STATIC / "explorer.js").read_text("utf-8")
    answer = {"script": view.script, "text": text}
    assert hear(view, {"script": view.script}) == [(answer, {"steps": 0})]
    assert hear(view, {"script": "0" * 64}) == []


def test_a_step_is_taken_and_answered_once_the_state_is_there(view, explorer):
    asked = {"ask": "x-1", "do": "expand", "with": {"of": "t12", "way": ">"}}
    assert hear(view, asked) == [({"answer": "x-1"}, {"steps": 1})]
    assert explorer.taken == [("expand", {"of": "t12", "way": ">"})]


def test_a_step_that_a_cell_takes_shows_too(view, explorer):
    explorer.act("undo")
    assert view.state == {"steps": 1}


def test_an_error_is_answered_with_its_sentence(view):
    answer = {"answer": 7, "error": "There is no such step."}
    assert hear(view, {"ask": 7, "do": "fail", "with": {}}) == [(answer, {"steps": 0})]


def test_an_error_that_nobody_meant_is_answered_and_raised(view):
    with pytest.raises(ZeroDivisionError):
        view._hear(view, {"ask": 8, "do": "break", "with": {}}, [])
    error = "Python can't do this: ZeroDivisionError, division by zero"
    assert view.sent == [({"answer": 8, "error": error}, {"steps": 0})]


@pytest.mark.parametrize(
    ("what", "file"),
    [
        ("svg", {"name": "explorer-2160.svg", "type": "image/svg+xml", "text": "<svg/>"}),
        (
            "log",
            {"name": "explorer-2160.json", "type": "application/json", "text": '{"explorer": 1}'},
        ),
    ],
)
def test_files_to_keep_are_written_by_python_and_are_no_step(view, explorer, what, file):
    asked = {"ask": 1, "do": "save", "with": {"what": what}}
    assert hear(view, asked) == [({"answer": 1, "file": file}, {"steps": 0})]
    assert explorer.taken == []


@pytest.mark.parametrize("message", [None, "ask", [], {}, {"do": "undo"}])
def test_what_is_no_question_is_not_answered(view, explorer, message):
    assert hear(view, message) == []
    assert explorer.taken == []


def test_what_a_question_lacks_is_for_the_step_to_say(view, explorer):
    assert hear(view, {"ask": 1, "do": "undo", "with": "all"}) == [({"answer": 1}, {"steps": 1})]
    assert explorer.taken == [("undo", {})]


def test_the_kernel_hears_it_in_the_thread_that_the_browser_asks_for(monkeypatch, explorer):
    manager = SimpleNamespace(list_subshell=lambda: ["there"])
    kernel = SimpleNamespace(shell_channel_thread=SimpleNamespace(manager=manager))
    comm = SimpleNamespace(
        comm_id="1", kernel=kernel, _reply_subshell_for=lambda data, asked: None,
        **dict.fromkeys(("on_msg", "on_close", "close", "send"), lambda *_, **__: None),
    )  # fmt: skip
    monkeypatch.setattr("comm.create_comm", lambda **_: comm)
    ExplorerView(explorer)
    asked = [comm._reply_subshell_for({}, thread) for thread in ("there", "gone", None)]
    assert asked == ["there", None, None]


def test_a_question_from_a_second_thread_waits_until_a_cell_is_done(view, explorer):
    asked = {"ask": 1, "do": "undo", "with": {}}
    began = Event()

    def ask() -> None:
        began.set()
        hear(view, asked)

    second = Thread(target=ask)
    with explorer.lock:  # as a step that a cell takes
        second.start()
        began.wait()
        second.join(0.2)
        assert second.is_alive()
        assert explorer.taken == []
    second.join()
    assert view.sent == [({"answer": 1}, {"steps": 1})]


def test_a_browser_leads_a_real_explorer_on_and_back(monkeypatch):
    chain = nps.load("core-regtest")
    view = ExplorerView(explore(chain, chain.tx(300)))
    sent: list[Any] = []
    monkeypatch.setattr(view, "send", sent.append)
    begun = [node["name"] for node in view.state["nodes"]]
    view._handle_custom_msg({"ask": 1, "do": "expand", "with": {"of": "a494", "way": ">"}}, [])
    grown = [node["name"] for node in view.state["nodes"]]
    view._handle_custom_msg({"ask": 2, "do": "undo", "with": {}}, [])
    back = [node["name"] for node in view.state["nodes"]]
    view._handle_custom_msg({"ask": 3, "do": "find", "with": {"text": "zz"}}, [])
    view._handle_custom_msg({"ask": 4, "do": "save", "with": {"what": "svg"}}, [])
    assert begun == back == ["t300", "a326", "a494", "a495"]
    assert grown == ["t300", "t332", "a326", "a494", "a495", "a548", "a522"]
    assert sent[:2] == [{"answer": 1}, {"answer": 2}]
    assert sent[2]["error"].startswith("'zz' is too short")
    assert sent[3]["file"]["text"].startswith("<svg")
