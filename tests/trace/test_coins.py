import numpy as np
import pytest

from nps_chain.chain.views import AddressView, TransactionView
from nps_chain.errors import ChainError
from nps_chain.trace.coins import Coins
from tests.handmade import address_of, chain_of, txid_of

CHAIN = chain_of("a: new -> ann 50, data 0, bob 5", "b: a:0 ?carol=7 ? -> bob 30, ann 20")
FROM_CAROL, FROM_SOMEWHERE = ~2, ~3  # inputs 2 and 3


def test_a_transaction_makes_coins_and_spends_coins_from_outside_too():
    coins = Coins(CHAIN)
    assert coins.made_by(0).tolist() == [0, 1, 2]
    assert coins.spent_by(0).tolist() == []
    assert coins.spent_by(1).tolist() == [0, FROM_CAROL, FROM_SOMEWHERE]


def test_what_is_known_of_a_coin():
    coins = Coins(CHAIN)
    known = [0, 1, 4, FROM_CAROL, FROM_SOMEWHERE]
    assert coins.values(np.array(known)).tolist() == [50, 0, 20, 7, -1]
    assert [coins.ends(coin) for coin in known] == [(0, 1), (0, -1), (1, -1), (-1, 1), (-1, 1)]
    ann, carol = address_of("ann"), address_of("carol")
    assert [coins.address(coin) for coin in known] == [ann, "", ann, carol, ""]
    assert coins.name(4) == f"{txid_of('b')}:1"
    outside = CHAIN.outside.iloc[0]
    assert coins.name(FROM_CAROL) == f"{outside['txid']}:{outside['n']}"


def test_a_coin_that_was_spent_later_is_unspent():
    assert Coins(CHAIN, as_of=0).ends(0) == (0, -1)


@pytest.mark.parametrize(
    ("owner", "as_of", "expected"),
    [("ann", None, [0, 4]), ("ann", 0, [0]), ("carol", None, [FROM_CAROL]), ("carol", 0, [])],
)
def test_the_coins_of_an_address(owner, as_of, expected):
    row = CHAIN.address(address_of(owner)).row
    assert Coins(CHAIN, as_of).paid_to(row).tolist() == expected


def test_what_is_known_of_many_coins_at_once():
    coins = Coins(CHAIN)
    known = np.array([4, FROM_SOMEWHERE, 0, 1, FROM_CAROL])
    assert coins.makers(known).tolist() == [1, -1, 0, 0, -1]
    assert coins.spenders(known).tolist() == [-1, 1, 1, -1, 1]
    assert coins.addresses(known) == [coins.address(coin) for coin in known.tolist()]
    assert coins.names(known) == [coins.name(coin) for coin in known.tolist()]
    rows = coins.address_rows(known)
    ann, carol = CHAIN.address(address_of("ann")).row, CHAIN.address(address_of("carol")).row
    assert rows.tolist() == [ann, -1, ann, -1, carol]
    nothing = np.zeros(0, np.int64)
    assert (coins.names(nothing), coins.addresses(nothing)) == ([], [])


def test_a_chain_without_blocks_has_coins_of_none():
    coins = Coins(chain_of())
    assert coins.as_of == -1
    with pytest.raises(ChainError, match="no output in row 0"):
        coins.find(0)


def test_a_start_is_found_by_all_of_its_names():
    coins = Coins(CHAIN)
    txid, address = txid_of("b"), address_of("bob")
    for start in (1, np.int64(1), txid, f" {txid.upper()}\n", CHAIN.tx(1)):
        view = coins.view(start)
        assert (type(view), view.row) == (TransactionView, 1)
    for start in (address, CHAIN.address(address)):
        view = coins.view(start)
        assert (type(view), view.row) == (AddressView, 1)
    for output in (4, np.int64(4), f"{txid}:1"):
        assert coins.find(output) == 4


@pytest.mark.parametrize(
    ("output", "told"),
    [
        (5, "no output in row 5: rows go from 0 to 4"),
        (-1, "no output in row -1"),
        (txid_of("b"), "names no output"),
        (f"{txid_of('b')}:", "names no output"),
        (f"{txid_of('b')}:2", "has 2 outputs, numbered from 0, and no output 2"),
        (f"{'0' * 64}:0", "No transaction 0000"),
    ],
)
def test_an_output_that_is_not_there_is_named(output, told):
    with pytest.raises(ChainError, match=told):
        Coins(CHAIN).find(output)


@pytest.mark.parametrize("start", [txid_of("b"), 1, address_of("carol")])
def test_what_comes_later_can_be_no_start(start):
    with pytest.raises(ChainError, match="first appears in block 1, after height 0"):
        Coins(CHAIN, as_of=0).view(start)


def test_a_view_of_another_chain_starts_where_this_one_has_the_same():
    other = chain_of("strange: new -> eve 1", "a: new -> ann 50", "b: a:0 -> bob 20, ann 30")
    view = Coins(CHAIN).view(other.tx(txid_of("b")))
    assert view.txid == txid_of("b")
    with pytest.raises(ChainError, match="No transaction"):
        Coins(CHAIN).view(other.tx(0))
