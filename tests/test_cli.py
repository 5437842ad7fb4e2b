"""The command line: words to functions, failures to a sentence."""

import subprocess
import sys
from pathlib import Path

import pytest

import nps_chain
from nps_chain import cli
from nps_chain.setup import wheels

DATA = Path(__file__).parents[1] / "datasets"


@pytest.mark.parametrize(
    ("words", "means"),
    [
        ([], {"word": "start", "present": False, "no_browser": False, "port": None}),
        (["--present", "--port", "9000"], {"word": "start", "present": True, "port": 9000}),
        (["start", "--course", "курс"], {"word": "start", "course": Path("курс")}),
        (["test", "--full"], {"word": "test", "full": True}),
        (["doctor"], {"word": "doctor"}),
        (["reset", "11"], {"word": "reset", "lesson": "11"}),
        (["read", "blocks", "--out", "b"], {"word": "read", "path": Path("blocks")}),
        (["wheels", "w", "--platform", "windows"], {"word": "wheels", "platform": "windows"}),
    ],
)
def test_a_command_line_means(words, means):
    asked = vars(cli.parse(words))
    assert {name: asked[name] for name in means} == means


@pytest.mark.parametrize("words", [["strat"], ["read", "x"], ["--pres"], ["start", "--port", "x"]])
def test_a_wrong_command_line_ends_with_its_usage(words, capsys):
    with pytest.raises(SystemExit, match="2"):
        cli.parse(words)
    assert capsys.readouterr().err.startswith("usage: nps-chain")


def test_the_systems_and_pythons_offered_are_those_known():
    for system in wheels.SYSTEMS:
        for python in wheels.PYTHONS:
            cli.parse(["wheels", "w", "--platform", system, "--python", python])


def test_the_command_line_can_be_read_on_a_bare_python():
    root = Path(__file__).parents[1]
    code = f"import sys; sys.path.insert(0, {str(root)!r}); from nps_chain import cli\n"
    code += "print(cli.parse([]).word)"
    bare = [sys.executable, "-I", "-S", "-c", code]  # -S: without any installed package
    assert subprocess.run(bare, capture_output=True, text=True).stdout == "start\n"


def test_read_keeps_a_chain_that_loads_and_says_what_it_is(tmp_path, capsys):
    out = tmp_path / "моя цепь"
    assert cli.main(["read", str(DATA / "core-regtest" / "blocks"), "--out", str(out)]) == 0
    chain = nps_chain.load(out)
    told = capsys.readouterr().out
    assert chain.height == 153
    assert told == f"{chain}\nIt is kept in {out}; nps_chain.load({str(out)!r}) loads it.\n"


def test_what_is_no_chain_is_told_in_one_sentence_and_nothing_is_kept(tmp_path, capsys):
    (tmp_path / "shopping.txt").write_text("bread\n")
    out = tmp_path / "chain"
    assert cli.main(["read", str(tmp_path / "shopping.txt"), "--out", str(out)]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert "shopping.txt is of no format that nps-chain knows" in told.err
    assert told.err.count("\n") == 1
    assert not out.exists()
