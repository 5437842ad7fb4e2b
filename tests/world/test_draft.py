"""Drafts: what they cost is known before they are signed."""

import pytest

from nps_chain.chain.wire.transaction import parse_transaction
from nps_chain.world.draft import Coin, Draft, Output, vsize
from tests.world.small_chain import BTC, LOCKS, SmallChain


@pytest.fixture(scope="module")
def small():
    return SmallChain()


@pytest.mark.parametrize("lock", LOCKS)
@pytest.mark.parametrize("many", [1, 2])
def test_its_size_is_that_of_the_signed_one_but_for_short_signatures(small, lock, many):
    coins = small.coins[lock][:many]
    draft = small.pay(coins, *[(other, BTC // 20) for other in LOCKS])
    real = parse_transaction(draft.raw).vsize
    assert 0 <= draft.vsize - real <= 1 + many


def test_weight_is_counted_in_quarters_and_rounded_up():
    data = [Output(0, None, "data", data=bytes(length)) for length in (22, 22)]
    # 42 for what each has, 4 * (9 + 22) an output, 272 an input: 562 quarters.
    assert vsize(["p2wpkh"], data) == 141
    assert vsize([], []) == 11


def test_the_fee_is_what_nobody_gets():
    coins = [Coin(value, None, None, 0) for value in (700, 300)]
    outputs = [Output(value, None, "payment") for value in (900, 60)]
    assert Draft("payment", coins, outputs, ()).fee == 40
