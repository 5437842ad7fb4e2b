import hashlib

import pytest

from nps_chain.world.consensus import Judge
from nps_chain.world.draft import Coin, Draft, Output
from nps_chain.world.protocols.escrow import PARTIES, set_up
from nps_chain.world.signing import sign
from tests.world.people.stage import COIN, Stage
from tests.world.small_chain import SmallChain

PAIRS = [("buyer", "vendor"), ("market", "vendor"), ("buyer", "market")]


def _three(stage):
    people = [stage.person(name) for name in ("a market", "a buyer", "a vendor")]
    return people, set_up(*(person.main for person in people), 117)


def test_three_parties_have_a_key_each_and_the_market_is_on_record():
    stage = Stage()
    (market, *_), escrow = _three(stage)
    assert sorted(escrow.places) == sorted(PARTIES)
    assert sorted(escrow.places.values()) == [0, 1, 2]
    assert escrow.address.lock == "p2wsh"
    assert escrow.address.wallet is market.main
    redeem = escrow.address.redeem
    assert escrow.address.script == b"\x00\x20" + hashlib.sha256(redeem).digest()
    keys = [redeem[2 + 34 * place : 35 + 34 * place] for place in range(3)]
    assert keys == sorted(keys)  # BIP 67
    assert (redeem[0], redeem[-2:]) == (0x52, b"\x53\xae")  # two of three


def test_another_order_has_other_keys_and_the_same_order_the_same():
    stage = Stage()
    people, escrow = _three(stage)
    wallets = [person.main for person in people]
    assert set_up(*wallets, 117).address.script == escrow.address.script
    other = set_up(*wallets, 118).address
    assert not set(other.secrets) & set(escrow.address.secrets)


@pytest.mark.parametrize("signers", PAIRS)
def test_any_two_can_settle_and_the_first_output_gets_what_is_left(signers):
    stage = Stage()
    (market, _, vendor), escrow = _three(stage)
    stage.begin()
    paid = Output(COIN, escrow.address, "escrow", 5)
    draft = stage.miner.main.pay([paid], "escrow")
    stage.play(1)
    coin = draft.coins[draft.outputs.index(paid)]
    outputs = [
        Output(0, vendor.receive_address(), "release", 5),
        Output(4 * COIN // 100, market.main.new_address(), "release", 5),
    ]
    release = escrow.settle(coin, outputs, signers)
    assert release.kind == "escrow_release"
    assert release.senders == (market.main,)
    assert release.signers == {0: tuple(sorted(escrow.places[party] for party in signers))}
    assert release.outputs[0].value == 96 * COIN // 100 - release.fee
    assert 0 < release.fee < 10_000
    stage.play(1)
    assert vendor.main.balance == release.outputs[0].value
    assert stage.books_add_up()


def test_what_the_fee_would_eat_is_not_settled():
    stage = Stage()
    (_, _, vendor), escrow = _three(stage)
    coin = Coin(1200, escrow.address, Draft("escrow", [], [], ()), 0)
    outputs = [Output(0, vendor.receive_address(), "release")]
    assert escrow.settle(coin, outputs, ("buyer", "vendor")) is None
    assert not coin.spent


@pytest.mark.parametrize("signers", PAIRS)
def test_bitcoin_core_accepts_what_two_of_them_signed(signers):
    chain = SmallChain()
    escrow = set_up(chain.wallet, chain.wallet, chain.wallet, 1)
    (coin, _) = chain.coins["p2wpkh"]
    into = Draft("escrow", [coin], [Output(COIN - 9000, escrow.address, "escrow")], (chain.wallet,))
    sign(into)
    held = Coin(COIN - 9000, escrow.address, into, 0)
    engine = chain.wallet.engine
    out = escrow.settle(held, [Output(0, chain.wallet.new_address(), "release")], signers)
    assert engine.waits(out)
    chain.add(into)
    chain.add(out)
    with Judge() as judge:
        for raw in chain.blocks:
            judge.check(raw)
        assert judge.height == len(chain.blocks)
