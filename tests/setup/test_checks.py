"""The checks all run, and one that fails makes the whole fail."""

import pytest

from nps_chain import places
from nps_chain.errors import SetupError
from nps_chain.setup import checks

GOOD, BAD = ["-c", "print('fine')"], ["-c", "raise SystemExit(2)"]


@pytest.mark.parametrize(
    ("quick", "full", "status", "last"),
    [
        ({"a": GOOD, "b": GOOD}, False, 0, ["2 passed, 0 failed"]),
        ({"a": BAD, "b": GOOD}, False, 1, ["failed: a", "1 passed, 1 failed"]),
        ({"a": GOOD}, True, 1, ["failed: slow", "1 passed, 1 failed"]),
    ],
)
def test_every_check_runs_and_the_last_line_counts_them(
    monkeypatch, capfd, quick, full, status, last
):
    monkeypatch.setattr(checks, "QUICK", quick)
    monkeypatch.setattr(checks, "SLOW", {"slow": BAD})
    assert checks.run(full) == status
    lines = capfd.readouterr().out.splitlines()
    assert lines[-len(last) :] == last
    assert [line for line in lines if line.startswith("== ")] == [
        f"== {name}" for name in (quick | {"slow": BAD} if full else quick)
    ]


def test_an_installed_package_has_no_tests(monkeypatch):
    monkeypatch.setattr(places, "checkout", lambda: None)
    with pytest.raises(SetupError, match="Only a checkout"):
        checks.run()
