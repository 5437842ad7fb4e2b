import pytest

from nps_chain.chain.assemble import assemble
from nps_chain.chain.pieces import NO_SCRIPT
from nps_chain.chain.readers.shared.confirmed import NO_HASH, Collection, Confirmed
from nps_chain.chain.readers.shared.rebuilt import Coins
from nps_chain.chain.wire.transaction import Input, Output, Transaction
from nps_chain.errors import ChainError

OUTSIDE = b"\x11" * 32
HASH = b"\x22" * 32


def payment(value, *parents):
    """Return a transaction that spends the first output of each parent, or a coin from outside."""
    spends = [parent.txid for parent in parents] or [OUTSIDE]
    return Transaction(2, tuple(Input(txid, 0) for txid in spends), (Output(value, b"\x51"),))


COINBASE = Transaction(1, (Input(bytes(32), 0xFFFFFFFF, b"\x01\x07"),), (Output(50, b"\x51"),))
FIRST, SECOND, THIRD = payment(1), payment(2), payment(3)


def confirmed(transaction, height=7, where="line 1", time=600, **told):
    coins = Coins()
    for _ in transaction.inputs:
        coins.add_unknown()
    return Confirmed.of(where, transaction, coins, height=height, time=time, **told)


def collection(*members):
    found = Collection("Export the list again.")
    for member in members:
        found.add(member)
    return found


def order(*members):
    """Return the transactions' txids in the order in which they come out."""
    return [row.tobytes() for row in collection(*members).reading("regtest").pieces.txid]


def txids(*transactions):
    return [transaction.txid for transaction in transactions]


def test_blocks_come_by_height_and_transactions_as_they_were_added():
    found = collection(
        confirmed(THIRD, 9, time=900, block_hash=HASH), confirmed(SECOND), confirmed(FIRST)
    )
    pieces = found.reading("regtest").pieces
    assert [row.tobytes() for row in pieces.txid] == txids(SECOND, FIRST, THIRD)
    assert pieces.height.tolist() == [7, 9]
    assert pieces.time.tolist() == [600, 900]
    assert pieces.block_txs.tolist() == [2, 1]
    assert [row.tobytes() for row in pieces.block_hash] == [NO_HASH, HASH]
    assert not pieces.header.any()
    assert pieces.prevout_script_length.tolist() == [NO_SCRIPT] * 3


def test_the_coinbase_comes_first():
    assert order(confirmed(SECOND), confirmed(COINBASE)) == txids(COINBASE, SECOND)


def test_parents_come_first_and_else_nothing_moves():
    child = payment(4, SECOND, THIRD)
    grandchild = payment(5, child)
    members = map(confirmed, [grandchild, FIRST, child, THIRD, SECOND])
    assert order(*members) == txids(FIRST, THIRD, SECOND, child, grandchild)


def test_a_parent_in_an_earlier_block_holds_nothing_up():
    child = payment(4, FIRST)
    assert order(confirmed(child, 8), confirmed(SECOND, 8), confirmed(FIRST)) == txids(
        FIRST, child, SECOND
    )


def test_a_transaction_that_comes_twice_counts_once():
    found = collection(confirmed(FIRST), confirmed(SECOND), confirmed(FIRST, where="line 3"))
    assert len(found) == 2
    assert found.reading("regtest").pieces.block_txs.tolist() == [2]


def test_what_is_in_two_blocks_is_refused_with_the_remedy():
    with pytest.raises(ChainError) as refusal:
        collection(confirmed(FIRST), confirmed(FIRST, 8, where="line 2"))
    assert str(refusal.value) == (
        f"line 1 and line 2 say that transaction {FIRST.txid[::-1].hex()} is in two blocks, at"
        " heights 7 and 8: between them the chain was reorganised. Export the list again."
    )


@pytest.mark.parametrize("told", [{"time": 601}, {"block_hash": HASH}])
@pytest.mark.parametrize("other", [FIRST, SECOND], ids=["the same", "another"])
def test_blocks_that_are_told_differently_are_refused_with_the_remedy(told, other):
    with pytest.raises(ChainError) as refusal:
        collection(confirmed(FIRST), confirmed(other, where="line 2", **told))
    assert str(refusal.value) == (
        "line 1 and line 2 tell different hashes or times of block 7. Export the list again."
    )


def test_witnesses_are_unknown_where_only_the_size_tells_of_them():
    pieces = collection(confirmed(FIRST, vsize=77), confirmed(SECOND)).reading("regtest").pieces
    assert pieces.witness.tolist() == [-1, 0]
    assert pieces.vsize.tolist() == [77, SECOND.vsize]


def test_the_reading_makes_a_chain_and_says_that_it_is_a_part():
    reading = collection(confirmed(COINBASE), confirmed(FIRST)).reading("regtest", "One more.")
    assert reading.notes[0].startswith("This is only a part of the chain")
    assert reading.notes[1:] == ("One more.",)
    assert len(assemble(*reading).txs) == 2
