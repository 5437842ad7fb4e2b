"""Every rule of a chain: the smallest change that breaks it is named by table, row and rule."""

from dataclasses import replace

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nps_chain.chain.schema import TABLES, columns_of, kinds_of
from nps_chain.chain.tables import Chain
from nps_chain.chain.validate import REMEDY, rules, validate
from nps_chain.chain.wire.rules import MAX_MONEY
from nps_chain.errors import ChainError
from tests.chains import stories
from tests.handmade import chain_of

# Inputs 0 and 1 are new coins, 2 spends output 0, 3 and 4 are from outside (rows 0 and 1 there).
# Outputs: 0 ann, 1 eve, 2 bob, 3 data, 4 ann, 5 kim. Addresses: ann, eve, carol, bob, kim.
BASE = chain_of(
    "mint: new -> ann 5000000000",
    "fees: new -> eve 5000000070",
    "+ pay: mint:0 ?carol=5 -> bob 35, data 0, ann 4999999900",
    "lost: ? -> kim 9",
).columns


def changed(**edits):
    """The columns of BASE with some values replaced, as in ``inputs_tx={4: 9}``."""
    columns = BASE
    for place, values in edits.items():
        table_name, column = place.split("_", 1)
        table = getattr(columns, table_name)
        array = getattr(table, column)
        if isinstance(array, pa.Array):
            texts = array.to_pylist()
            for row, text in values.items():
                texts[row] = text
            array = pa.array(texts, pa.large_string())
        else:
            array = array.copy()
            for row, value in values.items():
                array[row] = value
        columns = replace(columns, **{table_name: replace(table, **{column: array})})
    return columns


def cut(columns, table_name, row):
    """The columns without one row of a table."""
    table = getattr(columns, table_name)
    rest = {name: np.delete(values, row, axis=0) for name, values in columns_of(table).items()}
    return replace(columns, **{table_name: type(table)(**rest)})


NO_ROW = {
    ("inputs", "tx is no row of txs"): [("tx", 4, [4, -1])],
    ("inputs", "spends is no row of outputs"): [("spends", 2, [6, -3])],
    ("inputs", "address is no row of addresses"): [("address", 2, [5, -2])],
    ("inputs", "witness is not 1, 0 or -1"): [("witness", 0, [2, -2])],
    ("outside", "input is no row of inputs"): [("input", 1, [5, -1])],
    ("outputs", "tx is no row of txs"): [("tx", 5, [4, -1])],
    ("outputs", "address is no row of addresses"): [("address", 2, [5, -2])],
    ("outputs", "spent_by is no row of txs"): [("spent_by", 0, [4, -2])],
    ("addresses", "first_seen is no row of txs"): [("first_seen", 4, [4, -1])],
    ("outputs", "script_type is no kind of script"): [("script_type", 1, [11, -1])],
    ("addresses", "script_type is no kind of script"): [("script_type", 1, [11, -1])],
}

UNSPENT = {
    "spends an own output": changed(
        inputs_spends={2: 4}, outputs_spent_by={0: -1, 4: 2}, inputs_value={2: 4999999900}
    ),
    "spends a later output": changed(
        inputs_spends={2: 5}, outputs_spent_by={0: -1, 5: 2}, inputs_value={2: 9}
    ),
}

