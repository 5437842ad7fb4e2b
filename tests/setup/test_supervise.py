"""A program that set-up runs ends with it, and is not left behind."""

import os
import signal
import subprocess
import sys

import pytest

from nps_chain.setup.supervise import supervise

SUPERVISOR = """
import sys
from nps_chain.setup.supervise import supervise
child = '''
import os, signal, sys, time
def stop(number, frame):
    os.write(1, b"stopped by %d" % number + bytes([10]))  # print may be at work right now
    sys.exit(7)
signal.signal(signal.SIGTERM, stop)
signal.signal(signal.SIGINT, stop)
print("ready", flush=True)
time.sleep(60)
'''
sys.exit(supervise([sys.executable, "-c", child]))
"""


@pytest.mark.parametrize("status", [0, 3])
def test_the_exit_status_is_passed_on(status):
    assert supervise([sys.executable, "-c", f"raise SystemExit({status})"]) == status


@pytest.mark.skipif(os.name == "nt", reason="Windows sends neither signal to a program")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_request_to_stop_reaches_the_program_and_its_answer_comes_back(number):
    with subprocess.Popen(
        [sys.executable, "-c", SUPERVISOR],
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,  # a group of its own, as a console's programs are
    ) as program:
        assert program.stdout is not None
        assert program.stdout.readline() == "ready\n"
        if number == signal.SIGINT:  # a console's Ctrl-C reaches all
            os.killpg(program.pid, number)
        else:
            program.send_signal(number)
        assert program.stdout.readline() == f"stopped by {int(number)}\n"
    assert program.returncode == 7
