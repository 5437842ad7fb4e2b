"""The detectors against rules written a second time, slowly and plainly, on random transactions.

The transactions are made near the shapes of real CoinJoins, then one or two things in them are
changed, so that every condition of every rule decides now and then.
"""

import collections
import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nps_chain.trace.coinjoin.blocksci import blocksci_rule
from nps_chain.trace.coinjoin.detect import coinjoins, undecidable
from tests.node_chain import node_chain
from tests.trace.coinjoin.transactions import DATA, chain_of_transactions, script, transaction

POOLS = (100_000, 1_000_000, 2_500_000, 5_000_000, 25_000_000, 50_000_000)


# The rules once more. A coin is (address, kind of address, value); an address None is no address.


def is_denomination(value: int) -> bool:
    def power(base, left):
        while left > 1 and left % base == 0:
            left //= base
        return left == 1

    return 5_000 <= value < 2**43 and (
        power(2, value)
        or power(3, value)
        or (value % 2 == 0 and power(3, value // 2))
        or any(value % times == 0 and power(10, value // times) for times in (1, 2, 5))
    )


def is_round(value: int) -> bool:
    return str(value)[0] in "125" and set(str(value)[1:]) <= {"0"}


def modal_of(values: list[int]) -> tuple[int, int]:
    counts = collections.Counter(values)
    times = max(counts.values())
    return min(value for value, many in counts.items() if many == times), times


def fewest_inputs(values: list[int], wanted: int, already: int) -> int | None:
    """How many of the largest values, with what is there already, come to what is wanted."""
    total = already
    for many, value in enumerate([0, *sorted(values, reverse=True)]):
        total += value
        if total >= wanted:
            return many
    return None


def could_be_shared(spent: list[int], modal: int, times: int, changes: list[int]) -> bool:
    small = sum(value for value in spent if value < modal)
    large = [value for value in spent if value >= modal]
    if len(large) + small // modal < times:
        return False
    earned = min(max(modal // 100, 10_000), modal // 2)
    wanted = [modal + change - earned for change in changes]
    wanted += [modal - earned] * (times - len(changes))
    for coins, already in ((spent, 0), (large, small)):
        needed = [fewest_inputs(coins, sum_, already) for sum_ in wanted]
        if None in needed or sum(needed) > len(coins):
            return False
    return True


def kind_of(inputs: list[tuple], outputs: list[tuple]) -> str | None:
    """The kind of a transaction of which everything is known."""
    paid = [coin for coin in outputs if coin[0] is not None]
    if len(inputs) < 3 or not paid or len(paid) < len(outputs):
        return None
    values = [value for *_, value in paid]
    spent = [value for *_, value in inputs]
    owners = {address for address, *_ in inputs}
    kinds_in, kinds_out = [k for _, k, _ in inputs], [k for _, k, _ in paid]
    modal, times = modal_of(values)
    fresh = {address for address, _, value in paid if value == modal} - owners
    counts = collections.Counter(values)
    if (
        5 <= len(inputs) == len(paid) == times <= 10
        and modal in POOLS
        and all(0 <= value - modal <= 110_000 for value in spent)
        and sum(spent) > sum(values)
        and set(kinds_in) == {"p2wpkh"}
        and len(owners) == len(inputs)
        and len(fresh) == times
    ):
        return "whirlpool"
    repeated = [value for value, many in counts.items() if many > 1 and is_denomination(value)]
    most = max(collections.Counter(address for address, *_ in inputs).values())
    if (
        len(inputs) >= 5
        and min(values) >= 5_000
        and sum(map(is_denomination, values)) * 3 >= len(values) * 2
        and len(repeated) >= 2
        and not all(map(is_round, repeated))
        and set(kinds_in + kinds_out) <= {"p2wpkh", "p2tr"}
        and (most <= 2 or most <= len(inputs) // 10)
    ):
        return "wabisabi"
    if (
        times >= 10
        and len(fresh) >= 10
        and len(owners) >= times
        and len(counts) >= 3
        and 1 in counts.values()
        and set(kinds_in + kinds_out) == {"p2wpkh"}
        and (8_000_000 <= modal <= 12_000_000 or 4_500_000 <= modal <= 5_500_000)
    ):
        return "wasabi1"
    strangers = sum(kind not in kinds_in for kind in kinds_out)
    if (
        times >= 3
        and len(paid) in (2 * times - 1, 2 * times)
        and modal >= 27_300
        and min(values) > 2_730
        and len(fresh) == times
        and len(owners) >= times
        and strangers <= times / 2
        and could_be_shared(spent, modal, times, [value for value in values if value != modal])
    ):
        alike = len(set(kinds_in)) == 1 and strangers <= 1
        different = all(many == 1 for value, many in counts.items() if value != modal)
        return "joinmarket" if alike and different else "equal outputs"
    return None


def blocksci_flags(inputs: list[tuple], outputs: list[tuple]) -> bool:
    participants = (len(outputs) + 1) // 2
    if len(inputs) < 2 or len(outputs) < 3:
        return False
    modal, times = modal_of([value for *_, value in outputs])
    owners = {address for address, *_ in inputs if address is not None}
    return len(owners) >= participants == times and modal not in (546, 2_730)


# Transactions near the shapes.

KINDS = ("p2wpkh", "p2tr", "p2pkh", "p2sh")
ODD = (6_561, 8_192, 13_122, 16_384, 1_594_323)
EVEN = (10_000, 20_000, 50_000, 100_000)


@st.composite
def shapes(draw) -> tuple[list[list], list[list]]:
    """Inputs and outputs, each [owner, kind, value]."""
    which = draw(st.sampled_from(["pool", "denominations", "base", "changes"]))
    spare = st.integers(0, 120_000)
    if which == "pool":
        many, pool = draw(st.integers(4, 11)), draw(st.sampled_from([*POOLS, 150_000]))
        entering = draw(st.integers(0, 3))
        spent = [pool + draw(spare) * (k < entering) for k in range(many)]
        paid = [pool] * many
    elif which == "denominations":
        chosen = draw(st.lists(st.sampled_from(ODD), min_size=1, max_size=3, unique=True))
        chosen += draw(st.lists(st.sampled_from(EVEN), min_size=1, max_size=2, unique=True))
        paid = chosen * draw(st.integers(2, 3))
        paid += draw(st.lists(st.integers(4_000, 90_000), max_size=len(paid) // 2 + 1))
        many = draw(st.integers(3, 12))
        spent = [sum(paid) // many + 500 + k for k in range(many)]
    elif which == "base":
        amount = draw(st.sampled_from([4_499_999, 4_500_000, 5_012_345, 8_000_000, 10_012_345]))
        people = draw(st.integers(9, 13))
        change = draw(st.lists(st.integers(1_000, 4_000), min_size=1, max_size=people))
        paid = [amount] * people + change
        spent = [amount + 5_000 for k in range(people + draw(st.integers(-1, 2)))]
    else:
        amount = draw(st.sampled_from([27_299, 27_300, 90_000, 5_000_000]))
        people = draw(st.integers(2, 6))
        change = [draw(st.integers(2_000, 3 * amount)) for _ in range(people)]
        change = change[: len(change) - draw(st.integers(0, 2))]
        paid = [amount] * people + change
        whole = [amount + c + 300 for c in change] + [amount + 300] * (people - len(change))
        # Some pay with two coins instead of one.
        spent = []
        for value in whole:
            part = draw(st.integers(0, value)) if draw(st.booleans()) else 0
            spent += [value - part, part] if part else [value]
    tops_up = max(0, sum(paid) - sum(spent)) + draw(st.integers(0, 1))
    spent[0] += tops_up
    kind = draw(st.sampled_from(("p2wpkh", "p2wpkh", "p2wpkh", "p2tr", "p2pkh")))
    inputs = [[f"in{k}", kind, value] for k, value in enumerate(spent)]
    kind = draw(st.sampled_from((kind, kind, kind, "p2sh")))
    outputs = [[f"out{k}", kind, value] for k, value in enumerate(paid)]
    for _ in range(draw(st.sampled_from([0, 0, 1, 2]))):
        change_one(draw, inputs, outputs)
    return inputs, outputs


def change_one(draw, inputs, outputs) -> None:
    coins = draw(st.sampled_from([inputs, outputs]))
    coin = coins[draw(st.integers(0, len(coins) - 1))]
    what = draw(st.integers(0, 5))
    if what == 0:  # to, or from, an address that is there already
        coin[:2] = draw(st.sampled_from(inputs))[:2]
    elif what == 1:
        coin[1] = draw(st.sampled_from(KINDS))
    elif what == 2 and coins is outputs:
        coin[2] = draw(st.integers(0, coin[2]))
    elif what == 2:
        coin[2] += draw(st.integers(0, 200_000))
    elif what == 3 and coins is outputs and len(outputs) > 1:
        outputs.remove(coin)
    elif what == 4:
        outputs.append([None, None, 0])
    elif what == 5:
        inputs.append([f"more{len(inputs)}", coin[1] or "p2wpkh", draw(st.integers(0, 6_000_000))])


def made(name: str, shape: tuple[list[list], list[list]]) -> dict:
    return transaction(
        name,
        *(
            [
                (DATA if kind is None else script(f"{name} {owner}", kind), value)
                for owner, kind, value in coins
            ]
            for coins in shape
        ),
    )


def plain(shape) -> tuple[list[tuple], list[tuple]]:
    """With addresses as they are in a chain: one for each owner and kind."""
    return tuple(
        [(None if kind is None else f"{owner} {kind}", kind, value) for owner, kind, value in coins]
        for coins in shape
    )


@settings(max_examples=150)
@given(st.lists(shapes(), min_size=1, max_size=8))
def test_kinds_are_those_of_the_rules_written_twice(several):
    chain = chain_of_transactions([made(f"t{k}", shape) for k, shape in enumerate(several)])
    expected = {k: kind_of(*plain(shape)) for k, shape in enumerate(several)}
    found = coinjoins(chain)
    assert dict(zip(found["tx"], found["kind"], strict=True)) == {
        k: kind for k, kind in expected.items() if kind
    }
    assert undecidable(chain).empty
    flagged = [k for k, shape in enumerate(several) if blocksci_flags(*plain(shape))]
    assert blocksci_rule(chain)["tx"].to_list() == flagged


@settings(max_examples=150)
@given(shapes(), st.data())
def test_what_is_hidden_of_inputs_turns_no_answer_into_another(shape, data):
    """Whatever is unknown: a finding stays or becomes undecided, and so does a no."""
    whole = made("t", shape)
    hidden = {**whole, "inputs": [dict(coin) for coin in whole["inputs"]]}
    for coin in hidden["inputs"]:
        for field in ("value", "script"):
            if data.draw(st.integers(0, 4)) == 0:
                coin[field] = None
    chain = chain_of_transactions([hidden])
    before, after = coinjoins(chain_of_transactions([whole])), coinjoins(chain)
    left = undecidable(chain)
    assert after.attrs["undecided"] == len(left)
    if len(after):
        assert len(before)
        assert left.empty
    if len(before):
        assert len(after) + len(left) == 1


def test_every_kind_and_none_comes_up_among_the_random_shapes():
    seen = collections.Counter()

    @settings(max_examples=1000)
    @given(shapes())
    def look(shape):
        seen[kind_of(*plain(shape))] += 1

    look()
    assert set(seen) == {None, "whirlpool", "wabisabi", "wasabi1", "joinmarket", "equal outputs"}
    assert min(seen.values()) >= 3


@pytest.mark.parametrize("rule", ["ours", "blocksci"])
def test_on_the_node_chain_the_rules_written_twice_agree(rule):
    chain = node_chain()
    kind_of_address = chain.addresses["script_type"].astype(str).to_numpy()

    def coins(frame):
        return [
            (address, kind_of_address[address], value) if address >= 0 else (None, None, value)
            for address, value in zip(frame["address"], frame["value"], strict=True)
        ]

    inputs = {tx: coins(group) for tx, group in chain.inputs.groupby("tx")}
    outputs = {tx: coins(group) for tx, group in chain.outputs.groupby("tx")}
    rows = [tx for tx in range(len(chain.txs)) if not chain.txs["coinbase"][tx]]
    if rule == "ours":
        found = coinjoins(chain)
        told = {tx: kind_of(inputs[tx], outputs[tx]) for tx in rows}
        assert dict(zip(found["tx"], found["kind"], strict=True)) == {
            tx: kind for tx, kind in told.items() if kind
        }
    else:
        flagged = [tx for tx in rows if blocksci_flags(inputs[tx], outputs[tx])]
        assert blocksci_rule(chain)["tx"].to_list() == flagged


def test_scripts_of_tests_are_of_the_kinds_that_they_are_said_to_be():
    told = transaction("t", [(script("a"), 9)], [(script("b", kind), 1) for kind in set(KINDS)])
    chain = chain_of_transactions([told])
    assert set(chain.addresses["script_type"].astype(str)) == set(KINDS)
    assert chain.txs["txid"][0] == hashlib.sha256(b"t").hexdigest()
