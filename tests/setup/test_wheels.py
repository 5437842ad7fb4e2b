"""Which packages go into a folder for another system and Python."""

import subprocess
from pathlib import Path

import pytest

from nps_chain.errors import SetupError
from nps_chain.setup import wheels

H = "--hash=sha256:" + "0" * 64
REQUIREMENTS = f"""# This file was made by a program:
#    python tools/pin.py
anyio==4.16.0 \\
    {H} \\
    {H}
colorama==0.4.6 ; sys_platform == 'win32' \\
    {H}
appnope==1.0.0 ; sys_platform == 'darwin' \\
    {H}
numpy==2.4.6 ; python_full_version < '3.12' \\
    {H}
numpy==2.5.5 ; python_full_version >= '3.12' \\
    {H}
pywinpty==3.1.2 ; os_name == 'nt' \\
    {H}
ptyprocess==0.7.0 ; os_name != 'nt' or (sys_platform != 'emscripten' and sys_platform != 'win32') \\
    {H}
"""


@pytest.mark.parametrize(
    ("system", "python", "pins"),
    [
        ("windows", "3.12", "anyio==4.16.0 colorama==0.4.6 numpy==2.5.5 pywinpty==3.1.2"),
        ("macos", "3.11", "anyio==4.16.0 appnope==1.0.0 numpy==2.4.6 ptyprocess==0.7.0"),
        ("linux", "3.13", "anyio==4.16.0 numpy==2.5.5 ptyprocess==0.7.0"),
    ],
)
def test_markers_are_judged_for_the_system_that_is_meant(system, python, pins):
    lines = wheels.pins(REQUIREMENTS, system, python)
    assert [line.split(" ")[0] for line in lines] == pins.split(" ")
    assert lines[0] == f"anyio==4.16.0 {H} {H}"
    assert not any(";" in line for line in lines)


@pytest.mark.parametrize("line", ["numpy>=2", "-r other.txt", "numpy==2.5.5", "./numpy.whl"])
def test_a_line_that_pins_nothing_is_refused(line):
    with pytest.raises(SetupError, match="a line that pins nothing"):
        wheels.pins(REQUIREMENTS + line, None, "3.12")


def test_the_real_files_pin_something_for_every_system_and_python():
    root = Path(__file__).parents[2]
    for file in ("requirements.txt", "requirements-test.txt"):
        text = (root / file).read_text("utf-8")
        for system in wheels.SYSTEMS:
            for python in wheels.PYTHONS:
                names = [pin.split("==")[0] for pin in wheels.pins(text, system, python)]
                assert {"numba", "pandas", "jupyterlab"} <= set(names)
                assert len(names) == len(set(names))


def test_pip_is_asked_for_that_system_by_hash_and_its_failure_is_a_sentence(tmp_path, monkeypatch):
    asked = []

    def pip(command: list[str], **_: object) -> subprocess.CompletedProcess:
        asked.extend(command)
        return subprocess.CompletedProcess(command, 1, "NameResolutionError", "")

    monkeypatch.setattr(subprocess, "run", pip)
    with pytest.raises(SetupError, match="there is no network"):
        wheels.download(tmp_path / "пакеты", "windows", "3.12")
    assert {"--require-hashes", "--no-deps", "win_amd64"} <= set(asked)
    assert asked[asked.index("--python-version") + 1] == "3.12"
    assert asked[asked.index("--dest") + 1] == str(tmp_path / "пакеты")
