import gzip
import json
import os
import re
from math import log2
from pathlib import Path

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nps_chain.errors import NpsError
from nps_chain.trace.coinjoin.interpretations import interpretations, interpretations_of
from nps_chain.trace.coinjoin.maker_fees import maker_fees
from nps_chain.trace.coinjoin.perfect import perfect
from tests.handmade import chain_of
from tests.node_chain import node_chain, txids_of
from tests.trace.coinjoin.one_by_one import one_by_one

VECTORS = json.loads(
    (Path(__file__).parents[2] / "data" / "boltzmann" / "vectors.json").read_text("utf-8")
)["vectors"]


def falling(labels, values):
    """Places in the order of Boltzmann: values fall, equal ones as they come."""
    return sorted(range(len(labels)), key=lambda place: -values[place])


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])
def test_published_vectors_are_met(vector):
    read = interpretations_of(
        vector["inputs"], vector["outputs"], maker_fee=vector["max_cj_intrafees_ratio"]
    )
    assert read.n == vector["interpretations"]
    assert read.entropy == pytest.approx(vector["entropy"], abs=1e-12)
    assert read.fee == vector["fee"]
    if vector["links"] is not None:
        rows, columns = falling(read.outputs, read.paid), falling(read.inputs, read.spent)
        assert read.links[np.ix_(rows, columns)].tolist() == vector["links"]


def labelled(folder):
    """Real transactions by txid."""
    for file in sorted(Path(folder).glob("*.jsonl.gz")):
        with gzip.open(file, "rt", encoding="utf-8") as lines:
            for tx in map(json.loads, lines):
                yield tx["txid"], tx


@pytest.mark.skipif(
    not {"NPS_BOLTZMANN", "NPS_LABELLED"} <= os.environ.keys(),
    reason="NPS_BOLTZMANN and NPS_LABELLED don't name folders",
)
def test_real_transactions_have_what_the_original_counted():
    runs = json.loads((Path(os.environ["NPS_BOLTZMANN"]) / "reference-real.json").read_text())
    txs = dict(labelled(os.environ["NPS_LABELLED"]))
    for run in runs["transactions"]:
        tx = txs[run["txid"]]
        read = interpretations_of(
            [coin["value"] for coin in tx["inputs"]],
            [coin["value"] for coin in tx["outputs"]],
            maker_fee=run["max_cj_intrafees_ratio"],
        )
        assert (read.n, read.entropy, read.fee) == (
            run["interpretations"],
            pytest.approx(run["entropy"], abs=1e-12),
            run["fee"],
        )
        assert (read.gain, read.loss) == tuple(map(int, run["intrafees"]))
        rows = [read.outputs.index(label) for label, _ in run["outputs"]]
        columns = [read.inputs.index(label) for label, _ in run["inputs"]]
        assert (len(rows), len(columns)) == read.links.shape
        assert read.links[np.ix_(rows, columns)].tolist() == run["links"]


@pytest.mark.parametrize(
    ("many", "number"),
    [(2, 3), (3, 16), (4, 131), (5, 1496), (6, 22482), (7, 426833), (8, 9934563)],
)
def test_a_perfect_coinjoin_has_the_published_number(many, number):
    read = interpretations_of([5_000_000 + 100] * many, [5_000_000] * many)
    assert read.n == perfect(many, many) == number
    assert read.efficiency == 1
    assert read.density == log2(number) / (2 * many)
    assert read.deterministic == []
    assert (read.matrix == read.matrix[0, 0]).all()


@pytest.mark.parametrize(
    ("shape", "number"),
    [
        ((2, 4), 7), ((3, 12), 36136), ((12, 3), 36136), ((4, 7), 5363), ((1, 9), 1),
        ((6, 54), 101128554211193278640629546024058625756),
        ((20, 20), 9255827177895088010823283026),
    ],
)  # fmt: skip
def test_perfect_coinjoins_of_other_shapes_are_those_of_boltzmann(shape, number):
    assert perfect(*shape) == number


def test_a_coinjoin_of_the_node_is_read_in_full():
    """Three people take out 0.02 each; only the change tells whose is whose."""
    txid = next(t for t in txids_of("coinjoin") if len(node_chain().tx(t).inputs) == 3)
    read = interpretations(node_chain().tx(txid))
    assert repr(read) == (
        "16 interpretations, entropy 4.00 bits; links that all interpretations share: 3 of 18"
    )
    quarter = [[1, 1, 4], [4, 1, 1], [2, 2, 2], [2, 2, 2], [2, 2, 2], [1, 4, 1]]
    assert (read.matrix * 4).tolist() == quarter
    assert read.deterministic == [("i0", "o1"), ("i1", "o5"), ("i2", "o0")]
    assert read.frame.shape == (6, 3)
    assert read.frame.loc["o1 0.15971309 BTC", "i0 0.17973396 BTC"] == 1
    assert "<td>0.25</td>" in read._repr_html_()


