"""The detectors on chains written by hand: each kind, what looks like it, what cannot be told."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nps_chain.errors import NpsError
from nps_chain.trace.coinjoin import coinjoins
from nps_chain.trace.coinjoin.blocksci import blocksci_rule
from nps_chain.trace.coinjoin.detect import KINDS, undecidable
from nps_chain.trace.coinjoin.equal_outputs import equal_outputs
from nps_chain.trace.coinjoin.joinmarket import joinmarket
from nps_chain.trace.coinjoin.wabisabi import wabisabi
from nps_chain.trace.coinjoin.wasabi1 import wasabi1
from nps_chain.trace.coinjoin.whirlpool import whirlpool
from tests.handmade import chain_of, histories
from tests.node_chain import node_chain, txids_of
from tests.trace.coinjoin.transactions import DATA, chain_of_transactions, script, transaction

BTC = 100_000_000
POOL = 5_000_000
DETECTORS = {
    "whirlpool": whirlpool,
    "wabisabi": wabisabi,
    "wasabi1": wasabi1,
    "joinmarket": joinmarket,
    "equal outputs": equal_outputs,
}


def line(name: str, inputs: list[int], outputs: list[int], more: str = "") -> str:
    """A transaction of coins from outside, each of an address of its own, to fresh addresses."""
    spent = " ".join(f"?{name}in{k}={value}" for k, value in enumerate(inputs))
    paid = ", ".join(f"{name}out{k} {value}" for k, value in enumerate(outputs))
    return f"{name}: {spent} -> {paid}{more}"


def kinds_in(*lines: str) -> list[str]:
    return coinjoins(chain_of(*lines))["kind"].to_list()


MIX = line("mix", [POOL + 4_000, POOL + 4_000, POOL, POOL, POOL], [POOL] * 5)


# A round of Wasabi 1: twelve get the amount, eight have change, and the coordinator his fee.
def wasabi_round(amount: int, people: int = 12) -> str:
    spent = [amount + 7_000_000 + 11 * k for k in range(12)]
    return line(
        "round", spent, [amount] * people + [6_900_000 + 11 * k for k in range(8)] + [123_456]
    )


ROUND = wasabi_round(10_001_234)
ODD = [1_594_323, 1_062_882, 2_097_152, 524_288]
SABI = line("sabi", [9_000_000 + k for k in range(12)], [*ODD, *ODD, *ODD, 200_000, 7_777, 50_000])
JOIN = line("join", [2 * BTC, 3 * BTC, BTC, BTC // 2], [90_000_000] * 3 + [BTC, 2 * BTC, 7_000_000])


def test_a_whirlpool_mix_is_told_by_its_pool_and_the_coins_that_pay_the_miner():
    found = coinjoins(chain_of(MIX))
    assert found["kind"].to_list() == ["whirlpool"]
    assert found["reason"][0] == (
        "5 inputs and 5 outputs, each output exactly 0.05000000 BTC, a pool of Whirlpool; 2 of the"
        " inputs are slightly above it, which pays the miner; where its inputs come from is"
        " outside the data"
    )


@pytest.mark.parametrize(
    ("inputs", "outputs"),
    [
        ([POOL + 4_000] * 2 + [POOL] * 2, [POOL] * 4),  # too few
        ([POOL] * 5, [POOL] * 5),  # nobody pays the miner
        ([POOL + 400_000, POOL, POOL, POOL, POOL], [POOL] * 5),  # far too much above
        ([POOL + 4_001, POOL - 1, POOL, POOL, POOL], [POOL] * 5),  # one puts in less
        ([POOL + 4_000] * 2 + [POOL] * 3, [POOL] * 4 + [POOL - 1]),
        ([7_000_400, 7_000_000, 7_000_000, 7_000_000, 7_000_000], [7_000_000] * 5),  # no pool
    ],
)
def test_what_lacks_one_mark_of_a_whirlpool_mix_is_none(inputs, outputs):
    assert kinds_in(line("near", inputs, outputs)) == []


def test_whirlpool_may_pay_out_to_any_kind_of_wallet_but_takes_in_its_own_alone():
    spent = [(script(f"in{k}"), POOL + 4_000 * (k == 0)) for k in range(5)]
    paid = [(script(f"out{k}"), POOL) for k in range(4)] + [(script("away", "p2tr"), POOL)]
    assert kinds_of(transaction("mix", spent, paid)) == ["whirlpool"]
    spent[2] = (script("in2", "p2pkh"), POOL)
    assert kinds_of(transaction("mix", spent, paid)) == []


def kinds_of(*transactions: dict) -> list[str]:
    return coinjoins(chain_of_transactions(list(transactions)))["kind"].to_list()


def test_the_reason_says_how_many_inputs_come_from_a_tx0_or_a_mix():
    premix = ", ".join(f"pre{k} {POOL + 4_000}" for k in range(3))
    tx0 = f"zero: ?ann=30000000 -> data 0, fee 250000, {premix}, ann 9000000"
    first = (
        f"first: zero:2 zero:3 ?x={POOL} ?y={POOL} ?z={POOL} -> a {POOL}, b {POOL}, c {POOL},"
        f" d {POOL}, e {POOL}"
    )
    again = (
        f"again: zero:4 first:0 first:1 first:2 first:3 -> f {POOL}, g {POOL}, h {POOL},"
        f" i {POOL}, j {POOL}"
    )
    found = coinjoins(chain_of(tx0, first, again))
    assert found["tx"].to_list() == [1, 2]
    assert found["reason"].str.rsplit("; ", n=1).str[-1].to_list() == [
        "where 3 come from is outside the data",
        "in the data 1 of its inputs come from a Tx0 and 4 from another mix",
    ]
    told = "; in the data 2 of its inputs come from a Tx0 and 0 from another mix; "
    assert told in found["reason"][0]


def test_a_mix_of_coins_that_no_mix_made_is_told_by_shape_alone():
    makers = ", ".join(f"w{k} {POOL + 4_000 * (k == 0)}" for k in range(5))
    paid = ", ".join(f"v{k} {POOL}" for k in range(5))
    spent = " ".join(f"pay:{k}" for k in range(5))
    found = coinjoins(chain_of(f"pay: ?ann=90000000 -> {makers}, ann 9", f"mix: {spent} -> {paid}"))
    assert found["reason"][0].endswith(
        "in the data 0 of its inputs come from a Tx0 and 0 from another mix, but 5 from neither, so"
        " that the shape alone speaks for it"
    )


def test_a_tx0_is_no_mix_however_many_inputs_it_has():
    premix = [POOL + 4_000] * 6
    for spent in ([BTC], [BTC // 2, BTC // 3, BTC // 4, BTC // 5, BTC // 6, BTC // 7]):
        assert kinds_in(line("zero", spent, [250_000, 3_000_000, *premix], ", data 0")) == []
        assert kinds_in(line("zero", spent, premix, ", data 0")) == []


def test_a_round_of_wasabi_1_has_ten_equal_outputs_near_its_base():
    found = coinjoins(chain_of(ROUND))
    assert found["kind"].to_list() == ["wasabi1"]
    assert found["reason"][0] == (
        "12 outputs of exactly 0.10001234 BTC, near the base amount of Wasabi 1, and 9 others of 9"
        " values; 12 inputs from 12 addresses; p2wpkh alone"
    )
    amounts = [13_001_234, 12_000_000, 8_000_000, 6_000_000, 5_001_234]
    assert [kinds_in(wasabi_round(amount)) for amount in amounts] == [
        [], ["wasabi1"], ["wasabi1"], [], ["wasabi1"],
    ]  # fmt: skip
    assert kinds_in(wasabi_round(10_001_234, people=9)) == ["joinmarket"]  # 9 and 9: its shape


def test_a_round_of_wabisabi_has_repeated_amounts_that_nobody_asks_for():
    found = coinjoins(chain_of(SABI))
    assert found["kind"].to_list() == ["wabisabi"]
    assert found["reason"][0] == (
        "14 of 15 outputs are denominations of Wasabi 2; 4 of these occur more than once, and 4 of"
        " them are powers of two or three, which nobody asks for; most often 0.00524288 BTC, 3"
        " times; 12 inputs from 12 addresses"
    )
    round_sums = [100_000, 100_000, 200_000, 200_000, 500_000, 500_000, 1_000_000, 1_000_000]
    assert kinds_in(line("salaries", [9_000_000 + k for k in range(12)], round_sums)) == []


def test_joinmarket_has_an_equal_output_and_a_change_for_each():
    found = coinjoins(chain_of(JOIN))
    assert found["kind"].to_list() == ["joinmarket"]
    assert found["reason"][0] == (
        "3 outputs of exactly 0.90000000 BTC to 3 fresh addresses, and 3 others as change; 4 inputs"
        " from 4 addresses, enough for 3 owners to put in that amount and their change; all inputs"
        " locked in one way, all changes different"
    )
    sweep = line("sweep", [2 * BTC, 3 * BTC, 90_100_000], [90_000_000] * 3 + [BTC, 2 * BTC])
    assert kinds_in(sweep) == ["joinmarket"]


@pytest.mark.parametrize(("changes", "found"), [(1, 0), (2, 0), (3, 1), (4, 1), (5, 0)])
def test_all_owners_but_one_have_a_change_and_nobody_has_two(changes, found):
    spent = [2 * BTC + k for k in range(5)]
    paid = [BTC] * 4 + [80_000_000 + k for k in range(changes)]
    assert kinds_in(line("join", spent, paid)) == ["joinmarket"] * found


def test_wallets_of_several_kinds_make_equal_outputs_of_no_known_make():
    spent = [
        (script(f"in{k}", kind), 2 * BTC) for k, kind in enumerate(("p2wpkh", "p2pkh", "p2tr"))
    ]
    paid = [(script(f"out{k}"), BTC) for k in range(3)]
    paid += [(script(f"change{k}"), 90_000_000 + k) for k in range(3)]
    assert kinds_of(transaction("join", spent, paid)) == ["equal outputs"]


BENIGN = {
    "an exchange pays equal sums from one large coin and small ones": line(
        "batch",
        [50 * BTC, *[20_000] * 9],
        [BTC // 10] * 6 + [BTC // 4, BTC // 3, BTC, 47 * BTC, 5_000_000],
    ),
    "an exchange pays equal sums from many coins of like size": line(
        "batch",
        [BTC + k for k in range(8)],
        [BTC // 10] * 5 + [30_000_000, 40_000_000, 20_000_000, 6 * BTC],
    ),
    "an exchange pays ten round sums": line(
        "batch", [BTC, 2 * BTC], [BTC // 10] * 12 + [BTC, 12_345_678]
    ),
    "a payment that imitates a CoinJoin of two": line(
        "stonewall", [BTC, BTC + 5, BTC + 9], [70_000_000] * 2 + [60_000_000, 90_000_000]
    ),
    "a payment to two, with change": line("two", [BTC, BTC], [50_000_000] * 2 + [90_000_000]),
    "an airdrop": line("drop", [BTC, BTC, BTC], [10_000] * 300 + [2 * BTC]),
    "dust to many addresses": line("dust", [BTC] * 4, [546] * 4 + [BTC, BTC, BTC, BTC // 2]),
    "coins cut into equal parts": line("cut", [BTC, BTC, BTC, BTC], [BTC // 2] * 7),
    "coins of one size swept": line("sweep", [POOL] * 30, [30 * POOL - 9_000]),
    "trade of inscriptions": (
        "trade: ?seller=546 ?seller=546 ?padding=546 ?buyer=900000 ?third=800000 -> buyer 546,"
        " seller 250000, buyer 546, seller 250000, other 250000, buyer 12000"
    ),
    "one owner's equal coins, three to himself": (
        "self: ?ann=90000000 ?bob=90000000 ?kim=90000000 -> ann 40000000, ann 40000000,"
        " bob 40000000, kim 40000000, lee 60000000, mia 49000000"
    ),
}


@pytest.mark.parametrize("name", BENIGN)
def test_benign_look_alikes_are_not_taken_for_coinjoins(name):
    chain = chain_of(BENIGN[name])
    assert coinjoins(chain).empty
    assert undecidable(chain).empty


def test_payouts_to_all_kinds_of_wallets_are_no_coinjoin():
    spent = [(script(f"hot{k}"), 36_000_000 + k) for k in range(20)]
    kinds = ["p2sh", "p2pkh", "p2tr", "p2sh", "p2wpkh", "p2wpkh"]
    paid = [(script(f"out{k}", kind), BTC // 2) for k, kind in enumerate(kinds)]
    paid += [(script(f"else{k}", kind), 50_000_001 + k) for k, kind in enumerate(kinds)]
    assert kinds_of(transaction("batch", spent, paid)) == []
    same = [(script(f"other{k}"), value) for k, (_, value) in enumerate(paid)]
    assert kinds_of(transaction("batch", spent, same)) == ["joinmarket"]


MILLION = 1_000_000
# What owners must put in, and whether they can: inputs, amount, how often, changes, the answer.
FUNDED = {
    "each has a coin for it": ([9, 9, 9], 5, 3, [3.9, 3.8, 3.7], True),
    "one change of somebody who pays all": ([9, 9, 9, 9], 5, 3, [20, 0.2, 0.1], False),
    "more coins of one size than three each": ([83.5] * 9, 100, 3, [150, 149.9, 149.8], True),
    "fewer than that": ([93.9] * 8, 100, 3, [150, 149.9, 149.8], False),
    "large coins, but the change takes four of five": (
        [40, 32, 32, 31, 24, 0.2, 0.1], 10, 3, [119, 10.2], False,
    ),
    "one large coin, and small ones for two more": (
        [50, 0.5, 0.5, 0.5, 0.5, 0.5], 1, 5, [46, 0.2, 0.21, 0.22, 0.23], False,
    ),
    "the largest coin lacks what one may earn": ([24.95, 6.1, 6.1], 5, 3, [20, 1, 0.9], True),
    "by a satoshi more": ([24.949999, 6.1, 6.1], 5, 3, [20, 1, 0.9], False),
    "by what one may earn at least": ([2.49, 0.7, 0.7], 0.5, 3, [2, 0.1, 0.09], True),
    "by a satoshi more than that": ([2.489999, 0.7, 0.7], 0.5, 3, [2, 0.1, 0.09], False),
}  # fmt: skip


@pytest.mark.parametrize("name", FUNDED)
def test_n_owners_must_be_able_to_put_in_the_amount_and_their_change(name):
    inputs, amount, times, changes, able = FUNDED[name]
    spent = [round(value * MILLION) for value in inputs]
    paid = [round(value * MILLION) for value in [amount] * times + changes]
    assert kinds_in(line("t", spent, paid)) == (["joinmarket"] if able else [])


def paying(told: str, outputs: dict[str, str]) -> str:
    """The same transaction, paying other owners than those."""
    for owner, other in outputs.items():
        told = told.replace(f"{owner} ", f"{other} ")
    return told


def test_how_many_may_be_paid_to_an_address_that_was_spent():
    assert kinds_in(paying(MIX, {"mixout2": "mixin0"})) == []
    assert kinds_in(paying(JOIN, {"joinout2": "joinin0"})) == []  # gets the amount
    assert kinds_in(paying(JOIN, {"joinout4": "joinin0"})) == ["joinmarket"]  # gets change
    reused = {f"roundout{k}": f"roundin{k}" for k in range(3)}
    assert kinds_in(paying(ROUND, reused)) == []
    del reused["roundout2"]
    assert kinds_in(paying(ROUND, reused)) == ["wasabi1"]


def test_how_far_above_the_pool_and_how_often_one_address():
    for above, kinds in ((110_000, ["whirlpool"]), (110_001, [])):
        assert kinds_in(line("mix", [POOL + above, POOL, POOL, POOL, POOL], [POOL] * 5)) == kinds
    twice = SABI.replace("sabiin1=", "sabiin0=")
    assert kinds_in(twice) == ["wabisabi"]
    assert kinds_in(twice.replace("sabiin2=", "sabiin0=")) == []


@pytest.mark.parametrize(
    ("strangers", "kinds"),
    [(0, ["joinmarket"]), (1, ["joinmarket"]), (2, ["equal outputs"]), (3, [])],
)
def test_how_many_outputs_may_be_of_a_kind_that_no_input_has(strangers, kinds):
    spent = [(script(f"in{k}"), 3 * BTC) for k in range(4)]
    paid = [(script(f"out{k}"), BTC) for k in range(4)]
    paid += [(script(f"change{k}"), 190_000_000 + k) for k in range(4)]
    for k in range(strangers):
        paid[2 * k] = (script(f"strange{k}", "p2sh"), paid[2 * k][1])
    assert kinds_of(transaction("t", spent, paid)) == kinds


def test_data_written_beside_rules_every_kind_out():
    for told in (MIX, ROUND, SABI, JOIN):
        assert len(kinds_in(told)) == 1
        assert kinds_in(told + ", data 0") == []


def test_what_is_unknown_of_inputs_is_undecided_and_counted():
    mix = MIX.replace("?mixin3=5000000", "?")
    half = JOIN.replace("?joinin1=300000000", "?joinin1")
    known = ROUND.replace("?roundin3=17001267", "?roundin3")  # no rule of its kind needs the value
    chain = chain_of(mix, half, known, MIX.replace("mix", "own"))
    found, left = coinjoins(chain), undecidable(chain)
    assert found["tx"].to_list() == [2, 3]
    assert found.attrs == {"undecided": 2}
    assert left["tx"].to_list() == [0, 1]
    assert left["kind"].to_list() == ["whirlpool", "joinmarket"]
    assert left["reason"].to_list() == [
        "its outputs fit whirlpool, but of 5 inputs 1 have an address that the data don't tell, and"
        " 1 a value",
        "its outputs fit joinmarket, but of 4 inputs 0 have an address that the data don't tell,"
        " and 1 a value",
    ]


def test_each_detector_alone_finds_its_kind():
    chain = chain_of(MIX, ROUND, SABI, JOIN)
    found = coinjoins(chain)
    assert found["kind"].to_list() == ["whirlpool", "wasabi1", "wabisabi", "joinmarket"]
    assert list(DETECTORS) == list(KINDS)
    for kind, detector in DETECTORS.items():
        own = detector(chain)
        pd.testing.assert_frame_equal(
            own[own["tx"].isin(found["tx"][found["kind"] == kind])].reset_index(drop=True),
            found[found["kind"] == kind].reset_index(drop=True),
            check_flags=False,
        )
    assert equal_outputs(chain)["tx"].to_list() == [3]


def test_one_rule_can_be_asked_alone_and_blocksci_s_beside_ours():
    chain = chain_of(MIX, ROUND, SABI, JOIN)
    for kind, detector in DETECTORS.items():
        alone = coinjoins(chain, rule=kind)
        pd.testing.assert_frame_equal(alone, detector(chain), check_flags=False)
        assert alone.attrs == {"undecided": 0}
    pd.testing.assert_frame_equal(coinjoins(chain, rule="blocksci"), blocksci_rule(chain))
    assert coinjoins(chain, rule="whirlpool", as_of=-1).empty
    for wrong in ("BlockSci", "", 3, ["whirlpool"]):
        with pytest.raises(NpsError, match=r"There is no rule .* for CoinJoins: there are wh"):
            coinjoins(chain, rule=wrong)


def test_one_rule_counts_what_it_cannot_decide():
    chain = chain_of(MIX.replace("?mixin4=5000000", "?mixin4"))
    assert coinjoins(chain, rule="whirlpool").attrs == {"undecided": 1}
    assert coinjoins(chain, rule="wasabi1").attrs == {"undecided": 0}


@pytest.mark.parametrize("lines", [(), ("a: new -> ann 5",), ("a: new -> data 0",)])
def test_a_chain_without_payments_has_no_coinjoins(lines):
    found = coinjoins(chain_of(*lines))
    assert found.empty
    assert found.dtypes.astype(str).to_dict() == {"tx": "int64", "kind": "str", "reason": "str"}
    assert undecidable(chain_of(*lines)).empty


def test_a_coinjoin_of_a_thousand_and_a_payout_to_twenty_thousand():
    spent = [2 * BTC + k for k in range(1_000)]
    large = line("large", spent, [BTC] * 1_000 + [99_000_000 + k for k in range(1_000)])
    payout = line("payout", [BTC] * 500, [1_000_000 + k % 7 for k in range(20_000)])
    assert kinds_in(large, payout) == ["joinmarket"]


def test_the_node_chain_has_ten_coinjoins_and_no_more():
    chain = node_chain()
    found = coinjoins(chain)
    assert sorted(chain.tx(row).txid for row in found["tx"]) == sorted(txids_of("coinjoin"))
    assert found["kind"].to_list() == ["equal outputs"] * 10
    assert found["tx"].to_list() == [176, 224, 228, 270, 375, 387, 535, 565, 617, 657]
    assert undecidable(chain).empty
    assert blocksci_rule(chain)["tx"].to_list() == found["tx"].to_list()


@settings(max_examples=30)
@given(histories(), st.data())
def test_nothing_is_known_from_the_future(lines, data):
    chain = chain_of(*lines, MIX, ROUND, JOIN)
    height = data.draw(st.integers(-1, chain.height))
    for detector in (coinjoins, undecidable, blocksci_rule, *DETECTORS.values()):
        ours, theirs = detector(chain, as_of=height), detector(chain.upto(height), as_of=height)
        pd.testing.assert_frame_equal(ours, theirs)
        whole = detector(chain)
        known = chain.columns.txs.height[whole["tx"].to_numpy()] <= height
        pd.testing.assert_frame_equal(whole[known].reset_index(drop=True), ours, check_flags=False)


def test_a_tx0_that_comes_later_makes_no_mix_sure():
    premix = ", ".join(f"pre{k} {POOL + 4_000}" for k in range(3))
    tx0 = f"zero: ?ann=30000000 -> data 0, fee 250000, {premix}, ann 9000000"
    chain = chain_of(MIX, tx0)
    assert coinjoins(chain)["reason"][0] == coinjoins(chain, as_of=0)["reason"][0]


@given(st.permutations(range(12)), st.permutations(range(21)))
def test_the_order_of_inputs_and_outputs_makes_no_difference(inputs, outputs):
    spent, paid = ROUND.removeprefix("round: ").split(" -> ")
    spent, paid = spent.split(), paid.split(", ")
    told = " ".join(spent[k] for k in inputs) + " -> " + ", ".join(paid[k] for k in outputs)
    expected = coinjoins(chain_of(ROUND))
    pd.testing.assert_frame_equal(coinjoins(chain_of(f"round: {told}")), expected)


def test_a_tie_of_values_goes_to_the_lowest_so_that_order_decides_nothing():
    values = [BTC] * 3 + [90_000_000] * 3
    spent = [2 * BTC, 2 * BTC, 2 * BTC]
    for outputs in (values, values[::-1]):
        found = equal_outputs(chain_of(line("tie", spent, outputs)))
        assert found["reason"][0].startswith("3 outputs of exactly 0.90000000 BTC")
        published = blocksci_rule(chain_of(line("tie", spent, outputs)))
        assert published["reason"][0].startswith("3 of 6 outputs are exactly 0.90000000 BTC")


def test_blocksci_counts_two_equal_outputs_and_data_but_no_dust():
    two = line("two", [BTC, BTC], [50_000_000] * 2 + [90_000_000])
    dust = line("dust", [BTC, BTC], [546] * 2 + [BTC])
    data = line("data", [BTC, BTC], [50_000_000] * 2, ", data 0")
    one = line("one", [BTC], [49_999_999] * 2 + [1])
    unknown = two.replace("two", "new").replace(f"?newin1={BTC}", "?")
    assert blocksci_rule(chain_of(two, dust, data, one, unknown))["tx"].to_list() == [0, 2]


def test_outputs_that_nobody_can_spend_alone_are_looked_at_without_harm():
    told = transaction("burn", [(script(f"in{k}"), 5) for k in range(4)], [(DATA, 0)] * 4)
    chain = chain_of_transactions([told])
    assert coinjoins(chain).empty
    assert np.array_equal(blocksci_rule(chain)["tx"], [])
