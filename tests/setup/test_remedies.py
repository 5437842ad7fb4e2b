"""Every failure that set-up knows becomes one sentence that ends in the remedy."""

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from nps_chain.errors import SetupError
from nps_chain.setup import remedies

# What pip prints, shortened: from its own runs without a network, on a full disk, with a changed
# file; the Windows lines are from its documentation of errors.
NO_NETWORK = """WARNING: Retrying (Retry(total=0)) after connection broken by 'NewConnectionError(
Failed to establish a new connection: [Errno -2] Name or service not known')': /simple/anyio/
ERROR: Could not find a version that satisfies the requirement anyio==4.16.0 (from versions: none)
ERROR: No matching distribution found for anyio==4.16.0"""
NOT_IN_FOLDER = """ERROR: Could not find a version that satisfies the requirement anyio==4.16.0
ERROR: No matching distribution found for anyio==4.16.0"""
FULL = "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device"
CHANGED = "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE."
PROXY = "SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED] certificate ...'))"
LONG = "HINT: This error might have occurred since this system does not have Windows Long Path\
 support enabled."
IN_USE = "ERROR: Could not install packages due to an OSError: [WinError 5] Access is denied: 'C:'"
OTHER = "Collecting anyio\nERROR: something new\nhint: See above"
BUILD = """error: subprocess-exited-with-error
          raise OSError(message)
      OSError: Readme file does not exist: README.md
error: metadata-generation-failed"""


@pytest.mark.parametrize(
    ("words", "folder", "sentence"),
    [
        (NO_NETWORK, None, "there is no network or a proxy refuses: connect and run this again"),
        (NOT_IN_FOLDER, Path("пакеты"), "пакеты lacks anyio==4.16.0 for this system and Python 3."),
        (NOT_IN_FOLDER, None, "There is no anyio==4.16.0 for this system"),
        (FULL, None, "The disk is full: make room"),
        (CHANGED, None, "is not the one that was pinned"),
        (PROXY, None, "The network's certificate is not trusted"),
        (LONG, None, "move the course to a short one"),
        (IN_USE, None, "can't be written: close what uses it"),
        (OTHER, None, "pip failed, and this is its reason: something new"),
        (BUILD, None, "its reason: OSError: Readme file does not exist: README.md"),
        ("", None, "pip failed, and this is its reason: it gave none"),
    ],
)
def test_pips_words_become_a_sentence(words, folder, sentence):
    said = remedies.of_pip(words, folder)
    assert sentence in said
    assert "\n" not in said


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (errno.ENOSPC, "The disk is full: make room (2 GB is plenty), then run this again."),
        (errno.EACCES, "курс can't be written: close what uses it, or copy the course to a folder"),
        (errno.EROFS, "курс can't be written"),
        (errno.ENAMETOOLONG, "The path of курс is too long for this system"),
        (errno.EIO, f"курс: {os.strerror(errno.EIO)}."),
    ],
)
def test_what_the_system_refuses_becomes_a_sentence(number, sentence):
    said = remedies.of_system(OSError(number, os.strerror(number), "курс"))
    assert said.startswith(sentence)


def test_a_failure_is_told_once_and_gives_status_1(capsys):
    def fails() -> int:
        raise SetupError("The disk is round: buy a flat one.")

    assert remedies.in_one_sentence(fails) == 1
    told = capsys.readouterr()
    assert (told.out, told.err) == ("", "The disk is round: buy a flat one.\n")


def test_an_interruption_is_no_traceback(capsys):
    def interrupted() -> int:
        raise KeyboardInterrupt

    assert remedies.in_one_sentence(interrupted) == 130
    assert capsys.readouterr().err.strip() == "Stopped. Run it again to go on."


def test_an_error_of_the_project_itself_is_not_hidden():
    with pytest.raises(ZeroDivisionError):
        remedies.in_one_sentence(lambda: 1 // 0)


@pytest.mark.parametrize("encoding", ["cp1251", "cp437", "ascii"])
def test_a_console_that_lacks_letters_shows_question_marks(encoding):
    code = (
        "from nps_chain.setup.remedies import in_one_sentence\n"
        "def work():\n"
        "    print('ს Иван 北 …')\n"
        "    raise OSError(28, 'No space', 'ს')\n"
        "raise SystemExit(in_one_sentence(work))"
    )
    answer = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | {"PYTHONIOENCODING": encoding, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
    )
    assert answer.returncode == 1
    assert answer.stdout.decode(encoding).startswith("? ")
    assert answer.stderr.decode(encoding).startswith("The disk is full")
