import pandas as pd

from nps_chain.show.explorer.beside.table import HEAD, table
from nps_chain.show.explorer.canvas.drawing import drawn
from nps_chain.show.explorer.scenes.scene import Scene
from tests.handmade import address_of, txid_of
from tests.show.explorer.story import facts_of, row_of

FACTS = facts_of(
    "a: new -> ann 5000000000",
    "b: a:0 ? -> bob 1500000000, amy 3499990000",
    "c: b:0 b:1 -> eve 1, amy 4999989999",
    change=pd.Series([-1, 2, -1], name="output"),
)


def test_payments_are_listed_in_the_order_of_the_chain_to_the_satoshi():
    rows = [row_of(FACTS, owner) for owner in ("eve", "ann", "bob")]
    seen = drawn(FACTS, Scene(2, (2, 1), tuple(rows[:2]), folded=(rows[2],)))
    b = "1", "2023-11-14 22:23:20"
    c = "2", "2023-11-14 22:33:20"
    it, cluster = "the transaction", f"cluster of {address_of('bob')}"
    assert table(FACTS, seen) == (
        HEAD,
        (
            (*b, address_of("ann"), it, "50.00000000", txid_of("b"), ""),
            (*b, it, cluster, "49.99990000", txid_of("b"), "in part: 34.99990000 BTC"),
            (*c, cluster, it, "49.99990000", txid_of("c"), ""),
            (*c, it, address_of("eve"), "0.00000001", txid_of("c"), ""),
            (*c, it, cluster, "49.99989999", txid_of("c"), ""),
        ),
    )
    assert len(HEAD) == 7


def test_change_is_told_as_what_it_is_thought_to_be():
    seen = drawn(FACTS, Scene(2, (1,), (row_of(FACTS, "amy"),)))
    assert [row[-2:] for row in table(FACTS, seen)[1]] == [(txid_of("b"), "yes")]


def test_nothing_drawn_is_an_empty_table():
    assert table(FACTS, drawn(FACTS, Scene(2))) == (HEAD, ())
