"""Each line of the doctor says ok, or what to do."""

import socket

import pytest

from nps_chain.errors import SetupError
from nps_chain.setup import doctor, lab


def raising(error: Exception):
    def check() -> str:
        raise error

    return check


@pytest.mark.parametrize(
    ("check", "status", "line"),
    [
        (lambda: "4 GB are free", 0, "ok      disk: 4 GB are free\n"),
        (raising(SetupError("Do this.")), 1, "NOT OK  disk: Do this.\n"),
        (raising(OSError(28, "No space")), 1, "NOT OK  disk: The disk is full: make room"),
        (
            raising(ValueError("odd")),
            1,
            "NOT OK  disk: ValueError: odd. Show this line to your instructor.\n",
        ),
    ],
)
def test_a_check_is_a_line(capsys, check, status, line):
    assert doctor._told("disk", check) == status
    assert capsys.readouterr().out.startswith(line)


def test_a_lessons_kernel_starts_and_is_the_one_of_this_environment():
    assert doctor._kernel() == f"it starts, with {doctor.sys.executable}"


def test_a_kernel_that_does_not_start_is_told_with_its_last_words(monkeypatch):
    answer = doctor.subprocess.CompletedProcess([], 1, "", "Traceback\nPermissionError: refused\n")
    monkeypatch.setattr(doctor.subprocess, "run", lambda *_, **__: answer)
    with pytest.raises(
        SetupError, match=r"does not start \(PermissionError: refused\): let your v"
    ):
        doctor._kernel()


def test_a_full_disk_and_a_folder_that_cannot_be_written_are_told(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(
        doctor.shutil, "disk_usage", lambda _: doctor.shutil._ntuple_diskusage(1, 1, 0)
    )
    assert doctor._told("disk", doctor._disk) == 1
    monkeypatch.setattr(
        doctor.tempfile, "TemporaryFile", raising_with(PermissionError(13, "no", str(tmp_path)))
    )
    assert doctor._told("folder", doctor._folder) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("NOT OK  disk: The disk is full")
    assert lines[1].startswith(f"NOT OK  folder: {tmp_path} can't be written")


def raising_with(error: Exception):
    def file(**_: object) -> str:
        raise error

    return file


def test_a_busy_machine_is_told_that_no_port_is_free(monkeypatch, capsys):
    with socket.socket() as other:
        other.bind((lab.HOST, 0))
        other.listen()
        monkeypatch.setattr(lab, "PORTS", [other.getsockname()[1]])
        assert doctor._told("port", lambda: str(lab.free_port(None))) == 1
    assert "close other JupyterLabs" in capsys.readouterr().out
