"""Each rule on the smallest chain that shows it, and all of them against plain Python."""

import gzip
import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import nps_chain as nps
from nps_chain.chain.address.script import P2PKH, P2SH, P2WPKH
from nps_chain.chain.tables import Chain
from nps_chain.errors import NpsError
from nps_chain.trace.change import BACKWARD, FORWARD, HEURISTICS, answers, change
from nps_chain.trace.change.backward import power_of_ten_value
from tests.handmade import chain_of, histories
from tests.node_chain import node_chain, txids_of
from tests.other_future import other_future
from tests.trace.change import oracle
from tests.trace.change.node_truth import true_change
from tests.trace.change.varied import varied

RULES = BACKWARD + FORWARD


def found(chain, heuristic, as_of=None):
    """The answers by transaction, as the place among its outputs."""
    rows = change(chain, heuristic, as_of=as_of)
    return {tx: row - int(chain.first_output[tx]) for tx, row in rows.items() if row >= 0}


def typed(chain: Chain, **kinds: int) -> Chain:
    """The same chain; addresses of these rows (as ``row_3=P2SH``) are of another type."""
    c = chain.columns
    of_row = c.addresses.script_type.copy()
    for name, kind in kinds.items():
        of_row[int(name.removeprefix("row_"))] = kind
    outputs = np.where(c.outputs.address >= 0, of_row[c.outputs.address], c.outputs.script_type)
    return Chain(chain.network, replace(
        c, addresses=replace(c.addresses, script_type=of_row),
        outputs=replace(c.outputs, script_type=outputs)), proven=True)  # fmt: skip


def habits(chain: Chain, table: str, **columns: list[int]) -> Chain:
    """The same chain with other columns of one table."""
    c = chain.columns
    old = getattr(c, table)
    new = {k: np.array(v, getattr(old, k).dtype) for k, v in columns.items()}
    return Chain(chain.network, replace(c, **{table: replace(old, **new)}), proven=True)


def test_self_change_goes_back_to_an_address_of_the_inputs():
    chain = chain_of(
        "a: new -> ann 50, bob 50",
        "b: a:0 a:1 -> eve 30, bob 70",
        "c: b:1 ?kim=5 -> kim 10, bob 65",  # twice: it can't be told
    )
    assert found(chain, "address_reuse") == {1: 1}


def test_change_is_of_the_one_type_of_all_inputs():
    chain = chain_of(
        "a: new -> ann 30, bob 30, kim 30, lee 30",  # rows 0 to 3
        "b: a:0 -> eve 20, fay 10",  # rows 4, 5
        "c: a:1 a:2 -> gus 20, hal 40",  # rows 6, 7
        "d: a:3 ? -> ike 10, jon 20",  # rows 8, 9
    )
    chain = typed(chain, row_0=P2SH, row_5=P2SH, row_2=P2SH, row_7=P2SH)
    assert found(chain, "address_type") == {1: 1}  # c: inputs of two types; d: of an unknown one
    assert found(typed(chain, row_1=P2SH), "address_type") == {1: 1, 2: 1}
    assert found(typed(chain, row_4=P2SH), "address_type") == {}
    assert found(typed(chain, row_5=P2PKH, row_4=P2WPKH), "address_type") == {}


def test_change_is_smaller_than_each_input_if_there_are_several():
    chain = chain_of(
        "a: new -> ann 30, bob 50, kim 20, lee 30",
        "b: a:0 a:1 -> eve 60, fay 20",
        "c: b:1 a:2 -> gus 20, hal 20",  # neither is smaller
        "d: a:3 -> ike 10, jon 20",  # one input
        "e: b:0 ? -> mia 1, ned 59",  # a value is unknown
    )
    assert found(chain, "optimal_change") == {1: 1}


def test_change_is_not_round():
    chain = chain_of(
        "a: new -> ann 500000000",
        "b: a:0 -> bob 20000000, kim 479990001",
        "c: b:1 -> eve 1230, lee 479987000",
        "d: b:0 -> fay 0, mia 19999999",  # 0 is as round as can be
    )
    assert found(chain, "power_of_ten_value") == {1: 1, 3: 1}
    assert found(chain, "power_of_ten_7") == {1: 1, 3: 1}
    assert found(chain, "power_of_ten_3") == {1: 1, 2: 0, 3: 1}
    assert found(chain, "power_of_ten_1") == {1: 1, 3: 1}
    assert change(chain, "power_of_ten_value", digits=3).tolist() == [-1, 2, 3, 6]


def test_a_fresh_address_first_appears_as_an_output_of_its_transaction():
    chain = chain_of(
        "a: new -> ann 50",
        "b: a:0 -> bob 20, ann 30",  # self-change: so the fresh one is the payee's, says Meiklejohn
        "c: b:1 -> bob 10, kim 20",
        "d: c:1 ?lee=5 -> lee 10, mia 15",  # lee's address is that of an input: never fresh
        "e: b:0 -> ned 10, ned 10",  # two outputs, one fresh address
    )
    assert found(chain, "client_change_address_behavior") == {1: 0, 2: 1, 3: 1}
    assert found(chain, "meiklejohn") == {2: 1}