def test_small_transactions_of_the_node_are_those_visited_one_by_one():
    for row in range(0, len(node_chain().txs), 5):
        tx = node_chain().tx(row)
        spent = [coin.value for coin in tx.inputs]
        paid = [coin.value for coin in tx.outputs if coin.value]
        if tx.coinbase or len(spent) > 5 or len(paid) > 5 or min(len(spent), len(paid)) < 2:
            continue
        read = interpretations(tx)
        assert (read.n, read.links.tolist()) == one_by_one(spent, paid)


def test_all_coinjoins_of_the_node_can_be_counted():
    found = [interpretations(node_chain().tx(txid)) for txid in txids_of("coinjoin")]
    assert len(found) == 10
    assert all(read.entropy > 4 or len(read.inputs) == 3 for read in found)
    assert all(read.links.max() <= read.n and read.links.min() > 0 for read in found)


def test_what_has_no_value_takes_no_part():
    chain = chain_of(
        "a: new -> ann 500, bob 300, eve 0, kim 200",
        "b: a:0 a:1 a:2 -> data 0, lee 290, anchor 0, mia 490, riddle 5",
    )
    read = interpretations(chain.tx(1))
    assert read.inputs == ("i0", "i1")
    assert read.outputs == ("o1", "o3", "o4")
    assert (read.n, read.links.tolist()) == one_by_one([500, 300], [290, 490, 5])
    assert (read.spent, read.paid, read.fee) == ((500, 300), (290, 490, 5), 15)


def test_an_input_may_pay_nobody_but_the_miner():
    assert interpretations_of([500, 10], [400, 90]).n == 2
    assert interpretations_of([500, 10], [400, 101]).n == 1


@pytest.mark.parametrize(
    "line",
    [
        "b: a:0 -> lee 290, mia 200",  # one input
        "b: a:0 a:1 -> mia 700",  # one output
        "b: a:0 a:1 -> mia 700, data 0",
        "b: a:0 a:1 -> data 0",  # none at all
        "b: new -> lee 290, mia 490",
    ],
)
def test_where_nothing_can_be_split_there_is_one_interpretation(line):
    read = interpretations(chain_of("a: new -> ann 500, bob 300", line).tx(1))
    assert (read.n, read.entropy, read.efficiency, read.density) == (1, 0, 0, 0)
    assert read.matrix.shape == read.frame.shape == (len(read.outputs), len(read.inputs))
    assert (read.matrix == 1).all()
    assert len(read.deterministic) == read.links.size
    assert repr(read).startswith("1 interpretation, entropy 0.00 bits; links that all")


def test_a_coinbase_shows_no_value_for_its_new_coins():
    read = interpretations(chain_of("a: new -> ann 500, bob 300").tx(0))
    assert read.frame.columns.tolist() == ["i0 new coins"]
    assert (read.spent, read.fee) == ((-1,), -1)


def test_coins_from_before_the_data_do_where_their_values_are_known():
    read = interpretations(chain_of("a: ?ann=500 ?bob=300 -> lee 290, mia 490").tx(0))
    assert (read.n, read.links.tolist()) == one_by_one([500, 300], [290, 490])


def test_nothing_but_the_transaction_is_looked_at():
    row = node_chain().tx(txids_of("coinjoin")[0]).row
    now = interpretations(node_chain().tx(row))
    then = interpretations(node_chain().upto(node_chain().tx(row).height).tx(row))
    assert (then.n, then.links.tolist()) == (now.n, now.links.tolist())


def test_a_value_that_is_unknown_is_not_guessed():
    chain = chain_of("a: ?ann=5 ?bob -> eve 3, kim 2")
    with pytest.raises(NpsError, match=r"The value of input i1 of transaction \w{64} is unknown"):
        interpretations(chain.tx(0))


