import pytest

import nps_chain as nps
from nps_chain.show.explorer.scenes.removal import remove
from nps_chain.show.explorer.scenes.scene import Scene
from tests.show.explorer.story import facts_of, row_of

FACTS = facts_of(
    "a: new -> ann 50, bob 50",
    "b: a:0 -> cat 30, dan 20",
    "c: a:1 -> dan 50",
    "d: b:0 c:0 -> eve 80",
)
ANN, BOB, CAT, DAN, EVE = (row_of(FACTS, who) for who in ("ann", "bob", "cat", "dan", "eve"))
ALL = Scene(
    3,
    transactions=(1, 2, 3),
    addresses=(ANN, BOB, CAT, DAN, EVE),
    opened=frozenset({"t1>", f"a{CAT}>", f"a{DAN}>"}),
    selected=("t1", f"a{CAT}"),
    focus="t1",
    start=(f"a{ANN}",),
    lanes={"t1": 2},
)


def test_a_transaction_goes_with_what_hangs_on_it_alone_but_not_where_it_began():
    assert remove(FACTS, ALL, of="t2") == Scene(
        3,
        transactions=(1, 3),
        addresses=(ANN, CAT, DAN, EVE),
        opened=ALL.opened,
        selected=ALL.selected,
        focus="t1",
        start=ALL.start,
        lanes=ALL.lanes,
    )
    after = remove(FACTS, ALL, of="t1")
    assert (after.transactions, after.addresses) == ((2, 3), (ANN, BOB, CAT, DAN, EVE))
    assert (after.opened, after.selected, after.focus) == (
        {f"a{CAT}>", f"a{DAN}>"}, (f"a{CAT}",), ""
    )  # fmt: skip


def test_an_address_goes_with_the_transactions_that_are_left_with_none():
    scene = Scene(3, transactions=(2, 3), addresses=(DAN, EVE), start=("t3",))
    after = remove(FACTS, scene, of=f"a{DAN}")
    assert (after.transactions, after.addresses) == ((3,), (EVE,))
    scene = Scene(3, transactions=(2,), addresses=(BOB, ANN), start=("t2",))
    after = remove(FACTS, scene, of=f"a{BOB}")
    assert (after.transactions, after.addresses) == ((2,), (ANN,))


def test_an_address_that_hung_on_nothing_before_stays():
    after = remove(FACTS, Scene(3, transactions=(2,), addresses=(BOB, CAT)), of="t2")
    assert (after.transactions, after.addresses) == ((), (CAT,))


def test_a_folded_cluster_goes_with_all_its_addresses():
    scene = Scene(
        3,
        transactions=(1, 3),
        addresses=(ANN, CAT, DAN, EVE),
        folded=(DAN,),
        opened=frozenset({f"c{DAN}<", "t3>"}),
        selected=(f"c{DAN}",),
        focus=f"c{DAN}",
    )
    after = remove(FACTS, scene, of=f"a{CAT}")
    assert after == Scene(3, transactions=(1, 3), addresses=(ANN, EVE), opened=frozenset({"t3>"}))
    # It counts as what a transaction hangs on, too.
    after = remove(FACTS, scene, of=f"a{ANN}")
    assert (after.transactions, after.addresses) == ((1, 3), (CAT, DAN, EVE))


def test_the_last_thing_stays():
    with pytest.raises(nps.NpsError, match="Nothing would be left"):
        remove(FACTS, Scene(3, addresses=(ANN,)), of=f"a{ANN}")
