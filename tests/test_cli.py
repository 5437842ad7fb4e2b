"""The command line: words to functions, failures to a sentence."""

import subprocess
import sys
from pathlib import Path

import pytest

import nps_chain
from nps_chain import cli
from nps_chain.setup import wheels
from nps_chain.world import play as world_play
from nps_chain.world.play import play
from nps_chain.world.scenario import Scenario
from tests.world.two_people import short, two_people

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
        (["simulate", "tiny", "--out", "b"], {"preset": "tiny", "seed": 0, "blocks": False}),
        (["simulate", "a.toml", "--seed", "7", "--knobs"], {"seed": 7, "knobs": True, "out": None}),
        (["wheels", "w", "--platform", "windows"], {"word": "wheels", "platform": "windows"}),
        (
            ["case", "verify", "дело.zip"],
            {"step": "verify", "path": Path("дело.zip"), "signer": None},
        ),
        (["progress", "a", "b"], {"folders": [Path("a"), Path("b")], "out": None}),
        (["case", "key", "k"], {"word": "case", "step": "key", "file": Path("k"), "owner": ""}),
        (
            ["case", "pack", "f", "--out", "c", "--title", "t", "--agency", "a", "--date", "d"],
            {"folder": Path("f"), "out": Path("c"), "handling": "TLP:AMBER", "key": None},
        ),
    ],
)
def test_a_command_line_means(words, means):
    asked = vars(cli.parse(words))
    assert {name: asked[name] for name in means} == means


@pytest.mark.parametrize(
    "words",
    [
        ["strat"],
        ["read", "x"],
        ["--pres"],
        ["start", "--port", "x"],
        ["simulate", "tiny"],
        ["progress"],
        ["case"],
        ["case", "pack", "x", "--out", "y"],
    ],
)
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


def test_simulate_keeps_a_data_set_that_loads_and_says_what_it_is(tmp_path, capsys, monkeypatch):
    def short_play(scenario, seed, validate):
        return play(scenario, seed, validate=validate, stage=two_people)

    monkeypatch.setattr(world_play, "play", short_play)
    (tmp_path / "мой.toml").write_text(short().to_toml(), "utf-8")
    out = tmp_path / "мой мир"
    words = ["simulate", str(tmp_path / "мой.toml"), "--seed", "3", "--out", str(out), "--blocks"]
    assert cli.main(words) == 0
    chain = nps_chain.load(out)
    assert (chain.height, len(chain.raw(chain.txs.txid[9])) > 100) == (480, True)
    assert capsys.readouterr().out == (
        "World(classroom, seed 3: 20 days, 505 transactions)\n"
        f"It is kept in {out}; nps_chain.load({str(out)!r}) loads its chain.\n"
    )


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["clasroom"], "'clasroom' is no preset; the nearest is classroom.\n"),
        (
            ["tiny", "--seed", "-1"],
            "The seed -1 is none: give a whole number from 0 to 2**63-1.\n",
        ),
    ],
)
def test_what_can_not_be_simulated_is_told_in_one_sentence(tmp_path, capsys, words, told):
    assert cli.main(["simulate", *words, "--out", str(tmp_path / "a")]) == 1
    assert capsys.readouterr().err == told
    assert list(tmp_path.iterdir()) == []


def test_a_folder_with_other_things_is_refused_before_the_work(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(world_play, "play", None)
    (tmp_path / "holiday.jpg").touch()
    assert cli.main(["simulate", "tiny", "--out", str(tmp_path)]) == 1
    assert "(holiday.jpg); choose a new or empty folder" in capsys.readouterr().err


def test_knobs_are_printed_as_a_scenario_that_can_be_read_again(tmp_path, capsys):
    assert cli.main(["simulate", "tiny", "--knobs"]) == 0
    text = capsys.readouterr().out
    (tmp_path / "a.toml").write_text(text, "utf-8")
    assert Scenario.from_toml(tmp_path / "a.toml") == Scenario.of("tiny")


def test_a_case_is_packed_and_verified(tmp_path, capsys):
    key, other, out = tmp_path / "key", tmp_path / "other", tmp_path / "дело.zip"
    assert cli.main(["case", "key", str(key), "--owner", "Anna, TCB"]) == 0
    assert cli.main(["case", "key", str(other)]) == 0
    mine, theirs = (
        line.removeprefix("The key's fingerprint is ")
        for line in capsys.readouterr().out.splitlines()[::3]
    )
    words = ["--title", "Operation Lantern", "--agency", "TCB", "--date", "2025-03-23"]
    folder = DATA / "tiny" / "folders" / "TCB"
    assert (
        cli.main(["case", "pack", str(folder), "--out", str(out), *words, "--key", str(key)]) == 0
    )
    sealed = f"The package is whole, and sealed by {mine}"
    assert capsys.readouterr().out == f"{sealed}, as expected.\nIt is kept in {out}.\n"
    assert cli.main(["case", "verify", str(out)]) == 0
    assert capsys.readouterr().out.startswith(f"{sealed}. Whose key that is, it can't say:")
    assert cli.main(["case", "verify", str(out), "--signer", f"{key}.pub"]) == 0
    assert capsys.readouterr().out == f"{sealed}, as expected.\n"
    assert cli.main(["case", "verify", str(out), "--signer", theirs]) == 1
    assert capsys.readouterr().out.startswith("The package is refused.\n")


def test_what_can_not_be_packed_or_verified_is_told_in_one_sentence(tmp_path, capsys):
    words = ["--title", "t", "--agency", "TCB", "--date", "2025-03-23"]
    out = tmp_path / "out"
    assert cli.main(["case", "pack", str(tmp_path / "no"), "--out", str(out), *words]) == 1
    assert cli.main(["case", "verify", str(out)]) == 1
    told = capsys.readouterr()
    assert (told.out, len(told.err.splitlines())) == ("", 2)
    assert "no is no folder" in told.err
    assert "isn't there: give a package's folder or file" in told.err
    assert list(tmp_path.iterdir()) == []
