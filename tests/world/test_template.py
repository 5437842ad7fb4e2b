"""What a full block takes: see `test_engine.py` for who pays for whom; here are its limits."""

from hypothesis import given
from hypothesis import strategies as st

from nps_chain.world.draft import Coin, Draft, Output
from nps_chain.world.keys import Address
from nps_chain.world.template import MOST_TOGETHER, choose

LOCK = Address(bytes(22), "p2wpkh", None, (), b"")
SIZE = 110  # vbytes of a payment with one input and one output


def _send(fee, *parents):
    """A payment of so much fee, of a coin of each parent or of one that is mined."""
    coins = [Coin(1000 + fee, LOCK, parent, 0) for parent in parents or (Draft("", [], [], ()),)]
    paid = sum(coin.value for coin in coins) - fee
    return Draft("payment", coins, [Output(paid, LOCK, "payment")], ())


def _chain(fees):
    drafts = []
    for fee in fees:
        drafts.append(_send(fee, *drafts[-1:]))
    return drafts


def test_the_lowest_rate_is_that_of_what_paid_least():
    drafts = [_send(fee) for fee in (330, 990, 660)]
    assert drafts[0].vsize == SIZE
    assert choose(drafts, 2 * SIZE) == (drafts[1:], 6000)
    assert choose(drafts, 9 * SIZE) == (drafts, 3000)
    assert choose(drafts, SIZE - 1) == ([], 0)


def test_a_rich_child_brings_in_two_dozen_ancestors_and_no_more():
    chain = _chain([110] * (MOST_TOGETHER - 1) + [100_000])
    other = _send(1100)
    room = MOST_TOGETHER * SIZE
    assert choose([*chain, other], room)[0] == chain
    longer = _chain([110] * MOST_TOGETHER + [100_000])
    # Nobody thinks of the child before its first ancestor is in: the other pays best.
    assert choose([*longer, other], room)[0] == [*longer[: MOST_TOGETHER - 1], other]
    assert choose([*longer, other], 2 * room)[0] == [*longer, other]


def test_a_parent_of_two_children_is_counted_once():
    parent = _send(110)
    children = [_send(1000, parent), _send(900, parent)]
    # The first brings the parent in for 1,110 in all; then the second pays 900 alone.
    assert choose([parent, *children, _send(500)], 3 * SIZE)[0] == [parent, *children]
    # Alone with its parent it would pay 1,010 for two.
    assert choose([parent, children[1], _send(550)], 2 * SIZE)[0] != [parent, children[1]]


@given(st.lists(st.tuples(st.integers(110, 2000), st.integers(0, 6))), st.integers(0, 30))
def test_no_child_comes_without_its_parents_and_none_is_taken_twice(told, many):
    drafts = []
    for fee, back in told:
        parent = drafts[-back : len(drafts) - back + 1] if 0 < back <= len(drafts) else []
        drafts.append(_send(fee, *parent))
    taken, _ = choose(drafts, many * SIZE)
    assert taken == [draft for draft in drafts if draft in taken]
    assert sum(draft.vsize for draft in taken) <= many * SIZE
    for draft in taken:
        assert all(coin.draft in taken or coin.draft not in drafts for coin in draft.inputs)
    if many >= len(drafts):
        assert taken == drafts
