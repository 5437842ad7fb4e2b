"""The published set: each condition by a case, and all of them against plain Python."""

from hypothesis import given

from nps_chain.groundtruth.realism.basis import Basis
from nps_chain.groundtruth.realism.published_set import known_change, published_set
from nps_chain.groundtruth.truth import Truth
from tests.groundtruth.realism.dressed import output, row
from tests.groundtruth.worlds import truth_of
from tests.handmade import chain_of, histories


def members(*lines: str, coinjoins: str = "") -> dict[str, list[str]]:
    """By transaction the change and the payment of the published set, as ``name:n``."""
    chain = chain_of(*lines)
    truth = truth_of({}, dict.fromkeys(coinjoins.split(), ("coinjoin", "")))
    found = published_set(Basis(chain, truth))
    names = [line.lstrip("+ ").split(":")[0] for line in lines]
    outputs = {output(chain, f"{name}:{n}"): f"{name}:{n}" for name in names for n in (0, 1)}
    by_row = {row(chain, name): name for name in names}
    return {
        by_row[tx]: [outputs[change], outputs[payment]]
        for tx, change, payment in zip(*(column.tolist() for column in found), strict=True)
    }


START = ("c1: new -> ann 100", "c2: new -> ann 100", "pay: c1:0 -> bob 30, ann2 69")
BOB = "bob: pay:0 -> bob9 29"


def test_change_that_was_betrayed_later():
    assert members(*START, BOB, "out: pay:1 c2:0 -> kim 160") == {"pay": ["pay:1", "pay:0"]}


def test_change_that_was_never_betrayed():
    assert members(*START, BOB, "out: pay:1 -> kim 60") == {}


def test_both_outputs_must_be_spent():
    assert members(*START, "out: pay:1 c2:0 -> kim 160") == {}


def test_not_both_outputs_in_the_cluster():
    assert members(*START, "out: pay:0 pay:1 c2:0 -> kim 190") == {}


def test_self_change_is_out():
    assert (
        members("c1: new -> ann 100", "pay: c1:0 -> bob 30, ann 69", BOB, "out: pay:1 -> x 9") == {}
    )


def test_data_beside_two_outputs_does_not_matter_a_third_does():
    before, after = START[:2], (BOB, "out: pay:1 c2:0 -> kim 160")
    assert members(*before, "pay: c1:0 -> bob 30, ann2 69, data 0", *after) == {
        "pay": ["pay:1", "pay:0"]
    }
    assert members(*before, "pay: c1:0 -> bob 30, ann2 68, eve 1", *after) == {}


def test_an_old_address_counts_if_it_was_not_known_to_be_the_payers():
    lines = ("c1: new -> ann 100", "c2: new -> ann2 100", "pay: c1:0 -> bob 30, ann2 69", BOB)
    assert members(*lines, "c3: new -> ann 9", "out: pay:1 c3:0 -> kim 70") == {
        "pay": ["pay:1", "pay:0"]
    }


def test_an_old_address_that_was_known_already_is_out():
    known = (
        "c1: new -> ann 50",
        "c2: new -> ann2 50",
        "c3: new -> ann 100",
        "j: c1:0 c2:0 -> x 99",
    )
    lines = (*known, "pay: c3:0 -> bob 30, ann2 69", BOB, "out: pay:1 -> kim 9")
    assert members(*lines) == {}
    # In one block it is the order in it that counts.
    late = (*known[:3], "pay: c3:0 -> bob 30, ann2 69", "+ j: c1:0 c2:0 -> x 99", *lines[-2:])
    assert members(*late) == {"pay": ["pay:1", "pay:0"]}


EARLIER = ("c1: new -> ann 50", "c2: new -> ann2 50", "c3: new -> ann 100")
LATER = ("pay: c3:0 -> bob 30, ann2 69", BOB, "c4: new -> ann 9", "out: pay:1 c4:0 -> kim 70")
KNOWN_LATE = {"pay": ["pay:1", "pay:0"]}


def test_what_only_a_coinjoin_had_joined_was_not_known():
    assert members(*EARLIER, "mix: c1:0 c2:0 -> x 99", *LATER) == {}
    assert members(*EARLIER, "mix: c1:0 c2:0 -> x 99", *LATER, coinjoins="mix") == KNOWN_LATE


