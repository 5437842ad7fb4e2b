"""What the chain says of a case, set against a walk over every transaction of it."""

from importlib import import_module

import pandas as pd
import pytest

import nps_chain as nps
from nps_chain.evidence.bag.contents.coins import COINS, TRANSACTIONS
from nps_chain.evidence.bag.contents.facts import ADDRESSES, facts
from nps_chain.evidence.bag.contents.named import Named
from tests.handmade import address_of, chain_of, txid_of

CHAIN = nps.load("core-regtest")
TXS = [CHAIN.tx(row) for row in range(len(CHAIN.txs))]
TIMES = "%Y-%m-%dT%H:%M:%SZ"


def addresses_of(tx):
    return {coin.address for coin in [*tx.inputs, *tx.outputs]}


def busiest(many):
    counts = pd.Series([one for tx in TXS for one in addresses_of(tx) - {""}]).value_counts()
    return sorted(counts.index[:many])


def case(addresses, txids=()):
    return Named(dict.fromkeys(sorted(addresses), ("tag",)), dict.fromkeys(txids, ("page",)))


def test_of_an_address_each_transaction_is_told_with_its_coins():
    (address,) = busiest(1)
    told = [tx for tx in TXS if address in addresses_of(tx)]
    found = facts(CHAIN, case([address, "nobody's"]))
    first = told[0]
    paid, spent = (
        sum(coin.value for tx in told for coin in getattr(tx, side) if coin.address == address)
        for side in ("outputs", "inputs")
    )
    kind = CHAIN.addresses.set_index("address").loc[address, "script_type"]
    assert found.addresses.to_dict("records") == sorted(
        [
            dict(zip(ADDRESSES, row, strict=True))
            for row in [
                (address, "tag", kind, first.height, first.time.strftime(TIMES), len(told),
                 len(told), paid, spent),
                ("nobody's", "tag", "", -1, "", 0, 0, 0, 0),
            ]
        ],
        key=lambda row: row["address"],
    )  # fmt: skip
    assert found.transactions.to_dict("records") == [
        dict(zip(TRANSACTIONS, row, strict=True))
        for row in (
            (tx.txid, "", tx.height, tx.time.strftime(TIMES), tx.coinbase, tx.fee, len(tx.inputs),
             0 if tx.coinbase else sum(coin.value for coin in tx.inputs), len(tx.outputs),
             sum(coin.value for coin in tx.outputs))
            for tx in told
        )
    ]  # fmt: skip
    coins = [
        (tx.txid, side, n, coin.address, coin.value, coin.address == address)
        for tx in told
        for side in ("input", "output")
        for n, coin in enumerate(getattr(tx, f"{side}s"))
    ]
    columns = list(COINS)[:6]
    assert found.coins[columns].to_dict("records") == [
        dict(zip(columns, row, strict=True)) for row in coins
    ]


def test_each_coin_says_where_it_comes_from_and_where_it_goes():
    tx = next(tx for tx in TXS[200:] if not tx.coinbase and len(tx.inputs) > 1)
    coins = facts(CHAIN, case([], [tx.txid])).coins
    spends = CHAIN.inputs[CHAIN.inputs["tx"] == tx.row]["spends"]
    outputs = CHAIN.outputs
    assert coins["from"].tolist() == [
        *(f"{CHAIN.tx(outputs['tx'][row]).txid}:{outputs['n'][row]}" for row in spends),
        *[""] * len(tx.outputs),
    ]
    by = outputs[outputs["tx"] == tx.row]["spent_by"]
    assert coins["spent_by"].tolist() == [
        *[""] * len(tx.inputs),
        *("" if row < 0 else CHAIN.tx(row).txid for row in by),
    ]


def test_a_coin_from_before_the_data_is_named_and_one_of_which_nothing_is_known():
    chain = chain_of("earlier: ?carol=5 -> ann 4", "pay: earlier:0 ?carol=7 ? -> data 0, bob 8")
    row = dict.fromkeys(COINS, "") | {"txid": txid_of("pay"), "named": False}
    outside = chain.outside
    coins = facts(chain, case([address_of("bob")], [])).coins
    assert coins.to_dict("records") == [
        row | one
        for one in (
            {"side": "input", "n": 0, "address": address_of("ann"), "value": 4,
             "from": f"{txid_of('earlier')}:0"},
            {"side": "input", "n": 1, "address": address_of("carol"), "value": 7,
             "from": f"{outside['txid'][1]}:{outside['n'][1]}"},
            {"side": "input", "n": 2, "value": -1,
             "from": f"{outside['txid'][2]}:{outside['n'][2]}"},
            {"side": "output", "n": 0, "value": 0},
            {"side": "output", "n": 1, "address": address_of("bob"), "value": 8, "named": True},
        )
    ]  # fmt: skip
    (told,) = facts(chain, case([address_of("bob")], [])).transactions.to_dict("records")
    assert (told["fee"], told["input_value"], told["output_value"]) == (-1, -1, 8)


def test_of_a_busy_address_only_that_is_told_which_has_to_do_with_the_case(monkeypatch):
    # Its package has a function of the same name.
    monkeypatch.setattr(import_module(facts.__module__), "BUSY", 2)
    chain = chain_of(
        "one: ?carol=5 -> shop 5",
        "two: ?carol=5 -> shop 4, ann 1",
        "three: ?dan=5 -> shop 5",
        "four: ?dan=5 -> shop 5",
        "five: ?dan=5 -> erin 5",
        "six: ?dan=5 -> erin 5",
    )
    names = case(map(address_of, ("shop", "ann", "erin")), [txid_of("four"), "00" * 32])
    found = facts(chain, names)
    assert found.transactions[["txid", "named_in"]].to_dict("records") == [
        {"txid": txid_of("two"), "named_in": ""},
        {"txid": txid_of("four"), "named_in": "page"},
        {"txid": txid_of("five"), "named_in": ""},
        {"txid": txid_of("six"), "named_in": ""},
    ]
    columns = ["transactions", "told", "received"]
    by_address = found.addresses.set_index("address")[columns]
    assert by_address.loc[address_of("shop")].tolist() == [4, 2, 19]
    assert by_address.loc[address_of("ann")].tolist() == [1, 1, 1]
    assert by_address.loc[address_of("erin")].tolist() == [2, 2, 10]


@pytest.mark.parametrize("chain", [CHAIN, None])
def test_nothing_named_is_nothing_told(chain):
    assert [len(table) for table in facts(chain, Named({}, {}))] == [0, 0, 0]


def test_without_a_chain_the_names_are_all_there_is():
    found = facts(None, case(["here"]))
    # No sum of 0 where nobody looked.
    assert found.addresses.to_dict("records") == [{"address": "here", "named_in": "tag"}]
