import hashlib
import json

import pandas as pd
import pytest

import nps_chain as nps
from nps_chain.show.explorer.canvas.drawn import Drawn, Line, Node
from nps_chain.show.explorer.record import log
from nps_chain.show.explorer.record.log import Log, Step, digest, last_block, summary
from tests.show.explorer.story import facts_of, name_of

FACTS = facts_of("a: new -> ann 5, bob 6, cat 7, dan 8", "b: a:0 -> eve 5")
ANN, BOB, CAT, DAN = (name_of(FACTS, who) for who in ("ann", "bob", "cat", "dan"))


def node(named: str, shape: str = "address") -> Node:
    return Node(named, shape, 0, 0, "label", "detail", "told", "#ffffff")


def line(source: str, target: str, value: int = 5, coins: int = 1) -> Line:
    return Line(source, target, value, coins, "label", "told")


DRAWN = Drawn(
    (node("t0", "transaction"), node(BOB), node(ANN), node("t0>", "more")),
    (line("t0", BOB, 6), line("t0", ANN, 5), line("t0", "t0>", 15, 2)),
)
SHOWN = "3 nodes, 2 payments"


def test_a_digest_is_that_of_names_and_amounts_in_any_order():
    text = (
        f'[["{ANN}","{BOB}","t0","t0>"],[["t0","{ANN}",5,1],["t0","{BOB}",6,1],["t0","t0>",15,2]]]'
    )
    expected = hashlib.sha256(text.encode()).hexdigest()
    assert digest(DRAWN) == expected
    assert digest(Drawn(DRAWN.nodes[::-1], DRAWN.lines[::-1], hidden=3)) == expected
    assert digest(Drawn(DRAWN.nodes, DRAWN.lines[1:])) != expected
    assert digest(Drawn(DRAWN.nodes[1:], DRAWN.lines)) != expected
    assert digest(Drawn(DRAWN.nodes, (line("t0", BOB, 7), *DRAWN.lines[1:]))) != expected


def test_what_is_left_out_is_no_node_and_no_payment():
    assert summary(DRAWN) == SHOWN
    assert summary(Drawn((node(ANN),), ())) == "1 node, 0 payments"


def test_steps_are_numbered_from_the_beginning_which_is_none():
    kept = Log(FACTS)
    assert len(kept) == 0
    kept.add("2025-03-01T09:30:00Z", "start", {"names": ("t0",), "began": None}, DRAWN)
    assert len(kept) == 0
    kept.add("2025-03-01T09:30:05Z", "clock", {"height": 1}, DRAWN)
    assert len(kept) == 1
    assert kept.steps == [
        Step(0, "2025-03-01T09:30:00Z", "start", {"names": ["t0"]}, SHOWN, digest(DRAWN)),
        Step(1, "2025-03-01T09:30:05Z", "clock", {"height": 1}, SHOWN, digest(DRAWN)),
    ]


def test_a_reader_finds_whole_names():
    kept = Log(FACTS)
    kept.add("2025-03-01T09:30:00Z", "start", {"names": [ANN, BOB, CAT, DAN, "t0"]}, DRAWN)
    kept.add("2025-03-01T09:30:01Z", "more", {"of": "t0>"}, DRAWN)
    kept.add("2025-03-01T09:30:02Z", "select", {"of": []}, DRAWN)
    kept.add("2025-03-01T09:30:03Z", "find", {"text": "t1\u202e$x$"}, DRAWN)
    kept.add("2025-03-01T09:30:04Z", "undo", {}, DRAWN)
    whole = [FACTS.name(one) for one in (ANN, BOB, CAT)]
    told = [
        f"names {' '.join(whole)} and 2 more",
        f"of {FACTS.name('t0')}>",
        "of nothing",
        "text t1�$x$",
        "",
    ]
    pd.testing.assert_frame_equal(
        kept.frame,
        pd.DataFrame(
            {
                "number": range(5),
                "at": [f"2025-03-01T09:30:0{n}Z" for n in range(5)],
                "do": ["start", "more", "select", "find", "undo"],
                "with": told,
                "shown": SHOWN,
                "digest": digest(DRAWN),
            }
        ),
    )


def test_a_file_says_of_which_chain_it_is_and_what_its_names_stand_for():
    kept = Log(FACTS)
    kept.add("2025-03-01T09:30:00Z", "start", {"names": [ANN]}, DRAWN)
    kept.add("2025-03-01T09:30:01Z", "find", {"text": "t12345\udc80"}, DRAWN)
    text = kept.text()
    assert text.isascii()
    assert json.loads(text) == {
        "explorer": 1,
        "made by": f"nps-chain {nps.__version__}",
        "chain": {"network": "regtest", "height": 1, "hash": "00" * 31 + "01"},
        "names": {ANN: FACTS.name(ANN)},
        "steps": [
            {
                "number": 0,
                "at": "2025-03-01T09:30:00Z",
                "do": "start",
                "with": {"names": [ANN]},
                "shown": SHOWN,
                "digest": digest(DRAWN),
            },
            {
                "number": 1,
                "at": "2025-03-01T09:30:01Z",
                "do": "find",
                "with": {"text": "t12345\udc80"},
                "shown": SHOWN,
                "digest": digest(DRAWN),
            },
        ],
    }
    assert json.loads(text)["chain"] == last_block(FACTS.chain)


def test_a_log_can_be_full(monkeypatch):
    monkeypatch.setattr(log, "MOST_STEPS", 1)
    kept = Log(FACTS)
    kept.add("2025-03-01T09:30:00Z", "start", {"names": [ANN]}, DRAWN)
    kept.must_have_room()
    kept.add("2025-03-01T09:30:00Z", "undo", {}, DRAWN)
    with pytest.raises(nps.NpsError) as refused:
        kept.must_have_room()
    assert str(refused.value) == "The log is full with 1 steps: save it, and begin anew."
