import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import nps_chain as nps
from nps_chain.chain.schema import COINBASE
from nps_chain.show.explorer.known.payments import Payment, Payments
from tests.handmade import address_of, chain_of, histories
from tests.node_chain import node_chain

CHAIN = chain_of(
    "a: new -> ann 50000",
    "b: a:0 -> bob 900, ann 30000, bob 100, data 0, ann 19000",
    "c: ?kim=7 b:1 ? b:4 -> bob 48000, data 5, data 6",
    "d: b:0 ?bob -> data 900",
)
ANN, BOB, KIM = (CHAIN.address(address_of(name)).row for name in ("ann", "bob", "kim"))


def without_change(chain):
    return Payments(chain, lambda: np.full(len(chain.columns.txs.txid), -1))


def plainly(chain, change):
    """All payments, by pandas: of a transaction those that spend first, then by first coin."""
    spent = chain.inputs[chain.inputs["spends"] != COINBASE]
    sides = [
        spent.assign(spends=True, change=False),
        chain.outputs.assign(
            spends=False, change=chain.outputs.index == change[chain.outputs["tx"]]
        ),
    ]
    coins = pd.concat([side.reset_index(names="coin") for side in sides])
    coins["unknown"] = coins["value"] == -1
    found = coins.groupby(["tx", "spends", "address"], as_index=False).agg(
        first=("coin", "min"), value=("value", "sum"), coins=("coin", "size"),
        change=("change", "any"), most=("value", "max"), unknown=("unknown", "any"),
    )  # fmt: skip
    found.loc[found["unknown"], "value"] = -1
    found["dust"] = (found["most"] < 1000) & ~found["unknown"]
    found = found.sort_values(["tx", "spends", "first"], ascending=[True, False, True])
    return [Payment(*row) for row in found[list(Payment._fields)].itertuples(index=False)]


def test_coins_of_one_address_on_one_side_are_one_payment():
    payments = Payments(CHAIN, lambda: np.array([-1, 5, -1, -1]))
    assert payments.of_transaction(0) == (Payment(0, ANN, False, 50000, 1, False, False),)
    assert payments.of_transaction(1) == (
        Payment(1, ANN, True, 50000, 1, False, False),
        Payment(1, BOB, False, 1000, 2, False, True),
        Payment(1, ANN, False, 49000, 2, True, False),
        Payment(1, -1, False, 0, 1, False, True),
    )
    assert payments.of_transaction(2) == (
        Payment(2, KIM, True, 7, 1, False, True),
        Payment(2, ANN, True, 49000, 2, False, False),
        Payment(2, -1, True, -1, 1, False, False),
        Payment(2, BOB, False, 48000, 1, False, False),
        Payment(2, -1, False, 11, 2, False, True),
    )
    assert payments.of_transaction(3) == (
        Payment(3, BOB, True, -1, 2, False, False),
        Payment(3, -1, False, 900, 1, False, True),
    )


def test_payments_of_several_addresses_lie_in_the_order_of_the_chain():
    payments = without_change(CHAIN)
    assert payments.of_addresses([KIM, BOB, KIM], 4) == (
        Payment(1, BOB, False, 1000, 2, False, True),
        Payment(2, KIM, True, 7, 1, False, True),
        Payment(2, BOB, False, 48000, 1, False, False),
        Payment(3, BOB, True, -1, 2, False, False),
    )
    assert payments.of_addresses([KIM, BOB], 2) == (Payment(1, BOB, False, 1000, 2, False, True),)
    assert payments.of_addresses([KIM], 2) == payments.of_addresses([], 4) == ()


def told(sums):
    return sums.tx.tolist(), sums.value.tolist(), sums.coins.tolist()


def test_sums_take_several_addresses_as_one():
    payments = without_change(CHAIN)
    assert told(payments.sums([ANN, KIM, BOB], 4, spends=True)) == (
        [1, 2, 3],
        [50000, 49007, -1],
        [1, 3, 2],
    )
    assert told(payments.sums([ANN, KIM, BOB], 3, spends=False)) == (
        [0, 1, 2],
        [50000, 50000, 48000],
        [1, 4, 1],
    )
    assert told(payments.sums([KIM], 4, spends=False)) == ([], [], [])


def test_paid_to_gives_the_outputs_of_an_address():
    assert without_change(CHAIN).paid_to(BOB, 4).tolist() == [1, 3, 6]
    assert without_change(CHAIN).paid_to(BOB, 2).tolist() == [1, 3]


@pytest.mark.parametrize("name", ["tiny", "core-regtest"])
def test_every_payment_of_a_chain_is_as_pandas_has_it(name):
    chain = nps.load(name)
    change = nps.change(chain).to_numpy()
    expected = plainly(chain, change)
    payments = Payments(chain, lambda: change)
    found = [one for tx in range(len(chain.txs)) for one in payments.of_transaction(tx)]
    assert found == expected
    assert sum(one.change for one in found) > 20
    every = range(len(chain.addresses))
    assert list(payments.of_addresses(every, len(chain.txs))) == [
        one for one in expected if one.address >= 0
    ]


@settings(max_examples=30)
@given(lines=histories(12), data=st.data())
def test_payments_of_any_addresses_at_any_time_are_as_pandas_has_them(lines, data):
    chain = chain_of(*lines)
    change = np.array(
        [data.draw(st.sampled_from([-1, *rows])) for _, rows in sorted(
            chain.outputs.groupby("tx").groups.items())]
    )  # fmt: skip
    txs = data.draw(st.integers(0, len(chain.txs)))
    rows = data.draw(st.lists(st.sampled_from(range(len(chain.addresses))))
                     if len(chain.addresses) else st.just([]))  # fmt: skip
    expected = plainly(chain, change)
    payments = Payments(chain, lambda: change)
    for tx in range(len(chain.txs)):
        assert list(payments.of_transaction(tx)) == [one for one in expected if one.tx == tx]
    of_rows = [one for one in expected if one.address in rows and one.tx < txs]
    assert list(payments.of_addresses(rows, txs)) == of_rows
    for spends in (True, False):
        side = [one for one in of_rows if one.spends == spends]
        frame = pd.DataFrame(side, columns=Payment._fields).groupby("tx")
        unknown = {one.tx for one in side if one.value == -1}
        values = frame["value"].sum()
        values[values.index.isin(unknown)] = -1
        coins = frame["coins"].sum()
        assert told(payments.sums(rows, txs, spends=spends)) == (
            values.index.tolist(),
            values.tolist(),
            coins.tolist(),
        )


def test_change_is_looked_for_once_and_only_when_asked():
    asked = []

    def find_change():
        asked.append(1)
        return nps.change(node_chain()).to_numpy()

    payments = Payments(node_chain(), find_change)
    payments.sums([3], 100, spends=True)
    assert asked == []
    first = payments.of_transaction(300)
    assert payments.of_transaction(300) is first
    payments.of_addresses([3], 711)
    assert asked == [1]
