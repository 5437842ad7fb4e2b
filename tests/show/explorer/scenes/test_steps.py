import contextlib
import itertools

import pytest

import nps_chain as nps
from nps_chain.show.explorer.canvas.drawing import drawn
from nps_chain.show.explorer.known.facts import Facts
from nps_chain.show.explorer.scenes.scene import HIDES, MOST, Scene
from nps_chain.show.explorer.scenes.steps import VERBS, take
from tests.node_chain import node_chain
from tests.show.explorer.story import begun, facts_of, name_of, row_of

FACTS = facts_of(
    "a: new -> ann 500, bob 500",
    "b: a:0 a:1 -> cat 100, dan 200, eve 300, fay 50, gil 60, hal 70, ida 80, jim 140",
    "c: b:1 b:2 -> kim 500",
    "d: ?cat=5 -> cat 5",
)
ANN, BOB, CAT, DAN, EVE, KIM = (
    row_of(FACTS, who) for who in ("ann", "bob", "cat", "dan", "eve", "kim")
)
FIRST = begun(FACTS, name_of(FACTS, "eve"))


def test_expanding_shows_more_once_however_often_it_is_asked_for():
    once = take(FACTS, FIRST, "expand", of=f"a{EVE}", way="<")
    assert once.transactions == (1,)
    assert once.addresses == (EVE, ANN, BOB)
    assert (once.opened, once.focus) == ({f"a{EVE}<"}, f"a{EVE}")
    for _ in range(5):
        assert take(FACTS, once, "expand", of=f"a{EVE}", way="<") is once


def test_expanding_both_ways_is_expanding_one_way_and_then_the_other():
    both = take(FACTS, FIRST, "expand", of=f"a{EVE}", way="both")
    then = take(FACTS, FIRST, "expand", of=f"a{EVE}", way=">")
    then = take(FACTS, then, "expand", of=f"a{EVE}", way="<")
    assert both == then == take(FACTS, FIRST, "expand", of=f"a{EVE}")
    assert both.transactions == (2, 1)


def test_what_is_left_out_comes_by_asking_for_more():
    scene = take(FACTS, begun(FACTS, f"a{ANN}"), "expand", of=f"a{ANN}", way=">")
    scene = take(FACTS, scene, "expand", of="t1", way=">")
    assert len(scene.addresses) == 1 + 8
    first = take(FACTS, Scene(3, transactions=(1,)), "expand", of="t1", way=">")
    assert len(first.addresses) == 6
    assert take(FACTS, first, "expand", of="t1", way=">") is first
    all_of_it = take(FACTS, first, "more", of="t1>")
    assert len(all_of_it.addresses) == 8
    assert take(FACTS, all_of_it, "more", of="t1>") is all_of_it


def test_an_unspent_address_leads_nowhere_until_the_clock_goes_on():
    scene = take(FACTS, FIRST, "clock", height=1)
    assert take(FACTS, scene, "expand", of=f"a{EVE}", way=">") is scene
    later = take(FACTS, scene, "clock", height=2)
    assert take(FACTS, later, "expand", of=f"a{EVE}", way=">").transactions == (2,)


def test_two_things_can_be_selected():
    one = take(FACTS, begun(FACTS, "t1"), "select", of=[f"a{EVE}"])
    assert (one.selected, one.focus) == ((f"a{EVE}",), f"a{EVE}")
    two = take(FACTS, one, "select", of=[f"a{DAN}", "t1"])
    assert (two.selected, two.focus) == ((f"a{DAN}", "t1"), f"a{DAN}")
    assert take(FACTS, two, "select", of=[]).selected == ()
    folded = take(FACTS, two, "fold", of=f"a{DAN}")
    assert take(FACTS, folded, "select", of=[f"a{DAN}", f"a{EVE}"]).selected == (f"c{DAN}",)


