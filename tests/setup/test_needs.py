"""What a Python lacks of what the course needs."""

import subprocess
import sys
from pathlib import Path

import pytest

from nps_chain.setup import needs

ROOT = Path(__file__).parents[2]
PYPROJECT = """
[project]
requires-python = "{python}"
dependencies = ["packaging>=20", "{course}"]
[project.optional-dependencies]
test = ["{test}"]
"""


def checkout(folder: Path, course="pytest>=1", test="pytest>=1", python=">=3.11") -> Path:
    text = PYPROJECT.format(course=course, test=test, python=python)
    (folder / "pyproject.toml").write_text(text, "utf-8")
    return folder


@pytest.mark.parametrize(
    ("wants", "test", "lacks"),
    [
        ({}, True, []),
        ({"course": "pytest>=999"}, False, ["pytest>=999"]),
        ({"course": "no-such-package-at-all"}, False, ["no-such-package-at-all"]),
        ({"test": "pytest>=999"}, False, []),
        ({"test": "pytest>=999"}, True, ["pytest>=999"]),
        ({"python": ">=3.99"}, False, ["python>=3.99"]),
    ],
)
def test_what_is_missing_or_too_old_is_named(tmp_path, wants, test, lacks):
    assert needs.lacking(checkout(tmp_path, **wants), test) == lacks


def test_a_bare_python_lacks_everything_and_can_say_so(tmp_path):
    root = checkout(tmp_path)
    ask = [sys.executable, "-I", "-S", "-c"]  # -S: without any installed package
    code = f"import sys; sys.path.insert(0, {str(ROOT)!r}); sys.argv[1:] = [{str(root)!r}]\n"
    code += "import runpy; runpy.run_module('nps_chain.setup.needs', run_name='__main__')"
    answer = subprocess.run([*ask, code], capture_output=True, text=True)
    assert (answer.stdout, answer.stderr) == ("packaging>=20\npytest>=1\n", "")
