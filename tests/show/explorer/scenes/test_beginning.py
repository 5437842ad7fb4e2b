import pytest

import nps_chain as nps
from nps_chain.show.explorer.scenes import beginning
from nps_chain.show.explorer.scenes.beginning import start
from nps_chain.show.explorer.scenes.scene import Scene
from tests.show.explorer.story import facts_of, row_of

FACTS = facts_of(
    "a: new -> ann 50, bob 50",
    "b: a:0 a:1 -> cat 10, dan 20, eve 30, fay 5, gil 5, hal 5, ida 25",
    "c: b:0 -> ann 10",
)
ANN, BOB, CAT, DAN, EVE, FAY, GIL, HAL, IDA = (
    row_of(FACTS, who) for who in ("ann", "bob", "cat", "dan", "eve", "fay", "gil", "hal", "ida")
)
ANYWHERE = Scene(2, colour="tag", transactions=(0,), selected=("t0",))


def test_one_transaction_comes_with_what_goes_in_and_out_of_it():
    assert start(FACTS, ANYWHERE, names=["t1"]) == Scene(
        2,
        transactions=(1,),
        addresses=(ANN, BOB, EVE, IDA, DAN, CAT, FAY, GIL),
        opened=frozenset({"t1<", "t1>"}),
        selected=("t1",),
        focus="t1",
        start=("t1",),
    )


def test_several_transactions_come_with_less_each():
    begun = start(FACTS, ANYWHERE, names=["t1", "t2"])
    assert begun.transactions == (1, 2)
    assert begun.addresses == (ANN, BOB, EVE, IDA, DAN, CAT)
    assert (begun.start, begun.selected, begun.focus) == (("t1", "t2"), (), "t1")


def test_addresses_come_alone():
    names = [f"a{CAT}", f"a{ANN}"]
    assert start(FACTS, ANYWHERE, names=names) == Scene(
        2, addresses=(CAT, ANN), focus=f"a{CAT}", start=tuple(names)
    )
    assert start(FACTS, ANYWHERE, names=names[:1]).selected == (f"a{CAT}",)


def test_addresses_of_one_cluster_begin_as_one_node_once_they_are_linked():
    names = [f"a{BOB}", f"a{ANN}"]
    assert start(FACTS, ANYWHERE, names=names) == Scene(
        2,
        addresses=(BOB, ANN),
        folded=(BOB,),
        selected=(f"c{BOB}",),
        focus=f"c{BOB}",
        start=(f"c{BOB}",),
    )
    assert start(FACTS, ANYWHERE, names=names, height=0) == Scene(
        0, addresses=(BOB, ANN), focus=f"a{BOB}", start=tuple(names)
    )


def test_a_flow_comes_as_it_is_with_its_own_beginning():
    names = [f"a{ANN}", "t1", f"a{CAT}", "t2"]
    assert start(FACTS, ANYWHERE, names=names, began=[f"a{ANN}"]) == Scene(
        2,
        transactions=(1, 2),
        addresses=(ANN, CAT),
        selected=(f"a{ANN}",),
        focus=f"a{ANN}",
        start=(f"a{ANN}",),
    )


def test_what_finds_no_room_is_counted(monkeypatch):
    monkeypatch.setattr(beginning, "BEGIN", 3)
    begun = start(FACTS, ANYWHERE, names=["t1", f"a{CAT}", "t2", f"a{DAN}", f"a{EVE}"])
    assert (begun.transactions, begun.addresses, begun.no_room) == ((1, 2), (CAT,), 2)
    assert begun.start == ("t1", f"a{CAT}", "t2")


def test_of_a_large_cluster_few_addresses_are_kept_and_none_is_missed(monkeypatch):
    monkeypatch.setattr(beginning, "FOLDED", 1)
    begun = start(FACTS, ANYWHERE, names=[f"a{BOB}", f"a{ANN}"])
    assert (begun.addresses, begun.folded, begun.no_room) == ((BOB,), (BOB,), 0)


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"names": []}, "Begin with one or more transactions or addresses."),
        ({"names": ["c1"]}, "Begin with one or more transactions or addresses."),
        ({"names": ["t1>"]}, "Begin with one or more transactions or addresses."),
        ({"names": "t1"}, "Give a list of names, not 't1'."),
        ({"names": ["t1"] * 100_001}, "Give 100,000 names at most, not 100,001."),
        ({"names": ["t1"], "began": 5}, "Give a list of names, not this int."),
        (
            {"names": ["t1"], "height": 3},
            "There is no such block: the clock goes from block 0 to 2.",
        ),
        (
            {"names": ["t0", "t2"], "height": 1},
            f"{FACTS.name('t2')} first appears in block 2, and this is as of block 1.",
        ),
        (
            {"names": [f"a{CAT}"], "height": 0},
            f"{FACTS.name(f'a{CAT}')} first appears in block 1, and this is as of block 0.",
        ),
    ],
)
def test_what_is_no_beginning_is_refused(given, why):
    with pytest.raises(nps.NpsError) as refused:
        start(FACTS, ANYWHERE, **given)
    assert str(refused.value) == why