@given(st.data())
@settings(max_examples=60)
def test_known_owners_leave_the_interpretations_that_keep_their_coins_together(data):
    inputs = data.draw(st.lists(st.integers(1, 30), min_size=3, max_size=4))
    outputs = data.draw(st.lists(st.integers(1, 15), min_size=3, max_size=4))
    inputs[0] += max(0, sum(outputs) - sum(inputs))
    owner = st.tuples(
        st.lists(st.integers(0, len(inputs) - 1), max_size=2, unique=True),
        st.lists(st.integers(0, len(outputs) - 1), max_size=2, unique=True),
    )
    owners = data.draw(st.lists(owner, max_size=3))
    labels = [[*(f"i{i}" for i in a), *(f"o{o}" for o in b)] for a, b in owners]
    graph = nx.Graph()
    graph.add_nodes_from(f"o{o}" for o in range(len(outputs)))
    for group in labels:
        nx.add_path(graph, group)
    paid = {f"o{o}" for o in range(len(outputs))}
    read = interpretations_of(inputs, outputs, together=labels)
    if any(paid <= owner for owner in nx.connected_components(graph)):
        assert read.n == 1  # all outputs are as good as one
    else:
        assert (read.n, read.links.tolist()) == one_by_one(inputs, outputs, together=owners)


def test_inputs_of_one_address_are_one_persons_if_one_says_so():
    chain = chain_of(
        "a: new -> ann 100, bob 100, ann 100, kim 100", "b: a:0 a:1 a:2 -> lee 100, mia 200"
    )
    tx = chain.tx(1)
    assert interpretations(tx).n == one_by_one([100, 100, 100], [100, 200])[0] == 4
    read = interpretations(tx, together="address")
    assert read.n == 2
    assert read.links.tolist() == [[1, 2, 1], [2, 1, 2]]
    assert read.deterministic == [("i0", "o1"), ("i1", "o0"), ("i2", "o1")]


def test_somebody_elses_careless_payment_takes_your_privacy_too():
    """LaurentMT's example "hell is other people"."""
    inputs, outputs = [100, 200], [80, 20, 80, 120]
    before = interpretations_of(inputs, outputs)
    after = interpretations_of(inputs, outputs, together=[["i0", "o0"], ["o0", "o1"]])
    assert (before.n, after.n) == (3, 2)
    assert set(after.deterministic) - set(before.deterministic) == {("i0", "o0"), ("i1", "o2")}


@given(st.randoms(use_true_random=False))
@settings(max_examples=20)
def test_the_order_of_coins_does_not_matter(random):
    inputs, outputs = [50, 40, 40, 13, 7], [40, 40, 31, 9, 9]
    places = random.sample(range(5), 5), random.sample(range(5), 5)
    one = interpretations_of(inputs, outputs)
    other = interpretations_of([inputs[i] for i in places[0]], [outputs[o] for o in places[1]])
    assert other.n == one.n
    assert other.links.tolist() == one.links[np.ix_(places[1], places[0])].tolist()


@pytest.mark.parametrize(
    ("outputs", "people", "fees"),
    [
        ([1000, 1000, 1000, 7], 3, (5, 10)),
        ([1000, 1000, 1000, 7], 2, (5, 5)),  # no more people than owners of inputs
        ([1000, 1000, 1000, 7], 1, (0, 0)),
        ([1000, 1000, 1000, 7, 8], 2, (0, 0)),  # more outputs than two for each of these
        ([1000, 1000, 7, 8, 9], 5, (0, 0)),  # more outputs than two for each
        ([1000, 7, 8], 3, (0, 0)),
        ([1000, 1000, 3000, 3000, 3000, 1], 4, (15, 30)),  # where most people join
        ([1000, 1000, 3000, 3000], 4, (15, 15)),  # where most is at stake
        ([199, 199], 2, (0, 0)),  # less than one satoshi
    ],
)
def test_makers_earn_at_most_a_share_of_what_all_take_out(outputs, people, fees):
    assert maker_fees(outputs, people, 0.005) == fees


def test_the_share_is_meant_as_it_is_written():
    assert 100 * 0.29 < 29
    assert maker_fees([100, 100], 2, 0.29) == (29, 29)


def test_who_is_known_to_be_one_joins_once():
    coins = [1500, 1000, 600], [1000, 1000, 1000, 7]
    apart = interpretations_of(*coins, maker_fee=0.005)
    known = interpretations_of(*coins, maker_fee=0.005, together=[["i0", "i2"]])
    assert (apart.gain, apart.loss) == (5, 10)
    assert (known.gain, known.loss) == (5, 5)
    assert (known.n, known.links.tolist()) == one_by_one(*coins, 5, 5, [([0, 2], [])])


