import json
import re
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import nps_chain as nps
from nps_chain.show.explorer.explorer import Explorer
from nps_chain.show.explorer.known.facts import Facts
from nps_chain.show.explorer.record import replay as module
from nps_chain.show.explorer.record.replay import replay
from nps_chain.show.explorer.scenes.scene import HIDES
from tests.handmade import address_of, chain_of, histories
from tests.node_chain import node_chain

STORY = (
    "a: new -> ann 500, bob 500",
    "b: a:0 a:1 -> cat 100, dan 900",
    "c: b:0 -> eve 100",
)
CHAIN = chain_of(*STORY)


def explorer() -> Explorer:
    return Explorer(Facts(CHAIN), {"names": ["t1"]}, lambda: datetime(2025, 3, 1, tzinfo=UTC))


@pytest.fixture
def log(tmp_path):
    """The file of a log, and what is in it."""
    path = tmp_path / "log.json"
    explorer().expand(address_of("cat")).hide("dust").undo().select(address_of("dan")).save_log(
        path
    )
    return path, json.loads(path.read_text("utf-8"))


def refusal(path, told, chain=CHAIN) -> str:
    path.write_text(told if isinstance(told, str) else json.dumps(told), "utf-8")
    with pytest.raises(nps.NpsError) as refused:
        replay(chain, path)
    return str(refused.value).replace(str(path), "FILE")


def test_the_same_steps_come_to_the_same_graph_and_log(log, monkeypatch):
    monkeypatch.setattr(module, "now", lambda: datetime(2031, 2, 3, 4, 5, 6, tzinfo=UTC))
    path, _ = log
    again = replay(CHAIN, path)
    assert again.log_text() == path.read_text("utf-8")
    assert repr(again) == "Explorer(7 nodes, 6 payments, as of block 2, 4 steps)"
    assert again.scene.selected == (f"a{CHAIN.address(address_of('dan')).row}",)
    # It goes on from there, at the time that it is.
    assert again.redo().log["at"].tolist()[-1] == "2031-02-03T04:05:06Z"


def test_what_was_known_besides_has_to_be_given_again(tmp_path):
    chain, path = node_chain(), tmp_path / "log.json"
    change = nps.change(chain, "peeling_chain")
    nps.explore(chain, 300, change=change).hide("change").save_log(path)
    assert len(replay(chain, path, change=change).log) == 2
    with pytest.raises(nps.NpsError) as refused:
        replay(chain, path)
    assert str(refused.value) == (
        f"Step 1 of the log in {path} comes out otherwise: here it comes to 3 nodes, 2 payments,"
        " and it came to 4 nodes, 3 payments. Give the same clusters, tags, taint, services and"
        " change."
    )


def test_the_chain_is_the_same_to_the_last_block(log):
    told = "The log in FILE was kept on another chain, or on more or fewer blocks."
    assert refusal(*log, CHAIN.upto(1)) == told
    assert refusal(*log, chain_of(*STORY, "d: c:0 -> fay 1")) == told
    path, told_there = log
    told_there["chain"]["hash"] = "00" * 32
    assert refusal(path, told_there) == told


def test_names_stand_for_the_same(log):
    path, told = log
    told["names"]["t1"] = "ab" * 32
    assert refusal(path, told) == "The log in FILE calls t1 what is something else in this chain."
    told["names"] = {"x": ""}
    assert refusal(path, told).startswith("'x' is nothing in this chain")


def test_a_step_that_comes_out_otherwise_is_named(log):
    path, told = log
    told["steps"][2]["with"]["what"] = "services"
    assert refusal(path, told) == (
        "Step 2 of the log in FILE comes out otherwise: here it comes to 7 nodes, 6 payments, and"
        " it came to 2 nodes, 0 payments. Give the same clusters, tags, taint, services and change."
    )
    told["steps"][2] |= {"do": "show", "with": {"what": "dust"}}
    assert refusal(path, told) == (
        "Step 2 of the log in FILE comes out otherwise: here it changes nothing."
    )
    told["steps"][2]["do"] = "jump"
    assert refusal(path, told).startswith(
        "Step 2 of the log in FILE comes out otherwise: There is no step 'jump'"
    )
    told["steps"][0]["with"] = {"names": ["t9"]}
    assert refusal(path, told).startswith(
        "Step 0 of the log in FILE comes out otherwise: There is no t9"
    )
    told["steps"][0]["do"] = "undo"
    assert refusal(path, told) == "The log in FILE doesn't begin with a start."


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"explorer": 2}, "it doesn't say that it is one, of version 1"),
        ({"chain": None}, "it doesn't say of which chain"),
        ({"names": []}, "its names are no texts"),
        ({"names": {"t1": {}}}, "its names are no texts"),
        ({"steps": []}, "it has no steps, or more than 10,000"),
        ({"steps": {"0": {}}}, "it has no steps, or more than 10,000"),
        ({"steps": [{}] * 10_002}, "it has no steps, or more than 10,000"),
        ({"steps": [None]}, "its step 0 makes no sense"),
    ],
)
def test_a_file_of_another_kind_is_refused(log, change, why):
    path, told = log
    assert refusal(path, told | change) == f"FILE is no log of an explorer: {why}."


