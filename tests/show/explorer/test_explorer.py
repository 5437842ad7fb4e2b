import json
import threading
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import nps_chain as nps
from nps_chain.show.explorer import session
from nps_chain.show.explorer.canvas.drawing import drawn
from nps_chain.show.explorer.explorer import Explorer
from nps_chain.show.explorer.known.facts import Facts
from nps_chain.show.explorer.scenes.steps import VERBS
from tests.handmade import address_of, chain_of
from tests.show.explorer.story import facts_of, name_of

# Two people's coins meet, are paid out, and each payee pays on.
STORY = (
    "a: new -> ann 500, bob 500",
    "b: a:0 a:1 -> cat 100, dan 200, eve 300, fay 400",
    "c: b:0 -> gil 100",
    "d: b:1 b:2 -> hal 500",
    "e: b:3 -> ida 400",
)
FACTS = facts_of(*STORY)
CAT, DAN, EVE, FAY = (name_of(FACTS, who) for who in ("cat", "dan", "eve", "fay"))


def ticking():
    """A clock that goes a second each time it is looked at."""
    time = datetime(2025, 3, 1, 9, 30, tzinfo=UTC)
    while True:
        yield time
        time += timedelta(seconds=1)


def explorer_of(facts: Facts = FACTS, *names: str) -> Explorer:
    clock = ticking()
    return Explorer(facts, {"names": list(names or ("t1",))}, lambda: next(clock))


def everything(explorer: Explorer) -> tuple:
    return repr(explorer), explorer.scene, explorer.picture(), explorer.state(), explorer.log_text()


def test_it_says_how_much_is_shown_as_of_when_and_after_how_many_steps():
    explorer = explorer_of()
    assert repr(explorer) == "Explorer(7 nodes, 6 payments, as of block 4, 0 steps)"
    assert repr(explorer.expand(CAT)) == "Explorer(9 nodes, 8 payments, as of block 4, 1 step)"
    assert repr(explorer.clock(1)) == "Explorer(7 nodes, 6 payments, as of block 1, 2 steps)"


def test_ten_steps_and_ten_back_give_the_first_graph_and_a_log_of_twenty():
    line = [f"t{n}: t{n - 1}:0 -> p{n} 5" for n in range(1, 11)]
    facts = facts_of("t0: new -> p0 5", *line)
    explorer = explorer_of(facts, name_of(facts, "p0"))
    first = explorer.scene, explorer.picture()
    for n in range(10):
        explorer.expand(address_of(f"p{n}"))
    last = explorer.scene
    digests = explorer.log["digest"].tolist()
    assert len(set(digests)) == 11
    for _ in range(10):
        explorer.undo()
    assert (explorer.scene, explorer.picture()) == first
    assert explorer.log["digest"].tolist() == digests + digests[9::-1]
    assert explorer.log["do"].tolist() == ["start"] + ["expand"] * 10 + ["undo"] * 10
    for _ in range(10):
        explorer.redo()
    assert explorer.scene == last


def test_a_log_has_the_time_and_nothing_else_has():
    other = Explorer(FACTS, {"names": ["t1"]}, lambda: datetime(2030, 1, 1, tzinfo=UTC))
    explorer = explorer_of()
    for one in (explorer, other):
        one.expand(CAT).hide("dust").undo()
    assert explorer.log["at"].tolist() == [f"2025-03-01T09:30:0{n}Z" for n in range(4)]
    assert explorer.log["digest"].tolist() == other.log["digest"].tolist()
    assert everything(explorer)[:4] == everything(other)[:4]


def test_six_fast_clicks_from_six_threads_add_once():
    explorer = explorer_of()
    together(*[lambda: explorer.expand(CAT)] * 6)
    assert repr(explorer) == "Explorer(9 nodes, 8 payments, as of block 4, 1 step)"


def test_steps_of_several_threads_are_taken_one_by_one():
    explorer = explorer_of()
    seen = []
    explorer.watch(lambda: seen.append((explorer.last, explorer.state()["nodes"])))

    def follow(one):
        explorer.expand(one)
        explorer.find(address_of("ann"))

    together(*[lambda one=one: follow(one) for one in (CAT, DAN, EVE, FAY)])
    nodes = {"t1", "t2", "t3", "t4", *(f"a{row}" for row in range(9))}
    assert set(explorer.nodes["name"]) == nodes
    assert explorer.log["number"].tolist() == list(range(len(explorer.log)))
    assert len(seen) == 8
    # What each step says it came to is what was drawn when it was told of.
    counts = [sum(node["shape"] != "more" for node in nodes) for _, nodes in seen]
    assert [int(step.shown.split()[0]) for step, _ in seen] == counts