def test_a_cluster_that_is_folded_and_opened_is_as_it_was():
    scene = take(FACTS, begun(FACTS, "t1"), "select", of=[f"a{EVE}", "t1"])
    folded = take(FACTS, scene, "fold", of=f"a{EVE}")
    assert folded.folded == (EVE,)
    assert (folded.selected, folded.focus) == ((f"c{EVE}", "t1"), f"c{EVE}")
    assert (folded.addresses, folded.transactions) == (scene.addresses, scene.transactions)
    assert take(FACTS, folded, "fold", of=f"a{DAN}") is folded
    assert take(FACTS, folded, "fold", of=f"c{EVE}") is folded
    assert take(FACTS, folded, "open", of=f"c{EVE}") == scene
    assert take(FACTS, folded, "open", of=f"a{DAN}") == scene
    assert take(FACTS, scene, "open", of=f"a{DAN}") is scene


def test_clusters_that_were_folded_apart_and_became_one_are_opened_together():
    scene = Scene(2, addresses=(DAN, EVE), folded=(EVE, DAN), selected=(f"c{EVE}",))
    after = take(FACTS, scene, "open", of=f"c{DAN}")
    assert (after.folded, after.selected) == ((), (f"a{EVE}",))


def test_a_folded_cluster_is_expanded_as_one():
    scene = take(FACTS, begun(FACTS, f"a{ANN}"), "fold", of=f"a{ANN}")
    grown = take(FACTS, scene, "expand", of=f"a{ANN}", way="<")
    assert grown.transactions == (0,)
    assert grown.opened == {f"c{ANN}<"}
    assert take(FACTS, grown, "expand", of=f"c{ANN}", way="<") is grown


def test_turning_the_clock_to_and_fro_loses_nothing():
    scene = take(FACTS, begun(FACTS, "t1"), "expand", of=f"a{EVE}")
    back = take(FACTS, scene, "clock", height=0)
    assert back.as_of == 0
    assert take(FACTS, back, "clock", height=3) == scene
    assert take(FACTS, scene, "clock", height=3) is scene


def test_hiding_and_showing():
    scene = FIRST
    for what in HIDES:
        scene = take(FACTS, scene, "hide", what=what)
    assert scene.hidden == {"change", "dust", "services"}
    assert take(FACTS, scene, "hide", what="dust") is scene
    assert take(FACTS, scene, "show", what="dust").hidden == {"change", "services"}
    assert take(FACTS, FIRST, "show", what="dust") is FIRST


def test_what_is_found_is_added_and_selected():
    found = take(FACTS, FIRST, "find", text=FACTS.name(f"a{KIM}")[:-20])
    assert found.addresses == (EVE, KIM)
    assert (found.selected, found.focus) == ((f"a{KIM}",), f"a{KIM}")
    found = take(FACTS, found, "find", text=FACTS.name("t1").upper())
    assert (found.transactions, found.selected) == ((1,), ("t1",))
    again = take(FACTS, found, "find", text=FACTS.name("t1"))
    assert again is found
    folded = take(FACTS, FIRST, "fold", of=f"a{EVE}")
    found = take(FACTS, folded, "find", text=FACTS.name(f"a{DAN}"))
    assert (found.addresses, found.selected) == ((EVE, DAN), (f"c{EVE}",))


def test_a_scene_that_is_full_stays_and_says_so():
    payees = " ".join(f"payee{n} 1" for n in range(400))
    facts = facts_of(f"a: new -> {payees}", "b: a:0 -> kim 1")
    scene = begun(facts, "t0")
    while len(scene.addresses) < 298:
        scene = take(facts, scene, "more", of="t0>")
    # 300: a transaction, its payees, and one node for those that are left out.
    for do, with_ in [
        ("more", {"of": "t0>"}),
        ("expand", {"of": f"a{scene.addresses[0]}", "way": ">"}),
        ("find", {"text": facts.name(name_of(facts, "kim"))}),
    ]:
        with pytest.raises(nps.NpsError) as refused:
            take(facts, scene, do, **with_)
        assert str(refused.value) == (
            "There is no room: 300 nodes are the most that can be shown. Take things off, or"
            " begin anew from one of them."
        )
    less = take(facts, scene, "remove", of=f"a{scene.addresses[5]}")
    assert len(take(facts, less, "find", text=facts.name(name_of(facts, "kim"))).addresses) == 298