# (table, rule): pairs of broken columns and the row that is named.
CASES = {
    (table, rule): [
        (changed(**{f"{table}_{column}": {row: value}}), row)
        for column, row, values in edits
        for value in values
    ]
    for (table, rule), edits in NO_ROW.items()
} | {
    ("addresses", "address has characters that no address has"): [
        (changed(addresses_address={2: text}), 2) for text in ("<b>", "a b", "1\n", "é", "\x1b[0m")
    ],
    ("blocks", "time is not one that a header can have"): [
        (changed(blocks_time={1: time}), 1) for time in (-1, 2**32, 2**62)
    ],
    ("blocks", "height is below 0"): [(changed(blocks_height={0: -1}), 0)],
    ("blocks", "height is not above that of the row before"): [
        (changed(blocks_height={1: 0}), 1),
        (changed(blocks_height={0: 2**31 - 1, 1: 0}), 1),
    ],
    ("txs", "height is below that of the row before"): [(changed(txs_height={3: 0}), 3)],
    ("txs", "height is that of no block"): [(changed(txs_height={3: 9}), 3)],
    ("inputs", "tx is below that of the row before"): [(changed(inputs_tx={4: 0}), 4)],
    ("outputs", "tx is below that of the row before"): [(changed(outputs_tx={5: 0}), 5)],
    ("outside", "input is not above that of the row before"): [
        (changed(outside_input={1: 3}), 1),
        (changed(outside_input={0: 4, 1: 3}), 1),
    ],
    ("addresses", "first_seen is below that of the row before"): [
        (changed(addresses_first_seen={4: 0}), 4)
    ],
    ("outputs", "n is not its place in its transaction"): [
        (changed(outputs_n={3: 2}), 3),
        (changed(outputs_tx={5: 2}), 5),
    ],
    ("txs", "it has no outputs"): [(changed(outputs_tx={5: 2}, outputs_n={5: 3}), 3)],
    ("txs", "it has no inputs"): [(changed(inputs_tx={4: 2}), 3)],
    ("outputs", "it is spent more than once"): [(changed(inputs_spends={3: 0}), 0)],
    ("outputs", "spent_by and the inputs differ"): [
        (changed(outputs_spent_by={5: 3}), 5),
        (changed(outputs_spent_by={0: -1}), 0),
    ],
    ("inputs", "it spends an output that doesn't come before it"): [
        (columns, 2) for columns in UNSPENT.values()
    ],
    ("inputs", "the output that it spends names another transaction"): [
        (changed(outputs_spent_by={0: 3}), 2)
    ],
    ("inputs", "value is not that of the output that it spends"): [
        (changed(inputs_value={2: value}), 2) for value in (1, -1)
    ],
    ("inputs", "address is not that of the output that it spends"): [
        (changed(inputs_address={2: address}), 2) for address in (3, -1)
    ],
    ("inputs", "spends and the table outside differ"): [
        (changed(inputs_spends={3: -1}), 3),
        (cut(BASE, "outside", 1), 4),
    ],
    ("outside", "n is no place of an output"): [
        (changed(outside_n={0: n}), 0) for n in (-1, 2**32, 2**63 - 1)
    ],
    ("outside", "its coin is spent more than once"): [
        (changed(outside_txid={1: BASE.outside.txid[0]}, outside_n={1: BASE.outside.n[0]}), 1)
    ],
    ("outputs", "script_type is not that of its address"): [
        (changed(outputs_script_type={2: 1}), 2),
        (changed(addresses_script_type={3: 1}), 2),
    ],
    ("addresses", "first_seen is not where it first appears"): [
        (changed(addresses_first_seen={3: 3}), 3),
        (changed(addresses_first_seen={1: 0}), 1),
        (changed(addresses_first_seen={2: 1}), 2),
        (changed(outputs_address={5: -1}), 4),
    ],
    ("outputs", "value is not between 0 and 21 million BTC"): [
        (changed(outputs_value={5: value}), 5) for value in (-1, MAX_MONEY + 1)
    ],
    ("inputs", "value is not between 0 and 21 million BTC"): [
        (changed(inputs_value={4: value}), 4) for value in (-2, MAX_MONEY + 1)
    ],
    ("txs", "its inputs are worth more than 21 million BTC"): [
        (changed(inputs_value={3: MAX_MONEY}), 2)
    ],
    ("txs", "its outputs are worth more than 21 million BTC"): [
        (changed(outputs_value={2: MAX_MONEY}), 2)
    ],
    ("txs", "coinbase and its inputs differ"): [
        (changed(txs_coinbase={3: True}), 3),
        (changed(txs_coinbase={1: False}), 1),
    ],
    ("inputs", "only a coinbase may spend nothing"): [
        (cut(changed(inputs_spends={3: -1}), "outside", 0), 3)
    ],
    ("inputs", "new coins have a value or an address before they are made"): [
        (changed(inputs_value={1: 5}), 1),
        (changed(inputs_value={1: -1}), 1),
        (changed(inputs_address={1: 0}), 1),
    ],
    ("txs", "a coinbase is not the first of its block"): [(changed(txs_height={1: 0}), 1)],
    ("txs", "its outputs are worth more than its inputs"): [
        (changed(outputs_value={2: 106}), 2),
        (changed(inputs_value={3: 0}, outputs_value={2: 101}), 2),
    ],
    ("txs", "fee is not inputs less outputs"): [
        (changed(txs_fee={2: fee}), 2) for fee in (69, -1, 2**63 - 1)
    ],
    ("txs", "fee is told though a value is unknown"): [(changed(txs_fee={3: 0}), 3)],
    ("txs", "a coinbase has a fee"): [(changed(txs_fee={1: fee}), 1) for fee in (1, -1)],
    ("blocks", "its coinbase takes more than reward and fees"): [
        (changed(blocks_header={1: 1}, outputs_value={1: 5000000071}), 1)
    ],
}  # fmt: skip


