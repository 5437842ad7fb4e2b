import itertools

from nps_chain.world.draft import Output
from nps_chain.world.people.impatience import bump
from nps_chain.world.protocols.peel import peel
from tests.world.people.stage import COIN, Stage, purposes


def _ready(software="core", value=10 * COIN):
    stage = Stage()
    ann, bob = stage.person("Ann", software), stage.person("Bob")
    stage.begin()
    stage.give(ann.main, value)
    stage.play(1)
    return stage, ann, bob


def _payouts(bob, *values):
    return [Output(value, bob.main.new_address(), "peel") for value in values]


def test_a_peel_chain_pays_one_after_another_and_the_rest_goes_on_to_fresh_addresses():
    stage, ann, bob = _ready()
    ends = []
    (coin,) = ann.main.coins
    chain = peel(ann.main, coin, _payouts(bob, COIN, 2 * COIN, 3 * COIN), then=ends.append)
    stage.play(24)
    drafts = stage.of("peel", ann)
    assert drafts == chain.drafts
    assert [len(draft.inputs) for draft in drafts] == [1, 1, 1]
    assert [purposes(draft) for draft in drafts] == [["change", "peel"]] * 3
    assert [c.value for c in bob.main.coins] == [COIN, 2 * COIN, 3 * COIN]
    rests = [
        ann_coin
        for draft in drafts
        for ann_coin in draft.coins
        if ann_coin.address.wallet is ann.main
    ]
    assert [draft.inputs[0] for draft in drafts] == [coin, *rests[:2]]
    assert len({c.address for c in [coin, *rests]}) == 4
    assert ends == [rests[2]] == ann.main.coins
    gaps = [b.minute - a.minute for a, b in itertools.pairwise(drafts)]
    assert all(60 <= gap <= 300 for gap in gaps)
    assert stage.books_add_up()


def test_the_rest_is_fresh_even_in_a_wallet_of_one_address():
    stage, ann, bob = _ready("web")
    chain = peel(ann.main, ann.main.coins[0], _payouts(bob, COIN, COIN), minutes=(60, 60))
    stage.play(3)
    addresses = [draft.inputs[0].address for draft in chain.drafts]
    assert len(set(addresses)) == 2
    assert ann.main.coins[0].address not in addresses


def test_it_ends_where_the_rest_is_too_small():
    stage, ann, bob = _ready(value=3 * COIN)
    ends = []
    payouts = _payouts(bob, COIN, COIN, COIN, COIN)
    chain = peel(ann.main, ann.main.coins[0], payouts, minutes=(60, 60), then=ends.append)
    stage.play(6)
    assert len(stage.of("peel")) == 2
    assert chain.left == payouts[2:]
    assert ends == ann.main.coins


def test_it_ends_where_its_coin_was_spent_elsewhere():
    stage, ann, bob = _ready()
    ends = []
    peel(ann.main, ann.main.coins[0], _payouts(bob, COIN, COIN), minutes=(90, 90), then=ends.append)
    stage.play(1)
    ann.main.empty(Output(0, bob.main.new_address(), "payment"), "payment", ann.main.coins)
    stage.play(3)
    assert len(stage.of("peel")) == 1
    assert ends == [None]


def test_it_goes_on_from_a_replaced_payment():
    stage, ann, bob = _ready("desktop")
    stage.engine.capacity = lambda height, usual: 0  # nothing is mined
    chain = peel(ann.main, ann.main.coins[0], _payouts(bob, COIN, COIN), minutes=(90, 90))
    stage.engine.feerate = 9000
    new = bump(chain.drafts[0])
    stage.play(2)
    assert [draft.inputs[0].draft for draft in chain.drafts[1:]] == [new]