@pytest.mark.parametrize(
    ("do", "with_", "why"),
    [
        ("jump", {}, "There is no step 'jump': choose from " + ", ".join(VERBS) + "."),
        (None, {}, "There is no step this NoneType: choose from " + ", ".join(VERBS) + "."),
        (["expand"], {}, "There is no step this list: choose from " + ", ".join(VERBS) + "."),
        ("expand", {}, "The step expand needs of."),
        ("expand", {"of": f"a{EVE}", "facts": 1},
         "There is no argument of expand 'facts': choose from of, way."),
        ("expand", {"of": f"a{EVE}", "way": "up"}, "There is no way 'up': choose from >, <, both."),
        ("expand", {"of": f"a{EVE}", "way": {}},
         "There is no way this dict: choose from >, <, both."),
        ("expand", {"of": {"$gt": ""}},
         "this dict names nothing here: a name is t, a or c and a row, as in t12."),
        ("expand", {"of": "t1"}, f"{FACTS.name('t1')} isn't shown: look for it first."),
        ("more", {"of": f"a{EVE}"},
         f"More of a{EVE} in which direction? Write a{EVE}> or a{EVE}<."),
        ("select", {"of": ["a1", "a2", "a3"]}, "Give 2 names at most, not 3."),
        ("select", {"of": f"a{EVE}"}, f"Give a list of names, not 'a{EVE}'."),
        ("fold", {"of": f"a{KIM}"}, f"{FACTS.name(f'a{KIM}')} isn't shown: look for it first."),
        ("clock", {"height": "2"}, "'2' is no height: the clock goes from block 0 to 3."),
        ("clock", {"height": 2.5}, "this float is no height: the clock goes from block 0 to 3."),
        ("clock", {"height": 4}, "There is no such block: the clock goes from block 0 to 3."),
        ("colour", {"by": "age"},
         "There is no colour 'age': choose from cluster, kind, taint, tag."),
        ("colour", {"by": "taint"},
         "The taint of addresses isn't known here: give explore the taint."),
        ("hide", {"what": ["dust"]},
         "There is no kind of thing to hide this list: choose from change, dust, services."),
        ("find", {"text": 7}, "What to look for is a text, not this int."),
        ("find", {"text": "x" * 201},
         "What to look for has at most 200 characters, and this has 201."),
        ("remove", {"of": f"a{EVE}"}, "Nothing would be left: this is all that is shown."),
    ],
)  # fmt: skip
def test_what_can_not_be_done_is_refused_with_the_reason(do, with_, why):
    with pytest.raises(nps.NpsError) as refused:
        take(FACTS, FIRST, do, **with_)
    assert str(refused.value) == why


def test_what_can_not_be_folded_is_refused():
    scene = begun(FACTS, "t2")
    with pytest.raises(nps.NpsError, match="A transaction can't be folded: choose an address"):
        take(FACTS, scene, "fold", of="t2")
    with pytest.raises(nps.NpsError) as refused:
        take(FACTS, scene, "fold", of=f"a{KIM}")
    assert str(refused.value) == (
        f"There is nothing to fold: as of block 3 nothing links {FACTS.name(f'a{KIM}')} to another"
        " address."
    )


def test_no_click_ever_shows_more_than_can_be_read():
    facts = Facts(node_chain())
    scene = begun(facts, "t300")
    for do in ["expand", "more", "more", "more"]:
        names = [f"t{row}" for row in scene.transactions] + [f"a{row}" for row in scene.addresses]
        for name, way in itertools.product(names, "<>"):
            with_ = {"of": name, "way": way} if do == "expand" else {"of": name + way}
            with contextlib.suppress(nps.NpsError):
                scene = take(facts, scene, do, **with_)
    with pytest.raises(nps.NpsError, match="There is no room"):
        take(facts, scene, "find", text=facts.name("t5"))
    assert len(drawn(facts, scene).nodes) == MOST
    for row in scene.addresses[::3]:
        with contextlib.suppress(nps.NpsError):
            scene = take(facts, scene, "fold", of=f"a{row}")
    assert len(scene.folded) > 10
    for height in (153, 140, 125, 110):
        assert len(drawn(facts, take(facts, scene, "clock", height=height)).nodes) <= MOST