def test_every_rule_has_a_case():
    assert {(table, rule) for table, rule, _ in rules(BASE, "regtest")} == set(CASES)


@pytest.mark.parametrize(
    ("table", "rule", "columns", "row"),
    [(*key, columns, row) for key, cases in CASES.items() for columns, row in cases],
    ids=[f"{table}: {rule}" for (table, rule), cases in CASES.items() for _ in cases],
)
def test_a_broken_rule_is_named(table, rule, columns, row):
    with pytest.raises(ChainError) as caught:
        Chain("regtest", columns)
    assert str(caught.value) == f"Table {table}, row {row}: {rule}. {REMEDY}"


def test_what_a_coinbase_takes_is_judged_only_where_all_is_known():
    too_much = changed(outputs_value={1: 5000000071})
    validate(too_much, "regtest")  # a block without its header may lack transactions
    validate(changed(blocks_header={1: 1}), "regtest")
    validate(changed(blocks_header={1: 1}, outputs_value={1: 1}), "regtest")  # less is allowed
    lost = chain_of("a: new -> ann 6000000000", "+ b: ? -> bob 1").columns
    header = np.ones((1, 80), np.uint8)
    validate(replace(lost, blocks=replace(lost.blocks, header=header)), "regtest")


@pytest.mark.parametrize(
    ("network", "height", "reward"),
    [
        ("main", 0, 5_000_000_000),
        ("main", 209_999, 5_000_000_000),
        ("main", 840_000, 312_500_000),
        ("regtest", 149, 5_000_000_000),
        ("regtest", 150, 2_500_000_000),
        ("regtest", 150 * 33, 0),
        ("regtest", 2**31 - 1, 0),
    ],
)
def test_rewards_halve(network, height, reward):
    def minting(value):
        columns = chain_of(f"a: new -> ann {value}").columns
        at = np.array([height], np.int32)
        blocks = replace(columns.blocks, height=at, header=np.ones((1, 80), np.uint8))
        return replace(columns, blocks=blocks, txs=replace(columns.txs, height=at))

    validate(minting(reward), network)
    with pytest.raises(ChainError, match="takes more than reward and fees"):
        validate(minting(reward + 1), network)


def test_sums_that_run_over_make_no_money():
    # 8,785 times all bitcoin is a little over 2^64 satoshi, and would look like a small amount.
    rich = ", ".join([f"bob {MAX_MONEY}"] * 8785)
    with pytest.raises(ChainError, match="its outputs are worth more than 21 million BTC"):
        chain_of(f"a: ?ann={MAX_MONEY} -> {rich}")
    coins = " ".join([f"?ann={MAX_MONEY}"] * 8785)
    with pytest.raises(ChainError, match="its inputs are worth more than 21 million BTC"):
        chain_of(f"a: {coins} -> bob 1")