def together(*calls):
    """Run functions in threads that begin at the same time; what goes wrong in them is raised."""
    gate, failures = threading.Barrier(len(calls)), []

    def run(call):
        gate.wait()
        try:
            call()
        except Exception as failure:
            failures.append(failure)

    threads = [threading.Thread(target=run, args=[call]) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


def test_a_thing_is_given_by_text_beginning_view_or_name():
    cat, chain = address_of("cat"), FACTS.chain
    for one in (cat, cat[:12], chain.address(cat), CAT, chain_of("x: new -> cat 1").address(0)):
        assert repr(explorer_of().expand(one)).startswith("Explorer(9 nodes")
    for one in (chain.tx(1).txid, chain.tx(1).txid[:8], chain.tx(1), "t1"):
        assert explorer_of().select(one, cat).scene.selected == ("t1", CAT)
    explorer = explorer_of().fold(address_of("dan"))
    assert explorer.scene.folded == (int(DAN[1:]),)
    for one in (address_of("eve"), EVE, f"c{DAN[1:]}", chain.address(address_of("dan"))):
        assert explorer.open(one).scene.folded == ()
        explorer.undo()


def test_each_step_has_a_method():
    explorer = explorer_of(FACTS, CAT)
    explorer.expand(CAT, "backward").more(CAT, "backward").more("t1").select(CAT).select()
    explorer.fold(DAN).open(DAN).remove(FAY).clock(2).hide("change")
    explorer.show("change").find(address_of("gil")).undo().redo()
    assert explorer.log["do"].tolist() == [
        "start", "expand", "more", "select", "select", "fold", "open", "remove", "clock", "hide",
        "show", "find", "undo", "redo",
    ]  # fmt: skip
    assert {*explorer.log["do"], "colour"} == {*VERBS, "undo", "redo"}


def test_what_can_not_be_done_leaves_all_as_it_was():
    explorer = explorer_of().expand(CAT).select(DAN).undo()
    seen = []
    explorer.watch(lambda: seen.append(1))
    before = everything(explorer)
    for do, with_ in [
        ("expand", {"of": "t999"}),
        ("expand", {"of": CAT, "way": ["<"] * 10_000}),
        ("select", {"of": [CAT] * 10_000}),
        ("start", {"names": [[[[]]]]}),
        ("clock", {"height": 1e9}),
        ("find", {"text": "<script>alert(1)</script>"}),
        ("undo", {"undo": "undo"}),
        ("__init__", {}),
        ({"do": "expand"}, {"self": 1}),
        (None, {}),
    ]:
        with pytest.raises(nps.NpsError):
            explorer.act(do, **with_)
        assert everything(explorer) == before
    with pytest.raises(nps.NpsError, match="There is no way 'up': choose from forward, backward"):
        explorer.expand(CAT, "up")
    assert everything(explorer) == before
    assert seen == []


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text()
    | st.sampled_from(["t1", CAT, f"c{DAN[1:]}", "t1>", f"{EVE}<", ">", "dust", "cluster", "t9"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=2),
    max_leaves=5,
)  # fmt: skip
NAMES = st.sampled_from(
    ["of", "way", "names", "began", "height", "by", "what", "text", "do", "self"]
)


@settings(max_examples=80)
@given(st.sampled_from([*VERBS, "undo", "redo"]) | JSON, st.dictionaries(NAMES, JSON, max_size=3))
def test_whatever_a_browser_sends_is_a_step_or_a_sentence(do, with_):
    explorer = explorer_of().fold(DAN)
    before = explorer.scene, repr(explorer), explorer.log_text()
    try:
        explorer.act(do, **with_)
        refused = ""
    except nps.NpsError as error:
        refused = str(error)
    assert len(refused) < 400
    assert refused.isprintable()
    assert not refused or (explorer.scene, repr(explorer), explorer.log_text()) == before
    assert len(json.loads(explorer.log_text())["steps"]) == len(explorer.log)


def test_a_fault_in_drawing_leaves_all_as_it_was(monkeypatch):
    explorer = explorer_of()
    before = everything(explorer)

    def fail(*_):
        raise RuntimeError

    with monkeypatch.context() as patched:
        patched.setattr(session, "place", fail)
        with pytest.raises(RuntimeError):
            explorer.expand(CAT)
    assert everything(explorer) == before
    assert repr(explorer.expand(CAT)) == "Explorer(9 nodes, 8 payments, as of block 4, 1 step)"


def test_what_was_in_its_place_stays_there():
    explorer = explorer_of()
    lanes = explorer.scene.lanes
    explorer.expand(FAY).expand(CAT)
    assert {one: explorer.scene.lanes[one] for one in lanes} == lanes


def test_the_reasons_that_link_two_addresses_are_those_up_to_the_clock():
    explorer = explorer_of()
    assert explorer.why(DAN, address_of("eve")).frame["tx"].tolist() == [3]
    assert not explorer.clock(2).why(DAN, EVE)
    with pytest.raises(nps.NpsError, match="Evidence links addresses: give two of these"):
        explorer.why(DAN, "t1")


def test_a_browser_gets_what_json_can_hold():
    state = explorer_of().expand(CAT).state()
    assert json.loads(json.dumps(state)) == state
    assert state["clock"] == {
        "height": 4,
        "lowest": 0,
        "highest": 4,
        "time": 1_700_002_400,
        "first": 1_700_000_000,
        "last": 1_700_002_400,
        "stops": [1, 2],
    }
    assert (state["undo"], state["redo"], state["colours"]) == (True, False, ["cluster"])
    assert state["said"] == f"Expanded address {label(CAT)}: 2 nodes more, 9 in all."


def label(named: str) -> str:
    scene = explorer_of().scene
    return next(node.label for node in drawn(FACTS, scene).nodes if node.name == named)


def test_a_step_that_does_nothing_says_so():
    explorer = explorer_of().expand(CAT).expand(CAT)
    assert explorer.state()["said"] == f"Expanded address {label(CAT)}: no node more, 9 in all."
    assert len(explorer.log) == 2


def test_it_says_with_what_a_step_was_taken_in_whatever_order_a_browser_tells_it():
    told = {explorer_of().act("expand", **with_).state()["said"]
            for with_ in ({"of": CAT, "way": ">"}, {"way": ">", "of": CAT})}  # fmt: skip
    assert told == {f"Expanded address {label(CAT)}: 2 nodes more, 9 in all."}


@pytest.mark.parametrize(
    ("take", "said"),
    [
        (lambda explorer: explorer.clock(2), "Set the clock to block 2: no node more, 7 in all."),
        (lambda explorer: explorer.hide("dust"), "Hid dust: 6 nodes fewer, 1 in all."),
        (lambda explorer: explorer.find(address_of("cat")), f"Found address {label(CAT)}: no node"),
        (
            lambda explorer: explorer.act("start", names=["t2"]),
            "Began: 2 nodes more, 6 nodes fewer, 3",
        ),
    ],
)
def test_each_step_says_what_it_did(take, said):
    assert take(explorer_of()).state()["said"].startswith(said)


def test_a_page_without_python_has_a_picture():
    explorer = explorer_of()
    bundle = explorer._repr_mimebundle_()
    assert bundle["text/plain"] == "Explorer(7 nodes, 6 payments, as of block 4, 0 steps)"
    assert bundle["image/svg+xml"] == explorer.picture()
    assert bundle["image/svg+xml"].startswith("<svg")
    widget = bundle["application/vnd.jupyter.widget-view+json"]["model_id"]
    again = explorer.expand(CAT)._repr_mimebundle_()
    assert again["application/vnd.jupyter.widget-view+json"]["model_id"] == widget


@pytest.mark.parametrize(
    ("names", "act", "title"),
    [
        (["t1"], None, "{t1}, as of block 4: 7 nodes, 6 payments"),
        (
            [CAT],
            ("clock", {"height": 3}),
            "{cat}, as of block 3: 1 node, 0 payments",
        ),
        (
            [DAN, EVE],
            None,
            "the cluster of {dan}, as of block 4: 1 node, 0 payments",
        ),
        ([CAT, EVE], None, "2 places, as of block 4: 2 nodes, 0 payments"),
        (
            ["t1"],
            ("hide", {"what": "services"}),
            "{t1}, as of block 4: 7 nodes, 6 payments; services hidden",
        ),
    ],
)
def test_a_picture_says_what_it_shows(names, act, title):
    explorer = explorer_of(FACTS, *names)
    if act:
        explorer.act(act[0], **act[1])
    whole = {"t1": FACTS.name("t1"), "cat": address_of("cat"), "dan": address_of("dan")}
    short = {key: f"{text[:6]}…{text[-6:]}" for key, text in whole.items()}
    assert f"<title>Payments around {title.format(**short)}</title>" in explorer.picture()


def test_two_thousand_places_are_summarised():
    chain = chain_of(*(f"a{n}: new -> payee{n} {n + 1}" for n in range(2000)))
    explorer = nps.explore(chain, [address_of(f"payee{n}") for n in range(2000)])
    assert repr(explorer) == "Explorer(240 nodes, 0 payments, as of block 1,999, 0 steps)"
    assert "; 1,760 more to begin with found no room</title>" in explorer.picture()
    assert explorer.state()["said"].endswith(" 1,760 more to begin with found no room.")


def test_of_a_large_flow_the_part_around_its_start_is_shown():
    payees = ", ".join(f"payee{n} {2000 - n}" for n in range(1000))
    chain = chain_of(f"a: new -> {payees}", *(f"b{n}: a:{n} -> next{n} 1" for n in range(1000)))
    graph = nps.follow(chain, 0, hops=2, breadth=2000)
    assert graph.number_of_nodes() == 1 + 1000 + 1000
    explorer = nps.explore(chain, graph)
    assert repr(explorer) == "Explorer(240 nodes, 239 payments, as of block 1,000, 0 steps)"
    shown = {"t0", *(f"t{n}" for n in range(1, 120)), *(f"a{n}" for n in range(120))}
    assert set(explorer.nodes["name"]) == shown
    assert len(explorer.state()["nodes"]) == 300
    assert explorer.scene.no_room == 3001 - 240
