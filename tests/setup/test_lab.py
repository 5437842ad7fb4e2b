"""JupyterLab is on loopback, on a free port, and knows the course's settings and kernel alone."""

import json
import socket
from pathlib import Path

import pytest

from nps_chain.errors import SetupError
from nps_chain.setup import lab


@pytest.fixture
def taken():
    """A port that another program listens on."""
    with socket.socket() as other:
        other.bind((lab.HOST, 0))
        other.listen()
        yield other.getsockname()[1]


def test_a_port_in_use_is_told_with_what_to_do(taken):
    with pytest.raises(SetupError, match=rf"Port {taken} can't be used, .*: leave --port out"):
        lab.free_port(taken)


@pytest.mark.parametrize("port", [-1, 65_536, 10**9])
def test_a_number_that_is_no_port_is_told_the_same_way(port):
    with pytest.raises(SetupError, match=f"Port {port} can't be used"):
        lab.free_port(port)


def test_the_first_free_port_is_taken(taken, monkeypatch):
    with socket.socket() as probe:
        probe.bind((lab.HOST, 0))
        free = probe.getsockname()[1]
    monkeypatch.setattr(lab, "PORTS", [taken, free])
    assert lab.free_port(None) == free
    monkeypatch.setattr(lab, "PORTS", [taken])
    with pytest.raises(SetupError, match="close other JupyterLabs"):
        lab.free_port(None)


def test_any_port_is_a_real_one():
    assert lab.free_port(0) > 0


def test_nothing_of_the_users_own_jupyter_reaches_a_lesson(tmp_path, monkeypatch):
    for name in ("JUPYTER_PATH", "JUPYTER_CONFIG_PATH", "MPLBACKEND", "PYTHONSTARTUP"):
        monkeypatch.setenv(name, "mine")
    monkeypatch.setenv("JUPYTER_DATA_DIR", "mine")
    monkeypatch.setenv("NPS_DATA", "kept")
    monkeypatch.chdir(tmp_path)
    environment = lab.isolated(tmp_path / "курс" / ".jupyter", tmp_path / "run")
    assert "mine" not in environment.values()
    assert environment["NPS_DATA"] == str(tmp_path / "kept")
    own = ["JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "IPYTHONDIR", "JUPYTER_RUNTIME_DIR"]
    folders = [Path(environment[name]) for name in own]
    assert all(folder.is_dir() and tmp_path in folder.parents for folder in folders)


def test_jupyterlab_asks_for_no_news_and_the_projector_has_larger_type(tmp_path):
    lab._write_settings(tmp_path / "plain", present=False)
    lab._write_settings(tmp_path / "projector", present=True)
    news = "@jupyterlab/apputils-extension:notification"
    for config in ("plain", "projector"):
        file = tmp_path / config / "labconfig" / "default_setting_overrides.json"
        assert json.loads(file.read_text())[news]["fetchNews"] == "false"
    users = tmp_path / "projector" / "lab" / "user-settings" / "@jupyterlab"
    themes = users / "apputils-extension" / "themes.jupyterlab-settings"
    assert json.loads(themes.read_text())["overrides"]["code-font-size"] == "20px"
    assert not (tmp_path / "plain" / "lab").exists()


def test_a_text_such_as_the_glossary_opens_to_be_read(tmp_path):
    for present in (False, True):
        config = tmp_path / str(present)
        lab._write_settings(config, present)
        file = config / "labconfig" / "default_setting_overrides.json"
        documents = json.loads(file.read_text())["@jupyterlab/docmanager-extension:plugin"]
        assert documents["defaultViewers"] == {"markdown": "Markdown Preview"}


def test_long_results_break_between_words_and_numbers_of_cells_fit_on_the_projector(tmp_path):
    for present in (False, True):
        lab._write_settings(tmp_path / str(present), present)
    plain, projector = (
        (tmp_path / str(present) / "custom" / "custom.css").read_text("utf-8")
        for present in (False, True)
    )
    assert "word-break: normal" in plain
    assert projector.startswith(plain)
    assert "--jp-cell-prompt-width" in projector.removeprefix(plain)
    assert "--LabApp.custom_css=True" in lab._command(tmp_path, 8888)


class Server:
    """Plays a JupyterLab that ends at once."""

    def poll(self) -> int:
        return 1


def test_a_jupyterlab_that_does_not_start_is_told_with_its_last_words(tmp_path):
    log = tmp_path / "log.txt"
    log.write_text("Starting\nModuleNotFoundError: No module named 'zmq'\n")
    with pytest.raises(SetupError, match=r"did not start \(ModuleNotFoundError.*: run nps-chain d"):
        lab._await_answer(Server(), 1, log)


def test_a_browser_is_opened_only_where_it_has_a_window(monkeypatch):
    monkeypatch.setattr(lab.sys, "platform", "linux")
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    assert not lab._has_screen()
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    assert lab._has_screen()
    monkeypatch.delenv("WAYLAND_DISPLAY")
    monkeypatch.setattr(lab.sys, "platform", "win32")
    assert lab._has_screen()