def test_fees_beyond_all_money_do_not_run_over():
    spenders = [f"+ t{k}: ?ann={MAX_MONEY} -> bob 0" for k in range(4400)]
    columns = chain_of("a: new -> ann 1", *spenders).columns
    header = np.ones((1, 80), np.uint8)
    validate(replace(columns, blocks=replace(columns.blocks, header=header)), "regtest")


def test_coins_from_outside_that_only_look_alike():
    txid = BASE.outside.txid.copy()
    txid[1, :31] = txid[0, :31]  # but for the last byte
    twins = changed(outside_txid={1: txid[1]}, outside_n={1: BASE.outside.n[0]})
    validate(twins, "regtest")
    siblings = changed(outside_txid={1: txid[0]}, outside_n={1: BASE.outside.n[0] + 1})
    validate(siblings, "regtest")


def test_an_unknown_network():
    with pytest.raises(ChainError, match="There is no network 'litecoin': choose from main, test"):
        Chain("litecoin", BASE)


def reshaped(table_name, column, values):
    table = replace(getattr(BASE, table_name), **{column: values})
    return replace(BASE, **{table_name: table})


@pytest.mark.parametrize(
    ("table", "column", "values"),
    [
        ("txs", "fee", BASE.txs.fee.astype(float)),
        ("txs", "fee", BASE.txs.fee.astype(">i8")),
        ("txs", "fee", BASE.txs.fee.astype(np.int32)),
        ("txs", "fee", BASE.txs.fee.tolist()),
        ("txs", "fee", BASE.txs.fee[:, None]),
        ("txs", "txid", BASE.txs.txid[:, :31]),
        ("txs", "txid", BASE.txs.txid.view("V32").ravel()),
        ("txs", "coinbase", BASE.txs.coinbase.view(np.int8)),
        ("addresses", "address", BASE.addresses.address.to_pylist()),
        ("addresses", "address", BASE.addresses.address.cast(pa.string())),
        ("addresses", "address", pa.chunked_array([BASE.addresses.address])),
        ("addresses", "address", pa.array([None] * 5, pa.large_string())),
        ("addresses", "address", np.array(BASE.addresses.address.to_pylist(), object)),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_column_of_another_kind(table, column, values):
    kind = kinds_of(TABLES[table])[column].dtype
    with pytest.raises(ChainError) as caught:
        Chain("regtest", reshaped(table, column, values))
    assert str(caught.value) == f"Table {table}: column {column} is not of the kind {kind}."


@pytest.mark.parametrize("table", TABLES)
def test_columns_that_differ_in_length(table):
    for column, values in columns_of(getattr(BASE, table)).items():
        with pytest.raises(ChainError, match=f"Table {table}: its columns differ in length"):
            Chain("regtest", reshaped(table, column, values[:-1]))


# Columns of which no value can be changed alone without breaking a rule.
BOUND = [
    ("txs", "fee"), ("txs", "coinbase"), ("inputs", "spends"), ("outputs", "tx"), ("outputs", "n"),
    ("outputs", "spent_by"), ("addresses", "first_seen"), ("outside", "input"),
]  # fmt: skip


@settings(max_examples=50)
@given(stories(), st.sampled_from(BOUND), st.data())
def test_a_single_change_is_noticed(story, place, data):
    chain = story.chain()
    table_name, column = place
    table = getattr(chain.columns, table_name)
    values = getattr(table, column).copy()
    if not len(values):
        return
    row = data.draw(st.integers(0, len(values) - 1))
    if values.dtype == bool:
        values[row] = not values[row]
    else:
        near = st.integers(-3, len(chain.columns.outputs.tx) + 1)
        values[row] = data.draw(near.filter(lambda value: value != values[row]))
    spoilt = replace(chain.columns, **{table_name: replace(table, **{column: values})})
    with pytest.raises(ChainError, match=r"Table \w+, row \d+: "):
        Chain("regtest", spoilt)


@settings(max_examples=50)
@given(stories())
def test_random_chains_are_sound(story):
    assert not any(broken.any() for _, _, broken in rules(story.chain().columns, "regtest"))
