"""JupyterLab for a lesson: on this machine only, and the same for everybody.

A participant's own settings, kernels and start-up files could change what a lesson shows. So
JupyterLab and its kernels get folders of the course, in ``my-course/.jupyter``, and the kernel of
the environment that runs this. It listens on loopback, and lets in who has the token.
"""

import json
import os
import secrets
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
import webbrowser
from pathlib import Path
from urllib.parse import quote

from nps_chain.errors import SetupError
from nps_chain.setup.supervise import wait

HOST = "127.0.0.1"
PORTS = range(8888, 8988)  # those that JupyterLab tries too
PATIENCE = 120  # seconds until JupyterLab must answer; a virus scanner may take most of them

Settings = dict[str, dict[str, object]]  # by JupyterLab's name of what is set

# No news from the network, no question about them on the first start; texts open as read, not raw.
LESSON: Settings = {
    "@jupyterlab/apputils-extension:notification": {"checkForUpdates": False, "fetchNews": "false"},
    "@jupyterlab/docmanager-extension:plugin": {"defaultViewers": {"markdown": "Markdown Preview"}},
}
# For the projector: one document, nothing beside it, larger type.
PROJECTOR: Settings = {
    "@jupyterlab/application-extension:shell": {"startMode": "single"},
    "@jupyterlab/apputils-extension:themes": {
        "overrides": {
            "code-font-size": "20px",
            "content-font-size1": "20px",
            "ui-font-size1": "16px",
        }
    },
}

# A long line of a result goes on in the next one from a whole word. JupyterLab breaks within words.
LESSON_STYLE = """
.jp-OutputArea-output.jp-RenderedText pre { word-break: normal; overflow-wrap: anywhere; }
"""
# A cell's number fits beside it in larger type, too.
PROJECTOR_STYLE = """
body { --jp-cell-prompt-width: 84px; }
"""


def open_lesson(
    folder: Path, lesson: str, port: int, present: bool = False, browser: bool = True
) -> int:
    """Open a lesson in JupyterLab, and stay until it is closed; return its exit status.

    Parameters
    ----------
    folder : Path
        The working copy.
    lesson : str
        The lesson's path in it.
    port : int
        The port to listen on: a free one.
    present : bool
        For the projector: larger type, simple interface, and settings that end with this run.
    browser : bool
        Whether to open a browser; the address is printed all the same.

    Raises
    ------
    SetupError
        If JupyterLab does not come up.
    """
    token = secrets.token_urlsafe(24)
    view = "doc" if present else "lab"
    with tempfile.TemporaryDirectory(prefix="nps-chain-") as name:
        run = Path(name)
        environment = isolated(folder / ".jupyter", run) | {"JUPYTER_TOKEN": token}
        if present:
            environment["JUPYTER_CONFIG_DIR"] = str(run / "config")
        _write_settings(Path(environment["JUPYTER_CONFIG_DIR"]), present)
        log = folder / ".jupyter" / "log.txt"
        with (
            log.open("w", encoding="utf-8") as words,
            subprocess.Popen(
                _command(folder, port), env=environment, stdout=words, stderr=words
            ) as server,
        ):
            try:
                _await_answer(server, port, log)
                address = f"http://{HOST}:{port}/{view}/tree/{quote(lesson)}?token={token}"
                print(f"The course is open at\n\n    {address}\n")
                print("Leave this window open while you work; Ctrl-C in it ends the course.")
                if browser and _has_screen():
                    webbrowser.open(address)
                return wait(server)
            finally:
                server.terminate()


def free_port(wanted: int | None) -> int:
    """Return a port that can be listened on: the one wanted, 0 for any, or the first that is free.

    Raises
    ------
    SetupError
        If the one wanted is taken, or all that are tried.
    """
    for port in PORTS if wanted is None else [wanted]:
        with socket.socket() as probe:
            if os.name != "nt":  # there, this would let two programs share a port
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, port))
            except (OSError, OverflowError):
                continue
            return int(probe.getsockname()[1])
    if wanted is None:
        raise SetupError("Every port that JupyterLab tries is in use: close other JupyterLabs.")
    raise SetupError(
        f"Port {wanted} can't be used, perhaps because another program has it: leave --port out, "
        "or give another number from 1024 to 65535."
    )


def isolated(home: Path, run: Path) -> dict[str, str]:
    """Return an environment in which Jupyter and IPython know the course's folders alone.

    Parameters
    ----------
    home : Path
        A folder for what lasts: settings, histories. It is made.
    run : Path
        A folder for what ends with this run: what JupyterLab and its kernels tell each other.
    """
    own = {
        "JUPYTER_CONFIG_DIR": home / "config",
        "JUPYTER_DATA_DIR": home / "data",
        "IPYTHONDIR": home / "ipython",
        "JUPYTER_RUNTIME_DIR": run / "runtime",
    }
    for folder in own.values():
        folder.mkdir(parents=True, exist_ok=True)
    # The paths would bring others' kernels; a backend chosen outside changes what a figure prints.
    foreign = {"JUPYTER_PATH", "JUPYTER_CONFIG_PATH", "MPLBACKEND", "PYTHONSTARTUP"}
    kept = {name: value for name, value in os.environ.items() if name not in foreign}
    if kept.get("NPS_DATA"):
        kept["NPS_DATA"] = str(Path(kept["NPS_DATA"]).absolute())  # kernels start in another folder
    return kept | {name: str(folder) for name, folder in own.items()}


def _command(folder: Path, port: int) -> list[str]:
    return [
        *[sys.executable, "-m", "jupyterlab", "--log-level=WARN", "-y"],
        f"--ServerApp.ip={HOST}",
        f"--ServerApp.port={port}",
        "--ServerApp.port_retries=0",
        "--ServerApp.open_browser=False",
        "--ServerApp.allow_root=True",  # in a container; it is on loopback, behind its token
        f"--ServerApp.root_dir={folder}",
        "--KernelSpecManager.allowed_kernelspecs=python3",
        "--LabApp.extension_manager=readonly",  # the other one asks the network
        "--LabApp.news_url=None",
        "--LabApp.custom_css=True",
    ]


def _write_settings(config: Path, present: bool) -> None:
    overrides = "labconfig/default_setting_overrides.json"
    files = {overrides: json.dumps(LESSON, indent=1), "custom/custom.css": LESSON_STYLE}
    if present:  # as the user's own, because JupyterLab takes the size of its type only from those
        for name, values in PROJECTOR.items():
            path = f"lab/user-settings/{name.replace(':', '/')}.jupyterlab-settings"
            files[path] = json.dumps(values, indent=1)
        files["custom/custom.css"] += PROJECTOR_STYLE
    for place, content in files.items():
        file = config / place
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, encoding="utf-8")


def _await_answer(server: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    """Return when JupyterLab answers."""
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))  # never by a proxy
    deadline = time.monotonic() + PATIENCE
    while server.poll() is None and time.monotonic() < deadline:
        try:
            with direct.open(f"http://{HOST}:{port}/api", timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    last = (log.read_text("utf-8", "replace").strip().splitlines() or ["it said nothing"])[-1]
    raise SetupError(f"JupyterLab did not start ({last}): run nps-chain doctor to see why.")


def _has_screen() -> bool:
    """Say whether a browser would show in a window, and not take over this terminal."""
    return sys.platform in ("win32", "darwin") or bool(
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    )