def test_what_was_joined_only_by_coins_that_anyone_may_spend_was_not_known():
    open_to_all = ("r: new -> anchor 5, anchor 5", "j: r:0 c1:0 -> x 9", "k: r:1 c2:0 -> x 9")
    assert members(*EARLIER, *open_to_all, *LATER) == KNOWN_LATE


def test_coinjoins_are_no_evidence_and_no_members():
    lines = (*START, BOB, "out: pay:1 c2:0 -> kim 160")
    assert members(*lines, coinjoins="out") == {}
    assert members(*lines, coinjoins="pay") == {}


@given(histories())
def test_against_plain_python(lines):
    chain = chain_of(*lines)
    known = [f"t{t}" for t in range(0, len(lines), 5)]
    truth = truth_of({}, dict.fromkeys(known, ("coinjoin", "")))
    found = published_set(Basis(chain, truth))
    told = list(zip(*(column.tolist() for column in found), strict=True))
    assert told == plain_set(chain, {row(chain, name) for name in known})


def plain_set(chain, coinjoins: set[int]) -> list[tuple[int, int, int]]:
    """The published set, transaction by transaction, with clusters as sets of addresses."""
    c = chain.columns
    keyless = [kind in ("nonstandard", "p2a") for kind in chain.addresses["script_type"]]

    def spent(t):
        start, end = chain.first_input[t : t + 2]
        return c.inputs.address[start:end].tolist()

    def clusters_after(txs):
        groups = [{a} for a in range(len(keyless))]
        for t in txs:
            linked = [a for a in spent(t) if a >= 0 and not keyless[a]]
            if t not in coinjoins and linked:
                joined = set().union(*(groups[a] for a in linked))
                for a in joined:
                    groups[a] = joined
        return groups

    every = range(len(c.txs.txid))
    end = clusters_after(every)
    told = []
    for t in every:
        start, stop = chain.first_output[t : t + 2].tolist()
        paid = [o for o in range(start, stop) if c.outputs.address[o] >= 0]
        payers = spent(t)
        if c.txs.coinbase[t] or t in coinjoins or len(paid) != 2 or min(payers) < 0:
            continue
        if any(end[a] is not end[payers[0]] for a in payers):
            continue
        to = [int(c.outputs.address[o]) for o in paid]
        inside = [a in end[payers[0]] for a in to]
        if {*to} & {*payers} or min(c.outputs.spent_by[paid]) < 0 or sum(inside) != 1:
            continue
        k = inside.index(True)
        fresh = c.addresses.first_seen[to[k]] == t
        if fresh or to[k] not in clusters_after(range(t + 1))[payers[0]]:
            told.append((t, paid[k], paid[1 - k]))
    return told


def test_change_that_the_truth_knows():
    chain = chain_of(
        "c1: new -> ann 100",
        "c2: new -> ann 100",
        "pay: c1:0 -> bob 30, ann2 69",
        "back: c2:0 -> bob 30, ann 69",  # self-change: there is nothing to find
        "own: pay:1 -> ann3 30, ann4 38",
        "more: back:1 -> bob 30, ann5 30, eve 8",
        "mix: pay:0 back:0 -> bob6 30, bob7 29",
    )
    truth = truth_of(
        {},
        {
            "pay": ("payment", "payment change"),
            "back": ("payment", "payment change"),
            "own": ("self_transfer", "self_transfer self_transfer"),
            "more": ("payment", "payment change payment"),
            "mix": ("coinjoin", "mix change"),
        },
    )
    found = known_change(Basis(chain, truth))
    assert [column.tolist() for column in found] == [
        [row(chain, "pay")],
        [output(chain, "pay:1")],
        [output(chain, "pay:0")],
    ]


def test_of_nothing_there_is_nothing():
    basis = Basis(chain_of("c1: new -> ann 100"), truth_of({}))
    assert isinstance(basis.truth, Truth)
    for found in (published_set(basis), known_change(basis)):
        assert [len(column) for column in found] == [0, 0, 0]