def test_where_an_input_is_unknown_nobody_can_say_that_nothing_goes_back_to_it():
    chain = chain_of("a: new -> ann 50", "b: ? -> ann 20, bob 30", "c: ?kim -> ann 20, eve 30")
    assert found(chain, "client_change_address_behavior") == {1: 1, 2: 1}
    assert found(chain, "meiklejohn") == {2: 1}


def test_a_peel_chain_goes_on_by_its_larger_output():
    chain = chain_of(
        "a: new -> ann 90, zoe 50",
        "b: a:0 -> bob 20, kim 70",  # the first link: seen by what comes after
        "c: b:1 -> lee 40, mia 30",
        "d: c:0 -> ned 20, oli 20",  # equal: nobody can tell
        "e: b:0 -> pat 15, data 0",  # one output can't be spent: another shape
        "f: d:0 -> rob 5, sam 15",
        "g: a:1 -> tim 30, uma 20",
        "h: g:0 ?=1 -> vic 20, wil 11",  # two inputs
    )
    assert found(chain, "peeling_chain") == {2: 0, 5: 1}
    assert found(chain, "peeling_chain", as_of=1) == {}
    assert found(chain, "peeling_chain", as_of=2) == {1: 1, 2: 0}
    assert found(chain, "peeling_chain", as_of=chain.height) == {1: 1, 2: 0, 5: 1}


PAYMENT = (
    "a: new -> ann 90",
    "b: a:0 -> bob 20, kim 70",
    "c: b:0 -> lee 20",
    "d: b:1 -> mia 70",
)


@pytest.mark.parametrize(
    ("rule", "table", "columns"),
    [
        ("locktime", "txs", {"locktime": [0, 7, 0, 9]}),
        ("version", "txs", {"version": [1, 2, 1, 2]}),
        ("sequence", "inputs", {"sequence": [0, 0, 2**32 - 1, 2**32 - 3]}),
        ("segwit", "inputs", {"witness": [1, 1, 0, 1]}),
        ("segwit", "inputs", {"witness": [1, 0, 1, -1]}),  # unknown can't be ruled out
        ("fee_rate", "txs", {"fee": [0, 1000, 1030, 1010], "vsize": [1, 100, 100, 100]}),
        # Just within 2 % of the larger rate, and not of the smaller.
        ("fee_rate", "txs", {"fee": [0, 1000, 1030, 980], "vsize": [1, 100, 100, 100]}),
    ],
)
def test_change_is_spent_as_its_transaction_was_made(rule, table, columns):
    chain = habits(chain_of(*PAYMENT), table, **columns)
    assert found(chain, rule, as_of=3) == {1: 1}
    assert found(chain, rule, as_of=2) == {}  # the other one isn't spent yet
    with pytest.raises(NpsError, match=rf"{rule} looks forward, at the .*as_of=chain\.height"):
        change(chain, rule)


@pytest.mark.parametrize(
    ("rule", "table", "columns"),
    [
        ("segwit", "inputs", {"witness": [1, -1, 0, 1]}),
        ("fee_rate", "txs", {"fee": [0, -1, 1030, 1010]}),
        ("version", "txs", {"version": [1, 2, 2, 2]}),
        ("version", "txs", {"version": [1, 2, 1, 1]}),
    ],
)
def test_a_habit_that_is_unknown_or_tells_nothing_decides_nothing(rule, table, columns):
    assert found(habits(chain_of(*PAYMENT), table, **columns), rule, as_of=3) == {}


def test_the_order_of_coins_is_that_of_bip_69():
    # By txid and place, then by value: b is in order, d is not, f is.
    chain = chain_of(
        "a: new -> ann 90",
        "b: a:0 -> bob 30, kim 60",
        "d: b:0 -> lee 20, mia 10",
        "f: b:1 -> ned 20, oli 40",
    )
    assert found(chain, "bip69", as_of=3) == {1: 1}
    many = chain_of("a: new -> x 10, y 10, z 10", "b: a:1 a:0 -> p 9, q 10", "c: b:0 -> r 4, s 5",
                    "d: b:1 -> t 6, u 4")  # fmt: skip
    assert found(many, "bip69", as_of=3) == {1: 1}  # b spends a:1 before a:0, so it is not


def test_txids_that_begin_alike_are_compared_to_their_end():
    chain = chain_of("a: new -> x 5", "b: new -> y 5", "c: a:0 b:0 -> p 4, q 6",
                     "d: c:0 -> r 1, s 3", "e: c:1 -> t 4, u 2")  # fmt: skip
    for b_byte, answer in ((101, 0), (99, 1)):  # c's inputs are in order, or they are not
        txid = chain.columns.txs.txid.copy()
        txid[1] = txid[0]
        txid[:2, 0] = 100, b_byte  # the last byte as explorers print it
        assert found(habits(chain, "txs", txid=txid), "bip69", as_of=4) == {2: answer}


