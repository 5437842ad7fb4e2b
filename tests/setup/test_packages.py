"""Each package is shown in its turn, whatever words pip has for it."""

import io

import pytest

from nps_chain.setup import packages

PIP = [  # its lines for a network, a folder on each system, and what is there or not wanted
    "Ignoring colorama: markers 'sys_platform == \"win32\"' don't match your environment\n",
    "Collecting argon2-cffi==25.1.0 (from -r requirements.txt (line 8))\n",
    "  Downloading argon2_cffi-25.1.0-py3-none-any.whl (14 kB)\n",
    "Processing /home/Иван Петров/пакеты-2/numba-0.68.1-cp311-manylinux.whl (from -r a/b-1.txt)\n",
    "Processing c:\\users\\иван (2)\\bagit-1.9.0.tar.gz (from -r requirements.txt)\n",
    "Requirement already satisfied: six==1.17.0 in /usr/lib (from -r requirements.txt)\n",
    "Installing collected packages: numba, bagit\n",
]
SHOWN = ["2 of 5: argon2-cffi", "3 of 5: numba", "4 of 5: bagit", "5 of 5: six"]


class Screen(io.StringIO):
    def __init__(self, terminal: bool) -> None:
        super().__init__()
        self.terminal = terminal

    def isatty(self) -> bool:
        return self.terminal


@pytest.mark.parametrize("terminal", [True, False])
def test_progress_counts_every_package(monkeypatch, terminal):
    screen = Screen(terminal)
    monkeypatch.setattr(packages.sys, "stdout", screen)
    assert list(packages._shown(PIP, 5)) == PIP  # all of it goes to the log
    shown = screen.getvalue()
    parts = shown.split("\r")[1:] if terminal else shown.splitlines()
    assert [part.split("\n")[0].strip() for part in parts[:4]] == SHOWN
    assert shown.endswith("Unpacking them; this takes a minute or more ...\n")
