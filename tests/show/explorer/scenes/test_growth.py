import pytest

import nps_chain as nps
from nps_chain.show.explorer.scenes.growth import Growth
from nps_chain.show.explorer.scenes.scene import Scene, Thing
from tests.show.explorer.story import facts_of, row_of

# Ann pays eight times, each time from a larger coin to five people.
PAYERS = facts_of(
    "a: new -> ann 1000, ann 2000, ann 3000, ann 4000, ann 5000, ann 6000, ann 7000, ann 8000",
    *(
        f"p{n}: a:{n} -> " + ", ".join(f"{who}{n} {10 * k}" for k, who in enumerate("vwxyz", 1))
        for n in range(8)
    ),
)
ANN = Thing("a", row_of(PAYERS, "ann"))
MANY = facts_of(
    "a: new -> " + ", ".join(f"payee{n} {n}" for n in range(1, 10)) + ", data 100",
)


def people(n: int, who: str) -> tuple[int, ...]:
    return tuple(row_of(PAYERS, f"{one}{n}") for one in who)


def test_a_transaction_brings_the_six_largest_of_a_side_and_then_the_next():
    growth = Growth(MANY, Scene(0, transactions=(0,)))
    growth.open(Thing("t", 0), ">")
    six = tuple(row_of(MANY, f"payee{n}") for n in (9, 8, 7, 6, 5, 4))
    assert growth.scene() == Scene(0, transactions=(0,), addresses=six, opened=frozenset({"t0>"}))
    growth.open(Thing("t", 0), ">")
    three = tuple(row_of(MANY, f"payee{n}") for n in (3, 2, 1))
    assert growth.scene().addresses == six + three
    growth.open(Thing("t", 0), "<")
    assert growth.scene().opened == {"t0>"}


def test_an_address_brings_the_six_transactions_of_most_value_each_with_the_four_largest():
    growth = Growth(PAYERS, Scene(8, addresses=(ANN.row,)))
    growth.open(ANN, ">")
    grown = growth.scene()
    assert grown.transactions == (8, 7, 6, 5, 4, 3)
    assert grown.addresses == (ANN.row, *(a for n in (7, 6, 5, 4, 3, 2) for a in people(n, "zyxw")))
    assert grown.opened == {f"{ANN.name}>"}
    growth.open(ANN, ">")
    assert growth.scene().transactions == (8, 7, 6, 5, 4, 3, 2, 1)
    growth.open(ANN, ">")
    assert len(growth.scene().addresses) == 1 + 8 * 4


def test_backward_an_address_brings_who_paid_it():
    growth = Growth(PAYERS, Scene(8, addresses=people(7, "z")))
    growth.open(Thing("a", people(7, "z")[0]), "<")
    assert growth.scene() == Scene(
        8,
        transactions=(8,),
        addresses=(*people(7, "z"), ANN.row),
        opened=frozenset({f"a{people(7, 'z')[0]}<"}),
    )


def test_what_comes_after_the_clock_is_not_brought():
    growth = Growth(PAYERS, Scene(3, addresses=(ANN.row,)))
    growth.open(ANN, ">")
    assert growth.scene().transactions == (3, 2, 1)


def test_a_folded_cluster_brings_with_a_transaction_the_one_of_its_addresses_that_paid_most():
    facts = facts_of(
        "a: new -> ann 5, amy 7, ann 9",
        "b: a:0 a:1 -> bob 12",
        "c: a:2 -> cat 9",
    )
    ann, amy, bob, cat = (row_of(facts, who) for who in ("ann", "amy", "bob", "cat"))
    growth = Growth(facts, Scene(2, folded=(ann,)))
    growth.open(Thing("c", ann), ">")
    assert growth.scene() == Scene(
        2,
        transactions=(1, 2),
        addresses=(bob, amy, cat, ann),
        folded=(ann,),
        opened=frozenset({f"c{ann}>"}),
    )


@pytest.mark.parametrize(
    ("most", "transactions", "addresses"),
    [
        (3, (8,), ()),
        (4, (8,), people(7, "z")),
        (7, (8,), people(7, "zyxw")),
        (8, (8, 7), people(7, "zyxw")),
        (10, (8, 7), people(7, "zyxw") + people(6, "zy")),
    ],
)
def test_it_grows_as_far_as_there_is_room_for_it_and_for_what_is_left_out(
    most, transactions, addresses
):
    growth = Growth(PAYERS, Scene(8, addresses=(ANN.row,)), most)
    growth.open(ANN, ">")
    grown = growth.scene()
    assert (grown.transactions, grown.addresses) == (transactions, (ANN.row, *addresses))


def test_without_any_room_it_says_so():
    growth = Growth(PAYERS, Scene(8, addresses=(ANN.row,)), 2)
    growth.open(ANN, ">")
    with pytest.raises(nps.NpsError) as refused:
        growth.scene()
    assert str(refused.value) == (
        "There is no room: 300 nodes are the most that can be shown. Take things off, or begin"
        " anew from one of them."
    )


@pytest.mark.parametrize(
    ("scene", "left"),
    [
        (Scene(8), 9),
        (Scene(8, transactions=(8,), addresses=people(7, "zy"), folded=(ANN.row,)), 5),
        # For a side of a transaction that was opened and is shown in full no place is kept.
        (Scene(8, transactions=(8,), addresses=people(7, "zyx"), opened=frozenset({"t8>"})), 4),
        (Scene(8, transactions=(8,), addresses=people(7, "zyxwv"), opened=frozenset({"t8>"})), 3),
        (Scene(8, transactions=(8,), opened=frozenset({"t8>", "t8<"})), 6),
        # An address may yet get more transactions.
        (Scene(8, addresses=(ANN.row,), opened=frozenset({f"a{ANN.row}<"})), 7),
    ],
)
def test_places_are_counted_for_all_that_may_be_drawn(scene, left):
    growth = Growth(PAYERS, scene, 9)
    others = [Thing("t", n) for n in range(8)] + [Thing("a", a) for a in people(0, "vw")]
    assert [growth.add(one) for one in others] == [True] * left + [False] * (10 - left)
    assert growth.add(others[0])