@pytest.mark.parametrize("heuristic", [*RULES, "vote"])
def test_nothing_is_identified_where_there_is_no_choice(heuristic):
    chain = chain_of(
        "a: new -> ann 5000, bob 3",
        "b: a:0 -> kim 4999, data 0",
        "c: b:0 -> data 0",
        "d: a:1 ?bob=7 -> bob 9",
    )
    assert (change(chain, heuristic, as_of=chain.height) == -1).all()
    empty = change(chain_of(), heuristic, as_of=0)
    assert (len(empty), empty.name, empty.index.name, empty.dtype) == (0, "output", "tx", "int64")


def test_the_node_chain_gives_the_counts_of_another_script(data):
    file = data / "core-regtest" / "EXPECTED.json"
    expected = json.loads(file.read_text("utf-8"))["change_heuristics"]["table"]
    chain, true = node_chain(), true_change()
    joined = [chain.tx(txid).row for txid in txids_of("coinjoin", "payjoin")]
    names = {"fresh_address": "client_change_address_behavior"}
    for name, counts in expected.items():
        answer = change(chain, names.get(name, name)).drop(joined)
        answer = answer[answer >= 0]
        right = int((answer == true[answer.index]).sum())
        assert (len(answer), right) == (counts["identified"], counts["right"]), name


def test_all_rules_are_those_of_plain_python_on_the_node_chain():
    chain = node_chain()
    for height in (None, 90, 130, chain.height):
        names = RULES if height is not None else BACKWARD
        ours = answers(chain, names, as_of=height)
        known = chain if height is None else chain.upto(height)
        pd.testing.assert_frame_equal(ours, oracle.answers(known, height)[list(names)])
    assert (ours >= 0).sum().drop("version").min() >= 6  # each one answers, but one


def test_a_chain_that_starts_in_the_middle_knows_less_and_guesses_nothing(data, tmp_path):
    blocks = gzip.decompress((data / "core-regtest" / "rawblocks.hex.gz").read_bytes()).split()
    (tmp_path / "tail.hex").write_bytes(b"\n".join(blocks[120:]))
    chain = nps.read(tmp_path / "tail.hex", network="regtest")
    assert (chain.columns.inputs.value < 0).any()
    ours = answers(chain, RULES, as_of=chain.height)
    pd.testing.assert_frame_equal(ours, oracle.answers(chain, chain.height)[list(RULES)])
    lost = np.unique(chain.columns.inputs.tx[chain.columns.inputs.value < 0])
    assert (ours.loc[lost, ["address_type", "optimal_change", "fee_rate"]] == -1).all(axis=None)
    assert (change(chain) >= 0).sum() > 100


@settings(max_examples=60)
@given(histories(), st.integers(0, 5), st.data())
def test_all_rules_are_those_of_plain_python(lines, seed, data):
    chain = varied(chain_of(*lines), seed)
    height = data.draw(st.integers(-1, chain.height))
    ours = answers(chain, RULES, as_of=height)
    pd.testing.assert_frame_equal(ours, oracle.answers(chain.upto(height), height)[list(RULES)])
    for rule in RULES:
        alone = change(chain, rule, as_of=height)
        pd.testing.assert_series_equal(alone, ours[rule].rename("output"))
    pd.testing.assert_frame_equal(ours, answers(chain.upto(height), RULES, as_of=height))


@pytest.mark.parametrize("heuristic", HEURISTICS)
def test_nothing_is_known_from_the_future(heuristic):
    for height in (110, 140):
        one = change(node_chain(), heuristic, as_of=height)
        other = change(other_future(node_chain(), height), heuristic, as_of=height)
        pd.testing.assert_series_equal(one, other)


@pytest.mark.parametrize("heuristic", [*BACKWARD, "vote"])
def test_an_answer_that_looks_back_stays_on_any_later_day(heuristic):
    last = change(node_chain(), heuristic)
    for height in (110, 140):
        early = change(node_chain(), heuristic, as_of=height)
        given = early[early >= 0]
        assert len(given) or heuristic in ("address_reuse", "power_of_ten_7")
        if heuristic == "peeling_chain":
            last = change(node_chain(), heuristic, as_of=node_chain().height)
        assert (last[given.index] == given).all()


def test_stars_and_long_chains_are_no_trouble():
    many = 20_000
    star = ", ".join(f"p{k} {k + 1}" for k in range(many))
    chain = chain_of(
        f"a: new -> {star}", f"b: {' '.join(f'a:{k}' for k in range(many))} -> z 100, p3 1"
    )
    assert found(chain, "address_reuse") == {1: 1}
    assert found(chain, "client_change_address_behavior") == {1: 0}
    lines = ["c0: new -> ann 9000000", *(
        f"c{k}: c{k - 1}:0 -> ann {9_000_000 - 103 * k}, p{k} {k % 7}" for k in range(1, 5000)
    )]  # fmt: skip
    peel = chain_of(*lines)
    assert found(peel, "peeling_chain") == dict.fromkeys(range(2, 5000), 0)
    assert found(peel, "vote") == dict.fromkeys(range(1, 5000), 0)


@pytest.mark.parametrize("digits", [0, 16, 2.5, "4", None])
def test_zeros_are_counted_from_1_to_15(digits):
    with pytest.raises(NpsError, match=r"digits is .*: give how many zeros"):
        power_of_ten_value(node_chain(), digits)