def test_a_thousand_inputs_are_refused_at_once_and_the_reason_is_given():
    inputs = [10_000_000 + k for k in range(1000)]
    outputs = [9_000_000] * 700 + [5] * 40
    with pytest.raises(NpsError) as refused:
        interpretations_of(inputs, outputs)
    assert str(refused.value) == (
        "Too large to count the interpretations of 1,000 inputs and 740 outputs: the limit is 250"
        " inputs. What is known of their owners makes it smaller: together=[...]. Without counting"
        " one can still say that 700 outputs have the value 0.09000000 BTC: none of these can be"
        " told from the others by value alone."
    )


def test_owners_can_make_small_what_was_too_large():
    inputs = [10_000_000 + k for k in range(300)]
    outputs = [1_499_000_000, 1_498_000_000]
    with pytest.raises(NpsError, match="outputs have different values"):
        interpretations_of(inputs, outputs)
    halves = [[f"i{k}" for k in range(half, half + 150)] for half in (0, 150)]
    assert interpretations_of(inputs, outputs, together=halves).n == 3


@pytest.mark.parametrize(
    ("inputs", "outputs", "together", "message"),
    [
        ([5, 5], [5, 6], (), "The outputs are worth 0.00000001 BTC more than the inputs"),
        ([5, -1], [2, 2], (), "The value of i1 is -1: give it in satoshi, as a whole number"),
        ([5, 5], [2, 2.0], (), "The value of o1 is 2.0: give it in satoshi"),
        ([5, 5, 0], [2, 2], [["i2"]], 'no coin "i2" that has a value: coins are i0 to i1 and'),
        ([5, 5], [2, 2], [["i0", 1]], '"1" names no coin: write "i0" for the first input'),
        ([5, 5], [2, 2], [["i01"]], '"i01" names no coin'),
        ([5, 5], [2, 2], ["i0", "i1"], "together is a list of groups of coins, such as"),
        (
            [10**14] * 12, [10**14] * 12,
            [[f"i{k}", f"o{k}"] for k in range(12)],
            "Too many groups in together tie inputs to outputs",
        ),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_said(inputs, outputs, together, message):
    with pytest.raises(NpsError) as refused:
        interpretations_of(inputs, outputs, together=together)
    assert message in str(refused.value)


def test_a_word_for_owners_that_is_not_known_is_refused():
    tx = chain_of("a: new -> ann 5, bob 5", "b: a:0 a:1 -> eve 5, kim 5").tx(1)
    with pytest.raises(NpsError, match='together is "address" or groups of coins, and not "name"'):
        interpretations(tx, together="name")


def test_a_number_too_long_to_read_is_rounded_where_it_is_shown():
    assert repr(interpretations_of([7] * 20, [7] * 20)).startswith(
        "about 10^28.0 interpretations, entropy 92.90 bits"
    )


@pytest.mark.parametrize("tx", [None, 535, txids_of("coinjoin")[0], node_chain()])
def test_what_is_no_transaction_is_refused(tx):
    with pytest.raises(NpsError, match="Give one transaction as "):
        interpretations(tx)


@pytest.mark.parametrize(
    ("option", "given", "told"),
    [
        ("maker_fee", None, "maker_fee is None: give a share of the amount, from 0 to 1"),
        ("maker_fee", float("nan"), "maker_fee is nan: give a share"),
        ("maker_fee", -0.1, "maker_fee is -0.1: give a share"),
        ("maker_fee", 5, "maker_fee is 5: give a share"),
        ("maker_fee", "0.005", "maker_fee is '0.005': give a share"),
        ("limit", None, "limit is None: give a number of steps"),
        ("seconds", "soon", "seconds is 'soon': give a number of seconds"),
        ("seconds", True, "seconds is True: give a number of seconds"),
        ("together", None, "together is a list of groups of coins"),
        ("together", [0, 1], "together is a list of groups of coins"),
        ("together", [(0, 1)], '"0" names no coin'),
    ],
)
def test_a_mistake_in_an_option_is_told_in_a_sentence(option, given, told):
    with pytest.raises(NpsError, match=re.escape(told)):
        interpretations_of([100, 200], [80, 20, 80, 120], **{option: given})


@pytest.mark.parametrize("values", [None, 5, "5", b"5"])
def test_values_are_a_list(values):
    with pytest.raises(NpsError, match="Give values in satoshi, one a coin"):
        interpretations_of(values, [5])
