"""start.py: readable by any Python, and clear about those that can't run the course."""

import ast
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.specifiers import SpecifierSet

import start

ROOT = Path(__file__).parent.parent
NEWER_THAN_2_7 = (ast.JoinedStr, ast.AnnAssign, ast.NamedExpr, ast.AsyncFunctionDef, ast.Nonlocal)


def test_an_old_python_can_read_the_file():
    text = (ROOT / "start.py").read_text("ascii")  # Python 2 refuses other letters
    nodes = list(ast.walk(ast.parse(text, feature_version=(3, 4))))
    assert [node for node in nodes if isinstance(node, NEWER_THAN_2_7)] == []
    arguments = [node.args for node in nodes if isinstance(node, ast.FunctionDef)]
    annotations = [a.annotation for args in arguments for a in args.args]
    assert arguments
    assert [a for a in annotations if a is not None] == []
    assert [args.kwonlyargs for args in arguments] == [[]] * len(arguments)
    outside = [node for node in ast.parse(text).body if isinstance(node, ast.Import)]
    assert [alias.name for node in outside for alias in node.names] == ["sys"]


@pytest.mark.parametrize(
    ("version", "bits"),
    [((2, 7, 18), 64), ((3, 6, 15), 64), ((3, 10, 13), 64), ((3, 14, 0), 64), ((3, 12, 1), 32)],
)
def test_a_python_that_cannot_run_the_course_is_told_in_a_sentence(version, bits):
    said = start.refusal(version, bits)
    assert said == (
        f"This is Python {version[0]}.{version[1]} ({bits} bits); the course needs 3.11 to 3.13 "
        "(64 bits). Install one of those beside it, and run start.py with it."
    )


@pytest.mark.parametrize("version", [(3, 11, 0), (3, 12, 1), (3, 13, 5)])
def test_a_python_that_can_run_the_course_is_not_refused(version):
    assert start.refusal(version, 64) == ""


def test_the_versions_are_those_of_the_package():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    allowed = SpecifierSet(project["requires-python"])
    minors = [minor for minor in range(40) if allowed.contains(f"3.{minor}.0")]
    assert (3, minors[0]) == start.OLDEST
    assert (3, minors[-1]) == start.NEWEST


def test_a_mistyped_word_is_told_before_anything_is_made():
    asked = [sys.executable, str(ROOT / "start.py"), "strat"]
    answer = subprocess.run(asked, capture_output=True, text=True)
    assert answer.returncode == 2
    assert "invalid choice: 'strat'" in answer.stderr
    assert answer.stdout == ""