@pytest.mark.parametrize(
    "text", ["", "[", "[1, 2]", "null", "[" * 100_000, '{"explorer": ' + "9" * 5000]
)
def test_a_file_that_is_no_json_or_no_log_is_refused(log, text):
    assert refusal(log[0], text).startswith("FILE is no log of an explorer: it ")


@pytest.mark.parametrize(
    "change",
    [
        {"number": 2},
        {"at": "yesterday"},
        {"at": "2025-02-30T00:00:00Z"},
        {"at": None},
        {"do": ["expand"]},
        {"with": ["of"]},
        {"shown": "x" * 101},
        {"digest": "AB" * 32},
        {"digest": 5},
    ],
)
def test_a_step_that_makes_no_sense_is_refused(log, change):
    path, told = log
    told["steps"][1] |= change
    assert refusal(path, told) == "FILE is no log of an explorer: its step 1 makes no sense."


def test_files_that_can_not_be_read_or_are_too_large(tmp_path, monkeypatch):
    with pytest.raises(nps.NpsError, match="can't be read: No such file or directory"):
        replay(CHAIN, tmp_path / "none.json")
    with pytest.raises(nps.NpsError, match="is there already"):
        explorer().save_log(tmp_path)
    monkeypatch.setattr(module, "LARGEST", 10)
    assert refusal(tmp_path / "log.json", " " * 11) == (
        "FILE is no log of an explorer: it has more than 10 bytes."
    )


def test_a_time_of_whatever_year_is_kept_as_it_stands(log):
    path, told = log
    told["steps"][1]["at"] = "0001-01-01T00:00:00Z"
    path.write_text(json.dumps(told), "utf-8")
    assert json.loads(replay(CHAIN, path).log_text())["steps"] == told["steps"]


@pytest.mark.parametrize("path", ["a\0b.json", "\ud800.json"])
def test_what_can_be_no_name_of_a_file_is_refused_in_a_sentence(path):
    told = f"{path!r} is no name of a file: give "
    with pytest.raises(nps.NpsError, match=re.escape(told + "another one.")):
        explorer().save_log(path)
    with pytest.raises(nps.NpsError, match=re.escape(told + "that of a log.")):
        replay(CHAIN, path)


@st.composite
def clicks(draw):
    """Clicks as a person makes them: mostly sensible, on what there is or isn't."""
    others = "more select fold open remove clock hide show find undo redo"
    verbs = st.sampled_from(["expand"] * 4 + others.split())
    return draw(st.lists(st.tuples(verbs, st.integers(0, 50), st.sampled_from("<>")), max_size=15))


def asked(explorer: Explorer, verb: str, number: int, way: str) -> dict:
    """What a click asks for: things are taken from those that are drawn."""
    names = explorer.nodes["name"].tolist() or ["t0"]
    one = names[number % len(names)]
    return {
        "expand": {"of": one, "way": way},
        "more": {"of": one + way},
        "select": {"of": names[: number % 3]},
        "clock": {"height": number % 20},
        "hide": {"what": HIDES[number % 3]},
        "show": {"what": HIDES[number % 3]},
        "find": {"text": f"{number:06}"},
        "undo": {},
        "redo": {},
    }.get(verb, {"of": one})


@settings(max_examples=25)
@given(histories(), clicks())
def test_whatever_was_clicked_can_be_replayed_and_taken_back(tmp_path_factory, lines, clicked):
    chain = chain_of(*lines)
    kept = nps.explore(chain, 0)
    first, picture = kept.scene, kept.picture()
    for verb, number, way in clicked:
        before = kept.scene, len(kept.log)
        try:
            kept.act(verb, **asked(kept, verb, number, way))
        except nps.NpsError:
            assert (kept.scene, len(kept.log)) == before
        assert len(kept.log) - before[1] in (0, 1)
    path = tmp_path_factory.mktemp("logs") / "log.json"
    kept.save_log(path)
    again = replay(chain, path)
    assert (again.log_text(), again.scene) == (kept.log_text(), kept.scene)
    assert again.picture() == kept.picture()
    while kept.state()["undo"]:
        kept.undo()
    changed = any(verb == "select" for verb, _, _ in clicked)
    assert changed or (kept.scene, kept.picture()) == (first, picture)
