from collections import Counter

import pytest

from nps_chain.trace.coinjoin import coinjoins
from nps_chain.trace.coinjoin.whirlpool import whirlpool
from nps_chain.world.protocols.whirlpool import ODD_POOL, Rill
from tests.world.protocols.stage import (
    Stage,
    everybody_has_what_the_books_say,
    found,
    kind_found,
    values,
)

POOL = 5_000_000
ABOVE = 834
"""What a piece has above the amount at 3 satoshi a vbyte: half of a round of five, and a tenth."""


def _rill(stage: Stage, **more) -> Rill:
    rill = Rill(stage.economy, every=720, **{"larger": 0, "odd": 0, "start": 0, **more})
    rill.begin()
    return rill


def test_a_tx0_cuts_coins_into_pieces_for_a_pool_and_tells_by_data_whose_they_are():
    stage = Stage()
    (ann,) = stage.crowd(1, 23_000_000)
    rill = _rill(stage)
    assert rill.enter(ann, pool=POOL)
    stage.play(1)
    (tx0,) = stage.of("tx0")
    (change,) = values(tx0, "change")
    assert Counter((out.purpose, out.value) for out in tx0.outputs) == {
        ("premix", POOL + ABOVE): 4,
        ("payment", POOL * 35 // 1000): 1,
        ("data", 0): 1,
        ("change", change): 1,
    }
    assert change == 23_000_000 - 4 * (POOL + ABOVE) - 175_000 - tx0.fee
    (data,) = [out.script for out in tx0.outputs if out.purpose == "data"]
    assert (data[:2], len(data)) == (b"\x6a\x40", 66)
    # The pieces wait; the change never mixes.
    assert [coin.value for coin in rill.members[ann].coins] == [POOL + ABOVE] * 4
    assert [coin.value for coin in ann.coins] == [change]


def test_five_newcomers_get_the_pools_amount_and_pay_the_miner_what_they_had_above(tmp_path):
    stage = Stage()
    crowd = stage.crowd(5, 6_000_000)
    rill = _rill(stage)
    for wallet in crowd:
        rill.enter(wallet, pool=POOL, rounds=1)
    stage.play(24)
    (draft,) = stage.of("coinjoin")
    assert [out.value for out in draft.outputs] == [POOL] * 5
    assert {out.purpose for out in draft.outputs} == {"mix"}
    assert Counter(out.address.wallet for out in draft.outputs) == dict.fromkeys(crowd, 1)
    assert draft.fees == dict.fromkeys(draft.senders, ABOVE)
    scripts = [out.script for out in draft.outputs]
    assert scripts == sorted(scripts)
    assert everybody_has_what_the_books_say(stage, rill)
    assert found(whirlpool, stage.chain(tmp_path), draft) == [
        "5 inputs and 5 outputs, each output exactly 0.05000000 BTC, a pool of Whirlpool; 5 of the"
        " inputs are slightly above it, which pays the miner; in the data 5 of its inputs come from"
        " a Tx0 and 0 from another mix"
    ]


def test_two_newcomers_pay_for_those_who_go_round_again_and_all_are_strangers(tmp_path):
    stage = Stage()
    rill = _rill(stage)
    for wallet in stage.crowd(9, 23_000_000):
        rill.enter(wallet, pool=POOL, rounds=4)
    stage.play(240)
    drafts = stage.of("coinjoin")
    assert len(drafts) >= 10
    assert {len({coin.draft for coin in draft.inputs}) for draft in drafts} == {5}
    assert {len(set(draft.senders)) for draft in drafts} == {5}
    paid_by_two = [draft for draft in drafts if Counter(draft.fees.values()) == {ABOVE: 2, 0: 3}]
    assert len(paid_by_two) >= 3
    assert everybody_has_what_the_books_say(stage, rill)
    assert found(whirlpool, stage.chain(tmp_path), paid_by_two[0]) == [
        "5 inputs and 5 outputs, each output exactly 0.05000000 BTC, a pool of Whirlpool; 2 of the"
        " inputs are slightly above it, which pays the miner; in the data 2 of its inputs come from"
        " a Tx0 and 3 from another mix"
    ]


def test_a_round_may_have_up_to_eight(tmp_path):
    stage = Stage()
    rill = _rill(stage, larger=1000)
    for wallet in stage.crowd(8, 6_000_000):
        rill.enter(wallet, pool=POOL, rounds=1)
    stage.play(24)
    (draft,) = stage.of("coinjoin")
    assert 6 <= len(draft.inputs) <= 8
    chain = stage.chain(tmp_path)
    assert kind_found(coinjoins(chain), chain, draft) == "whirlpool"


def test_a_pool_of_its_own_amount_is_not_recognised(tmp_path):
    stage = Stage()
    rill = _rill(stage, odd=1000)
    for wallet in stage.crowd(5, 4_000_000):
        rill.enter(wallet, rounds=1)
    stage.play(24)
    (draft,) = stage.of("coinjoin")
    assert [out.value for out in draft.outputs] == [ODD_POOL] * 5
    chain = stage.chain(tmp_path)
    assert kind_found(coinjoins(chain), chain, draft) == ""


def test_mixed_coins_go_back_into_their_pool_without_a_tx0():
    stage = Stage()
    rill = _rill(stage)
    crowd = stage.crowd(5, 6_000_000)
    for wallet in crowd:
        rill.enter(wallet, pool=POOL, rounds=1)
    stage.play(24)
    mixed = [coin for coin in crowd[0].coins if coin.value == POOL]
    assert rill.enter(crowd[0], mixed)
    stage.play(1)
    assert len(stage.of("tx0")) == 5
    assert list(rill.members[crowd[0]].coins) == mixed


@pytest.mark.parametrize("value", [100_000, 120_000])
def test_who_has_less_than_two_pieces_of_the_smallest_pool_is_sent_away(value):
    stage = Stage()
    (ann,) = stage.crowd(1, value)
    assert not _rill(stage).enter(ann)
    assert [coin.value for coin in ann.coins] == [value]
